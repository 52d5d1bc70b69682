//! The releases of charts that Applications put into namespaces. What a chart makes is not known, only that it is mostly
//! called after its release.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cluster::object::Object;
use crate::yaml::Node;

/// The names of releases, by the namespace that they go to.
#[derive(Debug, Default)]
pub(super) struct Releases<'a>(BTreeMap<&'a str, BTreeSet<&'a str>>);

impl<'a> Releases<'a> {
    /// Those of Applications among objects.
    pub(super) fn of(objects: &[Object<'a>]) -> Self {
        let mut releases: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let is_application =
            |object: &&Object<'_>| (object.id().group(), object.id().kind.as_str()) == ("argoproj.io", "Application");
        for application in objects.iter().filter(is_application) {
            let Some(namespace) = application.at(&["spec", "destination", "namespace"]).and_then(Node::text) else {
                continue;
            };
            let one = application.at(&["spec", "source"]);
            let many = application.at(&["spec", "sources"]).into_iter().flat_map(Node::items);
            for source in one.into_iter().chain(many).filter(|source| source.get("chart").is_some()) {
                let name = source.at(&["helm", "releaseName"]).and_then(Node::text);
                releases.entry(namespace).or_default().insert(name.unwrap_or(application.id().name.as_str()));
            }
        }
        Self(releases)
    }

    /// Whether there is one in a namespace.
    pub(super) fn go_to(&self, namespace: &str) -> bool {
        self.0.contains_key(namespace)
    }

    /// Whether something in a namespace is called after one: `cart` and `cart-config` after `cart`.
    pub(super) fn name(&self, namespace: &str, name: &str) -> bool {
        let Some(releases) = self.0.get(namespace) else { return false };
        let ends = name.match_indices('-').map(|(at, _)| at).chain([name.len()]);
        ends.into_iter().any(|end| releases.contains(&name[..end]))
    }
}
