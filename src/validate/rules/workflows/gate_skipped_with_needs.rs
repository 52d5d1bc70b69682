//! A step that takes `needs.*.result`, in a job whose condition does not let it run after a failure.
//!
//! Without `always()`, `failure()` or `cancelled()` in its condition a job runs only if all that it needs succeeded, so
//! that there is nothing for it to find out.

use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::expression::Expr;
use crate::workflow::expression::Kind;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "gate-skipped-with-needs",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "A job that looks at results of others is skipped when one of them fails.",
    why: "the job is skipped exactly when it should fail, and a skipped job counts as passed where it is a required check",
    source: "GitHub, Workflow syntax: `jobs.<job_id>.needs`; Troubleshooting required status checks",
    example: Some(Example {
        facts: "",
        bad: r#"
on: pull_request
permissions: {contents: read}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make test
  gate:
    needs: test
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
    - run: test "$RESULT" = success
      env:
        RESULT: ${{ needs.test.result }}
"#,
        good: r#"
on: pull_request
permissions: {contents: read}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make test
  gate:
    needs: test
    if: always()
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
    - run: test "$RESULT" = success
      env:
        RESULT: ${{ needs.test.result }}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let jobs = workflow.jobs();
        let mut told = BTreeSet::new();
        for expression in workflow.expressions.iter().filter(|expression| expression.site.step.is_some()) {
            let Some(job) = expression.site.job.and_then(|number| jobs.get(number)) else { continue };
            let condition = job.condition();
            let runs = ["always(", "failure(", "cancelled("].iter().any(|function| condition.contains(function));
            let is_asked = expression.expr().is_some_and(asks_for_result);
            if runs || !is_asked || !told.insert(job.number) {
                continue;
            }
            let message =
                format!("job `{}` is skipped if something that it needs fails, and so never sees that", job.id);
            let finding = workflow.finding_at(&jobs, expression, message);
            let help = if condition.is_empty() {
                format!("add `if: ${{{{ !cancelled() }}}}` to job `{}`", job.id)
            } else {
                format!(
                    "write `if: ${{{{ !cancelled() && ({}) }}}}`",
                    condition.trim().trim_start_matches("${{").trim_end_matches("}}").trim()
                )
            };
            sink.report(finding.also(job.key.place(), "this job").help(help));
        }
    }
}

fn asks_for_result(expr: &Expr) -> bool {
    let mut asks = false;
    expr.each(&mut |part| {
        let is_needs = matches!(&part.kind, Kind::Context(name, _) if name.eq_ignore_ascii_case("needs"));
        asks |= is_needs && part.name(1).is_some_and(|key| key.eq_ignore_ascii_case("result"));
    });
    asks
}
