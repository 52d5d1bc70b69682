//! References between parts of the model: every name that is mentioned must exist.
//!
//! This works on the merged values, so that a wrong type elsewhere does not hide a wrong name here.

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::layer::Data;
use crate::model::layer::Value;
use crate::text::Place;
use crate::text::suggest;

/// Reports references to what does not exist. Where an error is `reported` already, a map without any entry is taken
/// for the one that the error is about, and what refers to it is not held against the user.
pub fn check(findings: &mut Findings, environment: &str, tree: &Value, reported: bool) {
    let mut check = Check { findings, environment, tree, reported };
    check.nodes();
    check.namespaces();
    check.selector(&["redis", "operator", "nodes"]);
    for instance in check.names(&["redis", "instances"]) {
        check.selector(&["redis", "instances", instance, "nodes"]);
    }
    check.parts();
    check.bindings();
    check.applications();
}

struct Check<'c> {
    findings: &'c mut Findings,
    environment: &'c str,
    tree: &'c Value,
    reported: bool,
}

impl<'c> Check<'c> {
    /// The keys of the map at a path.
    fn names(&self, path: &[&str]) -> Vec<&'c str> {
        let map = self.tree.at(path).map(Value::entries).unwrap_or_default();
        map.iter().map(|entry| entry.name.as_str()).collect()
    }

    /// The text at a path, if one is there.
    fn text(&self, path: &[&str]) -> Option<&'c str> {
        text(self.tree.at(path)?)
    }

    /// Reports the text at `path` unless it is one of `known`; says whether it is.
    fn reference(&mut self, path: &[&str], lack: &str, known: &[&str]) -> bool {
        let Some(name) = self.text(path) else { return false };
        if known.contains(&name) {
            return true;
        }
        self.dangling(self.tree.nearest_place(path).clone(), path, &format!("{lack} `{name}`"), name, known);
        false
    }

    fn dangling(&mut self, place: Place, path: &[&str], message: &str, name: &str, known: &[&str]) {
        if known.is_empty() && self.reported {
            return;
        }
        let near = suggest::nearest(name, known.iter().copied());
        self.findings.push(
            Finding::error("dangling-reference", place, message)
                .resource(format!("environment {}", self.environment))
                .path(path.join("."))
                .help(
                    near.map_or_else(
                        || suggest::known(known.iter().copied()),
                        |near| format!("did you mean `{near}`?"),
                    ),
                ),
        );
    }

    fn nodes(&mut self) {
        let types = self.names(&["cluster", "instanceTypes"]);
        for node in self.names(&["nodes"]) {
            self.reference(&["nodes", node, "instanceType"], "there is no instance type", &types);
        }
    }

    fn namespaces(&mut self) {
        let namespaces = self.names(&["namespaces"]);
        let mut check = |path: &[&str]| self.reference(path, "there is no namespace", &namespaces);
        check(&["redis", "namespace"]);
        check(&["redis", "operator", "namespace"]);
        check(&["redis", "monitoring", "namespace"]);
        check(&["argocd", "namespace"]);
        for service in self.names(&["services"]) {
            self.reference(&["services", service, "namespace"], "there is no namespace", &namespaces);
        }
        for application in self.names(&["argocd", "applications"]) {
            self.reference(&["argocd", "applications", application, "namespace"], "there is no namespace", &namespaces);
        }
    }

    /// A selector that matches no node would leave its pods Pending.
    fn selector(&mut self, path: &[&str]) {
        let Some(selector) = self.tree.at(path) else { return };
        let nodes = self.tree.at(&["nodes"]).map(Value::entries).unwrap_or_default();
        let label = |node: &'c Value, key: &str| node.at(&["labels", key]).and_then(text);
        let selects = |node: &'c Value| {
            selector.entries().iter().all(|entry| {
                label(node, &entry.name).is_some_and(|label| values(&entry.value).any(|(_, value)| value == label))
            })
        };
        if nodes.iter().any(|node| selects(&node.value)) {
            return;
        }
        for entry in selector.entries() {
            let path: Vec<&str> = path.iter().copied().chain([entry.name.as_str()]).collect();
            let mut known: Vec<&str> = nodes.iter().filter_map(|node| label(&node.value, &entry.name)).collect();
            known.sort_unstable();
            known.dedup();
            if known.is_empty() {
                let labels = |node: &'c Value| node.at(&["labels"]).map(Value::entries).unwrap_or_default();
                let mut keys: Vec<&str> =
                    nodes.iter().flat_map(|node| labels(&node.value)).map(|label| label.name.as_str()).collect();
                keys.sort_unstable();
                keys.dedup();
                let message = format!("there is no node label `{}`", entry.name);
                self.dangling(entry.key.clone(), &path, &message, &entry.name, &keys);
                return;
            }
            let unknown = values(&entry.value).find(|(_, value)| !known.contains(value));
            if let Some((index, value)) = unknown {
                let path: Vec<&str> = path.into_iter().chain(index.as_deref()).collect();
                let message = format!("there is no node with {} = `{value}`", entry.name);
                self.dangling(self.tree.nearest_place(&path).clone(), &path, &message, value, &known);
                return;
            }
        }
        self.findings.push(
            Finding::error("dangling-reference", selector.place.clone(), "no node has all of these labels")
                .resource(format!("environment {}", self.environment))
                .path(path.join("."))
                .why("the pods would stay Pending, and while one Redis pod is Pending the operator elects no master"),
        );
    }

    /// A part names a service, and that one is no part itself.
    fn parts(&mut self) {
        let services = self.names(&["services"]);
        let tree = self.tree;
        let parent = |service: &str| tree.at(&["services", service, "partOf"]);
        let whole: Vec<&str> = services.iter().copied().filter(|service| parent(service).is_none()).collect();
        for service in services {
            let path = ["services", service, "partOf"];
            let Some(name) = self.text(&path) else { continue };
            let Some(above) = parent(name) else {
                self.reference(&path, "there is no service", &whole);
                continue;
            };
            let message = if name == service {
                format!("`{name}` is a part of itself")
            } else {
                format!("`{name}` is itself a part")
            };
            let better = text(above).filter(|above| whole.contains(above));
            self.findings.push(
                Finding::error("nested-part", tree.nearest_place(&path).clone(), message)
                    .resource(format!("environment {}", self.environment))
                    .path(path.join("."))
                    .why("a part has the namespace and the sources of a service that has its own")
                    .help(better.map_or_else(
                        || "name a service that is no part".to_owned(),
                        |better| format!("write `{better}`, which `{name}` is a part of"),
                    )),
            );
        }
    }

    fn bindings(&mut self) {
        let instances = self.names(&["redis", "instances"]);
        for service in self.names(&["services"]) {
            for variable in self.names(&["services", service, "redis"]) {
                let binding = ["services", service, "redis", variable];
                let instance = [&binding[..], &["instance"]].concat();
                if !self.reference(&instance, "there is no Redis instance", &instances) {
                    continue;
                }
                let Some(instance) = self.text(&instance) else { continue };
                let databases = self.names(&["redis", "instances", instance, "databases"]);
                let lack = format!("Redis instance `{instance}` has no database");
                self.reference(&[&binding[..], &["database"]].concat(), &lack, &databases);
            }
        }
    }

    fn applications(&mut self) {
        let own = self.names(&["argocd", "applications"]);
        let known = [own.clone(), self.names(&["argocd", "platform"])].concat();
        for application in own {
            for side in ["after", "before"] {
                let list = ["argocd", "applications", application, side];
                let Some(Data::List(others)) = self.tree.at(&list).map(|value| &value.data) else { continue };
                for index in 0..others.len() {
                    let index = index.to_string();
                    self.reference(&[&list[..], &[index.as_str()]].concat(), "there is no Application", &known);
                }
            }
        }
    }
}

fn text(value: &Value) -> Option<&str> {
    match &value.data {
        Data::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

/// One value, or a list of them with their indices.
fn values(value: &Value) -> impl Iterator<Item = (Option<String>, &str)> {
    let items: Vec<(Option<String>, &str)> = match &value.data {
        Data::List(items) => {
            items.iter().enumerate().filter_map(|(index, item)| Some((Some(index.to_string()), text(item)?))).collect()
        }
        _ => text(value).map(|text| (None, text)).into_iter().collect(),
    };
    items.into_iter()
}
