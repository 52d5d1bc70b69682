//! Which namespaces there are, and their labels.

use std::collections::BTreeSet;

use crate::cluster::facts::Facts;
use crate::cluster::labels::Labels;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::yaml::Node;

/// Every cluster has these.
pub const BUILT_IN: [&str; 4] = ["default", "kube-system", "kube-public", "kube-node-lease"];

impl<'a> Cluster<'a> {
    /// The labels of a namespace: `None` inside where it exists and they are not known.
    pub fn namespace(&self, name: &'a str) -> Known<Option<Labels<'a>>> {
        if let Some(object) = self.find("", "Namespace", "", name) {
            return Known::There(Some(object.labels().with("kubernetes.io/metadata.name", name)));
        }
        let declared = self.facts.external.iter().flat_map(|external| &external.namespaces);
        if let Some(declared) = declared.into_iter().find(|declared| declared.name == name) {
            let labels = declared.labels.as_ref().map(Labels::from);
            return Known::There(labels.map(|labels| labels.with("kubernetes.io/metadata.name", name)));
        }
        if BUILT_IN.contains(&name) {
            return Known::There(None);
        }
        if self.namespaces.made.contains(name) {
            return Known::There(None);
        }
        self.absent()
    }

    /// The labels of a namespace, where they are known.
    pub fn labels_of_namespace(&self, name: &str) -> Option<Labels<'a>> {
        const OWN: &str = "kubernetes.io/metadata.name";
        if let Some(object) = self.find("", "Namespace", "", name) {
            return Some(object.labels().with(OWN, &object.id().name));
        }
        let mut declared = self.facts.external.iter().flat_map(|external| &external.namespaces);
        let declared = declared.find(|declared| declared.name == name)?;
        Some(Labels::from(declared.labels.as_ref()?).with(OWN, &declared.name))
    }

    /// Every namespace that is known by name.
    pub fn namespaces(&self) -> &BTreeSet<&'a str> {
        &self.namespaces.all
    }
}

/// The names of namespaces.
#[derive(Debug, Default)]
pub(super) struct Namespaces<'a> {
    all: BTreeSet<&'a str>,
    /// Destinations of Applications that say `CreateNamespace=true`.
    made: BTreeSet<&'a str>,
}

impl<'a> Namespaces<'a> {
    /// Those that are declared, that there is an object of or in, and that Argo CD makes.
    pub(super) fn of(objects: &[Object<'a>], facts: &'a Facts) -> Self {
        let declared = facts.external.iter().flat_map(|external| &external.namespaces);
        let mut all: BTreeSet<&str> = BUILT_IN.into_iter().chain(declared.map(|one| one.name.as_str())).collect();
        let mut made = BTreeSet::new();
        let creates = |options: Option<Node<'_>>| {
            options.into_iter().flat_map(Node::items).any(|option| option.text() == Some("CreateNamespace=true"))
        };
        for object in objects {
            let id = object.id();
            if !id.namespace.is_empty() {
                all.insert(&id.namespace);
            }
            match (id.group(), id.kind.as_str()) {
                ("", "Namespace") => drop(all.insert(&id.name)),
                ("argoproj.io", "Application") if creates(object.at(&["spec", "syncPolicy", "syncOptions"])) => {
                    made.extend(object.at(&["spec", "destination", "namespace"]).and_then(Node::text));
                }
                _ => {}
            }
        }
        Self { all, made }
    }
}
