//! The budget that the operator makes for Sentinels lets none of them go: it counts the Redis pods.
//!
//! Said where it can be switched off, from v1.3.0-rc1 on. That a single Redis pod may not go either is what a single pod
//! means, and no finding by itself.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::model::redis::OperatorVersion;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "budget-of-too-few-sentinels",
    group: Group::Redis,
    severity: Severity::Note,
    summary: "The operator's budget lets no Sentinel go.",
    why: "a node with such a pod cannot be drained: upgrades of the cluster wait until somebody deletes the pod",
    source: "redis-operator, operator/redisfailover/service/client.go: the budget of Sentinels is computed from spec.redis.replicas; spotahome/redis-operator#628, #653",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 1, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb]
"#,
        good: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 2, image: "redis:7.0.15-alpine"}
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
    let cluster = context.cluster;
    if cluster.facts.redis_operator.is_none_or(|version| version < OperatorVersion::V1_3_0Rc1) {
        return;
    }
    for failover in cluster.failovers() {
        let name = format!("rfs-{}", failover.name());
        let budget = cluster.find("policy", "PodDisruptionBudget", failover.namespace(), &name);
        let Some(budget) = budget.filter(|budget| budget.maker.is_some()) else { continue };
        let least = budget.at(&["spec", "minAvailable"]).and_then(Node::text).and_then(|text| text.parse::<u32>().ok());
        let sentinels = failover.replicas(Half::Sentinel);
        let Some(least) = least.filter(|least| sentinels <= *least) else { continue };
        let message = format!(
            "{least} of {sentinels} Sentinel{} of {} must be there at any time, so none may go",
            if sentinels == 1 { "" } else { "s" },
            failover.name()
        );
        let finding = failover.object.about(&["spec", Half::Sentinel.key(), "replicas"], message);
        sink.report(finding.help(
            "run three Sentinels; or, where a break does no harm, write `disablePodDisruptionBudget: true` under \
             `redis` and `sentinel`, and delete the budgets that are there",
        ));
    }
}
