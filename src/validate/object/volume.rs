//! Volumes of a pod: their names, one source each, and what every source needs.

use crate::validate::object::claim;
use crate::validate::object::environment;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::metadata;
use crate::validate::object::names::Names;
use crate::validate::object::resources::not_negative;
use crate::validate::object::volume_source;

/// The order in which the API server looks at sources: a second one is reported, not the first.
const SOURCES: &[&str] = &[
    "emptyDir",
    "hostPath",
    "gitRepo",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "flocker",
    "persistentVolumeClaim",
    "rbd",
    "cinder",
    "cephfs",
    "quobyte",
    "downwardAPI",
    "fc",
    "flexVolume",
    "configMap",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "storageos",
    "projected",
    "scaleIO",
    "csi",
    "ephemeral",
    "image",
];

/// The fields of a pod that files can hold.
const FIELDS: &[&str] =
    &["metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid"];

/// Checks all volumes and gives their names.
pub(super) fn check<'a>(sink: &mut Sink, volumes: &Field<'a>) -> Names<'a> {
    for volume in volumes.items() {
        let own = volume.get("name");
        if required(sink, &own) {
            name(sink, &own, Grammar::Label);
        }
        // Without any source, the API server takes an empty folder.
        let mut sources = volume.keys().filter(|key| *key != "name");
        match (sources.next(), sources.next()) {
            (Some(only), None) => source(sink, only, &volume.get(only)),
            (None, _) => {}
            (Some(_), Some(_)) => several_sources(sink, &volume),
        }
    }
    distinct(sink, volumes.items().map(|volume| volume.get("name")));
    volumes.items().map(|volume| volume.get("name").text_or_empty()).collect()
}

fn several_sources(sink: &mut Sink, volume: &Field<'_>) {
    let mut sources: Vec<&str> = volume.keys().filter(|key| *key != "name").collect();
    sources.sort_by_key(|key| SOURCES.iter().position(|source| source == key).unwrap_or(SOURCES.len()));
    one_field(sink, volume, &sources, false);
    for source in sources {
        self::source(sink, source, &volume.get(source));
    }
}

fn source(sink: &mut Sink, kind: &str, source: &Field<'_>) {
    match kind {
        "emptyDir" => not_negative(sink, &source.get("sizeLimit")),
        "configMap" | "secret" => {
            required(sink, &source.get(if kind == "secret" { "secretName" } else { "name" }));
            mode(sink, &source.get("defaultMode"));
            files(sink, &source.get("items"));
        }
        "persistentVolumeClaim" => {
            required(sink, &source.get("claimName"));
        }
        "downwardAPI" => {
            mode(sink, &source.get("defaultMode"));
            downward(sink, &source.get("items"));
        }
        "projected" => projected(sink, source),
        "csi" => {
            volume_source::driver(sink, &source.get("driver"));
            if source.get("nodePublishSecretRef").is_set() {
                let own = source.at(&["nodePublishSecretRef", "name"]);
                if required(sink, &own) {
                    name(sink, &own, Grammar::Subdomain);
                }
            }
        }
        "ephemeral" => ephemeral(sink, &source.get("volumeClaimTemplate")),
        _ => volume_source::check(sink, kind, source),
    }
}

fn ephemeral(sink: &mut Sink, template: &Field<'_>) {
    if !required(sink, template) {
        return;
    }
    let own = template.get("metadata");
    metadata::labels(sink, &own.get("labels"));
    metadata::annotations(sink, &own.get("annotations"));
    for (key, at, value) in own.entries() {
        if !["labels", "annotations"].contains(&key) && !value.is_empty() {
            sink.push(
                fault("conflicting-fields", &at, format!("`{}` cannot be set for the claim of a pod", at.path()))
                    .help("leave it out: the claim is called after the pod and the volume"),
            );
        }
    }
    claim::check(sink, &template.get("spec"));
}

fn projected(sink: &mut Sink, projected: &Field<'_>) {
    mode(sink, &projected.get("defaultMode"));
    let mut paths = Vec::new();
    for source in projected.get("sources").items() {
        let kinds: Vec<&str> = source.keys().collect();
        one_field(sink, &source, &kinds, false);
        for kind in ["configMap", "secret"] {
            let own = source.get(kind);
            if own.is_set() {
                required(sink, &own.get("name"));
                files(sink, &own.get("items"));
                paths.extend(own.get("items").items().map(|item| item.get("path")));
            }
        }
        let own = source.at(&["downwardAPI", "items"]);
        downward(sink, &own);
        paths.extend(own.items().map(|item| item.get("path")));
        let token = source.get("serviceAccountToken");
        if token.is_set() {
            within(sink, &token.get("expirationSeconds"), 600, 1 << 32);
            required(sink, &token.get("path"));
        }
    }
    distinct(sink, paths);
}

fn files(sink: &mut Sink, items: &Field<'_>) {
    for item in items.items() {
        required(sink, &item.get("key"));
        file(sink, &item);
    }
}

