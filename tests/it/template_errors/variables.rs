//! Names that the model does not have.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_misspelt_variable_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace("templates/redis/settings.yaml.j2", "redis.namespace", "redis.namespac"),
        "
error[undefined-variable]: `redis.namespac` is undefined
 --> templates/redis/settings.yaml.j2:5:17
  |
5 |   namespace: {{ redis.namespac }}
  |                 ^^^^^^^^^^^^^^
  |
  = help: did you mean `namespace`?

failed: 1 error
",
    );
}

#[test]
fn a_misspelt_variable_at_the_top_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace("templates/redis/settings.yaml.j2", "redis.namespace", "reddis.namespace"),
        "
error[undefined-variable]: `reddis` is undefined
 --> templates/redis/settings.yaml.j2:5:17
  |
5 |   namespace: {{ reddis.namespace }}
  |                 ^^^^^^
  |
  = help: did you mean `redis`?

failed: 1 error
",
    );
}

#[test]
fn a_variable_that_resembles_nothing_is_answered_with_the_known_ones() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: {{ redis.monitoring.zebra }}
",
        ),
        "
error[undefined-variable]: `redis.monitoring.zebra` is undefined
 --> templates/redis/settings.yaml.j2:6:9
  |
6 |   a: {{ redis.monitoring.zebra }}
  |         ^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: known are `namespace`, `release`, `version`, `interval` and `scrapeTimeout`

failed: 1 error
",
    );
}

#[test]
fn a_variable_undefined_in_an_expression_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: {{ "rfr-" ~ redis.nme ~ "-x" }}
"#,
        ),
        r#"
error[undefined-variable]: `redis.nme` is undefined
 --> templates/redis/settings.yaml.j2:6:18
  |
6 |   a: {{ "rfr-" ~ redis.nme ~ "-x" }}
  |                  ^^^^^^^^^
  |
  = help: known are `namespace`, `labels`, `port`, `operator`, `monitoring` and `instances`

failed: 1 error
"#,
    );
}

#[test]
fn a_variable_undefined_in_a_condition_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% if redis.monitoring.enabld %}
data: {}
{% endif %}
",
        ),
        "
error[undefined-variable]: `redis.monitoring.enabld` is undefined
 --> templates/redis/settings.yaml.j2:5:7
  |
5 | {% if redis.monitoring.enabld %}
  |       ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: known are `namespace`, `release`, `version`, `interval` and `scrapeTimeout`

failed: 1 error
",
    );
}

#[test]
fn a_variable_undefined_in_a_loop_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
{% for key in redis.instnces %}
  {{ key }}: x
{% endfor %}
",
        ),
        "
error[undefined-variable]: `redis.instnces` is undefined
 --> templates/redis/settings.yaml.j2:6:15
  |
6 | {% for key in redis.instnces %}
  |               ^^^^^^^^^^^^^^
  |
  = help: did you mean `instances`?

failed: 1 error
",
    );
}

#[test]
fn a_value_undefined_behind_a_filter_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:{{ redis.lables | block(2) }}
",
        ),
        "
error[undefined-variable]: `redis.lables` is undefined
 --> templates/redis/settings.yaml.j2:5:9
  |
5 | data:{{ redis.lables | block(2) }}
  |         ^^^^^^^^^^^^
  |
  = help: did you mean `labels`?

failed: 1 error
",
    );
}
