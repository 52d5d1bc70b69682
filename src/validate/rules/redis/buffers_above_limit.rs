//! `maxmemory`, the output buffers of the replicas and the backlog of replication, beside the memory limit.
//!
//! Only buffers that are set count: Redis's own bound for a replica, 256mb, is above what most small instances have, and is
//! hardly ever reached. Unlimited buffers and those of subscribers, whose number is not known, are left alone.

use crate::cluster::failover::Failover;
use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::redis::memory;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "buffers-above-limit",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "`maxmemory` and the buffers that replicas may fill do not fit into the memory limit.",
    why: "buffers of replicas do not count as maxmemory: when replicas lag behind, at the latest during a full copy, the kernel kills the master",
    source: "Redis, redis.conf: client-output-buffer-limit, maxmemory",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 3
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, client-output-buffer-limit replica 192mb 64mb 60]
    terminationGracePeriod: 60
"#,
        good: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 3
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, client-output-buffer-limit replica 96mb 64mb 60]
    terminationGracePeriod: 60
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let Some((at_limit, limit)) = failover.memory_limit() else { continue };
        let Some(data) = failover.max_memory().filter(|data| *data < limit) else { continue };
        let Some((entry, hard)) = replica_buffer(&failover) else { continue };
        let replicas = u64::from(failover.replicas(Half::Redis)) - 1;
        let backlog = failover.directive("repl-backlog-size").and_then(|(_, size)| memory::parse(size.trim()).ok());
        let room = limit - data;
        let backlog = backlog.map_or(0, |size| size.bytes);
        let needed = hard.saturating_mul(replicas).saturating_add(backlog);
        if replicas == 0 || needed <= room {
            continue;
        }
        let message = format!(
            "`maxmemory {}` and {replicas} replica{} with up to {} each{} are more than the limit of {}",
            memory::write(data),
            if replicas == 1 { "" } else { "s" },
            memory::write(hard),
            if backlog == 0 { String::new() } else { format!(", and a backlog of {}", memory::write(backlog)) },
            at_limit.text().unwrap_or_default()
        );
        let each = (room.saturating_sub(backlog) / replicas) >> 20;
        let help = format!("stay at or below `replica {each}mb`, lower `maxmemory`, or raise the limit");
        let finding = failover.object.finding(entry, "spec.redis.customConfig", message);
        sink.report(finding.also(at_limit.place(), "the limit").help(help));
    }
}

/// The hard limit of a replica's buffer in bytes, where it is set to one.
fn replica_buffer<'a>(failover: &Failover<'a>) -> Option<(Node<'a>, u64)> {
    let mut entries = failover.custom_config(Half::Redis).into_iter().rev();
    let buffer = |(node, entry): (Node<'a>, &'a str)| {
        let (name, values) = entry.split_once(' ')?;
        let words: Vec<&str> = values.split(' ').collect();
        let mut groups =
            words.chunks_exact(4).filter(|group| matches!(group[0].to_ascii_lowercase().as_str(), "replica" | "slave"));
        let group = groups.next_back().filter(|_| name.eq_ignore_ascii_case("client-output-buffer-limit"))?;
        Some((node, memory::parse(group[1]).ok()?.bytes))
    };
    entries.find_map(buffer).filter(|(_, hard)| *hard > 0)
}
