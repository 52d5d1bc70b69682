//! A difference in `replicas` is ignored, and a sync resets it all the same.
//!
//! What is ignored is not shown and not healed; but whatever else is synced brings the written number along, unless
//! the Application says `RespectIgnoreDifferences=true`. `replicas_reset_by_sync` is about those that ignore nothing.

use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules::argocd::resets::Reset;
use crate::validate::rules::argocd::resets::resets;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "ignored-replicas-reset",
    group: Group::ArgoCd,
    severity: Severity::Warning,
    summary: "A difference in `replicas` is ignored, and a sync resets it all the same.",
    why: "at the next sync, whatever it is for, the pods that the autoscaler added are stopped",
    source: "argo-cd, docs/user-guide/sync-options.md (RespectIgnoreDifferences)",
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
  ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
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
  ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
  syncPolicy: {automated: {selfHeal: true}, syncOptions: [RespectIgnoreDifferences=true]}
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
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let all = resets(context.cluster);
    // An ApplicationSet makes many Applications, which are put right at one place.
    let mut places: BTreeMap<_, Vec<(&Reset<'_, '_>, _)>> = BTreeMap::new();
    for reset in &all {
        let Some(entry) = reset.ignored else { continue };
        let place = entry.place();
        places.entry((place.source.path.clone(), place.span.start)).or_default().push((reset, place));
    }
    for resets in places.into_values() {
        let Some((reset, place)) = resets.first() else { continue };
        let id = reset.object.id();
        let more = match resets.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!(
            "each sync resets `replicas` of {id}{more}, which {} sets, although the difference is ignored",
            reset.scaler.id()
        );
        let finding = reset.application.object.about(&["spec", "syncPolicy"], message);
        let help = "add `RespectIgnoreDifferences=true` to `syncOptions`, or remove `replicas` from the object";
        sink.report(finding.also(place.clone(), "ignored here").help(help));
    }
}
