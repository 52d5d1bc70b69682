//! Pods of a `DaemonSet`: one for every node on which they may run, each bound to its node by an affinity.
//!
//! Source: `pkg/controller/daemon/daemon_controller.go` (`NodeShouldRunDaemonPod`) and `pkg/controller/daemon/util`.

use crate::cluster::scheduler::node::Node;
use crate::cluster::scheduler::pod::Pod;
use crate::cluster::scheduler::taint;
use crate::cluster::scheduler::taint::Toleration;

const TOLERATED: [(&str, &str); 6] = [
    ("not-ready", "NoExecute"),
    ("unreachable", "NoExecute"),
    ("disk-pressure", "NoSchedule"),
    ("memory-pressure", "NoSchedule"),
    ("pid-pressure", "NoSchedule"),
    ("unschedulable", "NoSchedule"),
];

impl Pod {
    /// The pod that the `DaemonSet` with this template makes for a node; `None` where it makes none, because the
    /// labels or a taint of the node keep it away. Whether there is room is not asked before it is made.
    #[must_use]
    pub fn of_daemon(&self, node: &Node) -> Option<Self> {
        let mut pod = self.clone();
        let tolerated = TOLERATED.map(|(key, effect)| (format!("node.kubernetes.io/{key}"), effect));
        pod.tolerations.extend(tolerated.map(|(key, effect)| Toleration::exists(&key, effect)));
        let named = pod.node_name.as_ref().is_none_or(|name| *name == node.name);
        let kept_away = taint::untolerated(&node.taints, &pod.tolerations).is_some();
        let made = named && !kept_away && pod.node_affinity.selects(node);
        pod.node_affinity.pin(&node.name);
        made.then_some(pod)
    }

    /// Whether the pod belongs to this node alone, as those of a `DaemonSet` do, and goes where the node goes.
    pub(super) fn belongs_to(&self, node: &str) -> bool {
        self.node_affinity.names().is_some_and(|names| names.len() == 1 && names.contains(node))
    }
}
