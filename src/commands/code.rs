//! From a revision of the repository to what its code says: the common half of the commands about continuous
//! integration, and of those that render it.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value;
use rayon::prelude::*;

use crate::ci::checkout::Checkout;
use crate::ci::checkout::is_wanted;
use crate::ci::coverage;
use crate::ci::declared;
use crate::ci::filters;
use crate::ci::graph::Graph;
use crate::ci::graph::read::Parsed;
use crate::ci::pipeline::Pipeline;
use crate::ci::reach::Reach;
use crate::ci::revision::Revision;
use crate::ci::surroundings;
use crate::ci::triggers::Code;
use crate::ci::triggers::Trigger;
use crate::ci::triggers::triggers;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::disk;
use crate::finding::Finding;
use crate::finding::Findings;
use crate::finding::Severity;
use crate::git;
use crate::git::Blob;
use crate::git::Repository;
use crate::model::Environment;
use crate::model::ci::SharedTriggers;
use crate::render;
use crate::render::repository::Shared;
use crate::report::text::Integration;
use crate::text::Source;
use crate::text::suggest;

/// A revision with the texts that were read of it.
pub struct Loaded {
    /// What it says.
    pub revision: Revision,
    /// The texts.
    pub parsed: Parsed,
}

impl Loaded {
    fn new(pipeline: &Pipeline<'_>, name: &'static str, checkout: Checkout, known: Option<&Parsed>) -> Self {
        let parsed = Parsed::new(&checkout, known);
        let graph = Graph::new(pipeline, &checkout, &parsed);
        let reaches =
            pipeline.services.par_iter().map(|service| Reach::new(pipeline, &checkout, &graph, service)).collect();
        Self { revision: Revision { name, checkout, graph, reaches }, parsed }
    }

    /// Everything that it says about the services of a pipeline.
    pub fn code<'a>(&'a self, pipeline: &'a Pipeline<'a>) -> Code<'a> {
        let Revision { checkout, graph, reaches, .. } = &self.revision;
        Code { pipeline, checkout, graph, reaches }
    }
}

/// Whether any of the roots is there: a repository of manifests may have its code elsewhere.
pub fn has_code(pipeline: &Pipeline<'_>, checkout: &Checkout) -> bool {
    pipeline.ci.python.roots.iter().any(|root| checkout.below(&root.0).next().is_some())
}

/// The working tree: what git tracks and what is new in it, or all files where there is no git.
pub fn working_tree(settings: &Settings, pipeline: &Pipeline<'_>) -> Result<Loaded, Failure> {
    let paths = match Repository::around(&settings.project) {
        Some(repository) => repository.files()?,
        None => disk::list_code(&settings.project)?,
    };
    let wanted: Vec<&str> = paths.iter().map(String::as_str).filter(|path| is_wanted(pipeline, path)).collect();
    let sources = disk::read_code(&settings.project, &wanted);
    Ok(Loaded::new(pipeline, "the working tree", Checkout::new(paths, sources), None))
}

/// Two commits; what they have in common is read once.
pub fn commits(
    repository: &Repository,
    pipeline: &Pipeline<'_>,
    base: &str,
    head: &str,
) -> Result<[Loaded; 2], Failure> {
    let mut known: BTreeMap<(String, String), Arc<Source>> = BTreeMap::new();
    let head = Loaded::new(pipeline, "head", checkout(repository, pipeline, head, &mut known)?, None);
    let base = checkout(repository, pipeline, base, &mut known)?;
    let base = Loaded::new(pipeline, "base", base, Some(&head.parsed));
    Ok([head, base])
}

