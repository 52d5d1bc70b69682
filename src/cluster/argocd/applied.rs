//! What a folder of the repository yields: its files, or what its kustomization names.
//!
//! Sources: argo-cd `reposerver/repository/repository.go` (`findManifests`), `util/app/discovery`; kustomize
//! `api/internal/target`. Of a kustomization only names and namespaces are worked out here, not patches.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::cluster::argocd::glob::Glob;
use crate::cluster::argocd::scope::Scopes;
use crate::cluster::argocd::tree::Tree;
use crate::cluster::argocd::tree::clean;
use crate::cluster::object::Object;
use crate::yaml::Node;

/// An object that an Application applies.
#[derive(Debug, Clone)]
pub struct Applied<'a> {
    /// Its number among the objects of the cluster.
    pub at: usize,
    /// The namespace that it ends up in; empty for kinds outside of namespaces.
    pub namespace: Cow<'a, str>,
    /// The name that it ends up with.
    pub name: Cow<'a, str>,
}

/// What a folder yields.
#[derive(Debug, Default)]
pub(super) struct Yield<'a> {
    pub(super) objects: Vec<Applied<'a>>,
    /// Whether there may be objects beside these.
    pub(super) open: bool,
    /// Whether patches may have changed numbers of pods.
    pub(super) rescales: bool,
    /// Whether patches remove some of them.
    pub(super) removes: bool,
}

/// How the folder is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Its files are applied.
    Directory,
    /// What its kustomization names is applied.
    Kustomize,
    /// A chart, which is not rendered here.
    Helm,
    /// A plugin, whose output nobody knows.
    Plugin,
}

/// What is needed to follow folders.
pub(super) struct Walk<'w, 'a> {
    pub(super) tree: &'w Tree<'a>,
    pub(super) objects: &'w [Object<'a>],
    pub(super) scopes: &'w Scopes<'a>,
}

/// What the kustomizations above say of an object, the outermost last.
#[derive(Clone, Default)]
struct Changes<'a> {
    namespace: Option<&'a str>,
    prefixes: Vec<&'a str>,
    suffixes: Vec<&'a str>,
}

