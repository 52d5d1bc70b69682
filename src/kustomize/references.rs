//! Which fields hold the name of which objects (kustomize, builtinpluginconsts/namereference.go).
//!
//! Where a kind or a field is missing, as the projected volumes of a Job are, kustomize does not know it either.

use std::borrow::Cow;

use crate::kustomize::config::BackReference;
use crate::kustomize::spec::FieldSpec;

/// Kinds with pods in them: kind, version that is asked for, and where the spec of the pods is.
const PODS: [(&str, &str, &str); 8] = [
    ("Pod", "v1", "spec"),
    ("PodTemplate", "", "template/spec"),
    ("Deployment", "", "spec/template/spec"),
    ("ReplicaSet", "", "spec/template/spec"),
    ("DaemonSet", "", "spec/template/spec"),
    ("StatefulSet", "", "spec/template/spec"),
    ("Job", "", "spec/template/spec"),
    ("CronJob", "", "spec/jobTemplate/spec/template/spec"),
];

/// The same for what kustomize has a shorter list for.
const FEWER_PODS: [(&str, &str, &str); 7] = [
    ("Pod", "", "spec"),
    ("StatefulSet", "", "spec/template/spec"),
    ("Deployment", "", "spec/template/spec"),
    ("ReplicationController", "", "spec/template/spec"),
    ("CronJob", "", "spec/jobTemplate/spec/template/spec"),
    ("Job", "", "spec/template/spec"),
    ("DaemonSet", "", "spec/template/spec"),
];

const CONFIG_MAP: [&str; 6] = [
    "volumes/configMap/name",
    "containers/env/valueFrom/configMapKeyRef/name",
    "initContainers/env/valueFrom/configMapKeyRef/name",
    "containers/envFrom/configMapRef/name",
    "initContainers/envFrom/configMapRef/name",
    "volumes/projected/sources/configMap/name",
];

const SECRET: [&str; 7] = [
    "volumes/secret/secretName",
    "containers/env/valueFrom/secretKeyRef/name",
    "initContainers/env/valueFrom/secretKeyRef/name",
    "containers/envFrom/secretRef/name",
    "initContainers/envFrom/secretRef/name",
    "imagePullSecrets/name",
    "volumes/projected/sources/secret/name",
];

const RBAC: &str = "rbac.authorization.k8s.io";
const ADMISSION: &str = "admissionregistration.k8s.io";

