//! Maps to repeat over.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_map_to_repeat_over_that_does_not_exist_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
each: redis.instnces
path: redis/{{ key }}.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[unknown-map]: environment dev has no map `redis.instnces`: there is no `instnces`
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | each: redis.instnces
  |       ^^^^^^^^^^^^^^
  |
  = help: did you mean `instances`?

failed: 1 error
",
    );
}

#[test]
fn a_map_to_repeat_over_that_resembles_nothing_is_refused() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
each: values.regions
path: redis/{{ key }}.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[unknown-map]: environment dev has no map `values.regions`: there is no `regions`
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | each: values.regions
  |       ^^^^^^^^^^^^^^
  |
  = help: there is none at all

failed: 1 error
",
    );
}

#[test]
fn a_text_is_nothing_to_repeat_over() {
    assert_unusable(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "---
each: redis.namespace
path: redis/{{ key }}.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[unknown-map]: `redis.namespace` is no map, so there is nothing to repeat over
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | each: redis.namespace
  |       ^^^^^^^^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_list_is_nothing_to_repeat_over() {
    assert_unusable(
        &Project::small().replace("environments/dev.yaml", "{}\n", "values: { names: [one] }\n").file(
            "templates/redis/settings.yaml.j2",
            "---
each: values.names
path: redis/{{ key }}.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
        ),
        "
error[unknown-map]: `values.names` is no map, so there is nothing to repeat over
 --> templates/redis/settings.yaml.j2:2:7
  |
2 | each: values.names
  |       ^^^^^^^^^^^^

failed: 1 error
",
    );
}
