//! `name=$(command)` written to `$GITHUB_OUTPUT`, with a command that gives several lines.
//!
//! Told of `jq` without `-c` and `-r` where the output is read with `fromJSON`, and as a warning of `ls`, `find` and `git`
//! lists that nothing joins.

use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Workflow;
use crate::workflow::expression::Kind;
use crate::workflow::job::Job;
use crate::workflow::scan::Expression;
use crate::workflow::script;
use crate::workflow::script::line_place;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "multi-line-output",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "An output that has to be one line is written with several.",
    why: "GitHub reads one line an output: the next ones are refused, and the step fails, or the value is cut off",
    source: "GitHub, Workflow commands: Setting an output parameter, Multiline strings",
    example: Some(Example {
        facts: "",
        bad: r#"
on: push
permissions: {contents: read}
jobs:
  plan:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    outputs:
      services: ${{ steps.list.outputs.services }}
    steps:
    - id: list
      run: echo "services=$(jq .services model.json)" >> "$GITHUB_OUTPUT"
  test:
    needs: plan
    if: needs.plan.outputs.services != '[]'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    strategy:
      matrix:
        service: ${{ fromJSON(needs.plan.outputs.services) }}
    steps:
    - run: make test
"#,
        good: r#"
on: push
permissions: {contents: read}
jobs:
  plan:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    outputs:
      services: ${{ steps.list.outputs.services }}
    steps:
    - id: list
      run: echo "services=$(jq -c .services model.json)" >> "$GITHUB_OUTPUT"
  test:
    needs: plan
    if: needs.plan.outputs.services != '[]'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    strategy:
      matrix:
        service: ${{ fromJSON(needs.plan.outputs.services) }}
    steps:
    - run: make test
"#,
    }),
    check,
};

/// What makes one line of several.
const JOINED: [&str; 13] =
    ["tr ", "xargs", "paste", "jq", "head", "tail", "wc", "grep -c", "base64", "sha", "md5sum", "awk", "python"];

/// What gives a line for each file.
const LISTS: [&str; 6] = ["ls ", "find ", "git diff --name-only", "git ls-files", "git tag", "git log"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let read = read_as_json(workflow);
        for step in workflow.jobs().iter().flat_map(Job::steps) {
            let Some((node, script)) = step.run().and_then(|node| Some((node, node.text()?))) else { continue };
            for line in script::lines(script).into_iter().filter(|line| line.text.contains("GITHUB_OUTPUT")) {
                let Some((name, command)) = written(line.text) else { continue };
                let last = command.rsplit('|').next().unwrap_or(command).trim_start();
                let is_pretty = last.starts_with("jq ")
                    && !has_option(last, &['c', 'r', 'j'], &["--compact-output", "--raw-output", "--join-output"]);
                let is_text =
                    ["@json", "tojson", "tostring", "length", "join("].iter().any(|filter| last.contains(filter));
                let place = line_place(&node.place(), line.number, line.text);
                if is_pretty && !is_text && read.contains(&name.to_ascii_lowercase()) {
                    let message = format!("`jq` writes `{name}` in several lines");
                    let mut finding = step.finding(node, "run", message).help("write `jq -c`, which gives one line");
                    finding.place = place;
                    sink.report(finding);
                } else if LISTS.iter().any(|list| command.starts_with(list))
                    && !JOINED.iter().any(|joined| command.contains(joined))
                    && !command.contains("-1")
                {
                    let message = format!("`{name}` gets a line for each file");
                    let help =
                        format!("write it between `{name}<<EOF` and `EOF`, or make one line of it with `jq -Rsc`");
                    let mut finding = step.finding(node, "run", message).help(help);
                    finding.place = place;
                    sink.report_as(Severity::Warning, finding);
                }
            }
        }
    }
}

/// The output that a line writes, and the command whose result that is.
fn written(line: &str) -> Option<(&str, &str)> {
    let (before, rest) = line.split_once("=$(")?;
    let name = before.rsplit(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '_' | '-')).next()?;
    let end = rest.rfind(')')?;
    (!name.is_empty()).then_some((name, rest[..end].trim()))
}

fn has_option(command: &str, short: &[char], long: &[&str]) -> bool {
    command.split_whitespace().any(|word| {
        let is_short = word.starts_with('-') && !word.starts_with("--") && word.contains(short);
        is_short || long.contains(&word)
    })
}

/// The names of outputs that are read with `fromJSON`; of jobs those of the steps that they come from, too.
fn read_as_json(workflow: &Workflow) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut of_jobs = BTreeSet::new();
    for expr in workflow.expressions.iter().filter_map(Expression::expr) {
        expr.each(&mut |part| {
            let Kind::Call(name, arguments) = &part.kind else { return };
            let output = arguments.first().and_then(|argument| argument.name(2));
            if let Some(output) = output.filter(|_| name.eq_ignore_ascii_case("fromJSON")) {
                names.insert(output.to_ascii_lowercase());
                of_jobs.insert(output.to_ascii_lowercase());
            }
        });
    }
    for (key, value) in workflow.jobs().iter().flat_map(|job| job.outputs().collect::<Vec<_>>()) {
        let is_read = key.text().is_some_and(|key| of_jobs.contains(&key.to_ascii_lowercase()));
        let output = value.text().and_then(|text| text.split_once(".outputs.")).map(|(_, rest)| rest);
        let own = output.and_then(|rest| {
            rest.split(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '_' | '-')).next()
        });
        if let Some(own) = own.filter(|_| is_read) {
            names.insert(own.to_ascii_lowercase());
        }
    }
    names
}
