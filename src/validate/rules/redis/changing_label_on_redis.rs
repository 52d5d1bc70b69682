//! A label of a RedisFailover changes with every commit, and the operator hands it on to the pods.
//!
//! Labels are known by their key and by a value like that of a commit; those that `labelWhitelist` keeps away from the pods
//! are left alone.

use crate::cluster::failover::Failover;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "changing-label-on-redis",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "A label of a RedisFailover changes with every commit.",
    why: "the operator copies the labels to the pods, to what selects them and to their budget: every commit replaces all Redis and Sentinel pods",
    source: "redis-operator, operator/redisfailover/handler.go: getLabels; spotahome/redis-operator#592, #596, #706",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop, labels: {git-sha: 4c3eebb}}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb]
"#,
        good: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop, labels: {git-sha: 4c3eebb, team: cellar}}
spec:
  labelWhitelist: [^team$]
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let labels = failover.object.at(&["metadata", "labels"]).into_iter().flat_map(Node::entries);
        for (key, value) in labels {
            let (Some(name), Some(text)) = (key.text(), value.text()) else { continue };
            if !names_a_commit(name) || !is_hash(text) || !reaches_pods(context.cluster, &failover, name) {
                continue;
            }
            let message = format!("label `{name}: {text}` of {} is copied to its pods", failover.name());
            let finding = failover.object.finding(value, format!("metadata.labels.{name}"), message);
            sink.report(
                finding.help("make it an annotation, or name the labels that pods shall have in `spec.labelWhitelist`"),
            );
        }
    }
}

fn reaches_pods(cluster: &Cluster<'_>, failover: &Failover<'_>, label: &str) -> bool {
    let name = format!("rfr-{}", failover.name());
    let mut workloads = cluster.workloads_in(failover.namespace());
    let redis = workloads.find(|workload| workload.object.maker.is_some() && workload.name() == name);
    redis.is_some_and(|redis| redis.labels.get(label).is_some())
}

fn names_a_commit(key: &str) -> bool {
    const WORDS: [&str; 8] = ["sha", "commit", "revision", "rev", "version", "hash", "gitsha", "build"];
    let name = key.rsplit('/').next().unwrap_or(key).to_ascii_lowercase();
    name.split(['-', '_', '.']).any(|word| WORDS.contains(&word))
}

/// Whether a value is the name of a commit: hexadecimal, abbreviated or not, and no plain number or word.
fn is_hash(value: &str) -> bool {
    let value = value.strip_prefix("sha-").unwrap_or(value);
    (7..=40).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::is_hash;
    use super::names_a_commit;

    #[test]
    fn a_label_changes_with_commits_if_key_and_value_are_those_of_one() {
        for (key, value, changes) in [
            ("git-sha", "4c3eebb", true),
            ("example.com/commit", "4c3eebb3f0a1c2d4e5f60718293a4b5c6d7e8f90", true),
            ("app.kubernetes.io/version", "7.0.15", false),
            ("app.kubernetes.io/version", "sha-4c3eebb", true),
            ("revision", "1234567", false),
            ("revision", "decade", false),
            ("team", "4c3eebb", false),
        ] {
            assert_eq!(names_a_commit(key) && is_hash(value), changes, "{key}: {value}");
        }
    }
}
