//! What depends on the Kubernetes minor.

use crate::project::Said;
use crate::validate::SERVICE;
use crate::validate::folder;

fn by(version: &str, text: &str) -> Said {
    folder([("a.yaml", text)]).run(["validate", "a.yaml", "--kubernetes-version", version])
}

#[test]
fn a_kind_that_came_or_went_is_known_in_its_minors_only() {
    let flow = "apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: PriorityLevelConfiguration\n\
                metadata: { name: a }\nspec: { type: Limited, limited: { limitResponse: { type: Reject } } }\n";
    assert_eq!(by("1.28", flow).code, 0, "{}", by("1.28", flow).out);
    let said = by("1.33", flow);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("flowcontrol.apiserver.k8s.io/v1"), "{}", said.out);
}

#[test]
fn a_field_that_came_later_is_unknown_before() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  resources: { limits: { cpu: 1 } }\n  \
               containers: [{ name: a, image: a:1 }]\n";
    assert_eq!(by("1.35", pod).code, 0, "{}", by("1.35", pod).out);
    let said = by("1.28", pod);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("has no field `resources`"), "{}", said.out);
}

#[test]
fn versions_may_be_written_as_people_write_them() {
    for version in ["1.28", "v1.28", "1.28.0", "v1.28.15", "1.37", "latest", "master"] {
        let said = by(version, SERVICE);
        assert_eq!(said.code, 0, "{version}: {}{}", said.out, said.err);
    }
}

#[test]
fn an_unknown_version_is_a_wrong_command_line_that_lists_the_known_ones() {
    for version in ["1.12", "2.0", "1.99", "stable", "1", ""] {
        let said = by(version, SERVICE);
        assert_eq!(said.code, 2, "{version}");
        assert!(said.err.contains("1.28") || said.err.contains("1.25"), "{}", said.err);
    }
}
