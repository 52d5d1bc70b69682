//! Node labels that no node has.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_node_label_that_no_node_has_is_answered_with_those_that_exist() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "nodes: { redis: auth }", "nodes: { pool: auth }"),
        "
error[dangling-reference]: there is no node label `pool`
  --> environments/base.yaml:35:16
   |
35 |       nodes: { pool: auth }
   |                ^^^^
   |
   = in: environment dev, `redis.instances.auth.nodes.pool`
   = help: the only one is `redis`

failed: 1 error
",
    );
}

#[test]
fn a_misspelt_node_label_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "nodes: { redis: auth }", "nodes: { reddis: auth }"),
        "
error[dangling-reference]: there is no node label `reddis`
  --> environments/base.yaml:35:16
   |
35 |       nodes: { reddis: auth }
   |                ^^^^^^
   |
   = in: environment dev, `redis.instances.auth.nodes.reddis`
   = help: did you mean `redis`?

failed: 1 error
",
    );
}

#[test]
fn a_value_that_no_node_label_has_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "nodes: { redis: auth }", "nodes: { redis: aut }"),
        "
error[dangling-reference]: there is no node with redis = `aut`
  --> environments/base.yaml:35:23
   |
35 |       nodes: { redis: aut }
   |                       ^^^
   |
   = in: environment dev, `redis.instances.auth.nodes.redis`
   = help: did you mean `auth`?

failed: 1 error
",
    );
}

#[test]
fn several_values_of_which_no_node_has_any_are_refused() {
    assert_unusable(
        &Project::small().replace(
            "environments/base.yaml",
            "nodes: { redis: auth }",
            "nodes: { redis: [auht, cache] }",
        ),
        "
error[dangling-reference]: there is no node with redis = `auht`
  --> environments/base.yaml:35:24
   |
35 |       nodes: { redis: [auht, cache] }
   |                        ^^^^
   |
   = in: environment dev, `redis.instances.auth.nodes.redis.0`
   = help: did you mean `auth`?

failed: 1 error
",
    );
}

#[test]
fn a_node_label_of_the_operator_is_checked_too() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  operator:\n    nodes: { redis: cache }\n"),
        "
error[dangling-reference]: there is no node with redis = `cache`
 --> environments/dev.yaml:3:21
  |
3 |     nodes: { redis: cache }
  |                     ^^^^^
  |
  = in: environment dev, `redis.operator.nodes.redis`
  = help: the only one is `auth`

failed: 1 error
",
    );
}

#[test]
fn labels_that_no_single_node_has_together_are_refused() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "nodes:
  two:
    instanceType: small
    zone: b
    disk: { size: 10Gi }
    labels: { zone: b }
redis:
  instances:
    auth:
      nodes: { zone: b }
",
        ),
        "
error[dangling-reference]: no node has all of these labels
  --> environments/base.yaml:35:14
   |
35 |       nodes: { redis: auth }
   |              ^^^^^^^^^^^^^^^
   |
   = in: environment dev, `redis.instances.auth.nodes`
   = why: the pods would stay Pending, and while one Redis pod is Pending the operator elects no master

failed: 1 error
",
    );
}
