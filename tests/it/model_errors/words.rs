//! Words, versions and quantities that do not exist.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_quantity_that_kubernetes_refuses_is_refused() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "redis:
  instances:
    auth:
      resources:
        limits: { memory: 512MB }
",
        ),
        "
error[invalid-quantity]: `512MB` is not a Kubernetes quantity
 --> environments/dev.yaml:5:27
  |
5 |         limits: { memory: 512MB }
  |                           ^^^^^
  |
  = help: memory and storage are written `128Mi` or `1Gi`, CPU `100m` or `0.5`; there is no `MB`, `GB` or blank

failed: 1 error
",
    );
}

#[test]
fn a_word_that_is_not_one_of_a_few_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  instances:\n    auth: { purpose: durabel }\n"),
        "
error[unknown-word]: `durabel` is not one of `durable`, `stream`, `cache` and `pubsub`
 --> environments/dev.yaml:3:22
  |
3 |     auth: { purpose: durabel }
  |                      ^^^^^^^
  |
  = help: did you mean `durable`?

failed: 1 error
",
    );
}

#[test]
fn an_access_that_does_not_exist_is_answered_with_those_that_do() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "services:
  cart:
    redis:
      CART_REDIS_URL: { access: admin }
",
        ),
        "
error[unknown-word]: `admin` is not one of `read` and `write`
 --> environments/dev.yaml:4:33
  |
4 |       CART_REDIS_URL: { access: admin }
  |                                 ^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_taint_effect_that_does_not_exist_is_refused() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "effect: NoSchedule", "effect: NoScheduling"),
        "
error[unknown-word]: `NoScheduling` is not one of `NoSchedule`, `PreferNoSchedule` and `NoExecute`
  --> environments/base.yaml:11:50
   |
11 |     taints: [{ key: domain, value: data, effect: NoScheduling }]
   |                                                  ^^^^^^^^^^^^
   |
   = help: did you mean `NoSchedule`?

failed: 1 error
",
    );
}

#[test]
fn a_kubernetes_without_schemas_is_refused() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "\"1.28\"", "\"1.99\""),
        r#"
error[unknown-kubernetes-version]: there are no schemas for Kubernetes 1.99
 --> environments/base.yaml:2:15
  |
2 |   kubernetes: "1.99"
  |               ^^^^^^
  |
  = help: write a minor from "1.25" to "1.37"

failed: 1 error
"#,
    );
}

#[test]
fn a_kubernetes_patch_release_is_refused() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "\"1.28\"", "1.28.4"),
        r#"
error[unknown-kubernetes-version]: there are no schemas for Kubernetes 1.28.4
 --> environments/base.yaml:2:15
  |
2 |   kubernetes: 1.28.4
  |               ^^^^^^
  |
  = help: write a minor from "1.25" to "1.37"

failed: 1 error
"#,
    );
}

#[test]
fn an_operator_that_was_never_published_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  operator: { version: v1.3.0 }\n"),
        "
error[unknown-operator-version]: the redis-operator has no image `v1.3.0`
 --> environments/dev.yaml:2:24
  |
2 |   operator: { version: v1.3.0 }
  |                        ^^^^^^
  |
  = why: the Deployment would stay in ImagePullBackOff, and no Redis would be reconciled
  = help: published are v1.2.0, v1.2.1, v1.2.2, v1.2.3, v1.2.4, v1.3.0-rc1

failed: 1 error
",
    );
}

#[test]
fn an_argo_cd_without_schemas_is_answered_with_those_that_have_them() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "version: v2.14.0", "version: v2.14.1"),
        "
error[unknown-schema-version]: there are no schemas for argo-cd v2.14.1
  --> environments/base.yaml:56:12
   |
56 |   version: v2.14.1
   |            ^^^^^^^
   |
   = why: nothing could check its custom resources
   = help: known are `v2.14.0` and `v3.5.1`

failed: 1 error
",
    );
}

#[test]
fn a_prometheus_operator_without_schemas_is_answered_with_those_that_have_them() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis: { monitoring: { version: v0.74.0 } }\n"),
        "
error[unknown-schema-version]: there are no schemas for prometheus-operator v0.74.0
 --> environments/dev.yaml:1:33
  |
1 | redis: { monitoring: { version: v0.74.0 } }
  |                                 ^^^^^^^
  |
  = why: nothing could check its custom resources
  = help: known are `v0.73.1` and `v0.93.0`

failed: 1 error
",
    );
}

#[test]
fn an_operator_without_schemas_is_answered_with_those_that_have_them() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "cluster:
  operators: { keda: v1.0.0, kead: v2.16.0, cert-manager: v1.16.0 }
",
        ),
        "
error[unknown-schema-version]: there are no schemas for keda v1.0.0
 --> environments/dev.yaml:2:22
  |
2 |   operators: { keda: v1.0.0, kead: v2.16.0, cert-manager: v1.16.0 }
  |                      ^^^^^^
  |
  = why: nothing could check its custom resources
  = help: the only one is `v2.16.0`

error[unknown-schema-version]: there are no schemas for `kead`
 --> environments/dev.yaml:2:30
  |
2 |   operators: { keda: v1.0.0, kead: v2.16.0, cert-manager: v1.16.0 }
  |                              ^^^^
  |
  = why: nothing could check its custom resources
  = help: did you mean `keda`?

error[unknown-schema-version]: there are no schemas for `cert-manager`
 --> environments/dev.yaml:2:45
  |
2 |   operators: { keda: v1.0.0, kead: v2.16.0, cert-manager: v1.16.0 }
  |                                             ^^^^^^^^^^^^
  |
  = why: nothing could check its custom resources
  = help: known are `argo-cd`, `external-secrets`, `istio`, `keda`, `prometheus-operator`, `rabbitmq-cluster-operator`, `rabbitmq-topology-operator` and `redis-operator`

failed: 3 errors
",
    );
}
