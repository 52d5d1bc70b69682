//! A NetworkPolicy isolates pods that are given host names, and lets them ask no DNS server.
//!
//! DNS is UDP on port 53 (5353 in OpenShift) to pods in `kube-system` or `openshift-dns`, or to an address block. Pods that
//! are given no host name may well be meant to talk to nobody. Since a policy that is not known could allow it, all that
//! exists has to be declared.

use std::collections::BTreeSet;

use crate::cluster::objects::Cluster;
use crate::cluster::policy::Direction;
use crate::cluster::policy::Pods;
use crate::cluster::policy::Policy;
use crate::cluster::policy::may_be_port;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "missing-dns-egress",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A NetworkPolicy blocks DNS for pods that connect to host names.",
    why: "no name resolves in these pods: every connection fails, although policies allow it",
    source: "Kubernetes, Network Policies; DNS for Services and Pods",
    example: Some(Example {
        facts: "external: {namespaces: [shop, web]}",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: shelf, namespace: web}
spec:
  selector: {matchLabels: {app: shelf}}
  template:
    metadata: {labels: {app: shelf}}
    spec:
      containers:
      - name: shelf
        image: shop/shelf:1.4.0
        env: [{name: CART_URL, value: 'http://cart.shop.svc/items'}]
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  selector: {app: cart}
  ports: [{name: http, port: 80, targetPort: http}]
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
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shelf, namespace: web}
spec:
  podSelector: {matchLabels: {app: shelf}}
  policyTypes: [Egress]
  egress:
  - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]
    ports: [{port: 8080}]
",
        good: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: shelf, namespace: web}
spec:
  selector: {matchLabels: {app: shelf}}
  template:
    metadata: {labels: {app: shelf}}
    spec:
      containers:
      - name: shelf
        image: shop/shelf:1.4.0
        env: [{name: CART_URL, value: 'http://cart.shop.svc/items'}]
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  selector: {app: cart}
  ports: [{name: http, port: 80, targetPort: http}]
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
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shelf, namespace: web}
spec:
  podSelector: {matchLabels: {app: shelf}}
  policyTypes: [Egress]
  egress:
  - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]
    ports: [{port: 8080}]
  - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
    ports: [{protocol: UDP, port: 53}]
",
    }),
    check,
};

/// Where DNS servers run, and on which port of their pods.
const SERVERS: [(&str, u32); 2] = [("kube-system", 53), ("openshift-dns", 5353)];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    if cluster.of_kind("networking.k8s.io", "NetworkPolicy").next().is_none() {
        return;
    }
    let namespaces = cluster.namespaces();
    let mut said = BTreeSet::new();
    for (workload, policies) in cluster.workloads().iter().zip(cluster.policies_by_workload()) {
        if workload.spec.get("hostNetwork").and_then(Node::text) == Some("true") {
            continue;
        }
        let pods = Pods { namespace: workload.namespace(), workload: Some(workload) };
        let isolating = |policy: &Policy<'_>| policy.isolates(Direction::Egress) && policy.selects(pods);
        let Some(policy) = policies.iter().copied().find(isolating) else { continue };
        if asks_dns(cluster, &policies) || said.contains(policy.object.id()) {
            continue;
        }
        let Some(used) = cluster.uses(workload, namespaces).into_iter().next() else { continue };
        if !cluster.closed {
            sink.lacks(Need::External);
            continue;
        }
        said.insert(policy.object.id());
        let message = format!("{} connects to `{}`, and may not ask DNS for it", workload.object.id(), used.host);
        let path: &[&str] =
            if policy.object.at(&["spec", "egress"]).is_some() { &["spec", "egress"] } else { &["spec"] };
        let help = "add `- to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]` with \
                    `ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]` under `egress`";
        sink.report(policy.object.about(path, message).also(used.node.place(), "the name").help(help));
    }
}

/// Whether some of the policies that may select pods lets these ask a DNS server.
fn asks_dns<'a>(cluster: &Cluster<'a>, policies: &[Policy<'a>]) -> bool {
    policies.iter().any(|policy| {
        policy.rules(Direction::Egress).any(|(_, rule)| {
            SERVERS.iter().any(|(namespace, port)| {
                let server = Pods { namespace, workload: None };
                let peers = rule.get("to").filter(|peers| peers.items().len() > 0);
                let ports = rule.get("ports").filter(|ports| ports.items().len() > 0);
                peers.is_none_or(|peers| {
                    // A cache of the node has an address of its own.
                    peers.items().any(|peer| peer.get("ipBlock").is_some() || cluster.may_mean(*policy, peer, server))
                }) && ports.is_none_or(|ports| {
                    ports
                        .items()
                        .any(|entry| may_be_port(entry, *port, "UDP", server) || may_be_port(entry, 53, "UDP", server))
                })
            })
        })
    })
}
