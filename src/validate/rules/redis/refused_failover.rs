//! What the operator refuses beyond the definition: a name of more than 48 characters, a bootstrap node without a host.

use crate::cluster::project::Fault;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "refused-failover",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "The redis-operator refuses a RedisFailover.",
    why: "the API server takes it, and the operator makes nothing of it; only its log says why",
    source: "redis-operator, api/redisfailover/v1/validate.go",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart-of-the-shop-in-the-northern-harbour-of-everyone, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
"#,
        good: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart-of-the-shop-in-the-northern-harbour-of-all, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let problems = context.cluster.projected.problems.iter();
    for (id, problem) in problems.filter(|(id, problem)| id.kind == "RedisFailover" && problem.fault == Fault::Refused)
    {
        let finding = Finding::error("", problem.place.clone(), problem.message.clone()).resource(id.to_string());
        sink.report(finding.help("correct it: nothing exists of this Redis until then"));
    }
}
