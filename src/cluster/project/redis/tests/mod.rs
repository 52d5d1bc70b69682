//! Claims about what each release of the redis-operator makes.

mod releases;

use super::*;
use crate::text::Source;
use crate::yaml;
use crate::yaml::Node;

const ALL: [&str; 6] = ["v1.2.0", "v1.2.1", "v1.2.2", "v1.2.3", "v1.2.4", "v1.3.0-rc1"];

/// A RedisFailover `x` in the namespace `redis`, with this spec as a flow mapping.
fn failover(metadata: &str, spec: &str) -> Manifest {
    let text = format!(
        "apiVersion: databases.spotahome.com/v1\nkind: RedisFailover\nmetadata: {{name: x, namespace: redis{metadata}}}\nspec: {spec}\n"
    );
    Manifest::of(yaml::parse(&Source::new("x.yaml", text)).documents.remove(0)).unwrap()
}

fn made(tag: &str, metadata: &str, spec: &str) -> Projection {
    project(&failover(metadata, spec), OperatorVersion::of_tag(tag).unwrap())
}

fn names(projection: &Projection) -> Vec<String> {
    projection.made.iter().map(|made| format!("{} {}", made.manifest.id.kind, made.manifest.id.name)).collect()
}

fn object<'a>(projection: &'a Projection, kind: &str, name: &str) -> Node<'a> {
    let is = |made: &&crate::cluster::project::Made| made.manifest.id.kind == kind && made.manifest.id.name == name;
    projection.made.iter().find(is).unwrap_or_else(|| panic!("{kind} {name}")).manifest.root()
}

/// A node on one line, with keys in alphabetical order.
fn shown(node: Node<'_>) -> String {
    if node.is_mapping() {
        let mut entries: Vec<String> =
            node.entries().map(|(key, value)| format!("{}={}", key.text().unwrap(), shown(value))).collect();
        entries.sort();
        return format!("{{{}}}", entries.join(" "));
    }
    if node.is_sequence() {
        return format!("[{}]", node.items().map(shown).collect::<Vec<_>>().join(" "));
    }
    node.text().unwrap_or_default().to_owned()
}

fn at(node: Node<'_>, path: &[&str]) -> String {
    node.at(path).map_or("-".to_owned(), shown)
}

fn pod<'a>(projection: &'a Projection, kind: &str, name: &str) -> Node<'a> {
    object(projection, kind, name).at(&["spec", "template", "spec"]).unwrap()
}

