//! Every overlay raises a limit of its base, so that nobody has what the base says.
//!
//! Only limits are looked at: how many pods an autoscaler may ask for, and what containers may use. That bases hold
//! what overlays replace is usual; a limit is written to hold.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::kustomize::Override;
use crate::model::quantity::Quantity;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "limit-raised-everywhere",
    group: Group::Kustomize,
    severity: Severity::Note,
    summary: "Every overlay raises a limit of its base, so that nobody has what the base says.",
    why: "whoever lowers it in the base changes nothing of what is applied",
    source: "kustomize, patches: what an overlay says replaces what its base says",
    example: None,
    check,
};

/// Folders of overlays, each with what it raises.
type Raised<'a> = Vec<(&'a str, &'a Override)>;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut raised: BTreeMap<(&str, u32, &str), Raised<'_>> = BTreeMap::new();
    for (folder, build) in context.builds {
        for value in build.overrides.iter().filter(|value| is_limit(&value.path) && is_higher(value)) {
            let base = &value.place_in_base;
            raised.entry((&base.source.path, base.span.start, &value.path)).or_default().push((folder, value));
        }
    }
    if raised.is_empty() {
        return;
    }
    let mut overlays: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (folder, build) in context.builds {
        for manifest in &build.manifests {
            overlays.entry(&manifest.source().path).or_default().insert(folder);
        }
    }
    for ((file, ..), raised) in raised {
        let raising: BTreeSet<&str> = raised.iter().map(|(folder, _)| *folder).collect();
        if raising.len() < 2 || overlays.get(file) != Some(&raising) {
            continue;
        }
        let Some((_, first)) = raised.first() else { continue };
        let field = first.path.rsplit('/').next().unwrap_or_default();
        let each: Vec<String> = raised.iter().map(|(folder, value)| format!("{} in {folder}", value.now)).collect();
        let message = format!("`{field}: {}` holds nowhere: {}", first.was, each.join(", "));
        let mut finding = Finding::error("", first.place_in_base.clone(), message).resource(first.object.to_string());
        for (_, value) in &raised {
            finding = finding.also(value.place_in_overlay.clone(), "raised here");
        }
        sink.report(finding.help("write in the base what at least one overlay is to have, and leave it alone there"));
    }
}

/// Whether a JSON pointer leads to a limit.
fn is_limit(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(parts.as_slice(), [.., "maxReplicas" | "maxReplicaCount"] | [.., "limits", _])
}

fn is_higher(value: &Override) -> bool {
    let amount = |text: &str| Some(Quantity::parse(text)?.milli());
    matches!((amount(&value.was), amount(&value.now)), (Some(was), Some(now)) if now > was)
}
