//! A matrix of `fromJSON` of an output of another job, in a job without a condition on outputs of that job.
//!
//! A condition that only excludes the empty text is not enough if the list is `[]`: a warning. What is written down in the
//! script that makes the output, or has a value to fall back on, is never empty.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Workflow;
use crate::workflow::expression::Comparison;
use crate::workflow::expression::Expr;
use crate::workflow::expression::Kind;
use crate::workflow::job::Job;
use crate::workflow::key::Key;
use crate::workflow::matrix;
use crate::workflow::scan::Expression;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unguarded-empty-matrix",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "A job with a computed matrix runs even if there is nothing in it.",
    why: "a matrix of `[]` or of an empty text is refused, and the run fails whenever nothing changed",
    source: "GitHub, Workflow syntax: `jobs.<job_id>.strategy.matrix`; dorny/paths-filter, README",
    example: Some(Example {
        facts: "",
        bad: r#"
on: push
permissions: {contents: read}
jobs:
  changes:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    outputs:
      services: ${{ steps.find.outputs.services }}
    steps:
    - id: find
      run: ./changed-services >> "$GITHUB_OUTPUT"
  test:
    needs: changes
    runs-on: ubuntu-latest
    timeout-minutes: 10
    strategy:
      matrix:
        service: ${{ fromJSON(needs.changes.outputs.services) }}
    steps:
    - run: make test
"#,
        good: r#"
on: push
permissions: {contents: read}
jobs:
  changes:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    outputs:
      services: ${{ steps.find.outputs.services }}
    steps:
    - id: find
      run: ./changed-services >> "$GITHUB_OUTPUT"
  test:
    needs: changes
    if: needs.changes.outputs.services != '[]'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    strategy:
      matrix:
        service: ${{ fromJSON(needs.changes.outputs.services) }}
    steps:
    - run: make test
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let jobs = workflow.jobs();
        for expression in workflow.expressions.iter().filter(|expression| expression.key == Key::Strategy) {
            let Some(job) = expression.site.job.and_then(|number| jobs.get(number)) else { continue };
            let Some(expr) = expression.expr().filter(|_| is_vector(job, &expression.path)) else { continue };
            let Kind::Call(name, arguments) = &expr.kind else { continue };
            let [output] = arguments.as_slice() else { continue };
            if !name.eq_ignore_ascii_case("fromJSON") || output.name(1).is_none_or(|key| key != "outputs") {
                continue;
            }
            let (Some(dotted), Some(needed), Some(key)) = (output.dotted(), output.name(0), output.name(2)) else {
                continue;
            };
            let guard = guard(workflow, expression.site.job, &dotted, needed);
            if guard == Guard::Good
                || jobs.iter().any(|job| job.id.eq_ignore_ascii_case(needed) && is_written(job, key))
            {
                continue;
            }
            let own = &output_text(expression);
            let help = format!("add `if: {own} != '[]'` to job `{}`", job.id);
            if guard == Guard::EmptyText {
                let message =
                    format!("the condition of job `{}` excludes an empty text, and not the empty list `[]`", job.id);
                sink.report_as(Severity::Warning, workflow.finding_at(&jobs, expression, message).help(help));
            } else {
                let message = format!("job `{}` fails if `{own}` is empty", job.id);
                sink.report(workflow.finding_at(&jobs, expression, message).help(help));
            }
        }
    }
}

fn output_text(expression: &Expression) -> String {
    let text = expression.whole();
    let text = text.text();
    let inner = text.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map_or(text, |(inner, _)| inner);
    inner.trim().to_owned()
}

/// Whether a value is all of a matrix, one of its keys, or an `include` that nothing stands beside.
fn is_vector(job: &Job<'_>, path: &str) -> bool {
    let Some((_, key)) = path.split_once(".strategy.matrix") else { return path.ends_with(".strategy") };
    match key {
        "" => true,
        ".include" => matrix::of(job.node).is_some_and(|matrix| matrix::rows(matrix).next().is_none()),
        key => key.starts_with('.') && !key[1..].contains(['.', '[']) && key != ".exclude",
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Guard {
    None,
    EmptyText,
    Good,
}

/// What the condition of a job asks of the job that gives its matrix.
fn guard(workflow: &Workflow, job: Option<usize>, output: &str, needed: &str) -> Guard {
    let mut guard = Guard::None;
    let conditions =
        workflow.expressions.iter().filter(|expression| expression.key == Key::JobIf && expression.site.job == job);
    for expr in conditions.filter_map(Expression::expr) {
        expr.each(&mut |part| {
            let is_of_needed = |part: &Expr| {
                matches!(&part.kind, Kind::Context(name, _) if name.eq_ignore_ascii_case("needs"))
                    && part.name(0).is_none_or(|own| own.eq_ignore_ascii_case(needed))
                    && part.name(1).is_none_or(|key| !key.eq_ignore_ascii_case("result"))
            };
            let is_output = |part: &Expr| part.dotted().as_deref() == Some(output);
            let is_empty = |part: &Expr| matches!(&part.kind, Kind::Text(text) if text.is_empty());
            match &part.kind {
                Kind::Compare(Comparison::Unequal, left, right)
                    if is_output(left) && is_empty(right) || is_output(right) && is_empty(left) =>
                {
                    guard = if guard == Guard::None { Guard::EmptyText } else { guard };
                }
                Kind::Compare(_, left, right) if is_of_needed(left) || is_of_needed(right) => guard = Guard::Good,
                Kind::Call(_, arguments) if arguments.iter().any(is_of_needed) => guard = Guard::Good,
                Kind::And(parts) | Kind::Or(parts) if parts.iter().any(is_of_needed) => guard = Guard::Good,
                Kind::Not(inner) if is_of_needed(inner) => guard = Guard::Good,
                _ => {}
            }
        });
        if matches!(&expr.kind, Kind::Context(name, _) if name == "needs") {
            guard = Guard::Good;
        }
    }
    guard
}

/// Whether the script that makes an output writes a list down that has something in it.
fn is_written(job: &Job<'_>, output: &str) -> bool {
    let value = job.outputs().find(|(key, _)| key.text().is_some_and(|key| key.eq_ignore_ascii_case(output)));
    let Some(text) = value.and_then(|(_, value)| value.text()) else { return false };
    if text.contains("||") {
        return true;
    }
    let Some((step, name)) = text.split_once("steps.").and_then(|(_, rest)| rest.split_once(".outputs.")) else {
        return false;
    };
    let name = name
        .split(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '_' | '-'))
        .next()
        .unwrap_or(name);
    let step = job.steps().into_iter().find(|own| own.id() == Some(step));
    let script = step.and_then(|step| step.run()?.text()).unwrap_or_default();
    let assigned = format!("{name}=");
    let mut values = script
        .match_indices(&assigned)
        .map(|(at, found)| script[at + found.len()..].trim_start_matches(['\'', '"', '\\']));
    let first = values.next();
    let is_list = |value: &str| value.starts_with(['[', '{']) && !value[1..].trim_start().starts_with([']', '}', '$']);
    first.is_some_and(is_list) && values.all(is_list)
}
