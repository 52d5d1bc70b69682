//! Whether what is asked for by name is there: among the documents, declared, there from the start, or made.
//!
//! A custom resource of a kind whose controller is not known here may make anything that is called after it; so may the
//! release of a Helm chart. Such names are neither there nor missing.

use crate::cluster::config;
use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::cluster::reference::Wanted;
use crate::yaml::Node;

/// API groups outside Kubernetes of which it is known what their controllers make.
const UNDERSTOOD: [&str; 9] = [
    "argoproj.io",
    "cert-manager.io",
    "databases.spotahome.com",
    "external-secrets.io",
    "keda.sh",
    "kustomize.config.k8s.io",
    "monitoring.coreos.com",
    "networking.istio.io",
    "security.istio.io",
];

/// Kinds of which there are some in the namespaces of Kubernetes itself.
const SYSTEM: [&str; 3] = ["ConfigMap", "Role", "Service"];

/// ClusterRoles that every API server has, beside those that begin with `system:`.
const ROLES: [&str; 4] = ["admin", "cluster-admin", "edit", "view"];

impl<'a> Cluster<'a> {
    /// Whether there is something of that kind, namespace and name; `namespace` is empty for what stands in none.
    pub fn exists(&self, wanted: Wanted, namespace: &str, name: &str) -> Known<()> {
        let kind = match wanted {
            Wanted::Secret => config::Kind::Secret,
            Wanted::ConfigMap => config::Kind::ConfigMap,
            _ => return self.exists_plainly(wanted, namespace, name),
        };
        match self.config(kind, namespace, name) {
            Known::There(_) => Known::There(()),
            Known::Unknown => Known::Unknown,
            Known::Missing => Known::Missing,
        }
    }

    fn exists_plainly(&self, wanted: Wanted, namespace: &str, name: &str) -> Known<()> {
        let is_there = self.find(wanted.group(), wanted.kind(), namespace, name).is_some()
            || self.declared(wanted).any(|(other, declared)| declared == name && other == namespace)
            || self.is_made(wanted, namespace, name);
        if is_there {
            return Known::There(());
        }
        let from_the_start = match wanted {
            Wanted::ServiceAccount => name == "default",
            Wanted::PriorityClass => matches!(name, "system-cluster-critical" | "system-node-critical"),
            Wanted::ClusterRole => ROLES.contains(&name) || name.starts_with("system:"),
            _ => false,
        };
        if from_the_start {
            return Known::There(());
        }
        // A volume may be bound by the name of a class that nobody has defined.
        let is_free = wanted == Wanted::StorageClass
            && self
                .of_kind("", "PersistentVolume")
                .any(|volume| volume.at(&["spec", "storageClassName"]).and_then(Node::text) == Some(name));
        // Facts cannot name issuers; where none is among the documents, they come from elsewhere.
        let is_elsewhere = matches!(wanted, Wanted::Issuer | Wanted::ClusterIssuer)
            && self.of_kind(wanted.group(), wanted.kind()).next().is_none();
        if is_free || is_elsewhere {
            return Known::Unknown;
        }
        self.absent_named(wanted.group(), wanted.kind(), namespace, name)
    }

    /// Everything of a kind that is known: namespace and name.
    pub fn known(&self, wanted: Wanted) -> impl Iterator<Item = (&'a str, &'a str)> {
        let objects = self.of_kind(wanted.group(), wanted.kind()).map(|object| object.id());
        objects.map(|id| (id.namespace.as_str(), id.name.as_str())).chain(self.declared(wanted))
    }

