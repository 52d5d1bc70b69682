//! Somebody asks for a Secret that is not there.
//!
//! Those who can do without (`optional: true`) ask for nothing. A Secret that cert-manager or a controller unknown here may
//! make counts as unknown.

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
    id: "unknown-secret",
    group: Group::References,
    severity: Severity::Error,
    summary: "A Secret is asked for that does not exist.",
    why: "the container never starts (CreateContainerConfigError), the volume is never mounted, or the image cannot be pulled",
    source: "Kubernetes, Secrets: a Secret must exist before any pod that depends on it",
    example: Some(Example {
        facts: "external: {namespaces: [shop]}",
        bad: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  containers:
  - name: cart
    image: shop/cart:1.4.0
    envFrom:
    - secretRef: {name: cart-credentials}
---
apiVersion: v1
kind: Secret
metadata: {name: cart-credential, namespace: shop}
",
        good: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  containers:
  - name: cart
    image: shop/cart:1.4.0
    envFrom:
    - secretRef: {name: cart-credentials}
    - secretRef: {name: cart-tuning, optional: true}
---
apiVersion: v1
kind: Secret
metadata: {name: cart-credentials, namespace: shop}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    missing::report(context, sink, &[Wanted::Secret]);
}
