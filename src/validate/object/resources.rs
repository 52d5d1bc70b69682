//! What containers ask for and may use.

use crate::model::quantity::Quantity;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::yaml::Node;

const HUGE_PAGES: &str = "hugepages-";

/// An amount that cannot be less than nothing, if it is there.
#[inline]
pub(super) fn not_negative(sink: &mut Sink, field: &Field<'_>) {
    // A minus stands before the digits, and there may be blanks before it.
    if field.node().is_some_and(|node| node.bytes().first().is_some_and(|first| !first.is_ascii_digit())) {
        not_below_nothing(sink, field);
    }
}

fn not_below_nothing(sink: &mut Sink, field: &Field<'_>) {
    let text = field.node().and_then(Node::text).unwrap_or_default();
    let amount = text.trim_start().strip_prefix('-').and_then(Quantity::milli_of);
    if amount.is_some_and(|amount| amount > 0) {
        sink.push(
            fault("value-out-of-range", field, format!("`{}` cannot be negative", field.path()))
                .help("write an amount of 0 or more"),
        );
    }
}

/// Whether containers can have it. Those of a domain that Kubernetes does not own are counted in whole numbers.
pub(super) fn is_container_resource(name: &str) -> bool {
    if matches!(name, "cpu" | "memory" | "ephemeral-storage") {
        return true;
    }
    if !name.contains('/') {
        return name.starts_with(HUGE_PAGES);
    }
    let own = name.contains("kubernetes.io/");
    // In quotas it stands with this prefix.
    let quota = || !name.starts_with("requests.") && Grammar::Qualified.matches(&format!("requests.{name}"));
    Grammar::Qualified.matches(name) && (own || quota())
}

fn is_foreign(name: &str) -> bool {
    memchr::memchr(b'/', name.as_bytes()).is_some() && !name.contains("kubernetes.io/")
}

/// An amount of a resource: not negative, and whole where only whole things can be handed out.
pub(super) fn amount(sink: &mut Sink, name: &str, field: &Field<'_>) {
    const COUNTED: &[&str] = &[
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
    not_negative(sink, field);
    if matches!(name, "cpu" | "memory") {
        return;
    }
    let whole = COUNTED.contains(&name) || is_foreign(name);
    if whole && field.milli().is_some_and(|amount| amount % 1000 != 0) {
        sink.push(
            fault("value-out-of-range", field, format!("`{}` must be a whole number", field.path()))
                .help("write how many, without a fraction"),
        );
    }
}

/// Whether no more can be used than was asked for.
fn is_fixed(name: &str) -> bool {
    !matches!(name, "cpu" | "memory") && (name.starts_with(HUGE_PAGES) || is_foreign(name))
}

/// The requests and limits of a container. Pods of a `StatefulSet` (`names` is false) may ask for what nobody knows.
pub(super) fn check(sink: &mut Sink, resources: &Field<'_>, names: bool) {
    if !resources.is_set() {
        return;
    }
    let (requests, limits) = (resources.get("requests"), resources.get("limits"));
    for amounts in [&requests, &limits] {
        amounts_of(sink, amounts, names);
    }
    for (key, request) in requests.pairs() {
        let name = key.text().unwrap_or_default();
        let limit = limits.get(name);
        if !limit.is_set() && names && is_fixed(name) {
            sink.push(
                fault("missing-field", &limit, format!("`{name}` needs a limit that is the same as the request"))
                    .help("it cannot be shared with others: write it under `limits`, which is the request, too"),
            );
        }
        below(sink, name, &Field::root(request), &limit);
    }
    let all = || requests.keys().chain(limits.keys());
    // Hardly any container asks for none of these two.
    let usual =
        [&requests, &limits].iter().any(|amounts| amounts.get("cpu").is_set() || amounts.get("memory").is_set());
    if !usual && all().any(|name| name.starts_with(HUGE_PAGES)) {
        sink.push(
            fault("missing-field", resources, "huge pages need a request or limit of `cpu` or `memory`")
                .help("ask for `cpu` or `memory`, too"),
        );
    }
}

/// Amounts of what containers can have.
pub(super) fn amounts_of(sink: &mut Sink, amounts: &Field<'_>, names: bool) {
    for (key, value) in amounts.pairs() {
        let name = key.text().unwrap_or_default();
        let (key, value) = (Field::key(key, value), Field::root(value));
        amount(sink, name, &value);
        if matches!(name, "cpu" | "memory") {
            continue;
        }
        if names && !is_container_resource(name) {
            let known = ["cpu", "memory", "ephemeral-storage"];
            let near = crate::text::suggest::nearest(name, known).map(|meant| format!("write `{meant}`"));
            sink.push(fault("unknown-value", &key, format!("containers have no resource `{name}`")).help(
                near.unwrap_or_else(|| {
                    "write `cpu`, `memory`, `ephemeral-storage`, or a resource with its domain".to_owned()
                }),
            ));
        }
        let page = || name.strip_prefix(HUGE_PAGES).and_then(Quantity::milli_of);
        if names
            && name.starts_with(HUGE_PAGES)
            && !value.milli().zip(page()).is_some_and(|(all, one)| one > 0 && all % one == 0)
        {
            sink.push(
                fault("value-out-of-range", &value, format!("`{}` must be whole pages", value.path()))
                    .help(format!("write a multiple of the size in `{name}`")),
            );
        }
    }
}

fn below(sink: &mut Sink, name: &str, request: &Field<'_>, limit: &Field<'_>) {
    if !limit.is_set() {
        return;
    }
    let (Some(asked), Some(allowed)) = (request.milli(), limit.milli()) else { return };
    if asked > allowed || (asked != allowed && is_fixed(name)) {
        let relation = if is_fixed(name) { "differs from" } else { "is above" };
        let (asked, allowed) = (request.quantity().unwrap_or_default(), limit.quantity().unwrap_or_default());
        sink.push(
            fault(
                "requests-above-limits",
                request,
                format!("the request of {asked} {name} {relation} its limit of {allowed}"),
            )
            .also(limit.place(), "this is the limit")
            .help("lower the request, or raise the limit"),
        );
    }
}

/// What happens to a container when its resources change; known since 1.33.
pub(super) fn resize(sink: &mut Sink, policies: &Field<'_>) {
    if sink.minor < 33 {
        return;
    }
    for policy in policies.items() {
        for (field, allowed) in
            [("resourceName", ["cpu", "memory"]), ("restartPolicy", ["NotRequired", "RestartContainer"])]
        {
            required(sink, &policy.get(field));
            one_of(sink, &policy.get(field), &allowed);
        }
    }
    distinct(sink, policies.items().map(|policy| policy.get("resourceName")));
}
