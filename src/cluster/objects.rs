//! All objects of an environment, written and made, found by what they are called.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::cluster::argocd::application::Applications;
use crate::cluster::facts::Facts;
use crate::cluster::labelled::Labelled;
use crate::cluster::labels::Labels;
use crate::cluster::namespaces::Namespaces;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::placement::Placement;
use crate::cluster::project::Projected;
use crate::cluster::releases::Releases;
use crate::cluster::workload::Workload;
use crate::manifest::Manifest;
use crate::manifest::identity::ResourceId;
use crate::yaml::Node;

/// The objects of an environment and what is known beside them.
#[derive(Debug)]
pub struct Cluster<'a> {
    /// What was declared.
    pub facts: &'a Facts,
    /// What controllers make, and what they refuse to make.
    pub projected: &'a Projected,
    /// Whether all objects are known that there are: those among the documents, and those declared.
    pub closed: bool,
    objects: Vec<Object<'a>>,
    /// By group and kind.
    kinds: BTreeMap<(&'a str, &'a str), Vec<usize>>,
    names: BTreeMap<Name<'a>, usize>,
    /// What stands in several files.
    repeated: BTreeSet<Name<'a>>,
    /// Group, kind and name of what stands in a namespace.
    placed: BTreeSet<(&'a str, &'a str, &'a str)>,
    releases: Releases<'a>,
    pub(super) namespaces: Namespaces<'a>,
    workloads: Vec<Workload<'a>>,
    by_namespace: BTreeMap<&'a str, Vec<usize>>,
    /// Workloads, by namespace and name.
    by_name: BTreeMap<&'a str, BTreeMap<&'a str, Vec<usize>>>,
    labelled: Labelled<'a>,
    services: Labelled<'a>,
    applications: Applications<'a>,
    placement: OnceLock<Option<Placement>>,
}

/// Group, kind, namespace and name.
type Name<'a> = (&'a str, &'a str, &'a str, &'a str);

impl<'a> Cluster<'a> {
    /// Sorts what is written and what is made of it into a cluster. `complete` says whether nothing among the documents
    /// stayed unread or unbuilt.
    pub fn new(written: &[&'a Manifest], projected: &'a Projected, facts: &'a Facts, complete: bool) -> Self {
        let made = projected.made.iter().filter(|made| !made.adds).map(Object::made);
        let mut objects: Vec<Object<'a>> =
            written.iter().map(|manifest| Object::written(manifest)).chain(made).collect();
        open_what_several_fill(&mut objects, projected);
        let mut kinds: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        let (mut names, mut repeated) = (BTreeMap::new(), BTreeSet::new());
        let mut placed = BTreeSet::new();
        let mut by_namespace: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, object) in objects.iter().enumerate() {
            let id = object.id();
            kinds.entry((id.group(), &id.kind)).or_default().push(at);
            let name = (id.group(), id.kind.as_str(), id.namespace.as_str(), id.name.as_str());
            let first = *names.entry(name).or_insert(at);
            if objects[first].manifest.source().path != object.manifest.source().path {
                repeated.insert(name);
            }
            if !id.namespace.is_empty() {
                placed.insert((id.group(), id.kind.as_str(), id.name.as_str()));
            }
        }
        let (releases, namespaces) = (Releases::of(&objects), Namespaces::of(&objects, facts));
        let workloads = Workload::all(&objects);
        let mut by_name: BTreeMap<&str, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        for (at, workload) in workloads.iter().enumerate() {
            by_namespace.entry(workload.namespace()).or_default().push(at);
            by_name.entry(workload.namespace()).or_default().entry(workload.name()).or_default().push(at);
        }
        let of_workloads = workloads.iter().enumerate();
        let labelled =
            Labelled::of(of_workloads.map(|(number, workload)| (number, workload.namespace(), &workload.labels)));
        let services = kinds.get(&("", "Service")).into_iter().flatten();
        let services: Vec<(usize, &str, Labels<'a>)> =
            services.map(|at| (*at, objects[*at].id().namespace.as_str(), objects[*at].labels())).collect();
        let services = Labelled::of(services.iter().map(|(number, namespace, labels)| (*number, *namespace, labels)));
        let closed = complete && facts.external.is_some();
        let applications = Applications::default();
        let mut cluster = Self {
            facts,
            projected,
            closed,
            objects,
            kinds,
            names,
            repeated,
            placed,
            releases,
            namespaces,
            workloads,
            by_namespace,
            by_name,
            labelled,
            services,
            applications,
            placement: OnceLock::new(),
        };
        cluster.applications = Applications::of(&cluster, None);
        cluster
    }

    /// The same where all files of the repository are known, also those without objects.
    #[must_use]
    pub fn with_files(mut self, files: &[&'a str]) -> Self {
        self.applications = Applications::of(&self, Some(files));
        self
    }

    /// The Applications of Argo CD, with what they apply.
    pub fn applications(&self) -> &Applications<'a> {
        &self.applications
    }

    /// The nodes and the pods that ask for a place on them; `None` where no node is known.
    pub fn placement(&self) -> Option<&Placement> {
        self.placement.get_or_init(|| Placement::of(self)).as_ref()
    }

    /// Whether there is an object of that group, kind and name in some namespace.
    pub(super) fn is_in_any_namespace(&self, group: &str, kind: &str, name: &str) -> bool {
        self.placed.contains(&(group, kind, name))
    }

    pub(super) fn releases(&self) -> &Releases<'a> {
        &self.releases
    }

