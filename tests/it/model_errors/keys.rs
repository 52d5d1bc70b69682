//! Keys that are unknown, written twice, missing or without a value.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_misspelt_key_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "instances:\n", "instnaces:\n"),
        "
error[unknown-key]: `instnaces` is not a key of this map
  --> environments/base.yaml:27:3
   |
27 |   instnaces:
   |   ^^^^^^^^^
   |
   = help: did you mean `instances`?

failed: 1 error
",
    );
}

#[test]
fn a_key_that_resembles_nothing_is_answered_with_the_known_ones() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "argocd:\n  repository: { zebra: 1 }\n"),
        "
error[unknown-key]: `zebra` is not a key of this map
 --> environments/dev.yaml:2:17
  |
2 |   repository: { zebra: 1 }
  |                 ^^^^^
  |
  = help: known are `url`, `revision` and `path`

failed: 1 error
",
    );
}

#[test]
fn a_misspelt_key_at_the_top_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "namespace: {}\n"),
        "
error[unknown-key]: `namespace` is not a key of this map
 --> environments/dev.yaml:1:1
  |
1 | namespace: {}
  | ^^^^^^^^^
  |
  = help: did you mean `namespaces`?

failed: 1 error
",
    );
}

#[test]
fn a_key_in_other_capitals_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "persistence: aof", "Persistence: aof"),
        "
error[unknown-key]: `Persistence` is not a key of this map
  --> environments/base.yaml:36:7
   |
36 |       Persistence: aof
   |       ^^^^^^^^^^^
   |
   = help: did you mean `persistence`?

failed: 1 error
",
    );
}

#[test]
fn a_key_written_twice_is_shown_at_both_places() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "services:\n", "cluster: {}\nservices:\n"),
        "
error[duplicate-key]: the key `cluster` is written twice
  --> environments/base.yaml:50:1
   |
 1 | cluster:
   | ------- first written here
...
50 | cluster: {}
   | ^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_key_written_twice_in_one_line_is_shown_at_both_places() {
    assert_unusable(
        &Project::small().replace(
            "environments/base.yaml",
            "{ size: 1Gi, class: gp3 }",
            "{ size: 1Gi, class: gp3, size: 2Gi }",
        ),
        "
error[duplicate-key]: the key `size` is written twice
  --> environments/base.yaml:37:41
   |
37 |       storage: { size: 1Gi, class: gp3, size: 2Gi }
   |                  ----                   ^^^^
   |                  |
   |                  first written here

failed: 1 error
",
    );
}

#[test]
fn a_missing_key_is_named_where_it_belongs() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "      purpose: durable\n", ""),
        "
error[missing-key]: `purpose` is missing here
  --> environments/base.yaml:29:7
   |
29 |       image: redis:6.2.6-alpine
   |       ^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: add `purpose:`

failed: 1 error
",
    );
}

#[test]
fn a_missing_part_of_the_model_is_named() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "services:\n", "values:\n").replace(
            "environments/base.yaml",
            r#"argocd:
  version: v2.14.0
  repository: { url: "https://example.org/shop.git", revision: main }
  project: shop
  root: shop-root
  applications:
    cache: { path: redis, wave: 1 }
"#,
            "",
        ),
        "
error[missing-key]: `argocd` is missing here
 --> environments/base.yaml:1:1
  |
1 | cluster:
  | ^^^^^^^^
  |
  = help: add `argocd:`

failed: 1 error
",
    );
}

#[test]
fn a_key_without_a_value_is_not_taken_for_a_wish() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "databases: { sessions: 0 }", "databases:"),
        "
error[empty-value]: `databases` has no value
  --> environments/base.yaml:49:7
   |
49 |       databases:
   |       ^^^^^^^^^
   |
   = help: write a value, or `{}` for an empty map; `null` only removes what a layer below sets

failed: 1 error
",
    );
}

#[test]
fn a_null_that_removes_nothing_is_a_slip() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "redis:
  instances:
    auth:
      config: { maxmemroy: null }
",
        ),
        "
error[removes-nothing]: `maxmemroy` is removed here, but no layer below sets it
 --> environments/dev.yaml:4:17
  |
4 |       config: { maxmemroy: null }
  |                 ^^^^^^^^^
  |
  = help: a layer below sets `maxmemory`

failed: 1 error
",
    );
}

#[test]
fn a_null_that_removes_nothing_is_answered_with_what_is_set_below() {
    assert_unusable(
        &Project::small()
            .file("environments/dev.yaml", "redis:\n  instances:\n    auth:\n      config: { zebra: ~ }\n"),
        "
error[removes-nothing]: `zebra` is removed here, but no layer below sets it
 --> environments/dev.yaml:4:17
  |
4 |       config: { zebra: ~ }
  |                 ^^^^^
  |
  = help: remove the line; the layers below set `maxmemory`

failed: 1 error
",
    );
}

#[test]
fn an_empty_item_of_a_list_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "nodes:\n  one:\n    taints:\n      -\n"),
        "
error[wrong-type]: a map is expected here, not nothing
 --> environments/dev.yaml:4:8
  |
4 |       -
  |        ^

failed: 1 error
",
    );
}

#[test]
fn a_removed_key_that_must_be_there_is_missing() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  operator: { version: null }\n"),
        "
error[missing-key]: `version` is missing here
  --> environments/base.yaml:21:5
   |
21 |     version: v1.2.4
   |     ^^^^^^^^^^^^^^^
   |
   = help: add `version:`

failed: 1 error
",
    );
}

#[test]
fn removing_from_a_map_with_nothing_in_it_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "namespaces:\n  operators: { labels: null }\n"),
        "
error[removes-nothing]: `labels` is removed here, but no layer below sets it
 --> environments/dev.yaml:2:16
  |
2 |   operators: { labels: null }
  |                ^^^^^^
  |
  = help: remove the line; the layers below set nothing here

failed: 1 error
",
    );
}
