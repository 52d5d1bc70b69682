//! Merging the items of lists that are told apart by keys (kyaml, `yaml/walk/associative_sequence.go`).
//!
//! Items of the patch come first. With two keys, an item that has only one of them matches in ways that nobody would
//! choose; they are kept, for what kustomize makes of them is what is applied.

use crate::kustomize::kinds::Type;
use crate::kustomize::merge;
use crate::kustomize::merge::Refusal;
use crate::kustomize::overrides::Trail;
use crate::kustomize::value;
use crate::yaml::Composed;

pub(super) fn merge(
    mut there: Vec<Composed>,
    patch: &[Composed],
    kind: Option<Type>,
    keys: &[&str],
    trail: &mut Trail,
) -> Result<Vec<Composed>, Box<Refusal>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    for item in patch.iter().chain(&there) {
        let values: Vec<String> = keys.iter().map(|key| key_of(item, key).unwrap_or_default()).collect();
        if !all.contains(&values) {
            all.push(values);
        }
    }
    if keys.len() > 1 {
        complete(&mut all);
    }
    let used: Vec<usize> = (0..keys.len()).filter(|at| all.iter().any(|values| !values[*at].is_empty())).collect();
    let used = if used.is_empty() { (0..keys.len()).collect() } else { used };
    let keys: Vec<&str> = used.iter().map(|at| keys[*at]).collect();
    let mut added: Vec<Composed> = Vec::new();
    for values in &all {
        let values: Vec<String> = used.iter().map(|at| values[*at].clone()).collect();
        let asked: Vec<usize> = (0..keys.len()).filter(|at| !values[*at].is_empty()).collect();
        let asked = if asked.is_empty() { (0..keys.len()).collect() } else { asked };
        let matches = |item: &Composed| asked.iter().all(|at| key_of(item, keys[*at]).as_ref() == Some(&values[*at]));
        let old = there.iter().position(matches);
        let new = patch.iter().find(|item| matches(item));
        let name = values.join(",");
        let merged =
            trail.within(&name, |trail| merge::node(old.map(|at| there[at].clone()), new, kind, None, trail))?;
        let Some(merged) = merged.filter(|merged| !value::is_nothing(merged)) else {
            set(&mut there, None, &keys, &values);
            continue;
        };
        let is_replacement =
            new.is_some_and(|new| new.get("$patch").is_some_and(|word| word.as_text() == Some("replace")));
        if let Some(at) = old.filter(|_| !is_replacement) {
            there[at] = merged.clone();
        }
        set(&mut added, Some(merged), &keys, &values);
    }
    if all.is_empty() {
        return Ok(there);
    }
    for item in there {
        append(&mut added, item, &keys);
    }
    Ok(added)
}

/// The text of the key of an item; the empty key stands for the item itself.
fn key_of(item: &Composed, key: &str) -> Option<String> {
    let value = if key.is_empty() { Some(item) } else { item.get(key) };
    value?.as_text().map(str::to_owned)
}

/// Two rows are one where they share a value and differ only in what one of them does not say.
fn complete(all: &mut [Vec<String>]) {
    for one in 0..all.len() {
        for other in 0..all.len() {
            let pairs = || all[one].iter().zip(&all[other]);
            let agree = pairs().all(|(ours, theirs)| ours == theirs || ours.is_empty() || theirs.is_empty());
            if agree && pairs().any(|(ours, theirs)| ours == theirs) {
                let both: Vec<String> =
                    pairs().map(|(ours, theirs)| if ours.is_empty() { theirs } else { ours }.clone()).collect();
                all[one].clone_from(&both);
                all[other] = both;
            }
        }
    }
}

/// Replaces the items with these keys, or appends; takes them away where there is nothing to put there.
fn set(items: &mut Vec<Composed>, new: Option<Composed>, keys: &[&str], values: &[String]) {
    let by_key =
        keys.first().is_some_and(|key| !key.is_empty()) && values.first().is_some_and(|value| !value.is_empty());
    let mut is_found = false;
    let mut kept = Vec::with_capacity(items.len() + 1);
    for item in items.drain(..) {
        if value::is_nothing(&item) {
            continue;
        }
        if by_key && !value::is_mapping(&item) {
            kept.push(item);
            continue;
        }
        if is_match(&item, keys, values) {
            is_found = true;
            kept.extend(new.clone());
        } else if !values.is_empty() {
            kept.push(item);
        }
    }
    *items = kept;
    if !is_found {
        items.extend(new);
    }
}

/// Whether an item has these values; an empty value asks only for the key, and missing ones repeat the last answer.
fn is_match(item: &Composed, keys: &[&str], values: &[String]) -> bool {
    let mut last = false;
    for (at, key) in keys.iter().enumerate() {
        if let Some(asked) = values.get(at) {
            last = key_of(item, key).is_some_and(|value| asked.is_empty() || value == *asked);
        }
        if !last {
            return false;
        }
    }
    true
}

fn append(items: &mut Vec<Composed>, item: Composed, keys: &[&str]) {
    if keys == [""] {
        let value = key_of(&item, "").unwrap_or_default();
        return set(items, Some(item), keys, &[value]);
    }
    let mut values = Vec::new();
    for key in keys {
        match key_of(&item, key) {
            Some(value) => values.push(value),
            None => items.push(item.clone()),
        }
    }
    if values.is_empty() {
        // kustomize would drop the whole list here; the API server refuses such an item anyway.
        return;
    }
    if keys.len() > 1 {
        set(items, None, keys, &values);
    }
    set(items, Some(item), keys, &values);
}
