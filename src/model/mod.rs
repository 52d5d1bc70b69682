//! What we want to run: the environments, read from `environments/*.yaml` and checked.
//!
//! An [`Environment`] can only be had checked: every key known, every value of its type, every reference resolved.
//! This stage does not know templates, and what a controller makes of a value is the concern of later ones.

pub mod argocd;
pub mod check;
pub mod ci;
pub mod cluster;
pub mod decode;
pub mod defaults;
pub mod endpoint;
pub mod fields;
pub mod layer;
pub mod load;
pub mod operator_version;
pub mod order;
pub mod origin;
pub mod quantity;
pub mod redis;
pub mod reference;
pub mod service;
pub mod suppression;

use serde::Serialize;

use crate::model::argocd::ArgoCd;
use crate::model::ci::Ci;
use crate::model::cluster::Cluster;
use crate::model::cluster::Namespace;
use crate::model::cluster::Node;
use crate::model::decode::Named;
use crate::model::fields::decode_fields;
use crate::model::layer::Value;
use crate::model::redis::Redis;
use crate::model::service::Service;
use crate::model::suppression::Suppression;
use crate::text::Place;

pub use load::load;

/// One environment, such as `dev`.
#[derive(Debug)]
pub struct Environment {
    /// The name of its file.
    pub name: String,
    /// What it says.
    pub model: Model,
    /// The same as merged values, which know where they were written.
    pub tree: Value,
}

impl Environment {
    /// Where the value at a path was written, or the deepest part of the path that was.
    pub fn place(&self, path: &[&str]) -> Place {
        self.tree.nearest_place(path).clone()
    }

    /// Where the last key of a path was written, or the deepest part of the path that was.
    pub fn key_place(&self, path: &[&str]) -> Place {
        let entry = path.split_last().and_then(|(key, map)| self.tree.at(map)?.entry(key));
        entry.map_or_else(|| self.place(path), |entry| entry.key.clone())
    }
}

/// The content of an environment.
#[derive(Debug, Clone, Serialize)]
pub struct Model {
    /// The cluster.
    pub cluster: Cluster,
    /// Its nodes.
    pub nodes: Named<Node>,
    /// Its namespaces.
    pub namespaces: Named<Namespace>,
    /// Redis.
    pub redis: Redis,
    /// The services that use it.
    pub services: Named<Service>,
    /// Argo CD.
    pub argocd: ArgoCd,
    /// Continuous integration, if it is groundplan's concern.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ci: Option<Ci>,
    /// Findings that somebody decided to live with, by a name for the decision.
    pub suppress: Named<Suppression>,
    /// Whatever templates of the user's own need.
    pub values: serde_json::Value,
}

decode_fields!(Model {
    cluster: "cluster",
    nodes: "nodes",
    namespaces: "namespaces",
    redis: "redis",
    services: "services" = Named::default(),
    argocd: "argocd",
    ci: "ci" = None,
    suppress: "suppress" = Named::default(),
    values: "values" = serde_json::Value::Object(serde_json::Map::new()),
});
