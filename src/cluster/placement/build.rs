//! Nodes and pods, read from the objects of a cluster.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::Daemon;
use super::Demand;
use super::Placement;
use crate::cluster::facts::is_node;
use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::cluster::scheduler::Facts;
use crate::cluster::scheduler::Labels;
use crate::cluster::scheduler::Node;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::Resources;
use crate::cluster::scheduler::State;
use crate::cluster::workload::Sidecar;
use crate::cluster::workload::Workload;
use crate::cluster::workload::sidecar;
use crate::manifest::Manifest;
use crate::yaml;
use crate::yaml::Composed;
use crate::yaml::Scalar;

/// The minor whose scheduler is asked where none is declared.
const NEWEST: u32 = 34;

/// More than any node has, and little enough to be added up.
pub(super) const UNLIMITED: i64 = i64::MAX / 4;

/// What every kubelet reports; a node that says nothing of it was not described to the end.
const ALWAYS: [&str; 3] = ["cpu", "memory", "pods"];

pub(super) fn placement(cluster: &Cluster<'_>) -> Option<Placement> {
    let manifests = manifests(cluster);
    if manifests.is_empty() || grows(cluster) {
        return None;
    }
    let mut state = State::new(manifests.into_iter().map(node).collect());
    for name in cluster.namespaces() {
        if let Known::There(Some(labels)) = cluster.namespace(name) {
            let labels: Labels = labels.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            state.label_namespace(name, labels);
        }
    }
    let facts = facts(cluster);
    let (mut demands, mut daemons) = (Vec::new(), Vec::new());
    let mut known = BTreeSet::new();
    for (number, workload) in cluster.workloads().iter().enumerate() {
        // What is written twice is one object in the cluster.
        if !known.insert(workload.object.id()) || is_counted_elsewhere(workload) {
            continue;
        }
        let (pod, sidecar) = pod(cluster, workload, &facts);
        if workload.scale.is_per_node {
            daemons.push(Daemon { workload: number, pod, nodes: Vec::new() });
            continue;
        }
        let scale = &workload.scale;
        demands.push(Demand {
            number: demands.len(),
            workload: number,
            pod,
            replicas: scale.replicas,
            most: scale.most.max(scale.replicas),
            is_passing: ["Job", "CronJob"].contains(&workload.object.id().kind.as_str()),
            sidecar: sidecar.map(|sidecar| sidecar.place),
        });
    }
    let mut placement =
        Placement { state, demands, daemons, rooms: Vec::new(), fates: OnceLock::new(), together: OnceLock::new() };
    fill_in(&mut placement);
    for daemon in &mut placement.daemons {
        for number in 0..placement.state.nodes().len() {
            if let Some(pod) = daemon.pod.of_daemon(&placement.state.nodes()[number]) {
                placement.state.place(pod, number);
                daemon.nodes.push(number);
            }
        }
    }
    placement.rooms = rooms(&placement.state);
    Some(placement)
}

/// What each node has for pods that are not of a `DaemonSet`; `pods` is how many there may be.
fn rooms(state: &State) -> Vec<Resources> {
    let mut rooms: Vec<Resources> = state.nodes().iter().map(|node| node.allocatable.clone()).collect();
    for placed in state.placed() {
        let room = &mut rooms[placed.node];
        for (resource, amount) in placed.pod.requests.iter().map(|(resource, amount)| (resource.as_str(), *amount)) {
            *room.entry(resource.to_owned()).or_default() -= amount;
        }
        *room.entry("pods".to_owned()).or_default() -= 1;
    }
    rooms
}

/// Whether its pods are those of another workload, as in what `kubectl get all` prints, or have ended.
fn is_counted_elsewhere(workload: &Workload<'_>) -> bool {
    if workload.object.maker.is_some() {
        return false;
    }
    let owners = workload.object.at(&["metadata", "ownerReferences"]).into_iter().flat_map(yaml::Node::items);
    let is_owned = owners.filter_map(|owner| owner.get("controller")?.scalar()).any(|is| is == Scalar::Bool(true));
    let phase = workload.object.at(&["status", "phase"]).and_then(yaml::Node::text);
    is_owned || matches!(phase, Some("Succeeded" | "Failed"))
}

