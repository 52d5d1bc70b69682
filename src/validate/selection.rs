//! Which kinds to skip, to refuse, or to check, as the command line says.

use std::collections::BTreeSet;

use crate::manifest::identity::ResourceId;

/// A kind as people name it: `Secret`, `v1/Secret`, or `apps/v1/Deployment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindPattern {
    api_version: Option<String>,
    kind: String,
}

impl KindPattern {
    /// Whether an object is of this kind.
    pub fn matches(&self, id: &ResourceId) -> bool {
        self.kind == id.kind && self.api_version.as_ref().is_none_or(|version| *version == id.api_version)
    }
}

impl std::str::FromStr for KindPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (api_version, kind) = match text.rsplit_once('/') {
            Some((version, kind)) => (Some(version), kind),
            None => (None, text),
        };
        let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
        let parts = api_version.map_or(0, |version| version.split('/').count());
        if !word(kind) || parts > 2 || !api_version.is_none_or(|version| version.split('/').all(word)) {
            return Err("write a kind, `Secret`, or a group, version and kind, `apps/v1/Deployment`".to_owned());
        }
        Ok(Self { api_version: api_version.map(str::to_owned), kind: kind.to_owned() })
    }
}

/// What to do with documents before they are checked.
#[derive(Debug, Default)]
pub struct Selection {
    /// Kinds that are not checked.
    pub skip: Vec<KindPattern>,
    /// Kinds that are errors wherever they occur.
    pub reject: Vec<KindPattern>,
    /// Whether a kind without a schema is skipped and not an error.
    pub ignore_missing_schemas: bool,
    /// Files that are no manifests by themselves: patches that kustomizations among the inputs read.
    pub parts: BTreeSet<String>,
    /// Whether every document is reported, also those of which there is nothing to say.
    pub list_all: bool,
}

impl Selection {
    /// The same for objects that were built: wherever they come from, they are manifests.
    #[must_use]
    pub fn without_parts(&self) -> Self {
        let Self { skip, reject, ignore_missing_schemas, parts: _, list_all } = self;
        let (skip, reject) = (skip.clone(), reject.clone());
        Self {
            skip,
            reject,
            ignore_missing_schemas: *ignore_missing_schemas,
            parts: BTreeSet::new(),
            list_all: *list_all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(api_version: &str, kind: &str) -> ResourceId {
        ResourceId {
            api_version: api_version.to_owned(),
            kind: kind.to_owned(),
            namespace: String::new(),
            name: "a".to_owned(),
        }
    }

    #[test]
    fn a_kind_alone_means_every_version_of_it() {
        let pattern: KindPattern = "Deployment".parse().unwrap();
        assert!(pattern.matches(&id("apps/v1", "Deployment")));
        assert!(pattern.matches(&id("extensions/v1beta1", "Deployment")));
        assert!(!pattern.matches(&id("apps/v1", "DeploymentConfig")));
    }

    #[test]
    fn a_kind_with_its_version_means_that_one() {
        let pattern: KindPattern = "apps/v1/Deployment".parse().unwrap();
        assert!(pattern.matches(&id("apps/v1", "Deployment")));
        assert!(!pattern.matches(&id("extensions/v1beta1", "Deployment")));
        let core: KindPattern = "v1/Secret".parse().unwrap();
        assert!(core.matches(&id("v1", "Secret")));
    }

    #[test]
    fn what_is_no_kind_is_refused() {
        for text in ["", "/", "a/b/c/d", "apps/v1/", "Secret,ConfigMap", "Se cret"] {
            assert!(text.parse::<KindPattern>().is_err(), "{text:?}");
        }
    }
}
