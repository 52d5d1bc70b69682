//! One fault at a time: in an object that is right otherwise, and found where the API server finds it.

use crate::validate::object::tests::found_in;

/// An object without its name and, between `{` and `}`, the place for what is said of it.
struct Frame {
    minor: u32,
    text: &'static str,
}

impl Frame {
    fn found(&self, fields: &str) -> Vec<String> {
        found_in(self.minor, &self.text.replace("FIELDS", fields))
    }

    #[track_caller]
    fn right(&self, cases: &[&str]) {
        for fields in cases {
            assert_eq!(self.found(fields), Vec::<String>::new(), "{fields}");
        }
    }

    #[track_caller]
    fn wrong(&self, cases: &[(&str, &str)]) {
        for (fields, expected) in cases {
            assert_eq!(self.found(fields), [*expected], "{fields}");
        }
    }
}

const fn frame(minor: u32, text: &'static str) -> Frame {
    Frame { minor, text }
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}], FIELDS}\n";
const CONTAINER: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - {name: a, image: b, FIELDS}\n";
const VOLUME: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: b}]\n  volumes:\n  - {name: v, FIELDS}\n";
const JOB: &str = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}, FIELDS}\n";
const CRON_JOB: &str = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}, FIELDS}\n";
const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}], FIELDS}\n";

#[test]
fn what_a_pod_cannot_decide_for_itself() {
    frame(28, POD).right(&[
        "priority: 0",
        "priorityClassName: mine, priority: 7",
        "runtimeClassName: kata, overhead: {cpu: 1}",
    ]);
    frame(28, POD).wrong(&[
        ("priority: 10", "conflicting-fields at spec.priority"),
        ("overhead: {cpu: 1}", "conflicting-fields at spec.overhead"),
        ("schedulingGates: [{name: a}], nodeName: b", "conflicting-fields at spec.nodeName"),
        ("hostAliases: [{ip: 10.0.0, hostnames: [a]}]", "malformed-value at spec.hostAliases[0].ip"),
        ("dnsConfig: {searches: [a_b.c]}", "invalid-name at spec.dnsConfig.searches[0]"),
        ("dnsConfig: {options: [{value: a}]}", "missing-field at spec.dnsConfig.options[0].name"),
        (
            "os: {name: linux}, securityContext: {windowsOptions: {runAsUserName: a}}",
            "conflicting-fields at spec.securityContext.windowsOptions",
        ),
        ("os: {name: windows}, hostPID: true", "conflicting-fields at spec.hostPID"),
        (
            "securityContext: {windowsOptions: {runAsUserName: \"a\\\\b\\\\c\"}}",
            "invalid-name at spec.securityContext.windowsOptions.runAsUserName",
        ),
        ("securityContext: {windowsOptions: {hostProcess: true}}", "missing-field at spec.hostNetwork"),
        (
            "securityContext: {seccompProfile: {type: Localhost, localhostProfile: ../a}}",
            "invalid-path at spec.securityContext.seccompProfile.localhostProfile",
        ),
        ("runtimeClassName: \"\"", "missing-field at spec.runtimeClassName"),
    ]);
    frame(33, POD).right(&["dnsConfig: {searches: [a_b.c]}"]);
}

