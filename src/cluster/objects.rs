//! All objects of an environment, written and made, found by what they are called.

use std::collections::BTreeMap;

use crate::cluster::facts::Facts;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::workload::Workload;

/// The objects of an environment and what is known beside them.
#[derive(Debug)]
pub struct Cluster<'a> {
    /// What was declared.
    pub facts: &'a Facts,
    /// Whether all objects are known that there are: those among the documents, and those declared.
    pub closed: bool,
    objects: Vec<Object<'a>>,
    /// By group and kind.
    kinds: BTreeMap<(&'a str, &'a str), Vec<usize>>,
    names: BTreeMap<Name<'a>, usize>,
    workloads: Vec<Workload<'a>>,
    by_namespace: BTreeMap<&'a str, Vec<usize>>,
}

/// Group, kind, namespace and name.
type Name<'a> = (&'a str, &'a str, &'a str, &'a str);

impl<'a> Cluster<'a> {
    /// Sorts objects into a cluster. `complete` says whether nothing among the documents stayed unread or unbuilt.
    pub fn new(objects: Vec<Object<'a>>, facts: &'a Facts, complete: bool) -> Self {
        let mut kinds: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        let mut names = BTreeMap::new();
        let mut workloads = Vec::new();
        let mut by_namespace: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, object) in objects.iter().enumerate() {
            let id = object.id();
            kinds.entry((id.group(), &id.kind)).or_default().push(at);
            names.entry((id.group(), id.kind.as_str(), id.namespace.as_str(), id.name.as_str())).or_insert(at);
            if let Some(workload) = Workload::of(*object) {
                by_namespace.entry(&id.namespace).or_default().push(workloads.len());
                workloads.push(workload);
            }
        }
        let closed = complete && facts.external.is_some();
        Self { facts, closed, objects, kinds, names, workloads, by_namespace }
    }

    /// All objects, in the order of the documents; those that are made come last.
    pub fn objects(&self) -> &[Object<'a>] {
        &self.objects
    }

    /// The objects of a kind, whatever their version.
    pub fn of_kind(&self, group: &'a str, kind: &'a str) -> impl Iterator<Item = Object<'a>> {
        self.kinds.get(&(group, kind)).into_iter().flatten().map(|at| self.objects[*at])
    }

    /// The object of that name.
    pub fn find(&self, group: &str, kind: &str, namespace: &str, name: &str) -> Option<Object<'a>> {
        self.names.get(&(group, kind, namespace, name)).map(|at| self.objects[*at])
    }

    /// Everything that makes pods.
    pub fn workloads(&self) -> &[Workload<'a>] {
        &self.workloads
    }

    /// Everything that makes pods in a namespace.
    pub fn workloads_in(&self, namespace: &str) -> impl Iterator<Item = &Workload<'a>> {
        self.by_namespace.get(namespace).into_iter().flatten().map(|at| &self.workloads[*at])
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
