//! All kinds of a catalog: to list them, and to find what was probably meant.

use std::collections::BTreeMap;

use crate::schema::catalog::Catalog;
use crate::schema::catalog::Kinds;
use crate::schema::kustomize;
use crate::schema::location::Content;
use crate::schema::pack;
use crate::text::suggest::nearest;

impl Catalog {
    /// Every `(apiVersion, kind)` known, in no particular order and possibly twice. What a location with a file for
    /// each kind holds is not known before it is asked.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, &str)> {
        let defined = self.custom.iter().flat_map(|(_, kinds)| kinds.0.iter());
        let defined = defined.map(|kind| (&*kind.api_version, &*kind.kind));
        let located = self.locations.iter().flat_map(|locations| &locations.list);
        let located = located.flat_map(|location| {
            let (definitions, set) = match &location.content {
                Content::Definitions(definitions) => (definitions.as_slice(), None),
                Content::Set(set) => ([].as_slice(), Some(set)),
                Content::Embedded | Content::Files { .. } => ([].as_slice(), None),
            };
            let definitions = definitions.iter().flat_map(|kinds| kinds.0.iter());
            let set = set.into_iter().flat_map(|set| &set.kinds);
            let definitions = definitions.map(|kind| (&*kind.api_version, &*kind.kind));
            definitions.chain(set.map(|kind| (&*kind.api_version, &*kind.kind)))
        });
        defined.chain(located).chain(self.embedded_kinds().filter(|_| self.has_embedded()))
    }

    /// Locations with a file for each kind, whose kinds are not known before they are asked.
    pub fn unlisted(&self) -> impl Iterator<Item = &str> {
        let locations = self.locations.iter().flat_map(|locations| &locations.list);
        let unlisted = locations.filter(|location| matches!(location.content, Content::Files { .. }));
        unlisted.map(|location| location.written.as_str())
    }

    fn embedded_kinds(&self) -> impl Iterator<Item = (&str, &str)> {
        let operators = self.operators.iter().flat_map(|operator| {
            let (scope, listed) = match &operator.kinds {
                Kinds::Packed(scope) => (Some(*scope), None),
                Kinds::Listed { api_version, kind, .. } => (None, Some((*api_version, *kind))),
            };
            let packed = pack::crds().kinds.iter().filter(move |kind| Some(kind.scope) == scope);
            packed.map(|kind| (kind.api_version, kind.kind)).chain(listed)
        });
        let builtin = self.builtin.kinds.iter().map(|kind| (kind.api_version, kind.kind));
        operators.chain(kustomize::KINDS).chain(builtin)
    }

    /// Every kind with where it comes from, sorted by group, version and kind; each once, from the source that judges.
    pub fn entries(&self) -> Vec<(&str, &str, &str)> {
        let group = |api_version: &'_ str| api_version.split_once('/').map_or("", |(group, _)| group).to_owned();
        let mut entries: BTreeMap<(String, &str, &str), &str> = BTreeMap::new();
        for (api_version, kind) in self.kinds() {
            let source = self.find(api_version, kind).map_or("", |found| found.source());
            entries.insert((group(api_version), api_version, kind), source);
        }
        entries.into_iter().map(|((_, api_version, kind), source)| (api_version, kind, source)).collect()
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
