//! Environment files as layers: maps merge by key, lists are replaced whole, `null` removes.
//!
//! A merged value remembers where it was written and what it overrode. Nothing here knows what a key means.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::text::Place;
use crate::text::suggest;
use crate::yaml::Node;
use crate::yaml::Scalar;

/// A value of the merged model.
#[derive(Debug, Clone)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// Where it was written.
    pub place: Place,
    /// Where the values it replaced were written, nearest layer first.
    pub overrode: Vec<Place>,
    /// Whether nobody wrote it: a default, placed at the key that it belongs to.
    pub default: bool,
}

/// The kinds of value.
#[derive(Debug, Clone)]
pub enum Data {
    /// `null` or nothing.
    Null,
    /// A scalar, as spelt; `plain` when it had no quotes.
    Scalar {
        /// The text, quotes and escapes resolved.
        text: String,
        /// Whether it was written without quotes.
        plain: bool,
    },
    /// A list.
    List(Vec<Value>),
    /// A map, in the order in which its keys were first written.
    Map(Vec<Entry>),
}

/// A key of a map with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub name: String,
    /// Where the key was written (by the layer that set the value).
    pub key: Place,
    /// The value.
    pub value: Value,
}

impl Value {
    /// Reads a layer from its parsed document.
    pub fn from_node(node: Node<'_>) -> Self {
        let data = if node.is_mapping() {
            Data::Map(
                node.entries()
                    .map(|(key, value)| Entry {
                        name: key.text().unwrap_or_default().to_owned(),
                        key: key.place(),
                        value: Self::from_node(value),
                    })
                    .collect(),
            )
        } else if node.is_sequence() {
            Data::List(node.items().map(Self::from_node).collect())
        } else {
            match node.scalar() {
                None | Some(Scalar::Null) => Data::Null,
                Some(_) => Data::Scalar { text: node.text().unwrap_or_default().to_owned(), plain: node.is_plain() },
            }
        };
        Self { data, place: node.place(), overrode: Vec::new(), default: false }
    }

    /// The entries of a map; nothing for other values.
    pub fn entries(&self) -> &[Entry] {
        match &self.data {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entry `name` of a map.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.name == name)
    }

    /// The value under a path of keys (list items by their index).
    pub fn at(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(self, |value, key| match &value.data {
            Data::Map(_) => value.entry(key).map(|entry| &entry.value),
            Data::List(items) => key.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => None,
        })
    }

    /// The place nearest to a path: of the value itself, or of the deepest part of the path that was written.
    pub fn nearest_place(&self, path: &[&str]) -> &Place {
        (0..=path.len()).rev().find_map(|length| self.at(&path[..length])).map_or(&self.place, |value| &value.place)
    }

    /// The value under a path of keys, for changing it.
    pub fn at_mut(&mut self, path: &[&str]) -> Option<&mut Value> {
        path.iter().try_fold(self, |value, key| match &mut value.data {
            Data::Map(entries) => entries.iter_mut().find(|entry| entry.name == *key).map(|entry| &mut entry.value),
            _ => None,
        })
    }

    /// Takes the entry `name` out of a map.
    pub fn take(&mut self, name: &str) -> Option<Entry> {
        let Data::Map(entries) = &mut self.data else { return None };
        let at = entries.iter().position(|entry| entry.name == name)?;
        Some(entries.remove(at))
    }

    /// What a person would call it: `a map`, `a list`, `the text "x"`.
    pub fn describe(&self) -> String {
        match &self.data {
            Data::Null => "nothing".to_owned(),
            Data::List(_) => "a list".to_owned(),
            Data::Map(_) => "a map".to_owned(),
            Data::Scalar { text, plain: true } => format!("`{text}`"),
            Data::Scalar { text, plain: false } => format!("the text {text:?}"),
        }
    }
}

/// Lays `over` upon `base`.
pub fn merge(findings: &mut Findings, base: Value, over: Value) -> Value {
    lay(findings, base, over, false)
}

/// Lays the lowest layer upon defaults, which a `null` may remove; any other `null` is a forgotten value.
pub fn merge_lowest(findings: &mut Findings, defaults: Value, lowest: Value) -> Value {
    lay(findings, defaults, lowest, true)
}

fn lay(findings: &mut Findings, base: Value, over: Value, lowest: bool) -> Value {
    let Value { data, place, mut overrode, default } = over;
    match (base.data, data) {
        (Data::Map(below), Data::Map(above)) => {
            let place = base.place;
            let data = Data::Map(merge_entries(findings, below, above, lowest));
            Value { data, place, overrode: base.overrode, default: base.default }
        }
        (_, data) => {
            overrode.push(base.place);
            overrode.extend(base.overrode);
            let value = Value { data, place, overrode, default };
            without_nulls(findings, value)
        }
    }
}

