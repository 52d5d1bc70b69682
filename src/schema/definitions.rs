//! Named schemas, kept as text until something asks for them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use crate::schema::shape::Remembered;
use crate::schema::shape::Schema;

/// The word under which a schema holds its rules.
const RULES: &str = "x-kubernetes-validations";

/// A set of named schemas that refer to each other by name.
#[derive(Debug, Default)]
pub struct Definitions {
    entries: Vec<Entry>,
    base: Option<&'static Definitions>,
    /// Tells it from all other sets; 0 for those without a definition.
    number: u32,
}

#[derive(Debug)]
struct Entry {
    name: Cow<'static, str>,
    body: Cow<'static, str>,
    parsed: OnceLock<Box<Schema>>,
}

impl Entry {
    fn schema(&self) -> &Schema {
        // The texts are our own and a test parses all of them; a fault in one must not stop a run.
        self.parsed.get_or_init(|| serde_json::from_str(&self.body).unwrap_or_default())
    }
}

impl Definitions {
    /// Definitions from names and JSON texts; what is not found here is looked up in `base`.
    pub(super) fn new(
        bodies: impl IntoIterator<Item = (Cow<'static, str>, Cow<'static, str>)>,
        base: Option<&'static Definitions>,
    ) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let mut entries: Vec<Entry> =
            bodies.into_iter().map(|(name, body)| Entry { name, body, parsed: OnceLock::new() }).collect();
        if !entries.is_sorted_by(|a, b| a.name <= b.name) {
            entries.sort_by(|a, b| a.name.cmp(&b.name));
        }
        Self { entries, base, number: MADE.fetch_add(1, Ordering::Relaxed) + 1 }
    }

    /// The schema of a name, from the place where it was found the last time.
    #[inline]
    fn remembered(&self, name: &str, place: &OnceLock<Remembered>) -> Option<&Schema> {
        let place = place.get_or_init(|| {
            let found = self.entries.binary_search_by(|entry| (*entry.name).cmp(name));
            Remembered { set: self.number, at: found.unwrap_or(usize::MAX) }
        });
        // Another set may have found it first, and have it elsewhere.
        match self.entries.get(place.at).filter(|_| place.set == self.number) {
            Some(entry) => Some(entry.schema()),
            None => self.get(name),
        }
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        match self.entries.binary_search_by(|entry| (*entry.name).cmp(name)) {
            Ok(at) => Some(&self.entries[at]),
            Err(_) => self.base?.entry(name),
        }
    }

    /// The schema of a name, parsed at the first call.
    pub fn get(&self, name: &str) -> Option<&Schema> {
        self.entry(name).map(Entry::schema)
    }

    /// The JSON text of a name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.entry(name).map(|entry| &*entry.body)
    }

    /// Whether there are rules in the schema of a name or in one that it refers to; nothing is parsed for that.
    pub(super) fn is_ruled(&self, name: &str) -> bool {
        let mut seen = BTreeSet::from([name]);
        let mut rest = Vec::from_iter(self.text(name));
        while let Some(body) = rest.pop() {
            if body.contains(RULES) {
                return true;
            }
            for after in body.split("\"$ref\":\"").skip(1) {
                let target = after.split('"').next().unwrap_or_default();
                if seen.insert(target) {
                    rest.extend(self.text(target));
                }
            }
        }
        false
    }

    /// All names, without those of the base.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| &*entry.name)
    }

    /// Follows references from a schema to the one that says something.
    #[inline]
    pub fn resolve<'a>(&'a self, schema: &'a Schema) -> &'a Schema {
        match &schema.reference {
            None => schema,
            Some(name) => self.follow(schema, name),
        }
    }

    fn follow<'a>(&'a self, schema: &'a Schema, name: &str) -> &'a Schema {
        let Some(mut schema) = self.remembered(name, &schema.place) else { return schema };
        // Longer chains do not occur; the bound ends circles.
        for _ in 1..8 {
            let Some(name) = &schema.reference else { break };
            let Some(target) = self.remembered(name, &schema.place) else { break };
            schema = target;
        }
        schema
    }
}
