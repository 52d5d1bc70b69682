//! Entries that people write as a list of maps or as a map by name; both say the same.

use crate::finding::Findings;
use crate::model::decode::Decode;
use crate::model::decode::wrong_type;
use crate::model::layer::Data;
use crate::model::layer::Entry;
use crate::model::layer::Value;
use crate::model::suppression::Suppression;

/// Something that may stand in a list, or in a map by name.
pub(super) trait NamedEntry: Decode {
    /// The key under which an item of a list has its name; empty if only the map has names.
    const NAME: &'static str;

    /// Reads the entry of a map, which has its name as its key.
    fn decode_entry(findings: &mut Findings, entry: &Entry) -> Option<Self> {
        if Self::NAME.is_empty() {
            return Self::decode(findings, &entry.value);
        }
        let mut value = entry.value.clone();
        let name = Value {
            data: Data::Scalar { text: entry.name.clone(), plain: false },
            place: entry.key.clone(),
            overrode: Vec::new(),
            default: false,
        };
        let own = Entry { name: Self::NAME.to_owned(), key: entry.key.clone(), value: name };
        match &mut value.data {
            Data::Map(entries) => entries.insert(0, own),
            Data::Null => value.data = Data::Map(vec![own]),
            _ => return Self::decode_short(findings, entry),
        }
        Self::decode(findings, &value)
    }

    /// Reads an entry whose value is no map.
    fn decode_short(findings: &mut Findings, entry: &Entry) -> Option<Self> {
        wrong_type(findings, &entry.value, "a map")
    }
}

/// A list of entries, or a map of them by name.
#[derive(Debug)]
pub(super) struct OneOrMany<T>(pub(super) Vec<T>);

impl<T: NamedEntry> Decode for OneOrMany<T> {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        match &value.data {
            Data::List(_) => Vec::decode(findings, value).map(Self),
            Data::Map(entries) => {
                Some(Self(entries.iter().filter_map(|entry| T::decode_entry(findings, entry)).collect()))
            }
            _ => wrong_type(findings, value, "a list, or a map by name"),
        }
    }
}

impl NamedEntry for Suppression {
    const NAME: &'static str = "";
}
