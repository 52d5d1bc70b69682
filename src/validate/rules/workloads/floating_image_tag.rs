//! An image is named without a tag, or by the tag `latest`.
//!
//! What kustomize or an image updater replaces is judged as it is rendered. A digest decides whatever the tag says.
//! `auto` is what Istio asks for where it is to put an image in.

use crate::cluster::image::Image;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "floating-image-tag",
    group: Group::Workloads,
    severity: Severity::Warning,
    summary: "An image is named by a tag that is moved.",
    why: "each node runs what it pulled last: pods of one workload differ, and going back to the version before is impossible",
    source: "Kubernetes, Configuration Best Practices; Images: image names",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
      - name: cart
        image: shop/cart:latest
",
        good: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
      - name: cart
        image: shop/cart:1.4
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workload in context.cluster.workloads().iter().filter(|workload| workload.object.maker.is_none()) {
        for container in workload.containers() {
            let Some(node) = container.node.get("image") else { continue };
            let Some(image) = node.text().and_then(Image::of) else { continue };
            let message = match image.tag {
                _ if image.digest.is_some() || image.name == "auto" => continue,
                None => format!("`{}` has no tag, which means `latest`", image.name),
                Some("latest") => format!("`{}:latest` is moved with every release", image.name),
                Some(_) => continue,
            };
            let path = workload.path(&format!("{}.image", container.path));
            let help = format!("write the tag of a release, or a digest, as in `{}:1.2.3`", image.name);
            sink.report(workload.object.finding(node, path, message).help(help));
        }
    }
}
