//! What exists beside the documents: objects that others apply, and repositories that Argo CD reads.

use crate::finding::Findings;
use crate::model::decode::Decode;
use crate::model::decode::Named;
use crate::model::decode::wrong_type;
use crate::model::fields::decode_fields;
use crate::model::layer::Data;
use crate::model::layer::Entry;
use crate::model::layer::Value;

/// Objects that exist and are not among the documents.
#[derive(Debug, Default, Clone)]
pub struct External {
    /// Namespaces.
    pub namespaces: Vec<Labelled>,
    /// Secrets, with their keys.
    pub secrets: Vec<Keyed>,
    /// ConfigMaps, with their keys.
    pub config_maps: Vec<Keyed>,
    /// Services, with their ports.
    pub services: Vec<Service>,
    /// Kinds that are installed, as `plural.group/version`.
    pub crds: Vec<String>,
    /// StorageClasses.
    pub storage_classes: Vec<String>,
    /// ClusterSecretStores.
    pub cluster_secret_stores: Vec<String>,
    /// IngressClasses.
    pub ingress_classes: Vec<String>,
    /// PriorityClasses beside those that Kubernetes has.
    pub priority_classes: Vec<String>,
    /// RuntimeClasses.
    pub runtime_classes: Vec<String>,
    /// AppProjects, each of which permits everything.
    pub app_projects: Vec<String>,
    /// Applications of Argo CD.
    pub applications: Vec<String>,
    /// ServiceAccounts.
    pub service_accounts: Vec<Reference>,
    /// PersistentVolumeClaims.
    pub persistent_volume_claims: Vec<Reference>,
    /// Certificates.
    pub certificates: Vec<Reference>,
    /// ClusterRoles beside those that Kubernetes has.
    pub cluster_roles: Vec<String>,
    /// Gateways of Istio.
    pub gateways: Vec<Reference>,
}

decode_fields!(External {
    namespaces: "namespaces" = Vec::new(),
    secrets: "secrets" = Vec::new(),
    config_maps: "configMaps" = Vec::new(),
    services: "services" = Vec::new(),
    crds: "crds" = Vec::new(),
    storage_classes: "storageClasses" = Vec::new(),
    cluster_secret_stores: "clusterSecretStores" = Vec::new(),
    ingress_classes: "ingressClasses" = Vec::new(),
    priority_classes: "priorityClasses" = Vec::new(),
    runtime_classes: "runtimeClasses" = Vec::new(),
    app_projects: "appProjects" = Vec::new(),
    applications: "applications" = Vec::new(),
    service_accounts: "serviceAccounts" = Vec::new(),
    persistent_volume_claims: "persistentVolumeClaims" = Vec::new(),
    certificates: "certificates" = Vec::new(),
    cluster_roles: "clusterRoles" = Vec::new(),
    gateways: "gateways" = Vec::new(),
});

/// A name, and labels where they matter.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// The name.
    pub name: String,
    /// Labels; a namespace has `kubernetes.io/metadata.name` besides. `None`: not known.
    pub labels: Option<Named<String>>,
}

impl Decode for Labelled {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Long(Labelled);
        struct Fields {
            name: String,
            labels: Option<Named<String>>,
        }
        decode_fields!(Fields { name: "name", labels: "labels" = None });
        impl Decode for Long {
            fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
                Fields::decode(findings, value).map(|read| Self(Labelled { name: read.name, labels: read.labels }))
            }
        }
        match &value.data {
            Data::Map(_) => Long::decode(findings, value).map(|long| long.0),
            _ => String::decode(findings, value).map(|name| Self { name, labels: None }),
        }
    }
}

/// Something in a namespace, written `namespace/name` or as a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
}

impl Decode for Reference {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Fields {
            namespace: String,
            name: String,
        }
        decode_fields!(Fields { namespace: "namespace", name: "name" });
        if matches!(value.data, Data::Map(_)) {
            return Fields::decode(findings, value).map(|read| Self { namespace: read.namespace, name: read.name });
        }
        let text = String::decode(findings, value)?;
        match text.split_once('/') {
            Some((namespace, name)) => Some(Self { namespace: namespace.to_owned(), name: name.to_owned() }),
            None => wrong_type(findings, value, "a namespace and a name, as in `shop/cart`,"),
        }
    }
}

/// A Secret or ConfigMap and its keys.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// Its keys; `None` where they are not known.
    pub keys: Option<Vec<String>>,
    /// Its type, such as `kubernetes.io/dockerconfigjson`.
    pub kind: Option<String>,
}

