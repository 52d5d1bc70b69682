//! Kustomization files, from a field list: no API server knows them, but a misspelt field is as silent there.

use std::sync::OnceLock;

use crate::schema::definitions::Definitions;
use crate::schema::field_list;
use crate::schema::field_list::Version;
use crate::schema::shape::Schema;
use crate::text::Source;
use crate::yaml;

/// `(apiVersion, kind)` of what is listed.
pub(super) const KINDS: [(&str, &str); 2] =
    [("kustomize.config.k8s.io/v1beta1", "Kustomization"), ("kustomize.config.k8s.io/v1alpha1", "Component")];

pub(super) fn find(api_version: &str, kind: &str) -> Option<&'static Schema> {
    KINDS.contains(&(api_version, kind)).then(|| definitions().get("Kustomization")).flatten()
}

pub(super) fn definitions() -> &'static Definitions {
    static DEFINITIONS: OnceLock<Definitions> = OnceLock::new();
    DEFINITIONS.get_or_init(|| {
        let text = include_str!("../../schemas/kustomize.yaml");
        let documents = yaml::parse(&Source::new("schemas/kustomize.yaml", text)).documents;
        let version = Version::parse("v5.8.0");
        let types = documents.first().zip(version).map(|(list, at)| field_list::types(list, at));
        let texts = types.unwrap_or_default().into_iter();
        Definitions::new(texts.map(|(name, body)| (name.into(), body.to_string().into())), None)
    })
}
