//! The container that Istio adds to a pod, which takes CPU and memory from its node like any other.
//!
//! Sources: Istio `manifests/charts/istio-control/istio-discovery` (the selectors of the webhooks, the injection
//! template, the resources of `global.proxy`) and `pkg/kube/inject/inject.go`, at 1.24. Other meshes, settings of the
//! mesh and `istio-init`, which never needs more than the proxy beside the containers, are left out.

use super::Workload;
use crate::manifest::Manifest;
use crate::text::Place;
use crate::yaml::Composed;
use crate::yaml::Document;
use crate::yaml::Node;
use crate::yaml::Scalar;

/// Namespaces in which nothing is injected.
const NEVER: [&str; 4] = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"];

/// Resources of the proxy, by the annotation that sets them instead, with the default.
const RESOURCES: [(&str, &str, &str, &str); 4] = [
    ("requests", "cpu", "sidecar.istio.io/proxyCPU", "100m"),
    ("requests", "memory", "sidecar.istio.io/proxyMemory", "128Mi"),
    ("limits", "cpu", "sidecar.istio.io/proxyCPULimit", "2"),
    ("limits", "memory", "sidecar.istio.io/proxyMemoryLimit", "1Gi"),
];

/// The container that is added.
#[derive(Debug)]
pub struct Sidecar {
    /// The label of the namespace or of the pod that asks for it.
    pub place: Place,
    container: Document,
}

impl Sidecar {
    /// The container, as it would stand in the `PodSpec`: its resources stand at the annotations that set them, and
    /// all else at the label that asks for it.
    pub fn container(&self) -> Node<'_> {
        self.container.root()
    }
}

/// The sidecar of the pods of a workload, whose namespace is this; without it only what the pods say is known.
pub fn sidecar(workload: &Workload<'_>, namespace: Option<&Manifest>) -> Option<Sidecar> {
    let place = asked_by(workload, namespace)?;
    let text = |text: &str| Composed::text(&place, text);
    let port = [("name", text("http-envoy-prom")), ("containerPort", Composed::plain(&place, 15090))];
    let container = Composed::mapping(
        &place,
        [
            ("name", text("istio-proxy")),
            ("ports", Composed::sequence(&place, [Composed::mapping(&place, port)])),
            ("resources", resources(workload, &place)),
        ],
    );
    Some(Sidecar { container: container.into_document(), place })
}

/// One annotation is enough, and none of the defaults counts any more.
fn resources(workload: &Workload<'_>, place: &Place) -> Composed {
    let is_own = RESOURCES.iter().any(|(_, _, annotation, _)| workload.annotation(annotation).is_some());
    let mut resources = Composed::mapping(place, []);
    for (list, resource, annotation, default) in RESOURCES {
        let amount = match workload.annotation(annotation) {
            Some(node) => Composed::text(&node.place(), node.text().unwrap_or_default()),
            None if is_own => continue,
            None => Composed::text(place, default),
        };
        resources.child(list, place).set(resource, amount);
    }
    resources
}

/// What asks for a sidecar, if it is not refused.
fn asked_by(workload: &Workload<'_>, namespace: Option<&Manifest>) -> Option<Place> {
    let is_on_host = workload.spec.get("hostNetwork").and_then(Node::scalar) == Some(Scalar::Bool(true));
    if is_on_host || NEVER.contains(&workload.namespace()) {
        return None;
    }
    let of_namespace = |key: &str| namespace?.root().at(&["metadata", "labels", key]);
    let inject = workload.label("sidecar.istio.io/inject");
    let says = |text: &str| inject.and_then(Node::text) == Some(text);
    // A webhook is called by labels alone; what namespaces say goes first.
    let asking = match (of_namespace("istio-injection"), of_namespace("istio.io/rev")) {
        (Some(injection), _) => (injection.text() == Some("enabled") && !says("false")).then_some(injection),
        (None, Some(revision)) => (!says("false")).then_some(revision),
        (None, None) => match workload.label("istio.io/rev") {
            Some(revision) => (!says("false")).then_some(revision),
            None => inject.filter(|_| says("true")),
        },
    }?;
    // Then it looks at the annotation too, where there is no label.
    let decision = inject.or(workload.annotation("sidecar.istio.io/inject")).and_then(Node::text).unwrap_or_default();
    let is_wanted = ["", "y", "yes", "true", "on"].contains(&decision.to_lowercase().as_str());
    is_wanted.then(|| asking.place())
}
