//! Results that cannot exist beside each other, or that cannot be what their name says.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn one_path_for_two_templates_is_shown_at_both() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/other.yaml.j2",
            "---
path: redis/settings.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[path-rendered-twice]: `generated/dev/redis/settings.yaml` is rendered twice
 --> templates/redis/settings.yaml.j2:1:1
  |
1 | apiVersion: v1
  | ^^^^^^^^^^^^^^
  |
 ::: templates/redis/other.yaml.j2:2:7
  |
2 | path: redis/settings.yaml
  |       ------------------- first rendered by this template
  |
  = help: give one of them another `path`, or make it depend on `key`

failed: 1 error
",
    );
}

#[test]
fn one_path_for_all_entries_is_refused() {
    assert_unusable(
        &Project::small().replace("environments/dev.yaml", "{}\n", "values: { a: {x: 1}, b: {x: 2} }\n").file(
            "templates/redis/settings.yaml.j2",
            "---
each: values
path: redis/a.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[path-rendered-twice]: `generated/dev/redis/a.yaml` is rendered twice
 --> templates/redis/settings.yaml.j2:3:7
  |
3 | path: redis/a.yaml
  |       ^^^^^^^^^^^^
  |       |
  |       first rendered by this template
  |
  = help: give one of them another `path`, or make it depend on `key`

failed: 1 error
",
    );
}

#[test]
fn paths_that_differ_in_capitals_alone_are_refused() {
    assert_unusable(
        &Project::small().file("templates/redis/other.yaml.j2", "---
path: redis/Settings.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
"),
        "
error[path-rendered-twice]: `generated/dev/redis/settings.yaml` and `generated/dev/redis/Settings.yaml` are the same file where case does not count
 --> templates/redis/settings.yaml.j2:1:1
  |
1 | apiVersion: v1
  | ^^^^^^^^^^^^^^
  |
 ::: templates/redis/other.yaml.j2:2:7
  |
2 | path: redis/Settings.yaml
  |       ------------------- first rendered by this template
  |
  = help: give one of them another `path`, or make it depend on `key`

failed: 1 error
",
    );
}

#[test]
fn a_file_where_another_template_needs_a_folder_is_refused() {
    assert_unusable(
        &Project::small().file("templates/redis/other.yaml.j2", "---
path: redis/settings.yaml/a.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
"),
        "
error[path-rendered-twice]: `generated/dev/redis/settings.yaml` and `generated/dev/redis/settings.yaml/a.yaml` cannot both exist: one is a folder of the other
 --> templates/redis/settings.yaml.j2:1:1
  |
1 | apiVersion: v1
  | ^^^^^^^^^^^^^^
  |
 ::: templates/redis/other.yaml.j2:2:7
  |
2 | path: redis/settings.yaml/a.yaml
  |       -------------------------- the other is rendered by this template
  |
  = help: give one of them another `path`

failed: 1 error
",
    );
}

#[test]
fn a_path_that_cannot_carry_the_header_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
path: redis/settings.json
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[format-without-comments]: `generated/dev/redis/settings.json` cannot carry the header that says who wrote it
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: redis/settings.json
  |       ^^^^^^^^^^^^^^^^^^^
  |
  = help: JSON is YAML: let the path end in .yaml

failed: 1 error
",
    );
}

#[test]
fn yaml_from_a_template_that_is_not_named_so_is_refused() {
    assert_unusable(
        &Project::small().file("templates/redis/notes.txt.j2", "---\npath: redis/notes.yaml\n---\nx\n"),
        "
error[template-not-yaml]: `generated/dev/redis/notes.yaml` is YAML, but the name of its template does not say so
 --> templates/redis/notes.txt.j2:2:7
  |
2 | path: redis/notes.yaml
  |       ^^^^^^^^^^^^^^^^
  |
  = why: values would be written as raw text and could break the document
  = help: let the template's name end in .yaml.j2

failed: 1 error
",
    );
}