decode_fields!(Keyed { namespace: "namespace", name: "name", keys: "keys" = None, kind: "type" = None });

/// A Service and its ports.
#[derive(Debug, Clone)]
pub struct Service {
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// Its ports; `None` where they are not known.
    pub ports: Option<Vec<u32>>,
}

impl Decode for Service {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Fields {
            namespace: String,
            name: String,
            ports: Option<Vec<Port>>,
        }
        struct Port(u32);
        impl Decode for Port {
            fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
                struct Long {
                    port: u32,
                }
                impl Decode for Long {
                    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
                        match value.entry("port") {
                            Some(entry) => u32::decode(findings, &entry.value).map(|port| Self { port }),
                            None => wrong_type(findings, value, "a map with `port`"),
                        }
                    }
                }
                match &value.data {
                    Data::Map(_) => Long::decode(findings, value).map(|long| Self(long.port)),
                    _ => u32::decode(findings, value).map(Self),
                }
            }
        }
        decode_fields!(Fields { namespace: "namespace", name: "name", ports: "ports" = None });
        let read = Fields::decode(findings, value)?;
        let ports = read.ports.map(|ports| ports.into_iter().map(|port| port.0).collect());
        Some(Self { namespace: read.namespace, name: read.name, ports })
    }
}

/// A repository that Argo CD may read.
#[derive(Debug, Clone)]
pub struct Repository {
    /// Its address.
    pub url: String,
    /// Other spellings of it.
    pub aliases: Vec<String>,
    /// Whether the documents are this repository, at its root.
    pub root: bool,
    /// Whether it is a registry of charts.
    pub oci: bool,
    /// Its branches and tags; `None` where they are not known.
    pub revisions: Option<Vec<String>>,
    /// Charts, each with its published versions.
    pub charts: Option<Named<Vec<String>>>,
    /// Folders; `None` where they are not known.
    pub paths: Option<Vec<String>>,
    /// What was declared to be in a folder, in the words of whoever declared it.
    pub provides: Vec<(String, Vec<String>)>,
}

impl Decode for Repository {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Fields {
            url: String,
            aliases: Vec<String>,
            root: bool,
            oci: bool,
            revisions: Option<Vec<String>>,
            charts: Option<Named<Vec<String>>>,
            paths: Option<Paths>,
        }
        /// A list of folders, or a map from each to what it provides.
        struct Paths(Vec<String>, Vec<(String, Vec<String>)>);
        impl Decode for Paths {
            fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
                match &value.data {
                    Data::Map(entries) => {
                        let provides = |entry: &Entry| (entry.name.clone(), texts(&entry.value));
                        let names = entries.iter().map(|entry| entry.name.clone()).collect();
                        Some(Self(names, entries.iter().map(provides).collect()))
                    }
                    Data::List(items) => {
                        let named = |findings: &mut Findings, item: &Value| match item.entry("path") {
                            Some(entry) => String::decode(findings, &entry.value),
                            None => String::decode(findings, item),
                        };
                        let provides = |item: &Value| {
                            let path = String::decode(&mut Findings::default(), &item.entry("path")?.value)?;
                            Some((path, texts(&item.entry("provides")?.value)))
                        };
                        let provides = items.iter().filter_map(provides).collect();
                        Some(Self(items.iter().filter_map(|item| named(findings, item)).collect(), provides))
                    }
                    _ => wrong_type(findings, value, "a list of folders"),
                }
            }
        }
        decode_fields!(Fields {
            url: "url",
            aliases: "aliases" = Vec::new(),
            root: "root" = false,
            oci: "oci" = false,
            revisions: "revisions" = None,
            charts: "charts" = None,
            paths: "paths" = None,
        });
        let read = Fields::decode(findings, value)?;
        let (paths, provides) = read.paths.map_or((None, Vec::new()), |paths| (Some(paths.0), paths.1));
        Some(Self {
            url: read.url,
            aliases: read.aliases,
            root: read.root,
            oci: read.oci,
            revisions: read.revisions,
            charts: read.charts,
            paths,
            provides,
        })
    }
}

/// Every text in a value.
fn texts(value: &Value) -> Vec<String> {
    match &value.data {
        Data::Null => Vec::new(),
        Data::Scalar { text, .. } => vec![text.clone()],
        Data::List(items) => items.iter().flat_map(texts).collect(),
        Data::Map(entries) => entries.iter().flat_map(|entry| texts(&entry.value)).collect(),
    }
}
