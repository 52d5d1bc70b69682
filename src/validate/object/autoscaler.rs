//! Autoscalers: their bounds, their target, and the metrics that they follow.

use crate::validate::object::claim::positive;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_least;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;

/// Where version 1 keeps metrics other than its own.
const METRICS_OF_V1: &str = "autoscaling.alpha.kubernetes.io/metrics";

pub(super) fn check(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    let (min, max) = (spec.get("minReplicas"), spec.get("maxReplicas"));
    // Scaling to none is on by default since 1.37.
    at_least(sink, &min, i128::from(sink.minor < 37));
    let wakes = |metric: &Field<'_>| ["Object", "External"].iter().any(|kind| metric.get("type").is_text(kind));
    if sink.minor >= 37
        && min.integer() == Some(0)
        && !root.at(&["metadata", "annotations", METRICS_OF_V1]).is_set()
        && !spec.get("metrics").items().any(|metric| wakes(&metric))
    {
        sink.push(
            fault("conflicting-fields", &min, "no pods are left to measure, and no other metric is followed")
                .help("follow a metric of type `External` or `Object` as well, or write at least 1"),
        );
    }
    at_least(sink, &max, 1);
    if let (Some(low), Some(high)) = (min.integer(), max.integer())
        && high < low
        && high >= 1
    {
        sink.push(
            fault("value-out-of-range", &max, format!("`spec.maxReplicas` is {high}, below `spec.minReplicas`"))
                .also(min.place(), format!("the minimum is {low}"))
                .help(format!("write at least {low}")),
        );
    }
    let target = spec.get("scaleTargetRef");
    reference(sink, &target);
    let version = target.get("apiVersion");
    if sink.minor >= 34
        && !target.get("kind").is_text("ReplicationController")
        && !version.text_or_empty().contains('/')
    {
        let kind = target.get("kind").text_or_empty();
        let (rule, message) = match version.text_or_empty() {
            "" => ("missing-field", format!("`spec.scaleTargetRef` does not say which group {kind} belongs to")),
            core => ("unknown-value", format!("there is no {kind} in `{core}` that can be scaled")),
        };
        sink.push(
            fault(rule, &version, message)
                .help("write the group and version of the target, such as `apiVersion: apps/v1`"),
        );
    }
    // The only metric of version 1.
    at_least(sink, &spec.get("targetCPUUtilizationPercentage"), 1);
    for metric in spec.get("metrics").items() {
        self::metric(sink, &metric);
    }
    for direction in ["scaleUp", "scaleDown"] {
        let rules = spec.at(&["behavior", direction]);
        within(sink, &rules.get("stabilizationWindowSeconds"), 0, 3600);
        one_of(sink, &rules.get("selectPolicy"), &["Disabled", "Max", "Min"]);
        if rules.is_set() && rules.get("policies").is_set() {
            required(sink, &rules.get("policies"));
        }
        for policy in rules.get("policies").items() {
            one_of(sink, &policy.get("type"), &["Percent", "Pods"]);
            at_least(sink, &policy.get("value"), 1);
            within(sink, &policy.get("periodSeconds"), 1, 1800);
        }
    }
}

/// The types of metrics, with the field that describes each.
const METRICS: [(&str, &str); 5] = [
    ("ContainerResource", "containerResource"),
    ("External", "external"),
    ("Object", "object"),
    ("Pods", "pods"),
    ("Resource", "resource"),
];

fn metric(sink: &mut Sink, metric: &Field<'_>) {
    let kind = metric.get("type");
    one_of(sink, &kind, &METRICS.map(|(kind, _)| kind));
    let Some((_, own)) = METRICS.into_iter().find(|(name, _)| kind.is_text(name)) else { return };
    for (_, other) in METRICS.into_iter().filter(|(_, field)| *field != own) {
        forbidden(sink, &metric.get(other), &format!("with `type: {}`", kind.text_or_empty()));
    }
    let source = metric.get(own);
    if !source.is_set() {
        required(sink, &source);
        return;
    }
    if own == "object" {
        reference(sink, &source.get("describedObject"));
    }
    if own == "containerResource" && required(sink, &source.get("container")) {
        name(sink, &source.get("container"), Grammar::Label);
    }
    if own.ends_with("esource") {
        required(sink, &source.get("name"));
    } else if required(sink, &source.at(&["metric", "name"])) {
        name(sink, &source.at(&["metric", "name"]), Grammar::PathSegment);
    }
    target(sink, &source.get("target"), own);
}

fn target(sink: &mut Sink, target: &Field<'_>, metric: &str) {
    let kind = target.get("type");
    one_of(sink, &kind, &["Utilization", "Value", "AverageValue"]);
    at_least(sink, &target.get("averageUtilization"), 1);
    for amount in ["value", "averageValue"] {
        positive(sink, &target.get(amount));
    }
    let values: &[&'static str] = match metric {
        "resource" | "containerResource" => &["averageUtilization", "averageValue"],
        "pods" => &["averageValue"],
        _ => &["averageValue", "value"],
    };
    if !values.iter().any(|value| target.get(value).is_set()) {
        required(sink, &target.get(values[0]));
    } else if values.len() > 1 && metric != "object" {
        one_field(sink, target, values, false);
    }
}

/// Another object by its kind and name.
fn reference(sink: &mut Sink, reference: &Field<'_>) {
    for field in ["kind", "name"] {
        if required(sink, &reference.get(field)) {
            name(sink, &reference.get(field), Grammar::PathSegment);
        }
    }
}
