//! What is taken of a context: keys of `github`, steps, needed jobs and their outputs, matrix values, inputs.

use crate::text::suggest;
use crate::workflow::Role;
use crate::workflow::expression::Expr;
use crate::workflow::expression::Kind;
use crate::workflow::key::Key;
use crate::workflow::matrix::Keys;
use crate::workflow::meaning::Check;

/// Source: GitHub, Contexts: `github` context; and those that the runner sets besides.
const GITHUB: [&str; 44] = [
    "action",
    "action_path",
    "action_ref",
    "action_repository",
    "action_status",
    "actor",
    "actor_id",
    "api_url",
    "artifact_cache_size_limit",
    "base_ref",
    "env",
    "event",
    "event_name",
    "event_path",
    "graphql_url",
    "head_ref",
    "job",
    "job_workflow_sha",
    "output",
    "path",
    "ref",
    "ref_name",
    "ref_protected",
    "ref_type",
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
    "repository_visibility",
    "repositoryurl",
    "retention_days",
    "run_attempt",
    "run_id",
    "run_number",
    "secret_source",
    "server_url",
    "sha",
    "state",
    "step_summary",
    "token",
    "triggering_actor",
    "workflow",
    "workflow_ref",
    "workflow_sha",
];

pub(super) fn check(check: &mut Check<'_>, part: &Expr, context: &str) {
    match context {
        "github" => github(check, part),
        "runner" => runner(check, part),
        "steps" => steps(check, part),
        "needs" => needs(check, part),
        "matrix" => matrix(check, part),
        "inputs" => inputs(check, part),
        "jobs" => jobs(check, part),
        _ => {}
    }
}

/// The place of what is taken at a position.
fn place(check: &Check<'_>, part: &Expr, at: usize) -> crate::text::Place {
    let Kind::Context(_, accesses) = &part.kind else { return check.expression.whole() };
    accesses.get(at).map_or_else(|| check.expression.whole(), |access| check.expression.place(&access.span))
}

fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match suggest::nearest(name, known.iter().copied()) {
        Some(near) => format!("write `{near}`"),
        None => suggest::known(known),
    }
}

fn github(check: &mut Check<'_>, part: &Expr) {
    let Some(name) = part.name(0) else { return };
    let lower = name.to_ascii_lowercase();
    let place = place(check, part, 0);
    if !GITHUB.contains(&lower.as_str()) && lower != "workspace" {
        let help = near(&lower, GITHUB);
        check.tell_empty("unknown-context-key", place, format!("`github` has no `{name}`")).help = Some(help);
        return;
    }
    let is_input = lower == "event" && part.name(1) == Some("inputs");
    let Some(input) = part.name(2).filter(|_| is_input && check.scope.is_dispatched) else { return };
    if !check.scope.dispatched.contains(&input.to_ascii_lowercase()) {
        let help = near(input, check.scope.dispatched.iter().map(String::as_str));
        check.tell_empty("unknown-input", place, format!("`workflow_dispatch` has no input `{input}`")).help =
            Some(help);
    }
}

/// Source: GitHub, Contexts: `runner` context.
fn runner(check: &mut Check<'_>, part: &Expr) {
    let known = ["name", "os", "arch", "temp", "tool_cache", "debug", "environment", "workspace", "perflog"];
    let Some(name) = part.name(0).filter(|name| !known.contains(&name.to_ascii_lowercase().as_str())) else { return };
    let place = place(check, part, 0);
    let help = near(name, known);
    check.tell_empty("unknown-context-key", place, format!("`runner` has no `{name}`")).help = Some(help);
}

fn steps(check: &mut Check<'_>, part: &Expr) {
    let (Some(name), scope) = (part.name(0), check.scope) else { return };
    let Some(own) = scope.own(check.expression.site) else { return };
    let at = place(check, part, 0);
    let Some(&number) = own.steps.get(&name.to_ascii_lowercase()) else {
        let help = near(name, own.steps.keys().map(String::as_str));
        check.tell_empty("unknown-step", at, format!("no step of this job has the id `{name}`")).help = Some(help);
        return;
    };
    if check.expression.site.step.is_some_and(|step| number >= step) {
        let message = format!("step `{name}` has not run yet");
        check.tell_empty("unknown-step", at, message).help = Some("take outputs of steps that stand before".to_owned());
        return;
    }
    let known = ["outputs", "outcome", "conclusion"];
    if let Some(key) = part.name(1).filter(|key| !known.contains(&key.to_ascii_lowercase().as_str())) {
        let place = place(check, part, 1);
        let help = format!("write `steps.{name}.outputs.{key}`, or one of `outcome` and `conclusion`");
        check.tell_empty("unknown-context-key", place, format!("a step has no `{key}`")).help = Some(help);
    }
}

