//! A patch replaces a whole list of a custom resource by a copy of it that lacks some of the base's items.
//!
//! Lists of custom resources have no keys to merge by. Only copies are looked at: a list that shares nothing with that of
//! the base is meant to be another.

use crate::cluster::existence;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::kustomize::Override;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "list-replaced-by-overlay",
    group: Group::Kustomize,
    severity: Severity::Note,
    summary: "A patch replaces a list of a custom resource by a copy that lacks items of the base.",
    why: "lists of custom resources are not merged: what the base has, and what is added to it later, does not reach this overlay",
    source: "kustomize, patches: strategic merge patches of custom resources are JSON merge patches",
    example: None,
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (_, build) in context.builds {
        for value in build.overrides.iter().filter(|value| is_copy(value)) {
            let field = value.path.trim_start_matches('/').replace('/', ".");
            let lost = suggest::listed(value.lost.iter().map(String::as_str));
            let message = format!("this `{field}` replaces that of the base, and lacks {lost}");
            let finding = Finding::error("", value.place_in_overlay.clone(), message);
            let finding = finding.resource(value.object.to_string()).path(field);
            let finding = finding.also(value.place_in_base.clone(), "the list of the base");
            sink.report(finding.help("repeat what is to hold here, or change single items with a JSON patch"));
        }
    }
}

/// Whether a list took the place of one of which it has some items, and not all.
fn is_copy(value: &Override) -> bool {
    let items = || serde_json::from_str::<Vec<serde_json::Value>>(&value.was).map_or(0, |items| items.len());
    value.is_list && existence::is_custom(value.object.group()) && !value.lost.is_empty() && value.lost.len() < items()
}