    /// All objects, in the order of the documents; those that are made come last.
    pub fn objects(&self) -> &[Object<'a>] {
        &self.objects
    }

    /// The objects of a kind, whatever their version.
    pub fn of_kind(&self, group: &'a str, kind: &'a str) -> impl Iterator<Item = Object<'a>> {
        self.kinds.get(&(group, kind)).into_iter().flatten().map(|at| self.objects[*at])
    }

    /// The objects of a kind in a namespace, by name; of those that are written twice, the first.
    pub fn of_kind_in(&self, group: &str, kind: &str, namespace: &str) -> Vec<Object<'a>> {
        let all = self.names.range((group, kind, namespace, "")..);
        let same = all.take_while(|((own, other, home, _), _)| (*own, *other, *home) == (group, kind, namespace));
        same.map(|(_, at)| self.objects[*at]).collect()
    }

    /// The object of that name.
    pub fn find(&self, group: &str, kind: &str, namespace: &str, name: &str) -> Option<Object<'a>> {
        self.names.get(&(group, kind, namespace, name)).map(|at| self.objects[*at])
    }

    /// Whether no other file holds an object of the same name.
    pub fn is_written_once(&self, object: Object<'_>) -> bool {
        let id = object.id();
        !self.repeated.contains(&(id.group(), id.kind.as_str(), id.namespace.as_str(), id.name.as_str()))
    }

    /// Group and kind of everything that there is an object of.
    pub fn kinds(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.kinds.keys().copied()
    }

    /// Everything that makes pods.
    pub fn workloads(&self) -> &[Workload<'a>] {
        &self.workloads
    }

    /// Everything that makes pods in a namespace.
    pub fn workloads_in(&self, namespace: &str) -> impl Iterator<Item = &Workload<'a>> {
        self.by_namespace.get(namespace).into_iter().flatten().map(|at| &self.workloads[*at])
    }

    /// What makes pods in a namespace and may give them all labels of a map, or more than that.
    pub fn workloads_with(&self, namespace: &str, labels: Option<Node<'_>>) -> impl Iterator<Item = &Workload<'a>> {
        self.numbers_with(namespace, labels).iter().map(|at| &self.workloads[*at])
    }

    /// Their numbers in [`Cluster::workloads`].
    pub(super) fn numbers_with(&self, namespace: &str, labels: Option<Node<'_>>) -> &[usize] {
        let all = || self.by_namespace.get(namespace).map_or(&[][..], Vec::as_slice);
        self.labelled.with(namespace, labels).unwrap_or_else(all)
    }

    /// The Services of a namespace that may have all labels of a map themselves, or more than that.
    pub fn services_with(&self, namespace: &str, labels: Option<Node<'_>>) -> Vec<Object<'a>> {
        match self.services.with(namespace, labels) {
            Some(numbers) => numbers.iter().map(|at| self.objects[*at]).collect(),
            None => self.of_kind_in("", "Service", namespace),
        }
    }

    /// The workload of that kind and name; any kind, where none is given.
    pub fn workload(&self, kind: Option<&str>, namespace: &str, name: &str) -> Option<&Workload<'a>> {
        let named = self.by_name.get(namespace).and_then(|names| names.get(name)).into_iter().flatten();
        let mut named = named.map(|at| &self.workloads[*at]);
        named.find(|workload| kind.is_none_or(|kind| workload.object.id().kind == kind))
    }

    /// The names of all objects of a kind in a namespace, for suggestions.
    pub fn names_of(&self, group: &'a str, kind: &'a str, namespace: &str) -> impl Iterator<Item = &'a str> {
        self.of_kind(group, kind)
            .map(|object| object.id())
            .filter(move |id| id.namespace == namespace)
            .map(|id| id.name.as_str())
    }

    /// An answer for something that is not among the documents and not declared.
    pub fn absent<T>(&self) -> Known<T> {
        if self.closed { Known::Missing } else { Known::Unknown }
    }
}

/// Of a Secret or ConfigMap that several make, or that one adds to, no single object has all keys.
fn open_what_several_fill(objects: &mut [Object<'_>], projected: &Projected) {
    let holds_keys = |id: &ResourceId| id.group().is_empty() && matches!(id.kind.as_str(), "Secret" | "ConfigMap");
    let mut first: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let mut open = Vec::new();
    let added = projected.made.iter().filter(|made| made.adds).map(|made| (&made.manifest.id, None));
    let all: Vec<&ResourceId> = objects.iter().map(Object::id).collect();
    for (id, at) in all.into_iter().enumerate().map(|(at, id)| (id, Some(at))).chain(added) {
        if !holds_keys(id) {
            continue;
        }
        let key = (id.kind.as_str(), id.namespace.as_str(), id.name.as_str());
        match (first.get(&key), at) {
            (Some(first), _) => open.push(*first),
            (None, Some(at)) => drop(first.insert(key, at)),
            (None, None) => {}
        }
    }
    for at in open {
        objects[at].is_open = true;
    }
}
