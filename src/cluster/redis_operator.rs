//! Operators of RedisFailovers: Deployments among the documents, and charts that Applications install.
//!
//! An operator is known by the name of its image, whatever registry that comes from. The forks of spotahome's share its API
//! group; operators of other groups that are called redis-operator, too, are none of these.

use crate::cluster::argocd::application::Application;
use crate::cluster::argocd::application::Source;
use crate::cluster::image::Image;
use crate::cluster::objects::Cluster;
use crate::cluster::workload::Workload;
use crate::text;
use crate::yaml;
use crate::yaml::Node;

/// Who publishes operators of this API group.
const FLAVOURS: [&str; 5] = ["spotahome", "saremox", "powerhome", "freshworks-oss", "freshworks"];

/// The flag that limits an operator to some namespaces (since v1.3.0-rc1).
const NAMESPACES: &str = "--supported-namespaces-regex";

/// A Deployment of an operator.
#[derive(Debug, Clone, Copy)]
pub struct RedisOperator<'c, 'a> {
    /// The Deployment.
    pub workload: &'c Workload<'a>,
    /// Who publishes it, such as `spotahome`.
    pub flavour: &'static str,
    /// Its image.
    pub image: Image<'a>,
    /// Where the image is written.
    pub image_node: Node<'a>,
    /// The namespaces that it watches, as a regular expression of Go that may match anywhere in a name; all, if there is none.
    pub namespaces: Option<&'a str>,
}

impl<'a> Cluster<'a> {
    /// The operators that are deployed among the documents.
    pub fn redis_operators(&self) -> Vec<RedisOperator<'_, 'a>> {
        let deployments = self.workloads().iter().filter(|workload| workload.object.id().kind == "Deployment");
        deployments.filter_map(operator).collect()
    }

    /// The namespace that an operator runs in, if that is declared or can be told from the documents.
    pub fn redis_operator_namespace(&self) -> Option<&'a str> {
        let declared = self.facts.redis_operator_namespace.as_deref();
        let chart = || self.redis_operator_charts().find_map(|chart| chart.application.namespace());
        declared.or_else(chart)
    }

    /// The charts of operators that Applications install.
    pub fn redis_operator_charts(&self) -> impl Iterator<Item = Chart<'_, 'a>> {
        self.applications().all.iter().flat_map(|application| {
            application.sources.iter().filter_map(move |source| {
                source.text("chart").filter(|chart| *chart == "redis-operator")?;
                let url = source.text("repoURL")?.to_ascii_lowercase();
                let flavour = FLAVOURS.into_iter().find(|flavour| url.contains(flavour))?;
                Some(Chart { application, source, flavour })
            })
        })
    }
}

fn operator<'c, 'a>(workload: &'c Workload<'a>) -> Option<RedisOperator<'c, 'a>> {
    workload.containers().find_map(|container| {
        let image_node = container.node.get("image")?;
        let image = Image::of(image_node.text()?)?;
        let owner = image.name.strip_suffix("/redis-operator")?.rsplit('/').next()?.to_ascii_lowercase();
        let flavour = FLAVOURS.into_iter().find(|flavour| *flavour == owner)?;
        let words: Vec<&str> = ["command", "args"]
            .into_iter()
            .filter_map(|list| container.node.get(list))
            .flat_map(Node::items)
            .filter_map(Node::text)
            .collect();
        let namespaces = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix(NAMESPACES)? {
            "" => words.get(at + 1).copied(),
            value => value.strip_prefix('='),
        });
        Some(RedisOperator { workload, flavour, image, image_node, namespaces })
    })
}

/// An Application that installs an operator from its chart.
#[derive(Debug, Clone, Copy)]
pub struct Chart<'c, 'a> {
    /// The Application.
    pub application: &'c Application<'a>,
    /// The source with the chart.
    pub source: &'c Source<'a>,
    /// Who publishes it.
    pub flavour: &'static str,
}

impl<'a> Chart<'_, 'a> {
    /// The version, if it is a plain one.
    pub fn version(&self) -> Option<&'a str> {
        let version = self.source.text("targetRevision")?;
        let version = version.strip_prefix('v').unwrap_or(version);
        version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then_some(version)
    }

    /// Whether the definitions of the chart are left out.
    pub fn skips_definitions(&self) -> bool {
        self.helm("skipCrds").and_then(Node::text) == Some("true")
    }

    /// Whether a value of the chart is set here. Files of values may set any.
    pub fn may_set(&self, path: &[&str]) -> bool {
        let name = path.join(".");
        let parameters = ["parameters", "fileParameters"].into_iter().filter_map(|list| self.helm(list));
        let mut named = parameters.flat_map(Node::items).filter_map(|one| one.get("name").and_then(Node::text));
        let object = self.helm("valuesObject").is_some_and(|values| values.at(path).is_some());
        let text = self.helm("values").and_then(Node::text).is_some_and(|values| {
            let parsed = yaml::parse(&text::Source::new("values.yaml", values));
            !parsed.problems.is_empty() || parsed.documents.iter().any(|values| values.root().at(path).is_some())
        });
        self.has_files() || object || text || named.any(|own| own == name)
    }

    /// Whether its values hold a word, or may.
    pub fn may_mention(&self, word: &str) -> bool {
        self.has_files() || self.source.node.get("helm").is_some_and(|helm| holds(helm, word))
    }

    fn has_files(&self) -> bool {
        self.helm("valueFiles").is_some_and(|files| files.items().len() > 0)
    }

    fn helm(&self, key: &str) -> Option<Node<'a>> {
        self.source.node.at(&["helm", key])
    }
}

fn holds(node: Node<'_>, word: &str) -> bool {
    node.text().is_some_and(|text| text.contains(word))
        || node.items().any(|item| holds(item, word))
        || node.entries().any(|(_, value)| holds(value, word))
}
