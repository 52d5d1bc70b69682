//! A map of shared triggers that somebody wrote, held against what the code needs.

use crate::ci::pattern::Patterns;
use crate::ci::reach::in_words;
use crate::ci::triggers::Code;
use crate::ci::triggers::Reason;
use crate::ci::triggers::Trigger;
use crate::ci::unmatched;
use crate::finding::Finding;
use crate::finding::Findings;
use crate::finding::Severity;
use crate::model::ci::SharedTriggers;
use crate::text::suggest;

/// Reports edges that the map lacks, edges that nothing needs, and keys without files.
pub fn check(findings: &mut Findings, code: &Code<'_>, triggers: &[Trigger]) {
    let SharedTriggers::Written(map) = &code.pipeline.ci.shared_triggers else { return };
    let environment = code.pipeline.environment;
    let keys: Vec<&str> = map.names().collect();
    let patterns = Patterns::new(keys.iter().copied());
    for trigger in triggers {
        for (number, reason) in &trigger.services {
            let service = &code.pipeline.services[*number];
            if !service.is_tested() {
                continue;
            }
            let lists =
                |key: usize| map.get(keys[key]).is_some_and(|names| names.iter().any(|it| it.0 == service.name));
            let covered = |file: &str| service.watched.cover(file) || patterns.all(file).into_iter().any(lists);
            let missing: Vec<&String> = reason.files.iter().filter(|file| !covered(file)).collect();
            if let Some(first) = missing.first() {
                findings.push(missing_trigger(code, trigger, *number, reason, first, missing.len()));
            }
        }
    }
    for (key, names) in map.iter() {
        let own = Patterns::new([key]);
        if !code.checkout.paths().iter().any(|path| own.cover(path)) {
            let near = suggest::nearest(key, triggers.iter().map(|trigger| trigger.path.as_str()));
            let place = environment.key_place(&["ci", "sharedTriggers", key]);
            findings.push(unmatched::finding(
                place,
                &format!("ci.sharedTriggers.{key}"),
                key,
                unmatched::NOTHING,
                near,
            ));
            continue;
        }
        for (index, name) in names.iter().enumerate() {
            let Some(number) = code.pipeline.services.iter().position(|service| service.name == name.0) else {
                continue;
            };
            let needs = |trigger: &Trigger| {
                trigger.services.get(&number).is_some_and(|reason| reason.files.iter().any(|file| own.cover(file)))
            };
            if !triggers.iter().any(needs) {
                let index = index.to_string();
                let path = ["ci", "sharedTriggers", key, index.as_str()];
                let message = format!("{} needs nothing of `{key}`", name.0);
                findings.push(
                    Finding::error("superfluous-trigger", environment.place(&path), message)
                        .severity(Severity::Warning)
                        .resource(format!("service {}", name.0))
                        .path(format!("ci.sharedTriggers.{key}"))
                        .why("its tests run for changes that cannot concern it")
                        .help(format!("remove `{}` here, or write `sharedTriggers: derived`", name.0)),
                );
            }
        }
    }
}

fn missing_trigger(
    code: &Code<'_>,
    trigger: &Trigger,
    number: usize,
    reason: &Reason,
    first: &str,
    count: usize,
) -> Finding {
    let environment = code.pipeline.environment;
    let service = &code.pipeline.services[number];
    // The way that is told leads to a file that is not covered.
    let node = code.graph.find(first);
    let way = match node {
        Some(node) if *first != reason.file => code.reaches[number].way(code.graph, node),
        _ => reason.way.clone(),
    };
    let more = if count > 1 { format!(" (and {} more of its files)", count - 1) } else { String::new() };
    // Where the map has some of the files, the one that it lacks is named.
    let what = if count < reason.files.len() { first } else { trigger.path.as_str() };
    let message = format!("a change of `{what}` does not select {}, which needs it", service.name);
    let written = ["ci", "sharedTriggers", &trigger.path];
    let known = environment.tree.at(&written).is_some();
    let written = if known { &written[..] } else { &written[..2] };
    let add = if known {
        format!("add `{}` to `{}`", service.name, trigger.path)
    } else {
        format!("add `{what}: [{}]`", service.name)
    };
    let mut finding = Finding::error("missing-trigger", environment.key_place(written), message)
        .resource(format!("service {}", service.name))
        .path(format!("ci.sharedTriggers.{}", trigger.path))
        .why(format!(
            "{}{more}; whoever goes by the map, as filters of paths do, merges the change without a test of {}",
            in_words(&way),
            service.name
        ))
        .help(format!("{add}, or write `sharedTriggers: derived`"));
    for step in way {
        finding = finding.also(step.place, format!("needs `{}`", step.to));
    }
    finding
}
