//! A sync wave is no whole number.
//!
//! What is no string is for the API server to refuse.

use crate::cluster::argocd::sync;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "malformed-sync-wave",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "A sync wave is no whole number.",
    why: "Argo CD takes it for wave 0, and applies the object with everything that has none",
    source: "gitops-engine, pkg/sync/syncwaves/waves.go",
    example: Some(Example {
        facts: "",
        bad: r#"
apiVersion: v1
kind: ConfigMap
metadata:
  name: cart
  namespace: shop
  annotations: {argocd.argoproj.io/sync-wave: "5a"}
"#,
        good: r#"
apiVersion: v1
kind: ConfigMap
metadata:
  name: cart
  namespace: shop
  annotations: {argocd.argoproj.io/sync-wave: "-5"}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for object in context.cluster.objects().iter().filter(|object| object.maker.is_none()) {
        let Some(node) = object.annotation(sync::WAVE) else { continue };
        let Some(text) = node.string().filter(|text| text.parse::<i64>().is_err() && !text.contains("{{")) else {
            continue;
        };
        let digits: String =
            text.trim().chars().take_while(|letter| letter.is_ascii_digit() || *letter == '-').collect();
        let help = match digits.parse::<i64>() {
            Ok(number) => format!("write `\"{number}\"`"),
            Err(_) => "write a whole number in quotes, as in `\"-1\"`".to_owned(),
        };
        let path = format!("metadata.annotations[{}]", sync::WAVE);
        sink.report(object.finding(node, path, format!("`{text}` is no number of a wave")).help(help));
    }
}
