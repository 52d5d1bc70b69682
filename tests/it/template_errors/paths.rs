//! Where a result may be written.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_path_upwards_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
path: ../../etc/passwd.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[path-leaves-tree]: `../../etc/passwd.yaml` is no path for a rendered file: it leaves the folder of its environment
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: ../../etc/passwd.yaml
  |       ^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write a relative path with `/` between its parts, such as redis/auth.yaml

failed: 1 error
",
    );
}

#[test]
fn a_path_upwards_from_a_value_is_refused() {
    assert_unusable(
        &Project::small().replace("environments/dev.yaml", "{}\n", "values: { name: \"../../../x\" }\n").file(
            "templates/redis/settings.yaml.j2",
            "---
path: redis/{{ values.name }}.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[path-leaves-tree]: `redis/../../../x.yaml` is no path for a rendered file: it leaves the folder of its environment
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: redis/{{ values.name }}.yaml
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write a relative path with `/` between its parts, such as redis/auth.yaml

failed: 1 error
",
    );
}

#[test]
fn an_absolute_path_is_refused() {
    assert_unusable(
        &Project::small().file("templates/redis/settings.yaml.j2", "---
path: /etc/passwd.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
"),
        "
error[path-leaves-tree]: `/etc/passwd.yaml` is no path for a rendered file: it is absolute, or only means something on Windows
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: /etc/passwd.yaml
  |       ^^^^^^^^^^^^^^^^
  |
  = help: write a relative path with `/` between its parts, such as redis/auth.yaml

failed: 1 error
",
    );
}

#[test]
fn a_path_with_an_empty_part_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
path: redis//a.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[path-leaves-tree]: `redis//a.yaml` is no path for a rendered file: a part of it is empty
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: redis//a.yaml
  |       ^^^^^^^^^^^^^
  |
  = help: write a relative path with `/` between its parts, such as redis/auth.yaml

failed: 1 error
",
    );
}

#[test]
fn an_empty_path_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"---
path: ""
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
"#,
        ),
        r#"
error[path-leaves-tree]: `` is no path for a rendered file: a part of it is empty
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: ""
  |       ^^
  |
  = help: write a relative path with `/` between its parts, such as redis/auth.yaml

failed: 1 error
"#,
    );
}

#[test]
fn a_path_into_git_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
path: .git/hooks/a.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[path-leaves-tree]: `.git/hooks/a.yaml` is no path for a rendered file: it is inside .git
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: .git/hooks/a.yaml
  |       ^^^^^^^^^^^^^^^^^
  |
  = help: write a relative path with `/` between its parts, such as redis/auth.yaml

failed: 1 error
",
    );
}

#[test]
fn a_path_with_a_backslash_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r"---
path: redis\a.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        r"
error[path-leaves-tree]: `redis\a.yaml` is no path for a rendered file: it is absolute, or only means something on Windows
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: redis\a.yaml
  |       ^^^^^^^^^^^^
  |
  = help: write a relative path with `/` between its parts, such as redis/auth.yaml

failed: 1 error
",
    );
}

#[test]
fn a_path_on_a_drive_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"---
path: "c:a.yaml"
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
"#,
        ),
        r#"
error[path-leaves-tree]: `c:a.yaml` is no path for a rendered file: it is absolute, or only means something on Windows
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: "c:a.yaml"
  |       ^^^^^^^^^^
  |
  = help: write a relative path with `/` between its parts, such as redis/auth.yaml

failed: 1 error
"#,
    );
}

#[test]
fn a_path_with_a_line_break_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"---
path: "a\nb.yaml"
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
"#,
        ),
        r#"
error[path-leaves-tree]: `a\nb.yaml` is no path for a rendered file: it contains a control character
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: "a\nb.yaml"
  |       ^^^^^^^^^^^
  |
  = help: write a relative path with `/` between its parts, such as redis/auth.yaml

failed: 1 error
"#,
    );
}

#[test]
fn a_path_that_ends_in_a_blank_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"---
path: "redis /a.yaml"
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
"#,
        ),
        r#"
error[path-leaves-tree]: `redis /a.yaml` is no path for a rendered file: a part of it begins or ends with a blank, or ends with a dot
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: "redis /a.yaml"
  |       ^^^^^^^^^^^^^^^
  |
  = help: write a relative path with `/` between its parts, such as redis/auth.yaml

failed: 1 error
"#,
    );
}
