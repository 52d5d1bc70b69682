//! The way through all documents together: read once more, with what is declared beside them, and asked the rules.
//!
//! Rules need all documents at once, and so memory for them. Beyond a number that no single environment has, they run
//! only if they are asked for; that they did not is said.

use std::sync::Arc;

use super::Arguments;
use super::kustomizations::Kustomizations;
use crate::cluster::argocd::value_files;
use crate::cluster::facts;
use crate::cluster::facts::Facts;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::prepare;
use crate::disk::Inputs;
use crate::disk::Outside;
use crate::finding::Findings;
use crate::git::Repository;
use crate::manifest::Manifest;
use crate::manifest::documents;
use crate::manifest::documents::Found;
use crate::text::Source;
use crate::text::decode;
use crate::validate::engine::Ruled;
use crate::validate::environment;
use crate::validate::environment::Policy;
use crate::validate::environment::Together;
use crate::validate::levels::Levels;
use crate::validate::outcome::Assessment;
use crate::validate::rule::Workflows;
use crate::validate::selection::Selection;
use crate::validate::workflows;
use crate::workflow::Workflow;

/// Above this number of documents rules run only if `--rules` asks for them.
const MOST_DOCUMENTS: usize = 10_000;

/// Runs the rules over all inputs and adds what they found.
pub(super) fn run(
    settings: &Settings,
    arguments: &Arguments,
    inputs: &Inputs,
    selection: &Selection,
    kustomizations: &Kustomizations,
    (declared, mut findings): (Facts, Findings),
    assessment: &mut Assessment,
) {
    let policy = Policy { levels: arguments.levels(), today: settings.today };
    if !policy.levels.any_on() || assessment.tally.documents == 0 || assessment.tally.stopped_early {
        return;
    }
    if assessment.tally.documents > MOST_DOCUMENTS && !arguments.rules {
        let what = format!("rules, since these are more than {MOST_DOCUMENTS} documents (--rules)");
        *assessment.tally.not_checked.entry(what).or_default() += 1;
        return;
    }
    let read = Read::all(inputs);
    let everything: Vec<&Manifest> = read.files.iter().flat_map(|file| &file.manifests).collect();
    assessment.set_aside(&value_files(&everything, &read.names()));
    let declared = declared.observing(&everything);
    let mut ruled = Ruled::default();
    let builds = kustomizations.all();
    let names = read.names();
    for environment in kustomizations.environments(&read, &declared) {
        let together = Together {
            manifests: &environment.manifests,
            files: reads_folders(&environment.manifests).then_some(&names),
            complete: read.complete && environment.complete,
            project: None,
            builds: &builds,
        };
        ruled.add(&environment::check(&mut findings, together, &declared, &policy));
    }
    let tracked = if read.workflows.is_empty() { None } else { tracked(settings) };
    let tracked: Option<Vec<&str>> = tracked.as_ref().map(|paths| paths.iter().map(String::as_str).collect());
    let workflows = Workflows { all: &read.workflows, files: tracked.as_deref() };
    ruled.add_others(&workflows::check(&mut findings, workflows, &declared, &policy));
    let unnamed = kustomizations.unnamed(&read, &declared);
    if unnamed > 0 {
        let what = "rules on objects that the kustomization beside them does not name".to_owned();
        *assessment.tally.not_checked.entry(what).or_default() += unnamed;
    }
    for (reason, times) in kustomizations.incomplete() {
        *assessment.tally.not_checked.entry(format!("what {reason} would add to a kustomization")).or_default() +=
            times;
    }
    findings.append(kustomizations.findings());
    // What is skipped is there all the same: others may refer to it.
    let is_skipped = |manifest: &Manifest| selection.skip.iter().any(|kind| kind.matches(&manifest.id));
    assessment.add_rules(&ruled, findings.into_sorted(), &everything, &read.workflows, is_skipped);
}

