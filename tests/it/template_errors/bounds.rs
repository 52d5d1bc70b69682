//! Templates that take too long or write too much: stopped in bounded time.

use crate::model_errors::assert_unusable;
use crate::project::Project;

const TEMPLATE: &str = "templates/redis/settings.yaml.j2";

const TOO_LARGE: &str = "
error[output-too-large]: a rendered file may have at most 16 MiB
 --> templates/redis/settings.yaml.j2:1:1
  |
1 | apiVersion: v1
  | ^^^^^^^^^^^^^^

failed: 1 error
";

#[test]
fn a_template_that_does_not_end_is_stopped() {
    assert_unusable(
        &Project::small()
            .file(TEMPLATE, "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}\n"),
        "
error[template-without-end]: the template took more than five million steps and was stopped
 --> templates/redis/settings.yaml.j2:1:1
  |
1 | {% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = why: a template that does not end would hang every hook and pipeline

failed: 1 error
",
    );
}

#[test]
fn an_output_of_many_lines_without_end_is_stopped() {
    let values = format!("values: {{ text: \"{}\" }}\n", "x".repeat(20_000));
    let lines = "data:\n{% for a in range(2000) %}\n  {{ \"k\" ~ a }}: {{ values.text }}\n{% endfor %}\n";
    assert_unusable(
        &Project::small()
            .file("environments/dev.yaml", values)
            .file(TEMPLATE, format!("apiVersion: v1\nkind: ConfigMap\n{lines}")),
        TOO_LARGE,
    );
}

#[test]
fn a_single_text_without_end_is_stopped() {
    assert_unusable(&Project::small().file(TEMPLATE, "apiVersion: v1\ndata: {{ \"x\" * 100000000 }}\n"), TOO_LARGE);
}

#[test]
fn a_range_that_is_too_long_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% for a in range(999999999) %}{% endfor %}
",
        ),
        "
error[broken-template]: range has too many elements
 --> templates/redis/settings.yaml.j2:5:13
  |
5 | {% for a in range(999999999) %}{% endfor %}
  |             ^^^^^^^^^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_macro_that_calls_itself_is_stopped() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
{% macro m() %}{{ m() }}{% endmacro %}
{{ m() }}
",
        ),
        "
error[broken-template]: recursion limit exceeded
 --> templates/redis/settings.yaml.j2:5:19
  |
5 | {% macro m() %}{{ m() }}{% endmacro %}
  |                   ^^^

failed: 1 error
",
    );
}
