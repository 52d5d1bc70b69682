//! Autoscalers, what they scale, and how many pods there may be.
//!
//! Sources: Kubernetes, `autoscaling/v2`; KEDA, `ScaledObject` (`scaleTargetRef.kind` is a Deployment if not written).

use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::yaml::Node;

/// A HorizontalPodAutoscaler or ScaledObject.
#[derive(Debug, Clone, Copy)]
pub struct Scaler<'a> {
    /// The object.
    pub object: Object<'a>,
    /// The API group of what it scales.
    pub group: &'a str,
    /// The kind of what it scales.
    pub kind: &'a str,
    /// The name of what it scales.
    pub target: Node<'a>,
    /// Where the fewest pods are written.
    pub min: Option<Node<'a>>,
    /// Where the most pods are written.
    pub max: Option<Node<'a>>,
}

impl<'a> Scaler<'a> {
    /// The name of what it scales.
    pub fn name(&self) -> &'a str {
        self.target.text().unwrap_or_default()
    }

    fn of(object: Object<'a>) -> Option<Self> {
        let is_keda = object.id().group() == "keda.sh";
        let reference = object.at(&["spec", "scaleTargetRef"])?;
        let text = |key: &str| reference.get(key).and_then(Node::text);
        let (min, max) = if is_keda { ("minReplicaCount", "maxReplicaCount") } else { ("minReplicas", "maxReplicas") };
        let version = text("apiVersion").unwrap_or(if is_keda { "apps/v1" } else { "" });
        Some(Self {
            object,
            group: version.split_once('/').map_or("", |(group, _)| group),
            kind: text("kind").unwrap_or("Deployment"),
            target: reference.get("name").filter(|name| name.text().is_some_and(|name| !name.is_empty()))?,
            min: object.at(&["spec", min]),
            max: object.at(&["spec", max]),
        })
    }

    /// Whether it scales this object.
    pub fn scales(&self, object: Object<'_>) -> bool {
        let id = object.id();
        // Some leave the group of a target out; the kind tells enough.
        (self.group == id.group() || self.group.is_empty())
            && self.kind == id.kind
            && self.name() == id.name
            && self.object.id().namespace == id.namespace
    }
}

/// A whole number that is written.
pub fn count(node: Option<Node<'_>>) -> Option<u64> {
    node?.text()?.parse().ok()
}

impl<'a> Cluster<'a> {
    /// All autoscalers, in the order of the documents.
    pub fn scalers(&self) -> impl Iterator<Item = Scaler<'a>> {
        self.of_kind("autoscaling", "HorizontalPodAutoscaler")
            .chain(self.of_kind("keda.sh", "ScaledObject"))
            .filter_map(Scaler::of)
    }

    /// Whether a StatefulSet may have a pod with this number.
    pub fn has_ordinal(&self, set: Object<'a>, number: u64) -> bool {
        let start = count(set.at(&["spec", "ordinals", "start"])).unwrap_or(0);
        let own = match set.at(&["spec", "replicas"]) {
            None => Some(1),
            replicas => count(replicas),
        };
        let Some(own) = own else { return true };
        let most = self.scalers().filter(|scaler| scaler.scales(set)).fold(own, |most, scaler| {
            // KEDA goes up to 100 where nothing is written.
            most.max(count(scaler.max).unwrap_or(100))
        });
        (start..start.saturating_add(most)).contains(&number)
    }
}
