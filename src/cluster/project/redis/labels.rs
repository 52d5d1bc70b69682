//! Labels of what the operator makes, and the selectors by which it finds its pods.

use super::Component;
use super::Failover;
use crate::cluster::project::Fault;
use crate::cluster::project::Projection;
use crate::cluster::project::part::Part;
use crate::manifest::Manifest;
use crate::schema::translated;
use crate::text::Place;
use crate::yaml::Composed;
use crate::yaml::Node;

/// The label of a pod that says whether it is the master.
const ROLE: &str = "redisfailovers-role";

/// The labels that everything gets. A label of the document wins over these two of the operator.
pub(super) fn of_all(projection: &mut Projection, manifest: &Manifest, spec: &Part<'_>, at_name: &Place) -> Composed {
    let name = manifest.id.name.as_str();
    let mut labels = Composed::mapping(
        at_name,
        [
            ("app.kubernetes.io/managed-by", Composed::text(at_name, "redis-operator")),
            ("redisfailovers.databases.spotahome.com/name", Composed::text(at_name, name)),
        ],
    );
    let written = manifest.root().at(&["metadata", "labels"]);
    let patterns = patterns(projection, spec);
    for (key, value) in written.iter().flat_map(|labels| labels.entries()) {
        let Some((key, text)) = key.text().zip(value.text()) else { continue };
        if patterns.as_ref().is_none_or(|patterns| patterns.iter().any(|pattern| pattern.is_match(key))) {
            labels.set(key, Composed::text(&value.place(), text));
        }
    }
    labels
}

/// The patterns of the whitelist, which may match anywhere in a key; `None` lets everything through.
fn patterns(projection: &mut Projection, spec: &Part<'_>) -> Option<Vec<regex_lite::Regex>> {
    let list = spec.get("labelWhitelist").filter(|list| list.items().len() > 0)?;
    let mut compiled = Vec::new();
    for item in list.items() {
        let text = item.text().unwrap_or_default();
        let known = translated(text).map(|pattern| regex_lite::Regex::new(&pattern));
        match known {
            Ok(Ok(pattern)) => compiled.push(pattern),
            Ok(Err(_)) => {
                let message = format!("whether `{text}` matches a label is not known here");
                projection.problem(Fault::NotKnown, &item.place(), message);
            }
            Err(wrong) => {
                let message = format!("`{text}` is no regular expression, and the redis-operator ignores it: {wrong}");
                projection.problem(Fault::BadPattern, &item.place(), message);
            }
        }
    }
    Some(compiled)
}

impl Failover<'_> {
    /// What the pods of a component are selected by.
    pub(super) fn selector(&self, component: Component) -> Composed {
        Composed::mapping(
            &self.at_name,
            [
                ("app.kubernetes.io/name", self.text_at_name(self.name)),
                ("app.kubernetes.io/component", self.text_at_name(component.name())),
                ("app.kubernetes.io/part-of", self.text_at_name("redis-failover")),
            ],
        )
    }

    /// The same for one role.
    pub(super) fn selector_of_role(&self, role: &str) -> Composed {
        self.selector(Component::Redis).with(ROLE, self.text_at_name(role))
    }

    /// The labels of an object: those of all, and a selector, which wins.
    pub(super) fn labels_with(&self, selector: &Composed) -> Composed {
        let mut labels = self.labels.clone();
        for (key, value) in selector.entries() {
            labels.set(key.as_text().unwrap_or_default(), value.clone());
        }
        labels
    }

    /// The labels of the pods of a component. Every Redis begins as a replica; the operator changes that later.
    pub(super) fn pod_labels(&self, component: Component) -> Composed {
        match component {
            Component::Redis => self.labels_with(&self.selector_of_role("slave")),
            Component::Sentinel => self.labels_with(&self.selector(component)),
        }
    }

    /// Annotations from a map of the document, laid over others.
    pub(super) fn annotations(place: &Place, under: &[(&str, &str)], over: Option<Node<'_>>) -> Option<Composed> {
        let mut annotations =
            Composed::mapping(place, under.iter().map(|(key, text)| (*key, Composed::text(place, *text))));
        for (key, value) in over.iter().flat_map(|map| map.entries()) {
            annotations.set(key.text().unwrap_or_default(), Composed::of(value));
        }
        (!annotations.entries().is_empty()).then_some(annotations)
    }
}
