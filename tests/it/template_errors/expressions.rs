//! What stands inside the tags of a template.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_tag_that_is_not_closed_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: {{ redis.namespace
",
        ),
        "
error[broken-template]: the template does not parse: unexpected end of input, expected end of variable block
 --> templates/redis/settings.yaml.j2:6:15
  |
6 |   a: {{ redis.namespace
  |               ^^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_block_that_is_not_closed_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% if redis %}
data: {}
",
        ),
        "
error[broken-template]: the template does not parse: unexpected end of input, expected end of block
 --> templates/redis/settings.yaml.j2:6:1
  |
6 | data: {}
  | ^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn an_unknown_tag_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% whatever %}
",
        ),
        "
error[broken-template]: the template does not parse: unknown statement whatever
 --> templates/redis/settings.yaml.j2:5:4
  |
5 | {% whatever %}
  |    ^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn an_unknown_filter_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: {{ redis.namespace | shout }}
",
        ),
        "
error[broken-template]: filter shout is unknown
 --> templates/redis/settings.yaml.j2:6:27
  |
6 |   a: {{ redis.namespace | shout }}
  |                           ^^^^^

failed: 1 error
",
    );
}

#[test]
fn the_filter_safe_is_refused_with_the_reason() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: {{ redis.namespace | safe }}
",
        ),
        "
error[broken-template]: filter safe is unknown
 --> templates/redis/settings.yaml.j2:6:27
  |
6 |   a: {{ redis.namespace | safe }}
  |                           ^^^^
  |
  = why: a value written as raw text can break the document
  = help: leave `safe` out: values are written as YAML scalars, and `| block(4)` writes maps and lists

failed: 1 error
",
    );
}

#[test]
fn an_unknown_function_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: {{ now() }}
",
        ),
        "
error[broken-template]: now is unknown
 --> templates/redis/settings.yaml.j2:6:9
  |
6 |   a: {{ now() }}
  |         ^^^^^

failed: 1 error
",
    );
}

#[test]
fn an_unknown_test_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: {{ redis is fine }}
",
        ),
        "
error[broken-template]: test fine is unknown
 --> templates/redis/settings.yaml.j2:6:18
  |
6 |   a: {{ redis is fine }}
  |                  ^^^^

failed: 1 error
",
    );
}

#[test]
fn the_function_debug_is_not_there() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: {{ debug() }}
",
        ),
        "
error[broken-template]: debug is unknown
 --> templates/redis/settings.yaml.j2:6:9
  |
6 |   a: {{ debug() }}
  |         ^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_function_of_a_map_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: {{ redis.namespace.upper2() }}
",
        ),
        "
error[broken-template]: string has no method named upper2
 --> templates/redis/settings.yaml.j2:6:24
  |
6 |   a: {{ redis.namespace.upper2() }}
  |                        ^^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn an_operator_schema_that_does_not_exist_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:{{ redisfailover_schema("v9") | block(2) }}
"#,
        ),
        r#"
error[broken-template]: there is no RedisFailover schema for v9
 --> templates/redis/settings.yaml.j2:5:9
  |
5 | data:{{ redisfailover_schema("v9") | block(2) }}
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^

failed: 1 error
"#,
    );
}
