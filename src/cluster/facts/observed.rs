//! Facts that the documents themselves state: nodes, and the redis-operator that is deployed.

use crate::cluster::facts::Facts;
use crate::manifest::Manifest;
use crate::model::redis::OperatorVersion;
use crate::yaml::Node;

impl Facts {
    /// Adds what documents say, where nothing was declared.
    #[must_use]
    pub fn observing(mut self, manifests: &[&Manifest]) -> Self {
        if self.nodes.is_none() {
            let nodes = manifests.iter().filter(|manifest| is_node(manifest)).map(|manifest| manifest.again());
            let nodes: Vec<Manifest> = nodes.collect();
            self.nodes = Some(nodes).filter(|nodes| !nodes.is_empty());
        }
        if self.redis_operator.is_none() || self.redis_operator_namespace.is_none() {
            let mut operators = manifests.iter().filter_map(|manifest| Some((operator(manifest)?, manifest)));
            // With two of them it is not known which one acts.
            if let (Some((tag, manifest)), None) = (operators.next(), operators.next()) {
                self.redis_operator = self.redis_operator.or(OperatorVersion::of_tag(tag));
                let namespace = Some(manifest.id.namespace.clone()).filter(|namespace| !namespace.is_empty());
                self.redis_operator_namespace = self.redis_operator_namespace.or(namespace);
            }
        }
        self
    }

    /// Declared releases of projects that bring kinds, as `(project, version)`.
    pub fn releases(&self) -> Vec<(&str, &str)> {
        let argocd = self.argocd.as_ref().and_then(|argocd| argocd.version.as_deref());
        let releases = [
            ("argo-cd", argocd),
            ("external-secrets", self.external_secrets.as_deref()),
            ("istio", self.istio.as_deref()),
            ("keda", self.keda.as_deref()),
            ("prometheus-operator", self.prometheus_operator.as_deref()),
            ("redis-operator", self.redis_operator.map(OperatorVersion::tag)),
        ];
        releases.into_iter().filter_map(|(project, version)| Some((project, version?))).collect()
    }

    /// These facts, and those of `below` where these say nothing.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self {
            kubernetes: self.kubernetes.or(below.kubernetes),
            redis_operator: self.redis_operator.or(below.redis_operator),
            redis_operator_namespace: self.redis_operator_namespace.or(below.redis_operator_namespace),
            external_secrets: self.external_secrets.or(below.external_secrets),
            keda: self.keda.or(below.keda),
            istio: self.istio.or(below.istio),
            prometheus_operator: self.prometheus_operator.or(below.prometheus_operator),
            argocd: self.argocd.or(below.argocd),
            nodes: self.nodes.or(below.nodes),
            repositories: self.repositories.or(below.repositories),
            external: self.external.or(below.external),
            external_selectors: self.external_selectors.or(below.external_selectors),
            purposes: self.purposes.or(below.purposes),
            access: self.access.or(below.access),
            bindings: self.bindings.or(below.bindings),
            settings: self.settings.or(below.settings),
            images: self.images.or(below.images),
            environments: self.environments.or(below.environments),
            parity_exceptions: self.parity_exceptions.or(below.parity_exceptions),
            suppress: self.suppress.or(below.suppress),
        }
    }
}

/// Whether this is a node as a cluster lists it: one of which nothing but labels is said stands for itself in a test.
pub(crate) fn is_node(manifest: &Manifest) -> bool {
    let says = |field: &str| manifest.root().get(field).is_some_and(|value| !value.is_null());
    manifest.id.kind == "Node" && manifest.id.group().is_empty() && (says("spec") || says("status"))
}

/// The tag of the redis-operator that a Deployment runs.
fn operator(manifest: &Manifest) -> Option<&str> {
    if manifest.id.kind != "Deployment" || manifest.id.group() != "apps" {
        return None;
    }
    let containers = manifest.root().at(&["spec", "template", "spec", "containers"])?;
    let images = containers.items().filter_map(|container| container.get("image").and_then(Node::text));
    let mut tags = images.filter_map(|image| {
        let (name, tag) = image.split('@').next()?.rsplit_once(':')?;
        name.ends_with("spotahome/redis-operator").then_some(tag)
    });
    tags.next()
}
