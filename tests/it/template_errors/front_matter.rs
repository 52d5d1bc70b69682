//! The front matter of a template.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_misspelt_key_of_the_front_matter_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            r#"---
whn: "true"
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
"#,
        ),
        r#"
error[unknown-key]: `whn` is not a key of this map
 --> templates/redis/settings.yaml.j2:2:1
  |
2 | whn: "true"
  | ^^^
  |
  = help: did you mean `when`?

failed: 1 error
"#,
    );
}

#[test]
fn a_front_matter_that_is_not_yaml_is_shown_where_it_breaks() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
path: [redis
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[invalid-yaml]: this is not valid YAML: unclosed bracket '['
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | path: [redis
  |       ^
  |
  = help: close the bracket that was opened here

failed: 1 error
",
    );
}

#[test]
fn a_front_matter_that_is_no_map_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
- redis
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[wrong-type]: a map is expected here, not a list
 --> templates/redis/settings.yaml.j2:2:1
  |
2 | - redis
  | ^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_key_of_the_front_matter_without_a_value_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
path:
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[empty-value]: `path` has no value
 --> templates/redis/settings.yaml.j2:2:1
  |
2 | path:
  | ^^^^
  |
  = help: write a value, or `{}` for an empty map; `null` only removes what a layer below sets

failed: 1 error
",
    );
}

#[test]
fn a_key_twice_in_the_front_matter_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
path: a.yaml
path: b.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[duplicate-key]: the key `path` is written twice
 --> templates/redis/settings.yaml.j2:3:1
  |
2 | path: a.yaml
  | ---- first written here
3 | path: b.yaml
  | ^^^^

failed: 1 error
",
    );
}

#[test]
fn an_environment_that_does_not_exist_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
environments: [deev]
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[dangling-reference]: there is no environment `deev`
 --> templates/redis/settings.yaml.j2:2:16
  |
2 | environments: [deev]
  |                ^^^^
  |
  = help: did you mean `dev`?

failed: 1 error
",
    );
}

#[test]
fn environments_must_be_a_list() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
environments: dev
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[wrong-type]: a list is expected here, not `dev`
 --> templates/redis/settings.yaml.j2:2:15
  |
2 | environments: dev
  |               ^^^

failed: 1 error
",
    );
}

#[test]
fn a_name_that_hides_a_part_of_the_model_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
each: redis.instances
as: redis
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[name-shadowed]: `redis` is what templates call a part of the model
 --> templates/redis/settings.yaml.j2:3:5
  |
3 | as: redis
  |     ^^^^^
  |
  = help: give the map entry another name, such as `item`

failed: 1 error
",
    );
}

#[test]
fn a_front_matter_that_does_not_end_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
path: redis/a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[unclosed-front-matter]: this front matter does not end
 --> templates/redis/settings.yaml.j2:1:1
  |
1 | ---
  | ^^^
  |
  = help: close it with a line `---`

failed: 1 error
",
    );
}
