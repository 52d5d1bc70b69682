//! Applications, with all that they apply.

use crate::cluster::argocd::applied::Applied;
use crate::cluster::argocd::applied::Tool;
use crate::cluster::argocd::applied::Walk;
use crate::cluster::argocd::applied::Yield;
use crate::cluster::argocd::realm;
use crate::cluster::argocd::realm::Realm;
use crate::cluster::argocd::repository;
use crate::cluster::argocd::scope::Scopes;
use crate::cluster::argocd::tree::Tree;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::yaml::Node;

/// All Applications, and the repository that they read.
#[derive(Debug, Default)]
pub struct Applications<'a> {
    /// The Applications, written and made.
    pub all: Vec<Application<'a>>,
    /// The repository that the documents are.
    pub tree: Tree<'a>,
    /// Which kinds live in namespaces.
    pub scopes: Scopes<'a>,
    /// By object, which Applications apply it.
    pub(super) owners: Vec<Vec<usize>>,
}

/// An Application.
#[derive(Debug)]
pub struct Application<'a> {
    /// The object.
    pub object: Object<'a>,
    /// Where it reads from.
    pub sources: Vec<Source<'a>>,
    /// Its project; `default` if none is written.
    pub project: &'a str,
    /// What it applies, as far as that is known, each object once for every source that yields it.
    pub applies: Vec<Applied<'a>>,
    /// Whether it may apply more than that.
    pub open: bool,
    /// Whether patches may have changed numbers of pods in it.
    pub rescales: bool,
    /// Whether patches remove some of it.
    pub removes: bool,
    /// What it belongs to: Applications of one realm live in one Argo CD.
    pub realm: Realm,
}

/// One source of an Application.
#[derive(Debug)]
pub struct Source<'a> {
    /// The entry.
    pub node: Node<'a>,
    /// Its path for people: `spec.source`, `spec.sources[1]`.
    pub path: String,
    /// What is known of its repository.
    pub repository: repository::Known<'a>,
    /// How its folder is read, if it is one of this repository.
    pub tool: Option<Tool>,
}

impl<'a> Source<'a> {
    /// A text in it; what is empty is not there.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.node.get(key).and_then(Node::text).filter(|text| !text.is_empty())
    }

    /// The path of a key in it, for people.
    pub fn key(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    /// The folder that it reads, if that is one of the documents' repository.
    pub fn folder(&self) -> Option<&'a str> {
        self.text("path").filter(|_| self.repository.is_root() && self.text("chart").is_none())
    }
}

impl<'a> Application<'a> {
    /// A value below `spec`.
    pub fn spec(&self, path: &[&str]) -> Option<Node<'a>> {
        self.object.at(&["spec"]).and_then(|spec| spec.at(path))
    }

    /// The namespace for objects that name none.
    pub fn namespace(&self) -> Option<&'a str> {
        self.spec(&["destination", "namespace"]).and_then(Node::text).filter(|text| !text.is_empty())
    }

    /// The cluster that it applies to; two that are spelled differently may be one.
    pub fn cluster(&self) -> &'a str {
        let text = |key: &str| self.spec(&["destination", key]).and_then(Node::text).filter(|text| !text.is_empty());
        match (text("server"), text("name")) {
            (Some("https://kubernetes.default.svc"), _) | (None, Some("in-cluster")) => "in-cluster",
            (Some(server), _) => server,
            (None, name) => name.unwrap_or_default(),
        }
    }

    /// Whether it has a sync option, written as `Replace=true`.
    pub fn has_option(&self, option: &str) -> bool {
        self.options().any(|(text, _)| text == option)
    }

    /// Its sync options.
    pub fn options(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let options = self.spec(&["syncPolicy", "syncOptions"]).into_iter().flat_map(Node::items);
        options.filter_map(|option| Some((option.text()?, option)))
    }

    /// Whether it syncs by itself.
    pub fn is_automated(&self) -> bool {
        let automated = self.spec(&["syncPolicy", "automated"]).filter(|automated| !automated.is_null());
        automated.is_some_and(|automated| automated.get("enabled").and_then(Node::text) != Some("false"))
    }

    /// Whether it undoes what others change in the cluster.
    pub fn heals(&self) -> bool {
        self.is_automated() && self.spec(&["syncPolicy", "automated", "selfHeal"]).and_then(Node::text) == Some("true")
    }
}

