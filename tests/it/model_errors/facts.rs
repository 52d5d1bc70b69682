//! Facts that no single value can hold: quotas, databases, and directives that `persistence` decides.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn more_processors_than_the_account_allows_are_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "cluster:\n  quotas: { vcpu: 1 }\n"),
        "
error[quota-exceeded]: the nodes need 2 vCPU, and the account allows 1
 --> environments/dev.yaml:2:19
  |
2 |   quotas: { vcpu: 1 }
  |                   ^
  |
  = in: environment dev, `cluster.quotas.vcpu`
  = why: the cloud refuses the last instances, and their pods stay Pending
  = help: use smaller instance types, fewer nodes, or have the quota raised

failed: 1 error
",
    );
}

#[test]
fn a_database_that_redis_does_not_have_is_refused() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "{ sessions: 0 }", "{ sessions: 16 }"),
        "
error[database-out-of-range]: there is no database 16
  --> environments/base.yaml:49:30
   |
49 |       databases: { sessions: 16 }
   |                              ^^
   |
   = why: Redis answers `ERR DB index is out of range`; the operator cannot raise `databases` at run time
   = help: use a number from 0 to 15

failed: 1 error
",
    );
}

#[test]
fn a_database_for_two_purposes_is_refused() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "{ sessions: 0 }", "{ sessions: 0, tokens: 0 }"),
        "
error[database-shared]: `tokens` and `sessions` of auth-redis share database 0
  --> environments/base.yaml:49:41
   |
49 |       databases: { sessions: 0, tokens: 0 }
   |                                         ^
   |
   = why: one purpose could flush or overwrite the keys of the other

failed: 1 error
",
    );
}

#[test]
fn directives_that_follow_from_aof_are_not_set_beside_it() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            r#"redis:
  instances:
    auth:
      persistence: aof
      config: { appendonly: "no", appendfsync: always }
"#,
        ),
        r#"
error[directive-set-twice]: `appendonly` follows from `persistence` and must not be set beside it
 --> environments/dev.yaml:5:29
  |
4 |       persistence: aof
  |                    --- what decides it
5 |       config: { appendonly: "no", appendfsync: always }
  |                             ^^^^
  |
  = why: the operator replays every entry each 30 seconds, so the value would change back and forth
  = help: remove the directive, or change `persistence`

error[directive-set-twice]: `appendfsync` follows from `persistence` and must not be set beside it
 --> environments/dev.yaml:5:48
  |
4 |       persistence: aof
  |                    --- what decides it
5 |       config: { appendonly: "no", appendfsync: always }
  |                                                ^^^^^^
  |
  = why: the operator replays every entry each 30 seconds, so the value would change back and forth
  = help: remove the directive, or change `persistence`

failed: 2 errors
"#,
    );
}

#[test]
fn a_directive_that_follows_from_rdb_is_not_set_beside_it() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            r#"redis:
  instances:
    auth:
      persistence: rdb
      config: { appendonly: "no", save: "60 1" }
"#,
        ),
        r#"
error[directive-set-twice]: `appendonly` follows from `persistence` and must not be set beside it
 --> environments/dev.yaml:5:29
  |
4 |       persistence: rdb
  |                    --- what decides it
5 |       config: { appendonly: "no", save: "60 1" }
  |                             ^^^^
  |
  = why: the operator replays every entry each 30 seconds, so the value would change back and forth
  = help: remove the directive, or change `persistence`

failed: 1 error
"#,
    );
}

#[test]
fn directives_that_follow_from_no_persistence_are_not_set_beside_it() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            r#"redis:
  instances:
    auth:
      persistence: none
      config: { appendonly: "no", save: "60 1" }
"#,
        ),
        r#"
error[directive-set-twice]: `appendonly` follows from `persistence` and must not be set beside it
 --> environments/dev.yaml:5:29
  |
4 |       persistence: none
  |                    ---- what decides it
5 |       config: { appendonly: "no", save: "60 1" }
  |                             ^^^^
  |
  = why: the operator replays every entry each 30 seconds, so the value would change back and forth
  = help: remove the directive, or change `persistence`

error[directive-set-twice]: `save` follows from `persistence` and must not be set beside it
 --> environments/dev.yaml:5:41
  |
4 |       persistence: none
  |                    ---- what decides it
5 |       config: { appendonly: "no", save: "60 1" }
  |                                         ^^^^^^
  |
  = why: the operator replays every entry each 30 seconds, so the value would change back and forth
  = help: remove the directive, or change `persistence`

failed: 2 errors
"#,
    );
}
