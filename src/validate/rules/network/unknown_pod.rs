//! An address names a pod of a StatefulSet that there never is.
//!
//! Such a pod is called `<set>-<number>`, numbers begin at `spec.ordinals.start`, and an autoscaler may add some. Only where a
//! single StatefulSet stands behind the Service is it known which pods there are. Pods of a RedisFailover have rules of their
//! own.

use crate::cluster::object::Known;
use crate::cluster::scaling::count;
use crate::cluster::texts::Written;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-pod",
    group: Group::Network,
    severity: Severity::Error,
    summary: "An address names a pod that never exists.",
    why: "the name does not resolve",
    source: "Kubernetes, StatefulSets: stable network identity",
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
        env: [{name: BUS_URL, value: 'nats://bus-2.bus.shop.svc:4222'}]
---
apiVersion: v1
kind: Service
metadata: {name: bus, namespace: shop}
spec:
  clusterIP: None
  selector: {app: bus}
  ports: [{name: http, port: 4222, targetPort: http}]
---
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
        env: [{name: BUS_URL, value: 'nats://bus-1.bus.shop.svc:4222'}]
---
apiVersion: v1
kind: Service
metadata: {name: bus, namespace: shop}
spec:
  clusterIP: None
  selector: {app: bus}
  ports: [{name: http, port: 4222, targetPort: http}]
---
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
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for Written { text, address, namespace } in cluster.addresses() {
        let Some(pod) = address.pod else { continue };
        let Known::There(service) = cluster.service(namespace, address.service) else { continue };
        let behind = cluster.behind(service);
        let [workload] = behind.as_slice() else { continue };
        let (set, spec) = (workload.object, workload.spec);
        if set.id().kind != "StatefulSet" || set.maker.is_some() || spec.get("hostname").is_some() {
            continue;
        }
        let governed = set.at(&["spec", "serviceName"]).and_then(Node::text) == Some(address.service);
        let number = pod.strip_prefix(set.id().name.as_str()).and_then(|rest| rest.strip_prefix('-'));
        let number = number.and_then(|number| number.parse::<u64>().ok());
        if governed && number.is_some_and(|number| cluster.has_ordinal(set, number)) {
            continue;
        }
        let name = &set.id().name;
        let (message, place, label) = if governed {
            let pods = count(set.at(&["spec", "replicas"])).unwrap_or(1);
            let message = format!("StatefulSet `{name}` has no pod `{pod}`: it has {pods}");
            (message, set.place(&["spec", "replicas"]), "its number of pods")
        } else {
            let message = format!("the pods of StatefulSet `{name}` have no names below Service `{}`", address.service);
            (message, set.place(&["spec", "serviceName"]), "the Service that gives them names")
        };
        let finding = text.object.finding(text.node, text.path.as_str(), message).also(place, label);
        let first = count(set.at(&["spec", "ordinals", "start"])).unwrap_or(0);
        sink.report(finding.help(format!("the first of them is `{name}-{first}`")));
    }
}
