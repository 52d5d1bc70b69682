//! Two ExternalSecrets make the same Secret, or one makes a Secret that is written down, too.
//!
//! With `creationPolicy: Merge` or `Orphan` several may fill one Secret.

use std::collections::BTreeMap;

use crate::cluster::object::Object;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "secret-of-two-owners",
    group: Group::References,
    severity: Severity::Warning,
    summary: "Two objects own the same Secret.",
    why: "each replaces what the other has written, whenever it is refreshed: keys come and go",
    source: "External Secrets, Lifecycle: Creation Policy",
    example: Some(Example {
        facts: "external: {namespaces: [shop], clusterSecretStores: [vault], crds: [externalsecrets.external-secrets.io/v1]}",
        bad: r"
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: cart, namespace: shop}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  target: {name: cart}
  data: [{secretKey: password, remoteRef: {key: shop/cart}}]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: cart-tls, namespace: shop}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  target: {name: cart}
  data: [{secretKey: ca.crt, remoteRef: {key: shop/cart}}]
",
        good: r"
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: cart, namespace: shop}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  target: {name: cart}
  data: [{secretKey: password, remoteRef: {key: shop/cart}}]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: cart-tls, namespace: shop}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  target: {name: cart, creationPolicy: Merge}
  data: [{secretKey: ca.crt, remoteRef: {key: shop/cart}}]
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let mut owners: BTreeMap<(&str, &str), Object<'_>> = BTreeMap::new();
    for external in cluster.of_kind("external-secrets.io", "ExternalSecret") {
        let policy = external.at(&["spec", "target", "creationPolicy"]).and_then(Node::text).unwrap_or("Owner");
        if policy != "Owner" {
            continue;
        }
        let id = external.id();
        let target = external.at(&["spec", "target", "name"]).and_then(Node::text).unwrap_or(&id.name);
        let written = cluster.find("", "Secret", &id.namespace, target).filter(|secret| secret.maker.is_none());
        let Some(other) = owners.insert((&id.namespace, target), external).or(written) else { continue };
        if other.id() == id {
            continue;
        }
        let message = format!("Secret `{target}` is made by {id}, and {} is its owner, too", other.id());
        let finding = external.about(&["spec", "target", "name"], message);
        let finding = finding.also(other.place(&["metadata", "name"]), "the other owner");
        sink.report(finding.help("give each a Secret of its own, or write `creationPolicy: Merge` in all but one"));
    }
}
