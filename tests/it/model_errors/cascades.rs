//! One mistake is one finding, whatever else cannot be found because of it.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_broken_base_is_the_only_thing_said() {
    assert_unusable(
        &Project::small()
            .replace("environments/base.yaml", "nodes:\n  one:", "nodes: {\n  one:")
            .file("environments/prod.yaml", "{}\n"),
        "
error[invalid-yaml]: this is not valid YAML: while parsing a flow mapping, did not find expected ',' or '}'
 --> environments/base.yaml:7:17
  |
7 |     instanceType: small
  |                 ^

failed: 1 error
",
    );
}

#[test]
fn a_base_with_a_key_twice_is_the_only_thing_said() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "services:\n", "nodes: {}\nservices:\n"),
        "
error[duplicate-key]: the key `nodes` is written twice
  --> environments/base.yaml:50:1
   |
 5 | nodes:
   | ----- first written here
...
50 | nodes: {}
   | ^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_misspelt_map_brings_no_missing_references() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "  instances:\n", "  instancs:\n"),
        "
error[unknown-key]: `instancs` is not a key of this map
  --> environments/base.yaml:27:3
   |
27 |   instancs:
   |   ^^^^^^^^
   |
   = help: did you mean `instances`?

failed: 1 error
",
    );
}

#[test]
fn misspelt_namespaces_bring_no_missing_references() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "namespaces:\n", "namespace:\n"),
        "
error[unknown-key]: `namespace` is not a key of this map
  --> environments/base.yaml:12:1
   |
12 | namespace:
   | ^^^^^^^^^
   |
   = help: did you mean `namespaces`?

failed: 1 error
",
    );
}

#[test]
fn misspelt_nodes_bring_no_missing_references() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "nodes:\n  one:", "node:\n  one:"),
        "
error[unknown-key]: `node` is not a key of this map
 --> environments/base.yaml:5:1
  |
5 | node:
  | ^^^^
  |
  = help: did you mean `nodes`?

failed: 1 error
",
    );
}

#[test]
fn misspelt_instance_types_bring_no_missing_references() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "instanceTypes:", "instanceType:"),
        "
error[unknown-key]: `instanceType` is not a key of this map
 --> environments/base.yaml:3:3
  |
3 |   instanceType:
  |   ^^^^^^^^^^^^
  |
  = help: did you mean `instanceTypes`?

failed: 1 error
",
    );
}

#[test]
fn misspelt_databases_bring_no_missing_references() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "databases: {", "database: {"),
        "
error[unknown-key]: `database` is not a key of this map
  --> environments/base.yaml:49:7
   |
49 |       database: { sessions: 0 }
   |       ^^^^^^^^
   |
   = help: did you mean `databases`?

failed: 1 error
",
    );
}

#[test]
fn a_map_of_the_wrong_type_brings_no_missing_references() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "namespaces: none\n"),
        "
error[wrong-type]: a map is expected here, not `none`
 --> environments/dev.yaml:1:13
  |
1 | namespaces: none
  |             ^^^^

failed: 1 error
",
    );
}

#[test]
fn without_a_base_every_part_of_an_environment_is_missing() {
    assert_unusable(
        &Project::small().without("environments/base.yaml"),
        "
error[missing-key]: `argocd` is missing here
 --> environments/dev.yaml:1:1
  |
1 | {}
  | ^^
  |
  = help: add `argocd:`

error[missing-key]: `cluster` is missing here
 --> environments/dev.yaml:1:1
  |
1 | {}
  | ^^
  |
  = help: add `cluster:`

error[missing-key]: `namespaces` is missing here
 --> environments/dev.yaml:1:1
  |
1 | {}
  | ^^
  |
  = help: add `namespaces:`

error[missing-key]: `nodes` is missing here
 --> environments/dev.yaml:1:1
  |
1 | {}
  | ^^
  |
  = help: add `nodes:`

error[missing-key]: `redis` is missing here
 --> environments/dev.yaml:1:1
  |
1 | {}
  | ^^
  |
  = help: add `redis:`

failed: 5 errors
",
    );
}

#[test]
fn a_misspelt_part_of_another_service_is_the_only_thing_said() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "services:
  worker: { partof: cart }
",
        ),
        "
error[unknown-key]: `partof` is not a key of this map
 --> environments/dev.yaml:2:13
  |
2 |   worker: { partof: cart }
  |             ^^^^^^
  |
  = help: did you mean `partOf`?

failed: 1 error
",
    );
}

#[test]
fn a_service_without_a_namespace_is_not_held_against_its_parts() {
    assert_unusable(
        &Project::small()
            .file(
                "environments/dev.yaml",
                "services:
  worker: { partOf: cart }
",
            )
            .replace("environments/base.yaml", "    namespace: shop\n", ""),
        "
error[missing-key]: `namespace` is missing here
  --> environments/base.yaml:52:5
   |
52 |     redis:
   |     ^^^^^^
   |
   = help: add `namespace:`

failed: 1 error
",
    );
}

#[test]
fn a_namespace_that_a_part_has_from_its_service_is_refused_once() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "services:
  cart: { namespace: shpo }
  worker: { partOf: cart }
",
        ),
        "
error[dangling-reference]: there is no namespace `shpo`
 --> environments/dev.yaml:2:22
  |
2 |   cart: { namespace: shpo }
  |                      ^^^^
  |
  = in: environment dev, `services.cart.namespace`
  = help: did you mean `shop`?

failed: 1 error
",
    );
}
