//! How many pods a workload has: as written, and as a HorizontalPodAutoscaler or KEDA may change it.
//!
//! Sources: Kubernetes `pkg/apis/*/v1/defaults.go` and the API of `autoscaling/v2`; KEDA
//! `apis/keda/v1alpha1/scaledobject_types.go`.

use std::collections::BTreeMap;

use crate::manifest::Manifest;
use crate::text::Place;
use crate::yaml::Node;
use crate::yaml::Scalar;

/// How many pods of a workload there are at a time.
#[derive(Debug, Clone)]
pub struct Scale<'a> {
    /// One on each node that lets it run, and no number is known: the others are then 1.
    pub is_per_node: bool,
    /// As many as there are when it is applied.
    pub replicas: u32,
    /// The least that there may be.
    pub least: u32,
    /// The most that there may be, without those that an update adds for a while.
    pub most: u32,
    /// Where the number of replicas is written, or the object, if it is not.
    pub place: Place,
    /// What changes the number.
    pub scaler: Option<&'a Manifest>,
}

/// Kind, namespace and name of what is scaled.
type Target<'a> = (&'a str, &'a str, &'a str);

#[derive(Debug)]
pub(super) struct Scaler<'a> {
    manifest: &'a Manifest,
    /// The API group of the target, where it is said.
    group: Option<&'a str>,
    least: u32,
    most: u32,
    /// Whether it scales from zero, too. A HorizontalPodAutoscaler leaves alone what has no replicas.
    from_zero: bool,
}

/// The scalers among objects, by their targets.
pub(super) fn scalers<'a>(manifests: impl Iterator<Item = &'a Manifest>) -> BTreeMap<Target<'a>, Vec<Scaler<'a>>> {
    let mut scalers: BTreeMap<Target<'a>, Vec<Scaler<'a>>> = BTreeMap::new();
    for manifest in manifests {
        if let Some((target, scaler)) = scaler(manifest) {
            scalers.entry(target).or_default().push(scaler);
        }
    }
    scalers
}

fn scaler(manifest: &Manifest) -> Option<(Target<'_>, Scaler<'_>)> {
    let spec = manifest.root().get("spec")?;
    let number = |key: &str| count(spec.get(key));
    let (default_kind, least, most, from_zero) = match (manifest.id.group(), manifest.id.kind.as_str()) {
        ("autoscaling", "HorizontalPodAutoscaler") => {
            (None, number("minReplicas").unwrap_or(1), number("maxReplicas")?, false)
        }
        ("keda.sh", "ScaledObject") => {
            let least = number("idleReplicaCount").or(number("minReplicaCount")).unwrap_or(0);
            let most = number("maxReplicaCount").unwrap_or(100);
            // Whoever pauses it fixes the number.
            let paused = manifest.root().at(&["metadata", "annotations", "autoscaling.keda.sh/paused-replicas"]);
            let paused = paused.and_then(Node::text).and_then(|text| text.parse().ok());
            (Some("Deployment"), paused.unwrap_or(least), paused.unwrap_or(most), true)
        }
        _ => return None,
    };
    let target = spec.get("scaleTargetRef")?;
    let text = |key: &str| target.get(key).and_then(Node::text).filter(|text| !text.is_empty());
    let group = text("apiVersion").map(|version| version.split_once('/').map_or("", |(group, _)| group));
    let key = (text("kind").or(default_kind)?, manifest.id.namespace.as_str(), text("name")?);
    Some((key, Scaler { manifest, group, least, most: most.max(least), from_zero }))
}

/// The scale of a workload.
pub(super) fn of<'a>(manifest: &'a Manifest, scalers: &BTreeMap<Target<'a>, Vec<Scaler<'a>>>) -> Scale<'a> {
    let id = &manifest.id;
    let mut scale = as_written(manifest);
    let scalers = scalers.get(&(id.kind.as_str(), id.namespace.as_str(), id.name.as_str())).into_iter().flatten();
    let own = scalers.filter(|scaler| scaler.group.is_none_or(|group| group == id.group()));
    let own: Vec<&Scaler<'_>> = own.filter(|scaler| scaler.from_zero || scale.replicas > 0).collect();
    if let (Some(least), Some(most)) =
        (own.iter().map(|scaler| scaler.least).min(), own.iter().map(|scaler| scaler.most).max())
    {
        scale.scaler = own.first().map(|scaler| scaler.manifest);
        scale.replicas = scale.replicas.clamp(least, most);
        (scale.least, scale.most) = (least, most);
    }
    scale
}

fn as_written(manifest: &Manifest) -> Scale<'_> {
    let root = manifest.root();
    let spec = root.get("spec");
    let fixed = |number: u32, node: Option<Node<'_>>| Scale {
        is_per_node: false,
        replicas: number,
        least: number,
        most: number,
        place: node.unwrap_or(root).place(),
        scaler: None,
    };
    match manifest.id.kind.as_str() {
        "DaemonSet" => Scale { is_per_node: true, ..fixed(1, None) },
        "Job" => job(spec, &fixed),
        "CronJob" => {
            // Between two runs there is none. How many runs overlap is not known; one is counted.
            let job = job(root.at(&["spec", "jobTemplate", "spec"]), &fixed);
            let is_suspended =
                spec.and_then(|spec| spec.get("suspend")).and_then(Node::scalar) == Some(Scalar::Bool(true));
            let most = if is_suspended { 0 } else { job.most };
            Scale { replicas: most, least: 0, most, ..job }
        }
        "Pod" => fixed(1, None),
        _ => {
            let replicas = spec.and_then(|spec| spec.get("replicas"));
            fixed(count(replicas).unwrap_or(1), replicas)
        }
    }
}

/// A Job runs as many pods at a time as it may, and no more than are left to do.
fn job<'a>(spec: Option<Node<'a>>, fixed: &impl Fn(u32, Option<Node<'a>>) -> Scale<'a>) -> Scale<'a> {
    let node = |key: &str| spec.and_then(|spec| spec.get(key));
    if node("suspend").and_then(Node::scalar) == Some(Scalar::Bool(true)) {
        return fixed(0, node("suspend"));
    }
    let parallelism = count(node("parallelism")).unwrap_or(1);
    let number = count(node("completions")).map_or(parallelism, |completions| completions.min(parallelism));
    fixed(number, node("parallelism"))
}

fn count(node: Option<Node<'_>>) -> Option<u32> {
    match node?.scalar()? {
        Scalar::Int(number) => u32::try_from(number).ok(),
        _ => None,
    }
}
