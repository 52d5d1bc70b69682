//! Somebody asks for a ConfigMap that is not there.
//!
//! Those who can do without (`optional: true`) ask for nothing, and those that Kubernetes puts into every namespace exist.

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
    id: "unknown-config-map",
    group: Group::References,
    severity: Severity::Error,
    summary: "A ConfigMap is asked for that does not exist.",
    why: "the container never starts (CreateContainerConfigError), or its volume is never mounted",
    source: "Kubernetes, ConfigMaps",
    example: Some(Example {
        facts: "external: {namespaces: [shop]}",
        bad: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  volumes:
  - {name: settings, configMap: {name: cart}}
  containers:
  - name: cart
    image: shop/cart:1.4.0
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: web}
data: {timeout: '3'}
---
apiVersion: v1
kind: Namespace
metadata: {name: web}
",
        good: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  volumes:
  - {name: settings, configMap: {name: cart}}
  - {name: authority, configMap: {name: kube-root-ca.crt}}
  containers:
  - name: cart
    image: shop/cart:1.4.0
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data: {timeout: '3'}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    missing::report(context, sink, &[Wanted::ConfigMap]);
}
