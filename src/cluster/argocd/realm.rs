//! Which Applications live together: the documents may hold those of several environments, each with an Argo CD of its
//! own that calls its cluster `https://kubernetes.default.svc`.
//!
//! Together are those below one Application, else those of one declared environment, else those of one folder.

use std::collections::BTreeMap;

use crate::cluster::argocd::application::Applications;
use crate::cluster::objects::Cluster;

/// What an Application belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Realm {
    /// What the Application of this number applies, directly or through others.
    Below(usize),
    /// An environment.
    Environment(String),
    /// A folder.
    Folder(String),
}

impl Default for Realm {
    fn default() -> Self {
        Self::Folder(String::new())
    }
}

/// Works out the realm of every Application.
pub(super) fn settle(cluster: &Cluster<'_>, applications: &mut Applications<'_>) {
    let mut numbers: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (at, object) in cluster.objects().iter().enumerate() {
        if object.id().kind == "Application" || object.id().kind == "ApplicationSet" {
            numbers.entry((&object.manifest.source().path, &object.id().name)).or_insert(at);
        }
    }
    let parents: Vec<Option<usize>> = applications
        .all
        .iter()
        .enumerate()
        .map(|(own, application)| {
            let id = application.object.written_id();
            let at = numbers.get(&(application.object.manifest.source().path.as_str(), id.name.as_str()))?;
            applications.owners.get(*at)?.iter().copied().find(|parent| *parent != own)
        })
        .collect();
    let realms: Vec<Realm> = (0..applications.all.len())
        .map(|own| {
            let mut top = own;
            // Two that apply each other have no end.
            for _ in 0..parents.len() {
                match parents[top] {
                    Some(parent) if parent != own => top = parent,
                    _ => break,
                }
            }
            let is_parent = top != own || parents.contains(&Some(own));
            if is_parent { Realm::Below(top) } else { folder(cluster, applications, own) }
        })
        .collect();
    for (application, realm) in applications.all.iter_mut().zip(realms) {
        application.realm = realm;
    }
}

fn folder(cluster: &Cluster<'_>, applications: &Applications<'_>, own: usize) -> Realm {
    let path = applications.all[own].object.manifest.source().path.as_str();
    if let Some((name, _)) = cluster.facts.environments.iter().flatten().find(|(_, folder)| {
        let inside = applications.tree.inside(path).unwrap_or(path);
        applications.tree.is_in(inside, folder)
    }) {
        return Realm::Environment(name.clone());
    }
    Realm::Folder(path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned())
}
