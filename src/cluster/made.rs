//! Where pods and Services may come from that nobody can list: operators, charts, and what runs outside.

use crate::cluster::existence;
use crate::cluster::labels;
use crate::cluster::labels::Labels;
use crate::cluster::objects::Cluster;
use crate::cluster::workload::Workload;
use crate::yaml::Node;

impl<'a> Cluster<'a> {
    /// Whether pods may exist in a namespace whose labels are not known: a custom resource or a chart makes some.
    pub fn has_unlisted_pods(&self, namespace: &str) -> bool {
        let makes_pods = |group: &str, kind: &str| {
            existence::is_foreign(group)
                || matches!(
                    (group, kind),
                    ("monitoring.coreos.com", "Prometheus" | "PrometheusAgent" | "Alertmanager" | "ThanosRuler")
                        | ("argoproj.io", "Workflow" | "CronWorkflow" | "Sensor" | "EventSource" | "EventBus")
                        | ("keda.sh", "ScaledJob")
                )
        };
        let foreign = self.kinds().filter(|(group, kind)| makes_pods(group, kind)).any(|(group, kind)| {
            self.of_kind(group, kind).any(|object| {
                let own = object.id().namespace.as_str();
                own == namespace || own.is_empty()
            })
        });
        let unmade = self.of_kind("databases.spotahome.com", "RedisFailover").any(|failover| {
            failover.id().namespace == namespace
                && !self.workloads_in(namespace).any(|workload| workload.object.maker.is_some())
        });
        foreign || unmade || self.releases().go_to(namespace)
    }

    /// Whether pods that were declared to run outside the documents satisfy a condition.
    pub fn outside(&self, namespace: &str, condition: impl Fn(&Labels<'_>) -> bool) -> bool {
        self.facts.external_selectors.iter().flatten().any(|pods| {
            pods.namespace.as_deref().is_none_or(|own| own == namespace) && condition(&Labels::from(&pods.labels))
        })
    }

    /// The workloads of a namespace that a selector with `matchLabels` and `matchExpressions` selects.
    pub fn selected_by(&self, namespace: &str, selector: Node<'a>) -> impl Iterator<Item = &Workload<'a>> {
        self.workloads_with(namespace, selector.get("matchLabels"))
            .filter(move |workload| workload.may_match(|own| labels::selects(selector, own)))
    }
}
