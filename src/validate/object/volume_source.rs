//! Storage that is named in place, in a pod or in a `PersistentVolume`: what each kind of it must say.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::volume::no_way_up;
use crate::validate::object::volume::relative;

const HOST_PATH_TYPES: &[&str] =
    &["DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"];

/// The fields that cannot be empty, by kind of source.
const NEEDED: &[(&str, &[&str])] = &[
    ("awsElasticBlockStore", &["volumeID"]),
    ("azureDisk", &["diskName", "diskURI"]),
    ("azureFile", &["secretName", "shareName"]),
    ("cephfs", &["monitors"]),
    ("cinder", &["volumeID"]),
    ("flexVolume", &["driver"]),
    ("gcePersistentDisk", &["pdName"]),
    ("gitRepo", &["repository"]),
    ("glusterfs", &["endpoints", "path"]),
    ("hostPath", &["path"]),
    ("iscsi", &["targetPortal", "iqn"]),
    ("local", &["path"]),
    ("nfs", &["server", "path"]),
    ("photonPersistentDisk", &["pdID"]),
    ("portworxVolume", &["volumeID"]),
    ("quobyte", &["registry", "volume"]),
    ("rbd", &["monitors", "image"]),
    ("scaleIO", &["gateway", "system", "volumeName"]),
    ("storageos", &["volumeName"]),
    ("vsphereVolume", &["volumePath"]),
];

/// Checks a source of a kind that pods and volumes have in common.
pub(super) fn check(sink: &mut Sink, kind: &str, source: &Field<'_>) {
    let before = sink.len();
    let needed = NEEDED.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, fields)| fields);
    for field in needed {
        required(sink, &source.get(field));
    }
    if ["cinder", "storageos"].contains(&kind) && source.get("secretRef").is_set() {
        required(sink, &source.at(&["secretRef", "name"]));
    }
    if sink.len() > before {
        return;
    }
    match kind {
        "hostPath" => {
            one_of(sink, &source.get("type"), HOST_PATH_TYPES);
            no_way_up(sink, &source.get("path"));
        }
        "local" => no_way_up(sink, &source.get("path")),
        "gitRepo" => relative(sink, &source.get("directory")),
        "awsElasticBlockStore" | "gcePersistentDisk" => within(sink, &source.get("partition"), 0, 255),
        "nfs" => absolute(sink, &source.get("path")),
        "iscsi" => iscsi(sink, source),
        "fc" => fibre_channel(sink, source),
        "flocker" => one_field(sink, source, &["datasetName", "datasetUUID"], true),
        "azureDisk" => azure_disk(sink, source),
        "storageos" => {
            for field in ["volumeName", "volumeNamespace"] {
                name(sink, &source.get(field), Grammar::Label);
            }
        }
        _ => {}
    }
}

/// The name of a CSI driver.
pub(super) fn driver(sink: &mut Sink, field: &Field<'_>) {
    let text = field.text_or_empty();
    if required(sink, field) && (text.len() > 63 || !Grammar::Subdomain.matches(&text.to_lowercase())) {
        sink.push(
            fault("invalid-name", field, format!("`{}` cannot be `{text}`", field.path()))
                .help("write the driver's name, a domain of at most 63 characters"),
        );
    }
}

fn absolute(sink: &mut Sink, field: &Field<'_>) {
    if !field.text_or_empty().starts_with('/') {
        sink.push(
            fault("invalid-path", field, format!("`{}` must begin with `/`", field.path()))
                .help("write the path as the server exports it"),
        );
    }
}

fn iscsi(sink: &mut Sink, source: &Field<'_>) {
    within(sink, &source.get("lun"), 0, 255);
    for field in ["iqn", "initiatorName"] {
        let own = source.get(field);
        let text = own.text_or_empty();
        let code = |rest: &str, length| rest.len() == length && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let right = match text.get(..4) {
            Some("iqn.") => text.split_once(':').is_some_and(|(date, rest)| {
                date.len() > 12 && !rest.is_empty() && !rest.contains([',', ';', '*', '&', '$', '|', ' '])
            }),
            Some("eui.") => code(&text[4..], 16),
            Some("naa.") => code(&text[4..], 32),
            _ => false,
        };
        if own.is_set() && !right {
            sink.push(
                fault("malformed-value", &own, format!("`{}` is no name of iSCSI", own.path()))
                    .help("write one such as `iqn.2024-01.com.example:storage`"),
            );
        }
    }
    let chap = source.get("chapAuthDiscovery").is_true() || source.get("chapAuthSession").is_true();
    if chap && !source.get("secretRef").is_set() {
        required(sink, &source.get("secretRef"));
    }
}

fn fibre_channel(sink: &mut Sink, source: &Field<'_>) {
    let (names, ids) = (source.get("targetWWNs"), source.get("wwids"));
    if names.is_empty() == ids.is_empty() {
        one_field(sink, source, &["wwids", "targetWWNs"], true);
    }
    if !names.is_empty() && required(sink, &source.get("lun")) {
        within(sink, &source.get("lun"), 0, 255);
    }
}

fn azure_disk(sink: &mut Sink, source: &Field<'_>) {
    let (kind, uri) = (source.get("kind"), source.get("diskURI"));
    one_of(sink, &source.get("cachingMode"), &["None", "ReadOnly", "ReadWrite"]);
    one_of(sink, &kind, &["Dedicated", "Managed", "Shared"]);
    let prefix = match kind.text() {
        Some("Managed") => "/subscriptions/",
        // Missing, it is shared.
        None | Some("Dedicated" | "Shared") => "https://",
        _ => return,
    };
    if !uri.text_or_empty().starts_with(prefix) {
        sink.push(
            fault("malformed-value", &uri, format!("`{}` must begin with `{prefix}`", uri.path()))
                .help("`kind: Managed` takes the path of a disk, the other kinds take its address"),
        );
    }
}
