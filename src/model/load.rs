//! From files to environments: which layer lies on which, and the defaults that a map gives its entries.

use std::sync::Arc;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::Environment;
use crate::model::Model;
use crate::model::check;
use crate::model::ci;
use crate::model::decode::Decode;
use crate::model::defaults;
use crate::model::layer;
use crate::model::layer::Value;
use crate::model::order;
use crate::model::reference;
use crate::text::Place;
use crate::text::Source;
use crate::text::suggest;
use crate::yaml;

/// The layer under every environment that does not name another.
const BASE: &str = "base";

/// Reads every environment; one with an error is left out, and the error is in `findings`.
pub fn load(findings: &mut Findings, sources: &[Arc<Source>]) -> Vec<Environment> {
    let layers: Vec<Layer> = sources.iter().map(|source| Layer::read(findings, source)).collect();
    named_once(findings, &layers);
    let environments = layers.iter().filter(|layer| layer.name != BASE && !layer.partial);
    let environments: Vec<Environment> =
        environments.filter_map(|layer| environment(findings, &layers, layer)).collect();
    ci::check::check(findings, &environments);
    environments
}

/// Reports files that would be the same environment: in another folder, with another ending, or where case does not count.
fn named_once(findings: &mut Findings, layers: &[Layer]) {
    for (index, layer) in layers.iter().enumerate() {
        let same = |other: &&Layer| other.name.to_lowercase() == layer.name.to_lowercase();
        if let Some(first) = layers[..index].iter().find(same) {
            let file = |layer: &Layer| Place::file(&layer.path);
            let message = format!("`{}` is the name of two environments", layer.name);
            findings.push(
                Finding::error("environment-named-twice", file(layer), message)
                    .also(file(first), "the first of them")
                    .why("both would render the same files")
                    .help("give one of the two files another name"),
            );
        }
    }
}

/// One file.
struct Layer {
    path: String,
    name: String,
    extends: Option<(String, Place)>,
    /// Whether it only serves as a layer under others (`partial: true`).
    partial: bool,
    /// `None` for a file that could not be read: that is reported, and nothing can be said of what lies upon it.
    value: Option<Value>,
}

impl Layer {
    fn read(findings: &mut Findings, source: &Arc<Source>) -> Self {
        let file = source.path.rsplit('/').next().unwrap_or(&source.path);
        let name = file.trim_end_matches(".yaml").trim_end_matches(".yml").to_owned();
        let path = source.path.clone();
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if !name.chars().all(plain) || !name.starts_with(|letter: char| letter.is_ascii_alphanumeric()) {
            findings.push(
                Finding::error(
                    "environment-name",
                    Place::file(&path),
                    format!("`{name}` is no name for an environment"),
                )
                .why("it becomes a folder, and part of the names of objects")
                .help("use small letters, digits and `-`"),
            );
            return Self { path, name, extends: None, partial: false, value: None };
        }
        let Some(mut value) = Self::map(findings, source) else {
            return Self { path, name, extends: None, partial: false, value: None };
        };
        let extends = value
            .take("extends")
            .and_then(|entry| String::decode(findings, &entry.value).map(|name| (name, entry.value.place)));
        let partial = value.take("partial").and_then(|entry| bool::decode(findings, &entry.value));
        Self { path, name, extends, partial: partial.unwrap_or_default(), value: Some(value) }
    }

    /// The one map that the file must hold.
    fn map(findings: &mut Findings, source: &Arc<Source>) -> Option<Value> {
        let parsed = yaml::parse(source);
        let sound = parsed.problems.is_empty();
        for problem in &parsed.problems {
            findings.push(Finding::of_problem(source, problem));
        }
        let root = parsed.documents.first().map(yaml::Document::root);
        if let (Some(second), true) = (parsed.documents.get(1), sound) {
            let message = "an environment is one document, and here a second one begins";
            findings.push(Finding::error("invalid-yaml", second.root().place(), message));
            return None;
        }
        let Some(root) = root.filter(|_| sound) else {
            if sound {
                findings.push(
                    Finding::error("empty-environment", Place::file(&source.path), "this environment says nothing")
                        .help("write `{}` if it is to equal the layer below, or remove the file"),
                );
            }
            return None;
        };
        let value = Value::from_node(root);
        if root.is_mapping() { Some(value) } else { super::decode::wrong_type(findings, &value, "a map") }
    }
}

fn environment(findings: &mut Findings, layers: &[Layer], top: &Layer) -> Option<Environment> {
    let chain = chain(findings, layers, top)?;
    let mut slips = Findings::default();
    let mut values = Vec::new();
    for layer in chain.into_iter().rev() {
        values.push(layer.value.clone()?);
    }
    let ground = defaults::ground(&mut slips, &mut values);
    let mut values = values.into_iter();
    let lowest = values.next()?;
    let lowest = match ground {
        Some(ground) => layer::merge_lowest(&mut slips, ground, lowest),
        None => layer::without_nulls(&mut slips, lowest),
    };
    let mut tree = values.fold(lowest, |below, over| layer::merge(&mut slips, below, over));
    let environment = &top.name;
    defaults::names(&mut tree, "redis", "instances", |key| format!("{key}-redis"));
    defaults::names(&mut tree, "argocd", "applications", |key| format!("{environment}-{key}"));
    defaults::inherit(&mut tree);
    let reported = slips.has_errors();
    findings.append(slips);
    let mut found = Findings::default();
    let model = Model::decode(&mut found, &tree);
    let reported = reported || found.has_errors();
    reference::check(&mut found, environment, &tree, reported);
    let sound = !found.has_errors();
    findings.append(found);
    let environment = Environment { name: environment.clone(), model: model.filter(|_| sound)?, tree };
    let mut found = Findings::default();
    check::check(&mut found, &environment);
    order::check(&mut found, &environment);
    let sound = !found.has_errors();
    findings.append(found);
    sound.then_some(environment)
}

/// The layers of an environment, topmost first.
fn chain<'l>(findings: &mut Findings, layers: &'l [Layer], top: &'l Layer) -> Option<Vec<&'l Layer>> {
    let find = |name: &str| layers.iter().find(|layer| layer.name == name);
    let mut chain = vec![top];
    loop {
        let last = chain[chain.len() - 1];
        let Some((name, place)) = &last.extends else {
            if last.name != BASE {
                chain.extend(find(BASE));
            }
            return Some(chain);
        };
        let Some(next) = find(name) else {
            let near = suggest::nearest(name, layers.iter().map(|layer| layer.name.as_str()));
            findings.push(
                Finding::error("missing-layer", place.clone(), format!("there is no environments/{name}.yaml"))
                    .maybe_help(near.map(|near| format!("did you mean `{near}`?"))),
            );
            return None;
        };
        if chain.iter().any(|layer| layer.name == next.name) {
            let mut names: Vec<&str> = chain.iter().map(|layer| layer.name.as_str()).collect();
            names.push(name);
            findings.push(
                Finding::error(
                    "layer-cycle",
                    place.clone(),
                    format!("layers extend each other: {}", names.join(" -> ")),
                )
                .help("let one of them extend nothing"),
            );
            return None;
        }
        chain.push(next);
    }
}