#[test]
fn containers_ask_for_what_there_is() {
    let frame = frame(28, CONTAINER);
    frame.right(&[
        "resources: {limits: {example.com/gpu: 1}, requests: {example.com/gpu: 1}}",
        "resources: {limits: {hugepages-2Mi: 4Mi, memory: 1Gi}}",
        "env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}]",
        "lifecycle: {preStop: {exec: {command: [a]}}}",
    ]);
    frame.wrong(&[
        (
            "resources: {requests: {example.com/gpu: 1}}",
            "missing-field at spec.containers[0].resources.limits[\"example.com/gpu\"]",
        ),
        (
            "resources: {limits: {example.com/gpu: 500m}}",
            "value-out-of-range at spec.containers[0].resources.limits[\"example.com/gpu\"]",
        ),
        ("resources: {limits: {hugepages-2Mi: 4Mi}}", "missing-field at spec.containers[0].resources"),
        (
            "resources: {limits: {hugepages-2Mi: 3Mi, cpu: 1}}",
            "value-out-of-range at spec.containers[0].resources.limits.hugepages-2Mi",
        ),
        (
            "env: [{name: A, valueFrom: {resourceFieldRef: {resource: memory}}}]",
            "unknown-value at spec.containers[0].env[0].valueFrom.resourceFieldRef.resource",
        ),
        (
            "env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1Mi}}}]",
            "unknown-value at spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor",
        ),
        (
            "env: [{name: A, valueFrom: {secretKeyRef: {name: A_B, key: c}}}]",
            "invalid-name at spec.containers[0].env[0].valueFrom.secretKeyRef.name",
        ),
        (
            "env: [{name: A, valueFrom: {fieldRef: {fieldPath: status.hostIPs}}}]",
            "unknown-value at spec.containers[0].env[0].valueFrom.fieldRef.fieldPath",
        ),
        ("env: [{name: 1A, value: b}]", "invalid-name at spec.containers[0].env[0].name"),
        (
            "readinessProbe: {httpGet: {port: 80, httpHeaders: [{name: a b, value: c}]}}",
            "invalid-name at spec.containers[0].readinessProbe.httpGet.httpHeaders[0].name",
        ),
        ("livenessProbe: {exec: {command: []}}", "missing-field at spec.containers[0].livenessProbe.exec.command"),
        (
            "startupProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: 0}",
            "value-out-of-range at spec.containers[0].startupProbe.terminationGracePeriodSeconds",
        ),
    ]);
}

#[test]
fn every_kind_of_volume_needs_what_finds_it() {
    let frame = frame(28, VOLUME);
    frame.right(&[
        "projected: {sources: [{secret: {name: a}}, {serviceAccountToken: {path: token}}]}",
        "ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}",
        "csi: {driver: CSI.example.com}",
        "downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}",
        "iscsi: {targetPortal: a, iqn: \"iqn.2024-01.com.example:storage\", lun: 0}",
    ]);
    frame.wrong(&[
        ("nfs: {server: a, path: b}", "invalid-path at spec.volumes[0].nfs.path"),
        ("hostPath: {path: /a/../b}", "invalid-path at spec.volumes[0].hostPath.path"),
        ("gcePersistentDisk: {pdName: a, partition: 256}", "value-out-of-range at spec.volumes[0].gcePersistentDisk.partition"),
        ("csi: {driver: a b}", "invalid-name at spec.volumes[0].csi.driver"),
        ("configMap: {name: a, items: [{key: b, path: ..c}]}", "invalid-path at spec.volumes[0].configMap.items[0].path"),
        ("projected: {sources: [{secret: {name: a, items: [{key: b, path: c}]}}, {configMap: {name: a, items: [{key: b, path: c}]}}]}", "duplicate-name at spec.volumes[0].projected.sources[1].configMap.items[0].path"),
        ("downwardAPI: {items: [{path: a, fieldRef: {fieldPath: status.podIP}}]}", "unknown-value at spec.volumes[0].downwardAPI.items[0].fieldRef.fieldPath"),
        ("downwardAPI: {items: [{path: a, resourceFieldRef: {resource: limits.cpu}}]}", "missing-field at spec.volumes[0].downwardAPI.items[0].resourceFieldRef.containerName"),
        ("ephemeral: {volumeClaimTemplate: {metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}", "conflicting-fields at spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.name"),
        ("ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 0}}}}}", "value-out-of-range at spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests.storage"),
        ("azureDisk: {diskName: a, diskURI: b, kind: Managed}", "malformed-value at spec.volumes[0].azureDisk.diskURI"),
        ("fc: {targetWWNs: [a]}", "missing-field at spec.volumes[0].fc.lun"),
    ]);
}

