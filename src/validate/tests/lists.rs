//! Lists, ambiguous scalars, and kinds that nobody knows.

use crate::finding::Finding;
use crate::finding::Severity;
use crate::schema::Catalog;
use crate::validate::tests::found;

/// `rule at place: message; help` of everything that is said of a text.
fn said(minor: u32, text: &str) -> Vec<String> {
    let say = |finding: &Finding| {
        let path = finding.path.as_deref().map(|path| format!(" {path}")).unwrap_or_default();
        let help = finding.help.as_deref().unwrap_or_default();
        format!("{}{path}: {}; {help}", finding.rule, finding.message)
    };
    found(&Catalog::new(minor).unwrap(), text).iter().map(say).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn the_objects_of_a_list_are_judged_one_by_one() {
    let item = "- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n";
    let list = |items: &str| said(28, &format!("apiVersion: v1\nkind: List\nitems:\n{items}"));
    assert_eq!(list(&format!("{item}{item}")), NOTHING);
    let wrong = "- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a/b: c}}\n";
    let found = list(&format!("{item}{wrong}"));
    assert!(found[0].starts_with("invalid-key data[\"a/b\"]: "), "{found:?}");
    assert_eq!(list("- {apiVersion: v1, metadata: {name: a}}\n"), ["no-object: `kind` is missing; "]);
    assert!(said(28, "apiVersion: v1\nkind: List\nitems: []\n")[0].contains("has no items"));
}

#[test]
fn the_items_of_a_list_of_one_kind_need_not_repeat_it() {
    let list = |item: &str| said(28, &format!("apiVersion: v1\nkind: ConfigMapList\nitems: [{item}]\n"));
    assert_eq!(list("{metadata: {name: a}, data: {a: b}}"), NOTHING);
    assert!(list("{metadata: {name: a}, dat: {a: b}}")[0].starts_with("unknown-field"));
}

#[test]
fn a_kind_that_was_removed_is_told_with_what_took_its_place() {
    let object = |minor, api_version: &str, kind: &str| {
        said(minor, &format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\n"))
    };
    assert_eq!(
        object(28, "extensions/v1beta1", "Deployment"),
        ["unknown-kind: Deployment of extensions/v1beta1 was removed in Kubernetes 1.16, and this is 1.28; \
             write `apiVersion: apps/v1`, and check the fields below it"]
    );
    assert_eq!(
        object(30, "flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema"),
        ["unknown-kind: FlowSchema of flowcontrol.apiserver.k8s.io/v1beta2 was removed in Kubernetes 1.29, \
             and this is 1.30; write `apiVersion: flowcontrol.apiserver.k8s.io/v1`, and check the fields below it"]
    );
    assert!(
        object(28, "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy")[0]
            .contains("comes with Kubernetes 1.30")
    );
    assert!(object(28, "policy/v1beta1", "PodSecurityPolicy")[0].contains("nothing takes its place"));
    assert!(object(28, "apps/v1", "deployment")[0].contains("did you mean `kind: Deployment`"));
}

#[test]
fn a_scalar_that_others_read_differently_is_noted_once() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostNetwork: yes\n  \
                securityContext: {fsGroup: 0644}\n  containers: [{name: a, image: b}]\n";
    let found = found(&Catalog::new(28).unwrap(), text);
    assert!(found.iter().all(|finding| finding.severity == Severity::Note && finding.rule == "ambiguous-scalar"));
    assert_eq!(
        said(28, text),
        [
            "ambiguous-scalar spec.hostNetwork: Kubernetes reads the value `yes` as true, and a reader of YAML 1.2 as \
             the text \"yes\"; write `true`",
            "ambiguous-scalar spec.securityContext.fsGroup: Kubernetes reads the value `0644` as 420, and a \
             reader of YAML 1.2 as 644; write `420` or `0o644`"
        ]
    );
}

#[test]
fn ordinary_scalars_are_not_noted() {
    let data =
        |entry: &str| said(28, &format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata: {{{entry}}}\n"));
    for entry in
        ["a: \"yes\"", "no.conf: x", "a: nope", "a: 10.0.0.1", "a: 2024-01-31", "a: -x", "on-start: \"1\"", "a: 1.2.3"]
    {
        assert_eq!(data(entry), NOTHING, "{entry}");
    }
    assert!(data("on: x")[0].contains("the key `on` as true"));
}
