//! Patterns for programs that know nothing of imports: for each service, everything a change of which concerns it.
//!
//! They are made for dorny/paths-filter, which reads a map of names to lists of patterns. Such a list cannot tell what a
//! removed file was for, so a shared folder stands there as a whole.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::ci::checkout::Checkout;
use crate::ci::pipeline::Pipeline;
use crate::ci::reach::settings;
use crate::ci::triggers::Trigger;
use crate::model::ci::SharedTriggers;

/// The shared folders and files, each with the names of its services in the order of the model: as the model says,
/// or as the code does.
pub fn table(pipeline: &Pipeline<'_>, triggers: &[Trigger]) -> BTreeMap<String, Vec<String>> {
    match &pipeline.ci.shared_triggers {
        SharedTriggers::Written(map) => {
            let names = |key: &str| map.get(key).into_iter().flatten().map(|name| name.0.clone()).collect();
            map.names().map(|key| (key.trim_end_matches('/').to_owned(), names(key))).collect()
        }
        SharedTriggers::Derived => {
            let names = |trigger: &Trigger| -> Vec<String> {
                let tested = trigger.services.keys().map(|number| &pipeline.services[*number]);
                tested.filter(|service| service.is_tested()).map(|service| service.name.to_owned()).collect()
            };
            let all = triggers.iter().map(|trigger| (trigger.path.clone(), names(trigger)));
            all.filter(|(_, names)| !names.is_empty()).collect()
        }
    }
}

/// The patterns of every tested service, in the order of the model.
pub fn filters(
    pipeline: &Pipeline<'_>,
    table: &BTreeMap<String, Vec<String>>,
    checkout: Option<&Checkout>,
) -> Vec<(String, Vec<String>)> {
    let general: Vec<String> = pipeline.everything().iter().map(|(pattern, _)| as_glob(checkout, pattern)).collect();
    let of = |(_, service): (usize, &crate::ci::pipeline::Tested<'_>)| {
        let mut own: BTreeSet<String> = general.iter().cloned().collect();
        own.insert(format!("{}/**", service.source));
        own.extend(service.watch.iter().map(|pattern| as_glob(checkout, pattern)));
        own.extend(checkout.map(|checkout| settings(checkout, service)).unwrap_or_default());
        let shared = table.iter().filter(|(_, names)| names.iter().any(|name| name == service.name));
        own.extend(shared.map(|(path, _)| as_glob(checkout, path)));
        (service.name.to_owned(), own.into_iter().collect())
    };
    pipeline.tested().map(of).collect()
}

/// A path of the model as a glob: of a folder, everything in it.
fn as_glob(checkout: Option<&Checkout>, path: &str) -> String {
    let path = path.trim_end_matches('/');
    // What is not there, or not at hand, is taken for a file if it has an ending.
    let has_ending = || path.rsplit('/').next().is_some_and(|name| name.trim_start_matches('.').contains('.'));
    let is_file = checkout.map_or_else(has_ending, |it| it.has(path) || !it.has_folder(path) && has_ending());
    if path.contains(['*', '?', '{']) || is_file { path.to_owned() } else { format!("{path}/**") }
}