/// The files of the repository; `None` outside of one, and in a folder of one, where paths would mean something else.
fn tracked(settings: &Settings) -> Option<Vec<String>> {
    Repository::around(&settings.project).filter(Repository::is_top)?.files().ok()
}

/// Whether there are Applications, which read folders: only they ask for the names of all files.
fn reads_folders(manifests: &[&Manifest]) -> bool {
    manifests.iter().any(|manifest| manifest.id.group() == "argoproj.io")
}

/// What the command line declares: options over `--assume`, and that over the model; with what is to be said of it.
pub(super) fn declared(settings: &Settings, arguments: &Arguments) -> Result<(Facts, Findings), Failure> {
    let mut findings = Findings::default();
    let mut facts = Facts { redis_operator: arguments.redis_operator_version, ..Facts::default() };
    if let Some(path) = &arguments.assume {
        facts = facts.over(assumed(settings, path, &mut findings)?);
    }
    if let Some(name) = &arguments.environment {
        facts = facts.over(modelled(settings, name)?);
    }
    Ok((facts, findings))
}

fn assumed(settings: &Settings, path: &str, findings: &mut Findings) -> Result<Facts, Failure> {
    let source = Outside::from(&settings.project).text(path)?;
    let Some(source) = source else { return Err(Failure::Usage(format!("--assume: there is no file `{path}`"))) };
    let facts = facts::read(findings, &source);
    facts.ok_or_else(|| Failure::Findings(std::mem::take(findings).into_sorted()))
}

fn modelled(settings: &Settings, name: &str) -> Result<Facts, Failure> {
    let (environments, findings) = prepare::environments(settings)?;
    if findings.has_errors() {
        return Err(Failure::Findings(findings.into_sorted()));
    }
    Ok(Facts::of(prepare::named(&environments, name)?))
}

/// What the inputs hold.
pub(super) struct Read {
    pub(super) files: Vec<ReadFile>,
    workflows: Vec<Workflow>,
    /// Whether all of it could be read.
    complete: bool,
}

/// A file and its objects.
pub(super) struct ReadFile {
    pub(super) source: Arc<Source>,
    pub(super) manifests: Vec<Manifest>,
}

impl Read {
    /// Reads everything. What is wrong with what cannot be read was said before.
    fn all(inputs: &Inputs) -> Self {
        let mut read = Self { files: Vec::new(), workflows: Vec::new(), complete: inputs.obstacles().is_empty() };
        let mut buffer = Vec::new();
        for index in 0..inputs.len() {
            let text = inputs.read(index, &mut buffer).ok().and_then(|bytes| decode(bytes).ok());
            let Some(text) = text else {
                read.complete = false;
                continue;
            };
            let source = Source::new(inputs.path(index), text);
            let (found, problems) = documents::all(&source);
            // What is no object is no object that could be missing.
            read.complete &= problems.iter().all(|problem| problem.rule != "invalid-yaml");
            let mut manifests = Vec::new();
            for found in found {
                match found {
                    Found::Object(manifest) => manifests.push(manifest),
                    Found::Other(document, _) => {
                        read.workflows
                            .extend(Workflow::read(&document).map(|(workflow, _)| workflow).filter(|own| own.is_whole));
                    }
                }
            }
            read.files.push(ReadFile { source, manifests });
        }
        read
    }

    /// The paths of all files.
    fn names(&self) -> Vec<&str> {
        self.files.iter().map(|file| file.source.path.as_str()).collect()
    }
}

impl Arguments {
    fn levels(&self) -> Levels {
        use crate::validate::levels::Level::Allow;
        use crate::validate::levels::Level::Deny;
        use crate::validate::levels::Level::Warn;
        let mut levels = Levels::default();
        for (which, level) in [(&self.allow, Allow), (&self.warn, Warn), (&self.deny, Deny)] {
            for which in which {
                levels.set(*which, level);
            }
        }
        levels
    }
}
