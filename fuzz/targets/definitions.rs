//! Any text as a CustomResourceDefinition, its rules in CEL included: read, imported, and asked about a custom resource
//! of every kind that it defines.
//!
//! A text that is no definition is taken for the schema of one. What stands behind the first line `===` is the rest of
//! the resource.

#![no_main]

use groundplan::schema::Catalog;
use groundplan::schema::import::Found;
use groundplan::schema::import::import;
use groundplan::text::Source;
use groundplan::validate::file::judge_text;
use groundplan::validate::selection::Selection;
use libfuzzer_sys::fuzz_target;

#[path = "../claims/places.rs"]
mod places;

/// More would only be slow.
const MOST_KINDS: usize = 4;

fuzz_target!(|text: &str| {
    let (definition, rest) = text.split_once("\n===\n").unwrap_or((text, "spec: {}\n"));
    let definition =
        if definition.contains("CustomResourceDefinition") { definition.to_owned() } else { framed(definition) };
    let source = Source::new("crd.yaml", definition);
    let selection = Selection { list_all: true, ..Selection::default() };
    let mut catalog = Catalog::new(*groundplan::schema::minors().end()).expect("the newest minor is known");
    let outcome = judge_text(&source, &catalog, &selection);
    places::hold(&source, outcome.outcomes.iter().map(|outcome| outcome.findings.as_slice()));
    // Whether a set can be made of it is not the question; that it says so without a panic is.
    let _ = import(&[(source, Found::Named)]);
    let mut names: Vec<(String, String)> = Vec::new();
    for (name, kinds) in outcome.defined {
        names.extend(kinds.names().map(|(version, kind)| (version.to_owned(), kind.to_owned())));
        catalog.add_crd(&name, kinds);
    }
    for (version, kind) in names.iter().take(MOST_KINDS) {
        let quoted = |text: &str| serde_json::to_string(text).expect("a text is JSON");
        let head = format!("apiVersion: {}\nkind: {}\nmetadata: {{name: a}}\n", quoted(version), quoted(kind));
        let source = Source::new("a.yaml", format!("{head}{rest}"));
        let one = judge_text(&source, &catalog, &selection);
        places::hold(&source, one.outcomes.iter().map(|outcome| outcome.findings.as_slice()));
        let other = judge_text(&source, &catalog, &selection);
        assert_eq!(format!("{:?}", one.outcomes), format!("{:?}", other.outcomes), "asked twice, answered alike");
    }
});

/// A sound definition around a schema.
fn framed(schema: &str) -> String {
    let schema = schema.replace('\n', "\n        ");
    format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: things.example.com}}\n\
         spec:\n  group: example.com\n  names: {{kind: Thing, plural: things, singular: thing, listKind: ThingList}}\n  \
         scope: Namespaced\n  versions:\n  - name: v1\n    served: true\n    storage: true\n    schema:\n      \
         openAPIV3Schema:\n        {schema}\n"
    )
}