    /// What was declared of a kind: namespace and name.
    fn declared(&self, wanted: Wanted) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let external = self.facts.external.as_ref();
        external.into_iter().flat_map(move |external| {
            let plain = |names: &'a [String]| names.iter().map(|name| ("", name.as_str())).collect::<Vec<_>>();
            match wanted {
                Wanted::StorageClass => plain(&external.storage_classes),
                Wanted::PriorityClass => plain(&external.priority_classes),
                Wanted::RuntimeClass => plain(&external.runtime_classes),
                Wanted::IngressClass => plain(&external.ingress_classes),
                Wanted::ClusterRole => plain(&external.cluster_roles),
                Wanted::ClusterSecretStore => plain(&external.cluster_secret_stores),
                Wanted::Secret | Wanted::ConfigMap => {
                    let list = if wanted == Wanted::Secret { &external.secrets } else { &external.config_maps };
                    list.iter().map(|one| (one.namespace.as_str(), one.name.as_str())).collect()
                }
                Wanted::ServiceAccount | Wanted::Claim => {
                    let accounts = wanted == Wanted::ServiceAccount;
                    let list = if accounts { &external.service_accounts } else { &external.persistent_volume_claims };
                    list.iter().map(|one| (one.namespace.as_str(), one.name.as_str())).collect()
                }
                _ => Vec::new(),
            }
        })
    }

    /// Whether a StatefulSet makes this claim, as `<template>-<set>-<number>`.
    fn is_made(&self, wanted: Wanted, namespace: &str, name: &str) -> bool {
        if wanted != Wanted::Claim {
            return false;
        }
        let Some((rest, number)) = name.rsplit_once('-') else { return false };
        let Ok(number) = number.parse::<u64>() else { return false };
        let dashes = rest.match_indices('-').map(|(at, _)| (&rest[..at], &rest[at + 1..]));
        dashes.into_iter().any(|(template, set)| {
            let Some(set) = self.find("apps", "StatefulSet", namespace, set) else { return false };
            let names = |list: Node<'_>| {
                list.items().any(|one| one.at(&["metadata", "name"]).and_then(Node::text) == Some(template))
            };
            set.at(&["spec", "volumeClaimTemplates"]).is_some_and(names) && self.has_ordinal(set, number)
        })
    }

    /// The names of the claims that the StatefulSets of a namespace make, each for its first pod.
    pub fn claims_of_sets(&self, namespace: &str) -> Vec<String> {
        let sets = self.of_kind("apps", "StatefulSet").filter(|set| set.id().namespace == namespace);
        let claims = sets.flat_map(|set| {
            let templates = set.at(&["spec", "volumeClaimTemplates"]).into_iter().flat_map(Node::items);
            let names = templates.filter_map(|template| template.at(&["metadata", "name"])?.text());
            names.map(move |template| format!("{template}-{}-0", set.id().name))
        });
        claims.collect()
    }

    /// An answer for something of that name that is not among the documents and not declared.
    pub fn absent_named<T>(&self, group: &str, kind: &str, namespace: &str, name: &str) -> Known<T> {
        // What the distribution of a cluster puts there, nobody lists.
        let of_system = matches!(namespace, "kube-system" | "kube-public") && SYSTEM.contains(&kind);
        let elsewhere = !namespace.is_empty() && self.find(group, kind, "", name).is_some();
        // Whoever applies an object without a namespace says where it goes.
        let homeless = namespace.is_empty() && self.is_in_any_namespace(group, kind, name);
        if of_system || elsewhere || homeless || self.may_be_made(namespace, name) {
            Known::Unknown
        } else {
            self.absent()
        }
    }

    /// Whether something of that name may come from a controller that is not known here, or from a chart.
    fn may_be_made(&self, namespace: &str, name: &str) -> bool {
        let ends = name.match_indices('-').map(|(at, _)| at).chain([name.len()]);
        let mut owners = ends.map(|end| &name[..end]);
        let kinds: Vec<(&str, &str)> = self.kinds().filter(|(group, _)| is_foreign(group)).collect();
        let named = owners.any(|owner| {
            kinds.iter().any(|(group, kind)| {
                self.find(group, kind, namespace, owner).is_some() || self.find(group, kind, "", owner).is_some()
            })
        });
        named || self.releases().name(namespace, name)
    }
}

/// Whether an API group is not one of Kubernetes' own.
pub fn is_custom(group: &str) -> bool {
    group.contains('.') && !group.ends_with(".k8s.io")
}

/// Whether nothing is known here of what the controller of an API group makes.
pub(super) fn is_foreign(group: &str) -> bool {
    is_custom(group) && !UNDERSTOOD.contains(&group)
}
