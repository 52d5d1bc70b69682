//! What syncs set that autoscalers set, too: for the rules that say so.

use std::collections::BTreeMap;

use crate::cluster::argocd::application::Application;
use crate::cluster::argocd::applied::Applied;
use crate::cluster::argocd::glob::Glob;
use crate::cluster::config::Kind;
use crate::cluster::config::Value;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::yaml::Node;

/// An object whose number of pods is written, and set by an autoscaler.
pub(super) struct Reset<'c, 'a> {
    /// What applies the object.
    pub(super) application: &'c Application<'a>,
    /// The object.
    pub(super) object: Object<'a>,
    /// The number that is written.
    pub(super) replicas: Node<'a>,
    /// What sets it, too.
    pub(super) scaler: Object<'a>,
    /// The entry of `ignoreDifferences` that covers it.
    pub(super) ignored: Option<Node<'a>>,
}

/// Kind, namespace and name of what is scaled, with what scales it.
type Scalers<'c, 'a> = BTreeMap<(&'c str, &'c str, &'c str), Object<'a>>;

/// Every number of pods that a sync resets.
pub(super) fn resets<'c, 'a>(cluster: &'c Cluster<'a>) -> Vec<Reset<'c, 'a>> {
    let scalers = scalers(cluster);
    if scalers.is_empty() {
        return Vec::new();
    }
    let everywhere = ignored_everywhere(cluster);
    let mut resets = Vec::new();
    for application in cluster.applications().all.iter().filter(|application| !application.rescales) {
        let respects = application.has_option("RespectIgnoreDifferences=true");
        for applied in &application.applies {
            let object = cluster.objects()[applied.at];
            let key = (object.id().kind.as_str(), applied.namespace.as_ref(), applied.name.as_ref());
            let (Some(replicas), Some(scaler)) = (object.at(&["spec", "replicas"]), scalers.get(&key)) else {
                continue;
            };
            let ignored = ignoring(application, &object, applied);
            if (ignored.is_some() || everywhere) && respects {
                continue;
            }
            resets.push(Reset { application, object, replicas, scaler: *scaler, ignored });
        }
    }
    resets
}

fn scalers<'c, 'a: 'c>(cluster: &'c Cluster<'a>) -> Scalers<'c, 'a> {
    let mut scalers = Scalers::new();
    for (at, object) in cluster.objects().iter().enumerate() {
        let default = match (object.id().group(), object.id().kind.as_str()) {
            ("autoscaling", "HorizontalPodAutoscaler") => "",
            ("keda.sh", "ScaledObject") => "Deployment",
            _ => continue,
        };
        let text = |key: &str| object.at(&["spec", "scaleTargetRef", key]).and_then(Node::text);
        let (Some(name), kind) = (text("name"), text("kind").unwrap_or(default)) else { continue };
        let is_meant = |applied: &&Applied<'_>| applied.at == at;
        let mut owned =
            cluster.applications().owners(at).filter_map(|owner| owner.applies.iter().find(is_meant)).peekable();
        if owned.peek().is_none() {
            scalers.insert((kind, &object.id().namespace, name), *object);
        }
        for applied in owned {
            scalers.insert((kind, applied.namespace.as_ref(), name), *object);
        }
    }
    scalers
}

/// The entry of `ignoreDifferences` that covers the number of pods of an object.
fn ignoring<'a>(application: &Application<'a>, object: &Object<'_>, applied: &Applied<'_>) -> Option<Node<'a>> {
    let mut entries = application.spec(&["ignoreDifferences"]).into_iter().flat_map(Node::items);
    entries.find(|entry| {
        let text = |key: &str| entry.get(key).and_then(Node::text).unwrap_or_default();
        let has = |list: &str, meant: &[&str]| {
            let mut items = entry.get(list).into_iter().flat_map(Node::items).filter_map(Node::text);
            items.any(|item| meant.contains(&item))
        };
        Glob::new(text("group"), None).matches(object.id().group())
            && Glob::new(text("kind"), None).matches(&object.id().kind)
            && ["", applied.name.as_ref()].contains(&text("name"))
            && ["", applied.namespace.as_ref()].contains(&text("namespace"))
            && (has("jsonPointers", &["/spec/replicas", "/spec"])
                || has("jqPathExpressions", &[".spec.replicas", ".spec", ".spec[\"replicas\"]"])
                || has("managedFieldsManagers", &["kube-controller-manager", "keda", "keda-operator"]))
    })
}

/// Whether Argo CD ignores the number of pods wherever it is.
fn ignored_everywhere(cluster: &Cluster<'_>) -> bool {
    cluster.of_kind("", "ConfigMap").filter(|object| object.id().name == "argocd-cm").any(|object| {
        let Known::There(config) = cluster.config(Kind::ConfigMap, &object.id().namespace, "argocd-cm") else {
            return false;
        };
        let keys = config.keys().into_iter().flatten().filter(|key| key.starts_with("resource.customizations"));
        keys.filter_map(|key| config.get(key).there()).any(|value| match value {
            Value::Text(text, _) => text.contains("/spec/replicas") || text.contains(".spec.replicas"),
            Value::Hidden => true,
        })
    })
}
