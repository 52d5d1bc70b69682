//! What things are used for: purposes, access, bindings, settings, and what may differ between environments.

use crate::cluster::facts::decode::NamedEntry;
use crate::finding::Findings;
use crate::model::decode::Decode;
use crate::model::decode::Named;
use crate::model::decode::wrong_type;
use crate::model::fields::decode_fields;
use crate::model::layer::Data;
use crate::model::layer::Entry;
use crate::model::layer::Value;
use crate::text::Place;

/// Labels of pods that are not among the documents.
#[derive(Debug, Clone)]
pub struct PodLabels {
    /// Their namespace; `None` where it is not known.
    pub namespace: Option<String>,
    /// Their labels.
    pub labels: Named<String>,
}

impl Decode for PodLabels {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Fields {
            namespace: Option<String>,
            labels: Named<String>,
        }
        decode_fields!(Fields { namespace: "namespace" = None, labels: "labels" });
        if value.entry("labels").is_some_and(|entry| matches!(entry.value.data, Data::Map(_))) {
            let read = Fields::decode(findings, value)?;
            return Some(Self { namespace: read.namespace, labels: read.labels });
        }
        Some(Self { namespace: None, labels: Named::decode(findings, value)? })
    }
}

/// What a Redis instance is for.
#[derive(Debug, Clone)]
pub struct Purpose {
    /// The RedisFailover: `name`, `namespace/name`, or `RedisFailover/namespace/name`.
    pub instance: String,
    /// `durable`, `stream`, `cache`, `pubsub`, or a word of the user's own, such as `sessions`.
    pub purpose: String,
}

decode_fields!(Purpose { instance: "instance", purpose: "purpose" });

impl NamedEntry for Purpose {
    const NAME: &'static str = "instance";

    fn decode_short(findings: &mut Findings, entry: &Entry) -> Option<Self> {
        let purpose = String::decode(findings, &entry.value)?;
        Some(Self { instance: entry.name.clone(), purpose })
    }
}

/// What a workload does through a variable.
#[derive(Debug, Clone)]
pub struct Access {
    /// `Deployment/shop/cart`.
    pub workload: String,
    /// The variable that holds the address.
    pub env: String,
    /// What it does.
    pub mode: Mode,
    /// Where this was declared.
    pub place: Place,
}

/// What is done through an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Reads, and may read what lags a little.
    Read,
    /// Writes.
    Write,
    /// Publishes.
    Publish,
    /// Subscribes.
    Subscribe,
}

impl Decode for Mode {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        Some(match String::decode(findings, value)?.as_str() {
            "read" => Self::Read,
            "write" => Self::Write,
            "publish" => Self::Publish,
            "subscribe" => Self::Subscribe,
            _ => return wrong_type(findings, value, "`read`, `write`, `publish` or `subscribe`"),
        })
    }
}

impl Decode for Access {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Fields {
            workload: String,
            env: String,
            mode: Mode,
        }
        decode_fields!(Fields { workload: "workload", env: "env", mode: "mode" });
        let read = Fields::decode(findings, value)?;
        Some(Self { workload: read.workload, env: read.env, mode: read.mode, place: value.place.clone() })
    }
}

/// What producers hand to consumers; both must mean the same instance and database.
#[derive(Debug, Clone)]
pub struct Binding {
    /// What it is, such as `jobs`.
    pub purpose: String,
    /// Who writes: `Deployment/shop/cart env JOBS_URL`.
    pub producers: Vec<Variable>,
    /// Who reads.
    pub consumers: Vec<Variable>,
}

decode_fields!(Binding {
    purpose: "purpose",
    producers: "producers" = Vec::new(),
    consumers: "consumers" = Vec::new()
});

/// A variable of a workload, written `Deployment/shop/cart env JOBS_URL`.
#[derive(Debug, Clone)]
pub struct Variable {
    /// `Deployment/shop/cart`.
    pub workload: String,
    /// The variable.
    pub env: String,
    /// Where this was declared.
    pub place: Place,
}

