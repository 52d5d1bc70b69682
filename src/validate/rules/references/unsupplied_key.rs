//! A Secret or ConfigMap is there, and lacks the key that is asked for.
//!
//! This contradicts among the documents themselves, so nothing has to be declared for it. Keys that somebody else adds, as
//! operators do to an empty Secret, are not known and not missed.

use crate::cluster::config::Kind;
use crate::cluster::object::Known;
use crate::cluster::reference::Wanted;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unsupplied-key",
    group: Group::References,
    severity: Severity::Error,
    summary: "A Secret or ConfigMap lacks the key that is asked for.",
    why: "the container never starts (CreateContainerConfigError), or its volume is never mounted",
    source: "Kubernetes: Secrets, ConfigMaps",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  containers:
  - name: cart
    image: shop/cart:1.4.0
    env:
    - name: TIMEOUT
      valueFrom: {configMapKeyRef: {name: cart, key: time-out}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data: {timeout: '3'}
",
        good: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  containers:
  - name: cart
    image: shop/cart:1.4.0
    env:
    - name: TIMEOUT
      valueFrom: {configMapKeyRef: {name: cart, key: timeout}}
    - name: RETRIES
      valueFrom: {configMapKeyRef: {name: cart, key: retries, optional: true}}
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
    let cluster = context.cluster;
    for reference in cluster.references() {
        let kind = match reference.wanted {
            Wanted::Secret => Kind::Secret,
            Wanted::ConfigMap => Kind::ConfigMap,
            _ => continue,
        };
        if reference.optional || reference.keys.is_empty() {
            continue;
        }
        let Known::There(config) = cluster.config(kind, reference.namespace, reference.name) else { continue };
        let Some(keys) = config.keys() else { continue };
        for (node, path) in &reference.keys {
            let Some(key) = node.text().filter(|key| !keys.contains(key)) else { continue };
            let message = format!("{} `{}` has no key `{key}`", kind.name(), reference.name);
            let near = suggest::nearest(key, keys.iter().copied());
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => suggest::known(keys.iter().copied()),
            };
            let mut finding = reference.object.finding(*node, path.as_str(), message).help(help);
            if let Some(place) = config.place() {
                finding = finding.also(place, "its keys");
            }
            sink.report(finding);
        }
    }
}
