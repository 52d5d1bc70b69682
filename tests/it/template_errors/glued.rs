//! Values that are only a part of a YAML scalar.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_value_glued_to_a_text_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: rfr-{{ redis.namespace }}
",
        ),
        r#"
error[glued-interpolation]: this value is only a part of a YAML scalar
 --> templates/redis/settings.yaml.j2:6:10
  |
6 |   a: rfr-{{ redis.namespace }}
  |          ^^^^^^^^^^^^^^^^^^^^^
  |
  = why: a value with a colon, a quote or a line break in it would change the document
  = help: build the whole text inside: `{{ "rfr-" ~ name }}`; quotes around `{{ }}` are not needed

failed: 1 error
"#,
    );
}

#[test]
fn a_value_in_quotes_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: "{{ redis.namespace }}"
"#,
        ),
        r#"
error[glued-interpolation]: this value is only a part of a YAML scalar
 --> templates/redis/settings.yaml.j2:6:7
  |
6 |   a: "{{ redis.namespace }}"
  |       ^^^^^^^^^^^^^^^^^^^^^
  |
  = why: a value with a colon, a quote or a line break in it would change the document
  = help: build the whole text inside: `{{ "rfr-" ~ name }}`; quotes around `{{ }}` are not needed

failed: 1 error
"#,
    );
}

#[test]
fn two_values_in_a_row_are_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: {{ redis.namespace }}{{ redis.namespace }}
",
        ),
        r#"
error[glued-interpolation]: this value is only a part of a YAML scalar
 --> templates/redis/settings.yaml.j2:6:6
  |
6 |   a: {{ redis.namespace }}{{ redis.namespace }}
  |      ^^^^^^^^^^^^^^^^^^^^^
  |
  = why: a value with a colon, a quote or a line break in it would change the document
  = help: build the whole text inside: `{{ "rfr-" ~ name }}`; quotes around `{{ }}` are not needed

error[glued-interpolation]: this value is only a part of a YAML scalar
 --> templates/redis/settings.yaml.j2:6:27
  |
6 |   a: {{ redis.namespace }}{{ redis.namespace }}
  |                           ^^^^^^^^^^^^^^^^^^^^^
  |
  = why: a value with a colon, a quote or a line break in it would change the document
  = help: build the whole text inside: `{{ "rfr-" ~ name }}`; quotes around `{{ }}` are not needed

failed: 2 errors
"#,
    );
}

#[test]
fn a_value_in_a_block_of_text_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: |
    x {{ redis.namespace }}
",
        ),
        r#"
error[glued-interpolation]: this value is only a part of a YAML scalar
 --> templates/redis/settings.yaml.j2:7:7
  |
7 |     x {{ redis.namespace }}
  |       ^^^^^^^^^^^^^^^^^^^^^
  |
  = why: a value with a colon, a quote or a line break in it would change the document
  = help: build the whole text inside: `{{ "rfr-" ~ name }}`; quotes around `{{ }}` are not needed

failed: 1 error
"#,
    );
}
