//! A StorageClass, PriorityClass, RuntimeClass or IngressClass is named that is not there.
//!
//! The two PriorityClasses that begin with `system-` are there from the start, and a claim without a class takes the
//! default. In custom resources, classes are recognised by the name of their field.

use crate::cluster::reference::Wanted;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules::references::missing;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-class",
    group: Group::References,
    severity: Severity::Error,
    summary: "A class is named that does not exist.",
    why: "a pod of a missing PriorityClass or RuntimeClass is refused, a claim of a missing StorageClass stays Pending, and no controller serves an Ingress of a missing IngressClass",
    source: "Kubernetes: Storage Classes, Pod Priority and Preemption, Runtime Class, Ingress",
    example: Some(Example {
        facts: "external: {namespaces: [shop], storageClasses: [ssd]}",
        bad: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  priorityClassName: node-critical
  containers:
  - name: cart
    image: shop/cart:1.4.0
",
        good: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: kube-system}
spec:
  priorityClassName: system-node-critical
  containers:
  - name: cart
    image: shop/cart:1.4.0
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    missing::report(
        context,
        sink,
        &[Wanted::StorageClass, Wanted::PriorityClass, Wanted::RuntimeClass, Wanted::IngressClass],
    );
}
