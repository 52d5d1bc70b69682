//! Structs from maps: which keys there are, which must be there, and what is said of those that should not be.

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::decode::Decode;
use crate::model::decode::map_entries;
use crate::model::layer::Entry;
use crate::model::layer::Value;
use crate::text::suggest;

/// The keys of one typed map, while it is being read.
pub struct Fields<'v> {
    value: &'v Value,
    /// Known keys that an unknown key was probably meant to be.
    misspelt: Vec<&'static str>,
}

impl<'v> Fields<'v> {
    /// Starts reading a map; another kind of value is reported, and so are keys that are not `known`.
    pub fn open(findings: &mut Findings, value: &'v Value, known: &[&'static str]) -> Option<Self> {
        let mut misspelt = Vec::new();
        for entry in map_entries(findings, value)?.iter().filter(|entry| !known.contains(&entry.name.as_str())) {
            let near = suggest::nearest(&entry.name, known.iter().copied());
            misspelt.extend(known.iter().copied().filter(|name| Some(*name) == near));
            findings.push(
                Finding::error("unknown-key", entry.key.clone(), format!("`{}` is not a key of this map", entry.name))
                    .help(near.map_or_else(
                        || suggest::known(known.iter().copied()),
                        |near| format!("did you mean `{near}`?"),
                    )),
            );
        }
        Some(Self { value, misspelt })
    }

    /// Whether a key is there, or one that was probably meant to be it.
    pub fn means(&self, name: &'static str) -> bool {
        self.value.entry(name).is_some() || self.misspelt.contains(&name)
    }

    /// The value of a key that may be left out; `None` only when it is there and wrong.
    pub fn optional<T: Decode>(
        &self,
        findings: &mut Findings,
        name: &'static str,
        default: impl FnOnce() -> T,
    ) -> Option<T> {
        match self.value.entry(name) {
            Some(entry) => self.read(findings, name, entry),
            None => Some(default()),
        }
    }

    /// The value of a key that must be there.
    pub fn required<T: Decode>(&self, findings: &mut Findings, name: &'static str) -> Option<T> {
        if let Some(entry) = self.value.entry(name) {
            return self.read(findings, name, entry);
        }
        if !self.misspelt.contains(&name) {
            findings.push(
                Finding::error("missing-key", self.value.place.clone(), format!("`{name}` is missing here"))
                    .help(format!("add `{name}:`")),
            );
        }
        None
    }

    /// What a key of another layer was meant to say is missing here: that is one mistake, not many.
    fn read<T: Decode>(&self, findings: &mut Findings, name: &str, entry: &Entry) -> Option<T> {
        if !self.misspelt.contains(&name) {
            return T::decode(findings, &entry.value);
        }
        let mut found = Findings::default();
        let value = T::decode(&mut found, &entry.value);
        found
            .into_sorted()
            .into_iter()
            .filter(|finding| finding.rule != "missing-key")
            .for_each(|finding| findings.push(finding));
        value
    }
}

/// Reads a struct from a map: `field: "key"` must be there, `field: "key" = default` may be left out.
macro_rules! decode_fields {
    ($type:ident { $($field:ident: $name:literal $(= $default:expr)?),* $(,)? }) => {
        impl $crate::model::decode::Decode for $type {
            fn decode(
                findings: &mut $crate::finding::Findings,
                value: &$crate::model::layer::Value,
            ) -> Option<Self> {
                let fields = $crate::model::fields::Fields::open(findings, value, &[$($name),*])?;
                $(let $field = $crate::model::fields::decode_fields!(@read fields findings $name $($default)?);)*
                Some(Self { $($field: $field?),* })
            }
        }
    };
    (@read $fields:ident $findings:ident $name:literal) => { $fields.required($findings, $name) };
    (@read $fields:ident $findings:ident $name:literal $default:expr) => {
        $fields.optional($findings, $name, || $default)
    };
}
pub(crate) use decode_fields;
