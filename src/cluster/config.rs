//! ConfigMaps and Secrets: which keys they have, and what stands under them.

use crate::cluster::facts::external;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::text::Place;
use crate::yaml::Node;

/// The two kinds that hold keys and values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A ConfigMap.
    ConfigMap,
    /// A Secret.
    Secret,
}

impl Kind {
    /// `ConfigMap` or `Secret`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ConfigMap => "ConfigMap",
            Self::Secret => "Secret",
        }
    }
}

/// A ConfigMap or Secret, among the documents or declared.
#[derive(Debug, Clone, Copy)]
pub enum Config<'a> {
    /// An object.
    Object(Object<'a>),
    /// Declared to exist.
    Declared(&'a external::Keyed),
}

/// What is under a key.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Text that can be read.
    Text(&'a str, Node<'a>),
    /// Something that only the cluster knows, or that is encoded.
    Hidden,
}

/// Whether somebody else adds keys to what is written: it is said so, nothing is written, or its type says so.
fn is_open(object: Object<'_>) -> bool {
    let is_filled = ["data", "stringData", "binaryData"].into_iter().filter_map(|map| object.at(&[map]));
    let generated =
        |key: &str| ["autogenerate", "inject", "replicate-from", "reflects"].iter().any(|word| key.contains(word));
    let annotations = ["annotations", "labels"].into_iter().filter_map(|map| object.at(&["metadata", map]));
    object.is_open
        || is_filled.flat_map(Node::entries).next().is_none()
        || object.at(&["type"]).and_then(Node::text) == Some("kubernetes.io/service-account-token")
        || annotations.flat_map(Node::entries).filter_map(|(key, _)| key.text()).any(generated)
}

impl<'a> Config<'a> {
    /// Its keys, if all are known.
    pub fn keys(&self) -> Option<Vec<&'a str>> {
        match self {
            Self::Object(object) if is_open(*object) => None,
            Self::Object(object) => {
                let maps = ["data", "stringData", "binaryData"].into_iter().filter_map(|map| object.at(&[map]));
                Some(maps.flat_map(Node::entries).filter_map(|(key, _)| key.text()).collect())
            }
            Self::Declared(declared) => declared.keys.as_ref().map(|keys| keys.iter().map(String::as_str).collect()),
        }
    }

    /// Where it stands, if it is among the documents.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Object(object) => Some(object.place(&["data"])),
            Self::Declared(_) => None,
        }
    }

    /// Its type, for a Secret of which it is known: `Opaque` if none is written.
    pub fn secret_type(&self) -> Option<&'a str> {
        match self {
            // What somebody else fills, he may well replace.
            Self::Object(object) if is_open(*object) => object.at(&["type"]).and_then(Node::text),
            Self::Object(object) => Some(object.at(&["type"]).and_then(Node::text).unwrap_or("Opaque")),
            Self::Declared(declared) => declared.kind.as_deref(),
        }
    }

    /// What stands under a key.
    pub fn get(&self, key: &str) -> Known<Value<'a>> {
        let Self::Object(object) = self else {
            return match self.keys() {
                Some(keys) if keys.contains(&key) => Known::There(Value::Hidden),
                Some(_) => Known::Missing,
                None => Known::Unknown,
            };
        };
        let is_secret = object.id().kind == "Secret";
        for map in ["stringData", "data", "binaryData"] {
            let Some(node) = object.at(&[map]).and_then(|map| map.get(key)) else { continue };
            let readable = map == "stringData" || map == "data" && !is_secret;
            return Known::There(match node.text().filter(|_| readable) {
                Some(text) => Value::Text(text, node),
                None => Value::Hidden,
            });
        }
        if is_open(*object) { Known::Unknown } else { Known::Missing }
    }
}

impl<'a> Cluster<'a> {
    /// The ConfigMap or Secret of that name.
    pub fn config(&self, kind: Kind, namespace: &str, name: &str) -> Known<Config<'a>> {
        if let Some(object) = self.find("", kind.name(), namespace, name) {
            return Known::There(Config::Object(object));
        }
        let external = self.facts.external.as_ref();
        let declared = external.into_iter().flat_map(|external| match kind {
            Kind::ConfigMap => &external.config_maps,
            Kind::Secret => &external.secrets,
        });
        let mut declared = declared.filter(|declared| declared.namespace == namespace && declared.name == name);
        if let Some(declared) = declared.next() {
            return Known::There(Config::Declared(declared));
        }
        // Kubernetes puts these into every namespace.
        if kind == Kind::ConfigMap && matches!(name, "kube-root-ca.crt" | "istio-ca-root-cert") {
            return Known::Unknown;
        }
        if kind == Kind::Secret && self.is_secret_of_others(namespace, name) {
            return Known::Unknown;
        }
        self.absent_named("", kind.name(), namespace, name)
    }

    /// Whether cert-manager or External Secrets makes this Secret.
    fn is_secret_of_others(&self, namespace: &str, name: &str) -> bool {
        let declared = self.facts.external.iter().flat_map(|external| &external.certificates);
        declared.into_iter().any(|certificate| certificate.namespace == namespace && certificate.name == name)
            || self.of_kind("cert-manager.io", "Certificate").any(|certificate| {
                certificate.id().namespace == namespace
                    && certificate.at(&["spec", "secretName"]).and_then(Node::text) == Some(name)
            })
            || self.of_kind("external-secrets.io", "ExternalSecret").any(|external| {
                let target = external.at(&["spec", "target", "name"]).and_then(Node::text);
                external.id().namespace == namespace && target.unwrap_or(&external.id().name) == name
            })
    }
}
