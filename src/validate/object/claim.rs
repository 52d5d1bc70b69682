//! Claims for storage: of a `PersistentVolumeClaim`, or of a volume made for a pod.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::resources::not_negative;
use crate::validate::object::selector;

pub(super) fn check(sink: &mut Sink, spec: &Field<'_>) {
    let modes = spec.get("accessModes");
    required(sink, &modes);
    access_modes(sink, &modes);
    one_of(sink, &spec.get("volumeMode"), &["Block", "Filesystem"]);
    let storage = spec.at(&["resources", "requests", "storage"]);
    if required(sink, &storage) {
        positive(sink, &storage);
    }
    name(sink, &spec.get("storageClassName"), Grammar::Subdomain);
    selector::check(sink, &spec.get("selector"));
    // The older field knows two kinds; with any other it is dropped.
    let old = spec.get("dataSource");
    let kept = match old.get("apiGroup").text_or_empty() {
        "" => old.get("kind").is_text("PersistentVolumeClaim"),
        group => group == "snapshot.storage.k8s.io" && old.get("kind").is_text("VolumeSnapshot"),
    };
    if kept {
        data_source(sink, &old);
        sources_agree(sink, spec);
    }
    data_source(sink, &spec.get("dataSourceRef"));
}

/// An amount of more than nothing.
pub(super) fn positive(sink: &mut Sink, amount: &Field<'_>) {
    let before = sink.len();
    not_negative(sink, amount);
    let nothing = amount.milli() == Some(0);
    if sink.len() == before && nothing {
        sink.push(
            fault("value-out-of-range", amount, format!("`{}` must be more than nothing", amount.path()))
                .help("write how much is needed, such as `10Gi`"),
        );
    }
}

pub(super) fn access_modes(sink: &mut Sink, modes: &Field<'_>) {
    const ALONE: &str = "ReadWriteOncePod";
    for mode in modes.items() {
        one_of(sink, &mode, &["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", ALONE]);
    }
    if modes.items().any(|mode| mode.is_text(ALONE)) && modes.items().any(|mode| !mode.is_text(ALONE)) {
        sink.push(
            fault("conflicting-fields", modes, format!("`{ALONE}` cannot stand beside other access modes"))
                .help("keep one of them"),
        );
    }
}

fn data_source(sink: &mut Sink, source: &Field<'_>) {
    if !source.is_set() {
        return;
    }
    required(sink, &source.get("name"));
    let kind = source.get("kind");
    if required(sink, &kind) && source.get("apiGroup").is_empty() && !kind.is_text("PersistentVolumeClaim") {
        sink.push(
            fault("conflicting-fields", &kind, format!("`{}` needs the `apiGroup` of its kind", kind.path()))
                .help("write `apiGroup: snapshot.storage.k8s.io` for a VolumeSnapshot"),
        );
    }
    name(sink, &source.get("namespace"), Grammar::Label);
}

fn sources_agree(sink: &mut Sink, spec: &Field<'_>) {
    let (old, new) = (spec.get("dataSource"), spec.get("dataSourceRef"));
    let same = || ["apiGroup", "kind", "name"].iter().all(|field| old.get(field).text() == new.get(field).text());
    if old.is_set() && new.is_set() && !same() {
        sink.push(
            fault("conflicting-fields", &old, "`dataSource` and `dataSourceRef` name different things")
                .help("leave `dataSource` out"),
        );
    }
}
