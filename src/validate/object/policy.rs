//! Disruption budgets and priorities.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::share;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
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

pub(super) fn priority_class(sink: &mut Sink, root: &Field<'_>) {
    one_of(sink, &root.get("preemptionPolicy"), &["PreemptLowerPriority", "Never"]);
    let own = root.at(&["metadata", "name"]);
    if own.text_or_empty().starts_with("system-") {
        let known = [("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000)];
        let value = root.get("value").integer().unwrap_or(0);
        if !known.iter().any(|(name, wanted)| own.is_text(name) && value == *wanted)
            || root.get("globalDefault").is_true()
        {
            let message = "names that begin with `system-` are kept for the classes of Kubernetes";
            sink.push(fault("invalid-name", &own, message).help("choose another name"));
        }
    } else {
        within(sink, &root.get("value"), i128::from(i32::MIN), 1_000_000_000);
    }
}
