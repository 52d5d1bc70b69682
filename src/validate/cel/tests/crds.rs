//! The rules of released definitions, each on an object that meets it and on one that does not.

use super::judged_by;
use crate::schema::Additional;
use crate::schema::Catalog;
use crate::schema::Schema;
use crate::schema::embedded_projects;
use crate::schema::embedded_versions;
use crate::validate::cel::compile_error;
use crate::validate::cel::program;

/// Every rule below a schema, without following names.
fn rules(schema: &Schema, to: &mut Vec<String>) {
    to.extend(schema.rules.iter().map(|rule| rule.rule.to_string()));
    let each = match &schema.additional_properties {
        Additional::Each(each) => Some(&**each),
        _ => None,
    };
    for child in schema.properties.iter().map(|(_, field)| field).chain(schema.items.as_deref()).chain(each) {
        rules(child, to);
    }
}

#[test]
fn every_embedded_rule_can_be_read() {
    let mut found = Vec::new();
    for project in embedded_projects() {
        for version in embedded_versions(project) {
            let mut catalog = Catalog::new(28).unwrap();
            catalog.add_embedded(project, version);
            let kinds: Vec<(String, String)> =
                catalog.kinds().map(|(version, kind)| (version.to_owned(), kind.to_owned())).collect();
            for (api_version, kind) in kinds {
                let kind = catalog.find(&api_version, &kind).unwrap();
                if kind.schema().has_rules(kind.definitions()) {
                    for name in kind.definitions().names() {
                        rules(kind.definitions().get(name).unwrap(), &mut found);
                    }
                    break;
                }
            }
        }
    }
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 29);
    for rule in &found {
        assert!(program::of(rule).is_ok(), "{rule}");
        assert_eq!(compile_error(rule), None);
    }
}

#[test]
fn only_kinds_with_rules_are_gone_through() {
    let mut catalog = Catalog::new(28).unwrap();
    catalog.add_embedded("argo-cd", "v3.5.1");
    catalog.add_embedded("istio", "v1.24.1");
    let has = |api_version, kind| {
        let kind = catalog.find(api_version, kind).unwrap();
        kind.schema().has_rules(kind.definitions())
    };
    assert!(!has("apps/v1", "Deployment") && !has("argoproj.io/v1alpha1", "Application"));
    assert!(has("networking.istio.io/v1", "ServiceEntry") && has("security.istio.io/v1", "PeerAuthentication"));
}

/// What Istio's rules say of an object, without where.
fn istio(kind: &str, spec: &str) -> Vec<String> {
    let mut catalog = Catalog::new(28).unwrap();
    catalog.add_embedded("istio", "v1.24.1");
    let text = format!("apiVersion: {kind}\nmetadata: {{name: a}}\nspec: {spec}\n").replace("/v1 ", "/v1\nkind: ");
    let text = text.replace("/v1alpha1 ", "/v1alpha1\nkind: ").replace("/v1alpha3 ", "/v1alpha3\nkind: ");
    let (found, skipped) = judged_by(&catalog, &text);
    assert!(skipped.is_empty(), "{spec}: {skipped:?}");
    found.iter().map(|said| said.split(": ").skip(2).collect::<Vec<_>>().join(": ")).collect()
}

/// One that fits, one that does not, and a part of what is said of the latter.
#[track_caller]
fn pair(kind: &str, fits: &str, not: &str, said: &str) {
    assert_eq!(istio(kind, fits), Vec::<String>::new(), "{kind} {fits}");
    let found = istio(kind, not);
    assert!(found.iter().any(|found| found.contains(said)), "{kind} {not}: {found:?}");
}

#[test]
fn selectors_and_targets_of_istio() {
    let plugin = "extensions.istio.io/v1alpha1 WasmPlugin";
    let with = |rest: &str| format!("{{url: 'oci://a/b', {rest}}}");
    let target = "targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: a}]";
    let both = format!("{target}, selector: {{matchLabels: {{a: b}}}}");
    pair(plugin, &with(target), &with(&both), "only one of targetRefs or selector can be set");
    let labels = |labels: &str| with(&format!("selector: {{matchLabels: {{{labels}}}}}"));
    pair(plugin, &labels("a: b"), &labels("'a*': b"), "wildcard not allowed in label key match");
    pair(plugin, &labels("a: b"), &labels("'': b"), "key must not be empty");
    pair(plugin, &labels("a: b"), &labels("a: 'b*'"), "wildcard not allowed in label value match");
    let wrong = with("targetRefs: [{kind: Gateway, group: a, name: a}]");
    pair(plugin, &with(target), &wrong, "Support kinds are");
    let elsewhere = with("targetRefs: [{kind: Service, name: a, namespace: b}]");
    pair(plugin, &with("targetRefs: [{kind: Service, group: '', name: a}]"), &elsewhere, "cross namespace");
}

