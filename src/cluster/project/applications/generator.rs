//! The generators: lists of parameters, and their combinations.

use std::collections::BTreeMap;

use super::MOST;
use super::merge::merged;
use super::render::Mode;
use super::render::Renderer;
use super::selector;
use crate::cluster::project::Fault;
use crate::cluster::project::Projection;
use crate::text::Place;
use crate::yaml::Composed;
use crate::yaml::scalar::Scalar;
use crate::yaml::scalar::resolve_v1_1;

/// Generators whose results only a cluster or a repository knows.
const ELSEWHERE: [&str; 6] = ["clusters", "git", "scmProvider", "clusterDecisionResource", "pullRequest", "plugin"];

/// What one generator yields.
pub(super) struct Found {
    /// A map of parameters for each Application.
    pub(super) parameters: Vec<Composed>,
    /// What the generator says of the template.
    pub(super) template: Option<Composed>,
}

pub(super) struct Generators<'p> {
    projection: &'p mut Projection,
    mode: Mode,
}

impl<'p> Generators<'p> {
    pub(super) fn new(projection: &'p mut Projection, mode: Mode) -> Self {
        Self { projection, mode }
    }

    /// What an element of `spec.generators` yields. Every generator in it counts, though one is all that is meant.
    pub(super) fn all(&mut self, element: &Composed) -> Vec<Found> {
        let kinds = self.kinds(element);
        let mut all = Vec::new();
        for (kind, generator) in kinds {
            if let Some(parameters) = self.one(&kind, &generator, element.get("selector")) {
                all.push(Found { parameters, template: generator.get("template").cloned() });
            }
        }
        all
    }

    /// The generators in an element, which should be one.
    fn kinds(&mut self, element: &Composed) -> Vec<(String, Composed)> {
        let entries = element.entries().iter().filter(|(_, value)| !value.is_null());
        let pairs = entries.filter_map(|(key, value)| Some((key.as_text()?.to_owned(), value.clone())));
        let kinds: Vec<(String, Composed)> = pairs.filter(|(key, _)| key != "selector").collect();
        if kinds.len() != 1 {
            let names: Vec<&str> = kinds.iter().map(|(name, _)| name.as_str()).collect();
            let message = match names.as_slice() {
                [] => "there is no generator here".to_owned(),
                names => format!("there are several generators in one element: {}", names.join(", ")),
            };
            self.projection.problem(Fault::GeneratorShape, &element.place, message);
        }
        kinds
    }

    /// The parameters of a generator inside of another one, which is filled in with those that are there already.
    fn nested(&mut self, element: &Composed, given: Option<&Composed>) -> Option<Vec<Composed>> {
        let filled = match given {
            Some(given) => Renderer::new(self.projection, self.mode, given).generator(element)?,
            None => element.clone(),
        };
        let mut kinds = self.kinds(&filled);
        let (kind, generator) = kinds.pop().filter(|_| kinds.is_empty())?;
        self.one(&kind, &generator, filled.get("selector"))
    }

    fn one(&mut self, kind: &str, generator: &Composed, selector: Option<&Composed>) -> Option<Vec<Composed>> {
        let parameters = match kind {
            "list" => self.list(generator),
            "matrix" => self.matrix(generator),
            "merge" => self.merge(generator),
            _ if ELSEWHERE.contains(&kind) => {
                let message = format!("what the generator `{kind}` finds is not known without asking others");
                self.say(Fault::NotKnown, &generator.place, message)
            }
            _ => self.say(Fault::GeneratorShape, &generator.place, format!("there is no generator `{kind}`")),
        }?;
        let Some(selector) = selector else { return Some(parameters) };
        let Some(matching) = selector::matching(selector, &parameters) else {
            let message = "which parameters this selector lets through is not known";
            return self.say(Fault::NotKnown, &selector.place, message);
        };
        Some(matching)
    }

    fn say<T>(&mut self, fault: Fault, place: &Place, message: impl Into<String>) -> Option<T> {
        self.projection.problem(fault, place, message);
        None
    }

    fn list(&mut self, generator: &Composed) -> Option<Vec<Composed>> {
        if let Some(text) = generator.get("elementsYaml").filter(|text| text.as_text() != Some("")) {
            return self.say(Fault::NotKnown, &text.place, "what `elementsYaml` holds is not known here");
        }
        let elements = generator.get("elements").map(Composed::items).unwrap_or_default();
        match self.mode {
            Mode::Go { .. } => Some(elements.to_vec()),
            Mode::Fast => elements.iter().map(|element| self.flat(element)).collect(),
        }
    }

