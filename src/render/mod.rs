//! What the environments become: every template, rendered for every environment and map entry that it names.
//!
//! Templates see the model and nothing else: no clock, no environment variable, no file, no network. What they may
//! write is bounded in time and size, and a value always arrives as one YAML node. Whether the result is right is
//! for later stages to say.

pub mod block;
pub mod context;
pub mod destination;
pub mod engine;
pub mod failure;
pub mod interpolation;
pub mod layout;
mod provenance;
pub mod repository;
pub mod trace;

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value;
use rayon::prelude::*;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::Environment;
use crate::render::engine::Engine;
use crate::render::layout::Template;
use crate::text::FileTree;
use crate::text::Place;
use crate::text::Source;
use crate::text::ownership;
use crate::text::suggest;

/// The folder that holds all that is rendered.
pub const GENERATED: &str = "generated";

/// The folder that GitHub reads workflows from: what is rendered there is a copy.
pub const WORKFLOWS: &str = ".github/workflows";

/// Every rendered file, and what is needed to say which template line made a line of it.
pub struct Rendered {
    /// The files, at their paths in the project.
    pub tree: FileTree,
    jobs: BTreeMap<String, Job>,
    /// Paths in lower case, for file systems where case does not count.
    folded: BTreeMap<String, String>,
    templates: Vec<Template>,
    /// Those of the environments, and behind them that of the repository, if it has one.
    contexts: Vec<Value>,
    environments: Vec<String>,
}

/// One rendering of one template.
#[derive(Clone)]
struct Job {
    template: usize,
    /// The number of its context.
    environment: usize,
    /// The map entry, for templates that repeat over a map.
    entry: Option<(String, Value)>,
}

/// Renders all templates for all environments, and for the repository if there is something to see of it.
pub fn render(
    findings: &mut Findings,
    environments: &[Environment],
    repository: Option<Value>,
    sources: &[Arc<Source>],
) -> Rendered {
    let templates: Vec<Template> = sources.iter().filter_map(|source| Template::read(findings, source)).collect();
    for template in &templates {
        layout::check_environments(findings, template, environments);
        interpolation::check(findings, template);
    }
    let mut contexts: Vec<Value> = environments.par_iter().map(context::of).collect();
    contexts.extend(repository);
    let mut rendered = Rendered {
        tree: FileTree::default(),
        jobs: BTreeMap::new(),
        folded: BTreeMap::new(),
        templates,
        contexts,
        environments: environments.iter().map(|environment| environment.name.clone()).collect(),
    };
    if findings.has_errors() {
        return rendered;
    }
    let Some(engine) = Engine::new(findings, &rendered.templates) else { return rendered };
    let mut jobs = Vec::new();
    for environment in 0..rendered.contexts.len() {
        for template in 0..rendered.templates.len() {
            rendered.plan(findings, Job { template, environment, entry: None }, &mut jobs);
        }
    }
    let run = |job: &Job| rendered.run(&engine, job);
    let outcomes: Vec<_> = jobs.par_iter().map(run).collect();
    for (job, outcome) in jobs.into_iter().zip(outcomes) {
        match outcome {
            Ok(sources) => {
                for source in sources {
                    rendered.add(findings, job.clone(), source);
                }
            }
            Err(finding) => findings.push(finding),
        }
    }
    if findings.has_errors() {
        // Half a tree would only be found to lack the other half.
        rendered.tree = FileTree::default();
    }
    rendered
}

impl Rendered {
    /// The files that are rendered for environments: those that Kubernetes is to read.
    pub fn manifests(&self) -> FileTree {
        let mut tree = FileTree::default();
        let of_environment =
            |source: &&Arc<Source>| self.jobs.get(&source.path).is_some_and(|job| self.environment(job).is_some());
        self.tree.iter().filter(of_environment).for_each(|source| tree.insert(Arc::clone(source)));
        tree
    }

    /// The files that are rendered for the repository.
    pub fn of_repository(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.tree.iter().filter(|source| self.jobs.get(&source.path).is_some_and(|job| self.environment(job).is_none()))
    }

    /// Splits a template into its repetitions.
    fn plan(&self, findings: &mut Findings, job: Job, jobs: &mut Vec<Job>) {
        let template = &self.templates[job.template];
        let environment = self.environment(&job);
        let applies = match environment {
            Some(environment) => template.layout.scope.is_none() && template.layout.applies_to(environment),
            None => template.layout.scope.is_some(),
        };
        if template.is_partial() || !applies {
            return;
        }
        let Some(each) = &template.layout.each else {
            jobs.push(job);
            return;
        };
        let mut value = self.contexts[job.environment].clone();
        for key in each.value.split('.') {
            let next = value.get_attr(key).unwrap_or(Value::UNDEFINED);
            if next.is_undefined() {
                let keys: Vec<String> = value.try_iter().into_iter().flatten().map(|key| key.to_string()).collect();
                let near = suggest::nearest(key, keys.iter().map(String::as_str));
                findings.push(
                    Finding::error(
                        "unknown-map",
                        each.place.clone(),
                        format!("{} no map `{}`: there is no `{key}`", owner(environment), each.value),
                    )
                    .help(near.map_or_else(
                        || suggest::known(keys.iter().map(String::as_str)),
                        |near| format!("did you mean `{near}`?"),
                    )),
                );
                return;
            }
            value = next;
        }
        if value.kind() != minijinja::value::ValueKind::Map {
            let message = format!("`{}` is no map, so there is nothing to repeat over", each.value);
            findings.push(Finding::error("unknown-map", each.place.clone(), message));
            return;
        }
        for key in value.try_iter().into_iter().flatten() {
            let item = value.get_item(&key).unwrap_or_default();
            jobs.push(Job { entry: Some((key.to_string(), item)), ..job.clone() });
        }
    }

