//! `maxclients` is above what a process may open by the usual limit of files.
//!
//! The limit is a matter of the node and its container runtime: containerd as packaged sets none, other set-ups 1024 or
//! 65536. So this is no more than a note.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::redis::Target;
use crate::redis::fault::Cause;
use crate::redis::replay;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "maxclients-above-file-limit",
    group: Group::Redis,
    severity: Severity::Note,
    summary: "`maxclients` is above what a process may open by the usual limit of files.",
    why: "where the node allows fewer files, Redis refuses the entry, and the operator ends its reconcile there",
    source: "Redis, server.c: adjustOpenFilesLimit; seen with redis-server 7.0.15",
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
    customConfig: [maxmemory 256mb, maxclients 50000]
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
    customConfig: [maxmemory 256mb, maxclients 10000]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let operator = context.cluster.replaying_operator();
    for failover in context.cluster.failovers() {
        let entries = failover.custom_config(Half::Redis);
        let texts: Vec<&str> = entries.iter().map(|(_, text)| *text).collect();
        for step in replay(&texts, Target::of_image(failover.image(Half::Redis), operator)).steps {
            let Some(fault) = step.fault.filter(|fault| matches!(fault.cause, Cause::OpenFiles(_))) else { continue };
            let path = format!("spec.redis.customConfig[{}]", step.position);
            let finding = failover.object.finding(entries[step.position].0, path, fault.message());
            sink.report(finding.maybe_help(fault.help()));
        }
    }
}
