//! A workload runs an image under a tag that was not declared to be published.
//!
//! Only images that are declared (`images`) are judged, and none by digest.

use crate::cluster::image::Image;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unpublished-image",
    group: Group::Workloads,
    severity: Severity::Error,
    summary: "A workload runs an image that nobody publishes.",
    why: "the image cannot be pulled, and the pod never starts (ImagePullBackOff)",
    source: "Kubernetes, Images",
    example: Some(Example {
        facts: "images: {shop/cart: ['1.3.1', '1.4.0']}",
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
        image: shop/cart:1.5.0
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
        image: shop/cart:1.4.0
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(published) = &context.cluster.facts.images else { return };
    for workload in context.cluster.workloads() {
        for container in workload.containers() {
            let Some(node) = container.node.get("image") else { continue };
            let Some(image) = node.text().and_then(Image::of).filter(|image| image.digest.is_none()) else { continue };
            let Some(tags) = published.get(image.name) else { continue };
            let tag = image.tag.unwrap_or("latest");
            if tags.iter().any(|known| known == tag) {
                continue;
            }
            let path = workload.path(&format!("{}.image", container.path));
            let message = format!("`{}` is not published with the tag `{tag}`", image.name);
            sink.report(
                workload.object.finding(node, path, message).help(suggest::known(tags.iter().map(String::as_str))),
            );
        }
    }
}
