//! Templates that import and include others.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_missing_import_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% from "redis/_lables.yaml.j2" import labels %}
"#,
        ),
        r#"
error[broken-template]: tried to include non-existing template 'redis/_lables.yaml.j2'
 --> templates/redis/settings.yaml.j2:5:4
  |
5 | {% from "redis/_lables.yaml.j2" import labels %}
  |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: templates are named by their path under templates/, such as `redis/_labels.yaml.j2`

failed: 1 error
"#,
    );
}

#[test]
fn a_missing_include_is_pointed_at() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% include "_nothing.yaml.j2" %}
"#,
        ),
        r#"
error[broken-template]: tried to include non-existing template '_nothing.yaml.j2'
 --> templates/redis/settings.yaml.j2:5:4
  |
5 | {% include "_nothing.yaml.j2" %}
  |    ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: templates are named by their path under templates/, such as `redis/_labels.yaml.j2`

failed: 1 error
"#,
    );
}

#[test]
fn an_import_that_its_partial_does_not_have_is_pointed_at() {
    assert_unusable(
        &Project::small().file("templates/redis/_m.yaml.j2", "{% macro labels() %}\n  a: b\n{% endmacro %}\n").file(
            "templates/redis/settings.yaml.j2",
            r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% from "redis/_m.yaml.j2" import lables %}
data:
{{ lables() }}
"#,
        ),
        "
error[broken-template]: value of type undefined is not callable (`lables` is undefined, from line 5)
 --> templates/redis/settings.yaml.j2:7:4
  |
7 | {{ lables() }}
  |    ^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_mistake_in_an_imported_macro_is_shown_at_both_places() {
    assert_unusable(
        &Project::small()
            .file(
                "templates/redis/_m.yaml.j2",
                "{% macro labels(name) %}
  app: {{ name }}
  team: {{ nam }}
{% endmacro %}
",
            )
            .file(
                "templates/redis/settings.yaml.j2",
                r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% from "redis/_m.yaml.j2" import labels %}
data:
{{ labels("x") }}
"#,
            ),
        r#"
error[undefined-variable]: `nam` is undefined
 --> templates/redis/_m.yaml.j2:3:12
  |
3 |   team: {{ nam }}
  |            ^^^
  |
 ::: templates/redis/settings.yaml.j2:5:10
  |
5 | {% from "redis/_m.yaml.j2" import labels %}
  |          ---------------- reached from here

failed: 1 error
"#,
    );
}

#[test]
fn a_mistake_in_an_included_file_is_shown_at_both_places() {
    assert_unusable(
        &Project::small().file("templates/redis/_m.yaml.j2", "data:\n  a: {{ redis.nmespace }}\n").file(
            "templates/redis/settings.yaml.j2",
            r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% include "redis/_m.yaml.j2" %}
"#,
        ),
        r#"
error[undefined-variable]: `redis.nmespace` is undefined
 --> templates/redis/_m.yaml.j2:2:9
  |
2 |   a: {{ redis.nmespace }}
  |         ^^^^^^^^^^^^^^
  |
 ::: templates/redis/settings.yaml.j2:5:4
  |
5 | {% include "redis/_m.yaml.j2" %}
  |    -------------------------- reached from here
  |
  = help: did you mean `namespace`?

failed: 1 error
"#,
    );
}

#[test]
fn a_partial_that_does_not_parse_is_shown_where_it_breaks() {
    assert_unusable(
        &Project::small().file("templates/redis/_m.yaml.j2", "{% macro labels( %}\n{% endmacro %}\n"),
        "
error[broken-template]: the template does not parse: unexpected `%`, expected identifier
 --> templates/redis/_m.yaml.j2:1:18
  |
1 | {% macro labels( %}
  |                  ^

failed: 1 error
",
    );
}

#[test]
fn a_macro_called_with_too_many_arguments_is_refused() {
    assert_unusable(
        &Project::small()
            .file("templates/redis/_m.yaml.j2", "{% macro labels(name) %}\n  app: {{ name }}\n{% endmacro %}\n")
            .file(
                "templates/redis/settings.yaml.j2",
                r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% from "redis/_m.yaml.j2" import labels %}
data:
{{ labels("x", "y") }}
"#,
            ),
        r#"
error[broken-template]: too many arguments
 --> templates/redis/settings.yaml.j2:7:4
  |
7 | {{ labels("x", "y") }}
  |    ^^^^^^^^^^^^^^^^

failed: 1 error
"#,
    );
}

#[test]
fn a_file_that_includes_itself_is_refused() {
    assert_unusable(
        &Project::small().file("templates/redis/_m.yaml.j2", "{% include \"redis/_m.yaml.j2\" %}\n").file(
            "templates/redis/settings.yaml.j2",
            r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% include "redis/_m.yaml.j2" %}
"#,
        ),
        r#"
error[broken-template]: recursion limit exceeded
 --> templates/redis/_m.yaml.j2:1:4
  |
1 | {% include "redis/_m.yaml.j2" %}
  |    ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 ::: templates/redis/settings.yaml.j2:5:4
  |
5 | {% include "redis/_m.yaml.j2" %}
  |    -------------------------- reached from here

failed: 1 error
"#,
    );
}
