//! JSON patches on values in the making (RFC 6902, as evanphx/json-patch v4 applies it for kustomize).

use crate::kustomize::overrides::Record;
use crate::kustomize::value;
use crate::text::Place;
use crate::yaml::Composed;

/// How many nodes one patch may copy, so that copies of copies do not fill the memory.
const MOST_COPIED: usize = 1_000_000;

/// How deep a patched value may be.
const DEEPEST: usize = 255;

/// Why an operation cannot be applied.
#[derive(Debug)]
pub(super) enum Failure {
    /// What the path names does not exist; up to here it does.
    Missing(String),
    /// `test` found something else.
    Differs(String),
    /// The operation itself cannot be read.
    Unreadable(String),
    /// It would make too much of it.
    TooLarge,
}

/// Applies one operation, and notes what it overrides.
pub(super) fn apply(document: &mut Composed, operation: &Composed, records: &mut Vec<Record>) -> Result<(), Failure> {
    let text = |key: &str| operation.get(key).and_then(Composed::as_text);
    let name = text("op").ok_or_else(|| Failure::Unreadable("`op` is missing".to_owned()))?;
    let path = text("path").ok_or_else(|| Failure::Unreadable("`path` is missing".to_owned()))?;
    let from = || text("from").ok_or_else(|| Failure::Unreadable("`from` is missing".to_owned()));
    let value = || operation.get("value").cloned().unwrap_or_else(|| Composed::plain(&operation.place, "null"));
    match name {
        "add" => add(document, path, value(), records),
        "replace" => {
            let now = value();
            let Ok(was) = find(document, path) else {
                // The library replaces a key that is not there by adding it, as long as it would stand in a map.
                return replace_nothing(document, path, now);
            };
            records.extend(Record::of(path, was, Some(&now), &now.place));
            *was = now;
            Ok(())
        }
        "remove" => {
            let was = remove(document, path)?;
            if value::is_scalar(&was) || value::is_sequence(&was) {
                records.extend(Record::of(path, &was, None, &operation.place));
            }
            Ok(())
        }
        "move" => {
            let moved = remove(document, from()?)?;
            add(document, path, moved, records)
        }
        "copy" => {
            let copied = find(document, from()?)?.clone();
            if value::size(&copied) > MOST_COPIED || value::size(document) > MOST_COPIED {
                return Err(Failure::TooLarge);
            }
            add(document, path, copied, records)?;
            if value::depth(document) > DEEPEST { Err(Failure::TooLarge) } else { Ok(()) }
        }
        "test" => {
            let wanted = value();
            let there = find(document, path)?;
            if value::same(there, &wanted) { Ok(()) } else { Err(Failure::Differs(value::words(there))) }
        }
        other => Err(Failure::Unreadable(format!("there is no operation `{other}`"))),
    }
}

/// The keys of a pointer. What stands before the first slash is passed over, as the library does it.
fn parts(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect()
}

/// The place in a list of `length` items that a key names; negative ones count from the end.
fn index(key: &str, length: usize) -> Option<usize> {
    let index: i64 = key.parse().ok()?;
    let at = if index < 0 { i64::try_from(length).ok()? + index } else { index };
    usize::try_from(at).ok().filter(|at| *at < length)
}

fn step<'c>(at: &'c mut Composed, key: &str) -> Option<&'c mut Composed> {
    if value::is_mapping(at) {
        return at.get_mut(key);
    }
    let items = at.items_mut()?;
    let at = index(key, items.len())?;
    items.get_mut(at)
}

fn walk<'c>(document: &'c mut Composed, parts: &[String]) -> Result<&'c mut Composed, Failure> {
    let mut at = document;
    for (depth, part) in parts.iter().enumerate() {
        let known = || Failure::Missing(format!("/{}", parts[..=depth].join("/")));
        at = step(at, part).ok_or_else(known)?;
    }
    Ok(at)
}

fn find<'c>(document: &'c mut Composed, path: &str) -> Result<&'c mut Composed, Failure> {
    walk(document, &parts(path))
}

