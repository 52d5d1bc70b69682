//! Names that point at other objects, after those got prefixes, suffixes and digests (kustomize, filters/nameref).

use crate::kustomize::config::Config;
use crate::kustomize::resource::Id;
use crate::kustomize::resource::Resource;
use crate::kustomize::spec;
use crate::kustomize::spec::FieldSpec;
use crate::kustomize::spec::Made;
use crate::kustomize::spec::Unfit;
use crate::kustomize::value;
use crate::text::Place;
use crate::yaml::Composed;

/// What is known of an object that others may refer to.
struct Target {
    now: Id,
    /// As written: where empty, no namespace is written into references either.
    namespace: String,
    previous: Vec<Id>,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
}

/// A name that several objects had, which have different names now.
#[derive(Debug)]
pub(super) struct Ambiguous {
    pub(super) place: Place,
    pub(super) name: String,
    pub(super) objects: Vec<String>,
}

struct Referrer<'t> {
    target: &'t Target,
    candidates: Vec<&'t Target>,
    /// Group and kind that a `roleRef` names.
    role: Option<(String, String)>,
}

/// Updates every reference that the configuration knows.
pub(super) fn update(resources: &mut [Resource], config: &Config) -> Vec<Ambiguous> {
    let known: Vec<Target> = resources.iter().map(target).collect();
    let mut ambiguous = Vec::new();
    if known.iter().all(|known| known.previous.is_empty()) {
        return ambiguous;
    }
    for (at, resource) in resources.iter_mut().enumerate() {
        let original = resource.original();
        let candidates = candidates(resource, &known[at], &known);
        let mut referrer = Referrer { target: &known[at], candidates, role: None };
        for reference in &config.references {
            for field in reference.fields.iter().filter(|field| field.is_for(&original)) {
                let kind = (&*reference.group, &*reference.version, &*reference.kind);
                let is_role = field.path.ends_with("roleRef/name");
                referrer.role = if is_role { role(&resource.value) } else { None };
                change(resource, field, &referrer, kind, &mut ambiguous);
            }
        }
    }
    ambiguous
}

fn target(resource: &Resource) -> Target {
    Target {
        now: resource.id(),
        namespace: resource.namespace().to_owned(),
        previous: resource.previous().collect(),
        prefixes: resource.prefixes.clone(),
        suffixes: resource.suffixes.clone(),
    }
}

/// The objects that one may refer to: those in its namespace, those in none, and accounts that it names with theirs.
fn candidates<'t>(resource: &Resource, own: &Target, all: &'t [Target]) -> Vec<&'t Target> {
    if own.now.is_cluster_scoped() {
        return all.iter().collect();
    }
    let mut named: Vec<&str> = Vec::new();
    if resource.kind() == "RoleBinding" {
        let subjects = resource.value.get("subjects").map(Composed::items).unwrap_or_default();
        let accounts =
            subjects.iter().filter(|subject| subject.get("kind").and_then(Composed::as_text) == Some("ServiceAccount"));
        named.extend(accounts.filter_map(|subject| subject.get("namespace").and_then(Composed::as_text)));
    }
    let may = |target: &&Target| {
        target.now.is_cluster_scoped()
            || target.now.namespace == own.now.namespace
            || named.contains(&target.namespace.as_str())
    };
    all.iter().filter(may).collect()
}

fn role(value: &Composed) -> Option<(String, String)> {
    let text = |key| value.at(&["roleRef", key]).and_then(Composed::as_text).map(str::to_owned);
    Some((text("apiGroup")?, text("kind")?))
}

fn change(
    resource: &mut Resource,
    field: &FieldSpec,
    referrer: &Referrer<'_>,
    kind: (&str, &str, &str),
    ambiguous: &mut Vec<Ambiguous>,
) {
    let place = resource.value.place.clone();
    let mut set = |value: &mut Composed| {
        if value.items_mut().is_none() {
            referrer.set(value, kind, ambiguous);
            return Ok(());
        }
        for item in value.items_mut().into_iter().flatten() {
            referrer.set(item, kind, ambiguous);
        }
        Ok(())
    };
    // A field of another shape holds no name.
    let _: Result<(), Unfit> = spec::visit(&mut resource.value, field, Made::Nothing, &place, &mut set);
}

