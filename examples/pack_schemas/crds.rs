//! Released definitions of operators: what they allow, with equal parts stored once.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use groundplan::schema::import::sha256;
use groundplan::text::Source;
use groundplan::yaml;
use groundplan::yaml::Node;
use groundplan::yaml::Scalar;
use serde_json::Map;
use serde_json::Value;

use crate::Line;

/// Parts shorter than this are cheaper to repeat than to name.
const WORTH_A_NAME: usize = 160;
/// Parts longer than this get a name of their own, so that they are parsed only when reached.
const WORTH_WAITING: usize = 2000;

struct Release {
    project: &'static str,
    version: &'static str,
    repository: &'static str,
    licence: &'static str,
    /// The file in the folder, and its path in the repository at the tag.
    files: &'static [(&'static str, &'static str)],
}

#[rustfmt::skip]
const RELEASES: &[Release] = &[
    Release { project: "argo-cd", version: "v2.14.0", repository: "argoproj/argo-cd", licence: "Apache-2.0", files: &[
        ("argo-cd/application-crd-v2.14.0.yaml", "manifests/crds/application-crd.yaml"),
        ("argo-cd/applicationset-crd-v2.14.0.yaml", "manifests/crds/applicationset-crd.yaml"),
        ("argo-cd/appproject-crd-v2.14.0.yaml", "manifests/crds/appproject-crd.yaml"),
    ] },
    Release { project: "argo-cd", version: "v3.5.1", repository: "argoproj/argo-cd", licence: "Apache-2.0", files: &[
        ("argo-cd/application-crd-v3.5.1.yaml", "manifests/crds/application-crd.yaml"),
        ("argo-cd/applicationset-crd-v3.5.1.yaml", "manifests/crds/applicationset-crd.yaml"),
        ("argo-cd/appproject-crd-v3.5.1.yaml", "manifests/crds/appproject-crd.yaml"),
    ] },
    Release { project: "external-secrets", version: "v0.9.11", repository: "external-secrets/external-secrets", licence: "Apache-2.0", files: &[
        ("external-secrets/clustersecretstores-v0.9.11.yaml", "config/crds/bases/external-secrets.io_clustersecretstores.yaml"),
        ("external-secrets/externalsecrets-v0.9.11.yaml", "config/crds/bases/external-secrets.io_externalsecrets.yaml"),
        ("external-secrets/secretstores-v0.9.11.yaml", "config/crds/bases/external-secrets.io_secretstores.yaml"),
    ] },
    Release { project: "external-secrets", version: "v2.9.0", repository: "external-secrets/external-secrets", licence: "Apache-2.0", files: &[
        ("external-secrets/externalsecrets-v2.9.0.yaml", "config/crds/bases/external-secrets.io_externalsecrets.yaml"),
    ] },
    Release { project: "istio", version: "v1.24.1", repository: "istio/api", licence: "Apache-2.0", files: &[
        ("istio/customresourcedefinitions-v1.24.1.yaml", "kubernetes/customresourcedefinitions.gen.yaml"),
    ] },
    Release { project: "keda", version: "v2.16.0", repository: "kedacore/keda", licence: "Apache-2.0", files: &[
        ("keda/clustertriggerauthentications-v2.16.0.yaml", "config/crd/bases/keda.sh_clustertriggerauthentications.yaml"),
        ("keda/scaledjobs-v2.16.0.yaml", "config/crd/bases/keda.sh_scaledjobs.yaml"),
        ("keda/scaledobjects-v2.16.0.yaml", "config/crd/bases/keda.sh_scaledobjects.yaml"),
        ("keda/triggerauthentications-v2.16.0.yaml", "config/crd/bases/keda.sh_triggerauthentications.yaml"),
    ] },
    Release { project: "prometheus-operator", version: "v0.73.1", repository: "prometheus-operator/prometheus-operator", licence: "Apache-2.0", files: &[
        ("prometheus-operator/alertmanagerconfigs-v0.73.1.yaml", "example/prometheus-operator-crd/monitoring.coreos.com_alertmanagerconfigs.yaml"),
        ("prometheus-operator/podmonitors-v0.73.1.yaml", "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml"),
        ("prometheus-operator/prometheusrules-v0.73.1.yaml", "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml"),
        ("prometheus-operator/servicemonitors-v0.73.1.yaml", "example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml"),
    ] },
    Release { project: "prometheus-operator", version: "v0.93.0", repository: "prometheus-operator/prometheus-operator", licence: "Apache-2.0", files: &[
        ("prometheus-operator/podmonitors-v0.93.0.yaml", "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml"),
        ("prometheus-operator/prometheusrules-v0.93.0.yaml", "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml"),
        ("prometheus-operator/servicemonitors-v0.93.0.yaml", "example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml"),
    ] },
    Release { project: "rabbitmq-cluster-operator", version: "v2.11.0", repository: "rabbitmq/cluster-operator", licence: "MPL-2.0", files: &[
        ("rabbitmq/rabbitmqclusters-v2.11.0.yaml", "config/crd/bases/rabbitmq.com_rabbitmqclusters.yaml"),
    ] },
    Release { project: "rabbitmq-topology-operator", version: "v1.15.0", repository: "rabbitmq/messaging-topology-operator", licence: "MPL-2.0", files: &[
        ("rabbitmq/bindings-v1.15.0.yaml", "config/crd/bases/rabbitmq.com_bindings.yaml"),
        ("rabbitmq/exchanges-v1.15.0.yaml", "config/crd/bases/rabbitmq.com_exchanges.yaml"),
        ("rabbitmq/permissions-v1.15.0.yaml", "config/crd/bases/rabbitmq.com_permissions.yaml"),
        ("rabbitmq/policies-v1.15.0.yaml", "config/crd/bases/rabbitmq.com_policies.yaml"),
        ("rabbitmq/queues-v1.15.0.yaml", "config/crd/bases/rabbitmq.com_queues.yaml"),
        ("rabbitmq/users-v1.15.0.yaml", "config/crd/bases/rabbitmq.com_users.yaml"),
        ("rabbitmq/vhosts-v1.15.0.yaml", "config/crd/bases/rabbitmq.com_vhosts.yaml"),
    ] },
];

