//! The way through all documents together: read once more, with what is declared beside them, and asked the rules.
//!
//! Rules need all documents at once, and so memory for them. Beyond a number that no single environment has, they run
//! only if they are asked for; that they did not is said.

use super::Arguments;
use crate::cluster::facts;
use crate::cluster::facts::Facts;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::prepare;
use crate::disk::Inputs;
use crate::disk::Outside;
use crate::finding::Findings;
use crate::finding::Severity;
use crate::manifest::Manifest;
use crate::manifest::documents;
use crate::text::Source;
use crate::text::decode;
use crate::text::suggest;
use crate::validate::environment;
use crate::validate::environment::Policy;
use crate::validate::levels::Levels;
use crate::validate::outcome::Assessment;
use crate::validate::selection::Selection;

/// Above this number of documents rules run only if `--rules` asks for them.
const MOST_DOCUMENTS: usize = 10_000;

/// Runs the rules over all inputs and adds what they found.
pub(super) fn run(
    settings: &Settings,
    arguments: &Arguments,
    inputs: &Inputs,
    selection: &Selection,
    assessment: &mut Assessment,
) -> Result<(), Failure> {
    let policy = Policy { levels: arguments.levels(), today: settings.today };
    if !policy.levels.any_on() || assessment.tally.documents == 0 || assessment.tally.stopped_early {
        return Ok(());
    }
    if assessment.tally.documents > MOST_DOCUMENTS && !arguments.rules {
        let what = format!("rules, since these are more than {MOST_DOCUMENTS} documents (--rules)");
        *assessment.tally.not_checked.entry(what).or_default() += 1;
        return Ok(());
    }
    let mut findings = Findings::default();
    let declared = declared(settings, arguments, &mut findings)?;
    let (manifests, complete) = read(inputs, selection);
    let all: Vec<&Manifest> = manifests.iter().collect();
    let facts = declared.observing(&all);
    let ruled = environment::check(&mut findings, &all, &facts, None, complete, &policy);
    assessment.add_rules(&ruled, findings.into_sorted(), &all);
    Ok(())
}

/// What the command line declares: options over `--assume`, and that over the model.
fn declared(settings: &Settings, arguments: &Arguments, findings: &mut Findings) -> Result<Facts, Failure> {
    let mut facts = Facts { redis_operator: arguments.redis_operator_version, ..Facts::default() };
    if let Some(path) = &arguments.assume {
        facts = facts.over(assumed(settings, path, findings)?);
    }
    if let Some(name) = &arguments.environment {
        facts = facts.over(modelled(settings, name)?);
    }
    Ok(facts)
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
    let names = || environments.iter().map(|environment| environment.name.as_str());
    if let Some(environment) = environments.iter().find(|environment| environment.name == name) {
        return Ok(Facts::of(environment));
    }
    let near = suggest::nearest(name, names());
    let hint = near.map_or_else(|| suggest::known(names()), |near| format!("did you mean `{near}`?"));
    Err(Failure::Usage(format!("--environment: there is no environment `{name}`; {hint}")))
}

/// Every object, and whether all of them could be read. What is wrong with the others was said before.
fn read(inputs: &Inputs, selection: &Selection) -> (Vec<Manifest>, bool) {
    let mut manifests = Vec::new();
    let mut complete = inputs.obstacles().is_empty();
    let mut buffer = Vec::new();
    for index in 0..inputs.len() {
        let text = inputs.read(index, &mut buffer).ok().and_then(|bytes| decode(bytes).ok());
        let Some(text) = text else {
            complete = false;
            continue;
        };
        let (mut objects, problems) = documents::manifests(&Source::new(inputs.path(index), text));
        complete &= problems.iter().all(|problem| problem.severity != Severity::Error);
        objects.retain(|manifest| !selection.skip.iter().any(|kind| kind.matches(&manifest.id)));
        manifests.append(&mut objects);
    }
    (manifests, complete)
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
