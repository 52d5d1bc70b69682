//! Argo CD: the repository, the project, and the Applications with the order in which they sync.

use serde::Serialize;

use crate::model::decode::Named;
use crate::model::decode::Setting;
use crate::model::fields::decode_fields;

/// Everything about Argo CD. The key `defaults` of the file is laid under every application before this is read.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArgoCd {
    /// The release whose CRDs are installed.
    pub version: String,
    /// Where Argo CD looks for Applications.
    pub namespace: String,
    /// The API server of the cluster, as Argo CD knows it.
    pub server: String,
    /// Where the generated tree is read from.
    pub repository: Repository,
    /// The name of the AppProject.
    pub project: String,
    /// The name of the Application that holds all others.
    pub root: String,
    /// The Applications rendered here, by component.
    pub applications: Named<Application>,
    /// Applications that others own, known for their place in the order.
    pub platform: Named<PlatformApplication>,
}

/// A Git repository.
#[derive(Debug, Clone, Serialize)]
pub struct Repository {
    /// Its address.
    pub url: String,
    /// The branch, tag or commit.
    pub revision: String,
    /// The folder of the generated tree in it.
    pub path: String,
}

/// An Application, one for each component.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// The name of the object.
    pub name: String,
    /// The folder under the environment's part of the generated tree.
    pub path: String,
    /// Where objects without a namespace go.
    pub namespace: Option<String>,
    /// Its sync wave.
    pub wave: i32,
    /// Applications that must come earlier, of this map or of `platform`.
    pub after: Vec<String>,
    /// Applications that must come later, of this map or of `platform`.
    pub before: Vec<String>,
    /// Labels of the object.
    pub labels: Named<String>,
    /// Whether deleting the Application deletes what it applied.
    pub finalizer: bool,
    /// Whether objects gone from Git are deleted.
    pub prune: bool,
    /// Whether changes made by hand are undone.
    pub self_heal: bool,
    /// Sync options, as `ServerSideApply: true`.
    pub sync_options: Named<Setting>,
    /// How often and how patiently a failed sync is tried again.
    pub retry: Retry,
    /// Fields that controllers write.
    pub ignore_differences: Vec<IgnoreDifferences>,
}

/// Retries of a failed sync.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Retry {
    /// How often.
    pub limit: u32,
    /// The first pause.
    pub duration: String,
    /// How much longer each pause is than the one before.
    pub factor: u32,
    /// The longest pause.
    pub max_duration: String,
}

/// Fields of one kind that Argo CD leaves alone.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IgnoreDifferences {
    /// The API group; empty for the core group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// JSON pointers.
    pub json_pointers: Vec<String>,
}

/// An Application that others own.
#[derive(Debug, Clone, Serialize)]
pub struct PlatformApplication {
    /// Its sync wave.
    pub wave: i32,
}

fn retry() -> Retry {
    Retry { limit: 10, duration: "5s".to_owned(), factor: 2, max_duration: "3m".to_owned() }
}

decode_fields!(ArgoCd {
    version: "version",
    namespace: "namespace" = "argocd".to_owned(),
    server: "server" = "https://kubernetes.default.svc".to_owned(),
    repository: "repository",
    project: "project",
    root: "root",
    applications: "applications",
    platform: "platform" = Named::default(),
});
decode_fields!(Repository { url: "url", revision: "revision", path: "path" = "generated".to_owned() });
decode_fields!(Application {
    name: "name",
    path: "path",
    namespace: "namespace" = None,
    wave: "wave",
    after: "after" = Vec::new(),
    before: "before" = Vec::new(),
    labels: "labels" = Named::default(),
    finalizer: "finalizer" = false,
    prune: "prune" = true,
    self_heal: "selfHeal" = true,
    sync_options: "syncOptions" = Named::default(),
    retry: "retry" = retry(),
    ignore_differences: "ignoreDifferences" = Vec::new(),
});
decode_fields!(Retry {
    limit: "limit" = retry().limit,
    duration: "duration" = retry().duration,
    factor: "factor" = retry().factor,
    max_duration: "maxDuration" = retry().max_duration,
});
decode_fields!(IgnoreDifferences { group: "group" = String::new(), kind: "kind", json_pointers: "jsonPointers" });
decode_fields!(PlatformApplication { wave: "wave" });