/// The lines of the pack, and the table of where they come from.
#[expect(clippy::disallowed_methods, reason = "a command of the project, not the program")]
pub(crate) fn lines(folder: &Path) -> Result<(Vec<Line>, String), Box<dyn std::error::Error>> {
    let mut kinds: Vec<(Line, Value)> = Vec::new();
    let mut table = "| project | version | repository | path at that tag | licence | sha256 | kinds |\n\
        |---|---|---|---|---|---|---|\n"
        .to_owned();
    for release in RELEASES {
        for (file, path) in release.files {
            let text = std::fs::read_to_string(folder.join(file))?;
            let digest = sha256(text.as_bytes());
            let found = versions(release, &Source::new(*file, text))?;
            let mut names: Vec<&str> = found.iter().filter_map(|(line, _)| line.kind.split(' ').nth(1)).collect();
            names.dedup();
            let Release { project, version, repository, licence, .. } = release;
            let names = names.join(", ");
            writeln!(
                table,
                "| {project} | {version} | `{repository}` | `{path}` | {licence} | `{digest}` | {names} |"
            )?;
            kinds.extend(found);
        }
    }
    let mut parts = Parts::default();
    for (_, schema) in &kinds {
        parts.count(schema);
    }
    let mut lines: Vec<Line> = Vec::new();
    for (line, schema) in kinds {
        lines.push(Line { body: serde_json::to_string(&parts.children(&schema))?, ..line });
    }
    for (at, body) in parts.bodies.into_iter().enumerate() {
        let body = body.to_string();
        lines.push(Line { name: format!("#{at}"), scope: String::new(), kind: String::new(), body });
    }
    lines.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((lines, table))
}

/// The served versions of every definition in a file.
fn versions(release: &Release, source: &std::sync::Arc<Source>) -> Result<Vec<(Line, Value)>, String> {
    let parsed = yaml::parse(source);
    if let Some(problem) = parsed.problems.first() {
        return Err(format!("{} {}", problem.place, problem.message));
    }
    let mut found = Vec::new();
    for document in &parsed.documents {
        let root = document.root();
        let text = |path: &[&str]| root.at(path).and_then(Node::string).unwrap_or_default();
        let (group, kind) = (text(&["spec", "group"]), text(&["spec", "names", "kind"]));
        for version in root.at(&["spec", "versions"]).into_iter().flat_map(Node::items) {
            if version.get("served").and_then(Node::scalar) == Some(Scalar::Bool(false)) {
                continue;
            }
            let name = version.get("name").and_then(Node::string).unwrap_or_default();
            let schema = version.at(&["schema", "openAPIV3Schema"]).ok_or("no schema")?;
            let Release { project, version, .. } = release;
            found.push((
                Line {
                    name: format!("{project} {version} {group}/{name} {kind}"),
                    scope: format!("{project} {version}"),
                    kind: format!("{group}/{name} {kind}"),
                    body: String::new(),
                },
                strip(&json(schema)),
            ));
        }
    }
    Ok(found)
}

