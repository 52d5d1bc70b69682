//! The facts that an environment's model states.

use crate::cluster::facts::ArgoCd;
use crate::cluster::facts::Facts;
use crate::cluster::facts::external::Repository;
use crate::cluster::facts::node::Node;
use crate::cluster::facts::use_of::Purpose;
use crate::manifest::Manifest;
use crate::model::Environment;
use crate::model::decode::Named;
use crate::model::quantity::Quantity;

impl Facts {
    /// What the model of an environment says of its cluster.
    pub fn of(environment: &Environment) -> Self {
        let model = &environment.model;
        let operators = |name: &str| model.cluster.operators.get(name).cloned();
        let purpose = |(_, instance): (&str, &crate::model::redis::Instance)| Purpose {
            instance: format!("{}/{}", model.redis.namespace, instance.name),
            purpose: instance.purpose.0.clone(),
        };
        let repository = &model.argocd.repository;
        Self {
            kubernetes: Some(model.cluster.kubernetes),
            redis_operator: Some(model.redis.operator.version),
            redis_operator_namespace: Some(model.redis.operator.namespace.clone()),
            external_secrets: operators("external-secrets"),
            keda: operators("keda"),
            istio: operators("istio"),
            prometheus_operator: Some(model.redis.monitoring.version.clone()),
            argocd: Some(ArgoCd {
                version: Some(model.argocd.version.clone()),
                namespace: model.argocd.namespace.clone(),
            }),
            nodes: Some(nodes(environment)),
            repositories: Some(vec![Repository {
                url: repository.url.clone(),
                aliases: Vec::new(),
                root: true,
                oci: false,
                revisions: Some(vec![repository.revision.clone()]),
                charts: None,
                paths: None,
                provides: Vec::new(),
            }]),
            purposes: Some(model.redis.instances.iter().map(purpose).collect()),
            suppress: Some(model.suppress.iter().map(|(_, suppression)| suppression.clone()).collect()),
            ..Self::default()
        }
    }
}

/// The nodes, with the labels that a cloud's kubelet gives them.
fn nodes(environment: &Environment) -> Vec<Manifest> {
    let model = &environment.model;
    let node = |(name, node): (&str, &crate::model::cluster::Node)| {
        let kind = model.cluster.instance_types.get(&node.instance_type)?;
        let mut labels = node.labels.clone();
        for (key, value) in [
            ("kubernetes.io/hostname", name),
            ("kubernetes.io/os", "linux"),
            ("node.kubernetes.io/instance-type", &node.instance_type),
            ("topology.kubernetes.io/zone", &node.zone),
        ] {
            if labels.get(key).is_none() {
                labels.0.push((key.to_owned(), value.to_owned()));
            }
        }
        let allocatable = [
            ("cpu", Some(kind.allocatable.cpu.clone())),
            ("memory", Some(kind.allocatable.memory.clone())),
            ("pods", Quantity::parse(&kind.allocatable.pods.to_string())),
        ];
        let allocatable = allocatable.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
        let node = Node {
            name: name.to_owned(),
            labels,
            taints: node.taints.clone(),
            allocatable: Named(allocatable),
            unschedulable: false,
            place: environment.key_place(&["nodes", name]),
        };
        node.manifest()
    };
    model.nodes.iter().filter_map(node).collect()
}
