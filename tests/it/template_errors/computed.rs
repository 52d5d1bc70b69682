//! Conditions and paths in a front matter that cannot be computed.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_condition_that_does_not_parse_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"---
when: "redis.namespace =="
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
"#,
        ),
        r#"
error[broken-template]: `when` of the front matter: the template does not parse: unexpected end of input, expected expression
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | when: "redis.namespace =="
  |       ^^^^^^^^^^^^^^^^^^^^

failed: 1 error
"#,
    );
}

#[test]
fn a_condition_with_a_misspelt_variable_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
when: redis.operator.monitorin
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[undefined-variable]: `when` of the front matter: `redis.operator.monitorin` is undefined
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | when: redis.operator.monitorin
  |       ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `monitoring`?

failed: 1 error
",
    );
}

#[test]
fn a_path_that_does_not_parse_is_refused() {
    assert_unusable(
        &Project::small().file("templates/redis/settings.yaml.j2", "---
path: redis/{{ key.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
"),
        "
error[broken-template]: `path` of the front matter: the template does not parse: unexpected end of input, expected end of variable block
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: redis/{{ key.yaml
  |       ^^^^^^^^^^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_path_with_a_misspelt_variable_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
each: redis.instances
as: instance
path: redis/{{ instance.nme }}.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[undefined-variable]: `path` of the front matter: `instance.nme` is undefined
 --> templates/redis/settings.yaml.j2:4:16
  |
4 | path: redis/{{ instance.nme }}.yaml
  |                ^^^^^^^^^^^^
  |
  = help: did you mean `name`?

failed: 1 error
",
    );
}
