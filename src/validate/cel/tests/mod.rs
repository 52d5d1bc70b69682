//! Rules as users meet them: on a definition and an object of their own.

mod crds;
mod functions;
mod routes;
mod bounds;

use crate::schema::Catalog;
use crate::schema::CustomKinds;
use crate::text::Source;
use crate::validate::cel::NotEvaluated;
use crate::validate::cel::check;
use crate::yaml;

/// A definition of `Thing` with this schema, in flow or block style at six spaces.
fn definition(schema: &str) -> String {
    let schema = format!("        {}\n", schema.trim_end().replace('\n', "\n        "));
    format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: things.example.com}}\n\
         spec:\n  group: example.com\n  names: {{kind: Thing, plural: things}}\n  scope: Namespaced\n  versions:\n  \
         - name: v1\n    served: true\n    storage: true\n    schema:\n      openAPIV3Schema:\n{schema}"
    )
}

/// What is said of an object, and what was not evaluated.
fn judged(schema: &str, object: &str) -> (Vec<String>, NotEvaluated) {
    let mut catalog = Catalog::new(33).unwrap();
    let parsed = yaml::parse(&Source::new("crd.yaml", definition(schema)));
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    catalog.add_crd("things.example.com", CustomKinds::read(parsed.documents[0].root()));
    judged_by(&catalog, &format!("apiVersion: example.com/v1\nkind: Thing\nmetadata: {{name: a}}\n{object}"))
}

fn judged_by(catalog: &Catalog, text: &str) -> (Vec<String>, NotEvaluated) {
    let parsed = yaml::parse(&Source::new("a.yaml", text));
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let root = parsed.documents[0].root();
    let word = |key| root.get(key).and_then(yaml::Node::string).unwrap_or_default();
    let kind = catalog.find(word("apiVersion"), word("kind")).unwrap();
    let mut shape = Vec::new();
    crate::validate::schema::check(&kind, root, &mut shape);
    let shape: Vec<String> = shape.iter().map(crate::validate::schema::Violation::message).collect();
    assert_eq!(shape, Vec::<String>::new(), "the object does not even have the right shape");
    let mut found = Vec::new();
    let skipped = check(&kind, root, &mut found);
    (found.iter().map(|finding| format!("{} {}: {}", finding.place, finding.rule, finding.message)).collect(), skipped)
}

/// Whether a rule on `spec` holds for it; panics when it was not evaluated.
fn holds(fields: &str, rule: &str, spec: &str) -> bool {
    let schema = format!(
        "type: object\nproperties:\n  spec:\n    type: object\n    properties: {fields}\n    \
         x-kubernetes-validations:\n    - rule: {}\n",
        serde_json::to_string(rule).unwrap()
    );
    let (found, skipped) = judged(&schema, &format!("spec: {spec}\n"));
    assert_eq!(skipped, NotEvaluated::default(), "{rule}");
    assert!(!found.iter().any(|said| said.contains("cel-rule-broken")), "{rule}: {found:?}");
    found.is_empty()
}

/// Why a rule on `spec` was not evaluated.
fn not_evaluated(fields: &str, rule: &str, spec: &str) -> Vec<&'static str> {
    let schema = format!(
        "type: object\nproperties:\n  spec:\n    type: object\n    properties: {fields}\n    \
         x-kubernetes-validations:\n    - rule: {}\n",
        serde_json::to_string(rule).unwrap()
    );
    let (found, skipped) = judged(&schema, &format!("spec: {spec}\n"));
    assert_eq!(found, Vec::<String>::new(), "{rule}");
    skipped.reasons.into_keys().collect()
}

#[test]
fn a_broken_rule_says_what_its_definition_says() {
    let schema = "type: object
properties:
  spec:
    type: object
    properties: {min: {type: integer}, max: {type: integer}}
    x-kubernetes-validations:
    - rule: self.min <= self.max
      message: min must not be above max
      fieldPath: .min
";
    let (found, _) = judged(schema, "spec:\n  min: 3\n  max: 2\n");
    assert_eq!(found, ["a.yaml:5:8 cel-rule-violated: `spec.min`: min must not be above max"]);
    assert_eq!(judged(schema, "spec:\n  min: 2\n  max: 3\n").0, Vec::<String>::new());
}

