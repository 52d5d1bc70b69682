//! What is declared about the cluster and its surroundings, as files of manifests cannot say it.
//!
//! Facts come from a file (`--assume`) or from the model of an environment. All are optional: what is not declared is
//! unknown, and a rule that needs it says so instead of guessing.

mod decode;
pub mod external;
mod node;
mod observed;
mod of_model;
pub mod use_of;

use std::sync::Arc;

pub(crate) use observed::is_node;

use crate::cluster::facts::decode::OneOrMany;
use crate::cluster::facts::external::External;
use crate::cluster::facts::external::Repository;
use crate::cluster::facts::use_of::Access;
use crate::cluster::facts::use_of::Binding;
use crate::cluster::facts::use_of::PodLabels;
use crate::cluster::facts::use_of::Purpose;
use crate::cluster::facts::use_of::Setting;
use crate::finding::Finding;
use crate::finding::Findings;
use crate::finding::Severity;
use crate::manifest::Manifest;
use crate::model::cluster::Minor;
use crate::model::decode::Decode;
use crate::model::decode::Named;
use crate::model::decode::wrong_type;
use crate::model::fields::decode_fields;
use crate::model::layer::Value;
use crate::model::redis::OperatorVersion;
use crate::model::suppression::Suppression;
use crate::text::Place;
use crate::text::Source;
use crate::yaml;

/// What is known beside the documents.
#[derive(Debug, Default)]
pub struct Facts {
    /// The Kubernetes minor.
    pub kubernetes: Option<Minor>,
    /// The release of the redis-operator that runs.
    pub redis_operator: Option<OperatorVersion>,
    /// The namespace that the redis-operator runs in.
    pub redis_operator_namespace: Option<String>,
    /// The release of External Secrets.
    pub external_secrets: Option<String>,
    /// The release of KEDA.
    pub keda: Option<String>,
    /// The release of Istio.
    pub istio: Option<String>,
    /// The release of the prometheus-operator.
    pub prometheus_operator: Option<String>,
    /// Argo CD.
    pub argocd: Option<ArgoCd>,
    /// All nodes of the cluster, as `kind: Node`.
    pub nodes: Option<Vec<Manifest>>,
    /// Repositories and what they hold.
    pub repositories: Option<Vec<Repository>>,
    /// What exists beside the documents; if declared, nothing else does.
    pub external: Option<External>,
    /// Labels of pods that are not among the documents.
    pub external_selectors: Option<Vec<PodLabels>>,
    /// What each Redis instance is for.
    pub purposes: Option<Vec<Purpose>>,
    /// Who reads and who writes, by workload and variable.
    pub access: Option<Vec<Access>>,
    /// Who hands something to whom, by workload and variable.
    pub bindings: Option<Vec<Binding>>,
    /// Variables that the code reads.
    pub settings: Option<Vec<Setting>>,
    /// Tags that are built or published, by image.
    pub images: Option<Named<Vec<String>>>,
    /// Folders of the environments.
    pub environments: Option<Vec<(String, String)>>,
    /// What may differ between environments.
    pub parity_exceptions: Option<Vec<String>>,
    /// Findings that somebody decided to live with.
    pub suppress: Option<Vec<Suppression>>,
}

/// Argo CD itself.
#[derive(Debug, Clone)]
pub struct ArgoCd {
    /// Its release.
    pub version: Option<String>,
    /// Its namespace, where Applications have to live.
    pub namespace: String,
}

decode_fields!(ArgoCd { version: "version" = None, namespace: "namespace" = "argocd".to_owned() });

impl Facts {
    /// Whether it was declared what surrounds the documents, or who applies which: then they are those of one cluster.
    pub fn says_what_is_applied(&self) -> bool {
        self.external.is_some() || self.environments.is_some() || self.argocd.is_some() || self.repositories.is_some()
    }
}

