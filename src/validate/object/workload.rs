//! What keeps pods running: Deployments and their kin.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_least;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::share;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::names::Names;
use crate::validate::object::pod;
use crate::validate::object::pod::Origin;
use crate::validate::object::selector;

#[inline]
pub(super) fn counts(sink: &mut Sink, spec: &Field<'_>, fields: &[&'static str]) {
    for field in fields {
        at_least(sink, &spec.get(field), 0);
    }
}

/// The selector and the template of a workload whose pods run for ever.
fn lasting(sink: &mut Sink, spec: &Field<'_>, origin: Origin) {
    counts(sink, spec, &["replicas", "minReadySeconds"]);
    let (own, template) = (spec.get("selector"), spec.get("template"));
    let labels = template.get("metadata").get("labels");
    let before = sink.len();
    selector::check(sink, &own);
    let empty = own.get("matchLabels").is_empty() && own.get("matchExpressions").is_empty();
    if empty {
        sink.push(
            fault("selector-mismatch", &own, "`spec.selector` selects nothing in particular")
                .help("name the labels of the template in `matchLabels`"),
        );
    } else if sink.len() == before && !selector::matches(&own, &labels) {
        sink.push(
            fault("selector-mismatch", &labels, "`spec.selector` does not match the labels of the template")
                .also(own.place(), "this is the selector")
                .help("give the template every label that the selector asks for"),
        );
    }
    let claims: Names<'_> =
        spec.get("volumeClaimTemplates").items().map(|claim| claim.at(&["metadata", "name"]).text_or_empty()).collect();
    pod::template(sink, &template, origin, &claims);
    for_ever(sink, &template.get("spec"));
}

/// What the pods of such a workload cannot have.
fn for_ever(sink: &mut Sink, pod: &Field<'_>) {
    let restart = pod.get("restartPolicy");
    if restart.is_set() && ["OnFailure", "Never"].contains(&restart.text_or_empty()) {
        one_of(sink, &restart, &["Always"]);
    }
    forbidden(sink, &pod.get("activeDeadlineSeconds"), "where pods run for ever");
}

/// The oldest of them: its selector is a plain map, and follows from the template when it is missing.
pub(super) fn replication_controller(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    counts(sink, &spec, &["replicas", "minReadySeconds"]);
    let template = spec.get("template");
    let (own, labels) = (spec.get("selector"), template.get("metadata").get("labels"));
    if own.is_empty() && labels.is_empty() {
        required(sink, &own);
    }
    if !required(sink, &template) {
        return;
    }
    let matches = |key: &str, value: &Field<'_>| {
        labels.entries().any(|(name, _, own)| name == key && own.text_or_empty() == value.text_or_empty())
    };
    if !own.entries().all(|(key, _, value)| matches(key, &value)) {
        sink.push(
            fault("selector-mismatch", &labels, "`spec.selector` does not match the labels of the template")
                .also(own.place(), "this is the selector")
                .help("give the template every label that the selector asks for"),
        );
    }
    pod::template(sink, &template, Origin::Template, &Names::default());
    for_ever(sink, &template.get("spec"));
}

pub(super) fn pod_template(sink: &mut Sink, root: &Field<'_>) {
    pod::template(sink, &root.get("template"), Origin::Template, &Names::default());
}

pub(super) fn replica_set(sink: &mut Sink, root: &Field<'_>) {
    lasting(sink, &root.get("spec"), Origin::Template);
}

pub(super) fn deployment(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    counts(sink, &spec, &["revisionHistoryLimit"]);
    lasting(sink, &spec, Origin::Template);
    let strategy = spec.get("strategy");
    one_of(sink, &strategy.get("type"), &["Recreate", "RollingUpdate"]);
    let rolling = strategy.get("rollingUpdate");
    if strategy.get("type").is_text("Recreate") {
        forbidden(sink, &rolling, "with `type: Recreate`");
    }
    let (surge, unavailable) = (rolling.get("maxSurge"), rolling.get("maxUnavailable"));
    let (surge_percent, percent) = (share(sink, &surge), share(sink, &unavailable));
    percentage(sink, &unavailable, percent);
    if is_none(&surge, surge_percent) && is_none(&unavailable, percent) {
        sink.push(
            fault("conflicting-fields", &unavailable, "`maxUnavailable` and `maxSurge` cannot both be 0")
                .help("allow one pod more or one pod less than wanted, or nothing could ever be replaced"),
        );
    }
    let deadline = spec.get("progressDeadlineSeconds");
    at_least(sink, &deadline, 0);
    let ready = spec.get("minReadySeconds").integer().unwrap_or(0);
    if deadline.integer().unwrap_or(600) <= ready {
        sink.push(
            fault("conflicting-fields", &deadline, "`progressDeadlineSeconds` must be more than `minReadySeconds`")
                .help(format!("write more than {ready}; without it, it is 600")),
        );
    }
}

fn is_none(field: &Field<'_>, percent: Option<u32>) -> bool {
    field.integer() == Some(0) || percent == Some(0)
}

fn percentage(sink: &mut Sink, field: &Field<'_>, percent: Option<u32>) {
    if percent.is_some_and(|percent| percent > 100) {
        sink.push(
            fault("value-out-of-range", field, format!("`{}` cannot be more than 100%", field.path()))
                .help("write at most `100%`"),
        );
    }
}

pub(super) fn daemon_set(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    counts(sink, &spec, &["revisionHistoryLimit"]);
    lasting(sink, &spec, Origin::Template);
    let strategy = spec.get("updateStrategy");
    one_of(sink, &strategy.get("type"), &["OnDelete", "RollingUpdate"]);
    let rolling = strategy.get("rollingUpdate");
    let (surge, unavailable) = (rolling.get("maxSurge"), rolling.get("maxUnavailable"));
    let (surge_percent, percent) = (share(sink, &surge), share(sink, &unavailable));
    percentage(sink, &surge, surge_percent);
    percentage(sink, &unavailable, percent);
    if !unavailable.is_set() {
        return;
    }
    // A missing `maxSurge` is 0.
    let no_surge = !surge.is_set() || is_none(&surge, surge_percent);
    if no_surge == is_none(&unavailable, percent) {
        sink.push(
            fault("conflicting-fields", &unavailable, "exactly one of `maxUnavailable` and `maxSurge` can be 0")
                .help("a pod is replaced either before or after its successor starts: set the other one to 0"),
        );
    }
}

pub(super) fn stateful_set(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    lasting(sink, &spec, Origin::StatefulSet);
    one_of(sink, &spec.get("podManagementPolicy"), &["OrderedReady", "Parallel"]);
    let strategy = spec.get("updateStrategy");
    one_of(sink, &strategy.get("type"), &["OnDelete", "RollingUpdate"]);
    if strategy.get("type").is_text("OnDelete") {
        forbidden(sink, &strategy.get("rollingUpdate"), "with `type: OnDelete`");
    }
    at_least(sink, &strategy.at(&["rollingUpdate", "partition"]), 0);
    at_least(sink, &spec.at(&["ordinals", "start"]), 0);
    if sink.minor >= 34 {
        name(sink, &spec.get("serviceName"), Grammar::Label);
    }
    // Dropped before 1.27, where it is off by default.
    let moments: &[&'static str] = if sink.minor >= 27 { &["whenDeleted", "whenScaled"] } else { &[] };
    for moment in moments {
        one_of(sink, &spec.at(&["persistentVolumeClaimRetentionPolicy", moment]), &["Retain", "Delete"]);
    }
}
