//! What one release of Kubernetes takes and another refuses.

use crate::validate::object::tests::found_in;

/// The minors that take an object, of those that were asked.
fn taken(text: &str) -> Vec<u32> {
    (33..=37).filter(|minor| found_in(*minor, text).is_empty()).collect()
}

const ALL: [u32; 5] = [33, 34, 35, 36, 37];

#[test]
fn an_autoscaler_may_scale_to_none_where_something_can_wake_the_pods() {
    let scaler = |metrics: &str| {
        format!(
            "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: a}}\nspec:\n  minReplicas: 0\n  \
             maxReplicas: 1\n  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: a}}\n  {metrics}\n"
        )
    };
    let queue = "metrics: [{type: External, external: {metric: {name: q}, target: {type: Value, value: 1}}}]";
    assert_eq!(taken(&scaler(queue)), [37]);
    let cpu = "metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]";
    for unmeasured in [cpu, "metrics: []"] {
        assert_eq!(found_in(37, &scaler(unmeasured)), ["conflicting-fields at spec.minReplicas"], "{unmeasured}");
    }
}

#[test]
fn an_autoscaler_names_the_group_of_what_it_scales() {
    let scaler = |target: &str| {
        format!(
            "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: a}}\n\
             spec: {{maxReplicas: 2, scaleTargetRef: {{{target}, name: a}}}}\n"
        )
    };
    for right in ["apiVersion: apps/v1, kind: Deployment", "kind: ReplicationController"] {
        assert_eq!(taken(&scaler(right)), ALL, "{right}");
    }
    for wrong in ["kind: Deployment", "apiVersion: v1, kind: Deployment"] {
        assert_eq!(taken(&scaler(wrong)), [33], "{wrong}");
    }
    assert_eq!(found_in(34, &scaler("kind: Deployment")), ["missing-field at spec.scaleTargetRef.apiVersion"]);
}

#[test]
fn the_name_of_a_service_may_begin_with_a_digit() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: 1web}\nspec: {ports: [{port: 80}]}\n";
    let backend = "{service: {name: 1web, port: {number: 80}}}";
    let ingress = format!(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: a}}\nspec: {{defaultBackend: {backend}}}\n"
    );
    assert_eq!(taken(service), [36, 37]);
    assert_eq!(taken(&ingress), [36, 37]);
    assert_eq!(taken(&service.replace("1web", "Web")), [0; 0]);
}

#[test]
fn addresses_that_programs_read_differently_are_refused() {
    let policy = |cidr: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: a}}\n\
             spec: {{podSelector: {{}}, ingress: [{{from: [{{ipBlock: {{cidr: \"{cidr}\"}}}}]}}]}}\n"
        )
    };
    for right in ["10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "2001:DB8:0::/32", "::/0", "fe80::1/128"] {
        assert_eq!(taken(&policy(right)), ALL, "{right}");
    }
    for wrong in ["10.0.0.1/8", "10.0.0.0/08", "010.0.0.0/8", "::ffff:10.0.0.0/104", "2001:db8::1/32"] {
        assert_eq!(taken(&policy(wrong)), [33, 34, 35], "{wrong}");
    }
    let alias = |ip: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\n\
             spec: {{containers: [{{name: a, image: b}}], hostAliases: [{{ip: \"{ip}\"}}]}}\n"
        )
    };
    assert_eq!(taken(&alias("10.0.0.1")), ALL);
    assert_eq!(taken(&alias("2001:DB8:0::1")), ALL);
    assert_eq!(taken(&alias("10.0.0.01")), [33, 34, 35]);
    assert_eq!(taken(&alias("::ffff:10.0.0.1")), [33, 34, 35]);
    let balancer = |range: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\n\
             spec: {{type: LoadBalancer, ports: [{{port: 80}}], loadBalancerSourceRanges: [\"{range}\"]}}\n"
        )
    };
    assert_eq!(taken(&balancer(" 10.0.0.0/8 ")), ALL);
    assert_eq!(taken(&balancer(" 10.0.0.1/8 ")), [33, 34, 35]);
}

#[test]
fn containers_with_rules_for_their_restart_name_a_policy() {
    let pod = |kind: &str, policy: &str| {
        let rules = "restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [3]}}]";
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers: [{{name: a, image: b}}]\n  {kind}: \
             [{{name: c, image: b, {policy}{rules}}}]\n"
        )
        .replace("  containers: [{name: a, image: b}]\n  containers", "  containers")
    };
    for kind in ["containers", "initContainers"] {
        assert_eq!(taken(&pod(kind, "restartPolicy: Never, ")), [34, 35, 36, 37], "{kind}");
        assert_eq!(taken(&pod(kind, "")), [33, 34], "{kind}");
    }
}

#[test]
fn a_pod_cannot_end_before_it_is_told_to() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n\
               spec: {terminationGracePeriodSeconds: -1, containers: [{name: a, image: b}]}\n";
    assert_eq!(taken(pod), [33, 34, 35, 36]);
}
