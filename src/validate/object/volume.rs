//! Volumes of a pod.

use std::collections::BTreeSet;

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::resources::not_negative;

/// What stands beside the source of a volume.
const NO_SOURCE: &[&str] = &["name"];

/// The order in which the API server looks at sources: a second one is reported, not the first.
const SOURCES: &[&str] =
    &["emptyDir", "hostPath", "secret", "nfs", "persistentVolumeClaim", "downwardAPI", "configMap", "projected", "csi"];

const HOST_PATH_TYPES: &[&str] =
    &["DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"];

/// Checks all volumes and gives their names.
pub(super) fn check<'a>(sink: &mut Sink, volumes: &Field<'a>) -> BTreeSet<&'a str> {
    for volume in volumes.items() {
        let own = volume.get("name");
        if required(sink, &own) {
            name(sink, &own, Grammar::Label);
        }
        let mut sources: Vec<&str> = volume.keys().filter(|key| !NO_SOURCE.contains(key)).collect();
        // Without any source, the API server takes an empty folder.
        sources.sort_by_key(|key| SOURCES.iter().position(|source| source == key).unwrap_or(SOURCES.len()));
        one_field(sink, &volume, &sources, false);
        source(sink, &volume);
    }
    distinct(sink, volumes.items().map(|volume| volume.get("name")));
    volumes.items().map(|volume| volume.get("name").text_or_empty()).collect()
}