fn add(document: &mut Composed, path: &str, new: Composed, records: &mut Vec<Record>) -> Result<(), Failure> {
    let parts = parts(path);
    let Some((last, above)) = parts.split_last() else {
        *document = new;
        return Ok(());
    };
    let parent = walk(document, above)?;
    if value::is_mapping(parent) {
        if let Some(was) = parent.get(last)
            && !value::is_mapping(was)
        {
            records.extend(Record::of(path, was, Some(&new), &new.place));
        }
        parent.set(last, new);
        return Ok(());
    }
    let missing = || Failure::Missing(path.to_owned());
    let items = parent.items_mut().ok_or_else(missing)?;
    let at = if last == "-" { items.len() } else { index(last, items.len() + 1).ok_or_else(missing)? };
    items.insert(at, new);
    Ok(())
}

fn replace_nothing(document: &mut Composed, path: &str, new: Composed) -> Result<(), Failure> {
    let parts = parts(path);
    let missing = || Failure::Missing(path.to_owned());
    let (last, above) = parts.split_last().ok_or_else(missing)?;
    let parent = walk(document, above)?;
    if !value::is_mapping(parent) {
        return Err(missing());
    }
    parent.set(last, new);
    Ok(())
}

fn remove(document: &mut Composed, path: &str) -> Result<Composed, Failure> {
    let parts = parts(path);
    let missing = || Failure::Missing(path.to_owned());
    let (last, above) = parts.split_last().ok_or_else(missing)?;
    let parent = walk(document, above)?;
    if value::is_mapping(parent) {
        return parent.remove(last).ok_or_else(missing);
    }
    let items = parent.items_mut().ok_or_else(missing)?;
    let at = index(last, items.len()).ok_or_else(missing)?;
    Ok(items.remove(at))
}

/// Where a failed operation is written: its path, if it has one.
pub(super) fn place(operation: &Composed) -> &Place {
    operation.get("path").map_or(&operation.place, |path| &path.place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;
    use crate::yaml;

    fn parse(text: &str) -> Composed {
        Composed::of(yaml::parse(&Source::new("a.yaml", text)).documents.remove(0).root())
    }

    fn patched(document: &str, operations: &str) -> Result<String, Failure> {
        let mut document = parse(document);
        let mut records = Vec::new();
        parse(operations).items().iter().try_for_each(|one| apply(&mut document, one, &mut records))?;
        Ok(value::json(&document))
    }

    #[test]
    fn every_operation_does_what_the_standard_says() {
        let check = |document: &str, operations: &str, expected: &str| {
            assert_eq!(patched(document, operations).unwrap(), expected, "{operations}");
        };
        check("{a: [1, 3]}", "[{op: add, path: /a/1, value: 2}]", r#"{"a":[1,2,3]}"#);
        check("{a: [1]}", "[{op: add, path: /a/-, value: {b: c}}]", r#"{"a":[1,{"b":"c"}]}"#);
        check("{a/b: 1, c~d: 2}", "[{op: replace, path: /a~1b, value: 3}, {op: remove, path: /c~0d}]", r#"{"a/b":3}"#);
        check("{a: {b: 1}, c: {}}", "[{op: move, from: /a/b, path: /c/d}]", r#"{"a":{},"c":{"d":1}}"#);
        check("{a: [1]}", "[{op: copy, from: /a/0, path: /a/-}, {op: test, path: /a/1, value: 1}]", r#"{"a":[1,1]}"#);
        check("{a: [1, 2]}", "[{op: remove, path: /a/-1}]", r#"{"a":[1]}"#);
    }

    #[test]
    fn what_is_not_there_cannot_be_changed() {
        assert_eq!(patched("{a: 1}", "[{op: replace, path: /b, value: 2}]").unwrap(), r#"{"a":1,"b":2}"#);
        for operation in [
            "[{op: replace, path: /a/1, value: 1}]",
            "[{op: remove, path: /b}]",
            "[{op: add, path: /b/c, value: 1}]",
            "[{op: add, path: /a/5, value: 1}]",
            "[{op: remove, path: /a/-}]",
        ] {
            assert!(matches!(patched("{a: [1]}", operation), Err(Failure::Missing(_))), "{operation}");
        }
        assert!(matches!(patched("{a: 1}", "[{op: test, path: /a, value: 2}]"), Err(Failure::Differs(_))));
    }

    #[test]
    fn copies_of_copies_end_somewhere() {
        let doubling = "{op: copy, from: /a, path: /a/-}, ".repeat(64);
        assert!(matches!(patched("{a: [1, 2, 3]}", &format!("[{doubling}]")), Err(Failure::TooLarge)));
    }
}
