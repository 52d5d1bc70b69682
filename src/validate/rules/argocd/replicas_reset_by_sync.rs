//! A sync resets the number of pods that an autoscaler has set.
//!
//! That is so wherever `replicas` is written, unless the Application ignores it and respects that in a sync, too. Where
//! patches may have removed it, nothing is said.

use std::collections::BTreeMap;

use crate::cluster::argocd::application::Application;
use crate::cluster::argocd::applied::Applied;
use crate::cluster::argocd::glob::Glob;
use crate::cluster::config::Kind;
use crate::cluster::config::Value;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "replicas-reset-by-sync",
    group: Group::ArgoCd,
    severity: Severity::Warning,
    summary: "A sync resets the number of pods that an autoscaler has set.",
    why: "at each sync the pods that the autoscaler added are stopped, and come back only when it has measured again",
    source: "argo-cd, docs/user-guide/diffing.md, docs/user-guide/sync-options.md (RespectIgnoreDifferences)",
    example: Some(Example {
        facts: "repositories: [{url: https://git.example.com/shop/deploy.git, root: true}]",
        bad: r#"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
  syncPolicy: {automated: {selfHeal: true}}
# apps/cart.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers: [{name: cart, image: "registry.example.com/cart:1", resources: {requests: {cpu: 100m}}}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
  minReplicas: 2
  maxReplicas: 6
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 75}}}]
"#,
        good: r#"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
  syncPolicy: {automated: {selfHeal: true}}
# apps/cart.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers: [{name: cart, image: "registry.example.com/cart:1", resources: {requests: {cpu: 100m}}}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
  minReplicas: 2
  maxReplicas: 6
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 75}}}]
"#,
    }),
    check,
};

/// Kind, namespace and name of what is scaled, with what scales it.
type Scalers<'a> = BTreeMap<(&'a str, &'a str, &'a str), Object<'a>>;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let scalers = scalers(cluster);
    if scalers.is_empty() {
        return;
    }
    let everywhere = ignored_everywhere(cluster);
    for application in cluster.applications().all.iter().filter(|application| !application.rescales) {
        for applied in &application.applies {
            let object = cluster.objects()[applied.at];
            let id = object.id();
            let key = (id.kind.as_str(), applied.namespace.as_ref(), applied.name.as_ref());
            let (Some(replicas), Some(scaler)) = (object.at(&["spec", "replicas"]), scalers.get(&key)) else {
                continue;
            };
            let entry = ignoring(application, &object, applied);
            let respects = application.has_option("RespectIgnoreDifferences=true");
            if (entry.is_some() || everywhere) && respects {
                continue;
            }
            let name = application.object.id();
            let finding = if let Some(entry) = entry {
                let message = format!(
                    "the difference in `/spec/replicas` of {id} is ignored, and each sync still resets it, which {} sets",
                    scaler.id()
                );
                let help = "add `RespectIgnoreDifferences=true` to `syncOptions`, or remove `replicas` from the object";
                application
                    .object
                    .about(&["spec", "syncPolicy"], message)
                    .also(entry.place(), "ignored here")
                    .help(help)
            } else {
                let message = format!("{name} resets `replicas`, which {} sets", scaler.id());
                let help = "remove `replicas`, or add `/spec/replicas` to `ignoreDifferences` and \
                            `RespectIgnoreDifferences=true` to `syncOptions` of the Application";
                object
                    .finding(replicas, "spec.replicas", message)
                    .also(scaler.place(&["spec"]), "the autoscaler")
                    .help(help)
            };
            sink.report(finding);
        }
    }
}

fn scalers<'a>(cluster: &'a Cluster<'a>) -> Scalers<'a> {
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
