//! Schema files against another validator: the same verdict on documents that are right, and on what becomes of them.
//!
//! Documents hold no null: to Kubernetes a null field is absent, which JSON Schema does not know.

use std::sync::Arc;

use serde_json::Value;
use serde_json::json;

use super::differential::Dice;
use super::published::documents;
use crate::schema::Catalog;
use crate::schema::Files;
use crate::schema::KubernetesVersion;
use crate::schema::Locations;
use crate::text::Source;
use crate::validate::schema::check;
use crate::yaml;

/// One schema, as the file of every kind.
#[derive(Debug)]
struct Only(String);

impl Files for Only {
    fn read(&self, _: &str) -> Result<Option<String>, String> {
        Ok(Some(self.0.clone()))
    }

    fn list(&self, _: &str) -> Result<Option<Vec<String>>, String> {
        Ok(Some(vec!["a.json".to_owned()]))
    }
}

fn catalog(schema: &Value) -> Catalog {
    let mut catalog = Catalog::new(28).unwrap();
    let files = Arc::new(Only(schema.to_string()));
    let written = ["{{ .ResourceKind }}.json".to_owned()];
    catalog.set_locations(Locations::open(&written, &KubernetesVersion::newest(), true, files).unwrap());
    catalog
}

fn accepts(catalog: &Catalog, document: &Value) -> bool {
    let kind = catalog.look_up("example.org/v1", "A").unwrap().unwrap();
    let parsed = yaml::parse(&Source::new("a.json", document.to_string()));
    let mut sink = Vec::new();
    check(&kind, parsed.documents[0].root(), &mut sink);
    sink.is_empty()
}

/// Changes one place of a document: removes it, renames it, or puts another value there.
fn mutated(document: &Value, dice: &mut Dice) -> Value {
    let values = [
        json!("text"),
        json!("on"),
        json!(1),
        json!(9),
        json!(-1),
        json!(2.5),
        json!(true),
        json!([]),
        json!({}),
        json!({ "a": "x" }),
        json!({ "b": 1 }),
        json!({ "a": 1, "b": 2 }),
        json!([1, "a"]),
        json!({ "unknown": 1 }),
        json!("Never"),
        json!(["a", "b", "c"]),
        json!({ "x": "y" }),
        json!({ "next": {} }),
    ];
    match document {
        _ if dice.below(6) == 0 => dice.pick(&values),
        Value::Object(fields) if !fields.is_empty() => {
            let names: Vec<String> = fields.keys().cloned().collect();
            let name = dice.pick(&names);
            let mut fields = fields.clone();
            let old = fields.remove(&name).unwrap_or_default();
            match dice.below(8) {
                0 => {}
                1 => drop(fields.insert("unknown".to_owned(), old)),
                2 => {
                    fields.insert(name, old);
                    let extra = dice.pick(&["a", "b", "never", "extra", "next"]);
                    fields.insert(extra.to_owned(), dice.pick(&values));
                }
                _ => drop(fields.insert(name, mutated(&old, dice))),
            }
            Value::Object(fields)
        }
        Value::Array(items) if !items.is_empty() => {
            let at = usize::try_from(dice.below(items.len() as u64)).unwrap();
            let mut items = items.clone();
            items[at] = mutated(&items[at], dice);
            Value::Array(items)
        }
        _ => dice.pick(&values),
    }
}

/// What Kubernetes knows of metadata is asked even where the file is silent, so documents leave it alone.
fn comparable(document: &Value, original: &Value) -> bool {
    document.is_object() && document.get("metadata") == original.get("metadata")
}

#[test]
fn verdicts_by_schema_files_agree_with_another_validator() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let (mut right, mut wrong) = (0, 0);
    for (schema, original) in documents() {
        let other = jsonschema::options().with_draft(jsonschema::Draft::Draft7).build(&schema);
        // A boolean beside the bound is a word of draft 4, and constants are one of draft 6.
        let other = match other {
            Ok(other) => other,
            Err(_) => jsonschema::options().with_draft(jsonschema::Draft::Draft4).build(&schema).unwrap(),
        };
        let catalog = catalog(&schema);
        let kind = catalog.look_up("example.org/v1", "A").unwrap().unwrap();
        assert_eq!(kind.unchecked(), [""; 0]);
        assert!(other.is_valid(&original) && accepts(&catalog, &original), "{original}");
        for _ in 0..3000 {
            let mut document = mutated(&original, &mut dice);
            if dice.below(2) == 0 {
                document = mutated(&document, &mut dice);
            }
            if !comparable(&document, &original) {
                continue;
            }
            let expected = other.is_valid(&document);
            assert_eq!(accepts(&catalog, &document), expected, "{document}");
            right += usize::from(expected);
            wrong += usize::from(!expected);
        }
    }
    assert!(right > 1000 && wrong > 1000, "{right} right, {wrong} wrong");
}

#[test]
fn what_is_demanded_and_not_checked_is_listed() {
    let schema = json!({
        "type": "object",
        "if": { "required": ["a"] }, "then": { "required": ["b"] },
        "patternProperties": { "^x-": { "type": "string" } },
        "additionalProperties": false,
        "properties": {
            "a": { "type": "string", "format": "ipv4", "pattern": "(?=a)b" },
            "b": { "type": "array", "uniqueItems": true, "items": [{ "type": "string" }] },
            "c": { "enum": [{ "a": 1 }] }
        }
    });
    let catalog = catalog(&schema);
    let kind = catalog.look_up("example.org/v1", "A").unwrap().unwrap();
    let expected = [
        "enum of objects or lists",
        "format: ipv4",
        "if",
        "items as a list",
        "pattern: (?=a)b",
        "patternProperties",
        "then",
        "uniqueItems",
    ];
    assert_eq!(kind.unchecked(), expected);
    // What could not be checked condemns nothing.
    assert!(accepts(&catalog, &json!({ "x-a": "text", "a": "b", "b": ["a", 1] })));
}

#[test]
fn metadata_is_that_of_kubernetes_where_the_file_says_only_that_there_is_some() {
    let schema = json!({ "type": "object", "properties": { "metadata": { "type": "object" } } });
    let catalog = catalog(&schema);
    assert!(accepts(&catalog, &json!({ "metadata": { "name": "a", "labels": { "b": "c" } } })));
    assert!(!accepts(&catalog, &json!({ "metadata": { "nmae": "a" } })));
    assert!(!accepts(&catalog, &json!({ "metadata": { "labels": { "b": 1 } } })));
}
