//! Taints of nodes, and the tolerations of pods.
//!
//! Source: `k8s.io/api/core/v1/toleration.go` and `component-helpers/scheduling/corev1/helpers.go`.

use crate::cluster::scheduler::read;
use crate::yaml::Node;

/// A taint, as in `kubectl taint`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taint {
    /// The key.
    pub key: String,
    /// The value; may be empty.
    pub value: String,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: String,
}

impl Taint {
    /// Reads one item of `spec.taints`.
    pub(super) fn read(node: Node<'_>) -> Self {
        Self { key: read::text(node, "key"), value: read::text(node, "value"), effect: read::text(node, "effect") }
    }

    /// Whether pods that do not tolerate it stay away; those with `PreferNoSchedule` only try to.
    pub fn keeps_away(&self) -> bool {
        matches!(self.effect.as_str(), "NoSchedule" | "NoExecute")
    }
}

/// A toleration of a pod.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Toleration {
    /// The key of the taint; empty for every key.
    pub key: String,
    /// `Equal` (also when empty) or `Exists`.
    pub operator: String,
    /// The value that `Equal` compares with.
    pub value: String,
    /// The effect; empty for every effect.
    pub effect: String,
}

impl Toleration {
    /// Reads one item of `spec.tolerations`.
    pub(super) fn read(node: Node<'_>) -> Self {
        Self {
            key: read::text(node, "key"),
            operator: read::text(node, "operator"),
            value: read::text(node, "value"),
            effect: read::text(node, "effect"),
        }
    }

    /// A toleration of every value, as controllers and admission add them.
    pub(super) fn exists(key: &str, effect: &str) -> Self {
        let [key, operator, effect] = [key, "Exists", effect].map(str::to_owned);
        Self { key, operator, value: String::new(), effect }
    }

    /// Whether it tolerates the taint.
    pub fn tolerates(&self, taint: &Taint) -> bool {
        let same = |own: &str, other: &str| own.is_empty() || own == other;
        same(&self.effect, &taint.effect)
            && same(&self.key, &taint.key)
            && match self.operator.as_str() {
                "" | "Equal" => self.value == taint.value,
                operator => operator == "Exists",
            }
    }
}

/// The first taint that keeps pods with these tolerations away.
pub(super) fn untolerated<'t>(taints: &'t [Taint], tolerations: &[Toleration]) -> Option<&'t Taint> {
    taints.iter().find(|taint| taint.keeps_away() && !is_tolerated(taint, tolerations))
}

/// Whether one of the tolerations tolerates the taint.
pub(super) fn is_tolerated(taint: &Taint, tolerations: &[Toleration]) -> bool {
    tolerations.iter().any(|toleration| toleration.tolerates(taint))
}
