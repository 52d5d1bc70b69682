//! Which namespaces there are, and their labels.

use std::collections::BTreeSet;

use crate::cluster::labels::Labels;
use crate::cluster::object::Known;
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
        if self.created_by_argocd().contains(name) {
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
    pub fn namespaces(&self) -> BTreeSet<&'a str> {
        let declared = self.facts.external.iter().flat_map(|external| &external.namespaces);
        let rendered = self.of_kind("", "Namespace").map(|object| object.id().name.as_str());
        let used = self.objects().iter().map(|object| object.id().namespace.as_str()).filter(|name| !name.is_empty());
        let mut all: BTreeSet<&str> = BUILT_IN.into_iter().collect();
        all.extend(declared.map(|declared| declared.name.as_str()).chain(rendered).chain(used));
        all
    }

    /// Destinations of Applications that say `CreateNamespace=true`.
    fn created_by_argocd(&self) -> BTreeSet<&'a str> {
        let creates = |options: Option<Node<'_>>| {
            options.into_iter().flat_map(Node::items).any(|option| option.text() == Some("CreateNamespace=true"))
        };
        self.of_kind("argoproj.io", "Application")
            .filter(|application| creates(application.at(&["spec", "syncPolicy", "syncOptions"])))
            .filter_map(|application| application.at(&["spec", "destination", "namespace"])?.text())
            .collect()
    }
}
