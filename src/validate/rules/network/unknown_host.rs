//! An address names a Service that does not exist.
//!
//! Whether a Service exists is known only where everything is declared that exists beside the documents. The Services
//! of a RedisFailover have rules of their own, since they depend on its settings and on the operator.

use crate::cluster::address::Address;
use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::cluster::texts::Written;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-host",
    group: Group::Network,
    severity: Severity::Error,
    summary: "An address names a Service that does not exist.",
    why: "the name does not resolve: the client fails at its first connection, whatever its readiness says",
    source: "Kubernetes, DNS for Services and Pods",
    example: Some(Example {
        facts: "external: {namespaces: [shop, data]}",
        bad: r"
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data:
  DATABASE_URL: postgres://orders-pg.shop.svc.cluster.local:5432/orders
---
apiVersion: v1
kind: Service
metadata: {name: orders-pg, namespace: data}
spec:
  type: ExternalName
  externalName: pg.example.net
",
        good: r"
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data:
  DATABASE_URL: postgres://orders-pg.data.svc.cluster.local:5432/orders
---
apiVersion: v1
kind: Service
metadata: {name: orders-pg, namespace: data}
spec:
  type: ExternalName
  externalName: pg.example.net
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for Written { text, address, namespace } in cluster.addresses() {
        if cluster.failover_of(namespace, address.service).is_some() {
            continue;
        }
        match cluster.service(namespace, address.service) {
            Known::There(_) => {}
            Known::Unknown => sink.lacks(Need::External),
            Known::Missing => {
                let message = format!("`{}` names no Service", address.host);
                let finding = text.object.finding(text.node, text.path.as_str(), message);
                sink.report(finding.help(meant(cluster, namespace, &address)));
            }
        }
    }
}

/// What was probably meant: the same Service in another namespace, or a similar name in this one.
fn meant(cluster: &Cluster<'_>, namespace: &str, address: &Address<'_>) -> String {
    let elsewhere = cluster.service_names().find(|(_, name)| *name == address.service);
    if let Some((elsewhere, name)) = elsewhere {
        return format!("`{name}` is in namespace `{elsewhere}`: write `{name}.{elsewhere}.svc.cluster.local`");
    }
    let names = cluster.service_names().filter(|(other, _)| *other == namespace).map(|(_, name)| name);
    let names: Vec<&str> = names.collect();
    match (suggest::nearest(address.service, names.iter().copied()), names.as_slice()) {
        (Some(near), _) => format!("did you mean `{near}.{namespace}.svc.cluster.local`?"),
        (None, []) => format!("add a Service `{}` to namespace `{namespace}`", address.service),
        (None, names) => format!("in namespace `{namespace}`, {}", suggest::known(names.iter().copied())),
    }
}
