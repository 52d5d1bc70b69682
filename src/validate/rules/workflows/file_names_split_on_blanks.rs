//! A variable with names of changed files that a script splits at blanks: `for file in $FILES`, or `.split()`.
//!
//! `for` over the names that `git` or `find` list is a warning. Names that come as JSON, or with a separator of their own,
//! are left alone.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::job::Job;
use crate::workflow::scan::Site;
use crate::workflow::script::line_place;
use crate::workflow::step::Step;
use crate::workflow::taint::Taints;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "file-names-split-on-blanks",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "A list of changed files is taken apart at blanks.",
    why: "a name with a blank becomes two names that do not exist, and a pull request can choose names so that something else is built",
    source: "tj-actions/changed-files, README: Inputs; GitHub, Secure use reference",
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
    - id: changed
      uses: tj-actions/changed-files@ed68ef82c095e0d48ec87eccea555d944a631a4c
    - run: for file in $FILES; do ./check "$file"; done
      env:
        FILES: ${{ steps.changed.outputs.all_changed_files }}
"#,
        good: r#"
on: pull_request
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - id: changed
      uses: tj-actions/changed-files@ed68ef82c095e0d48ec87eccea555d944a631a4c
      with:
        json: true
    - run: jq -r '.[]' <<< "$FILES" | while read -r file; do ./check "$file"; done
      env:
        FILES: ${{ steps.changed.outputs.all_changed_files }}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let mut taints = Taints::of(workflow);
        for job in workflow.jobs() {
            for step in job.steps() {
                let Some((node, script)) = step.run().and_then(|node| Some((node, node.text()?))) else { continue };
                let site = Site { job: Some(job.number), step: Some(step.number) };
                let names = variables(&job, &step, site, &mut taints);
                for (number, line) in script.lines().map(str::trim).enumerate() {
                    let by = names.iter().find(|name| splits(line, name));
                    let listed = by.is_none() && loops_over_list(line);
                    if by.is_none() && !listed {
                        continue;
                    }
                    let message = by.map_or_else(
                        || "names of files are taken apart at blanks".to_owned(),
                        |name| format!("names of files in `{name}` are taken apart at blanks"),
                    );
                    let mut finding = step.finding(node, "run", message);
                    finding.place = line_place(&node.place(), number, line);
                    if listed {
                        let help = "list them with `-z`, and read them with `while IFS= read -r -d '' file`";
                        sink.report_as(Severity::Warning, finding.help(help));
                    } else {
                        sink.report(finding.help("ask the action for JSON (`json: true`), and read that"));
                    }
                }
            }
        }
    }
}

/// The variables of a step that hold names of files, one behind the other with blanks between.
fn variables<'w>(job: &Job<'w>, step: &Step<'w>, site: Site, taints: &mut Taints<'w>) -> Vec<&'w str> {
    let mut names = Vec::new();
    for (key, value) in step.get("env").into_iter().flat_map(Node::entries) {
        let (Some(name), Some(taint)) = (key.text(), taints.value(value, site)) else { continue };
        let from = taint.origin.strip_prefix("steps.").and_then(|rest| rest.split_once(".outputs."));
        let is_direct = from.is_some_and(|(id, _)| value.text().is_some_and(|text| text.contains(id)));
        let source = from.and_then(|(id, _)| job.steps().into_iter().find(|own| own.id() == Some(id)));
        if is_direct && source.is_none_or(|source| !has_own_form(&source)) {
            names.push(name);
        }
    }
    names
}

/// Whether the action gives the names in a form that keeps them apart.
fn has_own_form(step: &Step<'_>) -> bool {
    let is_set = |key: &str| step.with(key).and_then(Node::text).is_some_and(|text| text != "false");
    is_set("json")
        || is_set("matrix")
        || is_set("separator")
        || step.with("list-files").and_then(Node::text).is_some_and(|form| matches!(form, "json" | "csv"))
}

fn splits(line: &str, name: &str) -> bool {
    let looped = line.split_once("for ").and_then(|(_, rest)| rest.split_once(" in "));
    let words = looped.map_or("", |(_, rest)| rest.split(';').next().unwrap_or(rest).trim());
    let is_looped = [format!("${name}"), format!("${{{name}}}")].contains(&words.to_owned());
    is_looped || line.contains(name) && line.contains(".split()")
}

fn loops_over_list(line: &str) -> bool {
    let looped = line.strip_prefix("for ").and_then(|rest| rest.split_once(" in $("));
    looped.is_some_and(|(_, list)| {
        ["git diff --name-only", "git diff-tree", "git ls-files", "find "]
            .iter()
            .any(|command| list.starts_with(command))
    })
}
