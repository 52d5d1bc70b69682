//! Documents written inside a string of another file, with the places at which they stand in that file.

use std::sync::Arc;

use crate::kustomize::value;
use crate::manifest::documents;
use crate::text::Place;
use crate::text::Source;
use crate::yaml::Composed;
use crate::yaml::Node;

/// Whether blanks and line breaks around the string are taken off, as kustomize does it with `patch` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Kept,
    Trimmed,
}

/// The documents in a string; `None` where it is no YAML.
pub(super) fn documents(node: Node<'_>, ends: Ends) -> Option<Vec<Composed>> {
    let text = node.text()?;
    let text = if ends == Ends::Trimmed { text.trim() } else { text };
    let outer = node.place();
    let inner = parse(&Source::new(outer.source.path.as_str(), text))?;
    if let Some(found) = in_block(&outer, &inner, text.ends_with('\n')) {
        return Some(found);
    }
    // In quotes or folded, a line of the string is no line of the file.
    let whole = |_: &Place| outer.clone();
    Some(moved(inner, &whole))
}

fn parse(source: &Arc<Source>) -> Option<Vec<Composed>> {
    let read = documents::documents(source);
    read.problems.is_empty().then(|| read.documents.iter().map(|document| Composed::of(document.root())).collect())
}

fn moved(mut all: Vec<Composed>, place: &impl Fn(&Place) -> Place) -> Vec<Composed> {
    for one in &mut all {
        value::relocate(one, place);
    }
    all
}

/// Reads the string where it stands, with everything around it blanked, if that gives the same documents.
fn in_block(outer: &Place, inner: &[Composed], ends_line: bool) -> Option<Vec<Composed>> {
    let source = &outer.source;
    // The span of a block begins in its first line, behind the indentation.
    let start = source.text.get(..outer.span.start as usize)?.rfind('\n')? + 1;
    let end = outer.span.end as usize;
    let header = source.text[..start].trim_end().rsplit(char::is_whitespace).next()?;
    if !header.starts_with('|') {
        return None;
    }
    let blank = |text: &str| -> String { text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect() };
    let end_of_line = if ends_line { "\n" } else { "" };
    let text = format!("{}{}{end_of_line}", blank(source.text.get(..start)?), source.text.get(start..end)?);
    let found = parse(&Source::new(source.path.as_str(), text))?;
    let is_same = found.len() == inner.len() && found.iter().zip(inner).all(|(found, inner)| value::same(found, inner));
    is_same.then(|| moved(found, &value::in_source(source)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn places(text: &str) -> Vec<String> {
        let document = yaml::parse(&Source::new("kustomization.yaml", text)).documents.remove(0);
        let found = documents(document.root().get("patch").unwrap(), Ends::Trimmed).unwrap();
        found.iter().flat_map(Composed::entries).map(|(_, value)| value.place.to_string()).collect()
    }

    #[test]
    fn a_block_keeps_its_lines_and_columns() {
        let text = "a: 1\npatch: |-\n    kind: X\n    spec: {a: 1}\n";
        assert_eq!(places(text), ["kustomization.yaml:3:11", "kustomization.yaml:4:11"]);
        assert_eq!(places("patch: '{a: 1}'\n"), ["kustomization.yaml:1:8"]);
        assert_eq!(places("patch: |-\n  a: |\n    text\n\n    more\n"), ["kustomization.yaml:3:5"]);
    }
}
