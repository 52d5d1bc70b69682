//! `git push` with a token other than `GITHUB_TOKEN`, in a workflow that pushes start.
//!
//! A message with `[skip ci]`, a filter of paths or a condition on who pushed ends the loop. What `GITHUB_TOKEN` pushes
//! starts nothing.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::script;
use crate::workflow::trigger::triggers;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "commit-loop",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "A workflow pushes commits that start it again.",
    why: "what is pushed with a token of one's own starts workflows, this one too: it runs until somebody stops it",
    source: "GitHub, Triggering a workflow: Triggering a workflow from a workflow",
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
    - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
      with:
        token: ${{ secrets.BOT_TOKEN }}
    - run: |
        make generate
        git commit -am "generate"
        git push
"#,
        good: r#"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
      with:
        token: ${{ secrets.BOT_TOKEN }}
    - run: |
        make generate
        git commit -am "generate [skip ci]"
        git push
"#,
    }),
    check,
};

const SKIPS: [&str; 5] = ["[skip ci]", "[ci skip]", "[no ci]", "[skip actions]", "[actions skip]"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let triggers = triggers(workflow.root());
        let Some(push) = triggers.iter().find(|trigger| trigger.event == "push") else { continue };
        let is_narrow = ["paths", "paths-ignore"].iter().any(|filter| push.filter(filter).is_some())
            || push.filter("tags").is_some() && push.filter("branches").is_none();
        if is_narrow {
            continue;
        }
        for job in workflow.jobs() {
            let steps = job.steps();
            let own = steps.iter().filter(|step| step.is_of("actions/checkout")).find_map(|step| {
                let token = step.with("token").or_else(|| step.with("ssh-key"))?;
                token
                    .text()
                    .is_some_and(|text| text.contains("secrets.") && !text.contains("GITHUB_TOKEN"))
                    .then_some(token)
            });
            let Some(token) = own else { continue };
            let says_skip = steps.iter().any(|step| {
                let script = step.run().and_then(Node::text).unwrap_or_default();
                SKIPS.iter().any(|skip| script.contains(skip))
            });
            let is_guarded = |condition: &str| {
                ["actor", "head_commit", "event_name", "author"].iter().any(|word| condition.contains(word))
            };
            for step in &steps {
                let Some((node, script)) = step.run().and_then(|node| Some((node, node.text()?))) else { continue };
                let condition = step.get("if").and_then(Node::text).unwrap_or_default();
                let lines = script::lines(script);
                let pushes =
                    |line: &&script::Line<'_>| script::calls(line.text, "git push") && !line.text.contains("tag");
                let Some(line) = lines.iter().find(pushes) else { continue };
                // A branch of its own starts nothing that is for other branches.
                let words = line.text.split_whitespace().skip_while(|word| *word != "push").skip(1);
                let elsewhere = words.filter(|word| !word.starts_with('-')).count() > 1;
                if says_skip || elsewhere || is_guarded(job.condition()) || is_guarded(condition) {
                    continue;
                }
                let mut finding = step.finding(node, "run", "this push starts the workflow again".to_owned());
                finding.place = script::line_place(&node.place(), line.number, line.text);
                let finding = finding
                    .also(push.node.place(), "starts it")
                    .also(token.place(), "what this token pushes starts workflows");
                sink.report(finding.help("write `[skip ci]` into the message of the commit, or leave out what it changes with `paths-ignore`"));
            }
        }
    }
}
