//! Values that somebody without rights on the repository can choose: titles, branch names, names of changed files.
//!
//! A value is followed through `env`, outputs of steps and jobs, and matrices, as far as one expression hands it on to
//! the next. What a script makes of it is followed only where a line of it copies a variable to an output.
//!
//! Source: GitHub, Secure use reference, "Good practices for mitigating script injection attacks".

use std::collections::BTreeMap;

use crate::workflow::Workflow;
use crate::workflow::expression::Expr;
use crate::workflow::expression::Kind;
use crate::workflow::expression::parse;
use crate::workflow::job::Job;
use crate::workflow::matrix;
use crate::workflow::scan::Site;
use crate::workflow::script;
use crate::workflow::step::Step;
use crate::yaml::Node;

/// Contexts that others choose; `*` stands for any item.
const CHOSEN: [&str; 30] = [
    "github.event.issue.title",
    "github.event.issue.body",
    "github.event.pull_request.title",
    "github.event.pull_request.body",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.head.label",
    "github.event.pull_request.head.repo.default_branch",
    "github.event.comment.body",
    "github.event.review.body",
    "github.event.review_comment.body",
    "github.event.discussion.title",
    "github.event.discussion.body",
    "github.event.pages.*.page_name",
    "github.event.commits.*.message",
    "github.event.commits.*.author.email",
    "github.event.commits.*.author.name",
    "github.event.commits.*.committer.email",
    "github.event.commits.*.committer.name",
    "github.event.head_commit.message",
    "github.event.head_commit.author.email",
    "github.event.head_commit.author.name",
    "github.event.head_commit.committer.email",
    "github.event.head_commit.committer.name",
    "github.event.workflow_run.head_branch",
    "github.event.workflow_run.head_commit.message",
    "github.event.workflow_run.head_commit.author.email",
    "github.event.workflow_run.head_commit.author.name",
    "github.event.workflow_run.pull_requests.*.head.ref",
    "github.event.workflow_run.display_title",
    "github.head_ref",
];

/// A value that others choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taint {
    /// Where it begins: a context, or an output with names of files.
    pub origin: String,
    /// Whether a script made something of it, so that it may have been checked.
    pub is_worked_on: bool,
}

/// Where such values are in a workflow.
pub struct Taints<'w> {
    jobs: Vec<Job<'w>>,
    by_id: BTreeMap<String, usize>,
    /// The steps of each job, and their numbers by id.
    steps: Vec<(Vec<Step<'w>>, BTreeMap<String, usize>)>,
    /// How many parts may still be looked at.
    budget: usize,
    /// Outputs of jobs and of their steps that were looked at, to look at each once.
    known: BTreeMap<(usize, Option<usize>, String), Option<Taint>>,
}

/// How far values are followed.
const MOST_HOPS: usize = 8;

