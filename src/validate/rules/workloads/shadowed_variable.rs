//! A variable of a container comes from two sources of `envFrom` with different values; the later one silently wins.
//!
//! A value under `env` stands in the container itself and is taken for a decision: that it replaces one of `envFrom` is what
//! it is for. Values that only the cluster knows are not compared.

use std::collections::BTreeMap;

use crate::cluster::variables::Variable;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "shadowed-variable",
    group: Group::Workloads,
    severity: Severity::Error,
    summary: "A variable comes from two sources with different values.",
    why: "the later source silently wins, whatever the earlier one says: whoever changes the other changes nothing",
    source: "Kubernetes, Container v1: envFrom (when a key exists in multiple sources, the last source takes precedence)",
    example: Some(Example {
        facts: "",
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
        image: shop/cart:1.4.0
        envFrom:
        - configMapRef: {name: common}
        - configMapRef: {name: cart}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: common, namespace: shop}
data: {DB_HOST: pg.sql.example.net}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data: {DB_HOST: pg-ro.sql.example.net}
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
        envFrom:
        - configMapRef: {name: common}
        - prefix: RO_
          configMapRef: {name: cart}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: common, namespace: shop}
data: {DB_HOST: pg.sql.example.net}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data: {DB_HOST: pg-ro.sql.example.net}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for workload in cluster.workloads().iter().filter(|workload| workload.object.maker.is_none()) {
        for container in workload.containers().filter(|container| container.node.get("envFrom").is_some()) {
            let variables = cluster.variables(workload, &container);
            let mut first: BTreeMap<&str, &Variable<'_>> = BTreeMap::new();
            for variable in variables.iter().filter(|variable| variable.path.contains(".envFrom[")) {
                let Some(earlier) = first.insert(&variable.name, variable) else { continue };
                let (Some(was), Some(now)) = (&earlier.value, &variable.value) else { continue };
                if was == now || earlier.path == variable.path {
                    continue;
                }
                let (from, over) = (source(variable), source(earlier));
                let name = &variable.name;
                let message = format!("`{name}` comes from {over} and, with another value, from {from}, which wins");
                let finding = workload.object.finding(variable.entry, workload.path(&variable.path), message);
                let finding = finding
                    .also(variable.node.place(), "the value that wins")
                    .also(earlier.node.place(), "the other value");
                sink.report(
                    finding.help(format!("remove `{name}` from one of the two, or give one of them a `prefix`")),
                );
            }
        }
    }
}

/// Where a variable comes from, for people.
fn source(variable: &Variable<'_>) -> String {
    match variable.from {
        Some((kind, name, _)) => format!("{} `{name}`", kind.name()),
        None => "`env`".to_owned(),
    }
}
