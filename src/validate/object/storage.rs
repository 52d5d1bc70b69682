//! Claims, volumes and classes of storage.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::metadata::finalizer_name;
use crate::validate::object::resources::not_negative;
use crate::validate::object::scheduling;
use crate::validate::object::volume;

pub(super) fn claim(sink: &mut Sink, root: &Field<'_>) {
    volume::claim(sink, &root.get("spec"));
}

pub(super) fn persistent_volume(sink: &mut Sink, root: &Field<'_>) {
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
    let spec = root.get("spec");
    let modes = spec.get("accessModes");
    required(sink, &modes);
    volume::access_modes(sink, &modes);
    if required(sink, &spec.get("capacity")) {
        not_negative(sink, &spec.at(&["capacity", "storage"]));
    }
    one_of(sink, &spec.get("persistentVolumeReclaimPolicy"), &["Delete", "Recycle", "Retain"]);
    one_of(sink, &spec.get("volumeMode"), &["Block", "Filesystem"]);
    let sources: Vec<&str> = spec.keys().filter(|key| !OTHERS.contains(key)).collect();
    one_field(sink, &spec, &sources, false);
    if spec.at(&["nodeAffinity", "required"]).is_set() {
        scheduling::node_selector(sink, &spec.at(&["nodeAffinity", "required"]));
    }
}

pub(super) fn class(sink: &mut Sink, root: &Field<'_>) {
    let provisioner = root.get("provisioner");
    if required(sink, &provisioner) && !Grammar::Qualified.matches(&provisioner.text_or_empty().to_lowercase()) {
        spelt(sink, "invalid-name", &provisioner, Grammar::Qualified);
    }
    one_of(sink, &root.get("reclaimPolicy"), &["Delete", "Retain"]);
    one_of(sink, &root.get("volumeBindingMode"), &["Immediate", "WaitForFirstConsumer"]);
}

pub(super) fn namespace(sink: &mut Sink, root: &Field<'_>) {
    for finalizer in root.at(&["spec", "finalizers"]).items() {
        finalizer_name(sink, &finalizer, true);
    }
}
