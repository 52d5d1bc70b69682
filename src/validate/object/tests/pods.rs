//! Pods, their containers and what makes them.

use crate::validate::object::tests::found;

const NOTHING: [&str; 0] = [];

/// A pod with a container that has these fields, too.
fn container(fields: &str) -> Vec<String> {
    found(&format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  volumes: [{{name: tmp}}]\n  containers:\n  - {{name: a, image: b, {fields}}}\n"
    ))
}

/// A pod that has these fields, too.
fn pod(fields: &str) -> Vec<String> {
    found(&format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{containers: [{{name: a, image: b}}], {fields}}}\n"
    ))
}

#[test]
fn containers_are_told_from_near_misses() {
    for right in [
        "imagePullPolicy: IfNotPresent",
        "ports: [{containerPort: 80, name: http}, {containerPort: 80, protocol: UDP}]",
        "env: [{name: A_B.c-d, value: x}, {name: P, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['app']\"}}}]",
        "resources: {requests: {cpu: 1000m, memory: 1Gi}, limits: {cpu: 1, memory: 1024Mi}}",
        "resources: {requests: {cpu: null}, limits: {nvidia.com/gpu: 1}}",
        "volumeMounts: [{name: tmp, mountPath: /a, subPath: a..b/c}, {name: tmp, mountPath: /b}]",
        "livenessProbe: {httpGet: {port: http}, periodSeconds: 0, successThreshold: 0}",
        "readinessProbe: {exec: {command: [a]}, successThreshold: 3}",
    ] {
        assert_eq!(container(right), NOTHING, "{right}");
    }
    for (wrong, expected) in [
        ("imagePullPolicy: Sometimes", "unknown-value at spec.containers[0].imagePullPolicy"),
        ("ports: [{containerPort: 70000}]", "invalid-port at spec.containers[0].ports[0].containerPort"),
        ("ports: [{containerPort: 1, name: HTTP}]", "invalid-port at spec.containers[0].ports[0].name"),
        ("ports: [{containerPort: 1, protocol: tcp}]", "unknown-value at spec.containers[0].ports[0].protocol"),
        ("env: [{name: A=B, value: x}]", "invalid-name at spec.containers[0].env[0].name"),
        ("env: [{name: A, valueFrom: {}}]", "missing-field at spec.containers[0].env[0].valueFrom"),
        (
            "resources: {requests: {memory: 1Gi}, limits: {memory: 1000Mi}}",
            "requests-above-limits at spec.containers[0].resources.requests.memory",
        ),
        ("resources: {requests: {cpu: -1}}", "value-out-of-range at spec.containers[0].resources.requests.cpu"),
        ("resources: {requests: {memroy: 1}}", "unknown-value at spec.containers[0].resources.requests.memroy"),
        ("volumeMounts: [{name: temp, mountPath: /a}]", "dangling-volume at spec.containers[0].volumeMounts[0].name"),
        (
            "volumeMounts: [{name: tmp, mountPath: /a}, {name: tmp, mountPath: /a}]",
            "duplicate-name at spec.containers[0].volumeMounts[1].mountPath",
        ),
        ("livenessProbe: {periodSeconds: 5}", "missing-field at spec.containers[0].livenessProbe"),
        (
            "livenessProbe: {httpGet: {port: 1}, tcpSocket: {port: 1}}",
            "conflicting-fields at spec.containers[0].livenessProbe.tcpSocket",
        ),
        ("livenessProbe: {httpGet: {port: \"8080\"}}", "invalid-port at spec.containers[0].livenessProbe.httpGet.port"),
        (
            "livenessProbe: {grpc: {port: 1}, successThreshold: 2}",
            "value-out-of-range at spec.containers[0].livenessProbe.successThreshold",
        ),
    ] {
        assert_eq!(container(wrong), [expected], "{wrong}");
    }
}

#[test]
fn pods_are_told_from_near_misses() {
    for right in [
        "initContainers: [{name: b, image: c}]",
        "initContainers: [{name: b, image: c, restartPolicy: Always, livenessProbe: {grpc: {port: 1}}}]",
        "tolerations: [{operator: Exists}, {key: a, value: b}, {key: a, operator: Exists, effect: NoSchedule}]",
        "dnsPolicy: None, dnsConfig: {nameservers: [10.0.0.1]}",
        "volumes: [{name: a, emptyDir: {}}, {name: b, configMap: {name: c, defaultMode: 0o644}}]",
        "nodeSelector: null",
    ] {
        assert_eq!(pod(right), NOTHING, "{right}");
    }
    for (wrong, expected) in [
        ("initContainers: [{name: a, image: c}]", "duplicate-name at spec.initContainers[0].name"),
        ("restartPolicy: never", "unknown-value at spec.restartPolicy"),
        ("tolerations: [{key: a, operator: Equals}]", "unknown-value at spec.tolerations[0].operator"),
        ("tolerations: [{key: a, operator: Exists, value: b}]", "invalid-toleration at spec.tolerations[0].value"),
        ("tolerations: [{value: b}]", "invalid-toleration at spec.tolerations[0].operator"),
        ("tolerations: [{key: a, tolerationSeconds: 5}]", "invalid-toleration at spec.tolerations[0].effect"),
        ("dnsPolicy: None", "missing-field at spec.dnsConfig"),
        ("volumes: [{name: a}, {name: a}]", "duplicate-name at spec.volumes[1].name"),
        ("volumes: [{name: a, configMap: {name: c}, emptyDir: {}}]", "conflicting-fields at spec.volumes[0].configMap"),
        ("volumes: [{name: a, secret: {}}]", "missing-field at spec.volumes[0].secret.secretName"),
    ] {
        assert_eq!(pod(wrong), [expected], "{wrong}");
    }
}

