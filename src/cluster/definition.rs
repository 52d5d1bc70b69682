//! Who brings definitions of kinds that are not among the documents: charts, and folders of other repositories.
//!
//! Of a few charts it is known which kinds they bring, and of some that these can be left out; any other may bring any kind.

use crate::cluster::argocd::application::Source;
use crate::cluster::argocd::repository::Known;
use crate::cluster::argocd::tree;
use crate::cluster::objects::Cluster;
use crate::yaml::Node;

/// A chart of which it is known which kinds it brings.
struct Chart {
    name: &'static str,
    /// A part of the address of its repository.
    address: &'static str,
    groups: &'static [&'static str],
    /// Whether all definitions lie in crds/, so that `skipCrds` leaves them out; elsewhere it changes nothing.
    in_folder: bool,
}

const CHARTS: [Chart; 7] = [
    Chart { name: "redis-operator", address: "spotahome", groups: &["databases.spotahome.com"], in_folder: true },
    Chart {
        name: "kube-prometheus-stack",
        address: "prometheus-community",
        groups: &["monitoring.coreos.com"],
        in_folder: true,
    },
    Chart { name: "aws-load-balancer-controller", address: "aws", groups: &["elbv2.k8s.aws"], in_folder: true },
    Chart {
        name: "external-secrets",
        address: "external-secrets",
        groups: &["external-secrets.io", "generators.external-secrets.io"],
        in_folder: false,
    },
    Chart { name: "keda", address: "keda", groups: &["keda.sh", "eventing.keda.sh"], in_folder: false },
    Chart {
        name: "cert-manager",
        address: "jetstack",
        groups: &["cert-manager.io", "acme.cert-manager.io"],
        in_folder: false,
    },
    Chart { name: "istiod", address: "istio", groups: &[], in_folder: false },
];

impl<'a> Cluster<'a> {
    /// Whether an Application may bring definitions of an API group that are not among the documents.
    pub fn may_bring_definitions(&self, group: &str) -> bool {
        self.sources().any(|source| match source.text("chart") {
            Some(_) => known(source).is_none_or(|chart| chart.groups.contains(&group) && chart.skips(source).is_none()),
            None => folder_brings(source, group),
        })
    }

    /// Where it is written that the chart which would bring the definitions of a group leaves them out.
    pub fn definitions_left_out(&self, group: &str) -> Option<Node<'a>> {
        let brings = |source: &Source<'a>| known(source).filter(|chart| chart.groups.contains(&group));
        self.sources().find_map(|source| brings(source)?.skips(source))
    }

    fn sources(&self) -> impl Iterator<Item = &Source<'a>> {
        self.applications().all.iter().flat_map(|application| &application.sources)
    }
}

impl Chart {
    /// Where it is written that its definitions are left out.
    fn skips<'a>(&self, source: &Source<'a>) -> Option<Node<'a>> {
        source.node.at(&["helm", "skipCrds"]).filter(|skips| self.in_folder && skips.text() == Some("true"))
    }
}

/// The chart that a source installs, if it is known.
fn known(source: &Source<'_>) -> Option<&'static Chart> {
    let (name, url) = (source.text("chart")?, source.text("repoURL")?);
    CHARTS.iter().find(|chart| chart.name == name && url.contains(chart.address))
}

/// Whether a folder of a repository that is declared, and is not the documents', may hold definitions of a group. What is
/// read from repositories that are not declared is taken to be declared with what exists.
fn folder_brings(source: &Source<'_>, group: &str) -> bool {
    let Known::Declared(repository) = source.repository else { return false };
    let Some(path) = source.text("path").filter(|_| !repository.root) else { return false };
    let Some(path) = tree::clean(path) else { return false };
    let declared = repository.provides.iter().find(|(folder, _)| folder.trim_matches('/') == path);
    declared.is_none_or(|(_, provides)| provides.is_empty() || provides.iter().any(|text| text.contains(group)))
}

#[cfg(test)]
mod tests {
    use crate::cluster::facts;
    use crate::cluster::objects::Cluster;
    use crate::cluster::project::project_all;
    use crate::finding::Findings;
    use crate::manifest::documents;
    use crate::text::Source;

    const FACTS: &str = "repositories: [{url: https://git.example.com/kinds, paths: {redis: \
                         [redisfailovers.databases.spotahome.com], keda: [scaledobjects.keda.sh]}}]";

    /// Whether an Application with this source may bring definitions of RedisFailover.
    fn may_bring(source: &str) -> bool {
        let text = format!(
            "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: a}}\nspec: {{source: {{{source}}}}}\n"
        );
        let facts = facts::read(&mut Findings::default(), &Source::new("facts.yaml", FACTS)).unwrap();
        let manifests = documents::manifests(&Source::new("a.yaml", text)).0;
        let all: Vec<_> = manifests.iter().collect();
        let projected = project_all(&all, None);
        Cluster::new(&all, &projected, &facts, true).may_bring_definitions("databases.spotahome.com")
    }

    #[test]
    fn a_chart_brings_its_definitions_unless_they_are_left_out() {
        let operator = "repoURL: 'https://spotahome.github.io/redis-operator', chart: redis-operator";
        assert!(may_bring(operator));
        assert!(may_bring(&format!("{operator}, helm: {{skipCrds: false}}")));
        assert!(!may_bring(&format!("{operator}, helm: {{skipCrds: true}}")));
    }

    #[test]
    fn a_chart_that_is_not_known_may_bring_any() {
        assert!(may_bring("repoURL: 'https://charts.example.com', chart: all, helm: {skipCrds: true}"));
        assert!(!may_bring(
            "repoURL: 'https://prometheus-community.github.io/helm-charts', chart: kube-prometheus-stack"
        ));
    }

    #[test]
    fn a_folder_of_another_repository_brings_what_it_was_declared_to() {
        let folder = |path: &str| format!("repoURL: 'https://git.example.com/kinds.git', path: {path}");
        assert!(may_bring(&folder("./redis")));
        assert!(!may_bring(&folder("keda")));
        assert!(may_bring(&folder("others")));
    }
}
