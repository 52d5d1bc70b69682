//! One environment has an Application, an element of an ApplicationSet or a key that another one has not.
//!
//! Compared are the folders that are declared as environments, without regard to the name of the environment in the names
//! of objects. What is declared to differ is left alone.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::text::Place;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "environments-differ",
    group: Group::Environments,
    severity: Severity::Warning,
    summary: "One environment has an Application, an element of an ApplicationSet or a key that another one has not.",
    why: "what was tried in one environment does not run in the other, or runs with other settings",
    source: "the environments that are declared",
    example: Some(Example {
        facts: "environments: {dev: envs/dev, prod: envs/prod}",
        bad: r"
# envs/dev/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart-dev, namespace: shop}
data: {REGION: nordic, TIMEOUT: 5s}
# envs/prod/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart-prod, namespace: shop}
data: {REGION: nordic}
",
        good: r"
# envs/dev/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart-dev, namespace: shop}
data: {REGION: nordic, TIMEOUT: 5s}
# envs/prod/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart-prod, namespace: shop}
data: {TIMEOUT: 9s, REGION: baltic}
",
    }),
    check,
};

/// What an environment has, by what it is called in all of them.
type Has<'a> = BTreeMap<Thing, Vec<(Object<'a>, Place, String)>>;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    /// An Application, or an ApplicationSet.
    Object(String),
    /// An element of an ApplicationSet.
    Element(String, String),
    /// A key of a ConfigMap or Secret.
    Key(String, String),
}

impl Thing {
    /// The object that it is a part of, if it is a part.
    fn whole(&self) -> Option<&str> {
        match self {
            Self::Object(_) => None,
            Self::Element(whole, _) | Self::Key(whole, _) => Some(whole),
        }
    }

    fn called(&self) -> String {
        match self {
            Self::Object(name) => name.clone(),
            Self::Element(whole, name) => format!("element `{name}` of {whole}"),
            Self::Key(whole, name) => format!("key `{name}` of {whole}"),
        }
    }
}

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let Some(environments) = cluster.facts.environments.as_ref().filter(|all| all.len() > 1) else { return };
    let names: Vec<&str> = environments.iter().map(|(name, _)| name.as_str()).collect();
    let has: Vec<(Has<'_>, BTreeSet<String>)> =
        environments.iter().map(|(_, folder)| of_environment(cluster, folder, &names)).collect();
    let empty = has.iter().any(|(_, objects)| objects.is_empty());
    if empty {
        return;
    }
    let all: BTreeSet<&Thing> = has.iter().flat_map(|(has, _)| has.keys()).collect();
    for thing in all {
        let there = has.iter().zip(&names).find_map(|((has, _), name)| Some((has.get(thing)?.first()?, *name)));
        let Some(((object, place, raw), there)) = there else { continue };
        let lacking = has.iter().zip(&names).filter(|((has, objects), _)| {
            // What is not there at all is said once, and not of each of its parts.
            !has.contains_key(thing) && thing.whole().is_none_or(|whole| objects.contains(whole))
        });
        let lacking: Vec<&str> = lacking.map(|(_, name)| *name).collect();
        if lacking.is_empty() || is_excepted(cluster, thing, object, raw) {
            continue;
        }
        let message = format!("{} is in `{there}`, and not in {}", thing.called(), suggest::listed(lacking));
        let help = format!("add it there, or add `{raw}` to `parityExceptions`");
        sink.report(object.finding_at(place.clone(), "", message).help(help));
    }
}

/// What the documents in a folder have, and the objects that could have had more.
fn of_environment<'a>(cluster: &Cluster<'a>, folder: &str, names: &[&str]) -> (Has<'a>, BTreeSet<String>) {
    let folder = format!("{}/", folder.trim_matches('/').trim_start_matches("./"));
    let (mut has, mut objects): (Has<'a>, _) = (BTreeMap::new(), BTreeSet::new());
    for object in cluster.objects().iter().filter(|object| object.maker.is_none()) {
        let path = object.manifest.source().path.as_str();
        if !path.starts_with(&folder) && !path.contains(&format!("/{folder}")) {
            continue;
        }
        let id = object.id();
        let name = neutral(&id.name, names);
        let called = format!("{} {name}", id.kind);
        let mut add = |thing: Thing, place: Place, raw: &str| {
            has.entry(thing).or_default().push((*object, place, raw.to_owned()));
        };
        match (id.group(), id.kind.as_str()) {
            ("argoproj.io", "Application") => {
                add(Thing::Object(called.clone()), object.place(&["metadata", "name"]), &id.name);
            }
            ("argoproj.io", "ApplicationSet") => {
                add(Thing::Object(called.clone()), object.place(&["metadata", "name"]), &id.name);
                for (element, node) in elements(object) {
                    add(Thing::Element(called.clone(), neutral(element, names)), node.place(), element);
                }
            }
            ("", "ConfigMap" | "Secret") => {
                let maps = ["data", "stringData"].into_iter().filter_map(|map| object.at(&[map]));
                for key in maps.flat_map(Node::entries).map(|(key, _)| key) {
                    let text = key.text().unwrap_or_default();
                    add(Thing::Key(called.clone(), neutral(text, names)), key.place(), text);
                }
            }
            ("external-secrets.io", "ExternalSecret") => {
                for entry in object.at(&["spec", "data"]).into_iter().flat_map(Node::items) {
                    let Some(key) = entry.get("secretKey") else { continue };
                    let text = key.text().unwrap_or_default();
                    add(Thing::Key(called.clone(), neutral(text, names)), key.place(), text);
                }
            }
            _ => continue,
        }
        objects.insert(called);
    }
    (has, objects)
}

/// The names of the elements of an ApplicationSet's lists.
fn elements<'a>(set: &Object<'a>) -> Vec<(&'a str, Node<'a>)> {
    let mut found = Vec::new();
    let mut generators: Vec<Node<'a>> = set.at(&["spec", "generators"]).into_iter().flat_map(Node::items).collect();
    while let Some(generator) = generators.pop() {
        for element in generator.at(&["list", "elements"]).into_iter().flat_map(Node::items) {
            let named = ["name", "app", "service", "svc"].into_iter().find_map(|key| element.get(key));
            let named = named.or_else(|| element.entries().next().map(|(_, value)| value));
            found.extend(named.and_then(|node| Some((node.text()?, node))));
        }
        for outer in ["matrix", "merge"] {
            generators.extend(generator.at(&[outer, "generators"]).into_iter().flat_map(Node::items));
        }
    }
    found
}

/// A name without those of the environments.
fn neutral(name: &str, environments: &[&str]) -> String {
    let parts =
        name.split('-').filter(|part| !environments.iter().any(|environment| environment.eq_ignore_ascii_case(part)));
    parts.collect::<Vec<&str>>().join("-")
}

/// Whether it is declared to differ, by any of its names.
fn is_excepted(cluster: &Cluster<'_>, thing: &Thing, object: &Object<'_>, raw: &str) -> bool {
    let id = object.id();
    let neutral = match thing {
        Thing::Object(name) | Thing::Element(_, name) | Thing::Key(_, name) => name.rsplit(' ').next().unwrap_or(name),
    };
    cluster.facts.parity_exceptions.iter().flatten().any(|exception| {
        let last = exception.rsplit(['/', ' ', '#']).next().unwrap_or(exception);
        [raw, neutral].contains(&exception.as_str())
            || [raw, neutral].contains(&last)
            || [id.name.as_str(), &id.to_string()].contains(&exception.as_str())
            || exception.rsplit_once('/').is_some_and(|(_, name)| name == id.name)
    })
}
