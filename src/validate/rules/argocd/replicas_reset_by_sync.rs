//! A sync resets the number of pods that an autoscaler has set.
//!
//! That is so wherever `replicas` is written and no Application ignores it; `ignored_replicas_reset` is about those that
//! do. Where patches may have removed it, nothing is said.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules::argocd::resets::resets;

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

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for reset in resets(context.cluster).iter().filter(|reset| reset.ignored.is_none()) {
        let message = format!("{} resets `replicas`, which {} sets", reset.application.object.id(), reset.scaler.id());
        let help = "remove `replicas`, or add `/spec/replicas` to `ignoreDifferences` and \
                    `RespectIgnoreDifferences=true` to `syncOptions` of the Application";
        let finding = reset.object.finding(reset.replicas, "spec.replicas", message);
        sink.report(finding.also(reset.scaler.place(&["spec"]), "the autoscaler").help(help));
    }
}
