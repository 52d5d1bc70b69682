//! An Application asks for a chart, or a version of it, that was not published.
//!
//! Which were is known only of repositories that are declared with their charts. Without a version there is nothing to
//! look for, whatever is declared.

use crate::cluster::argocd::application::Application;
use crate::cluster::argocd::application::Source;
use crate::cluster::argocd::repository::Known;
use crate::cluster::argocd::version;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-chart-version",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application asks for a chart, or a version of it, that was not published.",
    why: "Argo CD cannot fetch the chart, and nothing of the Application is applied",
    source: "argo-cd, docs/user-guide/helm.md; util/helm",
    example: Some(Example {
        facts: "repositories: [{url: https://charts.example.com/stable, charts: {cart: [1.4.0, 1.5.2]}}]",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://charts.example.com/stable, chart: cart, targetRevision: 1.5.3}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://charts.example.com/stable/, chart: cart, targetRevision: ~1.5.0}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for application in &context.cluster.applications().all {
        for source in &application.sources {
            if let Some(finding) = source.text("chart").and_then(|chart| wrong(application, source, chart)) {
                sink.report(finding);
            }
        }
    }
}

fn wrong(application: &Application<'_>, source: &Source<'_>, chart: &str) -> Option<Finding> {
    let object = &application.object;
    let published = match source.repository {
        Known::Declared(repository) => repository.charts.as_ref(),
        _ => None,
    };
    let versions = match published {
        None => None,
        Some(charts) => {
            let Some(versions) = charts.get(chart) else {
                let names = || charts.iter().map(|(name, _)| name);
                let message =
                    format!("there is no chart `{chart}` in `{}`", source.text("repoURL").unwrap_or_default());
                let help = match suggest::nearest(chart, names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => suggest::known(names()),
                };
                let node = source.node.get("chart")?;
                return Some(object.finding(node, source.key("chart"), message).help(help));
            };
            Some(versions)
        }
    };
    let newest = versions.and_then(|versions| versions.last());
    let Some(revision) = source.text("targetRevision") else {
        let message = format!("chart `{chart}` has no `targetRevision`, and a chart is asked for by its version");
        let help = match newest {
            Some(version) => format!("write `targetRevision: {version}`"),
            None => "write the version of the chart".to_owned(),
        };
        return Some(object.finding(source.node, source.key("targetRevision"), message).help(help));
    };
    let versions = versions?;
    let known = || versions.iter().map(String::as_str);
    let plain = |version: &str| version.strip_prefix('v').unwrap_or(version).to_owned();
    let is_published = if version::is_range(revision) {
        known().any(|version| version::satisfies(version, revision) != Some(false))
    } else {
        known().any(|version| plain(version) == plain(revision))
    };
    if is_published {
        return None;
    }
    let what = if version::is_range(revision) { "no version is in" } else { "there is no version" };
    let message = format!("of chart `{chart}`, {what} `{revision}`");
    let node = source.node.get("targetRevision")?;
    Some(
        object
            .finding(node, source.key("targetRevision"), message)
            .help(format!("published: {}", suggest::listed(known()))),
    )
}
