//! Which kinds there are in one cluster: its Kubernetes minor, its operators, and the definitions among the documents.

use std::sync::OnceLock;

use crate::schema::custom::CustomKinds;
use crate::schema::definitions::Definitions;
use crate::schema::kind::Kind;
use crate::schema::location::Content;
use crate::schema::location::LocationError;
use crate::schema::location::Locations;
use crate::schema::lookup::Answer;
use crate::schema::memo::Memo;
use crate::schema::pack;
use crate::schema::pack::Pack;
use crate::schema::redisfailover;
use crate::schema::removed;
use crate::schema::removed::Release;
use crate::text::suggest::known;
use crate::text::suggest::nearest;

/// The Kubernetes minors whose kinds are known.
pub fn minors() -> std::ops::RangeInclusive<u32> {
    pack::MINORS
}

/// Operators whose kinds are embedded, sorted by name.
pub fn embedded_projects() -> Vec<&'static str> {
    let packed = pack::crds().kinds.iter().filter_map(|kind| kind.scope.split_once(' '));
    let mut projects: Vec<&str> = packed.map(|(project, _)| project).collect();
    projects.push(redisfailover::PROJECT);
    projects.sort_unstable();
    projects.dedup();
    projects
}

/// The versions of an operator whose kinds are embedded, oldest first.
pub fn embedded_versions(project: &str) -> Vec<&'static str> {
    if project == redisfailover::PROJECT {
        return redisfailover::VERSIONS.to_vec();
    }
    let packed = pack::crds().kinds.iter().filter_map(|kind| kind.scope.split_once(' '));
    let mut versions: Vec<&str> = packed.filter(|(name, _)| *name == project).map(|(_, version)| version).collect();
    versions.dedup();
    versions
}

/// The embedded release that stands for a declared one, as `v0.14.4`: itself, the nearest before it, or the first.
pub fn nearest_release(project: &str, declared: &str) -> Option<&'static str> {
    let mut versions = embedded_versions(project);
    versions.reverse();
    around(&versions, declared).first().copied()
}