#[test]
fn plugins_of_istio() {
    let plugin = "extensions.istio.io/v1alpha1 WasmPlugin";
    pair(plugin, "{url: ghcr.io/a/b:latest}", "{url: 'ftp://a/b'}", "url must have schema one of");
    let env = |env: &str| format!("{{url: 'file:///a', vmConfig: {{env: [{env}]}}}}");
    pair(plugin, &env("{name: a, value: b}"), &env("{name: a, value: b, valueFrom: HOST}"), "value may only be set");
}

#[test]
fn durations_of_istio() {
    let rule = "networking.istio.io/v1 DestinationRule";
    let idle =
        |time: &str| format!("{{host: a, trafficPolicy: {{connectionPool: {{http: {{idleTimeout: {time}}}}}}}}}");
    pair(rule, &idle("1m30s"), &idle("0.5ms"), "must be a valid duration greater than 1ms");
    pair(rule, &idle("1ms"), &idle("'5'"), "a rule of the definition breaks off, for duration");
}

#[test]
fn service_entries_of_istio() {
    let entry = "networking.istio.io/v1 ServiceEntry";
    let with = |rest: &str| format!("{{hosts: [a.b], {rest}}}");
    let endpoint = |rest: &str| with(&format!("resolution: STATIC, endpoints: [{{{rest}}}]"));
    let fits = endpoint("address: 10.0.0.1, ports: {http: 80}");
    let no = |not: &str, said: &str| pair(entry, &fits, not, said);
    no(
        &with("resolution: STATIC, workloadSelector: {labels: {a: b}}, endpoints: [{address: 10.0.0.1}]"),
        "only one of WorkloadSelector or Endpoints",
    );
    no(&with("resolution: DNS, addresses: [10.0.0.0/8]"), "CIDR addresses are allowed only for");
    no(&with("endpoints: [{address: 10.0.0.1}]"), "NONE mode cannot set endpoints");
    no(&with("resolution: DNS_ROUND_ROBIN, endpoints: [{address: a}, {address: b}]"), "cannot have multiple endpoints");
    no(&endpoint("weight: 1"), "Address is required");
    no(&endpoint("address: 'unix:///a', ports: {http: 80}"), "UDS may not include ports");
    no(&endpoint("address: 'unix://a'"), "UDS must be an absolute path or abstract socket");
    no(&endpoint("address: 'unix:///a/'"), "UDS may not be a dir");
    no(&endpoint("address: 10.0.0.1, ports: {-a: 80}"), "port name must be valid");
    no(&endpoint("address: 10.0.0.1, ports: {a: 65536}"), "port must be between 1-65535");
    no("{hosts: ['*']}", "hostname cannot be wildcard");
    no(&with("ports: [{number: 80, name: a}, {number: 80, name: b}]"), "port number cannot be duplicated");
}

#[test]
fn authentication_of_istio() {
    let peer = "security.istio.io/v1 PeerAuthentication";
    let levels =
        |port: &str| format!("{{selector: {{matchLabels: {{a: b}}}}, portLevelMtls: {{{port}: {{mode: STRICT}}}}}}");
    pair(peer, &levels("80"), "{portLevelMtls: {80: {mode: STRICT}}}", "portLevelMtls requires selector");
    pair(peer, &levels("80"), &levels("70000"), "port must be between 1-65535");
    pair(peer, &levels("80"), &levels("http"), "breaks off");
    let request = "security.istio.io/v1 RequestAuthentication";
    let keys = |rest: &str| format!("{{jwtRules: [{{issuer: a, {rest}}}]}}");
    pair(request, &keys("jwks: a"), &keys("jwks: a, jwksUri: 'https://a'"), "only one of jwks or jwksUri");
    pair(request, &keys("jwksUri: 'https://a'"), &keys("jwksUri: 'oci://a'"), "url must have scheme");
}

#[test]
fn probes_and_metrics_of_istio() {
    let group = "networking.istio.io/v1 WorkloadGroup";
    let probe =
        |scheme: &str| format!("{{template: {{network: a}}, probe: {{httpGet: {{port: 80, scheme: {scheme}}}}}}}");
    pair(group, &probe("HTTPS"), &probe("https"), "scheme must be one of");
    let telemetry = "telemetry.istio.io/v1 Telemetry";
    let tag = |tag: &str| format!("{{metrics: [{{overrides: [{{tagOverrides: {{a: {{{tag}}}}}}}]}}]}}");
    pair(
        telemetry,
        &tag("value: b"),
        &tag("operation: UPSERT, value: ''"),
        "value must be set when operation is UPSERT",
    );
    pair(telemetry, &tag("operation: REMOVE"), &tag("operation: REMOVE, value: b"), "value must not be set");
    let filter = "networking.istio.io/v1alpha3 EnvoyFilter";
    let target = "targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: a}]";
    let both = format!("{{{target}, workloadSelector: {{labels: {{a: b}}}}}}");
    pair(filter, &format!("{{{target}}}"), &both, "only one of targetRefs or workloadSelector");
}
