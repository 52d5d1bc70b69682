//! Every text of an environment in which an address may stand, each once, where it is written.

use crate::cluster::address::Address;
use crate::cluster::address::addresses;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::yaml::Node;

/// A text, where it is written.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// The object that it stands in.
    pub object: Object<'a>,
    /// The scalar.
    pub node: Node<'a>,
    /// Its path in the object.
    pub path: String,
    /// The variable or key that it is the value of, if it has a name.
    pub name: Option<&'a str>,
}

/// An address, where it is written.
#[derive(Debug, Clone)]
pub struct Written<'a> {
    /// The text that it stands in.
    pub text: Text<'a>,
    /// The address.
    pub address: Address<'a>,
    /// The namespace that it leads to: its own, or that of the object.
    pub namespace: &'a str,
}

impl<'a> Text<'a> {
    /// What it says.
    pub fn text(&self) -> &'a str {
        self.node.text().unwrap_or_default()
    }
}

impl<'a> Cluster<'a> {
    /// Every address in every text, in the order of the objects.
    pub fn addresses(&self) -> impl Iterator<Item = Written<'a>> {
        let namespaces = self.namespaces();
        self.texts().into_iter().flat_map(move |text| {
            let own = text.object.id().namespace.as_str();
            let found = addresses(text.text(), namespaces).into_iter();
            found.map(move |address| {
                let namespace = address.namespace.unwrap_or(own);
                Written { text: text.clone(), address, namespace }
            })
        })
    }

    /// All of them, in the order of the objects. What a Secret holds encoded is not read.
    pub fn texts(&self) -> Vec<Text<'a>> {
        let mut texts = Vec::new();
        for workload in self.workloads() {
            for container in workload.containers() {
                for (at, entry) in container.node.get("env").into_iter().flat_map(Node::items).enumerate() {
                    let Some(value) = entry.get("value") else { continue };
                    texts.push(Text {
                        object: workload.object,
                        node: value,
                        path: workload.path(&format!("{}.env[{at}].value", container.path)),
                        name: entry.get("name").and_then(Node::text),
                    });
                }
                for list in ["command", "args"] {
                    for (at, node) in container.node.get(list).into_iter().flat_map(Node::items).enumerate() {
                        let path = workload.path(&format!("{}.{list}[{at}]", container.path));
                        texts.push(Text { object: workload.object, node, path, name: None });
                    }
                }
            }
        }
        let maps: [(&str, &str, &[&str]); 3] = [
            ("", "ConfigMap", &["data"]),
            ("", "Secret", &["stringData"]),
            ("external-secrets.io", "ExternalSecret", &["spec", "target", "template", "data"]),
        ];
        for (group, kind, path) in maps {
            // What is made of something stands there already.
            for object in self.of_kind(group, kind).filter(|object| object.maker.is_none()) {
                for (key, node) in object.at(path).into_iter().flat_map(Node::entries) {
                    let name = key.text();
                    let path = format!("{}.{}", path.join("."), name.unwrap_or_default());
                    texts.push(Text { object, node, path, name });
                }
            }
        }
        for object in self.of_kind("keda.sh", "ScaledObject") {
            for (at, trigger) in object.at(&["spec", "triggers"]).into_iter().flat_map(Node::items).enumerate() {
                for (key, node) in trigger.get("metadata").into_iter().flat_map(Node::entries) {
                    let name = key.text();
                    let path = format!("spec.triggers[{at}].metadata.{}", name.unwrap_or_default());
                    texts.push(Text { object, node, path, name });
                }
            }
        }
        texts.retain(|text| text.node.text().is_some_and(|text| !text.is_empty()));
        texts
    }
}
