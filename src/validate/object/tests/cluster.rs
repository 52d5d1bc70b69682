//! Kinds that administrators write: nodes, quotas, webhooks, definitions, and what stores and routes.

use crate::validate::object::tests::found_in;

const NOTHING: [&str; 0] = [];

fn of(kind: &str, body: &str) -> Vec<String> {
    let named = if body.contains("metadata:") { "" } else { "metadata: {name: a}\n" };
    found_in(28, &format!("apiVersion: {kind}\n{named}{body}\n"))
}

#[track_caller]
fn check(kind: &str, right: &[&str], wrong: &[(&str, &str)]) {
    for body in right {
        assert_eq!(of(kind, body), NOTHING, "{kind} {body}");
    }
    for (body, expected) in wrong {
        assert_eq!(of(kind, body), [*expected], "{kind} {body}");
    }
}

#[test]
fn metadata_of_every_kind() {
    check(
        "v1\nkind: ConfigMap",
        &["metadata: {name: a, resourceVersion: \"0\"}", "metadata: {name: a, finalizers: [orphan]}"],
        &[
            ("metadata: {name: a, resourceVersion: \"12\"}", "conflicting-fields at metadata.resourceVersion"),
            (
                "metadata: {name: a, finalizers: [orphan, foregroundDeletion]}",
                "conflicting-fields at metadata.finalizers",
            ),
            (
                "metadata: {name: a, ownerReferences: [{apiVersion: v1, kind: Pod, name: \"\", uid: b}]}",
                "missing-field at metadata.ownerReferences[0].name",
            ),
        ],
    );
    let stateful = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a.b}\nspec: {serviceName: s, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}}\n";
    assert_eq!(found_in(26, stateful), NOTHING);
    assert_eq!(found_in(28, stateful), ["invalid-name at metadata.name"]);
}

#[test]
fn namespaces_and_nodes() {
    check(
        "v1\nkind: Namespace",
        &[
            "metadata: {name: a, labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/warn-version: v1.28}}",
        ],
        &[
            (
                "metadata: {name: a, labels: {pod-security.kubernetes.io/enforce: base}}",
                "unknown-value at metadata.labels[\"pod-security.kubernetes.io/enforce\"]",
            ),
            (
                "metadata: {name: a, labels: {pod-security.kubernetes.io/audit-version: \"1.28\"}}",
                "unknown-value at metadata.labels[\"pod-security.kubernetes.io/audit-version\"]",
            ),
        ],
    );
    check(
        "v1\nkind: Node",
        &["spec: {taints: [{key: a, effect: NoSchedule}, {key: a, effect: NoExecute}]}"],
        &[
            ("spec: {taints: [{key: a, effect: Never}]}", "unknown-value at spec.taints[0].effect"),
            (
                "spec: {taints: [{key: a, effect: NoSchedule}, {key: a, value: b, effect: NoSchedule}]}",
                "duplicate-name at spec.taints[1]",
            ),
        ],
    );
}

#[test]
fn quotas_and_limits() {
    check(
        "v1\nkind: ResourceQuota",
        &[
            "spec: {hard: {pods: 4, count/jobs.batch: 2}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}}",
        ],
        &[
            ("spec: {hard: {pods: 1.5}}", "value-out-of-range at spec.hard.pods"),
            ("spec: {hard: {pod: 1}}", "unknown-value at spec.hard.pod"),
            ("spec: {hard: {services: 1}, scopes: [Terminating]}", "conflicting-fields at spec.scopes"),
            ("spec: {hard: {pods: 1}, scopes: [BestEffort, NotBestEffort]}", "conflicting-fields at spec.scopes"),
            (
                "spec: {hard: {pods: 1}, scopeSelector: {matchExpressions: [{scopeName: BestEffort, operator: In, values: [a]}]}}",
                "unknown-value at spec.scopeSelector.matchExpressions[0].operator",
            ),
        ],
    );
    check(
        "v1\nkind: LimitRange",
        &["spec: {limits: [{type: Container, maxLimitRequestRatio: {cpu: 2}, min: {cpu: 1}, max: {cpu: 2}}]}"],
        &[
            ("spec: {limits: [{type: container, max: {cpu: 1}}]}", "unknown-value at spec.limits[0].type"),
            ("spec: {limits: [{type: Container, max: {cpus: 1}}]}", "unknown-value at spec.limits[0].max.cpus"),
            (
                "spec: {limits: [{type: Container, maxLimitRequestRatio: {cpu: 500m}}]}",
                "value-out-of-range at spec.limits[0].maxLimitRequestRatio.cpu",
            ),
        ],
    );
}

