//! The template line behind a wrong line of the result, wherever it stands.

use crate::project::Project;
use crate::template_errors::assert_refused;

#[test]
fn a_mistake_in_a_loop_is_shown_at_the_line_in_the_loop() {
    assert_refused(
        &Project::small()
            .replace("environments/dev.yaml", "{}\n", "values: { regions: { north: \"x\", south: 7 } }\n")
            .file(
                "templates/redis/settings.yaml.j2",
                "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: redis
data:
{% for name in values.regions %}
  # {{ name }}
  {{ name }}: {{ values.regions[name] }}
{% endfor %}
",
            ),
        r#"
error[wrong-type]: `data.south` must be a string, and `7` is an integer
  --> generated/dev/redis/settings.yaml:12:10
   |
12 |   south: 7
   |          ^
   |
  ::: templates/redis/settings.yaml.j2:9:3
   |
 9 |   {{ name }}: {{ values.regions[name] }}
   |   -------------------------------------- written by this line of the template
   |
   = in: ConfigMap redis/settings, `data.south`
   = why: the API server cannot read the object, and refuses it
   = help: quote it: `"7"`

failed: 1 error
"#,
    );
}

#[test]
fn a_mistake_in_a_macro_is_shown_at_the_line_in_the_partial() {
    assert_refused(
        &Project::small()
            .file(
                "templates/redis/_m.yaml.j2",
                "{% macro data(name) %}
data:
  name: {{ name }}
  port: 6379
{% endmacro %}
",
            )
            .file(
                "templates/redis/settings.yaml.j2",
                r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: redis
{% from "redis/_m.yaml.j2" import data %}
{{ data("x") }}
"#,
            ),
        r#"
error[wrong-type]: `data.port` must be a string, and `6379` is an integer
  --> generated/dev/redis/settings.yaml:10:9
   |
10 |   port: 6379
   |         ^^^^
   |
  ::: templates/redis/_m.yaml.j2:4:3
   |
 4 |   port: 6379
   |   ---------- written by this line of the template
   |
   = in: ConfigMap redis/settings, `data.port`
   = why: the API server cannot read the object, and refuses it
   = help: quote it: `"6379"`

failed: 1 error
"#,
    );
}

#[test]
fn a_mistake_in_an_include_is_shown_at_the_line_in_the_partial() {
    assert_refused(
        &Project::small().file("templates/redis/_m.yaml.j2", "data:\n  port: {{ redis.port }}\n").file(
            "templates/redis/settings.yaml.j2",
            r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: redis
{% include "redis/_m.yaml.j2" %}
"#,
        ),
        r#"
error[wrong-type]: `data.port` must be a string, and `6379` is an integer
 --> generated/dev/redis/settings.yaml:9:9
  |
9 |   port: 6379
  |         ^^^^
  |
 ::: templates/redis/_m.yaml.j2:2:3
  |
2 |   port: {{ redis.port }}
  |   ---------------------- written by this line of the template
  |
  = in: ConfigMap redis/settings, `data.port`
  = why: the API server cannot read the object, and refuses it
  = help: quote it: `"6379"`

failed: 1 error
"#,
    );
}

#[test]
fn a_mistake_in_a_condition_is_shown_at_the_line_in_the_condition() {
    assert_refused(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: redis
{% if redis.port == 6379 %}
data:
  port: {{ redis.port }}
{% else %}
data: {}
{% endif %}
",
        ),
        r#"
error[wrong-type]: `data.port` must be a string, and `6379` is an integer
 --> generated/dev/redis/settings.yaml:9:9
  |
9 |   port: 6379
  |         ^^^^
  |
 ::: templates/redis/settings.yaml.j2:8:3
  |
8 |   port: {{ redis.port }}
  |   ---------------------- written by this line of the template
  |
  = in: ConfigMap redis/settings, `data.port`
  = why: the API server cannot read the object, and refuses it
  = help: quote it: `"6379"`

failed: 1 error
"#,
    );
}

#[test]
fn a_mistake_in_a_block_of_values_is_shown_at_the_line_of_the_block() {
    assert_refused(
        &Project::small().replace("environments/dev.yaml", "{}\n", "values: { data: { a: x, b: 1 } }\n").file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: redis
data:{{ values.data | block(2) }}
",
        ),
        r#"
error[wrong-type]: `data.b` must be a string, and `1` is an integer
  --> generated/dev/redis/settings.yaml:10:6
   |
10 |   b: 1
   |      ^
   |
  ::: environments/dev.yaml:1:28
   |
 1 | values: { data: { a: x, b: 1 } }
   |                            - from this value of the model
   |
  ::: templates/redis/settings.yaml.j2:6:1
   |
 6 | data:{{ values.data | block(2) }}
   | --------------------------------- written by this line of the template
   |
   = in: ConfigMap redis/settings, `data.b`
   = why: the API server cannot read the object, and refuses it
   = help: quote it: `"1"`

failed: 1 error
"#,
    );
}

#[test]
fn a_mistake_in_a_repeated_template_is_shown_once_for_each_entry() {
    assert_refused(
        &Project::small()
            .replace("environments/dev.yaml", "{}\n", "values: { regions: { north: 1, south: x } }\n")
            .file(
                "templates/redis/settings.yaml.j2",
                "---
each: values.regions
path: redis/{{ key }}.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ key }}
  namespace: redis
data:
  region: {{ item }}
",
            ),
        r#"
error[wrong-type]: `data.region` must be a string, and `1` is an integer
  --> generated/dev/redis/north.yaml:9:11
   |
 9 |   region: 1
   |           ^
   |
  ::: environments/dev.yaml:1:29
   |
 1 | values: { regions: { north: 1, south: x } }
   |                             - from this value of the model
   |
  ::: templates/redis/settings.yaml.j2:11:3
   |
11 |   region: {{ item }}
   |   ------------------ written by this line of the template
   |
   = in: ConfigMap redis/north, `data.region`
   = why: the API server cannot read the object, and refuses it
   = help: quote it: `"1"`

failed: 1 error
"#,
    );
}

/// What the first line of a map prints is only one of its values.
#[test]
fn a_map_that_lacks_a_field_comes_from_no_single_value() {
    let container = |second: &str| {
        Project::small().file("environments/dev.yaml", "values: { image: 'nginx:1.27' }\n").file(
            "templates/redis/settings.yaml.j2",
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{ name: web, namespace: shop }}\nspec:\n  \
                 tolerations: [{{ operator: Exists }}]\n  containers:\n    - image: {{{{ values.image }}}}\n      {second}\n"
            ),
        )
    };
    let lacks = container("imagePullPolicy: Always").run(["check"]);
    assert!(lacks.out.contains("lacks the field `name`"), "{}", lacks.out);
    assert!(!lacks.out.contains("from this value of the model"), "{}", lacks.out);
    let policy = "name: {{ values.image }}";
    let wrong = container(policy).run(["check"]);
    assert!(wrong.out.contains("- from this value of the model"), "{}", wrong.out);
}