fn container<'a>(pod: Node<'a>, list: &str, name: &str) -> Node<'a> {
    let list = pod.get(list).unwrap_or_else(|| panic!("{list}"));
    list.items().find(|container| at(*container, &["name"]) == name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn the_metrics_service_is_there_only_with_the_exporter_and_has_no_port_of_redis() {
    let projection = made("v1.2.4", "", "{redis: {exporter: {enabled: true}, serviceAnnotations: {a: b}}}");
    let service = object(&projection, "Service", "rfr-x");
    assert_eq!(at(service, &["spec", "clusterIP"]), "None");
    assert_eq!(at(service, &["spec", "ports"]), "[{name=http-metrics port=9121 protocol=TCP}]");
    assert_eq!(
        at(service, &["metadata", "annotations"]),
        "{a=b prometheus.io/path=/metrics prometheus.io/port=http prometheus.io/scrape=true}"
    );
    let without = made("v1.2.4", "", "{redis: {exporter: {enabled: false}}}");
    assert!(!names(&without).contains(&"Service rfr-x".to_owned()));
}

#[test]
fn labels_of_the_document_go_everywhere_and_selectors_have_none_of_them() {
    let projection = made("v1.2.4", ", labels: {tier: data, app.kubernetes.io/managed-by: Helm}", "{}");
    let set = object(&projection, "StatefulSet", "rfr-x");
    let selector =
        "{app.kubernetes.io/component=redis app.kubernetes.io/name=x app.kubernetes.io/part-of=redis-failover}";
    assert_eq!(at(set, &["spec", "selector", "matchLabels"]), selector);
    let labels = "{app.kubernetes.io/component=redis app.kubernetes.io/managed-by=Helm app.kubernetes.io/name=x \
                  app.kubernetes.io/part-of=redis-failover redisfailovers-role=slave \
                  redisfailovers.databases.spotahome.com/name=x tier=data}";
    assert_eq!(at(set, &["spec", "template", "metadata", "labels"]), labels);
    let budget = object(&projection, "PodDisruptionBudget", "rfs-x");
    assert!(at(budget, &["spec", "selector", "matchLabels"]).contains("tier=data"));
    assert!(!at(budget, &["spec", "selector", "matchLabels"]).contains("role"));
}

#[test]
fn a_whitelist_lets_through_what_matches_anywhere_and_a_broken_pattern_nothing() {
    let labels = ", labels: {tier: data, team/tier: a, app: x}";
    let let_through = |list: &str| {
        let projection = made("v1.2.4", labels, &format!("{{labelWhitelist: {list}}}"));
        let labels = at(object(&projection, "Service", "rfs-x"), &["metadata", "labels"]);
        let kept = ["app=x", "team/tier=a", "tier=data"]
            .into_iter()
            .filter(|label| labels.trim_matches(['{', '}']).split(' ').any(|there| there == *label));
        (kept.collect::<Vec<_>>(), projection.problems)
    };
    assert_eq!(let_through("[tier]").0, ["team/tier=a", "tier=data"]);
    assert_eq!(let_through("['^tier$', '^app']").0, ["app=x", "tier=data"]);
    assert_eq!(let_through("[]").0.len(), 3);
    let (kept, problems) = let_through("['(?=tier)']");
    assert_eq!((kept, problems.len()), (vec![], 1));
    assert_eq!(problems[0].fault, Fault::BadPattern);
    assert_eq!(problems[0].place.to_string(), "x.yaml:4:25");
}

#[test]
fn what_is_written_keeps_its_place_and_what_is_not_stands_at_the_nearest() {
    let projection = made("v1.2.4", "", "{redis: {resources: {requests: {cpu: 1}}}}");
    let pod = pod(&projection, "StatefulSet", "rfr-x");
    let redis = container(pod, "containers", "redis");
    let place = |node: Node<'_>, path: &[&str]| node.at(path).unwrap().place().to_string();
    assert_eq!(place(redis, &["resources", "requests", "cpu"]), "x.yaml:4:44");
    assert_eq!(place(redis, &["image"]), "x.yaml:4:15");
    let set = object(&projection, "StatefulSet", "rfr-x");
    assert_eq!(place(set, &["metadata", "name"]), "x.yaml:3:18");
    assert_eq!(place(set, &["spec", "replicas"]), "x.yaml:4:15");
    let deployment = object(&projection, "Deployment", "rfs-x");
    assert_eq!(place(deployment, &["spec", "replicas"]), "x.yaml:4:7", "there is no spec.sentinel");
    let maker = &projection.made[0].maker;
    assert_eq!((maker.to_string().as_str(), projection.made[0].by), ("RedisFailover redis/x", "redis-operator v1.2.4"));
}

#[test]
fn affinity_replaces_the_default_which_parts_equal_pods() {
    let default = made("v1.2.4", "", "{}");
    let term = at(pod(&default, "StatefulSet", "rfr-x"), &["affinity", "podAntiAffinity"]);
    assert!(
        term.contains("topologyKey=kubernetes.io/hostname") && term.contains("redisfailovers-role=slave"),
        "{term}"
    );
    let own = made("v1.2.4", "", "{redis: {affinity: {nodeAffinity: {}}}}");
    assert_eq!(at(pod(&own, "StatefulSet", "rfr-x"), &["affinity"]), "{nodeAffinity={}}");
    assert!(at(pod(&own, "Deployment", "rfs-x"), &["affinity"]).contains("podAntiAffinity"));
}

#[test]
fn storage_decides_the_mount_the_volume_and_the_claim() {
    let claim = "{metadata: {name: data}, spec: {resources: {requests: {storage: 1Gi}}}}";
    let kept = made(
        "v1.2.4",
        "",
        &format!("{{redis: {{storage: {{keepAfterDeletion: true, persistentVolumeClaim: {claim}}}}}}}"),
    );
    let set = object(&kept, "StatefulSet", "rfr-x");
    let claims =
        "[{apiVersion=v1 kind=PersistentVolumeClaim metadata={name=data} spec={resources={requests={storage=1Gi}}}}]";
    assert_eq!(at(set, &["spec", "volumeClaimTemplates"]), claims);
    let pod_of = pod(&kept, "StatefulSet", "rfr-x");
    assert!(at(container(pod_of, "containers", "redis"), &["volumeMounts"]).contains("{mountPath=/data name=data}"));
    assert!(!at(pod_of, &["volumes"]).contains("redis-data"));

    let dropped = made("v1.2.4", "", &format!("{{redis: {{storage: {{persistentVolumeClaim: {claim}}}}}}}"));
    let claims = at(object(&dropped, "StatefulSet", "rfr-x"), &["spec", "volumeClaimTemplates"]);
    assert!(claims.contains("ownerReferences"), "{claims}");

    let nothing = made("v1.2.4", "", "{}");
    assert!(at(pod(&nothing, "StatefulSet", "rfr-x"), &["volumes"]).contains("{emptyDir={} name=redis-data}"));
}

#[test]
fn what_the_operator_refuses_is_not_made() {
    let long = "x".repeat(49);
    let text = format!(
        "apiVersion: databases.spotahome.com/v1\nkind: RedisFailover\nmetadata: {{name: {long}}}\nspec: {{}}\n"
    );
    let manifest = Manifest::of(yaml::parse(&Source::new("x.yaml", text)).documents.remove(0)).unwrap();
    let projection = project(&manifest, OperatorVersion::V1_2_4);
    assert_eq!((projection.made.len(), projection.problems[0].fault), (0, Fault::Refused));
    let projection = made("v1.2.4", "", "{bootstrapNode: {}}");
    assert_eq!((projection.made.len(), projection.problems[0].place.to_string().as_str()), (0, "x.yaml:4:23"));
}

#[test]
fn while_it_follows_another_redis_there_are_no_sentinels_unless_they_are_allowed() {
    let has_sentinel = |node: &str| {
        names(&made("v1.2.4", "", &format!("{{bootstrapNode: {node}}}"))).contains(&"Deployment rfs-x".to_owned())
    };
    assert!(!has_sentinel("{host: other}"));
    assert!(has_sentinel("{host: other, allowSentinels: true}"));
}

#[test]
fn a_document_of_any_shape_is_survived() {
    for spec in [
        "[]",
        "1",
        "~",
        "{redis: 1, sentinel: []}",
        "{redis: {storage: [], exporter: {enabled: true, env: 3}, extraContainers: [1, x]}}",
        "{redis: {replicas: x, port: -1}, labelWhitelist: {}}",
    ] {
        for tag in ALL {
            assert!(!made(tag, ", labels: [1]", spec).made.is_empty(), "{spec}");
        }
    }
}
