//! Claims about how the releases of the redis-operator differ.

use super::*;

#[test]
fn services_by_role_are_there_from_v1_3_0_rc1_on() {
    let expected = [
        "Service rfs-x",
        "ConfigMap rfs-x",
        "ConfigMap rfr-s-x",
        "ConfigMap rfr-readiness-x",
        "ConfigMap rfr-x",
        "PodDisruptionBudget rfr-x",
        "StatefulSet rfr-x",
        "PodDisruptionBudget rfs-x",
        "Deployment rfs-x",
    ];
    for tag in &ALL[..5] {
        assert_eq!(names(&made(tag, "", "{}")), expected, "{tag}");
    }
    let newest = names(&made("v1.3.0-rc1", "", "{}"));
    assert_eq!(newest[2..4], ["Service rfrm-x", "Service rfrs-x"]);
    assert_eq!(newest.len(), expected.len() + 2);
}

#[test]
fn the_password_reaches_every_container_beside_redis() {
    let spec =
        "{auth: {secretPath: secret}, redis: {port: 7000, exporter: {enabled: true}, initContainers: [{name: i}]}}";
    let variables = |tag: &str, list: &str, name: &str| {
        let projection = made(tag, "", spec);
        let pod = pod(&projection, "StatefulSet", "rfr-x");
        let environment = container(pod, list, name).get("env");
        let entry = |variable: Node<'_>| {
            let value = variable.get("value").or_else(|| variable.at(&["valueFrom", "secretKeyRef", "name"]));
            format!("{}={}", at(variable, &["name"]), value.map(shown).unwrap_or_default())
        };
        environment.map(|list| list.items().map(entry).collect::<Vec<_>>().join(" ")).unwrap_or_default()
    };
    let all = "REDIS_ADDR=redis://127.0.0.1:7000 REDIS_PORT=7000 REDIS_USER=default REDIS_PASSWORD=secret";
    let older = all.replace("127.0.0.1", "localhost");
    for tag in ["v1.2.3", "v1.2.4", "v1.3.0-rc1"] {
        assert_eq!(variables(tag, "containers", "redis"), all, "{tag}");
        assert_eq!(variables(tag, "initContainers", "i"), all, "{tag}");
        assert_eq!(variables(tag, "containers", "redis-exporter"), format!("REDIS_ALIAS= {all}"), "{tag}");
    }
    assert_eq!(variables("v1.2.2", "containers", "redis"), "REDIS_PASSWORD=secret");
    assert_eq!(variables("v1.2.1", "initContainers", "i"), older);
    assert_eq!(variables("v1.2.0", "initContainers", "i"), "");
    assert_eq!(
        variables("v1.2.0", "containers", "redis-exporter"),
        "REDIS_ALIAS= REDIS_PASSWORD=secret REDIS_ADDR=redis://localhost:7000"
    );
}

#[test]
fn budgets_of_both_follow_the_redis_pods() {
    let least = |tag: &str, replicas: u32| {
        let projection = made(tag, "", &format!("{{redis: {{replicas: {replicas}}}, sentinel: {{replicas: 1}}}}"));
        ["rfr-x", "rfs-x"].map(|name| at(object(&projection, "PodDisruptionBudget", name), &["spec", "minAvailable"]))
    };
    assert_eq!(least("v1.2.4", 3), ["2", "2"]);
    assert_eq!(least("v1.2.4", 1), ["1", "1"]);
    assert_eq!(least("v1.2.1", 1), ["0", "0"]);
    let off = "{redis: {disablePodDisruptionBudget: true}}";
    assert!(!names(&made("v1.3.0-rc1", "", off)).contains(&"PodDisruptionBudget rfr-x".to_owned()));
    assert!(
        names(&made("v1.2.4", "", off)).contains(&"PodDisruptionBudget rfr-x".to_owned()),
        "it knows no such field"
    );
}

#[test]
fn fields_of_later_releases_do_nothing_before() {
    let spec = "{redis: {startupConfigMap: begin, customLivenessProbe: {tcpSocket: {port: 1}}}}";
    let probes = |tag: &str| {
        let projection = made(tag, "", spec);
        let pod = pod(&projection, "StatefulSet", "rfr-x");
        let redis = container(pod, "containers", "redis");
        (
            redis.get("startupProbe").is_some(),
            at(redis, &["livenessProbe", "tcpSocket", "port"]),
            at(pod, &["volumes"]).contains("begin"),
        )
    };
    assert_eq!(probes("v1.2.3"), (false, "-".to_owned(), false));
    assert_eq!(probes("v1.2.4"), (true, "-".to_owned(), true));
    assert_eq!(probes("v1.3.0-rc1"), (true, "1".to_owned(), true));
    let annotated = |tag: &str| {
        let projection = made(tag, ", annotations: {a: b}", "{}");
        at(object(&projection, "StatefulSet", "rfr-x"), &["metadata", "annotations"])
    };
    assert_eq!((annotated("v1.2.2").as_str(), annotated("v1.2.3").as_str()), ("-", "{a=b}"));
    let exporter = |tag: &str| {
        let projection = made(tag, "", "{redis: {exporter: {enabled: true}}}");
        at(
            container(pod(&projection, "StatefulSet", "rfr-x"), "containers", "redis-exporter"),
            &["resources", "limits", "cpu"],
        )
    };
    assert_eq!((exporter("v1.2.4").as_str(), exporter("v1.3.0-rc1").as_str()), ("50m", "1000m"));
}

#[test]
fn sentinel_is_ready_before_it_watches_a_master_in_all_but_the_latest_release() {
    let ready = |tag: &str| {
        let projection = made(tag, "", "{}");
        let sentinel = container(pod(&projection, "Deployment", "rfs-x"), "containers", "sentinel");
        at(sentinel, &["readinessProbe", "exec", "command"])
    };
    assert_eq!(ready("v1.2.4"), "[sh -c redis-cli -h $(hostname) -p 26379 ping]");
    assert!(ready("v1.3.0-rc1").contains("get-master-addr-by-name"));
}
