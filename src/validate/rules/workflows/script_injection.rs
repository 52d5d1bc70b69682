//! Values that others choose stand in a script: `run`, or `script` of `actions/github-script`.
//!
//! Followed through `env`, outputs and matrices where one expression hands the value on. What a script made of names of
//! files may have been checked by it: that is a warning. Conditions, and functions that give a truth value, hand on
//! nothing, and the same value in a variable of `env` is what is wanted.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::key::Key;
use crate::workflow::reference::Reference;
use crate::workflow::scan::Expression;
use crate::workflow::taint::Taints;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "script-injection",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "A script holds a value that somebody without rights on the repository chooses.",
    why: "the value becomes a part of the script before a shell reads it: a title such as `$(curl …)` runs with the token and the secrets of the job",
    source: "GitHub, Secure use reference: Good practices for mitigating script injection attacks",
    example: Some(Example {
        facts: "",
        bad: r#"
on: pull_request
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: echo "${{ github.event.pull_request.title }}"
"#,
        good: r#"
on: pull_request
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: echo "$TITLE ${{ contains(github.event.pull_request.title, 'docs') }}"
      env:
        TITLE: ${{ github.event.pull_request.title }}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let mut taints = Taints::of(workflow);
        for expression in &workflow.expressions {
            let Some(expr) = expression.expr().filter(|_| is_script(&taints, expression)) else { continue };
            let Some(taint) = taints.within(expr, expression.site) else { continue };
            let origin = &taint.origin;
            let own = expression.whole();
            let (message, severity) = if taint.is_worked_on {
                let made = if own.text() == origin {
                    "holds names of files".to_owned()
                } else {
                    format!("is made of `{origin}`")
                };
                (format!("`{}` {made}, and becomes a part of this script", own.text()), Severity::Warning)
            } else if expr.dotted().as_deref() == Some(origin) {
                (format!("`{origin}` becomes a part of this script"), Severity::Error)
            } else {
                (format!("`{}` is `{origin}`, and becomes a part of this script", own.text()), Severity::Error)
            };
            let name = variable(origin);
            let help =
                format!("set `env: {{{name}: ${{{{ {} }}}}}}` at the step, and write `\"${name}\"` here", own.text());
            sink.report_as(severity, workflow.finding_at(taints.jobs(), expression, message).help(help));
        }
    }
}

/// Whether an expression stands in a script.
fn is_script(taints: &Taints<'_>, expression: &Expression) -> bool {
    if matches!(expression.key, Key::Run) || expression.key == Key::Action && is_named(&expression.path, "run") {
        return true;
    }
    if !is_named(&expression.path, "script") {
        return false;
    }
    let job = expression.site.job.and_then(|number| taints.jobs().get(number));
    let step = job.zip(expression.site.step).and_then(|(job, number)| job.get("steps")?.items().nth(number));
    let uses = step.and_then(|step| step.get("uses")?.text()).unwrap_or_default();
    Reference::of(uses).is("actions/github-script")
}

fn is_named(path: &str, key: &str) -> bool {
    path.rsplit('.').next() == Some(key)
}

/// A name for a variable with that value.
fn variable(origin: &str) -> String {
    let last = origin.rsplit('.').find(|part| *part != "*").unwrap_or("VALUE");
    last.replace('-', "_").to_ascii_uppercase()
}
