//! What containers ask for and may use.

use crate::model::quantity::Quantity;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;

/// An amount that cannot be less than nothing, if it is there.
pub(super) fn not_negative(sink: &mut Sink, field: &Field<'_>) {
    let text = field.quantity().unwrap_or_default();
    let amount = text.strip_prefix('-').and_then(Quantity::parse);
    if amount.is_some_and(|amount| amount.milli() > 0) {
        sink.push(
            fault("value-out-of-range", field, format!("`{}` cannot be negative", field.path()))
                .help("write an amount of 0 or more"),
        );
    }
}

fn is_container_resource(name: &str) -> bool {
    matches!(name, "cpu" | "memory" | "ephemeral-storage") || name.starts_with("hugepages-")
}

/// Whether no more can be used than was asked for.
fn is_fixed(name: &str) -> bool {
    name.starts_with("hugepages-") || (name.contains('/') && !name.contains("kubernetes.io/"))
}

/// The requests and limits of a container. Pods of a `StatefulSet` (`names` is false) may ask for what nobody knows.
pub(super) fn check(sink: &mut Sink, resources: &Field<'_>, names: bool) {
    let (requests, limits) = (resources.get("requests"), resources.get("limits"));
    for amounts in [&requests, &limits] {
        for (name, key, amount) in amounts.entries() {
            not_negative(sink, &amount);
            if names && !is_container_resource(name) && !(name.contains('/') && Grammar::Qualified.matches(name)) {
                sink.push(
                    fault("unknown-value", &key, format!("containers have no resource `{name}`"))
                        .help("write `cpu`, `memory`, `ephemeral-storage`, or a resource with its domain"),
                );
            }
        }
    }
    for (name, _, request) in requests.entries() {
        let limit = limits.get(name);
        let amount = |field: &Field<'_>| field.quantity().and_then(|text| Quantity::parse(&text));
        let (Some(asked), Some(allowed)) = (amount(&request), amount(&limit)) else { continue };
        let broken = asked.milli() > allowed.milli() || (is_fixed(name) && asked.milli() != allowed.milli());
        if broken {
            let relation = if is_fixed(name) { "differs from" } else { "is above" };
            let (asked, allowed) = (asked.as_str(), allowed.as_str());
            sink.push(
                fault(
                    "requests-above-limits",
                    &request,
                    format!("the request of {asked} {name} {relation} its limit of {allowed}"),
                )
                .also(limit.place(), "this is the limit")
                .help("lower the request, or raise the limit"),
            );
        }
    }
}
