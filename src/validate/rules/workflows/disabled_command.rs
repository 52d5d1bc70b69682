//! `::set-env`, `::add-path`, `::set-output` or `::save-state` in a script; the latter two are warnings.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Workflow;
use crate::workflow::script;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "disabled-command",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "A script uses a workflow command that runners refuse.",
    why: "`set-env` and `add-path` fail the step since 2020; `set-output` and `save-state` only warn, and are to follow",
    source: "GitHub, Changelog 2020-11-09 and 2022-10-11; Workflow commands",
    example: Some(Example {
        facts: "",
        bad: r#"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: echo "::set-env name=TAG::1.4"
"#,
        good: r#"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: echo "TAG=1.4" >> "$GITHUB_ENV"
"#,
    }),
    check,
};

const COMMANDS: [(&str, &str, Severity); 4] = [
    ("::set-env ", "echo \"NAME=VALUE\" >> \"$GITHUB_ENV\"", Severity::Error),
    ("::add-path::", "echo \"FOLDER\" >> \"$GITHUB_PATH\"", Severity::Error),
    ("::set-output ", "echo \"NAME=VALUE\" >> \"$GITHUB_OUTPUT\"", Severity::Warning),
    ("::save-state ", "echo \"NAME=VALUE\" >> \"$GITHUB_STATE\"", Severity::Warning),
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for step in context.workflows.all.iter().flat_map(Workflow::jobs).flat_map(|job| job.steps()) {
        let Some((node, script)) = step.run().and_then(|node| Some((node, node.text()?))) else { continue };
        let is_allowed = step.variable("ACTIONS_ALLOW_UNSECURE_COMMANDS").is_some();
        for line in script::lines(script) {
            let Some((command, help, severity)) = COMMANDS.iter().find(|(command, ..)| line.text.contains(command))
            else {
                continue;
            };
            let name = command.trim_matches([':', ' ']);
            let mut finding = step.finding(node, "run", format!("`{name}` is a command of the past"));
            finding.place = script::line_place(&node.place(), line.number, line.text);
            let severity = if is_allowed { Severity::Warning } else { *severity };
            sink.report_as(severity, finding.help(format!("write `{help}`")));
        }
    }
}
