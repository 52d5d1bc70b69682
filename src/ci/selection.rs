//! The services that a change concerns, each with its reason.
//!
//! A file that was removed or renamed is looked up where it was, one that was added where it is: both revisions have a
//! say, and who is concerned in either is selected. Whatever cannot be decided selects everything, and the reason is
//! said.

use crate::ci::claim::Claim;
use crate::ci::claim::Found;
use crate::ci::pattern::Patterns;
use crate::ci::pipeline::Pipeline;
use crate::ci::reach::Step;
use crate::ci::reach::is_settings_of;
use crate::ci::revision::Revision;
use crate::model::ci::SharedTriggers;
use crate::text::suggest;

/// Why a service is selected.
#[derive(Debug, Clone)]
pub enum Reason {
    /// Somebody asked for it by name, or for all of them.
    Asked,
    /// Everything is selected, for the reason that [`Selection::everything`] says.
    Everything,
    /// The file is its own.
    Own,
    /// A pattern of it covers the file.
    Watched(String),
    /// Its tools read the file for the folders below.
    Settings,
    /// The map of shared triggers says so, under this key.
    Declared(String),
    /// It reaches the file, or Python beside the file, in this revision.
    Reached {
        /// Which revision.
        revision: &'static str,
        /// How.
        way: Vec<Step>,
        /// Whether the file is beside what is reached, rather than reached itself.
        beside: bool,
    },
}

/// A service that is selected.
#[derive(Debug, Clone)]
pub struct Selected {
    /// Its number in the pipeline.
    pub service: usize,
    /// The changed file; empty if there is none.
    pub file: String,
    /// Why the file selects it.
    pub reason: Reason,
}

/// The services that a change concerns, in the order of the model.
#[derive(Debug, Default)]
pub struct Selection {
    /// The services.
    pub services: Vec<Selected>,
    /// Why everything is selected, if it is.
    pub everything: Option<String>,
}

/// Selects every service.
pub fn everything(pipeline: &Pipeline<'_>, reason: impl Into<String>) -> Selection {
    let services =
        pipeline.tested().map(|(service, _)| Selected { service, file: String::new(), reason: Reason::Everything });
    Selection { services: services.collect(), everything: Some(reason.into()) }
}

/// Selects the services that somebody names: separated by commas, aliases among them, in that order, each once; `all` is
/// every one of them.
///
/// # Errors
///
/// A name that is none of a tested service, or no name at all.
pub fn asked(pipeline: &Pipeline<'_>, names: &str) -> Result<Selection, String> {
    let mut selection = Selection::default();
    for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        if name == "all" {
            return Ok(everything(pipeline, "all services were asked for"));
        }
        let meant = pipeline.ci.aliases.get(name).map_or(name, |meant| meant.0.as_str());
        let Some((service, _)) = pipeline.tested().find(|(_, service)| service.name == meant) else {
            return Err(format!("there is no service `{}` to test{}", name.escape_debug(), instead(pipeline, meant)));
        };
        if selection.services.iter().all(|known| known.service != service) {
            selection.services.push(Selected { service, file: String::new(), reason: Reason::Asked });
        }
    }
    if selection.services.is_empty() {
        return Err(format!("`{}` names no service", names.escape_debug()));
    }
    Ok(selection)
}

/// Why a name is none of a tested service, or which name may be meant.
fn instead(pipeline: &Pipeline<'_>, name: &str) -> String {
    if let Some(whole) = pipeline.services.iter().find(|service| service.parts.contains(&name)) {
        return format!(": it is a part of `{}`", whole.name);
    }
    let job = pipeline.services.iter().find(|service| service.name == name).and_then(|service| service.job());
    if let Some(file) = job.and_then(|job| job.tested_by.as_ref()) {
        return format!(": `{}` tests it", file.0);
    }
    if let Some(why) = job.and_then(|job| job.untested.as_ref()) {
        return format!(": nothing does, for the model says `untested: {}`", why.escape_debug());
    }
    let known = || pipeline.tested().map(|(_, service)| service.name).chain(pipeline.ci.aliases.names());
    let near = suggest::nearest(name, known());
    near.map_or_else(|| format!("; {}", suggest::known(known())), |near| format!("; did you mean `{near}`?"))
}

