//! A custom resource asks for more of something than it allows.
//!
//! The API server refuses this in pods and their templates. A custom resource is accepted, and what its controller makes of
//! it is refused.

use std::fmt::Write as _;

use crate::cluster::object::Object;
use crate::finding::Severity;
use crate::model::quantity::Quantity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "request-above-limit",
    group: Group::Workloads,
    severity: Severity::Error,
    summary: "A custom resource requests more than its limit.",
    why: "the object is accepted, and the pods or the workload that its controller makes of it are refused: only the log of the controller says so",
    source: "Kubernetes, Resource Management for Pods and Containers",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  redis: {replicas: 1, image: 'redis:7.0.15-alpine'}
  sentinel:
    replicas: 3
    image: redis:7.0.15-alpine
    resources:
      requests: {cpu: 20m, memory: 128Mi}
      limits: {memory: 96Mi}
",
        good: r"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  redis: {replicas: 1, image: 'redis:7.0.15-alpine'}
  sentinel:
    replicas: 3
    image: redis:7.0.15-alpine
    resources:
      requests: {cpu: 20m, memory: 98304Ki}
      limits: {memory: 96Mi}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for object in context.cluster.objects().iter().filter(|object| object.maker.is_none()) {
        let group = object.id().group();
        // Rollouts and Applications hold pods and values of charts; the former are judged as pods are.
        if group.contains('.') && !group.ends_with(".k8s.io") && group != "argoproj.io" {
            walk(*object, object.manifest.root(), &mut String::new(), sink);
        }
    }
}

fn walk(object: Object<'_>, node: Node<'_>, path: &mut String, sink: &mut Sink<'_>) {
    let length = path.len();
    if let (Some(requests), Some(limits)) = (node.get("requests"), node.get("limits")) {
        compare(object, requests, limits, path, sink);
    }
    for (key, value) in node.entries() {
        let key = key.text().unwrap_or_default();
        if path.is_empty() && key == "status" {
            continue;
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
        walk(object, value, path, sink);
        path.truncate(length);
    }
    for (at, item) in node.items().enumerate() {
        let _ = write!(path, "[{at}]");
        walk(object, item, path, sink);
        path.truncate(length);
    }
}

fn compare(object: Object<'_>, requests: Node<'_>, limits: Node<'_>, path: &str, sink: &mut Sink<'_>) {
    let quantity = |node: Node<'_>| node.text().and_then(Quantity::parse);
    for (key, request) in requests.entries() {
        let Some(resource) = key.text() else { continue };
        let Some(limit) = limits.get(resource) else { continue };
        let (Some(low), Some(high)) = (quantity(request), quantity(limit)) else { continue };
        if low.milli() > high.milli() {
            let (low, high) = (low.as_str(), high.as_str());
            let message = format!("{low} of {resource} is requested, and the limit is {high}");
            let finding = object.finding(request, format!("{path}.requests.{resource}"), message);
            sink.report(finding.also(limit.place(), "the limit").help(format!("request at most {high}")));
        }
    }
}
