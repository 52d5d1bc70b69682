//! The kustomizations among the inputs: what they read that lies elsewhere, what they build, and which of it belongs to
//! one environment.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::prelude::*;

use super::rules::Read;
use crate::cluster::facts::Facts;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::disk::Inputs;
use crate::disk::Outside;
use crate::finding::Finding;
use crate::finding::Findings;
use crate::kustomize;
use crate::kustomize::Build;
use crate::kustomize::Files;
use crate::kustomize::Gap;
use crate::kustomize::KUSTOMIZATION_NAMES;
use crate::kustomize::Roots;
use crate::manifest::Manifest;
use crate::schema::Catalog;
use crate::text::Source;
use crate::text::decode;
use crate::validate::built;
use crate::validate::outcome::Assessment;
use crate::validate::partition;
use crate::validate::selection::Selection;

/// How often files are read that those read before name. No overlay stands on so many others.
const DEEPEST: usize = 16;

/// Kustomizations, built.
#[derive(Default)]
pub(super) struct Kustomizations {
    roots: Roots,
    /// One for each root.
    builds: Vec<Build>,
}

/// The objects of one environment.
pub(super) struct Environment<'a> {
    pub(super) manifests: Vec<&'a Manifest>,
    /// Whether nothing stayed unbuilt.
    pub(super) complete: bool,
}

impl Kustomizations {
    /// Builds every kustomization among the inputs that no other one refers to. Bases that lie elsewhere are read, as
    /// kustomize reads them.
    pub(super) fn build(settings: &Settings, inputs: &Inputs) -> Result<Self, Failure> {
        let is_kustomization = |path: &str| KUSTOMIZATION_NAMES.contains(&path.rsplit('/').next().unwrap_or_default());
        if !(0..inputs.len()).any(|index| is_kustomization(inputs.path(index))) {
            return Ok(Self::default());
        }
        let mut files = Files::default();
        let mut buffer = Vec::new();
        for index in 0..inputs.len() {
            if let Some(text) = inputs.read(index, &mut buffer).ok().and_then(|bytes| decode(bytes).ok()) {
                files.add(Source::new(inputs.path(index), text));
            }
        }
        let outside = Outside::from(&settings.project);
        let mut tried: BTreeSet<String> = BTreeSet::new();
        let mut roots = kustomize::roots(&files);
        for _ in 0..DEEPEST {
            let wanted: Vec<String> = roots.missing.iter().filter(|path| !tried.contains(*path)).cloned().collect();
            if wanted.is_empty() {
                break;
            }
            for path in wanted {
                read_outside(&outside, &path, &mut files)?;
                tried.insert(path);
            }
            roots = kustomize::roots(&files);
        }
        let builds = roots.folders.par_iter().map(|folder| kustomize::build(&files, folder)).collect();
        Ok(Self { roots, builds })
    }

    /// Files that are no manifests by themselves.
    pub(super) fn parts(&self) -> BTreeSet<String> {
        let is_own = |path: &str| KUSTOMIZATION_NAMES.contains(&path.rsplit('/').next().unwrap_or_default());
        self.roots.read.iter().filter(|path| !self.roots.resources.contains(*path) && !is_own(path)).cloned().collect()
    }

    /// All of them, each with its folder.
    pub(super) fn all(&self) -> Vec<(&str, &Build)> {
        self.roots.folders.iter().map(String::as_str).zip(&self.builds).collect()
    }

    /// What is wrong with them.
    pub(super) fn findings(&self) -> Findings {
        let mut findings = Findings::default();
        for finding in self.builds.iter().flat_map(|build| build.findings.iter()) {
            findings.push(finding.clone());
        }
        findings
    }

    /// What the schemas say of what they build, and of no file by itself.
    pub(super) fn judged(&self, catalog: &Catalog, selection: &Selection, assessment: &Assessment) -> Findings {
        let key = |finding: &Finding| {
            (finding.place.source.path.clone(), finding.place.span, finding.rule, finding.message.clone())
        };
        let said = assessment.outcomes.iter().flat_map(|outcome| &outcome.findings);
        let said: BTreeSet<_> = said.map(key).collect();
        // What is not final may yet become right.
        let is_final = |build: &&Build| {
            !build.is_refused && build.incomplete.iter().all(|incomplete| incomplete.gap == Gap::Objects)
        };
        let mut findings = Findings::default();
        for build in self.builds.iter().filter(is_final) {
            for finding in built::findings(catalog, selection, &build.manifests).into_sorted() {
                if !said.contains(&key(&finding)) {
                    findings.push(finding);
                }
            }
        }
        findings
    }