impl<'a> Applications<'a> {
    /// Reads the Applications of a cluster. `files` are the paths of all files that there are, if they are known.
    pub fn of(cluster: &Cluster<'a>, files: Option<&[&'a str]>) -> Self {
        let objects: Vec<Object<'a>> = cluster.of_kind("argoproj.io", "Application").collect();
        if objects.is_empty() {
            return Self::default();
        }
        let mut all: Vec<Application<'a>> = objects.into_iter().map(|object| read(cluster, object)).collect();
        let asked: Vec<&str> = all.iter().flat_map(|one| &one.sources).filter_map(Source::folder).collect();
        let tree = Tree::new(cluster.objects(), files, &asked);
        let scopes = Scopes::of(cluster);
        let mut owners = vec![Vec::new(); cluster.objects().len()];
        for (number, application) in all.iter_mut().enumerate() {
            follow(application, &Walk { tree: &tree, objects: cluster.objects(), scopes: &scopes });
            for applied in &application.applies {
                if owners[applied.at].last() != Some(&number) {
                    owners[applied.at].push(number);
                }
            }
        }
        let mut found = Self { all, tree, scopes, owners };
        realm::settle(cluster, &mut found);
        found
    }

    /// The Applications that apply an object, by its number.
    pub fn owners(&self, object: usize) -> impl Iterator<Item = &Application<'a>> {
        self.owners.get(object).into_iter().flatten().map(|at| &self.all[*at])
    }
}

fn read<'a>(cluster: &Cluster<'a>, object: Object<'a>) -> Application<'a> {
    let spec = object.at(&["spec"]);
    // Where both are written, `sources` count.
    let many = spec.and_then(|spec| spec.get("sources")).into_iter().flat_map(Node::items).enumerate();
    let mut nodes: Vec<(Node<'a>, String)> = many.map(|(at, node)| (node, format!("spec.sources[{at}]"))).collect();
    if nodes.is_empty() {
        nodes.extend(spec.and_then(|spec| spec.get("source")).map(|node| (node, "spec.source".to_owned())));
    }
    let sources = nodes.into_iter().map(|(node, path)| {
        let url = node.get("repoURL").and_then(Node::text).unwrap_or_default();
        let is_chart = node.get("chart").and_then(Node::text).is_some_and(|chart| !chart.is_empty());
        Source { node, path, repository: repository::Known::of(cluster.facts, url, is_chart), tool: None }
    });
    let project = spec.and_then(|spec| spec.get("project")).and_then(Node::text).filter(|name| !name.is_empty());
    Application {
        object,
        sources: sources.collect(),
        project: project.unwrap_or("default"),
        applies: Vec::new(),
        open: false,
        rescales: false,
        removes: false,
        realm: Realm::default(),
    }
}

/// Finds out what an Application applies.
fn follow<'a>(application: &mut Application<'a>, walk: &Walk<'_, 'a>) {
    let namespace = application.namespace();
    let (mut all, mut open, mut rescales, mut removes) = (Vec::new(), false, false, false);
    for source in &mut application.sources {
        let Some(folder) = source.folder() else {
            // A source that others only take values from yields nothing.
            open |= source.text("ref").is_none() || source.text("path").is_some() || source.text("chart").is_some();
            continue;
        };
        let option = |key: &str| source.node.get(key).filter(|options| options.entries().len() > 0);
        let explicit = [
            ("helm", Tool::Helm),
            ("kustomize", Tool::Kustomize),
            ("directory", Tool::Directory),
            ("plugin", Tool::Plugin),
        ]
        .into_iter()
        .find_map(|(key, tool)| option(key).map(|_| tool));
        let tool = explicit.unwrap_or_else(|| walk.detected(folder));
        let found = match tool {
            Tool::Directory => walk.directory(folder, option("directory")),
            Tool::Kustomize => walk.kustomize(folder, option("kustomize")),
            Tool::Helm | Tool::Plugin => Yield { open: true, ..Yield::default() },
        };
        source.tool = Some(tool);
        open |= found.open;
        rescales |= found.rescales;
        removes |= found.removes;
        all.extend(found.objects.into_iter().filter(|applied| !walk.objects[applied.at].id().is_kustomization()));
    }
    for applied in &mut all {
        let id = walk.objects[applied.at].id();
        if applied.namespace.is_empty() && walk.scopes.is_namespaced(id.group(), &id.kind) == Some(true) {
            applied.namespace = namespace.unwrap_or_default().into();
        }
    }
    application.applies = all;
    (application.open, application.rescales, application.removes) = (open, rescales, removes);
}