fn json(node: Node<'_>) -> Value {
    if node.is_mapping() {
        let fields = node.entries();
        return Value::Object(
            fields.map(|(key, value)| (key.text().unwrap_or_default().to_owned(), json(value))).collect(),
        );
    }
    if node.is_sequence() {
        return node.items().map(json).collect();
    }
    match node.scalar() {
        Some(Scalar::Bool(value)) => value.into(),
        Some(Scalar::Int(value)) => i64::try_from(value).map_or(Value::Null, Value::from),
        Some(Scalar::Float(value)) => value.into(),
        Some(Scalar::Str(value)) => value.into(),
        Some(Scalar::Null) | None => Value::Null,
    }
}

/// Without words, and without the `anyOf` that only repeats `x-kubernetes-int-or-string`; keys sorted.
fn strip(schema: &Value) -> Value {
    let Value::Object(schema) = schema else { return schema.clone() };
    let int_or_string = schema.contains_key("x-kubernetes-int-or-string");
    let mut kept: Vec<(String, Value)> = Vec::new();
    for (key, value) in schema {
        let value = match (key.as_str(), value) {
            ("description" | "title" | "example" | "externalDocs", _) => continue,
            ("anyOf", _) if int_or_string => continue,
            ("properties", Value::Object(fields)) => {
                let mut fields: Vec<_> = fields.iter().map(|(name, field)| (name.clone(), strip(field))).collect();
                fields.sort_by(|a, b| a.0.cmp(&b.0));
                Value::Object(Map::from_iter(fields))
            }
            ("items" | "additionalProperties" | "not", _) => strip(value),
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => schemas.iter().map(strip).collect(),
            _ => value.clone(),
        };
        kept.push((key.clone(), value));
    }
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    Value::Object(Map::from_iter(kept))
}

/// Parts that get a name: those that occur more than once, and those worth parsing only when reached.
#[derive(Default)]
struct Parts {
    seen: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
    bodies: Vec<Value>,
}

impl Parts {
    /// Counts a part; what is inside a repeated part is counted once, for it will be named as a whole.
    fn count(&mut self, schema: &Value) {
        let seen = self.seen.entry(schema.to_string()).or_default();
        *seen += 1;
        if *seen == 1 {
            each_child(schema, &mut |child| {
                self.count(child);
                child.clone()
            });
        }
    }

    fn children(&mut self, schema: &Value) -> Value {
        each_child(schema, &mut |child| self.named(child))
    }

    fn named(&mut self, schema: &Value) -> Value {
        let text = schema.to_string();
        let repeated = self.seen.get(&text).is_some_and(|seen| *seen > 1);
        if !(repeated && text.len() >= WORTH_A_NAME || text.len() >= WORTH_WAITING) {
            return self.children(schema);
        }
        let at = if let Some(at) = self.names.get(&text) {
            *at
        } else {
            let body = self.children(schema);
            self.bodies.push(body);
            self.names.insert(text, self.bodies.len() - 1);
            self.bodies.len() - 1
        };
        serde_json::json!({ "$ref": format!("#{at}") })
    }
}

/// The schema with `change` applied to the schemas directly inside it.
fn each_child(schema: &Value, change: &mut dyn FnMut(&Value) -> Value) -> Value {
    let Value::Object(fields) = schema else { return schema.clone() };
    let mut changed = Map::new();
    for (key, value) in fields {
        let value = match (key.as_str(), value) {
            ("properties", Value::Object(fields)) => {
                Value::Object(fields.iter().map(|(name, field)| (name.clone(), change(field))).collect())
            }
            ("items" | "additionalProperties", Value::Object(_)) => change(value),
            _ => value.clone(),
        };
        changed.insert(key.clone(), value);
    }
    Value::Object(changed)
}
