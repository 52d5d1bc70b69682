//! The Service that gives the pods of a StatefulSet their names does not exist.

use crate::cluster::object::Known;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-governing-service",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A StatefulSet names a governing Service that does not exist.",
    why: "its pods start, and their names never resolve",
    source: "Kubernetes, StatefulSets: stable network identity",
    example: Some(Example {
        facts: "external: {namespaces: [shop, web]}",
        bad: r"
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: bus, namespace: shop}
spec:
  serviceName: bus-headless
  replicas: 2
  selector: {matchLabels: {app: bus}}
  template:
    metadata: {labels: {app: bus}}
    spec:
      containers:
      - {name: bus, image: 'nats:2.10.22', ports: [{name: http, containerPort: 4222}]}
---
apiVersion: v1
kind: Service
metadata: {name: bus, namespace: shop}
spec:
  clusterIP: None
  selector: {app: bus}
  ports: [{name: http, port: 4222, targetPort: http}]
",
        good: r"
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: bus, namespace: shop}
spec:
  serviceName: bus
  replicas: 2
  selector: {matchLabels: {app: bus}}
  template:
    metadata: {labels: {app: bus}}
    spec:
      containers:
      - {name: bus, image: 'nats:2.10.22', ports: [{name: http, containerPort: 4222}]}
---
apiVersion: v1
kind: Service
metadata: {name: bus, namespace: shop}
spec:
  clusterIP: None
  selector: {app: bus}
  ports: [{name: http, port: 4222, targetPort: http}]
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for set in cluster.of_kind("apps", "StatefulSet").filter(|set| set.maker.is_none()) {
        let namespace = set.id().namespace.as_str();
        let Some(name) = set.at(&["spec", "serviceName"]).and_then(Node::text).filter(|name| !name.is_empty()) else {
            continue;
        };
        match cluster.service(namespace, name) {
            Known::There(_) => {}
            Known::Unknown => sink.lacks(Need::External),
            Known::Missing => {
                let names = cluster.names_of("", "Service", namespace);
                let near = suggest::nearest(name, names).map(|near| format!("did you mean `{near}`?"));
                let message = format!("there is no Service `{name}` in namespace `{namespace}`");
                let help = format!("add a Service `{name}` with `clusterIP: None` that selects these pods");
                sink.report(set.about(&["spec", "serviceName"], message).help(near.unwrap_or(help)));
            }
        }
    }
}