impl Decode for Facts {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let read = Written::decode(findings, value)?;
        Some(Self {
            kubernetes: read.kubernetes,
            redis_operator: read.redis_operator,
            redis_operator_namespace: read.redis_operator_namespace,
            external_secrets: read.external_secrets,
            keda: read.keda,
            istio: read.istio,
            prometheus_operator: read.prometheus_operator,
            argocd: read.argocd,
            nodes: read.nodes.map(|nodes| nodes.0.iter().filter_map(node::Node::manifest).collect()),
            repositories: read.repositories,
            external: read.external,
            external_selectors: read.external_selectors,
            purposes: read.purposes.map(|purposes| purposes.0),
            access: read.access,
            bindings: read.bindings,
            settings: read.settings.map(|settings| settings.0),
            images: read.images,
            environments: read.environments.map(|folders| {
                folders.0.into_iter().map(|folder: use_of::Folder| (folder.name, folder.path)).collect()
            }),
            parity_exceptions: read.parity_exceptions.map(|exceptions| exceptions.0),
            suppress: read.suppress.map(|suppress| suppress.0),
        })
    }
}

/// The file as it is written.
struct Written {
    kubernetes: Option<Minor>,
    redis_operator: Option<OperatorVersion>,
    redis_operator_namespace: Option<String>,
    external_secrets: Option<String>,
    keda: Option<String>,
    istio: Option<String>,
    prometheus_operator: Option<String>,
    argocd: Option<ArgoCd>,
    nodes: Option<OneOrMany<node::Node>>,
    repositories: Option<Vec<Repository>>,
    external: Option<External>,
    external_selectors: Option<Vec<PodLabels>>,
    purposes: Option<OneOrMany<Purpose>>,
    access: Option<Vec<Access>>,
    bindings: Option<Vec<Binding>>,
    settings: Option<OneOrMany<Setting>>,
    images: Option<Named<Vec<String>>>,
    environments: Option<OneOrMany<use_of::Folder>>,
    parity_exceptions: Option<use_of::Exceptions>,
    suppress: Option<OneOrMany<Suppression>>,
}

decode_fields!(Written {
    kubernetes: "kubernetes" = None,
    redis_operator: "redisOperator" = None,
    redis_operator_namespace: "redisOperatorNamespace" = None,
    external_secrets: "externalSecrets" = None,
    keda: "keda" = None,
    istio: "istio" = None,
    prometheus_operator: "prometheusOperator" = None,
    argocd: "argocd" = None,
    nodes: "nodes" = None,
    repositories: "repositories" = None,
    external: "external" = None,
    external_selectors: "externalSelectors" = None,
    purposes: "purposes" = None,
    access: "access" = None,
    bindings: "bindings" = None,
    settings: "settings" = None,
    images: "images" = None,
    environments: "environments" = None,
    parity_exceptions: "parityExceptions" = None,
    suppress: "suppress" = None,
});

/// Reads a file of facts, YAML or JSON; `None` if something is wrong with it, which is then among the findings.
pub fn read(findings: &mut Findings, source: &Arc<Source>) -> Option<Facts> {
    let parsed = yaml::parse(source);
    for problem in &parsed.problems {
        findings.push(Finding::of_problem(source, problem));
    }
    if !parsed.problems.is_empty() {
        return None;
    }
    let Some(document) = parsed.documents.first() else {
        let finding = Finding::error("empty-facts", Place::file(&source.path), "this file of facts says nothing");
        findings.push(finding.help("write what is known, as in `kubernetes: \"1.28\"`, or leave the file out"));
        return None;
    };
    let value = Value::from_node(document.root());
    if !document.root().is_mapping() {
        return wrong_type(findings, &value, "a map of facts");
    }
    let mut said = Findings::default();
    let facts = Facts::decode(&mut said, &value);
    let mut wrong = false;
    for mut finding in said.into_sorted() {
        // What resembles no fact is no slip: it is for other readers of the file, and said to be of no use here.
        let resembles = finding.help.as_deref().is_some_and(|help| help.starts_with("did you mean"));
        if finding.rule == "unknown-key" && !resembles {
            finding = finding.severity(Severity::Note).why("nothing here asks for it");
        }
        wrong |= finding.severity == Severity::Error;
        findings.push(finding);
    }
    facts.filter(|_| !wrong)
}

#[cfg(test)]
mod tests;
