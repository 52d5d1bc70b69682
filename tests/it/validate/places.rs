//! Places for pods, found in any manifests: nodes are declared, or among the documents as a cluster lists them.

use crate::validate::folder;

/// Two nodes, as `kubectl get nodes -o yaml` prints them.
const NODES: &str = "apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Node
  metadata: { name: db-1, labels: { kubernetes.io/hostname: db-1, pool: db } }
  spec: { taints: [{ key: pool, value: db, effect: NoSchedule }] }
  status: { allocatable: { cpu: '2', memory: 1853984Ki, pods: '110' } }
- apiVersion: v1
  kind: Node
  metadata: { name: web-1, labels: { kubernetes.io/hostname: web-1, pool: web } }
  status: { allocatable: { cpu: '2', memory: 3826452Ki, pods: '17' } }
";

/// A RedisFailover whose three Redis and Sentinels may run on nodes of the pool `db` only.
fn failover(name: &str, memory: &str) -> String {
    let places = "    tolerations: [{ key: pool, operator: Exists }]
    affinity:
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app.kubernetes.io/part-of: redis-failover } } } }] }
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: pool, operator: In, values: [db] }] }] } }
";
    format!(
        "apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {{ name: {name}, namespace: data }}
spec:
  redis:
    replicas: 3
    resources: {{ requests: {{ memory: {memory} }}, limits: {{ memory: 1Gi }} }}
    customConfig: [maxmemory 512mb, maxmemory-policy allkeys-lru]
    terminationGracePeriod: 60
{places}  sentinel:
    replicas: 3
    resources: {{ requests: {{ memory: 64Mi }} }}
{places}"
    )
}

/// A Deployment with these lines in its spec, and in that of its pods.
fn deployment(name: &str, spec: &str, pod: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{ name: {name}, namespace: shop }}
spec:
  {spec}
  selector: {{ matchLabels: {{ app: {name} }} }}
  template:
    metadata: {{ labels: {{ app: {name} }} }}
    spec:
      {pod}
      containers: [{{ name: {name}, image: 'shop/{name}:1.4.0', resources: {{ requests: {{ cpu: 250m, memory: 512Mi }} }} }}]
"
    )
}

/// The rules of group `scheduling` that fire, and what is said in all.
fn scheduling<const N: usize>(files: [(&str, &str); N]) -> (Vec<String>, String) {
    let arguments = ["validate", ".", "--redis-operator-version", "v1.2.4", "--allow", "all", "--deny", "scheduling"];
    let said = folder(files).run(arguments);
    assert!(said.code < 2, "{}{}", said.out, said.err);
    let fired = said.out.lines().filter_map(|line| Some(line.strip_prefix("error[")?.split_once(']')?.0.to_owned()));
    (fired.collect(), said.out.clone())
}

#[test]
fn redis_that_does_not_fit_beside_its_sentinels_is_an_outage_and_said_to_be_one() {
    let (fired, out) = scheduling([("nodes.yaml", NODES), ("cache.yaml", &failover("cache", "544Mi"))]);
    assert!(fired.contains(&"pods-beyond-nodes".to_owned()), "{out}");
    assert!(out.contains("RedisFailover data/cache"), "{out}");
    assert!(out.contains("db-1 can hold 1810.5Mi of memory, and what can only run there asks for 1824Mi"), "{out}");
    let (fired, out) = scheduling([("nodes.yaml", NODES), ("cache.yaml", &failover("cache", "512Mi"))]);
    assert_eq!(fired, ["replicas-on-one-node", "replicas-on-one-node"], "{out}");
}

#[test]
fn two_that_fit_by_themselves_may_not_fit_together() {
    let (first, second) = (failover("cache", "300Mi"), failover("queue", "300Mi"));
    let (fired, out) = scheduling([("nodes.yaml", NODES), ("cache.yaml", &first), ("queue.yaml", &second)]);
    assert!(fired.contains(&"pods-beyond-nodes".to_owned()), "{out}");
    let (fired, out) = scheduling([("nodes.yaml", NODES), ("cache.yaml", &first)]);
    assert!(!fired.contains(&"pods-beyond-nodes".to_owned()), "{out}");
}

