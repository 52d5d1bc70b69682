//! No edit is missed: small repositories made at random are changed at random, and whoever Python would import the
//! changed file for is selected.
//!
//! The second reading shares nothing with groundplan's.

mod made; // repositories and changes made at random
mod python; // what Python runs for an import

use std::cell::Cell;

use groundplan::ci::checkout::Checkout;
use groundplan::ci::checkout::is_python;
use groundplan::ci::graph::Graph;
use groundplan::ci::graph::read::Parsed;
use groundplan::ci::pipeline::Pipeline;
use groundplan::ci::reach::Reach;
use groundplan::ci::revision::Revision;
use groundplan::ci::selection::Reason;
use groundplan::ci::selection::Selection;
use groundplan::ci::selection::select;
use groundplan::finding::Findings;
use groundplan::model::Environment;
use groundplan::model::load::load;
use groundplan::text::Source;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest::test_runner::TestRunner;

use crate::ci::closure::made::PLACES;
use crate::ci::closure::made::Tree;
use crate::ci::closure::made::edit;
use crate::ci::closure::made::edited;
use crate::ci::closure::made::text;
use crate::ci::closure::made::tree;
use crate::ci::closure::python::Python;
use crate::monorepo::model;

fn revision(pipeline: &Pipeline<'_>, name: &'static str, tree: &Tree) -> Revision {
    let python = tree.iter().filter(|(path, _)| is_python(path));
    let sources = python.map(|(path, imports)| Source::new(*path, text(imports)));
    let checkout = Checkout::new(tree.keys().map(|path| (*path).to_owned()).collect(), sources);
    let graph = Graph::new(pipeline, &checkout, &Parsed::new(&checkout, None));
    let reaches = pipeline.services.iter().map(|service| Reach::new(pipeline, &checkout, &graph, service)).collect();
    Revision { name, checkout, graph, reaches }
}

fn environments() -> Vec<Environment> {
    let services =
        ["a", "b", "c"].map(|name| format!("  {name}: {{ namespace: shop, source: svc/{name} }}\n")).concat();
    let ci = "  python: { version: \"3.11\", roots: [lib, svc, core] }\n";
    let mut findings = Findings::default();
    let base = Source::new("environments/base.yaml", model(&services, ci));
    let environments = load(&mut findings, &[base, Source::new("environments/dev.yaml", "{}\n")]);
    assert!(!findings.has_errors());
    environments
}

/// Whoever is selected by the way of imports: it begins in the service, holds together, and ends at the file.
fn ways_hold(pipeline: &Pipeline<'_>, selection: &Selection) -> Result<(), TestCaseError> {
    for selected in &selection.services {
        let Reason::Reached { way, beside, .. } = &selected.reason else { continue };
        let mut at = None;
        for step in way {
            let file = step.place.source.path.as_str();
            match at {
                None => prop_assert!(pipeline.services[selected.service].owns(file), "{way:?}"),
                Some(before) => prop_assert_eq!(before, file),
            }
            at = Some(step.to.as_str());
        }
        prop_assert!(*beside || at == Some(selected.file.as_str()), "{:?}", way);
    }
    Ok(())
}

#[test]
fn every_service_that_imports_a_changed_file_before_or_after_is_selected() {
    let environments = environments();
    let pipeline = Pipeline::of(&environments).unwrap();
    let mut runner = TestRunner::new(Config { cases: 500, failure_persistence: None, ..Config::default() });
    let (chosen, left) = (Cell::new(0), Cell::new(0));
    runner
        .run(&(tree(), vec(edit(), 1..4)), |(base, edits)| {
            let head = edited(&base, &edits);
            let differs = |path: &&&str| {
                let of = |tree: &Tree| tree.get(**path).map(|imports| text(imports));
                of(&base) != of(&head)
            };
            let changed: Vec<String> = PLACES.iter().filter(differs).map(|path| (*path).to_owned()).collect();
            let revisions = [revision(&pipeline, "head", &head), revision(&pipeline, "base", &base)];
            let selection = select(&pipeline, &revisions, &changed);
            ways_hold(&pipeline, &selection)?;
            for (number, service) in pipeline.services.iter().enumerate() {
                let selected = selection.services.iter().any(|it| it.service == number);
                let concerned = [&base, &head].into_iter().find_map(|tree| {
                    let closure = Python { tree }.closure(service.source);
                    changed.iter().find(|file| closure.contains(*file))
                });
                if let Some(file) = concerned {
                    prop_assert!(selected, "{} imports {file}: {base:#?} {edits:?}", service.name);
                    chosen.set(chosen.get() + 1);
                } else if !selected {
                    left.set(left.get() + 1);
                }
            }
            Ok(())
        })
        .unwrap();
    let (chosen, left) = (chosen.get(), left.get());
    assert!(chosen > 100 && left > 100, "{chosen} were selected, {left} were not");
}