impl<'w> Taints<'w> {
    /// Those of a workflow.
    pub fn of(workflow: &'w Workflow) -> Self {
        let jobs = workflow.jobs();
        let by_id = jobs.iter().enumerate().map(|(at, job)| (job.id.to_ascii_lowercase(), at)).collect();
        let numbered = |steps: &[Step<'w>]| {
            steps.iter().filter_map(|step| Some((step.id()?.to_ascii_lowercase(), step.number))).collect()
        };
        let of_job = |job: &Job<'w>| {
            let steps = job.steps();
            let ids = numbered(&steps);
            (steps, ids)
        };
        let steps = jobs.iter().map(of_job).collect();
        let budget = 10_000 + 50 * workflow.expressions.len();
        Self { jobs, by_id, steps, budget, known: BTreeMap::new() }
    }

    /// Its jobs.
    pub fn jobs(&self) -> &[Job<'w>] {
        &self.jobs
    }

    /// What of an expression at a place others choose, if it hands it on.
    pub fn within(&mut self, expr: &Expr, site: Site) -> Option<Taint> {
        self.expr(expr, site, 0)
    }

    fn expr(&mut self, expr: &Expr, site: Site, hops: usize) -> Option<Taint> {
        if hops > MOST_HOPS || self.budget == 0 {
            return None;
        }
        self.budget -= 1;
        match &expr.kind {
            Kind::Context(context, _) => match context.to_ascii_lowercase().as_str() {
                "github" => chosen(expr),
                "env" => self.variable(expr.name(0)?, site, hops),
                "steps" => self.step_output(expr, site, hops),
                "needs" => self.needed(expr, site, hops),
                "matrix" => self.matrix(expr.name(0)?, site, hops),
                _ => None,
            },
            Kind::Of(inner, _) => self.expr(inner, site, hops),
            // The last one is what an `and` gives; the others only decide.
            Kind::And(parts) => parts.last().and_then(|part| self.expr(part, site, hops)),
            Kind::Or(parts) => parts.iter().find_map(|part| self.expr(part, site, hops)),
            Kind::Call(name, arguments) => match name.to_ascii_lowercase().as_str() {
                "format" | "join" | "tojson" | "fromjson" | "case" => {
                    arguments.iter().find_map(|argument| self.expr(argument, site, hops))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What of a value with expressions others choose.
    pub fn value(&mut self, node: Node<'_>, site: Site) -> Option<Taint> {
        self.text(node.text()?, site, 0)
    }

    fn text(&mut self, text: &str, site: Site, hops: usize) -> Option<Taint> {
        let parts = text.split("${{").skip(1).filter_map(|rest| rest.split_once("}}"));
        let parsed: Vec<Expr> = parts.take(MOST_HOPS).filter_map(|(part, _)| parse(part).ok()).collect();
        parsed.iter().find_map(|expr| self.expr(expr, site, hops + 1))
    }

    fn job(&self, site: Site) -> Option<Job<'w>> {
        self.jobs.get(site.job?).copied()
    }

    fn variable(&mut self, name: &str, site: Site, hops: usize) -> Option<Taint> {
        let job = self.job(site)?;
        let step = site.step.and_then(|number| self.steps.get(job.number)?.0.get(number).copied());
        let of_step = step.and_then(|step| step.get("env")?.get(name));
        let node = of_step.or_else(|| job.get("env")?.get(name)).or_else(|| job.workflow.root().get("env")?.get(name));
        self.text(node?.text()?, site, hops)
    }

    fn step_output(&mut self, expr: &Expr, site: Site, hops: usize) -> Option<Taint> {
        let (id, output) = (expr.name(0)?, expr.name(2)?);
        let job = self.job(site)?;
        let (steps, ids) = self.steps.get(job.number)?;
        let step = *steps.get(*ids.get(&id.to_ascii_lowercase())?)?;
        if gives_file_names(&step, output) {
            return Some(Taint { origin: format!("steps.{id}.outputs.{output}"), is_worked_on: escapes(&step) });
        }
        let script = step.run()?.text()?;
        let key = (job.number, Some(step.number), output.to_ascii_lowercase());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        self.known.insert(key.clone(), None);
        let site = Site { job: site.job, step: Some(step.number) };
        let taint = self.written(script, output, &step, site, hops);
        self.known.insert(key, taint.clone());
        taint
    }

    /// What a script writes to an output, where a line of it copies a variable or an expression.
    fn written(&mut self, script: &str, output: &str, step: &Step<'w>, site: Site, hops: usize) -> Option<Taint> {
        let copied = format!("{output}=");
        for line in script::lines(script) {
            let Some((_, value)) =
                line.text.split_once(copied.as_str()).filter(|_| line.text.contains("GITHUB_OUTPUT"))
            else {
                continue;
            };
            let worked_on = |taint: Taint| Taint { is_worked_on: taint.is_worked_on || value.contains("$("), ..taint };
            if let Some(taint) = self.text(value, site, hops) {
                return Some(worked_on(taint));
            }
            for (name, node) in step.get("env").into_iter().flat_map(Node::entries) {
                let is_used = name.text().is_some_and(|name| script::uses_variable(value, name));
                if let Some(taint) = node.text().filter(|_| is_used).and_then(|text| self.text(text, site, hops)) {
                    return Some(worked_on(taint));
                }
            }
        }
        if !script.contains("GITHUB_OUTPUT") {
            return None;
        }
        // A program that reads such values and writes outputs may have checked them.
        let variables = step.get("env").into_iter().flat_map(Node::entries).filter_map(|(_, node)| node.text());
        let texts: Vec<&str> = variables.chain([script]).collect();
        let taint = texts.into_iter().find_map(|text| self.text(text, site, hops))?;
        Some(Taint { is_worked_on: true, ..taint })
    }

    fn needed(&mut self, expr: &Expr, site: Site, hops: usize) -> Option<Taint> {
        let (id, output) = (expr.name(0)?.to_ascii_lowercase(), expr.name(2)?);
        let number = *self.by_id.get(&id)?;
        // A job does not need itself; what waits for itself is told elsewhere, and ends here.
        if Some(number) == site.job {
            return None;
        }
        let key = (number, None, output.to_ascii_lowercase());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        self.known.insert(key.clone(), None);
        let written = self.jobs[number]
            .outputs()
            .find(|(name, _)| name.text().is_some_and(|name| name.eq_ignore_ascii_case(output)));
        let text = written.and_then(|(_, value)| value.text());
        let taint = text.and_then(|text| self.text(text, Site { job: Some(number), step: None }, hops));
        self.known.insert(key, taint.clone());
        taint
    }

    fn matrix(&mut self, name: &str, site: Site, hops: usize) -> Option<Taint> {
        let matrix = matrix::of(self.job(site)?.node)?;
        let row = if matrix.is_mapping() { matrix.get(name).or_else(|| matrix.get("include")) } else { Some(matrix) };
        self.text(row?.text()?, site, hops)
    }
}

/// A context of the list, or one that holds it.
fn chosen(expr: &Expr) -> Option<Taint> {
    let dotted = expr.dotted()?;
    let is_same = |known: &str| {
        let (mut own, mut other) = (dotted.split('.'), known.split('.'));
        loop {
            match (own.next(), other.next()) {
                (None, None) => return true,
                (Some(own), Some(other)) if own == other || other == "*" && !own.is_empty() => {}
                _ => return false,
            }
        }
    };
    CHOSEN.iter().any(|known| is_same(known)).then_some(Taint { origin: dotted, is_worked_on: false })
}

/// Whether an output of a step holds names of changed files.
pub fn gives_file_names(step: &Step<'_>, output: &str) -> bool {
    let output = output.to_ascii_lowercase();
    if step.is_of("tj-actions/changed-files") {
        return output.ends_with("_files") && !output.starts_with("any_") && !output.starts_with("only_");
    }
    step.is_of("dorny/paths-filter") && output.ends_with("_files")
}

/// Whether an action escapes what a shell would read in the names.
fn escapes(step: &Step<'_>) -> bool {
    if step.is_of("tj-actions/changed-files") {
        return step.with("safe_output").and_then(Node::text) != Some("false");
    }
    step.with("list-files").and_then(Node::text).is_some_and(|form| matches!(form, "shell" | "escape"))
}
