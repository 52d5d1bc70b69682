//! The Secrets that are made of others: by external-secrets, by the controller of sealed secrets, by cert-manager.
//!
//! Sources: external-secrets `pkg/controllers/externalsecret` (API v1beta1 and v1), bitnami-labs/sealed-secrets
//! `pkg/apis/sealedsecrets/v1alpha1`, cert-manager `pkg/apis/certmanager/v1`.
//!
//! A value that nobody knows before is null, and stands under `data`. What a template says stands under `stringData`
//! as it is written, with its `{{ }}`.

#[cfg(test)]
mod tests;

use super::Fault;
use super::Keys;
use super::Projection;
use super::part::Part;
use crate::manifest::Manifest;
use crate::text::Place;
use crate::yaml::Composed;
use crate::yaml::Node;

const EXTERNAL: &str = "external-secrets";
const SEALED: &str = "sealed-secrets";
const CERTIFICATE: &str = "cert-manager";

/// A Secret in the making.
struct Secret<'a> {
    manifest: &'a Manifest,
    name: Composed,
    /// What says `labels`, `annotations`.
    metadata: Part<'a>,
    kind: Option<Composed>,
    /// Keys whose values are not known.
    data: Composed,
    /// Keys of templates.
    templates: Composed,
}

impl<'a> Secret<'a> {
    fn new(manifest: &'a Manifest, name: Composed, metadata: Part<'a>, place: &Place) -> Self {
        let (data, templates) = (Composed::mapping(place, []), Composed::mapping(place, []));
        Self { manifest, name, metadata, kind: None, data, templates }
    }

    fn unknown(&mut self, key: &str, place: &Place) {
        self.data.set(key, Composed::plain(place, "null"));
    }

    fn finish(self) -> Composed {
        let place = self.name.place.clone();
        let metadata = Composed::mapping(&place, [("name", self.name)])
            .with("namespace", Part::of(self.manifest.root()).part("metadata").copy("namespace"))
            .with("labels", self.metadata.copy("labels"))
            .with("annotations", self.metadata.copy("annotations"));
        let filled = |map: Composed| (!map.entries().is_empty()).then_some(map);
        Composed::mapping(
            &place,
            [("apiVersion", Composed::text(&place, "v1")), ("kind", Composed::text(&place, "Secret"))],
        )
        .with("metadata", metadata)
        .with("type", self.kind)
        .with("data", filled(self.data))
        .with("stringData", filled(self.templates))
    }
}

fn items<'a>(part: &Part<'a>, key: &str) -> Vec<Part<'a>> {
    part.get(key).into_iter().flat_map(Node::items).map(Part::of).collect()
}

fn entries<'a>(part: &Part<'a>, key: &str) -> Vec<(&'a str, Node<'a>, Node<'a>)> {
    let entries = part.get(key).into_iter().flat_map(Node::entries);
    entries.filter_map(|(key, value)| Some((key.text()?, key, value))).collect()
}