#[test]
fn jobs_count_their_pods() {
    frame(28, JOB).right(&[
        "completionMode: Indexed",
        "completionMode: Indexed, completions: 3, parallelism: 3",
        "podReplacementPolicy: Never",
        "podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]}",
        "manualSelector: true, selector: {}",
    ]);
    frame(28, JOB).wrong(&[
        ("completionMode: Indexed, parallelism: 3", "missing-field at spec.completions"),
        ("completionMode: Indexed, completions: 1, parallelism: 100001", "value-out-of-range at spec.parallelism"),
        ("selector: {matchLabels: {a: b}}", "selector-mismatch at spec.selector"),
        ("manualSelector: true", "missing-field at spec.selector"),
        (
            "podFailurePolicy: {rules: [{action: Retry, onExitCodes: {operator: In, values: [1]}}]}",
            "unknown-value at spec.podFailurePolicy.rules[0].action",
        ),
        (
            "podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values: [0]}}]}",
            "value-out-of-range at spec.podFailurePolicy.rules[0].onExitCodes.values[0]",
        ),
        (
            "podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: NotIn, values: [2, 1]}}]}",
            "value-out-of-range at spec.podFailurePolicy.rules[0].onExitCodes.values[1]",
        ),
        (
            "podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {containerName: c, operator: In, values: [1]}}]}",
            "dangling-reference at spec.podFailurePolicy.rules[0].onExitCodes.containerName",
        ),
        ("podFailurePolicy: {rules: [{action: Ignore}]}", "missing-field at spec.podFailurePolicy.rules[0]"),
    ]);
    frame(33, JOB).wrong(&[
        ("podReplacementPolicy: Never", "unknown-value at spec.podReplacementPolicy"),
        ("backoffLimitPerIndex: 1", "conflicting-fields at spec.backoffLimitPerIndex"),
        ("completionMode: Indexed, completions: 3, maxFailedIndexes: 1", "missing-field at spec.backoffLimitPerIndex"),
    ]);
}

#[test]
fn schedules_have_a_zone_in_its_own_field() {
    frame(28, CRON_JOB).right(&["schedule: \"0 3 * * *\", timeZone: Asia/Seoul", "schedule: \"TZ=UTC 0 3 * * *\""]);
    frame(28, CRON_JOB).wrong(&[
        ("schedule: \"0 3 * * *\", timeZone: Asia/Soul", "unknown-value at spec.timeZone"),
        ("schedule: \"0 3 * * *\", timeZone: \"\"", "unknown-value at spec.timeZone"),
        ("schedule: \"TZ=UTC 0 3 * * *\", timeZone: Asia/Seoul", "conflicting-fields at spec.schedule"),
    ]);
    frame(29, CRON_JOB).wrong(&[("schedule: \"TZ=UTC 0 3 * * *\"", "conflicting-fields at spec.schedule")]);
}

#[test]
fn addresses_of_services_agree() {
    let frame = frame(28, SERVICE);
    frame.right(&[
        "clusterIP: 010.96.0.1",
        "clusterIP: None, clusterIPs: [None]",
        "ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv6, IPv4]",
        "type: LoadBalancer, loadBalancerSourceRanges: [\" 10.0.0.0/8\"]",
        "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30001",
    ]);
    frame.wrong(&[
        ("clusterIPs: [10.0.0.1]", "conflicting-fields at spec.clusterIPs"),
        ("clusterIP: 10.0.0.1, ipFamilies: [IPv6]", "conflicting-fields at spec.clusterIP"),
        ("ipFamilies: [IPv4, IPv6]", "conflicting-fields at spec.ipFamilyPolicy"),
        ("ipFamilies: [IPv5]", "unknown-value at spec.ipFamilies[0]"),
        ("externalIPs: [127.0.0.1]", "malformed-value at spec.externalIPs[0]"),
        ("externalIPs: [169.254.1.1]", "malformed-value at spec.externalIPs[0]"),
        ("loadBalancerSourceRanges: [10.0.0.0/8]", "conflicting-fields at spec.loadBalancerSourceRanges"),
        (
            "type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0]",
            "malformed-value at spec.loadBalancerSourceRanges[0]",
        ),
        ("loadBalancerClass: a.b/c", "conflicting-fields at spec.loadBalancerClass"),
        ("allocateLoadBalancerNodePorts: false", "conflicting-fields at spec.allocateLoadBalancerNodePorts"),
        ("healthCheckNodePort: 30001", "conflicting-fields at spec.healthCheckNodePort"),
        ("internalTrafficPolicy: local", "unknown-value at spec.internalTrafficPolicy"),
        (
            "type: ExternalName, externalName: a.b, ipFamilyPolicy: SingleStack",
            "conflicting-fields at spec.ipFamilyPolicy",
        ),
        (
            "sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 86401}}",
            "value-out-of-range at spec.sessionAffinityConfig.clientIP.timeoutSeconds",
        ),
    ]);
}
