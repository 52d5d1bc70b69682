//! Which kinds there are in one cluster: its Kubernetes minor, its operators, and the definitions among the documents.

use std::sync::OnceLock;

use crate::schema::custom::CustomKinds;
use crate::schema::definitions::Definitions;
use crate::schema::kustomize;
use crate::schema::pack;
use crate::schema::pack::Pack;
use crate::schema::redisfailover;
use crate::schema::shape::Dialect;
use crate::schema::shape::Schema;
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

/// The kinds of one cluster.
#[derive(Debug)]
pub struct Catalog {
    label: String,
    builtin: &'static Pack,
    /// With the label of each.
    custom: Vec<(String, CustomKinds)>,
    operators: Vec<Operator>,
}

#[derive(Debug)]
struct Operator {
    label: String,
    kinds: Kinds,
}

#[derive(Debug)]
enum Kinds {
    /// All lines of the pack with this scope.
    Packed(&'static str),
    /// One kind with a field list of its own.
    Listed { api_version: &'static str, kind: &'static str, definitions: Definitions },
}

impl Catalog {
    /// The built-in kinds of a Kubernetes minor, and those of Kustomize; `None` when the minor is not known.
    pub fn new(minor: u32) -> Option<Self> {
        Some(Self {
            label: format!("Kubernetes 1.{minor}"),
            builtin: pack::kubernetes(minor)?,
            custom: Vec::new(),
            operators: Vec::new(),
        })
    }

    /// Adds the kinds of an operator; `false` when this version is not embedded.
    pub fn add_embedded(&mut self, project: &str, version: &str) -> bool {
        let kinds = if project == redisfailover::PROJECT {
            let Some(definitions) = redisfailover::definitions(version) else { return false };
            let (api_version, kind) = (redisfailover::API_VERSION, redisfailover::KIND);
            Kinds::Listed { api_version, kind, definitions }
        } else {
            let scope = format!("{project} {version}");
            let known = pack::crds().kinds.iter().find(|kind| kind.scope == scope);
            let Some(known) = known else { return false };
            Kinds::Packed(known.scope)
        };
        self.operators.push(Operator { label: format!("{project} {version}"), kinds });
        true
    }

    /// Adds the kinds that the CustomResourceDefinition `name` defines. They come before embedded kinds of the same
    /// name.
    pub fn add_crd(&mut self, name: &str, kinds: CustomKinds) {
        self.custom.push((format!("CustomResourceDefinition {name}"), kinds));
    }

    /// The kind of a document.
    pub fn find(&self, api_version: &str, kind: &str) -> Option<Kind<'_>> {
        let custom = |schema, definitions, source| Kind {
            schema,
            definitions,
            dialect: Dialect::Custom,
            meta: &self.builtin.definitions,
            source,
        };
        let mut defined = self.custom.iter().flat_map(|(label, kinds)| kinds.0.iter().map(move |kind| (label, kind)));
        if let Some((label, found)) = defined.find(|(_, found)| found.is(api_version, kind)) {
            return Some(custom(found.schema(), no_definitions(), label));
        }
        for operator in &self.operators {
            let found = match &operator.kinds {
                Kinds::Packed(scope) => {
                    let crds = pack::crds();
                    crds.kinds
                        .iter()
                        .find(|found| found.scope == *scope && found.kind == kind && found.api_version == api_version)
                        .and_then(|found| crds.definitions.get(found.name))
                        .map(|schema| custom(schema, &crds.definitions, &operator.label))
                }
                Kinds::Listed { api_version: version, kind: name, definitions } => (*version == api_version
                    && *name == kind)
                    .then(|| definitions.get(name))
                    .flatten()
                    .map(|schema| custom(schema, definitions, &operator.label)),
            };
            if found.is_some() {
                return found;
            }
        }
        if let Some(schema) = kustomize::find(api_version, kind) {
            return Some(Kind {
                schema,
                definitions: kustomize::definitions(),
                dialect: Dialect::BuiltIn,
                meta: &self.builtin.definitions,
                source: "Kustomize",
            });
        }
        let name = self.builtin.kinds.iter().find(|k| k.kind == kind && k.api_version == api_version)?;
        Some(Kind {
            schema: self.builtin.definitions.get(name.name)?,
            definitions: &self.builtin.definitions,
            dialect: Dialect::BuiltIn,
            meta: &self.builtin.definitions,
            source: &self.label,
        })
    }

    /// Every `(apiVersion, kind)` known, in no particular order and possibly twice.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, &str)> {
        let defined = self.custom.iter().flat_map(|(_, kinds)| kinds.0.iter());
        let custom = defined.map(|kind| (&*kind.api_version, &*kind.kind));
        let operators = self.operators.iter().flat_map(|operator| {
            let (scope, listed) = match &operator.kinds {
                Kinds::Packed(scope) => (Some(*scope), None),
                Kinds::Listed { api_version, kind, .. } => (None, Some((*api_version, *kind))),
            };
            let packed = pack::crds().kinds.iter().filter(move |kind| Some(kind.scope) == scope);
            packed.map(|kind| (kind.api_version, kind.kind)).chain(listed)
        });
        let builtin = self.builtin.kinds.iter().map(|kind| (kind.api_version, kind.kind));
        custom.chain(operators).chain(kustomize::KINDS).chain(builtin)
    }

    /// What was probably meant by an `apiVersion` and `kind` that do not exist: the same kind in another group or
    /// version, or a kind that is spelled alike.
    pub fn nearest(&self, api_version: &str, kind: &str) -> Option<(&str, &str)> {
        let group = |version: &str| version.split_once('/').map(|(group, _)| group.to_owned());
        let same: Vec<_> = self.kinds().filter(|(_, name)| *name == kind).collect();
        let close = same.iter().find(|(version, _)| group(version) == group(api_version));
        // Stable versions before betas: `apps/v1` is shorter than `apps/v1beta1`.
        let first = same.iter().min_by_key(|(version, _)| (version.len(), *version));
        if let Some(found) = close.or(first) {
            return Some(*found);
        }
        let here = self.kinds().filter(|(version, _)| *version == api_version);
        let name =
            nearest(kind, here.map(|(_, name)| name)).or_else(|| nearest(kind, self.kinds().map(|(_, name)| name)))?;
        self.kinds()
            .find(|(version, found)| *found == name && *version == api_version)
            .or_else(|| self.kinds().filter(|(_, found)| *found == name).min_by_key(|(version, _)| version.len()))
    }
}

fn no_definitions() -> &'static Definitions {
    static NONE: OnceLock<Definitions> = OnceLock::new();
    NONE.get_or_init(Definitions::default)
}

/// A kind, ready to judge documents.
#[derive(Debug, Clone, Copy)]
pub struct Kind<'a> {
    schema: &'a Schema,
    definitions: &'a Definitions,
    dialect: Dialect,
    meta: &'a Definitions,
    source: &'a str,
}

impl<'a> Kind<'a> {
    /// The schema of the whole document.
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// Where names in the schema are looked up.
    pub fn definitions(&self) -> &'a Definitions {
        self.definitions
    }

    /// Whose reading of the schema decides.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The built-in definitions of the cluster, for the metadata that all objects share.
    pub fn meta(&self) -> &'a Definitions {
        self.meta
    }

    /// Where the kind comes from: `Kubernetes 1.28`, `argo-cd v2.14.0`, `CustomResourceDefinition crds/widget.yaml`.
    pub fn source(&self) -> &'a str {
        self.source
    }
}
