//! Pods in the network of their node are given addresses in the cluster, and resolve names as their node does.
//!
//! Without a DNS policy, or with `ClusterFirst`, such pods get the name servers of the node. Only pods that are given names
//! of Services to connect to are judged, and those of a RedisFailover, to which names are given that stand in no document.

use crate::cluster::connection::is_on_host;
use crate::cluster::failover::Half;
use crate::cluster::failover::Role;
use crate::cluster::objects::Cluster;
use crate::cluster::usage::Use;
use crate::cluster::workload::Workload;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "host-network-without-cluster-dns",
    group: Group::Network,
    severity: Severity::Warning,
    summary: "Pods in the network of their node are given names that only the cluster knows.",
    why: "with `hostNetwork` the policy `ClusterFirst` means the name servers of the node, which do not know Services: no name of the cluster is found",
    source: "Kubernetes, DNS for Services and Pods: Pod's DNS policy",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: shelf, namespace: shop}
spec:
  selector: {matchLabels: {app: shelf}}
  template:
    metadata: {labels: {app: shelf}}
    spec:
      hostNetwork: true
      containers:
      - name: shelf
        image: shop/shelf:1.4.0
        env: [{name: CART_URL, value: 'http://cart.stock.svc/items'}]
",
        good: r"
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: shelf, namespace: shop}
spec:
  selector: {matchLabels: {app: shelf}}
  template:
    metadata: {labels: {app: shelf}}
    spec:
      hostNetwork: true
      dnsPolicy: ClusterFirstWithHostNet
      containers:
      - name: shelf
        image: shop/shelf:1.4.0
        env: [{name: CART_URL, value: 'http://cart.stock.svc/items'}]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: meter, namespace: shop}
spec:
  selector: {matchLabels: {app: meter}}
  template:
    metadata: {labels: {app: meter}}
    spec:
      hostNetwork: true
      containers:
      - name: meter
        image: shop/meter:1.4.0
        env: [{name: SITE_URL, value: 'https://shop.example.com/items'}]
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let on_host = cluster.workloads().iter().filter(|workload| is_on_host(workload) && !asks_cluster(workload));
    let namespaces = cluster.namespaces();
    for workload in on_host {
        if let Some(failover) = workload.object.maker.filter(|maker| maker.id.kind == "RedisFailover") {
            sink.report(of_failover(workload, &failover.id.name));
            continue;
        }
        if let Some(asked) = cluster.uses(workload, namespaces).iter().find(|used| is_asked(cluster, used)) {
            sink.report(without_dns(workload, asked));
        }
    }
}

/// Whether its pods ask the name servers of the cluster, or others that somebody chose.
fn asks_cluster(workload: &Workload<'_>) -> bool {
    let policy = workload.spec.get("dnsPolicy").and_then(Node::text);
    policy.is_some_and(|policy| policy != "ClusterFirst")
        || workload.spec.at(&["dnsConfig", "nameservers"]).is_some_and(|servers| servers.items().len() > 0)
}

/// Whether a name is certain to be one of the cluster, and given to connect to: without a port it may be no more than the
/// name in a certificate, and whole files of configuration are often for others, too.
fn is_asked(cluster: &Cluster<'_>, used: &Use<'_>) -> bool {
    let is_line = used.node.text().is_some_and(|text| !text.contains('\n'));
    let of_cluster = used.host.split('.').any(|label| label == "svc")
        || cluster.service(&used.namespace, &used.service).there().is_some();
    is_line && used.port.is_some() && of_cluster
}

fn without_dns(workload: &Workload<'_>, used: &Use<'_>) -> Finding {
    let spec = workload.spec;
    let node = spec.get("dnsPolicy").or_else(|| spec.get("hostNetwork")).unwrap_or(spec);
    let message =
        format!("{} is in the network of its node, which does not know `{}`", workload.object.id(), used.host);
    let finding = workload.object.finding(node, workload.path("dnsPolicy"), message);
    finding.also(used.node.place(), "the name").help("write `dnsPolicy: ClusterFirstWithHostNet`")
}

fn of_failover(workload: &Workload<'_>, name: &str) -> Finding {
    let is_redis = workload.name().starts_with(Role::All.prefix());
    let (who, half) = if is_redis { ("Redis", Half::Redis) } else { ("Sentinel", Half::Sentinel) };
    let node = workload.spec.get("hostNetwork").unwrap_or(workload.spec);
    let message =
        format!("the {who} pods of {name} are in the network of their nodes, and know no name of the cluster");
    let path = format!("spec.{}.hostNetwork", half.key());
    let finding = workload.object.finding(node, path.as_str(), message);
    let why = "they find each other by addresses, but not a master that is named by a Service, as in `bootstrapNode`, or \
               by a container beside them";
    finding.path(path).why(why).help(format!("write `dnsPolicy: ClusterFirstWithHostNet` under `spec.{}`", half.key()))
}
