//! What makes pods: Deployments and their kin, and jobs.

use std::collections::BTreeSet;

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_least;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::share;
use crate::validate::object::field::Field;
use crate::validate::object::pod;
use crate::validate::object::pod::Origin;
use crate::validate::object::schedule;
use crate::validate::object::selector;

fn counts(sink: &mut Sink, spec: &Field<'_>, fields: &[&'static str]) {
    for field in fields {
        at_least(sink, &spec.get(field), 0);
    }
}

/// The selector and the template of a workload whose pods run for ever.
fn lasting(sink: &mut Sink, spec: &Field<'_>, origin: Origin) {
    counts(sink, spec, &["replicas", "minReadySeconds", "revisionHistoryLimit"]);
    let (own, template) = (spec.get("selector"), spec.get("template"));
    let labels = template.at(&["metadata", "labels"]);
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
    let claims: BTreeSet<&str> =
        spec.get("volumeClaimTemplates").items().map(|claim| claim.at(&["metadata", "name"]).text_or_empty()).collect();
    pod::template(sink, &template, origin, &claims);
    let restart = template.at(&["spec", "restartPolicy"]);
    if ["OnFailure", "Never"].contains(&restart.text_or_empty()) {
        one_of(sink, &restart, &["Always"]);
    }
    forbidden(sink, &template.at(&["spec", "activeDeadlineSeconds"]), "where pods run for ever");
}

pub(super) fn replica_set(sink: &mut Sink, root: &Field<'_>) {
    lasting(sink, &root.get("spec"), Origin::Template);
}

pub(super) fn deployment(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
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
    for moment in ["whenDeleted", "whenScaled"] {
        one_of(sink, &spec.at(&["persistentVolumeClaimRetentionPolicy", moment]), &["Retain", "Delete"]);
    }
}

pub(super) fn job(sink: &mut Sink, root: &Field<'_>) {
    job_spec(sink, &root.get("spec"));
}

fn job_spec(sink: &mut Sink, spec: &Field<'_>) {
    counts(
        sink,
        spec,
        &["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"],
    );
    one_of(sink, &spec.get("completionMode"), &["NonIndexed", "Indexed"]);
    one_of(sink, &spec.get("podReplacementPolicy"), &["TerminatingOrFailed", "Failed"]);
    let template = spec.get("template");
    let own = spec.get("selector");
    if own.is_set() {
        let before = sink.len();
        selector::check(sink, &own);
        if sink.len() == before && !selector::matches(&own, &template.at(&["metadata", "labels"])) {
            sink.push(
                fault("selector-mismatch", &own, "`selector` does not match the labels of the template")
                    .help("leave it out: the API server makes one for every job"),
            );
        }
    }
    pod::template(sink, &template, Origin::Template, &BTreeSet::new());
    let restart = template.at(&["spec", "restartPolicy"]);
    if matches!(restart.text_or_empty(), "" | "Always") {
        sink.push(
            fault("unknown-value", &restart, "the pods of a job cannot be restarted for ever, which is the default")
                .help("write `restartPolicy: OnFailure` or `restartPolicy: Never`"),
        );
    }
    if spec.get("podFailurePolicy").is_set() && restart.is_text("OnFailure") {
        sink.push(
            fault("conflicting-fields", &restart, "`podFailurePolicy` needs `restartPolicy: Never`")
                .help("write `restartPolicy: Never`, or leave `podFailurePolicy` out"),
        );
    }
}

pub(super) fn cron_job(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    if required(sink, &spec.get("schedule")) {
        schedule::check(sink, &spec.get("schedule"));
    }
    time_zone(sink, &spec);
    counts(sink, &spec, &["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"]);
    one_of(sink, &spec.get("concurrencyPolicy"), &["Allow", "Forbid", "Replace"]);
    job_spec(sink, &spec.at(&["jobTemplate", "spec"]));
}

/// Which zones there are is left to the API server.
fn time_zone(sink: &mut Sink, spec: &Field<'_>) {
    let zone = spec.get("timeZone");
    if !zone.is_set() {
        return;
    }
    if zone.is_empty() || zone.text_or_empty().eq_ignore_ascii_case("local") {
        sink.push(
            fault("unknown-value", &zone, "`spec.timeZone` must name a time zone")
                .help("write a zone such as `Asia/Seoul` or `Etc/UTC`, or leave `timeZone` out"),
        );
    }
    if spec.get("schedule").text_or_empty().contains("TZ=") {
        forbidden(sink, &zone, "beside a time zone in `schedule`");
    }
}
