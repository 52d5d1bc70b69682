//! Jobs, and what makes them by a schedule.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::within;
use crate::validate::object::failure_policy;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::names::Names;
use crate::validate::object::pod;
use crate::validate::object::pod::Origin;
use crate::validate::object::schedule;
use crate::validate::object::selector;
use crate::validate::object::workload::counts;
use crate::validate::object::zone;

/// How many pods an indexed job can have at once.
const INDEXED: i128 = 100_000;

pub(super) fn job(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    own_selector(sink, &spec);
    job_spec(sink, &spec);
    let own = root.at(&["metadata", "name"]);
    if spec.get("completionMode").is_text("Indexed")
        && let Some(completions) = spec.get("completions").integer().filter(|completions| *completions > 0)
    {
        let last = format!("{}-{}", own.text_or_empty(), completions - 1);
        if own.is_set() && Grammar::Subdomain.matches(own.text_or_empty()) && !Grammar::Label.matches(&last) {
            sink.push(
                fault("invalid-name", &own, format!("the last pod of this job cannot be called `{last}`"))
                    .help("use at most 63 letters, digits and `-` for the name and the number together"),
            );
        }
    }
}

/// The API server makes a selector for every job, unless it is told not to.
fn own_selector(sink: &mut Sink, spec: &Field<'_>) {
    let (own, labels) = (spec.get("selector"), spec.at(&["template", "metadata", "labels"]));
    let empty = own.get("matchLabels").is_empty() && own.get("matchExpressions").is_empty();
    if !spec.get("manualSelector").is_true() {
        if !empty {
            sink.push(
                fault("selector-mismatch", &own, "the API server makes a selector of its own for every job")
                    .help("leave it out"),
            );
        }
        return;
    }
    if !own.is_set() {
        required(sink, &own);
        return;
    }
    let before = sink.len();
    selector::check(sink, &own);
    if sink.len() == before && !selector::matches(&own, &labels) {
        sink.push(
            fault("selector-mismatch", &labels, "`selector` does not match the labels of the template")
                .also(own.place(), "this is the selector")
                .help("leave `selector` and `manualSelector` out: the API server makes one for every job"),
        );
    }
}

fn job_spec(sink: &mut Sink, spec: &Field<'_>) {
    counts(
        sink,
        spec,
        &["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"],
    );
    let mode = spec.get("completionMode");
    one_of(sink, &mode, &["NonIndexed", "Indexed"]);
    let indexed = mode.is_text("Indexed");
    if indexed {
        within(sink, &spec.get("parallelism"), i128::MIN, INDEXED);
        // With neither of them, both are 1.
        if !spec.get("completions").is_set() && spec.get("parallelism").is_set() {
            required(sink, &spec.get("completions"));
        }
    }
    // Off by default before, and then dropped.
    if sink.minor >= 29 {
        by_index(sink, spec, indexed);
        replacement(sink, spec);
    }
    let template = spec.get("template");
    failure_policy::check(sink, spec, &template);
    if sink.minor >= 31 && spec.get("successPolicy").is_set() {
        if !indexed {
            forbidden(sink, &spec.get("successPolicy"), "without `completionMode: Indexed`");
        }
        required(sink, &spec.at(&["successPolicy", "rules"]));
    }
    pod::template(sink, &template, Origin::Template, &Names::default());
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

/// Limits for each index of an indexed job.
fn by_index(sink: &mut Sink, spec: &Field<'_>, indexed: bool) {
    let (limit, most) = (spec.get("backoffLimitPerIndex"), spec.get("maxFailedIndexes"));
    counts(sink, spec, &["backoffLimitPerIndex", "maxFailedIndexes"]);
    if !indexed {
        for field in [&limit, &most] {
            forbidden(sink, field, "without `completionMode: Indexed`");
        }
        return;
    }
    if most.is_set() {
        required(sink, &limit);
        let completions = spec.get("completions").integer().unwrap_or(INDEXED);
        within(sink, &most, i128::MIN, completions.clamp(0, INDEXED));
    }
    if spec.get("completions").integer().is_some_and(|completions| completions > INDEXED) && limit.is_set() {
        required(sink, &most);
        within(sink, &most, i128::MIN, 10_000);
        within(sink, &spec.get("parallelism"), i128::MIN, 10_000);
    }
}

fn replacement(sink: &mut Sink, spec: &Field<'_>) {
    let with_policy = spec.get("podFailurePolicy").is_set();
    let allowed: &[&str] = if with_policy { &["Failed"] } else { &["TerminatingOrFailed", "Failed"] };
    one_of(sink, &spec.get("podReplacementPolicy"), allowed);
}

pub(super) fn cron_job(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    let schedule = spec.get("schedule");
    if required(sink, &schedule) {
        schedule::check(sink, &schedule);
    }
    time_zone(sink, &spec);
    counts(sink, &spec, &["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"]);
    one_of(sink, &spec.get("concurrencyPolicy"), &["Allow", "Forbid", "Replace"]);
    let job = spec.at(&["jobTemplate", "spec"]);
    forbidden(sink, &job.get("selector"), "in the template of a job, which gets its own");
    if job.get("manualSelector").is_true() {
        forbidden(sink, &job.get("manualSelector"), "in the template of a job, which gets its own");
    }
    job_spec(sink, &job);
}

fn time_zone(sink: &mut Sink, spec: &Field<'_>) {
    let (zone, schedule) = (spec.get("timeZone"), spec.get("schedule"));
    let in_schedule = schedule.text_or_empty().contains("TZ");
    // Beside `timeZone` it never was right, and by itself it is refused since 1.29.
    if in_schedule && (zone.is_set() || sink.minor >= 29) {
        sink.push(
            fault("conflicting-fields", &schedule, format!("`{}` cannot name a time zone", schedule.path()))
                .help("name it in `timeZone`, and leave `TZ=` out"),
        );
    }
    let text = zone.text_or_empty();
    if zone.is_set() && !zone::is_known(text) {
        let help = zone::meant(text).map_or_else(
            || "write a zone such as `Asia/Seoul` or `Etc/UTC`, or leave `timeZone` out".to_owned(),
            |meant| format!("write `{meant}`"),
        );
        sink.push(fault("unknown-value", &zone, format!("there is no time zone `{text}`")).help(help));
    }
}