/// Of versions from the newest on, the one that is meant, or those before and behind it.
fn around(versions: &[&'static str], declared: &str) -> Vec<&'static str> {
    let numbers = |version: &str| -> Vec<u64> {
        let release = version.trim_start_matches('v').split(['-', '+']).next().unwrap_or_default();
        release.split('.').map(|part| part.parse().unwrap_or(0)).collect()
    };
    let plain = |version: &str| version.trim_start_matches('v').to_owned();
    if let Some(exact) = versions.iter().find(|version| plain(version) == plain(declared)) {
        return vec![exact];
    }
    let wanted = numbers(declared);
    let before = versions.iter().find(|version| numbers(version) <= wanted);
    let behind = versions.iter().rev().find(|version| numbers(version) > wanted);
    before.into_iter().chain(behind).copied().collect()
}

/// The kinds of one cluster.
#[derive(Debug)]
pub struct Catalog {
    minor: u32,
    pub(super) label: String,
    pub(super) builtin: &'static Pack,
    /// With the label of each.
    pub(super) custom: Vec<(String, CustomKinds)>,
    pub(super) operators: Vec<Operator>,
    pub(super) locations: Option<Locations>,
    memo: Memo<Answer>,
}

#[derive(Debug)]
pub(super) struct Operator {
    pub(super) label: String,
    pub(super) kinds: Kinds,
}

#[derive(Debug)]
pub(super) enum Kinds {
    /// All lines of the pack with this scope.
    Packed(&'static str),
    /// One kind with a field list of its own,
    /// made when it is asked for: most runs meet none.
    Listed { api_version: &'static str, kind: &'static str, version: &'static str, definitions: OnceLock<Definitions> },
}

impl Catalog {
    /// The built-in kinds of a Kubernetes minor, and those of Kustomize; `None` when the minor is not known.
    pub fn new(minor: u32) -> Option<Self> {
        Some(Self {
            minor,
            label: format!("Kubernetes 1.{minor}"),
            builtin: pack::open(minor)?,
            custom: Vec::new(),
            operators: Vec::new(),
            locations: None,
            memo: Memo::default(),
        })
    }

    /// The Kubernetes minor of the cluster.
    pub fn minor(&self) -> u32 {
        self.minor
    }

    /// When another minor has a kind that this one has not; `None` if none has it.
    pub fn other_release(&self, api_version: &str, kind: &str) -> Option<Release> {
        removed::release(self.minor, api_version, kind)
    }

    /// Adds the kinds of an operator; `false` when this version is not embedded.
    pub fn add_embedded(&mut self, project: &str, version: &str) -> bool {
        let kinds = if project == redisfailover::PROJECT {
            let Some(version) = redisfailover::VERSIONS.into_iter().find(|known| *known == version) else {
                return false;
            };
            let (api_version, kind) = (redisfailover::API_VERSION, redisfailover::KIND);
            Kinds::Listed { api_version, kind, version, definitions: OnceLock::new() }
        } else {
            let scope = format!("{project} {version}");
            let known = pack::crds().kinds.iter().find(|kind| kind.scope == scope);
            let Some(known) = known else { return false };
            Kinds::Packed(known.scope)
        };
        self.operators.push(Operator { label: format!("{project} {version}"), kinds });
        self.memo = Memo::default();
        true
    }

    /// Adds the kinds that the CustomResourceDefinition `name` defines. They come before embedded kinds of the same
    /// name.
    pub fn add_crd(&mut self, name: &str, kinds: CustomKinds) {
        self.custom.push((format!("CustomResourceDefinition {name}"), kinds));
        self.memo = Memo::default();
    }

    /// Adds the newest stable release of every embedded project, or the release named in `overrides`, as `(project,
    /// version)`. The error says which project or version is not embedded, and lists what is.
    pub fn add_newest(&mut self, overrides: &[(String, String)]) -> Result<(), String> {
        let projects = embedded_projects();
        for (project, version) in overrides {
            if !projects.contains(&project.as_str()) {
                let hint = nearest(project, projects.iter().copied())
                    .map_or_else(|| known(projects.iter().copied()), |near| format!("did you mean `{near}`?"));
                return Err(format!("there are no schemas for `{project}`; {hint}"));
            }
            let versions = embedded_versions(project);
            if !versions.contains(&version.as_str()) {
                return Err(format!("there are no schemas for {project} `{version}`; {}", known(versions)));
            }
        }
        for project in projects {
            let chosen = overrides.iter().rev().find(|(name, _)| name == project).map(|(_, version)| version.as_str());
            let versions = embedded_versions(project);
            // A release candidate has a `-` in its name, and nobody means one who names no version.
            let newest = versions.iter().rev().find(|version| !version.contains('-')).or(versions.last());
            if let Some(version) = chosen.or(newest.copied()) {
                self.add_embedded(project, version);
            }
        }
        Ok(())
    }

    /// Adds other releases of embedded projects behind those that are there, for versions of kinds that these do not
    /// serve: nearest releases of those `declared`, as `(project, version)` with or without `v`, and all others of
    /// projects of which nobody said which release there is.
    pub fn add_others(&mut self, chosen: &[(String, String)], declared: &[(&str, &str)]) {
        for project in embedded_projects() {
            // The redis-operator serves one version of one kind, and releases differ in its fields.
            if project == redisfailover::PROJECT || chosen.iter().any(|(name, _)| name == project) {
                continue;
            }
            let mut versions = embedded_versions(project);
            versions.reverse();
            if let Some((_, version)) = declared.iter().find(|(name, _)| *name == project) {
                versions = around(&versions, version);
            }
            for version in versions {
                let label = format!("{project} {version}");
                if self.operators.iter().all(|operator| operator.label != label) {
                    self.add_embedded(project, version);
                }
            }
        }
    }

    /// Asks these locations, in their order, instead of the embedded kinds alone. Definitions added with
    /// [`Catalog::add_crd`] still come first; embedded kinds come where `default` stands, and not at all without it.
    pub fn set_locations(&mut self, locations: Locations) {
        self.locations = Some(locations);
        self.memo = Memo::default();
    }

    /// Whether the embedded kinds are asked at all.
    pub(super) fn has_embedded(&self) -> bool {
        self.locations
            .as_ref()
            .is_none_or(|locations| locations.list.iter().any(|location| matches!(location.content, Content::Embedded)))
    }

    /// Whether Kubernetes has this kind, and it is unknown only because `default` is not among the locations.
    pub fn is_left_out(&self, api_version: &str, kind: &str) -> bool {
        !self.has_embedded() && removed::has(self.minor, api_version, kind)
    }

    /// The kind of a document. A schema file that cannot be read counts as unknown here, and is kept in
    /// [`Catalog::faults`]: who has set locations must look there before saying that all is well.
    pub fn find(&self, api_version: &str, kind: &str) -> Option<Kind<'_>> {
        self.look_up(api_version, kind).ok().flatten()
    }

    /// The same, with what is wrong with the schema file. Every kind is searched once, and then remembered.
    pub fn look_up(&self, api_version: &str, kind: &str) -> Result<Option<Kind<'_>>, &LocationError> {
        match self.memo.get(api_version, kind, || self.search(api_version, kind)) {
            Answer::Unknown => Ok(None),
            Answer::Fault(error) => Err(error),
            found => Ok(self.kind(found)),
        }
    }

    /// What was wrong with schema files that were met so far, sorted by place.
    pub fn faults(&self) -> Vec<&LocationError> {
        let mut faults: Vec<&LocationError> = self.memo.values().filter_map(Answer::fault).collect();
        faults.sort_by_key(|error| (error.place.source.path.as_str(), error.place.span, error.message.as_str()));
        faults.dedup();
        faults
    }
}