impl Decode for Variable {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Fields {
            workload: String,
            env: String,
        }
        decode_fields!(Fields { workload: "workload", env: "env" });
        let place = value.place.clone();
        if matches!(value.data, Data::Map(_)) {
            let read = Fields::decode(findings, value)?;
            return Some(Self { workload: read.workload, env: read.env, place });
        }
        let text = String::decode(findings, value)?;
        match text.split_whitespace().collect::<Vec<&str>>().as_slice() {
            [workload, "env", env] => Some(Self { workload: (*workload).to_owned(), env: (*env).to_owned(), place }),
            _ => wrong_type(findings, value, "a variable of a workload, as in `Deployment/shop/cart env JOBS_URL`,"),
        }
    }
}

/// A variable that code reads, and what it takes if nobody sets it.
#[derive(Debug, Clone)]
pub struct Setting {
    /// `Deployment/shop/cart`; `None` if every workload may read it.
    pub workload: Option<String>,
    /// The variable.
    pub env: String,
    /// What the code takes otherwise; `None` if it fails.
    pub default: Option<String>,
    /// Where this was declared.
    pub place: Place,
}

impl Decode for Setting {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Fields {
            workload: Option<String>,
            env: Option<String>,
            name: Option<String>,
            default: Option<Word>,
        }
        decode_fields!(Fields {
            workload: "workload" = None,
            env: "env" = None,
            name: "name" = None,
            default: "default" = None
        });
        let read = Fields::decode(findings, value)?;
        let Some(env) = read.env.or(read.name) else { return wrong_type(findings, value, "a map with `env`") };
        let default = read.default.and_then(|word| word.0);
        Some(Self { workload: read.workload, env, default, place: value.place.clone() })
    }
}

impl NamedEntry for Setting {
    const NAME: &'static str = "env";

    fn decode_short(findings: &mut Findings, entry: &Entry) -> Option<Self> {
        let default = Word::decode(findings, &entry.value)?.0;
        Some(Self { workload: None, env: entry.name.clone(), default, place: entry.key.clone() })
    }
}

/// Any single value, as it is spelt.
struct Word(Option<String>);

impl Decode for Word {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        match &value.data {
            Data::Null => Some(Self(None)),
            Data::Scalar { text, .. } => Some(Self(Some(text.clone()))),
            _ => wrong_type(findings, value, "a single value"),
        }
    }
}

/// An environment and its folder.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    pub(super) name: String,
    pub(super) path: String,
}

impl Decode for Folder {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Fields {
            name: String,
            path: String,
        }
        decode_fields!(Fields { name: "name", path: "path" });
        if matches!(value.data, Data::Map(_)) {
            return Fields::decode(findings, value).map(|read| Self { name: read.name, path: read.path });
        }
        let path = String::decode(findings, value)?;
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(&path).to_owned();
        Some(Self { name, path })
    }
}

impl NamedEntry for Folder {
    const NAME: &'static str = "name";

    fn decode_short(findings: &mut Findings, entry: &Entry) -> Option<Self> {
        Some(Self { name: entry.name.clone(), path: String::decode(findings, &entry.value)? })
    }
}

/// Names of what may differ, with or without a reason.
pub(super) struct Exceptions(pub(super) Vec<String>);

impl Decode for Exceptions {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let named = |findings: &mut Findings, item: &Value| match &item.data {
            Data::Map(entries) => {
                let name = ["name", "resource", "what", "key"];
                let entry = entries.iter().find(|entry| name.contains(&entry.name.as_str()));
                entry.and_then(|entry| String::decode(findings, &entry.value))
            }
            _ => String::decode(findings, item),
        };
        match &value.data {
            Data::List(items) => Some(Self(items.iter().filter_map(|item| named(findings, item)).collect())),
            Data::Map(entries) => Some(Self(entries.iter().map(|entry| entry.name.clone()).collect())),
            _ => wrong_type(findings, value, "a list"),
        }
    }
}
