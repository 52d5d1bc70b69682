//! Values that nobody has to write: those that a map has for all its entries, names, and what a part has of its service.

use crate::finding::Findings;
use crate::model::decode::wrong_type;
use crate::model::layer;
use crate::model::layer::Data;
use crate::model::layer::Entry;
use crate::model::layer::Value;

/// Maps beside which a key `defaults` says what all their entries have in common.
const SHARED: [(&str, &str); 2] = [("redis", "instances"), ("argocd", "applications")];

/// Takes `defaults` out of the layers, lowest first, and makes of them a layer that lies under all others, so that an
/// entry overrides a default as it would any value of a layer below.
pub fn ground(findings: &mut Findings, layers: &mut [Value]) -> Option<Value> {
    let mut sections = Vec::new();
    for (section, map) in SHARED {
        let Some(defaults) = take_defaults(findings, layers, section) else { continue };
        let mut entries: Vec<Entry> = Vec::new();
        let written = layers.iter().filter_map(|layer| layer.at(&[section, map])).flat_map(Value::entries);
        for entry in written.filter(|entry| matches!(entry.value.data, Data::Map(_))) {
            if entries.iter().all(|known| known.name != entry.name) {
                let value = Value { place: entry.value.place.clone(), ..defaults.clone() };
                entries.push(Entry { name: entry.name.clone(), key: entry.key.clone(), value });
            }
        }
        if !entries.is_empty() {
            let map = entry_of(layers, &[section], map, entries);
            sections.push(entry_of(layers, &[], section, vec![map]));
        }
    }
    let place = layers.first()?.place.clone();
    let data = Data::Map(sections);
    Some(Value { data, place, overrode: Vec::new(), default: false }).filter(|value| !value.entries().is_empty())
}

/// A map entry at the place where the lowest layer that has it writes it.
fn entry_of(layers: &[Value], parent: &[&str], name: &str, entries: Vec<Entry>) -> Entry {
    let written = layers.iter().find_map(|layer| layer.at(parent)?.entry(name));
    let key = written.map_or_else(|| entries[0].key.clone(), |entry| entry.key.clone());
    let place = written.map_or_else(|| entries[0].value.place.clone(), |entry| entry.value.place.clone());
    let value = Value { data: Data::Map(entries), place, overrode: Vec::new(), default: false };
    Entry { name: name.to_owned(), key, value }
}

fn take_defaults(findings: &mut Findings, layers: &mut [Value], section: &str) -> Option<Value> {
    let mut defaults: Option<Value> = None;
    for layer in layers {
        let Some(entry) = layer.at_mut(&[section]).and_then(|section| section.take("defaults")) else { continue };
        if !matches!(entry.value.data, Data::Map(_)) {
            return wrong_type(findings, &entry.value, "a map");
        }
        defaults = Some(match defaults {
            Some(below) => layer::merge(findings, below, entry.value),
            None => layer::without_nulls(findings, entry.value),
        });
    }
    defaults
}

/// Names the entries that have no `name` of their own.
pub fn names(tree: &mut Value, section: &str, map: &str, name_of: impl Fn(&str) -> String) {
    let Some(Data::Map(entries)) = tree.at_mut(&[section, map]).map(|value| &mut value.data) else { return };
    for entry in entries {
        let named = entry.value.entry("name").is_some();
        if let (Data::Map(fields), false) = (&mut entry.value.data, named) {
            let data = Data::Scalar { text: name_of(&entry.name), plain: false };
            let value = Value { data, place: entry.key.clone(), overrode: Vec::new(), default: true };
            fields.insert(0, Entry { name: "name".to_owned(), key: entry.key.clone(), value });
        }
    }
}

/// Gives every service that is part of another what it does not say itself. A parent that does not exist, or is
/// itself a part, is reported with the other references.
pub fn inherit(tree: &mut Value) {
    let Some(services) = tree.at(&["services"]).cloned() else { return };
    let Some(Data::Map(entries)) = tree.at_mut(&["services"]).map(|value| &mut value.data) else { return };
    for entry in entries {
        let Some(Data::Scalar { text: parent, .. }) = entry.value.at(&["partOf"]).map(|value| &value.data) else {
            continue;
        };
        let inherited: Vec<Entry> = ["namespace", "source"]
            .iter()
            .filter(|field| entry.value.entry(field).is_none())
            .filter_map(|field| services.at(&[parent])?.entry(field).cloned())
            .collect();
        if let Data::Map(fields) = &mut entry.value.data {
            fields.extend(inherited);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;
    use crate::yaml;

    fn layered(base: &str, over: &str) -> (Value, Findings) {
        let layer = |path, text| Value::from_node(yaml::parse(&Source::new(path, text)).documents[0].root());
        let mut layers = vec![layer("base.yaml", base), layer("dev.yaml", over)];
        let mut findings = Findings::default();
        let ground = ground(&mut findings, &mut layers).unwrap();
        let lowest = layer::merge_lowest(&mut findings, ground, layers.remove(0));
        let tree = layer::merge(&mut findings, lowest, layers.remove(0));
        (tree, findings)
    }

    const BASE: &str =
        "redis:\n  defaults: { image: a, replicas: 1 }\n  instances:\n    x: { replicas: 2 }\n    y: {}\n";

    #[test]
    fn an_entry_overrides_a_default_and_an_environment_may_change_it() {
        let (tree, findings) = layered(BASE, "redis: { defaults: { image: b }, instances: { z: {} } }\n");
        assert!(findings.is_empty());
        let text = |path: &[&str]| tree.at(path).map(Value::describe);
        assert_eq!(text(&["redis", "instances", "x", "replicas"]).as_deref(), Some("`2`"));
        assert_eq!(text(&["redis", "instances", "y", "replicas"]).as_deref(), Some("`1`"));
        assert_eq!(text(&["redis", "instances", "x", "image"]).as_deref(), Some("`b`"));
        assert_eq!(text(&["redis", "instances", "z", "image"]).as_deref(), Some("`b`"));
        assert!(tree.at(&["redis", "defaults"]).is_none());
        let replicas = tree.at(&["redis", "instances", "x", "replicas"]).unwrap();
        assert_eq!(replicas.overrode[0].to_string(), "base.yaml:2:35");
    }

    #[test]
    fn null_removes_a_default_too() {
        let (tree, findings) =
            layered(&BASE.replace("y: {}", "y: { image: null }"), "redis: { instances: { x: { image: null } } }\n");
        assert!(findings.is_empty());
        assert!(tree.at(&["redis", "instances", "x", "image"]).is_none());
        assert!(tree.at(&["redis", "instances", "y", "image"]).is_none());
    }

    #[test]
    fn a_forgotten_value_in_the_lowest_layer_is_not_called_a_removal() {
        let (_, findings) = layered(&BASE.replace("y: {}", "y: { purpose: }"), "{}\n");
        assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["empty-value"]);
    }
}
