//! What is said of an object whose kind nobody knows: when it was removed, or what was probably meant.

use crate::finding::Finding;
use crate::manifest::Manifest;
use crate::schema::Catalog;
use crate::schema::Release;

/// The finding about an object of a kind that the cluster does not have.
pub(super) fn finding(catalog: &Catalog, manifest: &Manifest) -> Finding {
    let id = &manifest.id;
    let minor = catalog.minor();
    let near = catalog.nearest(&id.api_version, &id.kind);
    let replaced = near.filter(|(_, kind)| *kind == id.kind).map(|(api_version, _)| api_version);
    let other = catalog.other_release(&id.api_version, &id.kind);
    let message = match other {
        Some(Release::RemovedIn(gone)) => {
            format!("{} of {} was removed in Kubernetes 1.{gone}, and this is 1.{minor}", id.kind, id.api_version)
        }
        Some(Release::AddedIn(first)) => {
            format!("{} of {} comes with Kubernetes 1.{first}, and this is 1.{minor}", id.kind, id.api_version)
        }
        None => format!("there is no schema for {} of {}", id.kind, id.api_version),
    };
    let help = match (other, replaced, near) {
        _ if catalog.is_left_out(&id.api_version, &id.kind) => {
            "name `--schema-location default` beside the others: it has this kind".to_owned()
        }
        (Some(_), Some(api_version), _) => format!("write `apiVersion: {api_version}`, and check the fields below it"),
        (Some(Release::RemovedIn(_)), None, _) => "leave the object out: nothing takes its place".to_owned(),
        (Some(Release::AddedIn(_)), None, _) => "leave the object out, or upgrade the cluster first".to_owned(),
        (None, _, Some((api_version, kind))) => {
            format!("did you mean `kind: {kind}` of `apiVersion: {api_version}`?")
        }
        (None, _, None) => {
            "add its CustomResourceDefinition to the files that are checked, or correct `apiVersion` and `kind`"
                .to_owned()
        }
    };
    let key = if other.is_some() { "apiVersion" } else { "kind" };
    Finding::error("unknown-kind", manifest.place(&[key]), message)
        .why("an API server that does not know the kind refuses the object, and nothing here could check it")
        .help(help)
        .resource(id.to_string())
}
