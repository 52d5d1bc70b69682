#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use serde_json::json;

use crate::objects::entries;
use crate::objects::items;
use crate::objects::model;
use crate::objects::objects;
use crate::objects::of_kind;
use crate::objects::text;
use crate::project::Project;

/// A Service that will exist in the cluster.
struct Service {
    name: String,
    /// The instance whose Redis pods it leads to.
    instance: String,
    /// Whether one of them may be a replica.
    replicas: bool,
}

/// What a rendered Service of this selector leads to.
fn rendered(service: &Value) -> Service {
    let selector = &service["spec"]["selector"];
    let instance = text(&selector["app.kubernetes.io/name"]);
    // The labels that the operator gives to Redis pods; with any other it would lead nowhere.
    let labels = json!({
        "app.kubernetes.io/name": instance,
        "app.kubernetes.io/component": "redis",
        "app.kubernetes.io/part-of": "redis-failover",
        "app.kubernetes.io/managed-by": "redis-operator",
        "redisfailovers.databases.spotahome.com/name": instance,
        "redisfailovers-role": "master",
    });
    assert!(entries(selector).all(|(key, value)| labels[key] == *value), "{selector}");
    assert_eq!(service["spec"]["ports"][0]["targetPort"], "redis");
    Service {
        name: text(&service["metadata"]["name"]).to_owned(),
        instance: instance.to_owned(),
        replicas: selector["redisfailovers-role"] != "master",
    }
}

/// Every Service for Redis clients: the rendered ones, and those that the operator of the rendered version makes.
fn services(objects: &[Value]) -> Vec<Service> {
    let namespace = "redis";
    let of_redis = |object: &&Value| object["kind"] == "Service" && object["metadata"]["namespace"] == namespace;
    let mut services: Vec<Service> = objects.iter().filter(of_redis).map(rendered).collect();
    let image = &of_kind(objects, "Deployment")[0]["spec"]["template"]["spec"]["containers"][0]["image"];
    for failover in of_kind(objects, "RedisFailover") {
        assert_eq!(failover["metadata"]["namespace"], namespace);
        let instance = text(&failover["metadata"]["name"]);
        let redis = &failover["spec"]["redis"];
        let mut made = |prefix: &str, replicas| {
            services.push(Service { name: format!("{prefix}-{instance}"), instance: instance.to_owned(), replicas });
        };
        if redis["exporter"]["enabled"] == true {
            made("rfr", redis["replicas"] != 1);
        }
        match text(image).rsplit_once(':').unwrap().1 {
            "v1.2.4" => {}
            "v1.3.0-rc1" => {
                made("rfrm", false);
                if redis["replicas"] != 1 {
                    made("rfrs", true);
                }
            }
            other => panic!("what operator {other} makes is not known here"),
        }
    }
    services
}

/// Holds every URL in a rendered `ConfigMap` to the Services of its environment and to what the model says of it.
fn check(project: &Project, environment: &str) {
    let (model, objects) = (model(project, environment), objects(project, environment));
    let services = services(&objects);
    let mut seen = 0;
    for map in of_kind(&objects, "ConfigMap") {
        let service = text(&map["metadata"]["labels"]["app.kubernetes.io/name"]);
        let bindings = &model["services"][service]["redis"];
        assert_eq!(map["metadata"]["namespace"], model["services"][service]["namespace"]);
        assert_eq!(entries(&map["data"]).count(), entries(bindings).count(), "{service}: every binding and no other");
        for (variable, url) in entries(&map["data"]) {
            let binding = &bindings[variable];
            let (host, database) = text(url).strip_prefix("redis://").unwrap().split_once(":6379/").unwrap();
            let name = host.strip_suffix(".redis.svc.cluster.local").unwrap();
            let found = services.iter().find(|service| service.name == name);
            let found = found.unwrap_or_else(|| panic!("{environment}, {service}, {variable}: no Service {name}"));
            let instance = text(&binding["instance"]);
            assert_eq!(found.instance, format!("{instance}-redis"), "{variable} of {service}");
            let number = &model["redis"]["instances"][instance]["databases"][text(&binding["database"])];
            assert_eq!(database, number.to_string(), "{variable} of {service}");
            let writes = binding["access"] == "write";
            assert!(!(writes && found.replicas), "{environment}, {service}, {variable}: {name} includes replicas");
            seen += 1;
        }
    }
    let bindings: usize = entries(&model["services"]).map(|(_, service)| entries(&service["redis"]).count()).sum();
    assert_eq!(seen, bindings, "every binding is rendered");
    assert!(seen > 10);
}

#[test]
fn every_url_names_a_service_that_exists_and_no_write_reaches_a_replica() {
    let project = Project::copy_of_repository();
    check(&project, "dev");
    check(&project, "prod");
}

#[test]
fn the_same_holds_with_the_other_version_of_the_operator() {
    let project = Project::copy_of_repository();
    let project = project.replace("environments/base.yaml", "version: v1.2.4", "version: v1.3.0-rc1").rendered();
    check(&project, "dev");
    check(&project, "prod");
}

#[test]
fn both_sides_of_every_binding_are_let_through() {
    let project = Project::copy_of_repository();
    let label = "kubernetes.io/metadata.name";
    let mut pairs = 0;
    for environment in ["dev", "prod"] {
        let (model, objects) = (model(&project, environment), objects(&project, environment));
        let policies = of_kind(&objects, "NetworkPolicy");
        let to_redis =
            |rule: &Value| items(&rule["ports"]).any(|port| *port == json!({ "protocol": "TCP", "port": 6379 }));
        let may_leave = |namespace: &str, instance: &str| {
            let mine = policies.iter().filter(|policy| policy["metadata"]["namespace"] == namespace);
            mine.flat_map(|policy| items(&policy["spec"]["egress"])).filter(|rule| to_redis(rule)).any(|rule| {
                items(&rule["to"]).any(|peer| {
                    let pods = &peer["podSelector"];
                    let names = items(&pods["matchExpressions"]).find(|one| one["key"] == "app.kubernetes.io/name");
                    peer["namespaceSelector"]["matchLabels"][label] == "redis"
                        && pods["matchLabels"]["app.kubernetes.io/component"] == "redis"
                        && names.is_some_and(|names| items(&names["values"]).any(|name| name == instance))
                })
            })
        };
        let may_enter = |namespace: &str, instance: &str| {
            let selects = |policy: &&&Value| {
                let pods = &policy["spec"]["podSelector"]["matchLabels"];
                policy["metadata"]["namespace"] == "redis" && pods["app.kubernetes.io/name"] == instance
            };
            let rules = policies.iter().filter(selects).flat_map(|policy| items(&policy["spec"]["ingress"]));
            rules.filter(|rule| to_redis(rule)).any(|rule| {
                items(&rule["from"]).any(|peer| peer["namespaceSelector"]["matchLabels"][label] == namespace)
            })
        };
        for (name, service) in entries(&model["services"]) {
            let namespace = text(&service["namespace"]);
            for (variable, binding) in entries(&service["redis"]) {
                let instance = format!("{}-redis", text(&binding["instance"]));
                assert!(
                    may_leave(namespace, &instance),
                    "{environment}: {variable} of {name} may not leave {namespace}"
                );
                assert!(
                    may_enter(namespace, &instance),
                    "{environment}: {variable} of {name} may not enter {instance}"
                );
                pairs += 1;
            }
        }
        assert!(!may_enter("chat", "auth-redis") && !may_leave("location", "auth-redis"), "others may not");
    }
    assert!(pairs > 20);
}
