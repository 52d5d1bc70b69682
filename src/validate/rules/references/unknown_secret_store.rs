//! An ExternalSecret reads from a store that is not there. Without `kind`, a SecretStore of its own namespace is meant.

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
    id: "unknown-secret-store",
    group: Group::References,
    severity: Severity::Error,
    summary: "An ExternalSecret names a store that does not exist.",
    why: "nothing is fetched, the Secret is never made, and what mounts it never starts",
    source: "External Secrets, ExternalSecret: secretStoreRef",
    example: Some(Example {
        facts: "external: {namespaces: [shop], clusterSecretStores: [vault], crds: [externalsecrets.external-secrets.io/v1]}",
        bad: r"
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: cart, namespace: shop}
spec:
  secretStoreRef: {name: vault}
  data:
  - {secretKey: password, remoteRef: {key: shop/cart}}
",
        good: r"
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: cart, namespace: shop}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  data:
  - {secretKey: password, remoteRef: {key: shop/cart}}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    missing::report(context, sink, &[Wanted::SecretStore, Wanted::ClusterSecretStore]);
}