    /// What was not followed, and how often.
    pub(super) fn incomplete(&self) -> BTreeMap<&str, usize> {
        let mut reasons = BTreeMap::new();
        let built = self.builds.iter().filter(|build| !build.is_refused);
        for incomplete in built.flat_map(|build| &build.incomplete) {
            *reasons.entry(incomplete.reason.as_str()).or_default() += 1;
        }
        reasons
    }

    /// The environments that the inputs make up.
    pub(super) fn environments<'a>(&'a self, read: &'a Read, facts: &Facts) -> Vec<Environment<'a>> {
        let overlays: Vec<(String, BTreeSet<String>)> = self
            .roots
            .folders
            .iter()
            .zip(&self.builds)
            .map(|(folder, build)| {
                let sources = build.manifests.iter().map(|manifest| manifest.source().path.clone());
                (folder.clone(), sources.collect())
            })
            .collect();
        // A file that a kustomization reads is applied as that builds it, and the kustomization itself says how.
        let alone: Vec<usize> = (0..read.files.len())
            .filter(|at| {
                let path = read.files[*at].source.path.as_str();
                !self.roots.read.contains(path) || KUSTOMIZATION_NAMES.iter().any(|name| path.ends_with(name))
            })
            .collect();
        let (apart, alone) = if facts.says_what_is_applied() { (Vec::new(), alone) } else { variants(read, alone) };
        let names: Vec<&str> = alone.iter().map(|at| read.files[*at].source.path.as_str()).collect();
        let declared = facts.environments.as_deref().unwrap_or_default();
        let parts = partition::parts(&overlays, &names, declared).into_iter();
        let is_applied = |manifest: &&Manifest| !self.is_unnamed(manifest, facts);
        let environment = |part: partition::Part| {
            let built = part.overlays.iter().map(|at| &self.builds[*at]);
            let complete = built.clone().all(|build| !build.lacks_objects() && !build.is_refused);
            let written = part.files.iter().flat_map(|at| &read.files[alone[*at]].manifests);
            let manifests = written.filter(is_applied).chain(built.flat_map(|build| &build.manifests)).collect();
            Environment { manifests, complete }
        };
        let variant = |at: usize| Environment {
            manifests: read.files[at].manifests.iter().filter(is_applied).collect(),
            complete: true,
        };
        parts.map(environment).chain(apart.into_iter().map(variant)).collect()
    }

    /// How many objects are left out of all environments, since a kustomization lies beside them and names them not.
    pub(super) fn unnamed(&self, read: &Read, facts: &Facts) -> usize {
        let alone = read.files.iter().filter(|file| !self.roots.read.contains(&file.source.path));
        alone.flat_map(|file| &file.manifests).filter(|manifest| self.is_unnamed(manifest, facts)).count()
    }

    /// Whether a kustomization lies beside an object that no kustomization reads. Applications are often applied by
    /// hand, as the first of all; and what is declared to be all there is counts in what somebody may have applied.
    fn is_unnamed(&self, manifest: &Manifest, facts: &Facts) -> bool {
        if facts.external.is_some() || manifest.id.is_kustomization() || manifest.id.group() == "argoproj.io" {
            return false;
        }
        let (folder, _) = manifest.source().path.rsplit_once('/').unwrap_or_default();
        KUSTOMIZATION_NAMES.iter().any(|name| {
            let path = if folder.is_empty() { (*name).to_owned() } else { format!("{folder}/{name}") };
            self.roots.read.contains(&path)
        })
    }
}

/// Files, by their numbers, of which one at a time is applied, and the others.
fn variants(read: &Read, alone: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let files: Vec<_> =
        alone.iter().map(|at| (read.files[*at].source.path.as_str(), read.files[*at].manifests.as_slice())).collect();
    let variants = partition::variants(&files);
    let (apart, rest): (Vec<_>, Vec<_>) = alone.into_iter().enumerate().partition(|(at, _)| variants.contains(at));
    let numbers = |files: Vec<(usize, usize)>| files.into_iter().map(|(_, at)| at).collect();
    (numbers(apart), numbers(rest))
}

/// Reads a file that is named and not among the inputs, or the kustomization of such a folder, if there is either.
fn read_outside(outside: &Outside, path: &str, files: &mut Files) -> Result<(), Failure> {
    if outside.names(path)?.is_some() {
        for name in KUSTOMIZATION_NAMES {
            if let Some(source) = outside.text(&format!("{path}/{name}"))? {
                files.add(source);
            }
        }
    } else if let Some(bytes) = outside.bytes(path)? {
        match decode(bytes.as_slice()) {
            Ok(text) => files.add(Source::new(path, text)),
            Err(_) => files.add_bytes(path, bytes),
        }
    }
    Ok(())
}