    /// The environment of a job; `None` for what is rendered for the repository.
    fn environment(&self, job: &Job) -> Option<&str> {
        self.environments.get(job.environment).map(String::as_str)
    }

    /// What a template sees: the environment, and the map entry as `key` and under the name that it chose.
    fn context(&self, job: &Job) -> Value {
        let base = self.contexts[job.environment].clone();
        match &job.entry {
            None => base,
            Some((key, item)) => {
                let name = self.templates[job.template].layout.item_name();
                let own = Value::from_pairs([("key", Value::from(key.as_str())), (name, item.clone())]);
                minijinja::context! { ..own, ..base }
            }
        }
    }

    fn run(&self, engine: &Engine<'_>, job: &Job) -> Result<Vec<Arc<Source>>, Finding> {
        let template = &self.templates[job.template];
        let context = self.context(job);
        if !engine.wanted(template, &context)? {
            return Ok(Vec::new());
        }
        let environments: Vec<&str> = self.environments.iter().map(String::as_str).collect();
        let paths = destination::paths(engine, template, &context, self.environment(job), &environments)?;
        let body = engine.body(template, &context)?;
        let file = |path: String| {
            let comment = ownership::comment(&path)?;
            Some(Source::new(path, ownership::header(comment, &template.source.path) + &body))
        };
        Ok(paths.into_iter().filter_map(file).collect())
    }

    fn add(&mut self, findings: &mut Findings, job: Job, source: Arc<Source>) {
        let template = &self.templates[job.template];
        let folded = source.path.to_lowercase();
        if let Some(other) = self.needs_folder(&folded) {
            let first = &self.templates[self.jobs[other].template];
            let message = format!("`{}` and `{other}` cannot both exist: one is a folder of the other", source.path);
            findings.push(
                Finding::error("path-rendered-twice", template.path_place(), message)
                    .also(first.path_place(), "the other is rendered by this template")
                    .help("give one of them another `path`"),
            );
            return;
        }
        if let Some(other) = self.folded.get(&folded) {
            let same = *other == source.path;
            let first = &self.templates[self.jobs[other].template];
            let message = if same {
                format!("`{other}` is rendered twice")
            } else {
                format!("`{}` and `{other}` are the same file where case does not count", source.path)
            };
            findings.push(
                Finding::error("path-rendered-twice", template.path_place(), message)
                    .also(first.path_place(), "first rendered by this template")
                    .help("give one of them another `path`, or make it depend on `key`"),
            );
            return;
        }
        self.folded.insert(folded, source.path.clone());
        self.jobs.insert(source.path.clone(), job);
        self.tree.insert(source);
    }

    /// A file that stands where `path` needs a folder, or the other way round.
    fn needs_folder(&self, path: &str) -> Option<&String> {
        let above = path.match_indices('/').find_map(|(at, _)| self.folded.get(&path[..at]));
        let inside = format!("{path}/");
        let below = self.folded.range(inside.clone()..).next().filter(|(other, _)| other.starts_with(&inside));
        above.or(below.map(|(_, other)| other))
    }

    /// Where the value of the model was written that made a place in a rendered file by way of a line of a template; `None`
    /// where no single value did. The environments are those that were rendered.
    pub fn model_place(&self, environments: &[Environment], place: &Place, template: &Place) -> Option<Place> {
        let path = place.source.path.as_str();
        let job = self.jobs.get(path)?;
        let layout = &self.templates[job.template].layout;
        let entry = job.entry.as_ref().zip(layout.each.as_ref());
        let line = provenance::Line {
            rendered: &self.tree.get(path)?.text,
            number: place.line_column().0,
            goes_on: place.source.text.get(place.span.range()).is_some_and(|text| text.trim_end().contains('\n')),
            template: template.source.text.lines().nth(template.line_column().0.checked_sub(1)?)?,
            entry: entry.map(|((key, _), each)| (layout.item_name(), each.value.as_str(), key.as_str())),
        };
        let environment = environments.get(job.environment);
        // All environments say the same of the repository.
        let environment =
            environment.or_else(|| environments.iter().find(|environment| environment.model.ci.is_some()));
        provenance::place(&environment?.tree, &line)
    }

    /// The template line that made line `line` (from 1) of a rendered file. Slow: it renders the file once more.
    pub fn template_line(&self, path: &str, line: usize) -> Option<Place> {
        let job = self.jobs.get(path)?;
        trace::template_line(&self.templates, job.template, &self.context(job), self.tree.get(path)?, line)
    }
}

fn owner(environment: Option<&str>) -> String {
    environment.map_or_else(|| "the repository has".to_owned(), |name| format!("environment {name} has"))
}
