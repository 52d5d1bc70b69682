//! Strategic merge patches, as kustomize applies them (kyaml, yaml/merge2 and yaml/walk).
//!
//! What kustomize does differently from the API server is done here as kustomize does it: a `$patch: replace` in an
//! item of a list has no effect, and of two ports of which only one names its protocol the patch is lost.

use crate::kustomize::kinds::Type;
use crate::kustomize::lists;
use crate::kustomize::overrides::Trail;
use crate::kustomize::value;
use crate::yaml::Composed;

/// Why a patch cannot be applied.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The patch has a map, a list or a scalar where the object has another of them.
    Shape(Composed),
    /// `$patch` says something else than `delete`, `replace` or `merge`.
    Directive(Composed),
}

type Merged = Result<Option<Composed>, Box<Refusal>>;

/// Merges a patch into what is there; `None` where nothing is left.
pub(super) fn merge(there: Composed, patch: &Composed, trail: &mut Trail) -> Merged {
    node(Some(there), Some(patch), None, None, trail)
}

/// Objects inside objects are merged by their own kind.
fn of_kind(object: Option<&Composed>) -> Option<Type> {
    let object = object?;
    Type::of_kind(object.get("apiVersion")?.as_text()?, object.get("kind")?.as_text()?)
}

/// `keys` tells the items of a list apart, if this is a list that merges.
pub(super) fn node(
    there: Option<Composed>,
    patch: Option<&Composed>,
    kind: Option<Type>,
    keys: Option<&'static [&'static str]>,
    trail: &mut Trail,
) -> Merged {
    let first = there.as_ref().filter(|there| !there.is_null()).or(patch.filter(|patch| !patch.is_null()));
    let Some(first) = first else {
        // Null stays where it was written as such and the patch says nothing.
        let kept = there.filter(|there| patch.is_none() && there.as_text() != Some(""));
        return Ok(kept);
    };
    let fits = |value: &Composed| {
        value.is_null()
            || (value::is_mapping(first) && value::is_mapping(value))
            || (value::is_sequence(first) && value::is_sequence(value))
            || (value::is_scalar(first) && value::is_scalar(value))
    };
    if let Some(patch) = patch.filter(|patch| !fits(patch)) {
        return Err(Box::new(Refusal::Shape(patch.clone())));
    }
    if value::is_mapping(first) {
        let kind = kind.or_else(|| of_kind(there.as_ref()).or_else(|| of_kind(patch)));
        return mapping(there, patch, kind, trail);
    }
    match keys {
        Some(keys) if value::is_sequence(first) => list(there, patch, kind, keys, trail),
        _ => Ok(replaced(there, patch, trail)),
    }
}

/// Scalars, and lists without a key: the patch wins.
fn replaced(there: Option<Composed>, patch: Option<&Composed>, trail: &mut Trail) -> Option<Composed> {
    match patch {
        Some(patch) => {
            if let Some(there) = &there {
                trail.record(there, Some(patch));
            }
            Some(patch.clone()).filter(|patch| !patch.is_null())
        }
        None => there,
    }
}

enum Directive {
    Merge,
    Replace,
    Delete,
}

fn directive(value: &Composed) -> Result<Directive, Box<Refusal>> {
    match value.as_text() {
        Some("delete") => Ok(Directive::Delete),
        Some("replace") => Ok(Directive::Replace),
        Some("merge") => Ok(Directive::Merge),
        _ => Err(Box::new(Refusal::Directive(value.clone()))),
    }
}

fn mapping(there: Option<Composed>, patch: Option<&Composed>, kind: Option<Type>, trail: &mut Trail) -> Merged {
    let mut own;
    let mut patch = patch;
    let mut said = Directive::Merge;
    if let Some(word) = patch.and_then(|patch| patch.get("$patch")) {
        said = directive(word)?;
        own = patch.cloned();
        if let Some(own) = &mut own {
            own.remove("$patch");
        }
        patch = own.as_ref();
    }
    let is_there = there.as_ref().is_some_and(|there| !there.is_null());
    let mut result = match (there, patch) {
        (_, _) if matches!(said, Directive::Delete) => return Ok(None),
        (Some(there), None) => there,
        (Some(_), Some(patch)) if patch.is_null() => return Ok(None),
        (Some(there), Some(_)) if is_there && !matches!(said, Directive::Replace) => there,
        (_, Some(patch)) => patch.clone(),
        (None, None) => return Ok(None),
    };
    let mut names: Vec<String> = Vec::new();
    for entries in [Some(&result), patch].into_iter().flatten() {
        names.extend(entries.entries().iter().filter_map(|(key, _)| key.as_text().map(str::to_owned)));
    }
    names.sort_unstable();
    names.dedup();
    for name in names {
        let field = kind.map(|kind| kind.field(&name)).unwrap_or_default();
        let change = patch.and_then(|patch| patch.get(&name));
        // Taken, not copied; the key keeps its place in the map.
        let before = result.get_mut(&name).map(|before| {
            let nothing = Composed::plain(&before.place, "null");
            std::mem::replace(before, nothing)
        });
        let merged = trail.within(&name, |trail| node(before, change, field.below, field.keys, trail))?;
        match merged {
            Some(merged) => set(&mut result, &name, merged, patch),
            None => drop(result.remove(&name)),
        }
    }
    Ok(Some(result))
}

/// Sets a key; one that is new keeps the place where the patch has it.
fn set(result: &mut Composed, name: &str, merged: Composed, patch: Option<&Composed>) {
    if let Some(there) = result.get_mut(name) {
        *there = merged;
        return;
    }
    let written = patch.and_then(|patch| patch.entries().iter().find(|(key, _)| key.as_text() == Some(name)));
    let key = written.map_or_else(|| Composed::text(&merged.place, name), |(key, _)| key.clone());
    result.entries_mut().push((key, merged));
}

fn list(
    there: Option<Composed>,
    patch: Option<&Composed>,
    kind: Option<Type>,
    keys: &'static [&'static str],
    trail: &mut Trail,
) -> Merged {
    let Some(patch) = patch else {
        let Some(mut there) = there else { return Ok(None) };
        let merged = lists::merge(there.items().to_vec(), &[], kind, keys, trail)?;
        if let Some(items) = there.items_mut() {
            *items = merged;
        }
        return Ok(Some(there));
    };
    let Some(mut result) = there.filter(|there| !there.is_null()) else {
        let mut result = patch.clone();
        let merged = lists::merge(patch.items().to_vec(), patch.items(), kind, keys, trail)?;
        if let Some(items) = result.items_mut() {
            *items = merged;
        }
        return Ok(Some(result));
    };
    if patch.is_null() {
        return Ok(None);
    }
    let word = patch.items().iter().find_map(|item| item.get("$patch").filter(|_| item.entries().len() == 1));
    let mut items = patch.items().to_vec();
    if let Some(word) = word {
        let said = directive(word)?;
        items.retain(|item| item.get("$patch").and_then(Composed::as_text) != word.as_text());
        match said {
            Directive::Delete => return Ok(None),
            Directive::Replace => {
                trail.record(&result, Some(patch));
                result = Composed::sequence(&patch.place, items.clone());
            }
            Directive::Merge => {}
        }
    }
    let merged = lists::merge(result.items().to_vec(), &items, kind, keys, trail)?;
    if let Some(list) = result.items_mut() {
        *list = merged;
    }
    Ok(Some(result))
}
