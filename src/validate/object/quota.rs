//! How much a namespace may take: quotas, and ranges of limits.

use crate::text::suggest::nearest;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::resources;

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

pub(super) fn check(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    for (name, key, amount) in spec.get("hard").entries() {
        let foreign = name.contains('/') && Grammar::Qualified.matches(name);
        if !(QUOTA.contains(&name) || is_huge(name) || foreign) {
            let near = nearest(name, QUOTA.iter().copied());
            let help =
                near.map_or_else(|| "write a resource such as `requests.cpu`".to_owned(), |m| format!("write `{m}`"));
            sink.push(fault("unknown-value", &key, format!("quotas know no resource `{name}`")).help(help));
        }
        resources::amount(sink, name, &amount);
    }
    let scopes = spec.get("scopes");
    for scope in scopes.items() {
        one_of(sink, &scope, SCOPES);
        fitting(sink, &scopes, &scope, &spec);
    }
    apart(sink, &scopes, &scopes.items().collect::<Vec<_>>());
    selected(sink, &spec);
}

const SCOPES: &[&str] =
    &["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity"];

/// A scope narrows the pods that count; what is no resource of pods has none.
fn fitting(sink: &mut Sink, at: &Field<'_>, scope: &Field<'_>, spec: &Field<'_>) {
    let word = scope.text_or_empty();
    let of_pods = |name: &str| {
        let plain = name.strip_prefix("requests.").or_else(|| name.strip_prefix("limits.")).unwrap_or(name);
        name == "pods" || word != "BestEffort" && matches!(plain, "cpu" | "memory")
    };
    let known = |name: &&str| QUOTA.contains(name) || is_huge(name);
    if SCOPES.contains(&word)
        && let Some(name) = spec.get("hard").keys().filter(known).find(|name| !of_pods(name))
    {
        sink.push(
            fault("conflicting-fields", at, format!("the scope `{word}` has no resource `{name}`"))
                .help("limit such resources in a quota of their own, without scopes"),
        );
    }
}

fn apart(sink: &mut Sink, at: &Field<'_>, scopes: &[Field<'_>]) {
    let has = |word| scopes.iter().any(|scope| scope.is_text(word));
    for (one, other) in [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")] {
        if has(one) && has(other) {
            sink.push(
                fault("conflicting-fields", at, format!("no pod is in `{one}` and in `{other}`"))
                    .help("keep one of them, or write two quotas"),
            );
        }
    }
}

fn selected(sink: &mut Sink, spec: &Field<'_>) {
    let own = spec.at(&["scopeSelector", "matchExpressions"]);
    for expression in own.items() {
        let (scope, operator, values) =
            (expression.get("scopeName"), expression.get("operator"), expression.get("values"));
        one_of(sink, &scope, SCOPES);
        fitting(sink, &own, &scope, spec);
        let operators: &[&str] =
            if scope.is_text("PriorityClass") { &["In", "NotIn", "Exists", "DoesNotExist"] } else { &["Exists"] };
        one_of(sink, &operator, operators);
        match operator.text_or_empty() {
            "In" | "NotIn" => {
                required(sink, &values);
            }
            _ if values.count() > 0 => forbidden(sink, &values, "with this operator"),
            _ => {}
        }
    }
    apart(sink, &own, &own.items().map(|expression| expression.get("scopeName")).collect::<Vec<_>>());
}

fn is_huge(name: &str) -> bool {
    ["hugepages-", "requests.hugepages-"].iter().any(|own| name.starts_with(own))
}

pub(super) fn limit_range(sink: &mut Sink, root: &Field<'_>) {
    let limits = root.at(&["spec", "limits"]);
    for limit in limits.items() {
        limit_type(sink, &limit.get("type"));
        for field in ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] {
            limited(sink, &limit.get("type"), &limit.get(field));
        }
        ratios(sink, &limit);
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
    distinct(sink, limits.items().map(|limit| limit.get("type")));
}

fn ordered(sink: &mut Sink, limit: &Field<'_>, lower: &'static str, upper: &'static str) {
    let (low, high) = (limit.get(lower), limit.get(upper));
    for (name, _, amount) in low.entries() {
        let bound = high.get(name);
        if let (Some(a), Some(b)) = (amount.milli(), bound.milli())
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

fn limit_type(sink: &mut Sink, kind: &Field<'_>) {
    let text = kind.text_or_empty();
    required(sink, kind);
    if !(text.contains('/') && Grammar::Qualified.matches(text)) {
        one_of(sink, kind, &["Container", "PersistentVolumeClaim", "Pod"]);
    }
}

fn limited(sink: &mut Sink, kind: &Field<'_>, amounts: &Field<'_>) {
    let of_pods = matches!(kind.text_or_empty(), "Container" | "Pod");
    for (name, key, _) in amounts.entries() {
        let known = if of_pods {
            resources::is_container_resource(name)
        } else {
            name == "storage" || QUOTA.contains(&name) || is_huge(name) || name.contains('/')
        };
        if !known {
            sink.push(
                fault("unknown-value", &key, format!("there is no resource `{name}` to limit"))
                    .help("write `cpu`, `memory`, `ephemeral-storage`, `storage` for claims, or a name with a domain"),
            );
        }
    }
}

/// How many times its request a limit may be: at least once, and not more than the bounds allow.
fn ratios(sink: &mut Sink, limit: &Field<'_>) {
    for (name, _, ratio) in limit.get("maxLimitRequestRatio").entries() {
        let Some(times) = ratio.milli() else { continue };
        let (min, max) = (limit.get("min").get(name).milli(), limit.get("max").get(name).milli());
        let above =
            min.zip(max).is_some_and(|(min, max)| min > 0 && times.saturating_mul(min) > max.saturating_mul(1000));
        if times < 1000 || above {
            let wrong = if above { "more than `max` divided by `min`" } else { "less than 1" };
            sink.push(
                fault("value-out-of-range", &ratio, format!("`{}` is {wrong}", ratio.path()))
                    .help("write how many times its request a limit may be"),
            );
        }
    }
}