fn needs(check: &mut Check<'_>, part: &Expr) {
    let (Some(name), scope) = (part.name(0), check.scope) else { return };
    let Some(own) = scope.own(check.expression.site) else { return };
    let lower = name.to_ascii_lowercase();
    let at = place(check, part, 0);
    if !own.needs.contains(&lower) {
        let (message, help) = if scope.by_id.contains_key(&lower) {
            (format!("job `{name}` is not among the `needs` of this job"), format!("add `{name}` to `needs`"))
        } else {
            (format!("there is no job `{name}`"), near(name, own.needs.iter().map(String::as_str)))
        };
        check.tell_empty("job-not-needed", at, message).help = Some(help);
        return;
    }
    let Some(&needed) = scope.by_id.get(&lower) else { return };
    output(check, part, needed);
}

/// What is taken of a job: its result, or an output that it declares.
fn output(check: &mut Check<'_>, part: &Expr, number: usize) {
    let scope = check.scope;
    let job = scope.jobs[number].job;
    let Some(key) = part.name(1) else { return };
    if !matches!(key.to_ascii_lowercase().as_str(), "outputs" | "result") {
        let place = place(check, part, 1);
        let help = format!("write `outputs.{key}`, or `result`");
        check.tell_empty("unknown-context-key", place, format!("a job has no `{key}`")).help = Some(help);
        return;
    }
    // What a called workflow gives is declared in its file.
    let Some(output) = part.name(2).filter(|_| key.eq_ignore_ascii_case("outputs") && job.called().is_none()) else {
        return;
    };
    let declared: Vec<&str> = job.outputs().filter_map(|(key, _)| key.text()).collect();
    if !declared.iter().any(|own| own.eq_ignore_ascii_case(output)) {
        let place = place(check, part, 2);
        let help = near(output, declared);
        let finding =
            check.tell_empty("undeclared-output", place, format!("job `{}` has no output `{output}`", job.id));
        finding.help = Some(help);
        finding.also.push((job.key.place(), "outputs of steps have to be named in `outputs` here".to_owned()));
    }
}

fn jobs(check: &mut Check<'_>, part: &Expr) {
    let (Some(name), scope) = (part.name(0), check.scope) else { return };
    if let Some(number) = scope.by_id.get(&name.to_ascii_lowercase()) {
        return output(check, part, *number);
    }
    let place = place(check, part, 0);
    let help = near(name, scope.jobs.iter().map(|own| own.job.id));
    check.tell_empty("unknown-needed-job", place, format!("there is no job `{name}`")).help = Some(help);
}

fn matrix(check: &mut Check<'_>, part: &Expr) {
    let (Some(name), scope) = (part.name(0), check.scope) else { return };
    let Some(own) = scope.own(check.expression.site) else { return };
    let place = place(check, part, 0);
    match &own.matrix {
        Keys::Open => {}
        Keys::None if scope.workflow.role == Role::Action => {}
        Keys::None => {
            let message = format!("this job has no matrix that could have `{name}`");
            check.tell_empty("unknown-matrix-key", place, message).help =
                Some("add `strategy: {matrix: …}`, or write the value".to_owned());
        }
        Keys::Closed(keys) => {
            if !keys.contains(&name.to_ascii_lowercase()) {
                let help = near(name, keys.iter().map(String::as_str));
                check.tell_empty("unknown-matrix-key", place, format!("the matrix of this job has no `{name}`")).help =
                    Some(help);
            }
        }
    }
}

fn inputs(check: &mut Check<'_>, part: &Expr) {
    let (Some(name), scope) = (part.name(0), check.scope) else { return };
    let Some(inputs) = &scope.inputs else { return };
    if inputs.contains_key(&name.to_ascii_lowercase()) || check.expression.key == Key::InputDefault {
        return;
    }
    let place = place(check, part, 0);
    let help = if inputs.is_empty() {
        "declare it below `on.workflow_dispatch.inputs` or `on.workflow_call.inputs`".to_owned()
    } else {
        near(name, inputs.values().copied())
    };
    check.tell_empty("unknown-input", place, format!("there is no input `{name}`")).help = Some(help);
}
