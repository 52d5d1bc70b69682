//! The services: where they run and where their code is, which variable of which means which database, and how they are
//! tested.

use serde::Serialize;

use crate::finding::Findings;
use crate::model::ci::Job;
use crate::model::ci::safe::Folder;
use crate::model::cluster::one_of;
use crate::model::decode::Decode;
use crate::model::decode::Named;
use crate::model::fields::Fields;
use crate::model::fields::decode_fields;
use crate::model::layer::Value;

/// A workload of ours.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// The service whose worker or scheduler this is; namespace and sources are then those of that service.
    pub part_of: Option<String>,
    /// Where it runs.
    pub namespace: String,
    /// Where its sources are, relative to the code repository.
    pub source: Option<String>,
    /// Labels of its pods; without any, every pod of the namespace is meant.
    pub pods: Named<String>,
    /// Environment variables that hold a Redis URL.
    pub redis: Named<Binding>,
    /// How it is tested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ci: Option<Job>,
}

/// What one variable refers to.
#[derive(Debug, Clone, Serialize)]
pub struct Binding {
    /// A key of `redis.instances`.
    pub instance: String,
    /// A key of that instance's `databases`.
    pub database: String,
    /// Whether the client writes; writers and publishers must reach the master.
    pub access: Access,
}

/// What a client does with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Access {
    /// Reads only, and may read from a replica that lags a little.
    Read,
    /// Writes, publishes, or reads what it has just written.
    Write,
}

impl Decode for Access {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        Some(match one_of(findings, value, &["read", "write"])?.as_str() {
            "read" => Self::Read,
            _ => Self::Write,
        })
    }
}

impl Decode for Service {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let fields = Fields::open(findings, value, &["partOf", "namespace", "source", "pods", "redis", "ci"])?;
        let part_of = fields.optional(findings, "partOf", || None);
        // A part that was given no namespace has no parent that has one: that is said of `partOf`, or of the parent.
        let inherits = fields.means("partOf") && !fields.means("namespace");
        let namespace = if inherits { None } else { fields.required(findings, "namespace") };
        let source = fields.optional(findings, "source", || None::<Folder>);
        let pods = fields.optional(findings, "pods", Named::default);
        let redis = fields.optional(findings, "redis", Named::default);
        let ci = fields.optional(findings, "ci", || None);
        Some(Self {
            part_of: part_of?,
            namespace: namespace?,
            source: source?.map(|folder| folder.0),
            pods: pods?,
            redis: redis?,
            ci: ci?,
        })
    }
}

decode_fields!(Binding { instance: "instance", database: "database", access: "access" });
