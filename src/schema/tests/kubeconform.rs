//! What variables stand for, as kubeconform 0.8 expands them; the table was made by running its own code.

use crate::schema::KubernetesVersion;
use crate::schema::location::template::Template;

const ALL: &str = "{{.NormalizedKubernetesVersion}}|{{.StrictSuffix}}|{{.ResourceKind}}|{{.ResourceAPIVersion}}|\
    {{.Group}}|{{.KindSuffix}}";

fn expand(template: &str, version: &str, strict: bool, api_version: &str, kind: &str) -> Option<String> {
    let version = KubernetesVersion { minor: 28, normalized: version.to_owned() };
    Template::parse(template, &version, strict).unwrap().path(api_version, kind)
}

#[test]
fn every_variable_expands_as_in_kubeconform() {
    for (kind, api_version, version, plain, strict) in [
        ("Service", "v1", "v1.28.0", "v1.28.0||service|v1|v1|-v1", "v1.28.0|-strict|service|v1|v1|-v1"),
        (
            "Deployment",
            "apps/v1",
            "v1.28.0",
            "v1.28.0||deployment|v1|apps|-apps-v1",
            "v1.28.0|-strict|deployment|v1|apps|-apps-v1",
        ),
        (
            "Ingress",
            "networking.k8s.io/v1",
            "v1.28.0",
            "v1.28.0||ingress|v1|networking.k8s.io|-networking-v1",
            "v1.28.0|-strict|ingress|v1|networking.k8s.io|-networking-v1",
        ),
        (
            "RedisFailover",
            "databases.spotahome.com/v1",
            "master",
            "master||redisfailover|v1|databases.spotahome.com|-databases-v1",
            "master|-strict|redisfailover|v1|databases.spotahome.com|-databases-v1",
        ),
        (
            "ClusterIssuer",
            "cert-manager.io/v1alpha2",
            "v1.28.0",
            "v1.28.0||clusterissuer|v1alpha2|cert-manager.io|-cert-manager-v1alpha2",
            "v1.28.0|-strict|clusterissuer|v1alpha2|cert-manager.io|-cert-manager-v1alpha2",
        ),
        (
            "X",
            "A.B.io/V1Beta1",
            "v1.28.0",
            "v1.28.0||x|V1Beta1|A.B.io|-a-v1beta1",
            "v1.28.0|-strict|x|V1Beta1|A.B.io|-a-v1beta1",
        ),
    ] {
        assert_eq!(expand(ALL, version, false, api_version, kind).as_deref(), Some(plain));
        assert_eq!(expand(ALL, version, true, api_version, kind).as_deref(), Some(strict));
    }
}

#[test]
fn braces_are_read_as_in_a_go_template() {
    for (written, expected) in [
        ("{{.Group}}", "apps"),
        ("{{ .Group}}", "apps"),
        ("{{  .Group\t}}", "apps"),
        ("{{\n.Group}}", "apps"),
        ("{{$.Group}}", "apps"),
        ("{{- .Group -}}", "apps"),
        ("a {{- .Group -}} b", "aappsb"),
        ("a {{ .Group }} b", "a apps b"),
        ("{{/* no more than a remark */}}x", "x"),
        ("}}x", "}}x"),
        ("{ {.Group}}", "{ {.Group}}"),
        ("{{.Group}}{{.ResourceKind}}", "appsdeployment"),
    ] {
        assert_eq!(expand(written, "v1.28.0", true, "apps/v1", "Deployment").as_deref(), Some(expected), "{written}");
    }
}

#[test]
fn what_is_no_variable_is_pointed_at() {
    for (written, at, says) in [
        ("a/{{.group}}.json", "{{.group}}", "there is no variable `.group`; did you mean `{{ .Group }}`?"),
        ("{{ .Kind }}", "{{ .Kind }}", "there is no variable `.Kind`; the variables are `Group`"),
        ("x/{{ .Group | lower }}", "{{ .Group | lower }}", "is not a variable; write `{{ .Group }}`"),
        ("{{ Group }}", "{{ Group }}", "`{{ Group }}` is not a variable; write `{{ .Group }}`"),
        ("{{-.Group}}", "{{-.Group}}", "only variables can stand here"),
        ("{{ if .StrictSuffix }}a{{ end }}", "{{ if .StrictSuffix }}", "only variables can stand here"),
        ("{{}}", "{{}}", "only variables can stand here"),
        ("a/{{ .Group", "{{ .Group", "is not closed"),
        ("a/{{ .Group/{{ .Group }}", "{{ .Group/", "is not closed"),
    ] {
        let error = Template::parse(written, &KubernetesVersion::newest(), true).unwrap_err();
        assert!(error.is_usage());
        assert_eq!(error.place.text(), at, "{written}");
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[test]
fn a_name_in_a_document_cannot_lead_to_another_folder() {
    let path =
        |api_version: &str, kind: &str| expand("s/{{.Group}}/{{.ResourceKind}}", "master", true, api_version, kind);
    assert_eq!(path("apps/v1", "Deployment").as_deref(), Some("s/apps/deployment"));
    for (api_version, kind) in [
        ("../v1", "A"),
        ("../../etc/v1", "A"),
        ("apps/v1", "../A"),
        ("apps/v1", ".."),
        ("", "A"),
        ("a/", "A"),
        ("a/v1", "A/B"),
    ] {
        assert_eq!(path(api_version, kind), None, "{api_version} {kind}");
    }
}