#[test]
fn an_expression_may_word_the_message() {
    let schema = "type: object
properties:
  spec:
    type: object
    properties: {min: {type: integer}, max: {type: integer}}
    x-kubernetes-validations:
    - rule: self.min <= self.max
      message: not seen
      messageExpression: \"'min is %d and max %d'.format([self.min, self.max])\"
";
    let (found, _) = judged(schema, "spec: {min: 3, max: 2}\n");
    assert_eq!(found, ["a.yaml:4:7 cel-rule-violated: `spec`: min is 3 and max 2"]);
}

#[test]
fn a_rule_without_a_message_is_shown_as_it_is() {
    let schema =
        "type: object\nproperties:\n  spec: {type: string, x-kubernetes-validations: [{rule: \"self != 'a'\"}]}\n";
    assert_eq!(
        judged(schema, "spec: a\n").0,
        ["a.yaml:4:7 cel-rule-violated: `spec` does not meet a rule of its definition"]
    );
}

#[test]
fn a_rule_about_changes_says_nothing_about_a_new_object() {
    let rule = |optional: &str| {
        let rule = format!("{{rule: \"oldSelf == self && false\"{optional}}}");
        let schema =
            format!("type: object\nproperties:\n  spec: {{type: string, x-kubernetes-validations: [{rule}]}}\n");
        judged(&schema, "spec: a\n").0.len()
    };
    assert_eq!((rule(""), rule(", optionalOldSelf: true")), (0, 1));
}

#[test]
fn defaults_are_filled_in_before_rules_are_asked() {
    let fields = "{mode: {type: string, default: manual}, by: {type: string}}";
    assert!(!holds(fields, "self.mode != 'manual' || has(self.by)", "{}"));
    assert!(!holds(fields, "self.mode != 'manual' || has(self.by)", "{mode: null}"));
    assert!(holds(fields, "self.mode != 'manual' || has(self.by)", "{by: me}"));
    let nested = "{tls: {type: object, default: {}, properties: {mode: {type: string, default: Terminate}}}}";
    assert!(holds(nested, "self.tls.mode == 'Terminate'", "{}"));
}

