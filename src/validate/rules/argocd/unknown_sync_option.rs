//! A sync option is misspelled, and counts for nothing.
//!
//! Values that an option may have and that change nothing, such as `Validate=true`, are left alone.

use crate::cluster::argocd::sync;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-sync-option",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "A sync option is misspelled, and counts for nothing.",
    why: "Argo CD passes over options that it does not know, and syncs as if nothing was written",
    source: "gitops-engine, pkg/sync/common/types.go; argo-cd, docs/user-guide/sync-options.md",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
  syncPolicy: {syncOptions: [CreateNamespace=True]}
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
  syncPolicy: {syncOptions: [CreateNamespace=false, PrunePropagationPolicy=orphan]}
",
    }),
    check,
};

/// Every option, with the values that it may have besides `true` and `false`.
const OPTIONS: [(&str, &[&str]); 14] = [
    ("ApplyOutOfSyncOnly", &[]),
    ("ClientSideApplyMigration", &[]),
    ("CreateNamespace", &[]),
    ("Delete", &["confirm"]),
    ("FailOnSharedResource", &[]),
    ("Force", &[]),
    ("Prune", &["confirm"]),
    ("PruneLast", &[]),
    ("PrunePropagationPolicy", &["background", "foreground", "orphan"]),
    ("Replace", &[]),
    ("RespectIgnoreDifferences", &[]),
    ("ServerSideApply", &[]),
    ("SkipDryRunOnMissingResource", &[]),
    ("Validate", &[]),
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for application in &context.cluster.applications().all {
        for (at, (option, node)) in application.options().enumerate() {
            if let Some((message, help)) = wrong(option) {
                let path = format!("spec.syncPolicy.syncOptions[{at}]");
                sink.report(application.object.finding(node, path, message).help(help));
            }
        }
    }
    for object in context.cluster.objects().iter().filter(|object| object.maker.is_none()) {
        let Some(node) = object.annotation(sync::OPTIONS).filter(|node| node.string().is_some()) else { continue };
        for (message, help) in sync::listed(object, sync::OPTIONS).filter_map(wrong) {
            let path = format!("metadata.annotations[{}]", sync::OPTIONS);
            let finding = object.finding(node, path, message);
            sink.report(finding.help(help));
        }
    }
}

/// What is wrong with an option, and what to write.
fn wrong(option: &str) -> Option<(String, String)> {
    if option.contains("{{") {
        return None;
    }
    let (name, value) = option.split_once('=').unwrap_or((option, ""));
    let Some((_, own)) = OPTIONS.iter().find(|(known, _)| *known == name) else {
        let near = suggest::nearest(name.trim(), OPTIONS.iter().map(|(known, _)| *known));
        let help = match near {
            Some(near) => format!("write `{near}={}`", value.trim().to_lowercase()),
            None => {
                format!("{}, each with a value, as in `Replace=true`", suggest::listed(OPTIONS.map(|(name, _)| name)))
            }
        };
        return Some((format!("there is no sync option `{name}`"), help));
    };
    let takes_truth = own.is_empty() || own.contains(&"confirm");
    if own.contains(&value) || takes_truth && ["true", "false"].contains(&value) {
        return None;
    }
    let mut values: Vec<&str> = own.to_vec();
    if takes_truth {
        values.extend(["true", "false"]);
    }
    let help = match suggest::nearest(value.trim(), values.iter().copied()) {
        Some(near) if !value.is_empty() => format!("write `{name}={near}`"),
        _ => format!("values are {}", suggest::listed(values)),
    };
    let message = match value {
        "" => format!("sync option `{name}` has no value"),
        _ => format!("`{value}` is no value of sync option `{name}`"),
    };
    Some((message, help))
}
