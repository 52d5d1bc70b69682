//! Claims about the Secrets that are made of other objects.

use super::*;
use crate::cluster::project::Made;
use crate::text::Source;
use crate::yaml;

fn made(api: &str, kind: &str, metadata: &str, spec: &str) -> Vec<Made> {
    let text =
        format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: x, namespace: ns{metadata}}}\nspec: {spec}\n");
    let manifest = Manifest::of(yaml::parse(&Source::new("a.yaml", text)).documents.remove(0)).unwrap();
    let projection = match kind {
        "SealedSecret" => sealed(&manifest),
        "Certificate" => certificate(&manifest),
        _ => external(&manifest),
    };
    projection.made
}

/// The name of the only Secret, its keys with places, and whether there may be others.
fn shown(made: &[Made]) -> String {
    let [made] = made else { return "nothing".to_owned() };
    let root = made.manifest.root();
    let mut keys: Vec<String> = Vec::new();
    for list in ["data", "stringData"] {
        let entries = root.get(list).into_iter().flat_map(Node::entries);
        keys.extend(entries.map(|(key, value)| {
            let (line, column) = value.place().line_column();
            format!("{}@{line}:{column}", key.text().unwrap())
        }));
    }
    let open = if made.keys == Keys::Open { " and others" } else { "" };
    format!("{}: {}{open}", made.manifest.id, keys.join(" "))
}

fn external_secret(spec: &str) -> String {
    shown(&made("external-secrets.io/v1beta1", "ExternalSecret", "", spec))
}

#[test]
fn an_external_secret_has_the_keys_that_it_fetches() {
    let data = "data: [{secretKey: a}, {secretKey: b}]";
    assert_eq!(external_secret(&format!("{{{data}}}")), "Secret ns/x: a@4:27 b@4:43");
    assert_eq!(external_secret(&format!("{{{data}, target: {{name: y}}}}")), "Secret ns/y: a@4:27 b@4:43");
    assert_eq!(
        external_secret(&format!("{{{data}, dataFrom: [{{extract: {{key: k}}}}]}}")),
        "Secret ns/x: a@4:27 b@4:43 and others"
    );
    assert_eq!(external_secret(&format!("{{{data}, target: {{creationPolicy: None}}}}")), "nothing");
}

#[test]
fn a_template_with_data_drops_what_is_fetched_unless_both_are_merged() {
    let spec = |policy: &str| {
        external_secret(&format!(
            "{{data: [{{secretKey: a}}], target: {{template: {{data: {{url: 'x{{{{ .a }}}}'}}{policy}}}}}}}"
        ))
    };
    assert_eq!(spec(""), "Secret ns/x: url@4:64");
    assert_eq!(spec(", mergePolicy: Merge"), "Secret ns/x: a@4:27 url@4:64");
    let without = "{data: [{secretKey: a}], target: {template: {type: Opaque}}}";
    assert_eq!(external_secret(without), "Secret ns/x: a@4:27");
    let from = |item: &str| {
        external_secret(&format!("{{data: [{{secretKey: a}}], target: {{template: {{templateFrom: [{item}]}}}}}}"))
    };
    assert_eq!(from("{configMap: {name: c, items: [{key: k}]}}"), "Secret ns/x: k@4:103");
    assert_eq!(from("{literal: '{{ .a }}: b'}"), "Secret ns/x:  and others");
    assert_eq!(from("{target: Labels, literal: 'a: b'}"), "Secret ns/x: ");
}

#[test]
fn labels_come_from_the_template_where_there_is_one() {
    let labels = |spec: &str| {
        let made = made("external-secrets.io/v1", "ExternalSecret", ", labels: {from: own}", spec);
        let root = made[0].manifest.root();
        root.at(&["metadata", "labels", "from"]).and_then(Node::text).unwrap_or("-").to_owned()
    };
    assert_eq!(labels("{}"), "own");
    assert_eq!(labels("{target: {template: {metadata: {labels: {from: template}}}}}"), "template");
    assert_eq!(labels("{target: {template: {type: Opaque}}}"), "-");
}

#[test]
fn one_that_is_merged_adds_to_a_secret_of_somebody_else() {
    let adds = |policy: &str| made("external-secrets.io/v1", "ExternalSecret", "", policy)[0].adds;
    assert!(adds("{target: {creationPolicy: Merge}}"));
    assert!(!adds("{target: {creationPolicy: Orphan}}"));
}

#[test]
fn a_sealed_secret_has_the_keys_that_are_sealed_and_those_of_its_template() {
    let spec = "{encryptedData: {a: AgB, b: AgC}, template: {data: {c: '{{ .a }}'}}}";
    assert_eq!(shown(&made("bitnami.com/v1alpha1", "SealedSecret", "", spec)), "Secret ns/x: a@4:24 b@4:32 c@4:62");
}

#[test]
fn a_certificate_has_three_keys_and_those_of_its_keystores() {
    let certificate = |spec: &str| shown(&made("cert-manager.io/v1", "Certificate", "", spec));
    assert_eq!(certificate("{secretName: y}"), "Secret ns/y: tls.crt@4:20 tls.key@4:20 ca.crt@4:20");
    let more = certificate("{secretName: y, keystores: {jks: {create: true}}, additionalOutputFormats: [{type: DER}]}");
    assert!(more.contains("keystore.jks") && more.contains("key.der"), "{more}");
    assert_eq!(certificate("{}"), "nothing");
}