    /// An element of a list as plain texts, by name; `values` is the only map in it.
    fn flat(&mut self, element: &Composed) -> Option<Composed> {
        let mut flat = Composed::mapping(&element.place, []);
        for (key, value) in element.entries() {
            let key = key.as_text().unwrap_or_default();
            let (prefix, entries) = match value.entries() {
                inner if key == "values" && !inner.is_empty() => ("values.", inner.to_vec()),
                _ => ("", vec![(Composed::text(&value.place, key), value.clone())]),
            };
            for (key, value) in entries {
                let key = format!("{prefix}{}", key.as_text().unwrap_or_default());
                if !is_text(&value) {
                    let message =
                        format!("the parameter `{key}` is no text, which a list may only have with `goTemplate: true`");
                    return self.say(Fault::Refused, &value.place, message);
                }
                flat.set(&key, value);
            }
        }
        Some(flat)
    }

    fn matrix(&mut self, generator: &Composed) -> Option<Vec<Composed>> {
        let children = generator.get("generators").map(Composed::items).unwrap_or_default();
        let [first, second] = children else {
            let place = generator.get("generators").unwrap_or(generator).place.clone();
            let message = format!("a matrix has two generators, and this has {}", children.len());
            return self.say(Fault::GeneratorShape, &place, message);
        };
        let mut all = Vec::new();
        for one in self.nested(first, None)? {
            for other in self.nested(second, Some(&one))? {
                if all.len() == MOST {
                    let message = format!("this yields more than {MOST} Applications, which are not followed");
                    return self.say(Fault::NotKnown, &generator.place, message);
                }
                all.push(self.combined(&one, &other)?);
            }
        }
        Some(all)
    }

    fn combined(&mut self, one: &Composed, other: &Composed) -> Option<Composed> {
        if self.mode == Mode::Fast {
            for (key, value) in other.entries() {
                let there = key.as_text().and_then(|key| one.get(key));
                if there.is_some_and(|there| there.as_text() != value.as_text()) {
                    let message =
                        format!("both generators have `{}`, with different values", key.as_text().unwrap_or_default());
                    return self.say(Fault::Refused, &value.place, message);
                }
            }
        }
        Some(merged(one.clone(), other))
    }

    fn merge(&mut self, generator: &Composed) -> Option<Vec<Composed>> {
        let children = generator.get("generators").map(Composed::items).unwrap_or_default();
        let keys: Vec<&str> = generator
            .get("mergeKeys")
            .map(Composed::items)
            .unwrap_or_default()
            .iter()
            .filter_map(Composed::as_text)
            .collect();
        if children.len() < 2 || keys.is_empty() {
            let message = "a merge has `mergeKeys`, and two generators or more";
            return self.say(Fault::GeneratorShape, &generator.place, message);
        }
        let mut sets = Vec::new();
        for child in children {
            let mut by_key: BTreeMap<Vec<Option<String>>, usize> = BTreeMap::new();
            let parameters = self.nested(child, None)?;
            for (index, parameters) in parameters.iter().enumerate() {
                let key = keys.iter().map(|key| parameters.get(key).and_then(Composed::as_text).map(str::to_owned));
                if by_key.insert(key.collect(), index).is_some() {
                    let message = format!("two of one generator have the same {}", keys.join(", "));
                    return self.say(Fault::Refused, &parameters.place, message);
                }
            }
            sets.push((by_key, parameters));
        }
        let mut sets = sets.into_iter();
        let (by_key, mut base) = sets.next()?;
        for (others, parameters) in sets {
            for (key, index) in &by_key {
                if let Some(other) = others.get(key).and_then(|other| parameters.get(*other)) {
                    base[*index] = merged(other.clone(), &base[*index]);
                }
            }
        }
        Some(base)
    }
}

/// Whether this is a string to the API server.
fn is_text(value: &Composed) -> bool {
    use crate::yaml::compose::Shape;
    match &value.shape {
        Shape::Scalar { text, plain } => !plain || matches!(resolve_v1_1(text), Scalar::Str(_)),
        _ => false,
    }
}
