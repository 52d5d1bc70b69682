//! What is to be tested: the services of all environments, each with its folder, its parts and its job.

use crate::ci::pattern::Patterns;
use crate::ci::pattern::is_within;
use crate::model::Environment;
use crate::model::ci::Ci;
use crate::model::ci::Job;
use crate::model::ci::REQUIREMENTS;
use crate::model::ci::check::services;
use crate::model::ci::safe::Pattern;
use crate::model::service::Service;

/// The most jobs that GitHub makes of one matrix (workflow syntax, `jobs.<job_id>.strategy.matrix`).
pub const MOST_JOBS: usize = 256;

/// What a workflow and its actions are.
const RUNS_JOBS: &str = "is what runs the jobs";

/// Continuous integration as the model wants it.
pub struct Pipeline<'e> {
    /// What all services have in common.
    pub ci: &'e Ci,
    /// An environment that says so.
    pub environment: &'e Environment,
    /// The services with a folder of their own, in the order of the model.
    pub services: Vec<Tested<'e>>,
}

/// A service with a folder of its own.
pub struct Tested<'e> {
    /// Its name.
    pub name: &'e str,
    /// The folder of its sources.
    pub source: &'e str,
    /// What it says itself.
    pub service: &'e Service,
    /// The environment that says so.
    pub environment: &'e Environment,
    /// Services that are parts of it: workers, schedulers.
    pub parts: Vec<&'e str>,
    /// Patterns of its further files.
    pub watch: Vec<String>,
    /// The same, compiled.
    pub watched: Patterns,
}

impl Tested<'_> {
    /// Whether this workflow tests it, rather than another one or none.
    pub fn is_tested(&self) -> bool {
        self.job().is_none_or(|job| job.tested_by.is_none() && job.untested.is_none())
    }

    /// What it says of its job.
    pub fn job(&self) -> Option<&Job> {
        self.service.ci.as_ref()
    }

    /// Whether a file is its own.
    pub fn owns(&self, path: &str) -> bool {
        is_within(path, self.source)
    }

    /// The requirements files that its job installs, relative to its folder.
    pub fn requirements(&self) -> Vec<&str> {
        let named = self.job().map(|job| job.requirements.iter().map(|file| file.0.as_str()).collect());
        named.unwrap_or_else(|| vec![REQUIREMENTS])
    }

    /// The names of the containers beside its job.
    pub fn containers(&self) -> Vec<&str> {
        let named = self.job().and_then(|job| job.containers.as_ref()).into_iter().flatten();
        named.map(|name| name.0.as_str()).collect()
    }

    /// The job of the workflow that tests it: services with the same containers share one.
    pub fn group(&self) -> String {
        let mut group = "test".to_owned();
        for container in self.containers() {
            group.push('-');
            group.push_str(container);
        }
        group
    }
}

impl<'e> Pipeline<'e> {
    /// What the environments say; `None` if they leave continuous integration to others.
    pub fn of(environments: &'e [Environment]) -> Option<Self> {
        let (environment, ci) =
            environments.iter().find_map(|environment| Some((environment, environment.model.ci.as_ref()?)))?;
        let all = services(environments);
        let parts = |name: &str| -> Vec<&'e str> {
            let is_part = |service: &Service| service.part_of.as_deref() == Some(name);
            all.iter().filter(|(_, service, _)| is_part(service)).map(|(part, ..)| *part).collect()
        };
        let tested = |&(name, service, environment): &(&'e str, &'e Service, &'e Environment)| {
            let source = service.source.as_deref().filter(|_| service.part_of.is_none())?;
            let parts = parts(name);
            let watch = watch(ci, name, &parts, service.ci.as_ref());
            let watched = Patterns::new(watch.iter().map(String::as_str));
            Some(Tested { name, source, service, environment, parts, watch, watched })
        };
        Some(Self { ci, environment, services: all.iter().filter_map(tested).collect() })
    }

    /// The services that this workflow tests, with their numbers in `services`.
    pub fn tested(&self) -> impl Iterator<Item = (usize, &Tested<'e>)> {
        self.services.iter().enumerate().filter(|(_, service)| service.is_tested())
    }

    /// The jobs of the workflow, each with the numbers of its services: services with the same containers share one.
    pub fn groups(&self) -> Vec<(String, Vec<usize>)> {
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        for (number, service) in self.tested() {
            let name = service.group();
            match groups.iter_mut().find(|(known, _)| *known == name) {
                Some((_, numbers)) => numbers.push(number),
                None => groups.push((name, vec![number])),
            }
        }
        groups
    }

    /// The version of Python that tests a service.
    pub fn python<'s>(&'s self, service: &'s Tested<'_>) -> &'s str {
        let own = service.job().and_then(|job| job.python.as_ref());
        own.map_or(self.ci.python.version.0.as_str(), |version| version.0.as_str())
    }

    /// The file of the workflow.
    pub fn workflow_file(&self) -> String {
        format!(".github/workflows/{}.yml", self.ci.workflow.0)
    }

    /// Patterns for files of which a change selects every service, each with what they are.
    pub fn everything(&self) -> Vec<(String, String)> {
        let own = [
            ("environments".to_owned(), "is part of the model".to_owned()),
            (self.workflow_file(), RUNS_JOBS.to_owned()),
            (".github/actions".to_owned(), RUNS_JOBS.to_owned()),
        ];
        let named = self
            .ci
            .everything
            .iter()
            .map(|Pattern(text)| (text.clone(), format!("is covered by `{text}` under `ci.everything`")));
        own.into_iter().chain(named).collect()
    }

    /// Whether a file lies in one of the roots of Python sources.
    pub fn is_in_root(&self, path: &str) -> bool {
        self.ci.python.roots.iter().any(|root| is_within(path, &root.0))
    }
}

/// The patterns of a service: those of all services with its name and those of its parts in them, then its own.
fn watch(ci: &Ci, name: &str, parts: &[&str], job: Option<&Job>) -> Vec<String> {
    const SERVICE: &str = "{service}";
    let mut all = Vec::new();
    for pattern in ci.watch.iter().filter(|pattern| pattern.0.contains(SERVICE)) {
        all.extend([name].iter().chain(parts).map(|name| pattern.0.replace(SERVICE, name)));
    }
    all.extend(job.into_iter().flat_map(|job| &job.watch).map(|pattern| pattern.0.replace(SERVICE, name)));
    all
}