#[test]
fn endpoints_and_leases() {
    check(
        "discovery.k8s.io/v1\nkind: EndpointSlice",
        &["addressType: IPv4\nendpoints: [{addresses: [10.0.0.1]}]\nports: [{name: a, port: 1}, {name: b, port: 2}]"],
        &[
            ("addressType: IPv6\nendpoints: [{addresses: [10.0.0.1]}]", "malformed-value at endpoints[0].addresses[0]"),
            ("addressType: FQDN\nendpoints: [{addresses: [db]}]", "invalid-name at endpoints[0].addresses[0]"),
            ("addressType: IPv4\nendpoints: []\nports: [{port: 1}, {port: 2}]", "duplicate-name at ports[1].name"),
        ],
    );
    check(
        "v1\nkind: Endpoints",
        &["subsets: [{addresses: [{ip: 10.0.0.1}], ports: [{port: 80}]}]"],
        &[
            ("subsets: [{ports: [{port: 80}]}]", "missing-field at subsets[0]"),
            ("subsets: [{addresses: [{ip: 127.0.0.1}]}]", "malformed-value at subsets[0].addresses[0].ip"),
        ],
    );
    check(
        "coordination.k8s.io/v1\nkind: Lease",
        &["spec: {leaseDurationSeconds: 1}"],
        &[("spec: {leaseDurationSeconds: 0}", "value-out-of-range at spec.leaseDurationSeconds")],
    );
}

#[test]
fn webhooks() {
    let hook = |rest: &str| {
        format!(
            "webhooks: [{{name: a.b.c, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {{service: {{name: a, namespace: b}}}}, {rest}}}]"
        )
    };
    let rule =
        |rest: &str| hook(&format!("rules: [{{operations: [CREATE], apiGroups: [\"\"], apiVersions: [v1], {rest}}}]"));
    let kind = "admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration";
    check(
        kind,
        &[&hook("timeoutSeconds: 30"), &rule("resources: [pods, pods/status]")],
        &[
            (&hook("timeoutSeconds: 31"), "value-out-of-range at webhooks[0].timeoutSeconds"),
            (&hook("failurePolicy: fail"), "unknown-value at webhooks[0].failurePolicy"),
            (&rule("resources: [\"*\", pods]"), "conflicting-fields at webhooks[0].rules[0].resources[1]"),
            (&rule("resources: []"), "missing-field at webhooks[0].rules[0].resources"),
            (
                "webhooks: [{name: a.b, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {url: \"https://a/b\"}}]",
                "invalid-name at webhooks[0].name",
            ),
            (
                "webhooks: [{name: a.b.c, sideEffects: Some, admissionReviewVersions: [v1], clientConfig: {url: \"https://a/b\"}}]",
                "unknown-value at webhooks[0].sideEffects",
            ),
            (
                "webhooks: [{name: a.b.c, sideEffects: None, admissionReviewVersions: [v2], clientConfig: {url: \"https://a/b\"}}]",
                "unknown-value at webhooks[0].admissionReviewVersions",
            ),
            (
                "webhooks: [{name: a.b.c, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {url: \"http://a/b\"}}]",
                "malformed-value at webhooks[0].clientConfig.url",
            ),
        ],
    );
}

