//! The PodDisruptionBudgets. Both count the Redis pods, that of Sentinel too.

use super::Component;
use super::Failover;
use crate::model::redis::OperatorVersion;
use crate::yaml::Composed;

impl Failover<'_> {
    /// The budget of a component, unless it is switched off.
    pub(super) fn budget(&self, component: Component) -> Option<Composed> {
        let part = self.of(component);
        if self.version >= OperatorVersion::V1_3_0Rc1 && part.is_true("disablePodDisruptionBudget") {
            return None;
        }
        let replicas = self.redis.count_or("replicas", 3);
        let least = match replicas.number {
            3.. => 2,
            // The first two releases take one from the replicas instead.
            number if self.version < OperatorVersion::V1_2_2 => number - 1,
            _ => 1,
        };
        let labels = self.labels_with(&self.selector(component));
        let name = format!("{}{}", component.prefix(), self.name);
        let place = &part.place;
        let spec = Composed::mapping(
            place,
            [
                ("minAvailable", Composed::plain(&replicas.place, least)),
                ("selector", Composed::mapping(place, [("matchLabels", labels.clone())])),
            ],
        );
        Some(self.object(("policy/v1", "PodDisruptionBudget"), place, name, labels).with("spec", spec))
    }
}
