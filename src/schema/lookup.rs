//! The search for a kind through all sources in their order, and what is remembered of it.

use std::sync::OnceLock;

use crate::schema::catalog::Catalog;
use crate::schema::catalog::Kinds;
use crate::schema::definitions::Definitions;
use crate::schema::kind::Kind;
use crate::schema::kustomize;
use crate::schema::location::Content;
use crate::schema::location::Loaded;
use crate::schema::location::LocationError;
use crate::schema::pack;
use crate::schema::redisfailover;
use crate::schema::shape::Dialect;
use crate::schema::shape::Schema;

/// Where the search for a kind ended.
#[derive(Debug)]
pub(super) enum Answer {
    Unknown,
    Fault(LocationError),
    Custom { at: usize, kind: usize },
    Operator { operator: usize, schema: &'static Schema },
    Listed { operator: usize },
    Kustomize { schema: &'static Schema },
    BuiltIn { schema: &'static Schema },
    Defined { location: usize, at: usize, kind: usize },
    Set { location: usize, kind: usize },
    File { location: usize, loaded: Box<Loaded> },
}

impl Answer {
    pub(super) fn fault(&self) -> Option<&LocationError> {
        match self {
            Self::Fault(error) => Some(error),
            _ => None,
        }
    }
}

impl Catalog {
    pub(super) fn search(&self, api_version: &str, kind: &str) -> Answer {
        for (at, (_, kinds)) in self.custom.iter().enumerate() {
            if let Some(kind) = kinds.0.iter().position(|found| found.is(api_version, kind)) {
                return Answer::Custom { at, kind };
            }
        }
        let Some(locations) = &self.locations else {
            return self.embedded(api_version, kind).unwrap_or(Answer::Unknown);
        };
        for (location, entry) in locations.list.iter().enumerate() {
            let found = match &entry.content {
                Content::Embedded => self.embedded(api_version, kind),
                Content::Files { .. } => match locations.load(location, api_version, kind) {
                    Ok(loaded) => loaded.map(|loaded| Answer::File { location, loaded: Box::new(loaded) }),
                    Err(error) => Some(Answer::Fault(error)),
                },
                Content::Definitions(definitions) => {
                    let all = definitions.iter().enumerate();
                    let mut all = all.flat_map(|(at, kinds)| kinds.0.iter().enumerate().map(move |(n, k)| (at, n, k)));
                    all.find(|(.., found)| found.is(api_version, kind)).map(|(at, kind, found)| match found.read() {
                        Ok(_) => Answer::Defined { location, at, kind },
                        Err(error) => Answer::Fault(error),
                    })
                }
                Content::Set(set) => {
                    let position = set.kinds.iter().position(|k| k.kind == kind && k.api_version == api_version);
                    position.map(|kind| Answer::Set { location, kind })
                }
            };
            if let Some(found) = found {
                return found;
            }
        }
        Answer::Unknown
    }

    /// Operators come first, then Kustomize, then what Kubernetes has built in.
    fn embedded(&self, api_version: &str, kind: &str) -> Option<Answer> {
        for (operator, entry) in self.operators.iter().enumerate() {
            match &entry.kinds {
                Kinds::Packed(scope) => {
                    let crds = pack::crds();
                    let found = crds
                        .kinds
                        .iter()
                        .find(|found| found.scope == *scope && found.kind == kind && found.api_version == api_version);
                    if let Some(schema) = found.and_then(|found| crds.definitions.get(found.name)) {
                        return Some(Answer::Operator { operator, schema });
                    }
                }
                Kinds::Listed { api_version: version, kind: name, .. } => {
                    if *version == api_version && *name == kind {
                        return Some(Answer::Listed { operator });
                    }
                }
            }
        }
        if let Some(schema) = kustomize::find(api_version, kind) {
            return Some(Answer::Kustomize { schema });
        }
        let found = self.builtin.kinds.iter().find(|found| found.kind == kind && found.api_version == api_version)?;
        Some(Answer::BuiltIn { schema: self.builtin.definitions.get(found.name)? })
    }

    pub(super) fn kind<'a>(&'a self, answer: &'a Answer) -> Option<Kind<'a>> {
        let meta = &self.builtin.definitions;
        let kind = |schema, definitions, dialect, source| {
            Some(Kind { schema, definitions, dialect, meta, source, unchecked: &[] })
        };
        let located = |at: usize| self.locations.as_ref()?.list.get(at);
        match answer {
            Answer::Unknown | Answer::Fault(_) => None,
            Answer::Custom { at, kind: number } => {
                let (label, kinds) = self.custom.get(*at)?;
                kind(kinds.0.get(*number)?.schema(), no_definitions(), Dialect::Custom, label)
            }
            Answer::Operator { operator, schema } => {
                let label = &self.operators.get(*operator)?.label;
                kind(schema, &pack::crds().definitions, Dialect::Custom, label)
            }
            Answer::Listed { operator } => {
                let operator = self.operators.get(*operator)?;
                let Kinds::Listed { kind: name, version, definitions, .. } = &operator.kinds else { return None };
                let definitions = definitions.get_or_init(|| redisfailover::definitions(version).unwrap_or_default());
                kind(definitions.get(name)?, definitions, Dialect::Custom, &operator.label)
            }
            Answer::Kustomize { schema } => kind(schema, kustomize::definitions(), Dialect::BuiltIn, "Kustomize"),
            Answer::BuiltIn { schema } => kind(schema, meta, Dialect::BuiltIn, &self.label),
            Answer::Defined { location, at, kind: number } => {
                let location = located(*location)?;
                let Content::Definitions(definitions) = &location.content else { return None };
                let schema = definitions.get(*at)?.0.get(*number)?.schema();
                kind(schema, no_definitions(), Dialect::Custom, &location.written)
            }
            Answer::Set { location, kind: number } => {
                let location = located(*location)?;
                let Content::Set(set) = &location.content else { return None };
                let found = set.kinds.get(*number)?;
                kind(set.definitions.get(&found.name)?, &set.definitions, found.dialect, &location.written)
            }
            Answer::File { location, loaded } => {
                let Loaded { definitions, root, unsupported, .. } = &**loaded;
                let source = &located(*location)?.written;
                let found = kind(definitions.get(root)?, definitions, Dialect::JsonSchema, source)?;
                Some(Kind { unchecked: unsupported, ..found })
            }
        }
    }
}

fn no_definitions() -> &'static Definitions {
    static NONE: OnceLock<Definitions> = OnceLock::new();
    NONE.get_or_init(Definitions::default)
}
