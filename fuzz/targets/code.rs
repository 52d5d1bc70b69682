//! Any text as each of the files that say what a service is built from: no panic, and every place is inside the text.

#![no_main]

#[path = "../claims/places.rs"]
mod places;

use groundplan::code::dockerfile;
use groundplan::code::pyproject;
use groundplan::code::python;
use groundplan::code::requirements;
use groundplan::text::Source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("a", text);
    let module = python::read(&source);
    let project = pyproject::read(&source);
    let requirements = requirements::read(&source);
    let dockerfile = dockerfile::read(&source);

    places::hold(&source, [module.problems.as_slice(), project.problems.as_slice()].into_iter());
    let words = module.strings.iter().chain(&project.local).chain(&project.packages).chain(&dockerfile.bases);
    let words = words.chain(&requirements.includes).chain(&requirements.local).chain(&requirements.packages);
    let spans = words.map(|word| word.span).chain(module.imports.iter().map(|import| import.span));
    for span in spans.chain(module.opaque.iter().map(|opaque| opaque.span)) {
        assert!(text.get(span.range()).is_some_and(|named| !named.is_empty()), "{span:?}");
    }
    for copy in &dockerfile.copies {
        assert!(!copy.source.is_empty() && text.get(copy.span.range()).is_some(), "{copy:?}");
    }
});