#[test]
fn affinity_takes_operators_with_their_values() {
    let affinity = |expression: &str| {
        pod(&format!(
            "affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{{matchExpressions: [{expression}]}}]}}}}}}"
        ))
    };
    assert_eq!(affinity("{key: a, operator: Gt, values: [\"1\"]}"), NOTHING);
    assert_eq!(affinity("{key: a, operator: Exists}"), NOTHING);
    for wrong in ["operator: In", "operator: Exists, values: [b]", "operator: Gt, values: [\"1\", \"2\"]"] {
        assert!(affinity(&format!("{{key: a, {wrong}}}"))[0].starts_with("selector-values"), "{wrong}");
    }
    assert!(affinity("{key: a, operator: Equals, values: [b]}")[0].starts_with("unknown-value"));
}

fn workload(kind: &str, spec: &str) -> Vec<String> {
    found(&format!("apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: a}}\nspec: {{{spec}}}\n"))
}

#[test]
fn selectors_match_their_template() {
    let spec = |selector: &str, labels: &str| {
        format!(
            "selector: {selector}, template: {{metadata: {{labels: {labels}}}, spec: {{containers: [{{name: a, image: b}}]}}}}"
        )
    };
    for selector in ["{matchLabels: {app: a}}", "{matchExpressions: [{key: app, operator: In, values: [a, b]}]}"] {
        assert_eq!(workload("Deployment", &spec(selector, "{app: a, tier: b}")), NOTHING);
        let mismatch = ["selector-mismatch at spec.template.metadata.labels"];
        assert_eq!(workload("Deployment", &spec(selector, "{app: c}")), mismatch);
    }
    assert_eq!(workload("StatefulSet", &spec("{}", "{app: c}")), ["selector-mismatch at spec.selector"]);
}

#[test]
fn the_template_of_a_stateful_set_fails_later() {
    let spec = "selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: b, volumeMounts: [{name: data, mountPath: /data}]}]}}";
    assert_eq!(
        workload("StatefulSet", &format!("{spec}, volumeClaimTemplates: [{{metadata: {{name: data}}}}]")),
        NOTHING
    );
    let text = format!("apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: a}}\nspec: {{{spec}}}\n");
    let findings = crate::validate::object::tests::findings_of(33, &text);
    let finding = findings.iter().next().unwrap();
    assert_eq!(finding.rule, "dangling-volume");
    assert!(finding.why.as_deref().unwrap().contains("refuses every pod"));
}

#[test]
fn jobs_end() {
    let job = |pod: &str| {
        found(&format!(
            "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: a}}\nspec: {{template: {{spec: {{containers: [{{name: a, image: b}}], {pod}}}}}}}\n"
        ))
    };
    assert_eq!(job("restartPolicy: OnFailure"), NOTHING);
    assert_eq!(job("hostNetwork: false"), ["unknown-value at spec.template.spec.restartPolicy"]);
}

#[test]
fn hundreds_of_faults_in_one_object_are_all_placed() {
    use std::fmt::Write as _;
    let (mut volumes, mut mounts) = (String::new(), String::new());
    for index in 0..500 {
        let _ = writeln!(volumes, "  - {{name: have-{index}}}");
        let _ = writeln!(mounts, "    - {{name: want-{index}, mountPath: /{index}}}");
    }
    let found = found(&format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  volumes:\n{volumes}  containers:\n  - name: a\n    \
         image: b\n    volumeMounts:\n{mounts}"
    ));
    assert_eq!(found.len(), 500);
    assert_eq!(found[499], "dangling-volume at spec.containers[0].volumeMounts[499].name");
}

#[test]
fn what_an_alias_repeats_is_named_where_it_was_written() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels: {a: &l \"x y\"}\n\
                spec: {containers: [{name: a, image: b}], nodeSelector: {z: *l}}\n";
    let paths = found(text);
    assert_eq!(paths[0], "invalid-label at metadata.labels.a");
    let list = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ServiceAccount, metadata: &m {name: A}}\n\
                - {apiVersion: v1, kind: ServiceAccount, metadata: *m}\n";
    assert_eq!(found(list), ["invalid-name at metadata.name"; 2]);
}
