//! How many pods there may be and how much they may take: disruption budgets, autoscalers, quotas, priorities.

use crate::model::quantity::Quantity;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_least;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::share;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::resources::not_negative;
use crate::validate::object::selector;

pub(super) fn disruption_budget(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    one_field(sink, &spec, &["minAvailable", "maxUnavailable"], false);
    for field in ["minAvailable", "maxUnavailable"] {
        let field = spec.get(field);
        if share(sink, &field).is_some_and(|percent| percent > 100) {
            sink.push(
                fault("value-out-of-range", &field, format!("`{}` cannot be more than 100%", field.path()))
                    .help("write at most `100%`"),
            );
        }
    }
    selector::check(sink, &spec.get("selector"));
    one_of(sink, &spec.get("unhealthyPodEvictionPolicy"), &["IfHealthyBudget", "AlwaysAllow"]);
}

pub(super) fn autoscaler(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    let (min, max) = (spec.get("minReplicas"), spec.get("maxReplicas"));
    at_least(sink, &min, 1);
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
    for field in ["kind", "name"] {
        required(sink, &spec.at(&["scaleTargetRef", field]));
    }
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
    if own.ends_with("esource") {
        required(sink, &source.get("name"));
    } else {
        required(sink, &source.at(&["metric", "name"]));
        selector::check(sink, &source.at(&["metric", "selector"]));
    }
    target(sink, &source.get("target"), own);
}

fn target(sink: &mut Sink, target: &Field<'_>, metric: &str) {
    let kind = target.get("type");
    one_of(sink, &kind, &["Utilization", "Value", "AverageValue"]);
    at_least(sink, &target.get("averageUtilization"), 1);
    let values: &[&'static str] = match metric {
        "resource" | "containerResource" => &["averageUtilization", "averageValue"],
        "pods" => &["averageValue"],
        _ => &["value", "averageValue"],
    };
    if !values.iter().any(|value| target.get(value).is_set()) {
        required(sink, &target.get(values[0]));
    } else if values.len() > 1 && metric != "object" {
        one_field(sink, target, values, false);
    }
}

pub(super) fn priority_class(sink: &mut Sink, root: &Field<'_>) {
    one_of(sink, &root.get("preemptionPolicy"), &["PreemptLowerPriority", "Never"]);
    let own = root.at(&["metadata", "name"]);
    if own.text_or_empty().starts_with("system-") {
        if !["system-cluster-critical", "system-node-critical"].contains(&own.text_or_empty()) {
            let message = "names that begin with `system-` are kept for Kubernetes";
            sink.push(fault("invalid-name", &own, message).help("choose another name"));
        }
    } else {
        within(sink, &root.get("value"), i128::from(i32::MIN), 1_000_000_000);
    }
}

/// Counts and amounts that a quota can limit, without those that have a domain.
const QUOTA: &[&str] = &[
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.storage",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
];

pub(super) fn quota(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    for (name, key, amount) in spec.get("hard").entries() {
        let huge = ["hugepages-", "requests.hugepages-", "limits.hugepages-"].iter().any(|own| name.starts_with(own));
        let foreign = name.contains('/') && Grammar::Qualified.matches(name);
        if !(QUOTA.contains(&name) || huge || foreign) {
            let near = crate::text::suggest::nearest(name, QUOTA.iter().copied());
            let help =
                near.map_or_else(|| "write a resource such as `requests.cpu`".to_owned(), |m| format!("write `{m}`"));
            sink.push(fault("unknown-value", &key, format!("quotas know no resource `{name}`")).help(help));
        }
        not_negative(sink, &amount);
    }
    let scopes = spec.get("scopes");
    for scope in scopes.items() {
        const SCOPES: &[&str] = &[
            "Terminating",
            "NotTerminating",
            "BestEffort",
            "NotBestEffort",
            "PriorityClass",
            "CrossNamespacePodAffinity",
        ];
        one_of(sink, &scope, SCOPES);
    }
    let best_effort = scopes.items().any(|scope| scope.is_text("BestEffort"));
    if best_effort && let Some((name, ..)) = spec.get("hard").entries().find(|(name, ..)| *name != "pods") {
        sink.push(
            fault("conflicting-fields", &scopes, format!("the scope `BestEffort` has no resource `{name}`"))
                .help("limit only `pods` with this scope"),
        );
    }
}

pub(super) fn limit_range(sink: &mut Sink, root: &Field<'_>) {
    let limits = root.at(&["spec", "limits"]);
    for limit in limits.items() {
        match limit.get("type").text_or_empty() {
            "Pod" => {
                for field in ["default", "defaultRequest"] {
                    forbidden(sink, &limit.get(field), "with `type: Pod`");
                }
            }
            "PersistentVolumeClaim" => {
                let set = |field| limit.at(&[field, "storage"]).is_set();
                if !set("min") && !set("max") {
                    sink.push(
                        fault("missing-field", &limit, format!("`{}` needs a `min` or `max` of storage", limit.path()))
                            .help("set `min.storage`, `max.storage`, or both"),
                    );
                }
            }
            _ => {}
        }
        // Each of these cannot be more than the ones after it.
        let order = ["min", "defaultRequest", "default", "max"];
        for (index, lower) in order.into_iter().enumerate() {
            for upper in &order[index + 1..] {
                ordered(sink, &limit, lower, upper);
            }
        }
    }
    crate::validate::object::expect::distinct(sink, limits.items().map(|limit| limit.get("type")));
}

fn ordered(sink: &mut Sink, limit: &Field<'_>, lower: &'static str, upper: &'static str) {
    let (low, high) = (limit.get(lower), limit.get(upper));
    for (name, _, amount) in low.entries() {
        let bound = high.get(name);
        let milli = |field: &Field<'_>| field.quantity().and_then(|text| Quantity::parse(&text)).map(|q| q.milli());
        if let (Some(a), Some(b)) = (milli(&amount), milli(&bound))
            && a > b
        {
            // The server names the default, whichever bound it breaks.
            let (at, other) = if lower == "min" { (&bound, &amount) } else { (&amount, &bound) };
            sink.push(
                fault("value-out-of-range", at, format!("the `{lower}` of {name} is above its `{upper}`"))
                    .also(other.place(), "this is the other")
                    .help(format!("make `{lower}` at most `{upper}`")),
            );
        }
    }
}
