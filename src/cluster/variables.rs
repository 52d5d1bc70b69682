//! The environment variables of a container, as the kubelet puts them together.
//!
//! Source: Kubernetes, `pkg/kubelet/kubelet_pods.go` (makeEnvironmentVariables): `envFrom` in its order, a later source
//! over an earlier one, then `env` over both; `$(NAME)` in a value stands for a variable set before it.

use std::borrow::Cow;

use crate::cluster::config::Kind;
use crate::cluster::config::Value;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::cluster::workload::Container;
use crate::cluster::workload::Workload;
use crate::yaml::Node;

/// A variable, from one of the places that set it.
#[derive(Debug, Clone)]
pub struct Variable<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its value; `None` where only the cluster knows it.
    pub value: Option<Cow<'a, str>>,
    /// Where the value is written: in the container, or in a ConfigMap or Secret.
    pub node: Node<'a>,
    /// The object that this stands in.
    pub holder: Object<'a>,
    /// The entry of `env` or `envFrom` in the container.
    pub entry: Node<'a>,
    /// The path of that entry below the pod's spec: `containers[0].env[2]`.
    pub path: String,
    /// The ConfigMap or Secret that it comes from, and the key there.
    pub from: Option<(Kind, &'a str, &'a str)>,
    /// Whether a later one of the same name replaces it.
    pub shadowed: bool,
}

impl<'a> Cluster<'a> {
    /// All variables of a container, those replaced by later ones too, in the order in which they are set. Sources that
    /// are not known add none; see [`Cluster::config`].
    pub fn variables(&self, workload: &Workload<'a>, container: &Container<'a>) -> Vec<Variable<'a>> {
        let mut all = Vec::new();
        for (at, entry) in container.node.get("envFrom").into_iter().flat_map(Node::items).enumerate() {
            let path = format!("{}.envFrom[{at}]", container.path);
            self.of_source(workload, entry, &path, &mut all);
        }
        for (at, entry) in container.node.get("env").into_iter().flat_map(Node::items).enumerate() {
            let Some(name) = entry.get("name").and_then(Node::text) else { continue };
            let path = format!("{}.env[{at}]", container.path);
            let variable = self.variable(workload, entry, name, path, &all);
            all.push(variable);
        }
        for at in 0..all.len() {
            all[at].shadowed = all[at + 1..].iter().any(|later| later.name == all[at].name);
        }
        all
    }

    fn of_source(&self, workload: &Workload<'a>, entry: Node<'a>, path: &str, all: &mut Vec<Variable<'a>>) {
        let prefix = entry.get("prefix").and_then(Node::text).unwrap_or_default();
        for (field, kind) in [("configMapRef", Kind::ConfigMap), ("secretRef", Kind::Secret)] {
            let Some(name) = entry.at(&[field, "name"]).and_then(Node::text) else { continue };
            let Known::There(config) = self.config(kind, workload.namespace(), name) else { continue };
            for key in config.keys().into_iter().flatten() {
                let (value, node) = match config.get(key) {
                    Known::There(Value::Text(text, node)) => (Some(Cow::Borrowed(text)), node),
                    _ => (None, entry),
                };
                all.push(Variable {
                    name: if prefix.is_empty() { key.into() } else { format!("{prefix}{key}").into() },
                    value,
                    node,
                    holder: holder(workload, &config, node, entry),
                    entry,
                    path: path.to_owned(),
                    from: Some((kind, name, key)),
                    shadowed: false,
                });
            }
        }
    }

    fn variable(
        &self,
        workload: &Workload<'a>,
        entry: Node<'a>,
        name: &'a str,
        path: String,
        before: &[Variable<'a>],
    ) -> Variable<'a> {
        let mut variable = Variable {
            name: name.into(),
            value: None,
            node: entry.get("value").unwrap_or(entry),
            holder: workload.object,
            entry,
            path,
            from: None,
            shadowed: false,
        };
        if let Some(text) = entry.get("value").and_then(Node::text) {
            variable.value = expanded(text, before);
            return variable;
        }
        let Some(source) = entry.get("valueFrom") else {
            variable.value = Some("".into());
            return variable;
        };
        for (field, kind) in [("configMapKeyRef", Kind::ConfigMap), ("secretKeyRef", Kind::Secret)] {
            let text = |key: &str| source.at(&[field, key]).and_then(Node::text);
            let (Some(name), Some(key)) = (text("name"), text("key")) else { continue };
            variable.from = Some((kind, name, key));
            if let Known::There(config) = self.config(kind, workload.namespace(), name)
                && let Known::There(Value::Text(text, node)) = config.get(key)
            {
                variable.holder = holder(workload, &config, node, entry);
                variable.node = node;
                variable.value = Some(text.into());
            }
        }
        variable
    }
}

/// The object that a value stands in.
fn holder<'a>(
    workload: &Workload<'a>,
    config: &crate::cluster::config::Config<'a>,
    node: Node<'a>,
    entry: Node<'a>,
) -> Object<'a> {
    match config {
        crate::cluster::config::Config::Object(object) if !node.is(entry) => *object,
        _ => workload.object,
    }
}

/// A value with `$(NAME)` replaced; `None` if one of them is not known. What no variable is called stays as it is.
fn expanded<'a>(text: &'a str, before: &[Variable<'a>]) -> Option<Cow<'a, str>> {
    if !text.contains("$(") {
        return Some(text.into());
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest.strip_prefix("$(").and_then(|inner| inner.split_once(')'));
        if let Some(escaped) = rest.strip_prefix("$$") {
            out.push('$');
            rest = escaped;
        } else if let Some((name, behind)) = name {
            match before.iter().rev().find(|variable| variable.name == name) {
                Some(variable) => out.push_str(variable.value.as_deref()?),
                None => out.push_str(&rest[..name.len() + 3]),
            }
            rest = behind;
        } else {
            out.push('$');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Some(out.into())
}
