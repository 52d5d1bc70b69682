//! The names that objects other than pods ask for.

use std::fmt::Write as _;

use crate::cluster::object::Object;
use crate::cluster::reference::Reference;
use crate::cluster::reference::SecretType;
use crate::cluster::reference::Wanted;
use crate::cluster::reference_of_pods::keyed;
use crate::yaml::Node;

/// Adds the references of an object outside its pods.
pub(super) fn gather<'a>(object: Object<'a>, all: &mut Vec<Reference<'a>>) {
    let id = object.id();
    let simple = |wanted: Wanted, path: &[&str]| Reference::new(wanted, object, object.at(path), || path.join("."));
    match (id.group(), id.kind.as_str()) {
        ("", "ServiceAccount") => {
            for (at, secret) in items(object.at(&["imagePullSecrets"])) {
                let path = || format!("imagePullSecrets[{at}].name");
                let reference = Reference::new(Wanted::Secret, object, secret.get("name"), path);
                all.extend(reference.map(|reference| Reference { of_type: Some(SecretType::Pull), ..reference }));
            }
        }
        ("", "PersistentVolumeClaim") => all.extend(simple(Wanted::StorageClass, &["spec", "storageClassName"])),
        ("apps", "StatefulSet") if object.maker.is_none() => {
            for (at, template) in items(object.at(&["spec", "volumeClaimTemplates"])) {
                let path = || format!("spec.volumeClaimTemplates[{at}].spec.storageClassName");
                let class = template.at(&["spec", "storageClassName"]);
                all.extend(Reference::new(Wanted::StorageClass, object, class, path));
            }
        }
        ("networking.k8s.io", "Ingress") => {
            all.extend(simple(Wanted::IngressClass, &["spec", "ingressClassName"]));
            // cert-manager makes the Secret of an Ingress that asks for it by annotation.
            let is_made =
                object.at(&["metadata", "annotations"]).into_iter().flat_map(Node::entries).any(|(key, _)| {
                    key.text().is_some_and(|key| key.starts_with("cert-manager.io/") || key == "kubernetes.io/tls-acme")
                });
            for (at, tls) in items(object.at(&["spec", "tls"])).filter(|_| !is_made) {
                let path = || format!("spec.tls[{at}].secretName");
                let reference = Reference::new(Wanted::Secret, object, tls.get("secretName"), path);
                all.extend(reference.map(|reference| Reference { of_type: Some(SecretType::Tls), ..reference }));
            }
        }
        ("rbac.authorization.k8s.io", "RoleBinding" | "ClusterRoleBinding") => binding(object, all),
        ("external-secrets.io", "ExternalSecret") => {
            store(object, object.at(&["spec", "secretStoreRef"]), "spec.secretStoreRef", all);
            for list in ["data", "dataFrom"] {
                for (at, entry) in items(object.at(&["spec", list])) {
                    let path = format!("spec.{list}[{at}].sourceRef.storeRef");
                    store(object, entry.at(&["sourceRef", "storeRef"]), &path, all);
                }
            }
        }
        ("cert-manager.io", "Certificate") => {
            let text = |key: &str| object.at(&["spec", "issuerRef", key]).and_then(Node::text);
            if text("group").is_none_or(|group| group == "cert-manager.io") {
                let cluster = text("kind") == Some("ClusterIssuer");
                let wanted = if cluster { Wanted::ClusterIssuer } else { Wanted::Issuer };
                all.extend(simple(wanted, &["spec", "issuerRef", "name"]));
            }
        }
        ("keda.sh", "ScaledObject" | "ScaledJob") => {
            for (at, trigger) in items(object.at(&["spec", "triggers"])) {
                let Some(authentication) = trigger.get("authenticationRef") else { continue };
                let cluster = authentication.get("kind").and_then(Node::text) == Some("ClusterTriggerAuthentication");
                let wanted = if cluster { Wanted::ClusterTriggerAuthentication } else { Wanted::TriggerAuthentication };
                let path = || format!("spec.triggers[{at}].authenticationRef.name");
                all.extend(Reference::new(wanted, object, authentication.get("name"), path));
            }
        }
        ("keda.sh", "TriggerAuthentication") => {
            for (field, wanted) in [("secretTargetRef", Wanted::Secret), ("configMapTargetRef", Wanted::ConfigMap)] {
                for (at, entry) in items(object.at(&["spec", field])) {
                    all.extend(keyed(object, wanted, Some(entry), "name", || format!("spec.{field}[{at}]")));
                }
            }
        }
        ("monitoring.coreos.com", "ServiceMonitor" | "PodMonitor") => {
            let list = if id.kind == "ServiceMonitor" { "endpoints" } else { "podMetricsEndpoints" };
            for (at, endpoint) in items(object.at(&["spec", list])) {
                let secrets: [&[&str]; 4] = [
                    &["basicAuth", "username"],
                    &["basicAuth", "password"],
                    &["bearerTokenSecret"],
                    &["authorization", "credentials"],
                ];
                for path in secrets {
                    let own = || format!("spec.{list}[{at}].{}", path.join("."));
                    all.extend(keyed(object, Wanted::Secret, endpoint.at(path), "name", own));
                }
            }
        }
        _ => {}
    }
    if is_custom(id.group()) && object.maker.is_none() {
        classes(object, object.manifest.root(), &mut String::new(), all);
    }
}

