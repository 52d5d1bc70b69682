//! A container must not run as root, and is told to.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "root-user-refused",
    group: Group::Workloads,
    severity: Severity::Error,
    summary: "A container that must not run as root is to run as user 0.",
    why: "the kubelet refuses to start the container: CreateContainerConfigError",
    source: "Kubernetes, kubelet, verifyRunAsNonRoot: container's runAsUser breaks non-root policy",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  securityContext: {runAsNonRoot: true}
  containers:
  - name: cart
    image: shop/cart:1.4.0
    securityContext: {runAsUser: 0}
",
        good: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 0}
  containers:
  - name: cart
    image: shop/cart:1.4.0
    securityContext: {runAsUser: 1000}
  - name: metrics
    image: shop/metrics:1.4.0
    securityContext: {runAsNonRoot: false}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workload in context.cluster.workloads() {
        for container in workload.containers() {
            let (demand, demand_path) = setting(workload.spec, container.node, &container.path, "runAsNonRoot");
            let (user, path) = setting(workload.spec, container.node, &container.path, "runAsUser");
            let (Some(demand), Some(user)) = (demand, user) else { continue };
            if demand.text() != Some("true") || user.text() != Some("0") {
                continue;
            }
            let message =
                format!("container `{}` is to run as user 0, and `{demand_path}` forbids it", container.name());
            let finding = workload.object.finding(user, workload.path(&path), message);
            let finding = finding.also(demand.place(), "root is refused here");
            sink.report(finding.help("write the number of another user, such as 65534, or leave `runAsNonRoot` out"));
        }
    }
}

/// A field of a container's security context, or else of its pod's, with its path below the pod's spec.
fn setting<'a>(spec: Node<'a>, container: Node<'a>, path: &str, key: &str) -> (Option<Node<'a>>, String) {
    match container.at(&["securityContext", key]) {
        Some(own) => (Some(own), format!("{path}.securityContext.{key}")),
        None => (spec.at(&["securityContext", key]), format!("securityContext.{key}")),
    }
}