fn in_pods(pods: &[(&'static str, &'static str, &'static str)], fields: &[&str]) -> Vec<FieldSpec> {
    let mut all = Vec::new();
    for (kind, version, at) in pods {
        let known = fields.iter().filter(|field| *kind != "Job" || !field.contains("/projected/"));
        all.extend(known.map(|field| FieldSpec {
            path: Cow::Owned(format!("{at}/{field}")),
            ..FieldSpec::new("", kind, "", false).version(version)
        }));
    }
    all
}

/// Fields of kinds, by group, kind and path.
fn of(fields: &[(&'static str, &'static str, &'static str)]) -> Vec<FieldSpec> {
    fields.iter().map(|(group, kind, path)| FieldSpec::new(group, kind, path, false)).collect()
}

/// The references that kustomize updates by itself.
pub(super) fn defaults() -> Vec<BackReference> {
    let names = |group, version, kind, fields| BackReference {
        group: Cow::Borrowed(group),
        version: Cow::Borrowed(version),
        kind: Cow::Borrowed(kind),
        fields,
    };
    let mut all: Vec<BackReference> = ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"]
        .map(|kind| names("", "", kind, of(&[("", "HorizontalPodAutoscaler", "spec/scaleTargetRef/name")])))
        .into();
    let mut config_map = in_pods(&PODS, &CONFIG_MAP);
    config_map.extend(of(&[
        ("", "Node", "spec/configSource/configMap"),
        ("", "Role", "rules/resourceNames"),
        ("", "ClusterRole", "rules/resourceNames"),
        ("", "Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"),
    ]));
    all.push(names("", "v1", "ConfigMap", config_map));
    all.push(names("", "v1", "Secret", secrets()));
    all.push(names(
        "",
        "v1",
        "Service",
        of(&[
            ("apps", "StatefulSet", "spec/serviceName"),
            ("", "Ingress", "spec/rules/http/paths/backend/serviceName"),
            ("", "Ingress", "spec/backend/serviceName"),
            ("", "Ingress", "spec/rules/http/paths/backend/service/name"),
            ("", "Ingress", "spec/defaultBackend/service/name"),
            ("apiregistration.k8s.io", "APIService", "spec/service/name"),
            (ADMISSION, "ValidatingWebhookConfiguration", "webhooks/clientConfig/service"),
            (ADMISSION, "MutatingWebhookConfiguration", "webhooks/clientConfig/service"),
        ]),
    ));
    all.push(names(RBAC, "", "Role", of(&[(RBAC, "RoleBinding", "roleRef/name")])));
    let bindings = [(RBAC, "RoleBinding", "roleRef/name"), (RBAC, "ClusterRoleBinding", "roleRef/name")];
    all.push(names(RBAC, "", "ClusterRole", of(&bindings)));
    let mut account = of(&[(RBAC, "RoleBinding", "subjects"), (RBAC, "ClusterRoleBinding", "subjects")]);
    account.extend(in_pods(&FEWER_PODS, &["serviceAccountName"]));
    all.push(names("", "v1", "ServiceAccount", account));
    let claims = in_pods(&FEWER_PODS, &["volumes/persistentVolumeClaim/claimName"]);
    all.push(names("", "v1", "PersistentVolumeClaim", claims));
    let volume = [("", "PersistentVolumeClaim", "spec/volumeName"), ("", "ClusterRole", "rules/resourceNames")];
    all.push(names("", "v1", "PersistentVolume", of(&volume)));
    let storage = [
        ("", "PersistentVolume", "spec/storageClassName"),
        ("", "PersistentVolumeClaim", "spec/storageClassName"),
        ("", "StatefulSet", "spec/volumeClaimTemplates/spec/storageClassName"),
    ];
    all.push(names("storage.k8s.io", "v1", "StorageClass", of(&storage)));
    all.push(names("scheduling.k8s.io", "v1", "PriorityClass", in_pods(&FEWER_PODS, &["priorityClassName"])));
    // A group with a version in it, as kustomize has it: no object is of that group.
    all.push(names("networking.k8s.io/v1", "v1", "IngressClass", of(&[("", "Ingress", "spec/ingressClassName")])));
    let policy = [(ADMISSION, "ValidatingAdmissionPolicyBinding", "spec/policyName")];
    all.push(names(ADMISSION, "", "ValidatingAdmissionPolicy", of(&policy)));
    all
}

fn secrets() -> Vec<FieldSpec> {
    let mut all = in_pods(&PODS, &SECRET);
    all.extend(of(&[
        ("", "Ingress", "spec/tls/secretName"),
        ("", "Ingress", "metadata/annotations/ingress.kubernetes.io\\/auth-secret"),
        ("", "Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret"),
        ("", "Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret"),
        ("", "ServiceAccount", "imagePullSecrets/name"),
        ("", "StorageClass", "parameters/secretName"),
        ("", "StorageClass", "parameters/adminSecretName"),
        ("", "StorageClass", "parameters/userSecretName"),
        ("", "StorageClass", "parameters/secretRef"),
        ("", "Role", "rules/resourceNames"),
        ("", "ClusterRole", "rules/resourceNames"),
        ("", "PersistentVolume", "spec/azureFile/secretName"),
    ]));
    let knative = "spec/template/spec/containers/env/valueFrom/secretKeyRef/name";
    all.push(FieldSpec::new("serving.knative.dev", "Service", knative, false).version("v1"));
    all
}
