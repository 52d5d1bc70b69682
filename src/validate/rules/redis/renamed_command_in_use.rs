//! `customCommandRenames` of a command that must keep its name, or with letters that redis.conf would read otherwise.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "renamed-command-in-use",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "A command is renamed that the operator, Sentinel or a probe needs.",
    why: "whoever sends it gets `ERR unknown command`: the operator cannot configure Redis, Sentinel cannot fail over, or the pod is killed by its probe",
    source: "redis-operator, service/generator.go; Redis, sentinel.conf: renamed commands",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
    customCommandRenames: [{from: CONFIG, to: hidden}]
"#,
        good: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
    customCommandRenames: [{from: FLUSHALL, to: hidden}]
"#,
    }),
    check,
};

/// Commands that the operator, Sentinel, the probes or the shutdown script send.
const NEEDED: [&str; 16] = [
    "CONFIG",
    "INFO",
    "SLAVEOF",
    "REPLICAOF",
    "PING",
    "ROLE",
    "SAVE",
    "PUBLISH",
    "SUBSCRIBE",
    "MULTI",
    "EXEC",
    "SCRIPT",
    "CLIENT",
    "AUTH",
    "PSYNC",
    "REPLCONF",
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let renames = failover.at(Half::Redis, &["customCommandRenames"]).into_iter().flat_map(Node::items);
        for (at, rename) in renames.enumerate() {
            for key in ["from", "to"] {
                let Some((node, text)) = rename.get(key).and_then(|node| Some((node, node.text()?))) else { continue };
                let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
                let (message, help) = if key == "from" && NEEDED.contains(&text.to_uppercase().as_str()) {
                    (
                        format!("`{text}` is renamed, and must not be"),
                        "leave it its name, and keep others out with a password and a NetworkPolicy",
                    )
                } else if !plain {
                    (
                        format!("{text:?} is written into redis.conf as it is, and breaks the line"),
                        "use letters, digits, `-` and `_`",
                    )
                } else {
                    continue;
                };
                let path = format!("spec.redis.customCommandRenames[{at}].{key}");
                sink.report(failover.object.finding(node, path, message).help(help));
            }
        }
    }
}
