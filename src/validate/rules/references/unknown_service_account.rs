//! Pods or a binding name a ServiceAccount that is not there. Every namespace has `default`.

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
    id: "unknown-service-account",
    group: Group::References,
    severity: Severity::Error,
    summary: "A ServiceAccount is named that does not exist.",
    why: "no pod is ever created: the admission of ServiceAccounts refuses each of them, and only an event says so",
    source: "Kubernetes, ServiceAccount admission controller",
    example: Some(Example {
        facts: "external: {namespaces: [shop]}",
        bad: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  serviceAccountName: cart
  containers:
  - name: cart
    image: shop/cart:1.4.0
",
        good: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  serviceAccountName: default
  containers:
  - name: cart
    image: shop/cart:1.4.0
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    missing::report(context, sink, &[Wanted::ServiceAccount]);
}
