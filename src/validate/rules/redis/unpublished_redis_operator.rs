//! The redis-operator of a release that was never published: v1.3.0, by which chart 3.3.0 completes a tag that nobody set.
//!
//! Nothing came after v1.3.0-rc1. Older tags are not judged; where the tags of the image are declared, another rule asks those.

use crate::cluster::redis_operator::Chart;
use crate::cluster::redis_operator::RedisOperator;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unpublished-redis-operator",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "The redis-operator is to run from an image that was never published.",
    why: "the image cannot be pulled: no RedisFailover becomes anything, and those that run are no longer looked after",
    source: "spotahome/redis-operator#650",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: redis-operator, namespace: argocd}
spec:
  project: default
  source:
    repoURL: https://spotahome.github.io/redis-operator
    chart: redis-operator
    targetRevision: 3.3.0
    helm: {skipCrds: true}
  destination: {server: https://kubernetes.default.svc, namespace: redis-operator}
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: redis-operator, namespace: argocd}
spec:
  project: default
  source:
    repoURL: https://spotahome.github.io/redis-operator
    chart: redis-operator
    targetRevision: 3.3.0
    helm: {skipCrds: true, valuesObject: {image: {tag: v1.3.0-rc1}}}
  destination: {server: https://kubernetes.default.svc, namespace: redis-operator}
",
    }),
    check,
};

/// The newest image that there is.
const NEWEST: &str = "v1.3.0-rc1";

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let declared = cluster.facts.images.as_ref();
    for operator in cluster.redis_operators() {
        let is_declared = declared.is_some_and(|images| images.get(operator.image.name).is_some());
        if operator.flavour == "spotahome" && operator.image.digest.is_none() && !is_declared {
            sink_all(sink, of_deployment(&operator));
        }
    }
    for chart in cluster.redis_operator_charts().filter(|chart| chart.flavour == "spotahome") {
        sink_all(sink, of_chart(&chart));
    }
}

fn sink_all(sink: &mut Sink<'_>, finding: Option<Finding>) {
    if let Some(finding) = finding {
        sink.report(finding);
    }
}

fn of_deployment(operator: &RedisOperator<'_, '_>) -> Option<Finding> {
    let tag = operator.image.tag.filter(|tag| is_unpublished(tag))?;
    let message = format!("the redis-operator was never published as `{tag}`");
    let path = operator.workload.path("containers");
    let finding = operator.workload.object.finding(operator.image_node, path, message);
    Some(finding.help(format!("write `{}:{NEWEST}`, or `v1.2.4`, the last stable release", operator.image.name)))
}

fn of_chart(chart: &Chart<'_, '_>) -> Option<Finding> {
    chart.version().filter(|version| *version == "3.3.0" && !chart.may_set(&["image", "tag"]))?;
    let node = chart.source.node.get("targetRevision")?;
    let message =
        "chart 3.3.0 runs the redis-operator as `v1.3.0` unless `image.tag` is set, and that was never published";
    let finding = chart.application.object.finding(node, chart.source.key("targetRevision"), message);
    Some(finding.help(format!("write `helm.valuesObject: {{image: {{tag: {NEWEST}}}}}`")))
}

/// Whether a tag names a release after the last one.
fn is_unpublished(tag: &str) -> bool {
    let version = tag.strip_prefix('v').unwrap_or(tag);
    let (numbers, rest) = version.split_once('-').unwrap_or((version, ""));
    let numbers: Option<Vec<u32>> = numbers.split('.').map(|part| part.parse().ok()).collect();
    let is_later = numbers.is_some_and(|numbers| numbers.len() == 3 && (numbers[0], numbers[1]) >= (1, 3));
    is_later && (rest.is_empty() || (rest.starts_with("rc") && rest != "rc1"))
}

#[cfg(test)]
mod tests {
    use super::is_unpublished;

    #[test]
    fn nothing_came_after_the_first_candidate_of_1_3_0() {
        for (tag, unpublished) in [
            ("v1.3.0", true),
            ("1.3.0", true),
            ("v1.3.1", true),
            ("v1.3.0-rc2", true),
            ("v1.3.0-rc1", false),
            ("v1.2.4", false),
            ("v0.5.8", false),
            ("latest", false),
            ("v1.3.0-patched", false),
        ] {
            assert_eq!(is_unpublished(tag), unpublished, "{tag}");
        }
    }
}