/// What external-secrets makes of an ExternalSecret.
pub(super) fn external(manifest: &Manifest) -> Projection {
    let mut projection = Projection::default();
    let root = Part::of(manifest.root());
    let (own, spec) = (root.part("metadata"), root.part("spec"));
    let target = spec.part("target");
    let policy = target.text("creationPolicy").unwrap_or("Owner");
    if policy == "None" {
        return projection;
    }
    let template = target.part("template");
    let metadata = if template.is_there() { template.part("metadata") } else { own.clone() };
    let name = match target.text("name") {
        Some(_) => target.text_or("name", ""),
        None => own.text_or("name", ""),
    };
    let mut secret = Secret::new(manifest, name, metadata, &spec.place);
    secret.kind = template.text("type").map(|_| template.text_or("type", ""));
    let mut keys = Keys::Closed;
    // A template with data takes the place of what was fetched, unless it is to be merged with it.
    let has_data = template.copy("data").is_some() || template.copy("templateFrom").is_some();
    if !has_data || template.text("mergePolicy") == Some("Merge") {
        for item in items(&spec, "data") {
            if let Some(key) = item.text("secretKey") {
                secret.unknown(key, &item.part("secretKey").place);
            }
        }
        for source in items(&spec, "dataFrom") {
            keys = Keys::Open;
            let message = "which keys `dataFrom` brings is known only to the store";
            projection.problem(Fault::NotKnown, &source.place, message);
        }
    }
    for source in items(&template, "templateFrom") {
        if template_from(&mut secret, &source) == Keys::Open {
            keys = Keys::Open;
            let message = "which keys this template brings is known only when it is filled in";
            projection.problem(Fault::NotKnown, &source.place, message);
        }
    }
    for (key, _, value) in entries(&template, "data") {
        secret.data.remove(key);
        secret.templates.set(key, Composed::of(value));
    }
    projection.make(secret.finish(), manifest, EXTERNAL, keys);
    if policy == "Merge" {
        for made in &mut projection.made {
            made.adds = true;
        }
    }
    projection
}

/// Adds the keys of a template from elsewhere, as far as they are named.
fn template_from(secret: &mut Secret<'_>, source: &Part<'_>) -> Keys {
    if source.text("target").is_some_and(|target| target != "Data") {
        return Keys::Closed;
    }
    let mut keys = if source.text("literal").is_some() { Keys::Open } else { Keys::Closed };
    for from in ["configMap", "secret"] {
        for item in items(&source.part(from), "items") {
            match item.text("key") {
                Some(key) if item.text("templateAs") != Some("KeysAndValues") => {
                    secret.unknown(key, &item.part("key").place);
                }
                _ => keys = Keys::Open,
            }
        }
    }
    keys
}

/// What the controller of sealed secrets makes of a SealedSecret.
pub(super) fn sealed(manifest: &Manifest) -> Projection {
    let mut projection = Projection::default();
    let root = Part::of(manifest.root());
    let (own, spec) = (root.part("metadata"), root.part("spec"));
    let template = spec.part("template");
    let mut secret = Secret::new(manifest, own.text_or("name", ""), template.part("metadata"), &spec.place);
    secret.kind = template.text("type").map(|_| template.text_or("type", ""));
    for (key, at, _) in entries(&spec, "encryptedData") {
        secret.unknown(key, &at.place());
    }
    for (key, _, value) in entries(&template, "data") {
        secret.data.remove(key);
        secret.templates.set(key, Composed::of(value));
    }
    projection.make(secret.finish(), manifest, SEALED, Keys::Closed);
    projection
}

/// What cert-manager makes of a Certificate. Whether there is a `ca.crt` depends on the issuer.
pub(super) fn certificate(manifest: &Manifest) -> Projection {
    let mut projection = Projection::default();
    let spec = Part::of(manifest.root()).part("spec");
    if spec.text("secretName").is_none() {
        return projection;
    }
    let mut secret = Secret::new(manifest, spec.text_or("secretName", ""), spec.part("secretTemplate"), &spec.place);
    let place = secret.name.place.clone();
    secret.kind = Some(Composed::text(&place, "kubernetes.io/tls"));
    for key in ["tls.crt", "tls.key", "ca.crt"] {
        secret.unknown(key, &place);
    }
    for (store, keys) in [("jks", ["keystore.jks", "truststore.jks"]), ("pkcs12", ["keystore.p12", "truststore.p12"])] {
        let store = spec.part("keystores").part(store);
        if store.is_true("create") {
            for key in keys {
                secret.unknown(key, &store.place);
            }
        }
    }
    for format in items(&spec, "additionalOutputFormats") {
        match format.text("type") {
            Some("CombinedPEM") => secret.unknown("tls-combined.pem", &format.place),
            Some("DER") => secret.unknown("key.der", &format.place),
            _ => {}
        }
    }
    projection.make(secret.finish(), manifest, CERTIFICATE, Keys::Closed);
    projection
}