/// Whether nodes come and go as pods need them, so that what is there now says little of what fits.
fn grows(cluster: &Cluster<'_>) -> bool {
    let is_autoscaler = |workload: &Workload<'_>| {
        let mut images = workload.containers().filter_map(|container| container.node.get("image")?.text());
        images.any(|image| image.contains("cluster-autoscaler"))
    };
    [("karpenter.sh", "NodePool"), ("karpenter.sh", "Provisioner")]
        .iter()
        .any(|(group, kind)| cluster.of_kind(group, kind).next().is_some())
        || cluster.workloads().iter().any(is_autoscaler)
}

/// The nodes, each name once: what is declared goes before what is among the documents.
fn manifests<'a>(cluster: &Cluster<'a>) -> Vec<&'a Manifest> {
    let declared = cluster.facts.nodes.iter().flatten();
    let written = cluster.of_kind("", "Node").map(|object| object.manifest).filter(|manifest| is_node(manifest));
    let mut names = BTreeSet::new();
    declared.chain(written).filter(|manifest| names.insert(manifest.id.name.as_str())).collect()
}

/// A node with the labels that every kubelet sets, where they go without saying.
fn node(manifest: &Manifest) -> Node {
    let mut node = Node::read(manifest.root());
    for (key, value) in [("kubernetes.io/hostname", node.name.clone()), ("kubernetes.io/os", "linux".to_owned())] {
        node.labels.entry(key.to_owned()).or_insert(value);
    }
    node
}

fn facts(cluster: &Cluster<'_>) -> Facts {
    let mut facts = Facts::new(cluster.facts.kubernetes.map_or(NEWEST, |minor| minor.0));
    for (group, kind) in [("node.k8s.io", "RuntimeClass"), ("scheduling.k8s.io", "PriorityClass")] {
        for object in cluster.of_kind(group, kind) {
            facts.add(object.manifest.root());
        }
    }
    facts
}

/// The pod of a workload, with the sidecar that the mesh adds.
fn pod(cluster: &Cluster<'_>, workload: &Workload<'_>, facts: &Facts) -> (Pod, Option<Sidecar>) {
    let namespace = cluster.find("", "Namespace", "", workload.namespace()).map(|object| object.manifest);
    let read = |spec| Pod::read(workload.namespace(), workload.labels_node, spec, facts);
    let Some(sidecar) = sidecar(workload, namespace) else { return (read(workload.spec), None) };
    let mut spec = Composed::of(workload.spec);
    if let Some(containers) = spec.get_mut("containers").and_then(Composed::items_mut) {
        containers.push(Composed::of(sidecar.container()));
    }
    (read(spec.into_document().root()), Some(sidecar))
}

/// Gives nodes what nobody said that they lack: what a kubelet always reports, and resources that no node speaks of.
fn fill_in(placement: &mut Placement) {
    let mut nodes = placement.state.nodes().to_vec();
    let spoken_of: BTreeSet<String> = nodes.iter().flat_map(|node| node.allocatable.keys().cloned()).collect();
    let pods = placement.demands.iter().map(|demand| &demand.pod).chain(placement.daemons.iter().map(|set| &set.pod));
    let mut asked: BTreeSet<&str> = pods.flat_map(|pod| pod.requests.keys().map(String::as_str)).collect();
    asked.extend(ALWAYS);
    for node in &mut nodes {
        for resource in &asked {
            if ALWAYS.contains(resource) || !spoken_of.contains(*resource) {
                node.allocatable.entry((*resource).to_owned()).or_insert(UNLIMITED);
            }
        }
    }
    placement.state.replace_nodes(nodes);
}