/// A path below the volume and the permissions of the file there.
fn file(sink: &mut Sink, item: &Field<'_>) {
    let path = item.get("path");
    if required(sink, &path) {
        let before = sink.len();
        relative(sink, &path);
        if sink.len() == before && path.text_or_empty().starts_with("..") {
            sink.push(
                fault("invalid-path", &path, format!("`{}` cannot begin with `..`", path.path()))
                    .help("choose another name: the kubelet keeps its own files under such names"),
            );
        }
    }
    mode(sink, &item.get("mode"));
}

fn downward(sink: &mut Sink, items: &Field<'_>) {
    for item in items.items() {
        file(sink, &item);
        one_field(sink, &item, &["fieldRef", "resourceFieldRef"], true);
        environment::field_path(sink, &item.get("fieldRef"), FIELDS);
        environment::resource_field(sink, &item.get("resourceFieldRef"), true);
    }
}

/// File permissions, which are octal as people write them.
fn mode(sink: &mut Sink, field: &Field<'_>) {
    if let Some(value) = field.integer().filter(|value| !(0..=0o777).contains(value)) {
        sink.push(
            fault("value-out-of-range", field, format!("`{}` cannot be {value}", field.path()))
                .help("write permissions between 0000 and 0777, with the leading 0"),
        );
    }
}

/// A path below another one.
#[inline]
pub(super) fn relative(sink: &mut Sink, field: &Field<'_>) {
    if field.is_set() {
        relative_set(sink, field);
    }
}

fn relative_set(sink: &mut Sink, field: &Field<'_>) {
    if field.text_or_empty().starts_with('/') {
        sink.push(
            fault("invalid-path", field, format!("`{}` must be relative", field.path()))
                .help("leave out the `/` at the beginning"),
        );
    }
    no_way_up(sink, field);
}

pub(super) fn no_way_up(sink: &mut Sink, field: &Field<'_>) {
    let text = field.text_or_empty();
    if text.contains("..") && text.split('/').any(|part| part == "..") {
        sink.push(
            fault("invalid-path", field, format!("`{}` cannot lead upwards", field.path()))
                .help("write the path without `..`"),
        );
    }
}

/// Mounts of a container: of volumes that exist, each at its own path.
pub(super) fn mounts(sink: &mut Sink, container: &Field<'_>, volumes: &Names<'_>) {
    let mounts = container.get("volumeMounts");
    for mount in mounts.items() {
        exists(sink, &mount.get("name"), volumes);
        required(sink, &mount.get("mountPath"));
        let (own, expanded) = (mount.get("subPath"), mount.get("subPathExpr"));
        relative(sink, &own);
        relative(sink, &expanded);
        if own.is_set() && expanded.is_set() && !own.is_empty() && !expanded.is_empty() {
            one_field(sink, &mount, &["subPath", "subPathExpr"], false);
        }
        propagation(sink, container, &mount);
    }
    distinct(sink, mounts.items().map(|mount| mount.get("mountPath")));
    let devices = container.get("volumeDevices");
    for device in devices.items() {
        exists(sink, &device.get("name"), volumes);
        if required(sink, &device.get("devicePath")) {
            no_way_up(sink, &device.get("devicePath"));
        }
    }
    if devices.count() > 0 {
        let both = || devices.items().map(|own| own.get("name")).chain(mounts.items().map(|own| own.get("name")));
        // One volume may be mounted twice, but neither be a device twice nor both at once.
        let names: Names<'_> = devices.items().map(|own| own.get("name").text_or_empty()).collect();
        distinct(sink, both().filter(|own| names.contains(own.text_or_empty())));
        let paths = devices.items().map(|own| own.get("devicePath"));
        distinct(sink, paths.chain(mounts.items().map(|own| own.get("mountPath"))));
    }
}

fn propagation(sink: &mut Sink, container: &Field<'_>, mount: &Field<'_>) {
    let own = mount.get("mountPropagation");
    one_of(sink, &own, &["Bidirectional", "HostToContainer", "None"]);
    if own.is_set() && own.is_text("Bidirectional") && !container.at(&["securityContext", "privileged"]).is_true() {
        sink.push(
            fault("conflicting-fields", &own, format!("`{}` needs a privileged container", own.path()))
                .help("write `HostToContainer`, or `privileged: true` in the `securityContext` of the container"),
        );
    }
}

fn exists(sink: &mut Sink, own: &Field<'_>, volumes: &Names<'_>) {
    if !required(sink, own) || volumes.contains(own.text_or_empty()) {
        return;
    }
    let text = own.text_or_empty();
    let near = crate::text::suggest::nearest(text, volumes.sorted());
    sink.push(fault("dangling-volume", own, format!("there is no volume `{text}` in this pod")).help(
        near.map_or_else(
            || "add it to `volumes`, or leave the mount out".to_owned(),
            |meant| format!("write `{meant}`"),
        ),
    ));
}