fn checkout(
    repository: &Repository,
    pipeline: &Pipeline<'_>,
    commit: &str,
    known: &mut BTreeMap<(String, String), Arc<Source>>,
) -> Result<Checkout, Failure> {
    let tree = repository.tree(commit)?;
    let wanted: Vec<&Blob> = tree.iter().filter(|blob| is_wanted(pipeline, &blob.path)).collect();
    let key = |blob: &Blob| (blob.path.clone(), blob.id.clone());
    let unread: Vec<&Blob> = wanted.iter().copied().filter(|blob| !known.contains_key(&key(blob))).collect();
    let ids: Vec<&str> = unread.iter().map(|blob| blob.id.as_str()).collect();
    for (blob, content) in unread.iter().zip(git::blobs(repository, &ids)?) {
        if let Some(content) = content {
            let text = String::from_utf8_lossy(&content);
            known.insert(key(blob), Source::new(blob.path.as_str(), text));
        }
    }
    let sources: Vec<Arc<Source>> = wanted.iter().filter_map(|blob| known.get(&key(blob)).cloned()).collect();
    Ok(Checkout::new(tree.into_iter().map(|blob| blob.path).collect(), sources))
}

/// What templates see of the repository; `None` if the model leaves continuous integration to others. What the model
/// and the code disagree about is reported.
pub fn repository(
    settings: &Settings,
    findings: &mut Findings,
    environments: &[Environment],
) -> Result<Option<(Value, Integration)>, Failure> {
    let Some(pipeline) = Pipeline::of(environments) else { return Ok(None) };
    coverage::check_model(findings, &pipeline, environments);
    let (services, jobs) = (pipeline.tested().count(), pipeline.groups().len());
    let mut integration = Integration { services, jobs, files: None };
    let names = environments.iter().map(|environment| environment.name.clone()).collect();
    let roots = pipeline.ci.python.roots.iter().map(|root| root.0.as_str());
    // Asking git takes longer than all the rest, and a repository of manifests has no code.
    if !roots.clone().any(|root| disk::is_folder(&settings.project, root)) {
        if matches!(pipeline.ci.shared_triggers, SharedTriggers::Derived) {
            let place = pipeline.environment.place(&["ci", "sharedTriggers"]);
            let roots: Vec<&str> = roots.collect();
            findings.push(
                Finding::error("code-not-here", place, format!("there is no code below {}", suggest::listed(roots)))
                    .path("ci.sharedTriggers")
                    .why("nobody can tell which services share what, and the rendered triggers would be empty")
                    .help("correct `ci.python.roots`, or write the map of `sharedTriggers` down"),
            );
        }
        let triggers = filters::table(&pipeline, &[]);
        let shared = Shared { filters: filters::filters(&pipeline, &triggers, None), triggers };
        return Ok(Some((render::repository::of(&pipeline, &shared, names), integration)));
    }
    let loaded = working_tree(settings, &pipeline)?;
    let triggers = filters::table(&pipeline, &judge(findings, &pipeline, &loaded));
    integration.files = Some(loaded.parsed.count().0);
    let shared = Shared { filters: filters::filters(&pipeline, &triggers, Some(&loaded.revision.checkout)), triggers };
    Ok(Some((render::repository::of(&pipeline, &shared, names), integration)))
}

/// Reports everything that the model and the code disagree about; gives the shared modules.
pub fn judge(findings: &mut Findings, pipeline: &Pipeline<'_>, loaded: &Loaded) -> Vec<Trigger> {
    let code = loaded.code(pipeline);
    for problem in loaded.parsed.problems() {
        let file = code.graph.find(&problem.place.source.path);
        let reached = pipeline.tested().any(|(service, _)| file.is_some_and(|it| code.reaches[service].reaches(it)));
        // A file of nobody's, such as a template of code, hides nothing from anybody.
        let severity = if reached { problem.severity } else { Severity::Warning };
        findings.push(problem.clone().severity(severity));
    }
    coverage::check_files(findings, pipeline, code.checkout);
    surroundings::check(findings, &code, &loaded.parsed);
    let triggers = triggers(&code);
    declared::check(findings, &code, &triggers);
    triggers
}
