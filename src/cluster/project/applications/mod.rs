//! The Applications that Argo CD makes of an ApplicationSet.
//!
//! Source: argoproj/argo-cd, `applicationset/generators`, `applicationset/utils/utils.go` and
//! `applicationset/controllers/template`, at v2.14. List, matrix and merge generators are followed; what other
//! generators find is known to clusters and repositories only, and said not to be known.

mod fast;
mod generator;
mod gotemplate;
mod merge;
mod render;
mod selector;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::generator::Generators;
use self::merge::merged;
use self::render::Mode;
use self::render::Renderer;
use super::Fault;
use super::Keys;
use super::Projection;
use super::part::Part;
use crate::manifest::Manifest;
use crate::yaml::Composed;
use crate::yaml::Node;

const BY: &str = "argocd-applicationset-controller";

/// The most Applications that are made of one ApplicationSet. Nobody has more, and a matrix grows fast.
const MOST: usize = 10_000;

/// What Argo CD makes of an ApplicationSet.
pub(super) fn project(manifest: &Manifest) -> Projection {
    let mut projection = Projection::default();
    let root = Part::of(manifest.root());
    let spec = root.part("spec");
    let mode = Mode::of(&spec);
    let template = spec.part("template");
    if let Some(patch) = spec.get("templatePatch") {
        let message = "what `templatePatch` changes is not known here, so that no Application is";
        projection.problem(Fault::NotKnown, &patch.place(), message);
    }
    let mut applications: Vec<Composed> = Vec::new();
    for element in spec.get("generators").into_iter().flat_map(Node::items) {
        let element = Composed::of(element);
        for found in Generators::new(&mut projection, mode).all(&element) {
            // What a generator says of the template goes before what the ApplicationSet says.
            let template = match (found.template, template.node.map(Composed::of)) {
                (Some(own), Some(template)) => merged(own, &template),
                (own, template) => match own.or(template) {
                    Some(template) => template,
                    None => continue,
                },
            };
            for parameters in found.parameters {
                let mut renderer = Renderer::new(&mut projection, mode, &parameters);
                applications.extend(renderer.whole(&template));
            }
        }
    }
    if applications.len() > MOST {
        let message = format!("this yields more than {MOST} Applications, which are not followed");
        projection.problem(Fault::NotKnown, &spec.place, message);
        return projection;
    }
    if spec.get("templatePatch").is_some() {
        return projection;
    }
    report_repeated_names(&mut projection, &mut applications);
    for rendered in applications {
        let application = application(manifest, &spec, rendered);
        projection.make(application, manifest, BY, Keys::Closed);
    }
    projection
}

/// Says which names come more than once. Argo CD makes the first Application of them, and refuses the others.
fn report_repeated_names(projection: &mut Projection, applications: &mut Vec<Composed>) {
    let name_of = |application: &Composed| {
        application.at(&["metadata", "name"]).and_then(|name| Some((name.as_text()?.to_owned(), name.place.clone())))
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in applications.iter().filter_map(name_of) {
        *counts.entry(name).or_default() += 1;
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    applications.retain(|application| {
        let Some((name, place)) = name_of(application) else { return true };
        let number = counts.get(&name).copied().unwrap_or_default();
        let nth = seen.entry(name.clone()).or_default();
        *nth += 1;
        if *nth == 2 {
            projection.problem(Fault::RepeatedName, &place, format!("{number} Applications would be named `{name}`"));
        }
        *nth == 1
    });
}

/// The Application of a template that was filled in. It stands in the namespace of the ApplicationSet, whatever the
/// template says.
fn application(manifest: &Manifest, spec: &Part<'_>, mut rendered: Composed) -> Composed {
    let own = Part::of(manifest.root()).part("metadata");
    let place = rendered.place.clone();
    let mut metadata = rendered.remove("metadata").unwrap_or_else(|| Composed::mapping(&place, []));
    let at = metadata.place.clone();
    let text = |text: &str| Composed::text(&at, text);
    metadata.remove("namespace");
    if let Some(namespace) = own.copy("namespace") {
        metadata.set("namespace", namespace);
    }
    let is_kept = spec.part("syncPolicy").is_true("preserveResourcesOnDeletion");
    if !is_kept && metadata.get("finalizers").is_none_or(|finalizers| finalizers.items().is_empty()) {
        metadata.set("finalizers", Composed::sequence(&at, [text("resources-finalizer.argocd.argoproj.io")]));
    }
    let owner = [
        ("apiVersion", text(&manifest.id.api_version)),
        ("kind", text("ApplicationSet")),
        ("name", text(&manifest.id.name)),
        ("controller", Composed::plain(&at, true)),
        ("blockOwnerDeletion", Composed::plain(&at, true)),
    ];
    metadata.set("ownerReferences", Composed::sequence(&at, [Composed::mapping(&at, owner)]));
    let kind = [
        ("apiVersion", Composed::text(&place, "argoproj.io/v1alpha1")),
        ("kind", Composed::text(&place, "Application")),
    ];
    Composed::mapping(&place, kind).with("metadata", metadata).with("spec", rendered.remove("spec"))
}
