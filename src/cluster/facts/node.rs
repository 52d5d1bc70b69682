//! A declared node, as the object that the kubelet would register.

use crate::cluster::facts::decode::NamedEntry;
use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::model::cluster::Taint;
use crate::model::decode::Decode;
use crate::model::decode::Named;
use crate::model::fields::decode_fields;
use crate::model::layer::Value;
use crate::model::quantity::Quantity;
use crate::text::Place;
use crate::yaml::Composed;

/// A node.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) labels: Named<String>,
    pub(super) taints: Vec<Taint>,
    /// What is not declared is not limited.
    pub(super) allocatable: Named<Quantity>,
    pub(super) unschedulable: bool,
    pub(super) place: Place,
}

impl Decode for Node {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Fields {
            name: String,
            labels: Named<String>,
            taints: Vec<Taint>,
            allocatable: Named<Quantity>,
            unschedulable: bool,
        }
        decode_fields!(Fields {
            name: "name",
            labels: "labels" = Named::default(),
            taints: "taints" = Vec::new(),
            allocatable: "allocatable" = Named::default(),
            unschedulable: "unschedulable" = false,
        });
        let read = Fields::decode(findings, value)?;
        Some(Self {
            name: read.name,
            labels: read.labels,
            taints: read.taints,
            allocatable: read.allocatable,
            unschedulable: read.unschedulable,
            place: value.place.clone(),
        })
    }
}

impl NamedEntry for Node {
    const NAME: &'static str = "name";
}

impl Node {
    /// The object.
    pub(super) fn manifest(&self) -> Option<Manifest> {
        let place = &self.place;
        let text = |text: &str| Composed::text(place, text);
        let labels = Composed::mapping(place, self.labels.iter().map(|(key, value)| (key, text(value))));
        let mut metadata = Composed::mapping(place, [("name", text(&self.name)), ("labels", labels)]);
        metadata.child("labels", place).set_default("kubernetes.io/hostname", text(&self.name));
        let taint = |taint: &Taint| {
            let pieces = [("key", &taint.key), ("value", &taint.value), ("effect", &taint.effect.0)];
            Composed::mapping(place, pieces.map(|(key, value)| (key, text(value))))
        };
        let mut spec = Composed::mapping(place, [("taints", Composed::sequence(place, self.taints.iter().map(taint)))]);
        if self.unschedulable {
            spec.set("unschedulable", Composed::plain(place, true));
        }
        let allocatable = self.allocatable.iter().map(|(key, value)| (key, text(value.as_str())));
        let status = Composed::mapping(place, [("allocatable", Composed::mapping(place, allocatable))]);
        let pieces = [
            ("apiVersion", text("v1")),
            ("kind", text("Node")),
            ("metadata", metadata),
            ("spec", spec),
            ("status", status),
        ];
        Manifest::of(Composed::mapping(place, pieces).into_document()).ok()
    }
}
