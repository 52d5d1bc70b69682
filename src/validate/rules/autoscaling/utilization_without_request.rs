//! An autoscaler follows the utilization of a resource, and a container of its target requests none of it.
//!
//! A limit counts as a request where there is none. A metric of one container needs the request of that one. Where a
//! `LimitRange` sets defaults, or the pod as a whole has a request, nothing is said.

use crate::cluster::objects::Cluster;
use crate::cluster::scaling::Scaler;
use crate::cluster::workload::Workload;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "utilization-without-request",
    group: Group::Autoscaling,
    severity: Severity::Error,
    summary: "An autoscaler follows a utilization that cannot be computed.",
    why: "utilization is a share of what is requested: without a request in every container the metric stays unknown, and nothing is scaled",
    source: "Kubernetes, Horizontal Pod Autoscaling: support for resource metrics",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
  minReplicas: 1
  maxReplicas: 4
  metrics:
  - type: Resource
    resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
---
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
        ports: [{name: http, containerPort: 8080}]
",
        good: r"
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
  minReplicas: 1
  maxReplicas: 4
  metrics:
  - type: Resource
    resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
---
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
        resources: {requests: {cpu: 100m}}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for scaler in cluster.scalers() {
        let target = cluster.workload(Some(scaler.kind), &scaler.object.id().namespace, scaler.name());
        let target = target.filter(|workload| scaler.scales(workload.object));
        let Some(workload) = target.filter(|workload| !has_defaults(cluster, workload)) else { continue };
        for metric in metrics(&scaler) {
            let Some((container, node)) = lacking(workload, &metric) else { continue };
            let resource = metric.resource;
            let message =
                format!("utilization of {resource} is a share of the request, and container `{container}` has none");
            let finding = scaler.object.finding(metric.node, metric.path, message);
            let finding = finding.also(node.place(), "the container without a request");
            sink.report(finding.help(format!(
                "add `requests: {{{resource}: ...}}` to it, or follow one container that has a request (ContainerResource)"
            )));
        }
    }
}

/// A metric that is a share of a request.
struct Metric<'a> {
    resource: &'a str,
    container: Option<&'a str>,
    node: Node<'a>,
    path: String,
}

fn metrics<'a>(scaler: &Scaler<'a>) -> Vec<Metric<'a>> {
    let spec = |key: &str| scaler.object.at(&["spec", key]);
    let mut all = Vec::new();
    for (at, node) in spec("metrics").into_iter().flat_map(Node::items).enumerate() {
        for (field, of_one) in [("resource", false), ("containerResource", true)] {
            let Some(source) = node.get(field) else { continue };
            let text = |path: &[&str]| source.at(path).and_then(Node::text);
            let Some(resource) = text(&["name"]).filter(|_| text(&["target", "type"]) == Some("Utilization")) else {
                continue;
            };
            let container = text(&["container"]).filter(|_| of_one);
            all.push(Metric { resource, container, node, path: format!("spec.metrics[{at}]") });
        }
    }
    if let Some(node) = spec("targetCPUUtilizationPercentage") {
        all.push(Metric {
            resource: "cpu",
            container: None,
            node,
            path: "spec.targetCPUUtilizationPercentage".to_owned(),
        });
    }
    for (at, node) in spec("triggers").into_iter().flat_map(Node::items).enumerate() {
        let text = |path: &[&str]| node.at(path).and_then(Node::text);
        let Some(resource) = text(&["type"]).filter(|kind| matches!(*kind, "cpu" | "memory")) else { continue };
        let kind = text(&["metricType"]).or_else(|| text(&["metadata", "type"])).unwrap_or("Utilization");
        if kind == "Utilization" {
            let container = text(&["metadata", "containerName"]);
            all.push(Metric { resource, container, node, path: format!("spec.triggers[{at}]") });
        }
    }
    all
}

/// The first container that lacks a request for a metric.
fn lacking<'a>(workload: &Workload<'a>, metric: &Metric<'_>) -> Option<(&'a str, Node<'a>)> {
    let containers = workload.containers().filter(|container| {
        let stays = container.node.get("restartPolicy").and_then(Node::text) == Some("Always");
        (!container.init || stays) && metric.container.is_none_or(|name| name == container.name())
    });
    let mut lacking = containers.filter(|container| {
        let has = |list: &str| container.node.at(&["resources", list, metric.resource]).is_some();
        !has("requests") && !has("limits")
    });
    lacking.next().map(|container| (container.name(), container.node))
}

/// Whether requests may come from elsewhere.
fn has_defaults(cluster: &Cluster<'_>, workload: &Workload<'_>) -> bool {
    workload.spec.at(&["resources", "requests"]).is_some()
        || !cluster.of_kind_in("", "LimitRange", workload.namespace()).is_empty()
}
