//! Values that mean something else than they seem to.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn text_where_a_truth_value_belongs_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "namespaces:\n  redis: { managed: maybe }\n"),
        "
error[wrong-type]: `true` or `false` is expected here, not `maybe`
 --> environments/dev.yaml:2:21
  |
2 |   redis: { managed: maybe }
  |                     ^^^^^

failed: 1 error
",
    );
}

#[test]
fn yes_is_no_truth_value() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "namespaces:\n  redis: { managed: yes }\n"),
        "
error[wrong-type]: `true` or `false` is expected here, not `yes`
 --> environments/dev.yaml:2:21
  |
2 |   redis: { managed: yes }
  |                     ^^^

failed: 1 error
",
    );
}

#[test]
fn a_version_without_quotes_is_a_number() {
    assert_unusable(
        &Project::small().replace("environments/base.yaml", "kubernetes: \"1.28\"", "kubernetes: 1.28"),
        r#"
error[wrong-type]: text is expected, and `1.28` without quotes is a number to Kubernetes
 --> environments/base.yaml:2:15
  |
2 |   kubernetes: 1.28
  |               ^^^^
  |
  = help: write "1.28"

failed: 1 error
"#,
    );
}

#[test]
fn a_label_without_quotes_is_a_truth_value() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "nodes:\n  one:\n    labels: { spot: yes }\n"),
        r#"
error[wrong-type]: text is expected, and `yes` without quotes is a boolean to Kubernetes
 --> environments/dev.yaml:3:21
  |
3 |     labels: { spot: yes }
  |                     ^^^
  |
  = help: write "yes"

failed: 1 error
"#,
    );
}

#[test]
fn a_label_without_quotes_is_an_octal_number() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "nodes:\n  one:\n    labels: { rack: 0644 }\n"),
        r#"
error[wrong-type]: text is expected, and `0644` without quotes is a number to Kubernetes
 --> environments/dev.yaml:3:21
  |
3 |     labels: { rack: 0644 }
  |                     ^^^^
  |
  = help: write "0644"

failed: 1 error
"#,
    );
}

#[test]
fn a_value_of_ones_own_that_reads_two_ways_is_refused() {
    assert_unusable(
        &Project::small()
            .file("environments/dev.yaml", "values:\n  mode: 0644\n  debug: yes\n  list: [on, 0x1F, 1_000]\n"),
        r#"
error[ambiguous-scalar]: `0644` without quotes is the number 420 to Kubernetes and something else to YAML 1.2
 --> environments/dev.yaml:2:9
  |
2 |   mode: 0644
  |         ^^^^
  |
  = help: write "0644" if you mean the text, otherwise the value itself

error[ambiguous-scalar]: `yes` without quotes is `true` to Kubernetes and something else to YAML 1.2
 --> environments/dev.yaml:3:10
  |
3 |   debug: yes
  |          ^^^
  |
  = help: write "yes" if you mean the text, otherwise the value itself

error[ambiguous-scalar]: `on` without quotes is `true` to Kubernetes and something else to YAML 1.2
 --> environments/dev.yaml:4:10
  |
4 |   list: [on, 0x1F, 1_000]
  |          ^^
  |
  = help: write "on" if you mean the text, otherwise the value itself

error[ambiguous-scalar]: `1_000` without quotes is the number 1000 to Kubernetes and something else to YAML 1.2
 --> environments/dev.yaml:4:20
  |
4 |   list: [on, 0x1F, 1_000]
  |                    ^^^^^
  |
  = help: write "1_000" if you mean the text, otherwise the value itself

failed: 4 errors
"#,
    );
}

#[test]
fn a_redis_directive_that_reads_two_ways_is_refused() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "redis:
  instances:
    auth:
      config: { appendonly: yes }
",
        ),
        r#"
error[ambiguous-scalar]: `yes` without quotes is `true` to Kubernetes and something else to YAML 1.2
 --> environments/dev.yaml:4:29
  |
4 |       config: { appendonly: yes }
  |                             ^^^
  |
  = help: write "yes" if you mean the text, otherwise the value itself

failed: 1 error
"#,
    );
}

#[test]
fn an_infinite_value_of_ones_own_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "values: { limit: .inf }\n"),
        "
error[wrong-type]: a finite number is expected here, not `.inf`
 --> environments/dev.yaml:1:18
  |
1 | values: { limit: .inf }
  |                  ^^^^

failed: 1 error
",
    );
}
