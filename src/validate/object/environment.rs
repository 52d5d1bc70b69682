//! Environment variables of a container, and what they can be given of its pod.

use crate::text::suggest::listed;
use crate::text::suggest::nearest;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;

/// The fields of a pod that variables can hold.
const FIELDS: &[&str] = &[
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

const RESOURCES: &[&str] = &[
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
];

/// The units that amounts other than CPU can be given in.
const UNITS: &[&str] = &["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

/// How a variable can be called: nearly anything since 1.32.
fn grammar(sink: &Sink) -> Grammar {
    if sink.minor >= 32 { Grammar::RelaxedEnvName } else { Grammar::EnvName }
}

pub(super) fn check(sink: &mut Sink, container: &Field<'_>) {
    let grammar = grammar(sink);
    for variable in container.get("env").items() {
        let own = variable.get("name");
        if required(sink, &own) {
            name(sink, &own, grammar);
        }
        let from = variable.get("valueFrom");
        if from.is_set() {
            source(sink, &variable, &from);
        }
    }
    for source in container.get("envFrom").items() {
        spelt(sink, "invalid-name", &source.get("prefix"), grammar);
        one_field(sink, &source, &["configMapRef", "secretRef"], true);
        for kind in ["configMapRef", "secretRef"] {
            if source.get(kind).is_set() && required(sink, &source.at(&[kind, "name"])) {
                // Something follows the name of what makes names up.
                let own = source.at(&[kind, "name"]);
                if !Grammar::Subdomain.matches(own.text_or_empty().trim_end_matches('-')) {
                    name(sink, &own, Grammar::Subdomain);
                }
            }
        }
    }
}

fn source(sink: &mut Sink, variable: &Field<'_>, source: &Field<'_>) {
    if !variable.get("value").is_empty() {
        forbidden(sink, source, "beside `value`");
    }
    match source.keys().take(2).count() {
        0 => one_field(sink, source, &["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef"], true),
        1 => {}
        _ => one_field(sink, source, &source.keys().collect::<Vec<_>>(), false),
    }
    for kind in ["configMapKeyRef", "secretKeyRef"] {
        let reference = source.get(kind);
        if reference.is_set() {
            let (own, key) = (reference.get("name"), reference.get("key"));
            if required(sink, &own) {
                name(sink, &own, Grammar::Subdomain);
            }
            if required(sink, &key) {
                spelt(sink, "invalid-key", &key, Grammar::ConfigKey);
            }
        }
    }
    // All addresses of a node: off by default before 1.29.
    let reference = source.get("fieldRef");
    if sink.minor >= 29 {
        field_path(sink, &reference, FIELDS);
    } else {
        let fields: Vec<&str> = FIELDS.iter().copied().filter(|field| *field != "status.hostIPs").collect();
        field_path(sink, &reference, &fields);
    }
    resource_field(sink, &source.get("resourceFieldRef"), false);
}

/// A field of the pod, which may be one label or annotation.
pub(super) fn field_path(sink: &mut Sink, reference: &Field<'_>, fields: &[&str]) {
    if !reference.is_set() {
        return;
    }
    let path = reference.get("fieldPath");
    let text = path.text_or_empty();
    if fields.contains(&text) || !required(sink, &path) {
        return;
    }
    let key_of = |prefix| text.strip_prefix(prefix).and_then(|rest: &str| rest.strip_suffix("']"));
    let (label, annotation) = (key_of("metadata.labels['"), key_of("metadata.annotations['"));
    let right = match (label, annotation) {
        (Some(key), _) => Grammar::Qualified.matches(key),
        (_, Some(key)) => Grammar::Qualified.matches(&key.to_lowercase()),
        _ => false,
    };
    if !right {
        let near = nearest(text, fields.iter().copied());
        let help = near.map_or_else(
            || "write one such as `metadata.name`, `metadata.uid` or `metadata.labels['app']`".to_owned(),
            |meant| format!("write `{meant}`"),
        );
        sink.push(fault("unknown-value", &path, format!("containers cannot be given the field `{text}`")).help(help));
    }
}

/// A request or limit of a container, which files have to name.
pub(super) fn resource_field(sink: &mut Sink, reference: &Field<'_>, in_file: bool) {
    if !reference.is_set() {
        return;
    }
    if in_file {
        required(sink, &reference.get("containerName"));
    }
    let resource = reference.get("resource");
    if !required(sink, &resource) {
        return;
    }
    let text = resource.text_or_empty();
    let huge = text.starts_with("limits.hugepages-") || text.starts_with("requests.hugepages-");
    if !huge && !RESOURCES.contains(&text) {
        let near = nearest(text, RESOURCES.iter().copied()).map(|meant| format!("write `{meant}`"));
        let help = near.unwrap_or_else(|| format!("write one of {}", listed(RESOURCES.iter().copied())));
        sink.push(fault("unknown-value", &resource, format!("containers have no resource `{text}`")).help(help));
        return;
    }
    let divisor = reference.get("divisor");
    let units: &[&str] = if matches!(text, "limits.cpu" | "requests.cpu") { &["1m", "1"] } else { UNITS };
    if divisor.quantity().is_some_and(|unit| unit != "0" && !units.contains(&&*unit)) {
        sink.push(
            fault("unknown-value", &divisor, format!("`{}` is no unit of `{text}`", divisor.path()))
                .help(format!("write one of {}", listed(units.iter().copied()))),
        );
    }
}
