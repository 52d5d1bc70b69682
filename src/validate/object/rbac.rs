//! Roles and their bindings. Whether a resource or verb exists is not asked: the API server takes any word.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::selector;

const GROUP: &str = "rbac.authorization.k8s.io";

pub(super) fn role(sink: &mut Sink, root: &Field<'_>) {
    for rule in root.get("rules").items() {
        required(sink, &rule.get("verbs"));
        let urls = rule.get("nonResourceURLs");
        if !urls.is_empty() {
            if root.get("kind").is_text("Role") {
                forbidden(sink, &urls, "in a namespaced Role");
            }
            if ["apiGroups", "resources", "resourceNames"].iter().any(|field| !rule.get(field).is_empty()) {
                forbidden(sink, &urls, "beside resources");
            }
            continue;
        }
        required(sink, &rule.get("apiGroups"));
        required(sink, &rule.get("resources"));
    }
    let aggregation = root.get("aggregationRule");
    if aggregation.is_set() {
        required(sink, &aggregation.get("clusterRoleSelectors"));
        for own in aggregation.get("clusterRoleSelectors").items() {
            selector::check(sink, &own);
        }
    }
}

pub(super) fn binding(sink: &mut Sink, root: &Field<'_>) {
    let whole_cluster = root.get("kind").is_text("ClusterRoleBinding");
    let role = root.get("roleRef");
    let kinds: &[&str] = if whole_cluster { &["ClusterRole"] } else { &["Role", "ClusterRole"] };
    one_of(sink, &role.get("apiGroup"), &[GROUP]);
    if required(sink, &role.get("kind")) {
        one_of(sink, &role.get("kind"), kinds);
    }
    if required(sink, &role.get("name")) {
        name(sink, &role.get("name"), Grammar::PathSegment);
    }
    for subject in root.get("subjects").items() {
        let (own, kind) = (subject.get("name"), subject.get("kind"));
        let (group, namespace) = (subject.get("apiGroup"), subject.get("namespace"));
        let named = required(sink, &own);
        one_of(sink, &kind, &["ServiceAccount", "User", "Group"]);
        if !kind.is_text("ServiceAccount") {
            one_of(sink, &group, &[GROUP]);
            continue;
        }
        if named {
            name(sink, &own, Grammar::Subdomain);
        }
        if !group.is_empty() {
            sink.push(
                fault("unknown-value", &group, format!("`{}` of a ServiceAccount must be empty", group.path()))
                    .help("leave it out"),
            );
        }
        if whole_cluster {
            required(sink, &namespace);
        }
    }
}
