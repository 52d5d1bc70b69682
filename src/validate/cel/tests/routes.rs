//! Rules in the manner of route and gateway definitions, which people write most: unions by a type, lists whose items
//! must differ in several fields, filters that exclude each other.

use super::judged;

const SCHEMA: &str = r#"type: object
properties:
  spec:
    type: object
    properties:
      parents:
        type: array
        items:
          type: object
          required: [name]
          properties:
            group: {type: string, default: gateway.example.com}
            kind: {type: string, default: Gateway}
            name: {type: string}
            namespace: {type: string}
            port: {type: integer}
        x-kubernetes-validations:
        - message: parents must differ
          rule: "self.all(p, self.exists_one(q, p.group == q.group && p.kind == q.kind && p.name == q.name &&
            (has(p.__namespace__) ? has(q.__namespace__) && p.__namespace__ == q.__namespace__ :
            !has(q.__namespace__)) && (has(p.port) && has(q.port) ? p.port == q.port : !has(p.port) && !has(q.port))))"
      rules:
        type: array
        default: [{matches: [{path: {type: Prefix, value: /}}]}]
        items:
          type: object
          properties:
            matches:
              type: array
              default: [{path: {type: Prefix, value: /}}]
              items:
                type: object
                properties:
                  path:
                    type: object
                    default: {type: Prefix, value: /}
                    properties:
                      type: {type: string, enum: [Exact, Prefix, Regex], default: Prefix}
                      value: {type: string, default: /}
                    x-kubernetes-validations:
                    - rule: "(self.type in ['Exact', 'Prefix']) ? self.value.startsWith('/') : true"
                      message: a path begins with /
                    - rule: "self.type == 'Regex' || self.value.matches(r'''^(?:[-A-Za-z0-9/._~]|%[0-9a-fA-F]{2})+$''')"
                      message: a path has plain characters
            filters:
              type: array
              items:
                type: object
                required: [type]
                properties:
                  type: {type: string}
                  redirect: {type: object, properties: {port: {type: integer}}}
                x-kubernetes-validations:
                - {rule: "(self.type == 'Redirect') == has(self.redirect)", message: redirect goes with its type}
              x-kubernetes-validations:
              - {rule: "self.filter(f, f.type == 'Redirect').size() <= 1", message: one redirect only}
            timeouts:
              type: object
              properties: {request: {type: string}, backend: {type: string}}
              x-kubernetes-validations:
              - message: the backend must answer before the request ends
                rule: "!(has(self.request) && has(self.backend) && duration(self.request) != duration('0s') &&
                  duration(self.backend) > duration(self.request))"
        x-kubernetes-validations:
        - message: too many matches
          rule: "(self.size() > 0 ? self[0].matches.size() : 0) + (self.size() > 1 ? self[1].matches.size() : 0) <= 2"
      listeners:
        type: array
        x-kubernetes-list-type: map
        x-kubernetes-list-map-keys: [name]
        items:
          type: object
          required: [name, protocol]
          properties:
            name: {type: string}
            protocol: {type: string}
            hostname: {type: string}
            tls: {type: object, properties: {mode: {type: string, default: Terminate}}}
        x-kubernetes-validations:
        - {rule: "self.all(l, l.protocol == 'HTTPS' && has(l.tls) ? l.tls.mode == 'Terminate' : true)", message: HTTPS ends here}
        - {rule: "self.all(l, l.protocol in ['TCP', 'UDP'] ? !has(l.hostname) || l.hostname == '' : true)", message: no host}
"#;

#[track_caller]
fn says(spec: &str, expected: &[&str]) {
    let (found, skipped) = judged(SCHEMA, &format!("spec: {spec}\n"));
    assert!(skipped.is_empty(), "{skipped:?}");
    let found: Vec<&str> =
        found.iter().filter_map(|said| said.split_once("cel-rule-violated: ")).map(|said| said.1).collect();
    assert_eq!(found, expected, "{spec}");
}

#[test]
fn parents_differ_in_one_of_several_fields() {
    says("{parents: [{name: a}, {name: b}, {name: a, namespace: c}, {name: a, port: 80}]}", &[]);
    says("{parents: [{name: a}, {name: a, kind: Gateway}]}", &["`spec.parents`: parents must differ"]);
    says("{parents: [{name: a, port: 80}, {name: a, port: 80}]}", &["`spec.parents`: parents must differ"]);
}

#[test]
fn paths_are_judged_with_their_defaults() {
    says("{rules: [{matches: [{path: {value: /a}}, {}]}]}", &[]);
    says("{rules: [{matches: [{path: {value: a}}]}]}", &["`spec.rules[0].matches[0].path`: a path begins with /"]);
    says("{rules: [{matches: [{path: {type: Regex, value: 'a[]'}}]}]}", &[]);
    says(
        "{rules: [{matches: [{path: {value: '/a b'}}]}]}",
        &["`spec.rules[0].matches[0].path`: a path has plain characters"],
    );
}

#[test]
fn filters_exclude_each_other() {
    let redirect = "{type: Redirect, redirect: {port: 80}}";
    says(&format!("{{rules: [{{filters: [{redirect}, {{type: Mirror}}]}}]}}"), &[]);
    says(
        &format!("{{rules: [{{filters: [{redirect}, {redirect}]}}]}}"),
        &["`spec.rules[0].filters`: one redirect only"],
    );
    says("{rules: [{filters: [{type: Redirect}]}]}", &["`spec.rules[0].filters[0]`: redirect goes with its type"]);
}

#[test]
fn times_and_counts_are_compared() {
    says("{rules: [{timeouts: {request: 10s, backend: 2s}}, {timeouts: {request: 0s, backend: 2s}}]}", &[]);
    says(
        "{rules: [{timeouts: {request: 1s, backend: 1m}}]}",
        &["`spec.rules[0].timeouts`: the backend must answer before the request ends"],
    );
    says("{rules: [{matches: [{}, {}]}, {}]}", &["`spec.rules`: too many matches"]);
    says("{}", &[]);
}

#[test]
fn listeners_fit_their_protocol() {
    says("{listeners: [{name: a, protocol: HTTPS, tls: {}}, {name: b, protocol: TCP}]}", &[]);
    says("{listeners: [{name: a, protocol: HTTPS, tls: {mode: Passthrough}}]}", &["`spec.listeners`: HTTPS ends here"]);
    says("{listeners: [{name: a, protocol: TCP, hostname: a.b}]}", &["`spec.listeners`: no host"]);
}
