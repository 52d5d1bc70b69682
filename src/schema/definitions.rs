//! Named schemas, kept as text until something asks for them.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::schema::shape::Schema;

/// A set of named schemas that refer to each other by name.
#[derive(Debug, Default)]
pub struct Definitions {
    entries: Vec<Entry>,
    base: Option<&'static Definitions>,
}

#[derive(Debug)]
struct Entry {
    name: Cow<'static, str>,
    body: Cow<'static, str>,
    parsed: OnceLock<Box<Schema>>,
}

impl Definitions {
    /// Definitions from names and JSON texts; what is not found here is looked up in `base`.
    pub(super) fn new(
        bodies: impl IntoIterator<Item = (Cow<'static, str>, Cow<'static, str>)>,
        base: Option<&'static Definitions>,
    ) -> Self {
        let mut entries: Vec<Entry> =
            bodies.into_iter().map(|(name, body)| Entry { name, body, parsed: OnceLock::new() }).collect();
        if !entries.is_sorted_by(|a, b| a.name <= b.name) {
            entries.sort_by(|a, b| a.name.cmp(&b.name));
        }
        Self { entries, base }
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        match self.entries.binary_search_by(|entry| (*entry.name).cmp(name)) {
            Ok(at) => Some(&self.entries[at]),
            Err(_) => self.base?.entry(name),
        }
    }

    /// The schema of a name, parsed at the first call.
    pub fn get(&self, name: &str) -> Option<&Schema> {
        let entry = self.entry(name)?;
        // The texts are our own and a test parses all of them; a fault in one must not stop a run.
        Some(entry.parsed.get_or_init(|| serde_json::from_str(&entry.body).unwrap_or_default()))
    }

    /// The JSON text of a name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.entry(name).map(|entry| &*entry.body)
    }

    /// All names, without those of the base.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| &*entry.name)
    }

    /// Follows references from a schema to the one that says something.
    pub fn resolve<'a>(&'a self, schema: &'a Schema) -> &'a Schema {
        let mut schema = schema;
        // Longer chains do not occur; the bound ends circles.
        for _ in 0..8 {
            let Some(target) = schema.reference.as_deref().and_then(|name| self.get(name)) else {
                break;
            };
            schema = target;
        }
        schema
    }
}
