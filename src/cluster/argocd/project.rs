//! What the project of an Application permits.
//!
//! Source: argo-cd `pkg/apis/application/v1alpha1/app_project_types.go`.

use crate::cluster::argocd::application::Application;
use crate::cluster::argocd::glob::Glob;
use crate::cluster::argocd::repository::normalized;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::yaml::Node;

/// A project.
#[derive(Debug, Clone, Copy)]
pub enum Project<'a> {
    /// An AppProject among the documents.
    Written(Object<'a>),
    /// One that permits everything: `default`, and those that are declared.
    Unrestricted,
}

impl<'a> Cluster<'a> {
    /// The project of an Application.
    pub fn project_of(&self, application: &Application<'a>) -> Known<Project<'a>> {
        let name = application.project;
        let home = self.facts.argocd.as_ref().map(|argocd| argocd.namespace.as_str());
        let is_meant = |object: &Object<'a>| {
            let namespace = object.id().namespace.as_str();
            object.id().name == name && (namespace.is_empty() || home.is_none_or(|home| home == namespace))
        };
        if let Some(object) = self.of_kind("argoproj.io", "AppProject").find(is_meant) {
            let may_be_more = !object.labels().is_empty() && self.may_have_global_projects(home);
            return if may_be_more { Known::Unknown } else { Known::There(Project::Written(object)) };
        }
        let declared = self.facts.external.iter().flat_map(|external| &external.app_projects);
        if name == "default" || declared.into_iter().any(|declared| declared == name) {
            return Known::There(Project::Unrestricted);
        }
        self.absent()
    }
}

impl Cluster<'_> {
    /// Whether projects with labels may be given more by others, as `globalProjects` of `argocd-cm` says.
    fn may_have_global_projects(&self, home: Option<&str>) -> bool {
        let known = |object: Object<'_>| object.at(&["data"]).is_some_and(|data| data.get("globalProjects").is_some());
        let mut maps = self.of_kind("", "ConfigMap").filter(|object| object.id().name == "argocd-cm").peekable();
        if maps.peek().is_none() {
            return !self.closed;
        }
        maps.filter(|object| home.is_none_or(|home| object.id().namespace == home)).any(known)
    }
}

/// Patterns of which one must match and those with `!` must not.
#[derive(Debug)]
struct Pattern {
    glob: Glob,
    denies: bool,
    any: bool,
}

impl Pattern {
    fn new(text: &str, separator: Option<char>) -> Self {
        let (denies, text) = text.strip_prefix('!').map_or((false, text), |text| (true, text));
        Self { glob: Glob::new(text, separator), denies, any: text == "*" }
    }

    /// Whether it lets a text through.
    fn passes(&self, text: &str) -> bool {
        (self.any || self.glob.matches(text)) != self.denies
    }
}

/// What an AppProject permits.
#[derive(Debug)]
pub struct Permissions<'a> {
    /// The AppProject.
    pub object: Object<'a>,
    sources: Vec<Pattern>,
    destinations: Vec<Destination>,
    /// Those of kinds outside of namespaces, and of those inside; each what is listed, and what is denied.
    cluster: (Vec<KindPattern>, Vec<KindPattern>),
    namespaced: (Option<Vec<KindPattern>>, Vec<KindPattern>),
}

#[derive(Debug)]
struct Destination {
    server: Pattern,
    name: Pattern,
    namespace: Pattern,
}

#[derive(Debug)]
struct KindPattern {
    group: Glob,
    kind: Glob,
    name: Option<Glob>,
}