/// Selects the services that changed files concern.
pub fn select(pipeline: &Pipeline<'_>, revisions: &[Revision], changed: &[String]) -> Selection {
    let general = General::new(pipeline);
    if let Some(reason) = changed.iter().find_map(|path| general.everything(path)) {
        return everything(pipeline, reason);
    }
    let mut best: Vec<Option<(&String, Claim)>> = pipeline.services.iter().map(|_| None).collect();
    for file in changed {
        let found = Found::new(pipeline, revisions, file);
        let (watched, declared) = (general.watched(file), general.declared(file));
        for (service, tested) in pipeline.tested() {
            let known = best[service].as_ref().map_or(usize::MAX, |(_, claim)| claim.rank());
            // Nothing is nearer than a file of its own.
            if known == 0 {
                continue;
            }
            let pattern = watched.iter().find(|(owner, _)| *owner == service);
            let key = || {
                let lists = |key: &&usize| general.map[**key].1.iter().any(|name| name == tested.name);
                declared.iter().find(lists).map(|key| Claim::Declared(*key))
            };
            let claim = if tested.owns(file) {
                Some(Claim::Own)
            } else if let Some((_, pattern)) = pattern {
                Some(Claim::Watched(*pattern))
            } else {
                found
                    .reached(revisions, service)
                    .or_else(|| is_settings_of(file, tested).then_some(Claim::Settings))
                    .or_else(key)
            };
            if let Some(claim) = claim.filter(|claim| best[service].is_none() || claim.rank() < known) {
                best[service] = Some((file, claim));
            }
        }
    }
    let selected = |(service, (file, claim)): (usize, (&String, Claim))| {
        let reason = match claim {
            Claim::Own => Reason::Own,
            Claim::Watched(pattern) => Reason::Watched(pipeline.services[service].watch[pattern].clone()),
            Claim::Settings => Reason::Settings,
            Claim::Declared(key) => Reason::Declared(general.map[key].0.clone()),
            Claim::Reached { revision, number, beside, .. } => {
                let Revision { name, graph, reaches, .. } = &revisions[revision];
                Reason::Reached { revision: name, way: reaches[service].way(graph, number), beside }
            }
        };
        Selected { service, file: file.clone(), reason }
    };
    let best = best.into_iter().enumerate().filter_map(|(service, best)| Some((service, best?)));
    Selection { services: best.map(selected).collect(), everything: None }
}

/// What the model says of files, whoever needs them.
struct General {
    everything: Patterns,
    /// For each pattern of `everything` what its files are.
    whys: Vec<String>,
    keys: Patterns,
    map: Vec<(String, Vec<String>)>,
    watched: Patterns,
    /// For each pattern of `watched` the service that it is of, and its number there.
    watchers: Vec<(usize, usize)>,
}

impl General {
    fn new(pipeline: &Pipeline<'_>) -> Self {
        let (patterns, whys): (Vec<String>, Vec<String>) = pipeline.everything().into_iter().unzip();
        let map: Vec<(String, Vec<String>)> = match &pipeline.ci.shared_triggers {
            SharedTriggers::Derived => Vec::new(),
            SharedTriggers::Written(map) => map
                .iter()
                .map(|(key, names)| (key.to_owned(), names.iter().map(|name| name.0.clone()).collect()))
                .collect(),
        };
        let watch = || {
            pipeline.tested().flat_map(|(number, service)| {
                service.watch.iter().enumerate().map(move |(pattern, text)| (number, pattern, text.as_str()))
            })
        };
        Self {
            watched: Patterns::new(watch().map(|(.., text)| text)),
            watchers: watch().map(|(service, pattern, _)| (service, pattern)).collect(),
            everything: Patterns::new(patterns.iter().map(String::as_str)),
            whys,
            keys: Patterns::new(map.iter().map(|(key, _)| key.as_str())),
            map,
        }
    }

    /// Why a changed file selects everything, if it does.
    fn everything(&self, path: &str) -> Option<String> {
        let number = self.everything.first(path)?;
        Some(format!("`{}` changed, which {}", path.escape_debug(), self.whys[number]))
    }

    /// The numbers of the entries of the map of shared triggers that cover a file.
    fn declared(&self, path: &str) -> Vec<usize> {
        if self.map.is_empty() { Vec::new() } else { self.keys.all(path) }
    }

    /// The services of which a pattern covers a file, each with the number of the pattern.
    fn watched(&self, path: &str) -> Vec<(usize, usize)> {
        self.watched.all(path).into_iter().map(|number| self.watchers[number]).collect()
    }
}