#[test]
fn definitions() {
    let definition = |schema: &str| {
        format!(
            "metadata: {{name: as.example.com}}\nspec: {{group: example.com, scope: Cluster, names: {{plural: as, kind: A}}, versions: [{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object, properties: {{spec: {{{schema}}}}}}}}}}}]}}"
        )
    };
    let at = |path: &str| format!("spec.versions[0].schema.openAPIV3Schema.properties.spec{path}");
    let kind = "apiextensions.k8s.io/v1\nkind: CustomResourceDefinition";
    for right in [
        "type: object, properties: {a: {type: string, pattern: \"^{[[a]*}$\", default: \"{[}\"}}",
        "type: array, items: {type: object, required: [k], properties: {k: {type: string}}}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k]",
        "x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]",
        "type: object, additionalProperties: {type: string}, oneOf: [{required: [a]}]",
    ] {
        assert_eq!(of(kind, &definition(right)), NOTHING, "{right}");
    }
    for (wrong, expected) in [
        ("type: string, pattern: \"[\"", format!("malformed-value at {}", at(".pattern"))),
        ("type: integer, default: a", format!("malformed-value at {}", at(".default"))),
        (
            "type: object, properties: {a: {type: string}}, default: {b: c}",
            format!("malformed-value at {}", at(".default")),
        ),
        (
            "type: object, properties: {a: {type: string}}, additionalProperties: {type: string}",
            format!("conflicting-fields at {}", at(".additionalProperties")),
        ),
        (
            "type: object, allOf: [{properties: {a: {type: string}}}]",
            format!("dangling-reference at {}", at(".allOf[0].properties.a")),
        ),
        ("type: object, not: {description: a}", format!("conflicting-fields at {}", at(".not.description"))),
        ("type: string, x-kubernetes-list-type: set", format!("conflicting-fields at {}", at(".type"))),
        ("type: object, uniqueItems: true", format!("conflicting-fields at {}", at(".uniqueItems"))),
        (
            "type: array, items: {type: object, properties: {k: {type: string}}}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k]",
            format!("missing-field at {}", at(".items.properties.k.default")),
        ),
    ] {
        let found = of(kind, &definition(wrong));
        assert!(found.contains(&expected), "{wrong}: {found:?}");
    }
}

#[test]
fn storage_and_classes() {
    let spec = "accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}";
    check(
        "v1\nkind: PersistentVolume",
        &[&format!("spec: {{{spec}, csi: {{driver: a, volumeHandle: b}}}}")],
        &[
            (&format!("spec: {{{spec}}}"), "missing-field at spec"),
            (&format!("spec: {{{spec}, local: {{path: /a}}}}"), "missing-field at spec.nodeAffinity"),
            (&format!("spec: {{{spec}, csi: {{driver: a}}}}"), "missing-field at spec.csi.volumeHandle"),
            (
                "spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi, cpu: 1}, nfs: {server: a, path: /}}",
                "unknown-value at spec.capacity.cpu",
            ),
        ],
    );
    check(
        "networking.k8s.io/v1\nkind: IngressClass",
        &["spec: {controller: example.com/ingress, parameters: {kind: A, name: b, scope: Namespace, namespace: c}}"],
        &[
            ("spec: {controller: ingress}", "invalid-name at spec.controller"),
            (
                "spec: {controller: a.b/c, parameters: {kind: A, name: b, namespace: c}}",
                "conflicting-fields at spec.parameters.namespace",
            ),
        ],
    );
    check("node.k8s.io/v1\nkind: RuntimeClass", &["handler: kata"], &[("handler: Kata.x", "invalid-name at handler")]);
    check(
        "scheduling.k8s.io/v1\nkind: PriorityClass",
        &["value: 1000000000"],
        &[("metadata: {name: system-node-critical}\nvalue: 5", "invalid-name at metadata.name")],
    );
    check(
        "flowcontrol.apiserver.k8s.io/v1beta3\nkind: PriorityLevelConfiguration",
        &["spec: {type: Limited, limited: {limitResponse: {type: Reject}}}"],
        &[
            ("spec: {type: Exempt}", "conflicting-fields at spec.type"),
            (
                "spec: {type: Limited, limited: {limitResponse: {type: Queue}}}",
                "missing-field at spec.limited.limitResponse.queuing",
            ),
        ],
    );
}
