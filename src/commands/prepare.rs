//! The first half of every command: from the project folder to rendered and validated files.

use std::sync::Arc;

use crate::cluster::facts::Facts;
use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::code::repository;
use crate::disk;
use crate::finding::Finding;
use crate::finding::Findings;
use crate::manifest;
use crate::manifest::Manifest;
use crate::model;
use crate::model::Environment;
use crate::render;
use crate::render::GENERATED;
use crate::render::Rendered;
use crate::render::WORKFLOWS;
use crate::render::layout::is_yaml_path;
use crate::report::text::Integration;
use crate::text::CommittedTree;
use crate::text::Source;
use crate::text::suggest;
use crate::validate;
use crate::validate::Coverage;
use crate::validate::environment::Policy;
use crate::validate::levels::Levels;
use crate::yaml;

/// A project, rendered and validated.
pub struct Prepared {
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// The environments, by name.
    pub environments: Vec<Environment>,
    /// The rendered files.
    pub rendered: Rendered,
    /// The objects in them.
    pub manifests: Vec<Manifest>,
    /// What was validated.
    pub coverage: Coverage,
    /// What is said of continuous integration, if anything is.
    pub integration: Option<Integration>,
    /// How far it came: `Clean`, `Findings`, or the reason why there is nothing to go on with.
    pub exit: Exit,
}

/// Reads the environments alone.
pub fn environments(settings: &Settings) -> Result<(Vec<Environment>, Findings), Failure> {
    let sources = disk::read_sources(&settings.project, "environments", &["yaml", "yml"])?;
    let mut findings = Findings::default();
    let environments = model::load(&mut findings, &sources);
    Ok((environments, findings))
}

/// The environment of that name.
pub fn named<'e>(environments: &'e [Environment], name: &str) -> Result<&'e Environment, Failure> {
    if let Some(environment) = environments.iter().find(|environment| environment.name == name) {
        return Ok(environment);
    }
    let names = || environments.iter().map(|environment| environment.name.as_str());
    let near = suggest::nearest(name, names());
    let hint = near.map_or_else(|| suggest::known(names()), |near| format!("did you mean `{near}`?"));
    Err(Failure::Usage(format!("there is no environment `{name}`; {hint}")))
}

/// Reads, renders and validates a project; writes nothing.
pub fn prepare(settings: &Settings) -> Result<Prepared, Failure> {
    let (environments, mut findings) = environments(settings)?;
    let templates = disk::read_sources(&settings.project, "templates", &["j2"])?;
    let unusable = findings.has_errors();
    // What the code and the model disagree about keeps nobody from rendering.
    let mut disagreements = Findings::default();
    let (rendered, integration) = if unusable {
        (render::render(&mut findings, &[], None, &[]), None)
    } else {
        let (repository, integration) = repository(settings, &mut disagreements, &environments)?.unzip();
        (render::render(&mut findings, &environments, repository, &templates), integration)
    };
    let unusable = findings.has_errors();
    findings.append(disagreements);
    let manifests = manifest::parse(&mut findings, &rendered.manifests());
    let policy = Policy { levels: Levels::default(), today: settings.today };
    // Of what was not rendered, nothing can be said.
    let judged: &[Environment] = if unusable { &[] } else { &environments };
    let coverage = validate::validate(&mut findings, judged, &manifests, &rendered.tree, &policy);
    judge_workflows(&mut findings, judged, &rendered, &policy);
    let exit = if unusable {
        Exit::Unusable
    } else if findings.has_errors() {
        Exit::Findings
    } else if rendered.tree.is_empty() {
        Exit::Nothing
    } else {
        Exit::Clean
    };
    let findings = with_origins(findings.into_sorted(), &rendered, &environments);
    Ok(Prepared { findings, environments, rendered, manifests, coverage, integration, exit })
}

/// Judges what is rendered for the repository: workflows as GitHub reads them, other YAML as YAML.
fn judge_workflows(findings: &mut Findings, environments: &[Environment], rendered: &Rendered, policy: &Policy) {
    let Some(environment) = environments.iter().find(|environment| environment.model.ci.is_some()) else { return };
    let (workflows, others): (Vec<Arc<Source>>, Vec<Arc<Source>>) =
        rendered.of_repository().cloned().partition(|source| source.path.starts_with(WORKFLOWS));
    // The same text stands in generated/ once more, and one finding is enough.
    let is_copy = |source: &&Arc<Source>| workflows.iter().any(|workflow| workflow.text == source.text);
    for source in others.iter().filter(|source| is_yaml_path(&source.path) && !is_copy(source)) {
        for problem in yaml::parse(source).problems {
            findings.push(Finding::of_problem(source, &problem));
        }
    }
    validate::workflows::judge(findings, &workflows, None, &Facts::of(environment), policy);
}

/// What is committed of what groundplan renders, and what stands in its way.
pub fn committed(settings: &Settings, rendered: &Rendered) -> Result<CommittedTree, Failure> {
    let mut committed = disk::read_tree(&settings.project, GENERATED)?;
    committed.adopt(disk::read_tree(&settings.project, WORKFLOWS)?, &rendered.tree);
    Ok(committed)
}

/// Adds to every finding in a rendered file the template line that made the place, and the value of the model.
fn with_origins(mut findings: Vec<Finding>, rendered: &Rendered, environments: &[Environment]) -> Vec<Finding> {
    /// Each takes another rendering; whoever has more findings than this has one cause in common.
    const MOST: usize = 50;
    for finding in findings.iter_mut().filter(|finding| rendered.tree.contains(&finding.place.source.path)).take(MOST) {
        let path = finding.place.source.path.clone();
        let line = finding.place.line_column().0;
        let Some(template) = rendered.template_line(&path, line) else { continue };
        if let Some(value) = rendered.model_place(environments, &finding.place, &template) {
            finding.also.push((value, "from this value of the model".to_owned()));
        }
        finding.also.push((template, "written by this line of the template".to_owned()));
    }
    findings
}
