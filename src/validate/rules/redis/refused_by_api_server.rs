//! What the redis-operator makes of a RedisFailover is refused by the API server.
//!
//! The definition of RedisFailover takes affinities, tolerations and volumes that no pod may have; that is found out when
//! the operator creates its StatefulSet or Deployment, or when pods are made of it. Requests above limits have a rule of
//! their own, for whatever makes pods.

use crate::cluster::object::Object;
use crate::finding::Findings;
use crate::finding::Severity;
use crate::manifest::Manifest;
use crate::schema;
use crate::validate::object;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Composed;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "refused-by-api-server",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "The API server refuses what the redis-operator makes of a RedisFailover.",
    why: "the RedisFailover itself is taken, so nobody is told: the operator fails in its log, and there are no pods",
    source: "Kubernetes, pkg/apis/core/validation; redis-operator, service/generator.go",
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
    customConfig: [maxmemory 256mb]
    tolerations: [{operator: Exists, key: pool, value: data}]
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
    customConfig: [maxmemory 256mb]
    tolerations: [{operator: Equal, key: pool, value: data}]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let minor = cluster.facts.kubernetes.map_or(*schema::minors().end(), |minor| minor.0);
    let made =
        cluster.objects().iter().filter(|object| object.maker.is_some() && object.written_id().kind == "RedisFailover");
    for object in made {
        let mut found = Findings::default();
        // The pods of a StatefulSet are looked at when they are made, and not before.
        let Some(sent) = pod(object).or_else(|| without_owner(object)) else { continue };
        object::check(&sent, None, minor, &mut found);
        for finding in found.into_sorted() {
            if finding.severity != Severity::Error || finding.rule == "requests-above-limits" {
                continue;
            }
            let message = format!("{}, and {} is refused for it", finding.message, object.id());
            sink.report(object.finding_at(finding.place, "", message).maybe_help(finding.help));
        }
    }
}

/// The object without its owner, whose identity only the cluster knows.
fn without_owner(object: &Object<'_>) -> Option<Manifest> {
    let mut copy = Composed::of(object.manifest.root());
    copy.get_mut("metadata")?.remove("ownerReferences");
    Manifest::of(copy.into_document()).ok()
}

/// The first pod of a StatefulSet.
fn pod(object: &Object<'_>) -> Option<Manifest> {
    if object.id().kind != "StatefulSet" {
        return None;
    }
    let template = object.at(&["spec", "template"])?;
    let place = template.place();
    let text = |text: &str| Composed::text(&place, text);
    let mut metadata = template.get("metadata").map_or_else(|| Composed::mapping(&place, []), Composed::of);
    metadata.set("name", text(&format!("{}-0", object.id().name)));
    let mut spec = Composed::of(template.get("spec")?);
    // The claims of a StatefulSet become volumes of its pods.
    let claims = object.at(&["spec", "volumeClaimTemplates"]).into_iter().flat_map(Node::items);
    for claim in claims {
        let name = claim.at(&["metadata", "name"]).and_then(Node::text).unwrap_or_default();
        let source = Composed::mapping(&place, [("claimName", text(&format!("{name}-0")))]);
        let volume = Composed::mapping(&place, [("name", text(name)), ("persistentVolumeClaim", source)]);
        if spec.get("volumes").is_none() {
            spec.set("volumes", Composed::sequence(&place, []));
        }
        if let Some(volumes) = spec.get_mut("volumes").and_then(Composed::items_mut) {
            volumes.push(volume);
        }
    }
    let pieces = [("apiVersion", text("v1")), ("kind", text("Pod")), ("metadata", metadata), ("spec", spec)];
    Manifest::of(Composed::mapping(&place, pieces).into_document()).ok()
}
