//! An entry of `ignoreDifferences` matches nothing.
//!
//! Source: argo-cd `util/argo/normalizers/diff_normalizer.go`. Groups and kinds may be patterns.

use crate::cluster::argocd::application::Application;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "ineffective-ignore",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An entry of `ignoreDifferences` matches nothing.",
    why: "the difference is reported and healed as if nothing was written",
    source: "argo-cd, docs/user-guide/diffing.md",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
  ignoreDifferences:
    - {group: apps/v1, kind: Deployment, jsonPointers: [/spec/replicas]}
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
  ignoreDifferences:
    - {group: apps, kind: Deployment, jsonPointers: [/metadata/annotations/example.com~1note]}
    - {kind: Service, jqPathExpressions: ['.spec.ports[]']}
",
    }),
    check,
};

/// Groups of Kubernetes itself, and the kinds in them that people ignore differences of.
const GROUPS: [(&str, &[&str]); 10] = [
    ("", &["ConfigMap", "Namespace", "PersistentVolumeClaim", "Pod", "Secret", "Service", "ServiceAccount"]),
    ("admissionregistration.k8s.io", &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]),
    ("apiextensions.k8s.io", &["CustomResourceDefinition"]),
    ("apps", &["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"]),
    ("autoscaling", &["HorizontalPodAutoscaler"]),
    ("batch", &["CronJob", "Job"]),
    ("networking.k8s.io", &["Ingress", "NetworkPolicy"]),
    ("policy", &["PodDisruptionBudget"]),
    ("rbac.authorization.k8s.io", &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]),
    ("storage.k8s.io", &["StorageClass"]),
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for application in &context.cluster.applications().all {
        for (at, entry) in application.spec(&["ignoreDifferences"]).into_iter().flat_map(Node::items).enumerate() {
            check_entry(application, entry, &format!("spec.ignoreDifferences[{at}]"), sink);
        }
    }
}

fn check_entry(application: &Application<'_>, entry: Node<'_>, path: &str, sink: &mut Sink<'_>) {
    let object = &application.object;
    let text = |key: &str| entry.get(key).and_then(Node::text).unwrap_or_default();
    let (group, kind) = (text("group"), text("kind"));
    if let Some(help) = wrong_group(group, kind) {
        let message = format!("there is no kind `{kind}` in a group `{group}`, so that this matches nothing");
        let node = entry.get("group").or_else(|| entry.get("kind")).unwrap_or(entry);
        sink.report(object.finding(node, format!("{path}.group"), message).help(help));
    }
    let lists = ["jsonPointers", "jqPathExpressions", "managedFieldsManagers"];
    let listed = |list: &str| entry.get(list).into_iter().flat_map(Node::items).enumerate();
    if lists.into_iter().all(|list| listed(list).next().is_none()) {
        let message = "this entry says of which objects, and not what to ignore";
        sink.report(object.finding(entry, path, message).help("add `jsonPointers`, as in `[/spec/replicas]`"));
    }
    for (at, node) in listed("jsonPointers") {
        if let Some((message, help)) = node.text().and_then(wrong_pointer) {
            sink.report(object.finding(node, format!("{path}.jsonPointers[{at}]"), message).help(help));
        }
    }
    for (at, node) in listed("jqPathExpressions") {
        let Some(text) = node.text() else { continue };
        let is_bare = text.contains('.') && text.split('.').all(is_word);
        if text.starts_with('/') || is_bare {
            let right = format!(".{}", text.trim_matches('/').replace('/', "."));
            let message = format!("`{text}` is no path of jq");
            let finding = object.finding(node, format!("{path}.jqPathExpressions[{at}]"), message);
            let why = "Argo CD cannot read it, and compares nothing of the Application any more";
            sink.report(finding.why(why).help(format!("write `{right}`")));
        }
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What to write in the place of a group that has no such kind.
fn wrong_group(group: &str, kind: &str) -> Option<String> {
    let pattern = |text: &str| text.contains(['*', '?', '[', '{']);
    if pattern(group) || pattern(kind) {
        return None;
    }
    let right = GROUPS.iter().find(|(_, kinds)| kinds.contains(&kind)).map(|(group, _)| *group);
    let write =
        |group: &str| if group.is_empty() { "leave `group` out".to_owned() } else { format!("write `group: {group}`") };
    if let Some((before, _)) = group.split_once('/') {
        return Some(write(right.unwrap_or(before)));
    }
    if matches!(group, "v1" | "core") {
        return Some(write(right.unwrap_or("")));
    }
    let is_ours = GROUPS.iter().any(|(known, _)| *known == group);
    right.filter(|right| is_ours && *right != group).map(write)
}

/// What is wrong with a JSON pointer, and what to write.
fn wrong_pointer(text: &str) -> Option<(String, String)> {
    let Some(rest) = text.strip_prefix('/') else {
        let right = format!("/{}", text.trim_start_matches('.').replace('.', "/"));
        return Some((format!("`{text}` is no JSON pointer, which begins with a slash"), format!("write `{right}`")));
    };
    for map in ["metadata/annotations/", "metadata/labels/", "spec/template/metadata/annotations/"] {
        if let Some((prefix, name)) = rest.strip_prefix(map).and_then(|key| key.split_once('/')) {
            let message = format!("`{text}` leads below `{prefix}`, which is a text");
            return Some((
                message,
                format!("write `~1` for a slash in a key: `/{map}{prefix}~1{}`", name.replace('/', "~1")),
            ));
        }
    }
    if rest.split('/').any(|part| part == "*") {
        let right = format!(".{}", rest.replace("/*", "[]").replace('/', "."));
        let message = format!("`{text}` takes `*` for a name: JSON pointers have no patterns");
        return Some((message, format!("write it under `jqPathExpressions`, as `{right}`")));
    }
    let mut tildes = text.match_indices('~').map(|(at, _)| text.as_bytes().get(at + 1));
    tildes.any(|next| !matches!(next, Some(b'0' | b'1'))).then(|| {
        (format!("`{text}` has a `~` that stands for nothing"), "write `~0` for `~` and `~1` for `/`".to_owned())
    })
}
