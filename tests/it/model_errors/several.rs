//! Many mistakes, or one that many environments share: each is said once.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn everything_wrong_is_said_in_one_run_in_order_of_file_and_place() {
    assert_unusable(
        &Project::small()
            .replace("environments/base.yaml", "instanceType: small", "instanceType: smal")
            .replace("environments/base.yaml", "memory: 512Mi", "memory: 512MB")
            .replace("environments/base.yaml", "database: sessions", "database: sesions")
            .file(
                "environments/dev.yaml",
                "redis:
  operator: { version: v1.3.0 }
  labels: { on: true }
argocd: { projet: x }
",
            )
            .file("environments/alpha.yaml", "nodes: []\n"),
        r#"
error[wrong-type]: a map is expected here, not a list
 --> environments/alpha.yaml:1:8
  |
1 | nodes: []
  |        ^^

error[dangling-reference]: there is no instance type `smal`
 --> environments/base.yaml:7:19
  |
7 |     instanceType: smal
  |                   ^^^^
  |
  = in: environment dev, `nodes.one.instanceType`
  = help: did you mean `small`?

error[invalid-quantity]: `512MB` is not a Kubernetes quantity
  --> environments/base.yaml:34:38
   |
34 |         limits: { cpu: 300m, memory: 512MB }
   |                                      ^^^^^
   |
   = help: memory and storage are written `128Mi` or `1Gi`, CPU `100m` or `0.5`; there is no `MB`, `GB` or blank

error[dangling-reference]: Redis instance `auth` has no database `sesions`
  --> environments/base.yaml:54:51
   |
54 |       CART_REDIS_URL: { instance: auth, database: sesions, access: write }
   |                                                   ^^^^^^^
   |
   = in: environment alpha, environment dev, `services.cart.redis.CART_REDIS_URL.database`
   = help: did you mean `sessions`?

error[unknown-operator-version]: the redis-operator has no image `v1.3.0`
 --> environments/dev.yaml:2:24
  |
2 |   operator: { version: v1.3.0 }
  |                        ^^^^^^
  |
  = why: the Deployment would stay in ImagePullBackOff, and no Redis would be reconciled
  = help: published are v1.2.0, v1.2.1, v1.2.2, v1.2.3, v1.2.4, v1.3.0-rc1

error[wrong-type]: text is expected, and `true` without quotes is a boolean to Kubernetes
 --> environments/dev.yaml:3:17
  |
3 |   labels: { on: true }
  |                 ^^^^
  |
  = help: write "true"

error[unknown-key]: `projet` is not a key of this map
 --> environments/dev.yaml:4:11
  |
4 | argocd: { projet: x }
  |           ^^^^^^
  |
  = help: did you mean `project`?

failed: 7 errors
"#,
    );
}

#[test]
fn a_mistake_in_base_is_said_once_for_all_environments() {
    assert_unusable(
        &Project::small()
            .replace("environments/base.yaml", "memory: 512Mi", "memory: 512MB")
            .file("environments/prod.yaml", "{}\n")
            .file("environments/test.yaml", "{}\n"),
        "
error[invalid-quantity]: `512MB` is not a Kubernetes quantity
  --> environments/base.yaml:34:38
   |
34 |         limits: { cpu: 300m, memory: 512MB }
   |                                      ^^^^^
   |
   = help: memory and storage are written `128Mi` or `1Gi`, CPU `100m` or `0.5`; there is no `MB`, `GB` or blank

failed: 1 error
",
    );
}

#[test]
fn a_reference_wrong_in_base_is_said_once_with_all_environments() {
    assert_unusable(
        &Project::small()
            .replace("environments/base.yaml", "namespace: shop", "namespace: shpo")
            .file("environments/prod.yaml", "{}\n"),
        "
error[dangling-reference]: there is no namespace `shpo`
  --> environments/base.yaml:52:16
   |
52 |     namespace: shpo
   |                ^^^^
   |
   = in: environment dev, environment prod, `services.cart.namespace`
   = help: did you mean `shop`?

failed: 1 error
",
    );
}

#[test]
fn a_quota_in_base_exceeded_by_every_environment_is_said_once() {
    assert_unusable(
        &Project::small()
            .replace("environments/base.yaml", "cluster:\n", "cluster:\n  quotas: { vcpu: 1 }\n")
            .file("environments/prod.yaml", "{}\n"),
        "
error[quota-exceeded]: the nodes need 2 vCPU, and the account allows 1
 --> environments/base.yaml:2:19
  |
2 |   quotas: { vcpu: 1 }
  |                   ^
  |
  = in: environment dev, environment prod, `cluster.quotas.vcpu`
  = why: the cloud refuses the last instances, and their pods stay Pending
  = help: use smaller instance types, fewer nodes, or have the quota raised

failed: 1 error
",
    );
}
