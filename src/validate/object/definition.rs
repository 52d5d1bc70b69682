//! The outline of a `CustomResourceDefinition`: its names, versions, columns and conversion.
//!
use crate::validate::object::definition_schema;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::webhook;

const COLUMN_TYPES: &[&str] = &["integer", "number", "string", "boolean", "date"];
const COLUMN_FORMATS: &[&str] = &["int32", "int64", "float", "double", "byte", "date", "date-time", "password"];
const APPROVED: &str = "api-approved.kubernetes.io";

pub(super) fn check(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    let (group, names) = (spec.get("group"), spec.get("names"));
    if required(sink, &group) {
        name(sink, &group, Grammar::Subdomain);
        if !group.text_or_empty().contains('.') {
            sink.push(
                fault("invalid-name", &group, format!("`{}` must be a domain", group.path()))
                    .help("write a domain with at least one dot, such as `example.com`"),
            );
        }
    }
    called(sink, root, &names, &group);
    one_of(sink, &spec.get("scope"), &["Cluster", "Namespaced"]);
    if spec.get("preserveUnknownFields").is_true() {
        forbidden(sink, &spec.get("preserveUnknownFields"), "to `true`, which version 1 no longer has");
    }
    versions(sink, &spec.get("versions"));
    conversion(sink, &spec.get("conversion"));
    if ["k8s.io", "kubernetes.io"].iter().any(|own| is_below(group.text_or_empty(), own)) {
        required(sink, &root.at(&["metadata", "annotations", APPROVED]));
    }
}

fn is_below(group: &str, domain: &str) -> bool {
    group == domain || group.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

fn called(sink: &mut Sink, root: &Field<'_>, names: &Field<'_>, group: &Field<'_>) {
    let (own, plural, kind) = (root.at(&["metadata", "name"]), names.get("plural"), names.get("kind"));
    if required(sink, &plural) && !group.is_empty() {
        let wanted = format!("{}.{}", plural.text_or_empty(), group.text_or_empty());
        if own.text().is_some_and(|text| text != wanted) {
            sink.push(
                fault("invalid-name", &own, "a definition is called by its plural and its group")
                    .help(format!("write `{wanted}`")),
            );
        }
    }
    for field in ["plural", "singular"] {
        name(sink, &names.get(field), Grammar::Label1035);
    }
    required(sink, &kind);
    for field in [kind, names.get("listKind")] {
        if !Grammar::Label1035.matches(&field.text_or_empty().to_lowercase()) {
            name(sink, &field, Grammar::Label1035);
        }
    }
    if !kind.is_empty() && names.get("listKind").text() == kind.text() {
        forbidden(sink, &names.get("listKind"), "to the kind itself");
    }
    for list in ["shortNames", "categories"] {
        names.get(list).items().for_each(|own| name(sink, &own, Grammar::Label1035));
    }
}

fn versions(sink: &mut Sink, versions: &Field<'_>) {
    let stored = versions.items().filter(|version| version.get("storage").is_true()).count();
    if versions.is_set() && stored != 1 {
        sink.push(
            fault("invalid-versions", versions, format!("{stored} versions have `storage: true`"))
                .help("exactly one version is the one that is stored"),
        );
    }
    distinct(sink, versions.items().map(|version| version.get("name")));
    for version in versions.items() {
        name(sink, &version.get("name"), Grammar::Label1035);
        let warning = version.get("deprecationWarning");
        if !version.get("deprecated").is_true() {
            forbidden(sink, &warning, "without `deprecated: true`");
        }
        let schema = version.at(&["schema", "openAPIV3Schema"]);
        if required(sink, &schema) {
            definition_schema::check(sink, &schema);
        }
        scale(sink, &version.at(&["subresources", "scale"]));
        for column in version.get("additionalPrinterColumns").items() {
            required(sink, &column.get("name"));
            required(sink, &column.get("type"));
            one_of(sink, &column.get("type"), COLUMN_TYPES);
            one_of(sink, &column.get("format"), COLUMN_FORMATS);
            json_path(sink, &column.get("jsonPath"), &["."]);
        }
    }
}

fn scale(sink: &mut Sink, scale: &Field<'_>) {
    if scale.is_set() {
        json_path(sink, &scale.get("specReplicasPath"), &[".spec."]);
        json_path(sink, &scale.get("statusReplicasPath"), &[".status."]);
        if !scale.get("labelSelectorPath").is_empty() {
            json_path(sink, &scale.get("labelSelectorPath"), &[".spec.", ".status."]);
        }
    }
}

fn json_path(sink: &mut Sink, path: &Field<'_>, prefixes: &[&str]) {
    if required(sink, path) && !prefixes.iter().any(|prefix| path.text_or_empty().starts_with(prefix)) {
        sink.push(
            fault("invalid-path", path, format!("`{}` must begin with `{}`", path.path(), prefixes[0]))
                .help("write the field as a path with dots, such as `.spec.replicas`"),
        );
    }
}

fn conversion(sink: &mut Sink, conversion: &Field<'_>) {
    if !conversion.is_set() {
        return;
    }
    let (strategy, hook) = (conversion.get("strategy"), conversion.get("webhook"));
    required(sink, &strategy);
    one_of(sink, &strategy, &["None", "Webhook"]);
    if !strategy.is_text("Webhook") {
        forbidden(sink, &hook, "without `strategy: Webhook`");
    } else if required(sink, &hook) {
        webhook::client(sink, &hook.get("clientConfig"));
        webhook::versions(sink, &hook.get("conversionReviewVersions"));
    }
}