#[test]
fn an_autoscaler_is_held_to_the_node_that_its_pods_select_with_their_sidecars() {
    let namespace =
        |labels: &str| format!("apiVersion: v1\nkind: Namespace\nmetadata: {{ name: shop, labels: {{ {labels} }} }}\n");
    let scaler = |most: u32| {
        format!(
            "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {{ name: scan, namespace: shop }}\nspec:\n  \
             scaleTargetRef: {{ name: scan }}\n  minReplicaCount: 1\n  maxReplicaCount: {most}\n  triggers:\n  \
             - type: cpu\n    metricType: Utilization\n    metadata: {{ value: '70' }}\n"
        )
    };
    let scan = deployment("scan", "replicas: 1", "nodeSelector: { pool: web }");
    let run = |labels: &str, most: u32| {
        scheduling([
            ("nodes.yaml", NODES),
            ("namespace.yaml", &namespace(labels)),
            ("scan.yaml", &scan),
            ("scaler.yaml", &scaler(most)),
        ])
    };
    // A node with 3736Mi and two cores takes seven pods of 512Mi and 250m, and five with a proxy of 128Mi and 100m.
    let (fired, out) = run("tier: web", 7);
    assert!(fired.is_empty(), "{out}");
    let (fired, out) = run("tier: web", 8);
    assert_eq!(fired, ["autoscaling-beyond-nodes"], "{out}");
    assert!(out.contains("may ask for 8 pods of Deployment shop/scan, and only 7 can be placed"), "{out}");
    assert!(out.contains("scaler.yaml:7:20") && out.contains("or write `maxReplicaCount: 7`"), "{out}");
    let (fired, out) = run("istio-injection: enabled", 7);
    assert_eq!(fired, ["autoscaling-beyond-nodes"], "{out}");
    assert!(out.contains("only 5 can be placed"), "{out}");
}

#[test]
fn nodes_that_come_when_pods_wait_leave_nothing_to_say() {
    let big = deployment("big", "replicas: 40", "nodeSelector: { pool: gpu }");
    let pool = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: { name: gpu }\nspec: {}\n";
    let (fired, out) = scheduling([("nodes.yaml", NODES), ("big.yaml", &big)]);
    assert_eq!(fired, ["selector-without-node"], "{out}");
    let said = folder([("nodes.yaml", NODES), ("big.yaml", &big), ("pool.yaml", pool)]).run([
        "validate",
        ".",
        "--skip",
        "NodePool",
        "--allow",
        "all",
        "--deny",
        "scheduling",
    ]);
    assert_eq!(said.code, 0, "{}", said.out);
}

#[test]
fn what_a_cluster_lists_is_not_counted_twice() {
    let owner = |kind: &str, name: &str| {
        format!(
            "ownerReferences: [{{ apiVersion: apps/v1, kind: {kind}, name: {name}, uid: '1', controller: true, blockOwnerDeletion: true }}]"
        )
    };
    let pods: Vec<String> = (0..4)
        .map(|number| {
            format!(
                "---\napiVersion: v1\nkind: Pod\nmetadata: {{ name: web-{number}, namespace: shop, labels: {{ app: web }}, {} }}\nspec:\n  \
                 nodeName: web-1\n  containers: [{{ name: web, image: 'shop/web:1.4.0', resources: {{ requests: {{ memory: 512Mi }} }} }}]\n",
                owner("ReplicaSet", "web-5d")
            )
        })
        .collect();
    let all = deployment("web", "replicas: 4", "nodeSelector: { pool: web }") + &pods.concat();
    let (fired, out) = scheduling([("nodes.yaml", NODES), ("all.yaml", &all)]);
    assert!(fired.is_empty(), "{out}");
}

#[test]
fn a_label_that_no_node_has_is_answered_with_the_one_that_was_meant() {
    let of = |pod: &str| scheduling([("nodes.yaml", NODES), ("web.yaml", &deployment("web", "replicas: 1", pod))]).1;
    let out = of("nodeSelector: { pool: wep }");
    assert!(out.contains("no node has `pool: wep`") && out.contains("did you mean `pool: web`?"), "{out}");
    let out = of("nodeSelector: { workload: web }");
    assert!(out.contains("did you mean `pool: web`, as on web-1?"), "{out}");
    let out = of("nodeName: web-2");
    assert!(out.contains("there is no node `web-2`"), "{out}");
}

#[test]
fn nothing_is_said_of_places_while_no_node_is_known() {
    let said = folder([("web.yaml", &deployment("web", "replicas: 99", "nodeSelector: { pool: x }"))]).run([
        "validate",
        "web.yaml",
        "--summary",
    ]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(said.out.contains("selector-without-node") && said.out.contains("kind: Node"), "{}", said.out);
}
