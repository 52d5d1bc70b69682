//! Pods ask for a port of their node that another pod on it has.

use super::words;
use crate::cluster::placement::Cause;
use crate::cluster::placement::Obstacle;
use crate::cluster::scheduler::HostPort;
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
    id: "host-port-taken",
    group: Group::Scheduling,
    severity: Severity::Error,
    summary: "More pods ask for a port of their node than there are nodes that can give it.",
    why: "a port of a node goes to one pod: the others stay Pending",
    source: "Kubernetes, Configuration Best Practices; kube-scheduler, plugin NodePorts",
    example: Some(Example {
        facts: "nodes: [{name: a, labels: {pool: edge}}, {name: b}, {name: c}]",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: edge, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: edge}}
  template:
    metadata: {labels: {app: edge}}
    spec:
      nodeSelector: {pool: edge}
      containers:
      - name: edge
        image: shop/edge:1.4.0
        ports: [{containerPort: 8443, hostPort: 443}]
",
        good: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: edge, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: edge}}
  template:
    metadata: {labels: {app: edge}}
    spec:
      containers:
      - name: edge
        image: shop/edge:1.4.0
        ports: [{containerPort: 8443, hostPort: 443}]
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(placement) = super::placement(context, sink) else { return };
    for demand in super::demands(placement) {
        let workload = demand.workload(context.cluster);
        let called = workload.object.called();
        if let Some(Cause::PortTaken(taken)) = placement.cause(demand) {
            let nodes: Vec<usize> = taken.iter().map(|(node, _)| *node).collect();
            let Some(port) = taken.iter().find_map(|(_, ports)| ports.first()) else { continue };
            let names = words::names(placement, &nodes);
            let message = format!("a DaemonSet has port {} of {names}, which {called} asks for, too", text(port));
            let (node, path) = asks(workload, port).unwrap_or((workload.spec, String::new()));
            let finding = workload.object.finding(node, workload.path(&path), message);
            sink.report(finding.help("ask for another port, or leave `hostPort` out and use a Service"));
            continue;
        }
        let Some(alone) = placement.alone(demand) else { continue };
        let Obstacle::Ports(ports) = &alone.obstacle else { continue };
        let Some(port) = ports.first() else { continue };
        let message = format!(
            "each of the {} pods of {called} asks for port {} of its node, and only {} can be placed",
            demand.replicas,
            text(port),
            alone.fits
        );
        let (node, path) = asks(workload, port).unwrap_or((workload.spec, String::new()));
        let finding = workload.object.finding(node, workload.path(&path), message);
        let finding = finding.also(workload.scale.place.clone(), "the number of pods");
        sink.report(finding.help("leave `hostPort` out and use a Service, or run a DaemonSet"));
    }
}

fn text(port: &HostPort) -> String {
    format!("{}/{}", port.port, port.protocol)
}

/// Where a port of the node is asked for.
fn asks<'a>(workload: &Workload<'a>, port: &HostPort) -> Option<(Node<'a>, String)> {
    let number = port.port.to_string();
    workload.containers().find_map(|container| {
        let ports = container.node.get("ports")?.items().enumerate();
        ports.into_iter().find_map(|(at, entry)| {
            ["hostPort", "containerPort"].iter().find_map(|key| {
                let node = entry.get(key).filter(|node| node.text() == Some(&number))?;
                Some((node, format!("{}.ports[{at}].{key}", container.path)))
            })
        })
    })
}
