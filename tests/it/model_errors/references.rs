//! Names that refer to nothing.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn an_instance_type_that_does_not_exist_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "instanceType: small", "instanceType: smal"),
        "
error[dangling-reference]: there is no instance type `smal`
 --> environments/base.yaml:7:19
  |
7 |     instanceType: smal
  |                   ^^^^
  |
  = in: environment dev, `nodes.one.instanceType`
  = help: did you mean `small`?

failed: 1 error
",
    );
}

#[test]
fn a_namespace_of_redis_that_does_not_exist_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace(
            "environments/base.yaml",
            "redis:\n  namespace: redis\n",
            "redis:\n  namespace: rediss\n",
        ),
        "
error[dangling-reference]: there is no namespace `rediss`
  --> environments/base.yaml:19:14
   |
19 |   namespace: rediss
   |              ^^^^^^
   |
   = in: environment dev, `redis.namespace`
   = help: did you mean `redis`?

failed: 1 error
",
    );
}

#[test]
fn a_namespace_of_the_operator_that_does_not_exist_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "namespace: operators", "namespace: operator"),
        "
error[dangling-reference]: there is no namespace `operator`
  --> environments/base.yaml:22:16
   |
22 |     namespace: operator
   |                ^^^^^^^^
   |
   = in: environment dev, `redis.operator.namespace`
   = help: did you mean `operators`?

failed: 1 error
",
    );
}

#[test]
fn a_namespace_of_prometheus_that_does_not_exist_is_answered_with_those_that_do() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "namespace: monitoring,", "namespace: prometheus,"),
        "
error[dangling-reference]: there is no namespace `prometheus`
  --> environments/base.yaml:26:28
   |
26 |   monitoring: { namespace: prometheus, release: prometheus, version: v0.73.1 }
   |                            ^^^^^^^^^^
   |
   = in: environment dev, `redis.monitoring.namespace`
   = help: known are `redis`, `operators`, `argocd`, `monitoring` and `shop`

failed: 1 error
",
    );
}

#[test]
fn a_namespace_of_argo_cd_that_does_not_exist_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "argocd: { namespace: argo }\n"),
        "
error[dangling-reference]: there is no namespace `argo`
 --> environments/dev.yaml:1:22
  |
1 | argocd: { namespace: argo }
  |                      ^^^^
  |
  = in: environment dev, `argocd.namespace`
  = help: did you mean `argocd`?

failed: 1 error
",
    );
}

#[test]
fn a_namespace_of_a_service_that_does_not_exist_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "namespace: shop", "namespace: shpo"),
        "
error[dangling-reference]: there is no namespace `shpo`
  --> environments/base.yaml:52:16
   |
52 |     namespace: shpo
   |                ^^^^
   |
   = in: environment dev, `services.cart.namespace`
   = help: did you mean `shop`?

failed: 1 error
",
    );
}

#[test]
fn a_namespace_of_an_application_that_does_not_exist_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "argocd:\n  applications:\n    cache: { namespace: cache }\n"),
        "
error[dangling-reference]: there is no namespace `cache`
 --> environments/dev.yaml:3:25
  |
3 |     cache: { namespace: cache }
  |                         ^^^^^
  |
  = in: environment dev, `argocd.applications.cache.namespace`
  = help: known are `redis`, `operators`, `argocd`, `monitoring` and `shop`

failed: 1 error
",
    );
}

#[test]
fn a_redis_instance_that_does_not_exist_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "instance: auth", "instance: atuh"),
        "
error[dangling-reference]: there is no Redis instance `atuh`
  --> environments/base.yaml:54:35
   |
54 |       CART_REDIS_URL: { instance: atuh, database: sessions, access: write }
   |                                   ^^^^
   |
   = in: environment dev, `services.cart.redis.CART_REDIS_URL.instance`
   = help: did you mean `auth`?

failed: 1 error
",
    );
}

#[test]
fn a_database_that_does_not_exist_is_answered_with_those_that_do() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "database: sessions", "database: carts"),
        "
error[dangling-reference]: Redis instance `auth` has no database `carts`
  --> environments/base.yaml:54:51
   |
54 |       CART_REDIS_URL: { instance: auth, database: carts, access: write }
   |                                                   ^^^^^
   |
   = in: environment dev, `services.cart.redis.CART_REDIS_URL.database`
   = help: the only one is `sessions`

failed: 1 error
",
    );
}

#[test]
fn an_application_to_come_after_that_does_not_exist_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "argocd:\n  applications:\n    cache: { after: [storage] }\n"),
        "
error[dangling-reference]: there is no Application `storage`
 --> environments/dev.yaml:3:22
  |
3 |     cache: { after: [storage] }
  |                      ^^^^^^^
  |
  = in: environment dev, `argocd.applications.cache.after.0`
  = help: the only one is `cache`

failed: 1 error
",
    );
}

#[test]
fn an_application_to_come_before_that_does_not_exist_is_refused() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "argocd:
  applications:
    cache: { before: [apps] }
  platform:
    apis: { wave: 9 }
",
        ),
        "
error[dangling-reference]: there is no Application `apps`
 --> environments/dev.yaml:3:23
  |
3 |     cache: { before: [apps] }
  |                       ^^^^
  |
  = in: environment dev, `argocd.applications.cache.before.0`
  = help: did you mean `apis`?

failed: 1 error
",
    );
}

#[test]
fn a_part_of_a_service_that_does_not_exist_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "services:
  worker: { partOf: carts }
",
        ),
        "
error[dangling-reference]: there is no service `carts`
 --> environments/dev.yaml:2:21
  |
2 |   worker: { partOf: carts }
  |                     ^^^^^
  |
  = in: environment dev, `services.worker.partOf`
  = help: did you mean `cart`?

failed: 1 error
",
    );
}

#[test]
fn a_part_of_a_part_is_answered_with_the_service_that_it_belongs_to() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "services:
  worker: { partOf: cart }
  scheduler: { partOf: worker }
",
        ),
        "
error[nested-part]: `worker` is itself a part
 --> environments/dev.yaml:3:24
  |
3 |   scheduler: { partOf: worker }
  |                        ^^^^^^
  |
  = in: environment dev, `services.scheduler.partOf`
  = why: a part has the namespace and the sources of a service that has its own
  = help: write `cart`, which `worker` is a part of

failed: 1 error
",
    );
}

#[test]
fn a_part_of_itself_is_refused() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "services:
  cart: { partOf: cart }
",
        ),
        "
error[nested-part]: `cart` is a part of itself
 --> environments/dev.yaml:2:19
  |
2 |   cart: { partOf: cart }
  |                   ^^^^
  |
  = in: environment dev, `services.cart.partOf`
  = why: a part has the namespace and the sources of a service that has its own
  = help: name a service that is no part

failed: 1 error
",
    );
}
