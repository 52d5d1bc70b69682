//! Webhooks that are asked before objects are stored, and services behind the API.
//!
//! Conditions in CEL are left to the API server, whose language they are written in.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::selector;

pub(super) fn configuration(sink: &mut Sink, root: &Field<'_>) {
    let hooks = root.get("webhooks");
    for hook in hooks.items() {
        let own = hook.get("name");
        let text = own.text_or_empty();
        if required(sink, &own) && (!Grammar::Subdomain.matches(text) || text.split('.').count() < 3) {
            sink.push(
                fault("invalid-name", &own, format!("`{}` cannot be `{text}`", own.path()))
                    .help("write a domain of at least three parts, such as `pods.example.com`"),
            );
        }
        for rule in hook.get("rules").items() {
            self::rule(sink, &rule);
        }
        one_of(sink, &hook.get("failurePolicy"), &["Fail", "Ignore"]);
        one_of(sink, &hook.get("matchPolicy"), &["Equivalent", "Exact"]);
        one_of(sink, &hook.get("reinvocationPolicy"), &["IfNeeded", "Never"]);
        required(sink, &hook.get("sideEffects"));
        one_of(sink, &hook.get("sideEffects"), &["None", "NoneOnDryRun"]);
        within(sink, &hook.get("timeoutSeconds"), 1, 30);
        for field in ["namespaceSelector", "objectSelector"] {
            selector::check(sink, &hook.get(field));
        }
        client(sink, &hook.get("clientConfig"));
        versions(sink, &hook.get("admissionReviewVersions"));
    }
    distinct(sink, hooks.items().map(|hook| hook.get("name")));
}

fn rule(sink: &mut Sink, rule: &Field<'_>) {
    for field in ["operations", "apiGroups", "apiVersions", "resources"].map(|field| rule.get(field)) {
        required(sink, &field);
    }
    for field in ["operations", "apiGroups", "apiVersions"].map(|field| rule.get(field)) {
        alone(sink, &field, "*");
    }
    for operation in rule.get("operations").items() {
        required(sink, &operation);
        one_of(sink, &operation, &["*", "CREATE", "UPDATE", "DELETE", "CONNECT"]);
    }
    let resources = rule.get("resources");
    for item in rule.get("apiVersions").items().chain(resources.items()) {
        required(sink, &item);
    }
    alone(sink, &resources, "*/*");
    // Subresources may stand beside all resources, other resources may not.
    if resources.items().any(|item| item.is_text("*")) {
        let other = resources.items().find(|item| !item.text_or_empty().contains('/') && !item.is_text("*"));
        if let Some(other) = other {
            forbidden(sink, &other, "beside `*`");
        }
    }
    one_of(sink, &rule.get("scope"), &["*", "Cluster", "Namespaced"]);
}

fn alone(sink: &mut Sink, list: &Field<'_>, all: &str) {
    if list.count() > 1 && list.items().any(|item| item.is_text(all)) {
        sink.push(
            fault("conflicting-fields", list, format!("`{}` has `{all}` and others beside it", list.path()))
                .help(format!("keep `{all}` alone, or leave it out")),
        );
    }
}

/// Where a webhook is: a service of the cluster, or an address.
pub(super) fn client(sink: &mut Sink, config: &Field<'_>) {
    one_field(sink, config, &["service", "url"], true);
    let url = config.get("url");
    let text = url.text_or_empty();
    if url.is_set() {
        let host = text.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
        if host.is_none_or(|host| host.is_empty() || host.contains('@')) || text.contains(['?', '#']) {
            sink.push(
                fault("malformed-value", &url, format!("`{}` cannot be `{text}`", url.path()))
                    .help("write `https://`, a host and a path, without user, query and fragment"),
            );
        }
    }
    let service = config.get("service");
    if !service.is_set() {
        return;
    }
    required(sink, &service.get("name"));
    required(sink, &service.get("namespace"));
    within(sink, &service.get("port"), 1, 65_535);
    let path = service.get("path");
    let text = path.text_or_empty();
    let parts = || text.trim_matches('/').split('/');
    if path.is_set() && text != "/" && (!text.starts_with('/') || !parts().all(|part| Grammar::Subdomain.matches(part)))
    {
        sink.push(
            fault("invalid-path", &path, format!("`{}` cannot be `{text}`", path.path()))
                .help("write a path such as `/validate`, of lower-case letters, digits, `-` and `.`"),
        );
    }
}

/// The versions of reviews that a webhook understands, of which the API server must know one.
pub(super) fn versions(sink: &mut Sink, versions: &Field<'_>) {
    required(sink, versions);
    for version in versions.items() {
        name(sink, &version, Grammar::Label1035);
    }
    distinct(sink, versions.items());
    if versions.count() > 0 && !versions.items().any(|version| version.is_text("v1") || version.is_text("v1beta1")) {
        sink.push(
            fault("unknown-value", versions, format!("`{}` names no version that is asked for", versions.path()))
                .help("add `v1`"),
        );
    }
}

/// Another server for a part of the API.
pub(super) fn api_service(sink: &mut Sink, root: &Field<'_>) {
    let (spec, own) = (root.get("spec"), root.at(&["metadata", "name"]));
    let (group, version) = (spec.get("group"), spec.get("version"));
    let wanted = format!("{}.{}", version.text_or_empty(), group.text_or_empty());
    if own.text().is_some_and(|text| text != wanted) {
        sink.push(
            fault("invalid-name", &own, "an APIService is called by its version and its group")
                .help(format!("write `{wanted}`")),
        );
    }
    if !group.is_empty() {
        name(sink, &group, Grammar::Subdomain);
    }
    if required(sink, &version) {
        name(sink, &version, Grammar::Label1035);
    }
    within(sink, &spec.get("groupPriorityMinimum"), 1, 20_000);
    within(sink, &spec.get("versionPriority"), 1, 1_000);
    for field in ["groupPriorityMinimum", "versionPriority"].map(|field| spec.get(field)) {
        if !field.is_set() {
            required(sink, &field);
        }
    }
    let (service, bundle) = (spec.get("service"), spec.get("caBundle"));
    if !service.is_set() {
        if !bundle.is_empty() {
            forbidden(sink, &bundle, "without `service`");
        }
        if spec.get("insecureSkipTLSVerify").is_true() {
            forbidden(sink, &spec.get("insecureSkipTLSVerify"), "without `service`");
        }
        return;
    }
    required(sink, &service.get("name"));
    required(sink, &service.get("namespace"));
    within(sink, &service.get("port"), 1, 65_535);
    if spec.get("insecureSkipTLSVerify").is_true() && !bundle.is_empty() {
        forbidden(sink, &spec.get("insecureSkipTLSVerify"), "beside `caBundle`");
    }
}