fn merge_entries(findings: &mut Findings, below: Vec<Entry>, above: Vec<Entry>, lowest: bool) -> Vec<Entry> {
    let index: BTreeMap<String, usize> = below.iter().enumerate().map(|(at, entry)| (entry.name.clone(), at)).collect();
    let mut merged: Vec<Option<Entry>> = below.into_iter().map(Some).collect();
    for entry in above {
        let lower = index.get(&entry.name).and_then(|at| Some((*at, merged[*at].take()?)));
        match (lower, &entry.value.data) {
            (Some(_), Data::Null) => {}
            (None, Data::Null) if lowest => findings.push(empty_value(&entry)),
            (None, Data::Null) => {
                let names: Vec<&str> = merged.iter().flatten().map(|entry| entry.name.as_str()).collect();
                let near = suggest::nearest(&entry.name, names.iter().copied());
                findings.push(
                    Finding::error(
                        "removes-nothing",
                        entry.key.clone(),
                        format!("`{}` is removed here, but no layer below sets it", entry.name),
                    )
                    .help(near.map_or_else(
                        || format!("remove the line; the layers below set {}", listed_or_nothing(&names)),
                        |near| format!("a layer below sets `{near}`"),
                    )),
                );
            }
            (Some((at, Entry { name, key, value })), _) => {
                let value = lay(findings, value, entry.value, lowest);
                let key = if matches!(value.data, Data::Map(_)) { key } else { entry.key };
                merged[at] = Some(Entry { name, key, value });
            }
            (None, _) => {
                let value = without_nulls(findings, entry.value);
                merged.push(Some(Entry { value, ..entry }));
            }
        }
    }
    merged.into_iter().flatten().collect()
}

fn listed_or_nothing(names: &[&str]) -> String {
    if names.is_empty() { "nothing here".to_owned() } else { suggest::listed(names.iter().copied()) }
}

/// A `null` with nothing below it says nothing; it is more often a forgotten value than a wish.
pub fn without_nulls(findings: &mut Findings, value: Value) -> Value {
    let Value { data, place, overrode, default } = value;
    let data = match data {
        Data::Map(entries) => Data::Map(
            entries
                .into_iter()
                .filter_map(|entry| {
                    if matches!(entry.value.data, Data::Null) {
                        findings.push(empty_value(&entry));
                        return None;
                    }
                    Some(Entry { value: without_nulls(findings, entry.value), ..entry })
                })
                .collect(),
        ),
        Data::List(items) => Data::List(items.into_iter().map(|item| without_nulls(findings, item)).collect()),
        other => other,
    };
    Value { data, place, overrode, default }
}

fn empty_value(entry: &Entry) -> Finding {
    Finding::error("empty-value", entry.key.clone(), format!("`{}` has no value", entry.name))
        .help("write a value, or `{}` for an empty map; `null` only removes what a layer below sets")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;
    use crate::yaml;

    fn layer(path: &str, text: &str) -> Value {
        let parsed = yaml::parse(&Source::new(path, text));
        Value::from_node(parsed.documents[0].root())
    }

    fn merged(base: &str, over: &str) -> (Value, Findings) {
        let mut findings = Findings::default();
        let value = merge(&mut findings, layer("base.yaml", base), layer("dev.yaml", over));
        (value, findings)
    }

    #[test]
    fn maps_merge_lists_replace_and_null_removes() {
        let (value, findings) = merged("a: {x: 1, y: 2}\nl: [1, 2]\n", "a: {x: 3, y: null}\nl: [9]\n");
        assert!(findings.is_empty());
        assert_eq!(value.at(&["a", "x"]).unwrap().describe(), "`3`");
        assert!(value.at(&["a", "y"]).is_none());
        assert!(value.at(&["l", "1"]).is_none());
    }

    #[test]
    fn an_overlay_knows_what_it_overrode() {
        let (value, _) = merged("a: {x: 1}\n", "a:\n  x: 3\n");
        let x = value.at(&["a", "x"]).unwrap();
        assert_eq!(x.place.to_string(), "dev.yaml:2:6");
        assert_eq!(x.overrode[0].to_string(), "base.yaml:1:8");
    }

    #[test]
    fn removing_what_nobody_set_is_a_slip() {
        let (_, findings) = merged("maxmemory: 1\n", "maxmemroy: null\n");
        let finding = findings.iter().next().unwrap();
        assert_eq!(finding.rule, "removes-nothing");
        assert_eq!(finding.help.as_deref(), Some("a layer below sets `maxmemory`"));
    }
}
