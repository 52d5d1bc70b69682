//! Volumes and classes of storage, and the drivers behind them.

use std::collections::BTreeSet;

use crate::validate::object::claim;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::metadata::too_large;
use crate::validate::object::scheduling;
use crate::validate::object::selector;
use crate::validate::object::volume_source;

/// What stands beside the source of a volume.
const OTHERS: &[&str] = &[
    "accessModes",
    "capacity",
    "claimRef",
    "mountOptions",
    "nodeAffinity",
    "persistentVolumeReclaimPolicy",
    "storageClassName",
    "volumeAttributesClassName",
    "volumeMode",
];

const SECRETS: &[&str] =
    &["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"];

/// Keys and values of the parameters of a class.
const PARAMETER_BYTES: usize = 256 * 1024;

pub(super) fn claim(sink: &mut Sink, root: &Field<'_>) {
    claim::check(sink, &root.get("spec"));
}

pub(super) fn volume(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    let modes = spec.get("accessModes");
    required(sink, &modes);
    claim::access_modes(sink, &modes);
    capacity(sink, &spec.get("capacity"));
    let policy = spec.get("persistentVolumeReclaimPolicy");
    one_of(sink, &policy, &["Delete", "Recycle", "Retain"]);
    one_of(sink, &spec.get("volumeMode"), &["Block", "Filesystem"]);
    name(sink, &spec.get("storageClassName"), Grammar::Subdomain);
    let sources: Vec<&str> = spec.keys().filter(|key| !OTHERS.contains(key)).collect();
    if sources.is_empty() {
        sink.push(
            fault("missing-field", &spec, "nothing says where this volume is")
                .help("name its storage, such as `csi`, `nfs` or `local`"),
        );
    }
    one_field(sink, &spec, &sources, false);
    for source in sources {
        self::source(sink, source, &spec.get(source));
    }
    let host = spec.at(&["hostPath", "path"]);
    if policy.is_text("Recycle") && host.is_set() && host.text_or_empty().trim_matches('/').is_empty() {
        forbidden(sink, &policy, "to `Recycle` for the root of the node");
    }
    let affinity = spec.get("nodeAffinity");
    if affinity.is_set() && required(sink, &affinity.get("required")) {
        scheduling::node_selector(sink, &affinity.get("required"));
    }
    if spec.get("local").is_set() {
        required(sink, &affinity);
    }
}

fn capacity(sink: &mut Sink, capacity: &Field<'_>) {
    if !required(sink, capacity) {
        return;
    }
    for (key, at, amount) in capacity.entries() {
        if key == "storage" {
            claim::positive(sink, &amount);
        } else {
            sink.push(
                fault("unknown-value", &at, format!("volumes have no capacity of `{key}`")).help("write `storage`"),
            );
        }
    }
    required(sink, &capacity.get("storage"));
}

fn source(sink: &mut Sink, kind: &str, source: &Field<'_>) {
    if kind != "csi" {
        volume_source::check(sink, kind, source);
        return;
    }
    volume_source::driver(sink, &source.get("driver"));
    required(sink, &source.get("volumeHandle"));
    for secret in SECRETS.iter().map(|secret| source.get(secret)).filter(Field::is_set) {
        for (field, grammar) in [("name", Grammar::Subdomain), ("namespace", Grammar::Label)] {
            if required(sink, &secret.get(field)) {
                name(sink, &secret.get(field), grammar);
            }
        }
    }
}

pub(super) fn class(sink: &mut Sink, root: &Field<'_>) {
    let provisioner = root.get("provisioner");
    if required(sink, &provisioner) && !Grammar::Qualified.matches(&provisioner.text_or_empty().to_lowercase()) {
        spelt(sink, "invalid-name", &provisioner, Grammar::Qualified);
    }
    one_of(sink, &root.get("reclaimPolicy"), &["Delete", "Retain"]);
    one_of(sink, &root.get("volumeBindingMode"), &["Immediate", "WaitForFirstConsumer"]);
    let parameters = root.get("parameters");
    let bytes: usize = parameters.entries().map(|(key, _, value)| key.len() + value.text_or_empty().len()).sum();
    if bytes > PARAMETER_BYTES {
        sink.push(too_large("value-out-of-range", &parameters, bytes, PARAMETER_BYTES));
    }
    for (_, at, _) in parameters.entries().filter(|(key, ..)| key.is_empty()) {
        sink.push(fault("invalid-key", &at, "a parameter has no name").help("give it one"));
    }
    for term in root.get("allowedTopologies").items() {
        let expressions = term.get("matchLabelExpressions");
        for expression in expressions.items() {
            spelt(sink, "invalid-label", &expression.get("key"), Grammar::Qualified);
            required(sink, &expression.get("key"));
            required(sink, &expression.get("values"));
            distinct(sink, expression.get("values").items());
        }
        distinct(sink, expressions.items().map(|expression| expression.get("key")));
    }
}

pub(super) fn driver(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    one_of(sink, &spec.get("fsGroupPolicy"), &["ReadWriteOnceWithFSType", "File", "None"]);
    for mode in spec.get("volumeLifecycleModes").items() {
        one_of(sink, &mode, &["Persistent", "Ephemeral"]);
    }
    let requests = spec.get("tokenRequests");
    let mut audiences = BTreeSet::new();
    for request in requests.items() {
        let audience = request.get("audience");
        if !audiences.insert(audience.text_or_empty()) {
            sink.push(
                fault("duplicate-name", &audience, format!("`{}` is there a second time", audience.path()))
                    .help("ask for one token per audience"),
            );
        }
        within(sink, &request.get("expirationSeconds"), 600, 1 << 32);
    }
}

pub(super) fn node(sink: &mut Sink, root: &Field<'_>) {
    let drivers = root.at(&["spec", "drivers"]);
    for driver in drivers.items() {
        volume_source::driver(sink, &driver.get("name"));
        required(sink, &driver.get("nodeID"));
        for key in driver.get("topologyKeys").items() {
            required(sink, &key);
            spelt(sink, "invalid-label", &key, Grammar::Qualified);
        }
        distinct(sink, driver.get("topologyKeys").items());
    }
    distinct(sink, drivers.items().map(|driver| driver.get("name")));
}

pub(super) fn storage_capacity(sink: &mut Sink, root: &Field<'_>) {
    selector::check(sink, &root.get("nodeTopology"));
    if required(sink, &root.get("storageClassName")) {
        name(sink, &root.get("storageClassName"), Grammar::Subdomain);
    }
    crate::validate::object::resources::not_negative(sink, &root.get("capacity"));
}

pub(super) fn attachment(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    volume_source::driver(sink, &spec.get("attacher"));
    if required(sink, &spec.get("nodeName")) {
        name(sink, &spec.get("nodeName"), Grammar::Subdomain);
    }
    let source = spec.get("source");
    one_field(sink, &source, &["persistentVolumeName", "inlineVolumeSpec"], true);
    name(sink, &source.get("persistentVolumeName"), Grammar::Subdomain);
}
