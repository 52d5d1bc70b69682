//! Everything that is no pod and makes none.

use crate::validate::object::tests::found;

const NOTHING: [&str; 0] = [];

fn of(kind: &str, body: &str) -> Vec<String> {
    found(&format!("apiVersion: {kind}\nmetadata: {{name: a}}\n{body}\n"))
}

fn check(kind: &str, right: &[&str], wrong: &[(&str, &str)]) {
    for body in right {
        assert_eq!(of(kind, body), NOTHING, "{kind} {body}");
    }
    for (body, expected) in wrong {
        assert_eq!(of(kind, body), [*expected], "{kind} {body}");
    }
}

#[test]
fn services() {
    check(
        "v1\nkind: Service",
        &[
            "spec: {ports: [{port: 80, targetPort: http}]}",
            "spec: {clusterIP: None}",
            "spec: {type: ExternalName, externalName: db.example.com.}",
            "spec: {ports: [{port: 53, name: tcp}, {port: 53, name: udp, protocol: UDP}]}",
            "spec: {type: NodePort, ports: [{port: 80, nodePort: 30080}], externalTrafficPolicy: Local}",
        ],
        &[
            ("spec: {selector: {app: a}}", "missing-field at spec.ports"),
            ("spec: {type: ClusterIp, ports: [{port: 80}]}", "unknown-value at spec.type"),
            ("spec: {ports: [{port: 0}]}", "invalid-port at spec.ports[0].port"),
            ("spec: {ports: [{port: 80, targetPort: \"80\"}]}", "invalid-port at spec.ports[0].targetPort"),
            ("spec: {ports: [{port: 80, name: a}, {port: 81}]}", "missing-field at spec.ports[1].name"),
            ("spec: {ports: [{port: 80, name: a}, {port: 80, name: b}]}", "duplicate-name at spec.ports[1]"),
            ("spec: {ports: [{port: 80, nodePort: 30080}]}", "conflicting-fields at spec.ports[0].nodePort"),
            (
                "spec: {ports: [{port: 80}], externalTrafficPolicy: Local}",
                "conflicting-fields at spec.externalTrafficPolicy",
            ),
        ],
    );
}

#[test]
fn config_maps_and_secrets() {
    check(
        "v1\nkind: ConfigMap",
        &["data: {.hidden: a, A_b-c.json: b}", "data: null"],
        &[
            ("data: {a/b.json: x}", "invalid-key at data[\"a/b.json\"]"),
            ("data: {..a: x}", "invalid-key at data[\"..a\"]"),
            ("data: {a: x}\nbinaryData: {a: eA==}", "duplicate-name at data.a"),
        ],
    );
    check(
        "v1\nkind: Secret",
        &[
            "type: example.com/own",
            "type: kubernetes.io/tls\ndata: {tls.crt: eA==}\nstringData: {tls.key: x}",
            "type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{\"auths\":{}}'}",
        ],
        &[
            ("type: kubernetes.io/ssh-auth", "missing-field at data.ssh-privatekey"),
            (
                "type: kubernetes.io/dockerconfigjson\ndata: {.dockerconfigjson: eA==}",
                "malformed-value at data[\".dockerconfigjson\"]",
            ),
        ],
    );
}

#[test]
fn policies_of_networks() {
    check(
        "networking.k8s.io/v1\nkind: NetworkPolicy",
        &[
            "spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.1/8, except: [10.1.0.0/16]}}]}]}",
            "spec: {podSelector: {}, ingress: [{from: [{podSelector: {}, namespaceSelector: {}}], ports: [{port: http}, {port: 1, endPort: 2}]}]}",
        ],
        &[
            ("spec: {podSelector: {}, policyTypes: [ingress]}", "unknown-value at spec.policyTypes[0]"),
            (
                "spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0}}]}]}",
                "malformed-value at spec.egress[0].to[0].ipBlock.cidr",
            ),
            (
                "spec: {podSelector: {}, ingress: [{ports: [{port: http, endPort: 2}]}]}",
                "conflicting-fields at spec.ingress[0].ports[0].endPort",
            ),
            ("spec: {podSelector: {}, ingress: [{from: [{}]}]}", "missing-field at spec.ingress[0].from[0]"),
        ],
    );
}

#[test]
fn budgets_and_autoscalers() {
    check(
        "policy/v1\nkind: PodDisruptionBudget",
        &["spec: {minAvailable: 1}", "spec: {maxUnavailable: 25%}", "spec: {}"],
        &[
            ("spec: {minAvailable: 1, maxUnavailable: 1}", "conflicting-fields at spec.maxUnavailable"),
            ("spec: {minAvailable: \"1\"}", "malformed-value at spec.minAvailable"),
            ("spec: {minAvailable: 120%}", "value-out-of-range at spec.minAvailable"),
        ],
    );
    let target = "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}";
    check(
        "autoscaling/v2\nkind: HorizontalPodAutoscaler",
        &[&format!("spec: {{{target}, minReplicas: 2, maxReplicas: 2}}")],
        &[
            (&format!("spec: {{{target}, minReplicas: 3, maxReplicas: 2}}"), "value-out-of-range at spec.maxReplicas"),
            (
                &format!("spec: {{{target}, maxReplicas: 2, metrics: [{{type: CPU}}]}}"),
                "unknown-value at spec.metrics[0].type",
            ),
        ],
    );
}

#[test]
fn roles_and_bindings() {
    let cluster = "rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding";
    let role = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a}";
    check(
        cluster,
        &[&format!("{role}\nsubjects: [{{kind: ServiceAccount, name: a, namespace: b}}, {{kind: User, name: A@b}}]")],
        &[
            (
                &format!("{role}\nsubjects: [{{kind: ServiceAccount, name: a}}]"),
                "missing-field at subjects[0].namespace",
            ),
            ("roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}", "unknown-value at roleRef.kind"),
        ],
    );
    check(
        "rbac.authorization.k8s.io/v1\nkind: RoleBinding",
        &[&format!("{role}\nsubjects: [{{kind: ServiceAccount, name: a}}]")],
        &[],
    );
    check(
        "rbac.authorization.k8s.io/v1\nkind: Role",
        &["rules: [{apiGroups: [\"\"], resources: [pods], verbs: [read]}]", "rules: null"],
        &[
            ("rules: [{apiGroups: [\"\"], verbs: [get]}]", "missing-field at rules[0].resources"),
            ("rules: [{apiGroups: [\"\"], resources: [pods], verbs: []}]", "missing-field at rules[0].verbs"),
        ],
    );
}

#[test]
fn storage_and_routes() {
    check(
        "v1\nkind: PersistentVolumeClaim",
        &["spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5368709120}}}"],
        &[(
            "spec: {accessModes: [RWO], resources: {requests: {storage: 1Gi}}}",
            "unknown-value at spec.accessModes[0]",
        )],
    );
    let path = |path: &str| {
        format!(
            "spec: {{rules: [{{http: {{paths: [{{{path}, backend: {{service: {{name: a, port: {{number: 80}}}}}}}}]}}}}]}}"
        )
    };
    check(
        "networking.k8s.io/v1\nkind: Ingress",
        &[&path("pathType: Prefix, path: /"), &path("pathType: ImplementationSpecific")],
        &[
            (&path("pathType: Prefix"), "invalid-path at spec.rules[0].http.paths[0].path"),
            (&path("pathType: Regex, path: /"), "unknown-value at spec.rules[0].http.paths[0].pathType"),
            ("spec: {ingressClassName: a}", "missing-field at spec"),
        ],
    );
}
