//! The fields of an object by their names, found in few steps.
//!
//! Every key of every document is looked up here. What the schema of a field says is left to `shape`.

use serde::Deserialize;
use serde::de::MapAccess;
use serde::de::Visitor;

use crate::schema::shape::Schema;

/// Fields by name.
#[derive(Debug, Default)]
pub struct Properties {
    /// Sorted by name.
    fields: Vec<(Box<str>, Schema)>,
    /// Where each field stands, from 1, at the slot of its name or behind it; 0 for none. At most half of a power of
    /// two is taken, so that nearly every search ends at its first comparison. Empty where there are more than
    /// [`MOST`] fields: who wanted to could give thousands of them one slot.
    slots: Box<[u32]>,
}

/// More fields than any object of Kubernetes has.
const MOST: usize = 256;

/// Where to look for a name first, in a table of any size.
fn slot(name: &str) -> usize {
    let bytes = name.as_bytes();
    let at = |at: usize| usize::from(bytes.get(at).copied().unwrap_or_default());
    // The length, both ends and the middle tell the fields of an object apart.
    bytes.len() * 5 + at(0) * 25 + at(bytes.len() / 2) * 11 + at(bytes.len().wrapping_sub(1)) * 31
}

impl Properties {
    /// The schema of a field.
    pub fn get(&self, name: &str) -> Option<&Schema> {
        let Some(last) = self.slots.len().checked_sub(1) else {
            let at = self.fields.binary_search_by(|(field, _)| (**field).cmp(name)).ok()?;
            return Some(&self.fields[at].1);
        };
        let mut slot = slot(name) & last;
        loop {
            let (field, schema) = self.fields.get((self.slots[slot] as usize).checked_sub(1)?)?;
            if **field == *name {
                return Some(schema);
            }
            slot = (slot + 1) & last;
        }
    }

    fn of_sorted(fields: Vec<(Box<str>, Schema)>) -> Self {
        if fields.is_empty() || fields.len() > MOST {
            return Self { fields, slots: Box::default() };
        }
        let size = (fields.len() * 2).next_power_of_two();
        let mut slots = vec![0; size].into_boxed_slice();
        for (number, (name, _)) in (1..).zip(&fields) {
            let mut slot = slot(name) & (size - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = number;
        }
        Self { fields, slots }
    }

    /// Names and schemas, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Schema)> {
        self.fields.iter().map(|(name, schema)| (&**name, schema))
    }

    /// Whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Properties;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("schemas by field name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                fields.sort_by(|a: &(Box<str>, Schema), b| a.0.cmp(&b.0));
                Ok(Properties::of_sorted(fields))
            }
        }
        input.deserialize_map(Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_however_many_look_alike() {
        for count in [0, 1, 2, 7, 40, MOST, MOST + 1] {
            let name = |number: usize| format!("a{number:03}{:03}z", 999 - number);
            let written: Vec<String> =
                (0..count).map(|number| format!(r#""{}": {{"minimum": {number}}}"#, name(number))).collect();
            let fields: Properties = serde_json::from_str(&format!("{{{}}}", written.join(","))).unwrap();
            for number in 0..count {
                let found = fields.get(&name(number)).and_then(|field| field.minimum);
                assert_eq!(found.map(|minimum| minimum.to_string()), Some(number.to_string()));
            }
            assert!(["", "a", "a000z", "z999000a", &name(count)].iter().all(|other| fields.get(other).is_none()));
        }
    }
}