#[test]
fn what_is_filled_in_must_meet_its_rules_too() {
    let schema = "type: object
properties:
  spec:
    type: object
    properties:
      mode: {type: string, default: bad, x-kubernetes-validations: [{rule: \"self != 'bad'\"}]}
";
    assert_eq!(judged(schema, "spec: {}\n").0.len(), 1);
}

#[test]
fn a_missing_field_breaks_the_rule_that_reads_it() {
    let schema = "type: object
properties:
  spec:
    type: object
    properties: {a: {type: string}}
    x-kubernetes-validations: [{rule: \"self.a == 'b'\"}]
";
    let (found, skipped) = judged(schema, "spec: {}\n");
    assert_eq!(found, ["a.yaml:4:7 cel-rule-broken: `spec`: a rule of the definition breaks off, for there is no `a`"]);
    assert!(skipped.is_empty());
}

#[test]
fn a_rule_that_no_server_can_compile_blames_no_object() {
    let fields = "{a: {type: string}}";
    assert_eq!(not_evaluated(fields, "self.b == 'c'", "{}").len(), 1);
    assert_eq!(not_evaluated(fields, "self.a ==", "{a: b}").len(), 1);
    assert_eq!(not_evaluated(fields, "authorizer.path('/x').check('get').allowed()", "{a: b}").len(), 1);
}

#[test]
fn a_definition_whose_rule_no_server_can_read_is_at_fault() {
    let found = |rule: &str| {
        let mut tree = crate::text::FileTree::default();
        let schema = format!(
            "type: object\nproperties:\n  spec:\n    type: object\n    properties: {{a: {{type: string}}}}\n    \
             x-kubernetes-validations: [{{rule: \"{rule}\"}}]\n"
        );
        tree.insert(Source::new("crd.yaml", definition(&schema)));
        let mut findings = crate::finding::Findings::default();
        let catalog = Catalog::new(33).unwrap();
        for manifest in crate::manifest::parse(&mut findings, &tree) {
            findings.append(crate::validate::judge(&catalog, &manifest).1);
        }
        let said = findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.message));
        said.filter(|said| said.contains("cel")).collect::<Vec<_>>()
    };
    assert_eq!(found("self.a == 'b' && has(self.a)"), Vec::<String>::new());
    assert_eq!(found("self.b == 'c'"), ["invalid-cel-rule: the schema has no field `b` where the rule reads it"]);
    assert_eq!(found("self.a.nope()"), ["invalid-cel-rule: there is no function `nope`"]);
    assert!(found("self.a ==")[0].starts_with("invalid-cel-rule: the rule is not an expression"));
}

#[test]
fn names_are_escaped_as_kubernetes_does() {
    let fields = "{a-b: {type: integer}, c.d: {type: integer}, e/f: {type: integer}, g__h: {type: integer}, \
                  namespace: {type: integer}, int: {type: integer}}";
    let spec = "{a-b: 1, c.d: 2, e/f: 3, g__h: 4, namespace: 5, int: 6}";
    for (name, value) in [
        ("a__dash__b", 1),
        ("c__dot__d", 2),
        ("e__slash__f", 3),
        ("g__underscores__h", 4),
        ("__namespace__", 5),
        ("int", 6),
    ] {
        assert!(holds(fields, &format!("self.{name} == {value}"), spec), "{name}");
        assert!(holds(fields, &format!("has(self.{name})"), spec), "{name}");
    }
}

#[test]
fn a_rule_of_the_whole_object_sees_its_name() {
    let schema = "type: object
properties: {spec: {type: string}}
x-kubernetes-validations:
- {rule: \"self.metadata.name.startsWith('b') && self.kind == 'Thing'\", message: call it b}
";
    assert_eq!(judged(schema, "spec: x\n").0, ["a.yaml:1:1 cel-rule-violated: the document: call it b"]);
}

#[test]
fn values_have_the_types_of_their_schema() {
    assert!(holds("{n: {type: number}}", "type(self.n) == double && self.n == 3", "{n: 3}"));
    assert!(holds("{p: {x-kubernetes-int-or-string: true}}", "type(self.p) == int", "{p: 80}"));
    assert!(holds(
        "{p: {x-kubernetes-int-or-string: true}}",
        "type(self.p) == string ? self.p == '80%' : false",
        "{p: 80%}"
    ));
    assert!(holds("{d: {type: string, format: duration}}", "self.d > duration('1m')", "{d: 90s}"));
    assert!(holds(
        "{t: {type: string, format: date-time}}",
        "self.t < timestamp('2024-02-01T00:00:00Z')",
        "{t: \"2024-01-31T10:30:00Z\"}"
    ));
    assert!(holds("{b: {type: string, format: byte}}", "self.b == b'abc'", "{b: YWJj}"));
    assert!(holds("{a: {type: string, nullable: true}}", "!has(self.a)", "{a: null}"));
}

#[test]
fn lists_without_an_order_are_equal_in_any_order() {
    let list = |kind: &str| format!("{{a: {{type: array, x-kubernetes-list-type: {kind}, items: {{type: string}}}}}}");
    assert!(holds(&list("set"), "self.a == ['w', 'x']", "{a: [x, w]}"));
    assert!(!holds(&list("atomic"), "self.a == ['w', 'x']", "{a: [x, w]}"));
    assert!(holds(&list("set"), "self.a + ['w', 'z'] == ['z', 'w', 'x']", "{a: [x, w]}"));
    let map = "{a: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: {type: object, \
               properties: {k: {type: string}, v: {type: integer}}}}}";
    assert!(holds(map, "(self.a + [{'k': 'x', 'v': 2}]).map(i, i.v) == [2, 1]", "{a: [{k: x, v: 1}, {k: w, v: 1}]}"));
    assert!(holds(
        &list("set"),
        "self.a.all(i, i in ['x', 'w']) && self.a.size() == 2 && self.a[0] == 'x'",
        "{a: [x, w]}"
    ));
}

#[test]
fn what_a_definition_leaves_open_is_not_guessed_at() {
    let open = "{a: {type: array, items: {type: object, x-kubernetes-preserve-unknown-fields: true}}}";
    assert!(holds(open, "has(self.a) && self.a.size() == 2", "{a: [{b: 1}, {b: 2}]}"));
    assert_eq!(not_evaluated(open, "self.a[0] == self.a[1]", "{a: [{b: 1}, {b: 2}]}").len(), 1);
    let partly = "{a: {type: object, properties: {b: {type: integer}}, x-kubernetes-preserve-unknown-fields: true}}";
    assert!(holds(partly, "self.a.b == 1", "{a: {b: 1, c: 2}}"));
}

#[test]
fn a_value_of_several_types_can_break_a_rule() {
    let schema = "type: object
properties:
  p: {x-kubernetes-int-or-string: true, x-kubernetes-validations: [{rule: self < 5}]}
";
    assert_eq!(judged(schema, "p: 4\n").0.len(), 0);
    assert_eq!(judged(schema, "p: abc\n").0.len(), 1);
}
