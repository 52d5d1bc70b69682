//! The fields of an object by their names, found in few steps.
//!
//! Every key of every document is looked up here. What the schema of a field says is left to `shape`.

use serde::Deserialize;
use serde::de::MapAccess;
use serde::de::Visitor;

use crate::schema::light::Light;
use crate::schema::shape::Schema;
use crate::yaml::are_same;

/// Fields by name.
#[derive(Debug, Default)]
pub struct Properties {
    /// Sorted by name.
    fields: Vec<(Box<str>, Schema)>,
    /// Where each field stands, at the slot of its name or behind it. At most half of a power of two is taken, so that
    /// nearly every search ends at its first comparison. Empty where there are more than [`MOST`] fields: who wanted to
    /// could give thousands of them one slot.
    slots: Box<[Slot]>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// From 1; 0 for none.
    number: u16,
    /// Of the name.
    length: u16,
    light: Light,
}

/// A field that was found.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// Its place among all, sorted by name.
    pub at: usize,
    /// What it may hold.
    pub schema: &'a Schema,
    /// What is right at first sight.
    pub light: Light,
}

/// More fields than any object of Kubernetes has.
const MOST: usize = 256;

/// Where to look for a name first, in a table of any size.
#[inline]
fn slot(bytes: &[u8]) -> usize {
    let ([first, ..], [.., last]) = (bytes, bytes) else { return 0 };
    let middle = bytes.get(bytes.len() / 2).copied().unwrap_or_default();
    // The length, both ends and the middle tell the fields of an object apart.
    bytes.len() * 5 + usize::from(*first) * 25 + usize::from(middle) * 11 + usize::from(*last) * 31
}

impl Properties {
    /// The schema of a field.
    pub fn get(&self, name: &str) -> Option<&Schema> {
        self.find(name.as_bytes()).map(|found| found.schema)
    }

    /// The field with a name.
    #[expect(clippy::inline_always, reason = "one call for each key of each document would cost a third more")]
    #[inline(always)]
    pub fn find(&self, name: &[u8]) -> Option<Found<'_>> {
        let Some(last) = self.slots.len().checked_sub(1) else { return self.search(name) };
        let mut slot = slot(name) & last;
        loop {
            let Slot { number, length, light } = self.slots[slot];
            let at = usize::from(number).checked_sub(1)?;
            if usize::from(length) == name.len() {
                let (field, schema) = self.fields.get(at)?;
                if are_same(field.as_bytes(), name) {
                    return Some(Found { at, schema, light });
                }
            }
            slot = (slot + 1) & last;
        }
    }

    #[cold]
    fn search(&self, name: &[u8]) -> Option<Found<'_>> {
        let at = self.fields.binary_search_by(|(field, _)| field.as_bytes().cmp(name)).ok()?;
        Some(Found { at, schema: &self.fields[at].1, light: Light::None })
    }

    fn of_sorted(fields: Vec<(Box<str>, Schema)>) -> Self {
        let is_long = |(name, _): &(Box<str>, Schema)| name.len() > usize::from(u16::MAX);
        if fields.is_empty() || fields.len() > MOST || fields.iter().any(is_long) {
            return Self { fields, slots: Box::default() };
        }
        let size = (fields.len() * 2).next_power_of_two();
        let mut slots = vec![Slot::default(); size].into_boxed_slice();
        for (number, (name, schema)) in (1..).zip(&fields) {
            let mut slot = slot(name.as_bytes()) & (size - 1);
            while slots[slot].number != 0 {
                slot = (slot + 1) & (size - 1);
            }
            let length = u16::try_from(name.len()).unwrap_or_default();
            slots[slot] = Slot { number, length, light: Light::of(schema) };
        }
        Self { fields, slots }
    }

    /// The place of a field among all, sorted by name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.search(name.as_bytes()).map(|found| found.at)
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