impl<'a> Walk<'_, 'a> {
    /// The tool that Argo CD finds for a folder by what lies in it.
    pub(super) fn detected(&self, folder: &str) -> Tool {
        if self.kustomization(folder).is_some() {
            return Tool::Kustomize;
        }
        let is_chart = self.tree.below(folder).any(|(path, _)| path == "Chart.yaml");
        if is_chart { Tool::Helm } else { Tool::Directory }
    }

    /// The kustomization in a folder.
    pub(super) fn kustomization(&self, folder: &str) -> Option<Object<'a>> {
        ["kustomization.yaml", "kustomization.yml", "Kustomization"].into_iter().find_map(|name| {
            let objects = self.tree.file(&format!("{folder}/{name}"))?;
            objects.iter().map(|at| self.objects[*at]).find(|object| object.id().is_kustomization())
        })
    }

    /// The objects in the files of a folder that `directory` lets through.
    pub(super) fn directory(&self, folder: &str, directory: Option<Node<'a>>) -> Yield<'a> {
        let option = |key: &str| directory.and_then(|options| options.get(key));
        let recurse = option("recurse").and_then(Node::text) == Some("true");
        let pattern = |key: &str| {
            let text = option(key).and_then(Node::text).filter(|text| !text.is_empty());
            text.map(|text| Glob::new(text, None))
        };
        let (include, exclude) = (pattern("include"), pattern("exclude"));
        let mut found = Yield::default();
        for (path, objects) in self.tree.below(folder) {
            let taken = (recurse || !path.contains('/'))
                && exclude.as_ref().is_none_or(|pattern| !pattern.matches(path))
                && include.as_ref().is_none_or(|pattern| pattern.matches(path));
            if taken {
                found.open |= path.ends_with(".jsonnet");
                found.objects.extend(objects.iter().map(|at| self.applied(*at, &Changes::default())));
            }
        }
        found
    }

    /// The objects that the kustomization of a folder names. `options` are those of the Application.
    pub(super) fn kustomize(&self, folder: &str, options: Option<Node<'a>>) -> Yield<'a> {
        let mut found = Yield::default();
        let mut changes = Changes::default();
        changes.add(options);
        found.rescales |= options.is_some_and(|options| self.rescales(options, folder));
        self.built(folder, &changes, &mut BTreeSet::new(), &mut found);
        found
    }

    fn built(&self, folder: &str, above: &Changes<'a>, inside: &mut BTreeSet<String>, found: &mut Yield<'a>) {
        let Some(folder) = clean(folder).filter(|folder| inside.insert(folder.clone())) else {
            found.open = true;
            return;
        };
        match self.kustomization(&folder) {
            Some(kustomization) => self.named(kustomization, &folder, above, inside, found),
            None => found.open = true,
        }
        inside.remove(&folder);
    }

    fn named(
        &self,
        kustomization: Object<'a>,
        folder: &str,
        above: &Changes<'a>,
        inside: &mut BTreeSet<String>,
        found: &mut Yield<'a>,
    ) {
        let root = kustomization.manifest.root();
        let has = |key: &str| root.get(key).is_some_and(|node| node.items().len() > 0);
        found.open |= ["helmCharts", "helmChartInflationGenerator", "generators", "transformers"].into_iter().any(has);
        found.rescales |= self.rescales(root, folder);
        found.removes |= kustomization.manifest.source().text.contains("$patch: delete");
        let mut changes = above.clone();
        changes.add(Some(root));
        let lists = ["resources", "bases", "components"].into_iter().filter_map(|list| root.get(list));
        for entry in lists.flat_map(Node::items).filter_map(Node::text) {
            let path = format!("{folder}/{entry}");
            match self.tree.file(&path) {
                Some(objects) => found.objects.extend(objects.iter().map(|at| self.applied(*at, &changes))),
                None if entry.contains("://") => found.open = true,
                None => self.built(&path, &changes, inside, found),
            }
        }
    }

    /// Whether what a kustomization patches may be the number of pods. What cannot be read may be anything.
    fn rescales(&self, kustomization: Node<'a>, folder: &str) -> bool {
        const FIELD: &str = "replicas";
        let items = |list: &str| kustomization.get(list).into_iter().flat_map(Node::items);
        let in_file = |path: &str| match self.tree.file(&format!("{folder}/{path}")) {
            Some([first, ..]) => self.objects[*first].manifest.source().text.contains(FIELD),
            _ => true,
        };
        let patched = items("patches").chain(items("patchesJson6902")).any(|patch| {
            match (patch.get("patch").and_then(Node::text), patch.get("path").and_then(Node::text)) {
                (Some(text), _) => text.contains(FIELD),
                (None, Some(path)) => in_file(path),
                (None, None) => true,
            }
        });
        let merged = items("patchesStrategicMerge").filter_map(Node::text);
        patched
            || merged.into_iter().any(|patch| if patch.contains('\n') { patch.contains(FIELD) } else { in_file(patch) })
            || items("replacements").next().is_some()
    }

    fn applied(&self, at: usize, changes: &Changes<'a>) -> Applied<'a> {
        let id = self.objects[at].id();
        let is_namespace = id.kind == "Namespace" && id.group().is_empty();
        let mut namespace = changes.namespace.unwrap_or(&id.namespace);
        let mut name = Cow::Borrowed(id.name.as_str());
        if self.scopes.is_namespaced(id.group(), &id.kind) == Some(false) {
            namespace = "";
        }
        if is_namespace {
            name = changes.namespace.map_or(name, Cow::Borrowed);
        } else if !matches!(id.kind.as_str(), "CustomResourceDefinition" | "APIService") {
            for prefix in changes.prefixes.iter().rev() {
                name = format!("{prefix}{name}").into();
            }
            for suffix in changes.suffixes.iter().rev() {
                name = format!("{name}{suffix}").into();
            }
        }
        Applied { at, namespace: namespace.into(), name }
    }
}

impl<'a> Changes<'a> {
    /// Adds what a kustomization inside of the others says: those outside have the last word.
    fn add(&mut self, inner: Option<Node<'a>>) {
        let text = |key: &str| inner?.get(key)?.text().filter(|text| !text.is_empty());
        self.namespace = self.namespace.or(text("namespace"));
        self.prefixes.extend(text("namePrefix"));
        self.suffixes.extend(text("nameSuffix"));
    }
}
