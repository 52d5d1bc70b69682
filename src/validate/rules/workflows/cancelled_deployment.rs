//! `cancel-in-progress: true` for a job that deploys: one with an `environment`, or one that applies manifests.
//!
//! Workflows that only pull requests start make previews, and are left alone.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::job::Job;
use crate::workflow::script;
use crate::workflow::step::Step;
use crate::workflow::trigger::triggers;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "cancelled-deployment",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "A newer run cancels a deployment that is under way.",
    why: "what was half applied stays half applied, and locks of tools such as terraform stay held",
    source: "GitHub, Workflow syntax: `concurrency`",
    example: Some(Example {
        facts: "",
        bad: r"
on: push
permissions: {contents: read}
concurrency: {group: 'deploy-${{ github.ref }}', cancel-in-progress: true}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: kubectl apply -f manifests
",
        good: r"
on: push
permissions: {contents: read}
concurrency: {group: 'deploy-${{ github.ref }}', cancel-in-progress: false}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: kubectl apply -f manifests
",
    }),
    check,
};

const COMMANDS: [&str; 7] = [
    "kubectl apply",
    "kubectl rollout",
    "helm upgrade",
    "helm install",
    "terraform apply",
    "argocd app sync",
    "kustomize build",
];

const ACTIONS: [&str; 5] = [
    "actions/deploy-pages",
    "azure/k8s-deploy",
    "google-github-actions/deploy-cloudrun",
    "aws-actions/amazon-ecs-deploy-task-definition",
    "azure/webapps-deploy",
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let triggers = triggers(workflow.root());
        if triggers.iter().all(|trigger| trigger.event.starts_with("pull_request")) {
            continue;
        }
        let of_all = cancelling(workflow.root());
        for job in workflow.jobs() {
            let Some(node) = cancelling(job.node).or(of_all) else { continue };
            let Some(what) = deploys(&job) else { continue };
            let path = if of_all.is_some_and(|all| all.is(node)) {
                "concurrency.cancel-in-progress".to_owned()
            } else {
                format!("jobs.{}.concurrency.cancel-in-progress", job.id)
            };
            let mut finding =
                workflow.finding(node, &path, format!("job `{}` deploys, and is cancelled half way", job.id));
            finding.resource = Some(job.resource());
            sink.report(
                finding
                    .also(what.place(), "this deploys")
                    .help("write `cancel-in-progress: false`: the newest run then waits for the one under way"),
            );
        }
    }
}

fn cancelling(node: Node<'_>) -> Option<Node<'_>> {
    node.at(&["concurrency", "cancel-in-progress"]).filter(|node| node.is_plain() && node.text() == Some("true"))
}

/// What in a job deploys.
fn deploys<'w>(job: &Job<'w>) -> Option<Node<'w>> {
    if job.condition().contains("pull_request") {
        return None;
    }
    let is_preview = |node: &Node<'_>| {
        let name = node.text().or_else(|| node.get("name")?.text()).unwrap_or_default();
        name.contains("preview") || name.contains("${{")
    };
    if let Some(environment) = job.get("environment").filter(|node| !is_preview(node)) {
        return Some(environment);
    }
    let steps = job.steps();
    // What is installed into a cluster of the run's own is gone with it.
    let is_own = steps.iter().any(is_own_cluster);
    steps.into_iter().find_map(|step| {
        let is_action = ACTIONS.iter().any(|action| step.is_of(action));
        if is_action {
            return step.get("uses");
        }
        let lines = step.run()?.text().map(script::lines)?;
        let deploys = |line: &script::Line<'_>| {
            let is_dry = line.text.contains("--dry-run");
            let calls = COMMANDS.iter().any(|command| script::calls(line.text, command));
            calls && !is_dry && (!line.text.contains("kustomize build") || line.text.contains("kubectl apply"))
        };
        (!is_own && lines.iter().any(deploys)).then(|| step.run()).flatten()
    })
}

fn is_own_cluster(step: &Step<'_>) -> bool {
    let script = step.run().and_then(Node::text).unwrap_or_default();
    let uses = step.get("uses").and_then(Node::text).unwrap_or_default();
    ["kind", "minikube", "k3d", "k3s"].iter().any(|word| uses.contains(word) || script.contains(&format!("{word} ")))
}