fn needs(sink: &mut Sink, volume: &Field<'_>, source: &'static str, fields: &[&'static str]) {
    let source = volume.get(source);
    if source.is_set() {
        for field in fields {
            required(sink, &source.get(field));
        }
    }
}

fn source(sink: &mut Sink, volume: &Field<'_>) {
    needs(sink, volume, "configMap", &["name"]);
    needs(sink, volume, "secret", &["secretName"]);
    needs(sink, volume, "persistentVolumeClaim", &["claimName"]);
    needs(sink, volume, "hostPath", &["path"]);
    needs(sink, volume, "nfs", &["server", "path"]);
    needs(sink, volume, "csi", &["driver"]);
    needs(sink, volume, "ephemeral", &["volumeClaimTemplate"]);
    let host = volume.get("hostPath");
    one_of(sink, &host.get("type"), HOST_PATH_TYPES);
    no_way_up(sink, &host.get("path"));
    not_negative(sink, &volume.at(&["emptyDir", "sizeLimit"]));
    for kind in ["configMap", "secret"] {
        mode(sink, &volume.at(&[kind, "defaultMode"]));
        files(sink, &volume.at(&[kind, "items"]));
    }
    mode(sink, &volume.at(&["downwardAPI", "defaultMode"]));
    downward(sink, &volume.at(&["downwardAPI", "items"]));
    projected(sink, &volume.get("projected"));
}

fn projected(sink: &mut Sink, projected: &Field<'_>) {
    mode(sink, &projected.get("defaultMode"));
    for source in projected.get("sources").items() {
        let kinds: Vec<&str> = source.keys().collect();
        one_field(sink, &source, &kinds, false);
        for kind in ["configMap", "secret"] {
            needs(sink, &source, kind, &["name"]);
            files(sink, &source.at(&[kind, "items"]));
        }
        downward(sink, &source.at(&["downwardAPI", "items"]));
        let token = source.get("serviceAccountToken");
        if token.is_set() {
            within(sink, &token.get("expirationSeconds"), 600, 1 << 32);
            if required(sink, &token.get("path")) {
                relative(sink, &token.get("path"));
            }
        }
    }
}

fn files(sink: &mut Sink, items: &Field<'_>) {
    for item in items.items() {
        required(sink, &item.get("key"));
        if required(sink, &item.get("path")) {
            relative(sink, &item.get("path"));
        }
        mode(sink, &item.get("mode"));
    }
}

fn downward(sink: &mut Sink, items: &Field<'_>) {
    for item in items.items() {
        if required(sink, &item.get("path")) {
            relative(sink, &item.get("path"));
        }
        one_field(sink, &item, &["fieldRef", "resourceFieldRef"], true);
        mode(sink, &item.get("mode"));
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
pub(super) fn relative(sink: &mut Sink, field: &Field<'_>) {
    if field.text_or_empty().starts_with('/') {
        sink.push(
            fault("invalid-path", field, format!("`{}` must be relative", field.path()))
                .help("leave out the `/` at the beginning"),
        );
    }
    no_way_up(sink, field);
}

fn no_way_up(sink: &mut Sink, field: &Field<'_>) {
    if field.text_or_empty().split('/').any(|part| part == "..") {
        sink.push(
            fault("invalid-path", field, format!("`{}` cannot lead upwards", field.path()))
                .help("write the path without `..`"),
        );
    }
}

/// Mounts of a container: of volumes that exist, each at its own path.
pub(super) fn mounts(sink: &mut Sink, container: &Field<'_>, volumes: &BTreeSet<&str>) {
    let mounts = container.get("volumeMounts");
    for mount in mounts.items() {
        exists(sink, &mount.get("name"), volumes);
        required(sink, &mount.get("mountPath"));
        relative(sink, &mount.get("subPath"));
        relative(sink, &mount.get("subPathExpr"));
        if !mount.get("subPath").is_empty() && !mount.get("subPathExpr").is_empty() {
            one_field(sink, &mount, &["subPath", "subPathExpr"], false);
        }
        one_of(sink, &mount.get("mountPropagation"), &["Bidirectional", "HostToContainer", "None"]);
    }
    distinct(sink, mounts.items().map(|mount| mount.get("mountPath")));
    let devices = container.get("volumeDevices");
    for device in devices.items() {
        exists(sink, &device.get("name"), volumes);
        required(sink, &device.get("devicePath"));
    }
    distinct(sink, devices.items().map(|device| device.get("devicePath")));
}

fn exists(sink: &mut Sink, own: &Field<'_>, volumes: &BTreeSet<&str>) {
    if !required(sink, own) || volumes.contains(own.text_or_empty()) {
        return;
    }
    let text = own.text_or_empty();
    let near = crate::text::suggest::nearest(text, volumes.iter().copied());
    sink.push(fault("dangling-volume", own, format!("there is no volume `{text}` in this pod")).help(
        near.map_or_else(
            || "add it to `volumes`, or leave the mount out".to_owned(),
            |meant| format!("write `{meant}`"),
        ),
    ));
}

/// A claim for storage: of a `PersistentVolumeClaim` or a volume made for a pod.
pub(super) fn claim(sink: &mut Sink, spec: &Field<'_>) {
    let modes = spec.get("accessModes");
    required(sink, &modes);
    access_modes(sink, &modes);
    one_of(sink, &spec.get("volumeMode"), &["Block", "Filesystem"]);
    let storage = spec.at(&["resources", "requests", "storage"]);
    if required(sink, &storage) {
        not_negative(sink, &storage);
        if storage
            .quantity()
            .and_then(|text| crate::model::quantity::Quantity::parse(&text))
            .is_some_and(|q| q.milli() == 0)
        {
            sink.push(
                fault("value-out-of-range", &storage, format!("`{}` must be more than nothing", storage.path()))
                    .help("write how much is needed, such as `10Gi`"),
            );
        }
    }
    spelt(sink, "invalid-name", &spec.get("storageClassName"), Grammar::Subdomain);
    crate::validate::object::selector::check(sink, &spec.get("selector"));
}

pub(super) fn access_modes(sink: &mut Sink, modes: &Field<'_>) {
    const ALONE: &str = "ReadWriteOncePod";
    for mode in modes.items() {
        one_of(sink, &mode, &["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", ALONE]);
    }
    if modes.items().any(|mode| mode.is_text(ALONE)) && modes.items().count() > 1 {
        sink.push(
            fault("conflicting-fields", modes, format!("`{ALONE}` cannot stand beside other access modes"))
                .help("keep one of them"),
        );
    }
}