impl<'a> Permissions<'a> {
    /// Reads an AppProject.
    pub fn of(object: Object<'a>) -> Self {
        let list = |key: &str| object.at(&["spec", key]).filter(|list| list.is_sequence());
        let items = |key: &str| list(key).into_iter().flat_map(Node::items);
        let text = |node: Node<'a>, key: &str| node.get(key).and_then(Node::text).unwrap_or_default();
        let sources = items("sourceRepos").filter_map(Node::text).map(|url| {
            let denied = url.strip_prefix('!').map(|url| format!("!{}", normalized(url)));
            Pattern::new(&denied.unwrap_or_else(|| normalized(url)), Some('/'))
        });
        let destinations = items("destinations").map(|item| Destination {
            server: Pattern::new(text(item, "server"), None),
            name: Pattern::new(text(item, "name"), None),
            namespace: Pattern::new(text(item, "namespace"), None),
        });
        let kinds = |key: &str| {
            let one = |item: Node<'a>| KindPattern {
                group: Glob::new(text(item, "group"), None),
                kind: Glob::new(text(item, "kind"), None),
                name: Some(text(item, "name")).filter(|name| !name.is_empty()).map(|name| Glob::new(name, None)),
            };
            items(key).map(one).collect::<Vec<KindPattern>>()
        };
        Self {
            object,
            sources: sources.collect(),
            destinations: destinations.collect(),
            cluster: (kinds("clusterResourceWhitelist"), kinds("clusterResourceBlacklist")),
            namespaced: (
                list("namespaceResourceWhitelist").map(|_| kinds("namespaceResourceWhitelist")),
                kinds("namespaceResourceBlacklist"),
            ),
        }
    }

    /// Whether Applications may read from a repository.
    pub fn permits_source(&self, url: &str) -> bool {
        let url = normalized(url);
        let refused = self.sources.iter().any(|pattern| pattern.denies && !pattern.passes(&url));
        !refused && self.sources.iter().any(|pattern| pattern.passes(&url))
    }

    /// Whether Applications may write into a namespace of a cluster; `None` if the cluster is given by a name where the
    /// project gives addresses, or the other way round.
    pub fn permits_destination(&self, application: &Application<'_>, namespace: &str) -> Option<bool> {
        let (server, name) = match application.cluster() {
            "in-cluster" => (Some("https://kubernetes.default.svc"), Some("in-cluster")),
            other if other.contains("://") => (Some(other), None),
            other => (None, Some(other)),
        };
        let (mut permitted, mut unclear) = (false, false);
        for item in &self.destinations {
            let of = |pattern: &Pattern, text: Option<&str>| text.map(|text| pattern.passes(text));
            let (by_server, by_name) = (of(&item.server, server), of(&item.name, name));
            let in_namespace = item.namespace.passes(namespace);
            let matched = by_server == Some(true) || by_name == Some(true);
            if matched && in_namespace {
                permitted = true;
            } else if by_name == Some(false) && item.name.denies
                || by_server == Some(false) && item.server.denies && in_namespace
                || !in_namespace && item.namespace.denies && matched
            {
                return Some(false);
            } else if in_namespace && !matched && (by_server.is_none() || by_name.is_none()) {
                // Whether this is the same cluster is known to Argo CD only.
                let is_given = |pattern: &Pattern| !matches!(&pattern.glob, Glob::Exact(text) if text.is_empty());
                unclear |= by_server.is_none() && is_given(&item.server) || by_name.is_none() && is_given(&item.name);
            }
        }
        if !permitted && unclear { None } else { Some(permitted) }
    }

    /// Whether Applications may apply a kind.
    pub fn permits_kind(&self, group: &str, kind: &str, name: &str, is_namespaced: bool) -> bool {
        let within = |list: &[KindPattern]| {
            list.iter().any(|pattern| {
                pattern.group.matches(group)
                    && pattern.kind.matches(kind)
                    && pattern.name.as_ref().is_none_or(|pattern| pattern.matches(name))
            })
        };
        if is_namespaced {
            let (listed, denied) = &self.namespaced;
            listed.as_ref().is_none_or(|listed| within(listed)) && !within(denied)
        } else {
            within(&self.cluster.0) && !within(&self.cluster.1)
        }
    }

    /// Whether Applications may live in a namespace other than that of Argo CD.
    pub fn permits_home(&self, namespace: &str) -> bool {
        let patterns = self.object.at(&["spec", "sourceNamespaces"]).into_iter().flat_map(Node::items);
        super::glob::matches_any(patterns.filter_map(Node::text), namespace)
    }
}