impl Referrer<'_> {
    fn set(&self, value: &mut Composed, kind: (&str, &str, &str), ambiguous: &mut Vec<Ambiguous>) {
        if value.is_null() {
            return;
        }
        if !value::is_mapping(value) {
            let Some(name) = value.as_text() else { return };
            let found = self.select(name, self.candidates.clone(), kind, &value.place, false, ambiguous);
            if let Some(found) = found.filter(|found| found.now.name != name) {
                *value = Composed::text(&value.place.clone(), &found.now.name);
            }
            return;
        }
        let Some(name) = value.get("name") else { return };
        let (name, place) = (name.as_text().unwrap_or_default().to_owned(), name.place.clone());
        let mut candidates = self.candidates.clone();
        if let Some(namespace) = value.get("namespace").and_then(Composed::as_text) {
            let original = |target: &&Target| target.previous.first().unwrap_or(&target.now).namespace == namespace;
            let is_original = candidates.iter().any(original);
            candidates.retain(|target| if is_original { original(target) } else { target.now.namespace == namespace });
        }
        let Some(found) = self.select(&name, candidates, kind, &place, true, ambiguous) else { return };
        if found.now.name == name && found.namespace.is_empty() {
            return;
        }
        value.set("name", Composed::text(&place, &found.now.name));
        if found.namespace.is_empty() {
            return;
        }
        let place = value.get("namespace").map_or(place, |namespace| namespace.place.clone());
        value.set("namespace", Composed::text(&place, &found.namespace));
    }

    fn select<'t>(
        &self,
        name: &str,
        mut candidates: Vec<&'t Target>,
        (group, version, kind): (&str, &str, &str),
        place: &Place,
        with_namespace: bool,
        ambiguous: &mut Vec<Ambiguous>,
    ) -> Option<&'t Target> {
        candidates.retain(|target| {
            target.previous.iter().any(|id| id.name == name)
                && target.previous.iter().any(|id| id.is_kind(group, version, kind))
                && self
                    .role
                    .as_ref()
                    .is_none_or(|(group, kind)| target.previous.iter().any(|id| id.is_kind(group, "", kind)))
                && self.is_reachable(target)
        });
        if let [only] = candidates.as_slice() {
            return Some(only);
        }
        candidates.retain(|target| self.is_named_alike(target, true));
        if candidates.len() > 1 {
            candidates.retain(|target| self.is_named_alike(target, false));
        }
        let first = *candidates.first()?;
        let is_same = |other: &&Target| {
            other.now.name == first.now.name && (!with_namespace || other.namespace == first.namespace)
        };
        if candidates.iter().all(is_same) {
            return Some(first);
        }
        let objects = candidates.iter().map(|target| target.now.to_string()).collect();
        ambiguous.push(Ambiguous { place: place.clone(), name: name.to_owned(), objects });
        None
    }

    fn is_reachable(&self, target: &Target) -> bool {
        self.target.now.is_cluster_scoped()
            || target.now.is_cluster_scoped()
            || target.now.kind == "ServiceAccount"
            || target.now.namespace == self.target.now.namespace
    }

    fn is_named_alike(&self, target: &Target, may_lack: bool) -> bool {
        let alike = |ours: &[String], theirs: &[String]| {
            let lacks = ours.is_empty() || theirs.is_empty();
            if lacks {
                may_lack || ours.len() == theirs.len()
            } else {
                ours.ends_with(theirs) || theirs.ends_with(ours)
            }
        };
        alike(&self.target.prefixes, &target.prefixes) && alike(&self.target.suffixes, &target.suffixes)
    }
}
