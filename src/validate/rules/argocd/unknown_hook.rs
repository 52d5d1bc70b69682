//! A hook names a phase, or a policy for its deletion, that Argo CD does not have.

use crate::cluster::argocd::sync;
use crate::cluster::object::Object;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-hook",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "A hook names a phase, or a policy for its deletion, that Argo CD does not have.",
    why: "the object is taken for a hook and belongs to no phase: it is never applied, and nobody is told",
    source: "gitops-engine, pkg/sync/hook/hook.go",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: v1
kind: ConfigMap
metadata:
  name: cart
  namespace: shop
  annotations: {argocd.argoproj.io/hook: Presync}
",
        good: r#"
apiVersion: v1
kind: ConfigMap
metadata:
  name: cart
  namespace: shop
  annotations:
    argocd.argoproj.io/hook: "PreSync, PostSync"
    argocd.argoproj.io/hook-delete-policy: BeforeHookCreation
"#,
    }),
    check,
};

const PHASES: [&str; 7] = ["PreSync", "Sync", "PostSync", "SyncFail", "Skip", "PreDelete", "PostDelete"];
const POLICIES: [&str; 3] = ["HookSucceeded", "HookFailed", "BeforeHookCreation"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for object in context.cluster.objects().iter().filter(|object| object.maker.is_none()) {
        check_annotation(object, sync::HOOK, "phase", &PHASES, None, sink);
        let falls_back = "the policy counts for nothing, and the hook is deleted before the next one is made";
        check_annotation(object, sync::HOOK_DELETE_POLICY, "policy", &POLICIES, Some(falls_back), sink);
    }
}

fn check_annotation(
    object: &Object<'_>,
    annotation: &str,
    what: &str,
    known: &[&str],
    why: Option<&str>,
    sink: &mut Sink<'_>,
) {
    let Some(node) = object.annotation(annotation) else { return };
    for word in sync::listed(object, annotation).filter(|word| !known.contains(word) && !word.contains("{{")) {
        let help = match suggest::nearest(word, known.iter().copied()) {
            Some(near) => format!("write `{near}`"),
            None => suggest::known(known.iter().copied()),
        };
        let path = format!("metadata.annotations[{annotation}]");
        let finding = object.finding(node, path, format!("`{word}` is no {what} of a hook")).help(help);
        match why {
            Some(why) => sink.report_as(Severity::Warning, finding.why(why)),
            None => sink.report(finding),
        }
    }
}