/// Items of a list with their numbers.
fn items(list: Option<Node<'_>>) -> impl Iterator<Item = (usize, Node<'_>)> {
    list.into_iter().flat_map(Node::items).enumerate()
}

/// A role that is granted, and the accounts in the same namespace that it is granted to.
fn binding<'a>(object: Object<'a>, all: &mut Vec<Reference<'a>>) {
    let wanted = match object.at(&["roleRef", "kind"]).and_then(Node::text) {
        Some("Role") => Wanted::Role,
        Some("ClusterRole") => Wanted::ClusterRole,
        _ => return,
    };
    all.extend(Reference::new(wanted, object, object.at(&["roleRef", "name"]), || "roleRef.name".to_owned()));
    for (at, subject) in items(object.at(&["subjects"])) {
        let text = |key: &str| subject.get(key).and_then(Node::text);
        let own = object.id().namespace.as_str();
        if text("kind") == Some("ServiceAccount") && !own.is_empty() && text("namespace").is_none_or(|name| name == own)
        {
            let path = || format!("subjects[{at}].name");
            all.extend(Reference::new(Wanted::ServiceAccount, object, subject.get("name"), path));
        }
    }
}

fn store<'a>(object: Object<'a>, node: Option<Node<'a>>, path: &str, all: &mut Vec<Reference<'a>>) {
    let Some(node) = node else { return };
    let wanted = match node.get("kind").and_then(Node::text) {
        None | Some("SecretStore") => Wanted::SecretStore,
        Some("ClusterSecretStore") => Wanted::ClusterSecretStore,
        Some(_) => return,
    };
    all.extend(Reference::new(wanted, object, node.get("name"), || format!("{path}.name")));
}

/// Whether an API group is not one of Kubernetes' own, nor Argo CD's: its objects hold the values of others.
fn is_custom(group: &str) -> bool {
    group.contains('.') && !group.ends_with(".k8s.io") && group != "argoproj.io"
}

/// Classes in a custom resource, which its controller hands on to pods and claims under the same name.
fn classes<'a>(object: Object<'a>, node: Node<'a>, path: &mut String, all: &mut Vec<Reference<'a>>) {
    let length = path.len();
    for (key, value) in node.entries() {
        let Some(key) = key.text() else { continue };
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
        match key {
            "storageClassName" => {
                all.extend(Reference::new(Wanted::StorageClass, object, Some(value), || path.clone()));
            }
            "priorityClassName" => {
                all.extend(Reference::new(Wanted::PriorityClass, object, Some(value), || path.clone()));
            }
            "metadata" | "status" => {}
            _ => classes(object, value, path, all),
        }
        path.truncate(length);
    }
    for (at, item) in items(Some(node)) {
        let _ = write!(path, "[{at}]");
        classes(object, item, path, all);
        path.truncate(length);
    }
}
