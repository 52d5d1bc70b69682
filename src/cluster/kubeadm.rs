//! What kubeadm writes on the nodes that it makes part of the control plane.
//!
//! Source: Kubernetes, `cmd/kubeadm/app/phases/markcontrolplane` and `cmd/kubeadm/app/constants` since 1.25. Before
//! 1.24 there were also a label and a taint with `master` in the place of `control-plane`.

/// The label of a node of the control plane, whose value is empty. The taint has the same key.
pub const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";

/// The effect of the taint.
pub const EFFECT: &str = "NoSchedule";

/// Whether a node with these labels says that it belongs to the control plane: by kubeadm's label, or by a label `role`
/// that people write in inventories. kubeadm then taints it, unless its configuration lists other taints, which no
/// label tells: what is known of a node's taints goes before this.
pub fn is_control_plane<'a>(labels: impl IntoIterator<Item = (&'a str, &'a str)>) -> bool {
    labels.into_iter().any(|(key, value)| key == CONTROL_PLANE || (key, value) == ("role", "control-plane"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_says_by_a_label_that_it_is_of_the_control_plane() {
        assert!(is_control_plane([("phase", "0"), ("role", "control-plane")]));
        assert!(is_control_plane([(CONTROL_PLANE, "")]));
        assert!(!is_control_plane([("role", "api"), ("workload", "control-plane")]));
    }
}
