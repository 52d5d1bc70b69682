//! Values of another type than their key asks for.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn text_where_a_map_belongs_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "nodes: none\n"),
        "
error[wrong-type]: a map is expected here, not `none`
 --> environments/dev.yaml:1:8
  |
1 | nodes: none
  |        ^^^^

failed: 1 error
",
    );
}

#[test]
fn a_list_where_a_map_belongs_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "services: [cart]\n"),
        "
error[wrong-type]: a map is expected here, not a list
 --> environments/dev.yaml:1:11
  |
1 | services: [cart]
  |           ^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_map_where_a_list_belongs_is_refused() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "nodes:
  one:
    taints: { key: domain, value: data, effect: NoSchedule }
",
        ),
        "
error[wrong-type]: a list is expected here, not a map
 --> environments/dev.yaml:3:13
  |
3 |     taints: { key: domain, value: data, effect: NoSchedule }
  |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn text_where_a_list_belongs_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "argocd:\n  applications:\n    cache: { after: storage }\n"),
        "
error[wrong-type]: a list is expected here, not `storage`
 --> environments/dev.yaml:3:21
  |
3 |     cache: { after: storage }
  |                     ^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_map_where_text_belongs_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  namespace: { name: redis }\n"),
        "
error[wrong-type]: text is expected here, not a map
 --> environments/dev.yaml:2:14
  |
2 |   namespace: { name: redis }
  |              ^^^^^^^^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_list_where_text_belongs_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "argocd:\n  project: [shop]\n"),
        "
error[wrong-type]: text is expected here, not a list
 --> environments/dev.yaml:2:12
  |
2 |   project: [shop]
  |            ^^^^^^

failed: 1 error
",
    );
}

#[test]
fn text_where_a_number_belongs_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  instances:\n    auth: { replicas: three }\n"),
        "
error[wrong-type]: a whole number from 0 is expected here, not `three`
 --> environments/dev.yaml:3:23
  |
3 |     auth: { replicas: three }
  |                       ^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_number_in_quotes_is_text() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  instances:\n    auth: { replicas: \"3\" }\n"),
        r#"
error[wrong-type]: a whole number from 0 is expected here, not the text "3"
 --> environments/dev.yaml:3:23
  |
3 |     auth: { replicas: "3" }
  |                       ^^^

failed: 1 error
"#,
    );
}

#[test]
fn a_negative_count_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  instances:\n    auth: { replicas: -1 }\n"),
        "
error[wrong-type]: a whole number from 0 is expected here, not `-1`
 --> environments/dev.yaml:3:23
  |
3 |     auth: { replicas: -1 }
  |                       ^^

failed: 1 error
",
    );
}

#[test]
fn a_fraction_is_no_count() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  instances:\n    auth: { replicas: 1.5 }\n"),
        "
error[wrong-type]: a whole number from 0 is expected here, not `1.5`
 --> environments/dev.yaml:3:23
  |
3 |     auth: { replicas: 1.5 }
  |                       ^^^

failed: 1 error
",
    );
}

#[test]
fn a_count_that_no_computer_holds_is_refused() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "redis:
  instances:
    auth: { replicas: 99999999999999999999 }
",
        ),
        "
error[wrong-type]: a whole number from 0 is expected here, not `99999999999999999999`
 --> environments/dev.yaml:3:23
  |
3 |     auth: { replicas: 99999999999999999999 }
  |                       ^^^^^^^^^^^^^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_number_that_would_arrive_in_another_spelling_is_refused() {
    assert_unusable(
        &Project::small()
            .file("environments/dev.yaml", "values: { go: 1.10, id: 99999999999999999999, rate: 0.5, big: 1e3 }\n"),
        r#"
error[ambiguous-scalar]: `1.10` without quotes is the number 1.1
 --> environments/dev.yaml:1:15
  |
1 | values: { go: 1.10, id: 99999999999999999999, rate: 0.5, big: 1e3 }
  |               ^^^^
  |
  = help: write "1.10" if you mean the text, otherwise 1.1

error[ambiguous-scalar]: `99999999999999999999` without quotes is the number 1e+20
 --> environments/dev.yaml:1:25
  |
1 | values: { go: 1.10, id: 99999999999999999999, rate: 0.5, big: 1e3 }
  |                         ^^^^^^^^^^^^^^^^^^^^
  |
  = help: write "99999999999999999999" if you mean the text, otherwise 1e+20

error[ambiguous-scalar]: `1e3` without quotes is the number 1000.0
 --> environments/dev.yaml:1:63
  |
1 | values: { go: 1.10, id: 99999999999999999999, rate: 0.5, big: 1e3 }
  |                                                               ^^^
  |
  = help: write "1e3" if you mean the text, otherwise 1000.0

failed: 3 errors
"#,
    );
}

#[test]
fn a_list_in_the_column_of_its_key_is_shown_from_its_first_dash() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "services:\n  cart:\n    source:\n    - services/cart\n"),
        "
error[wrong-type]: text is expected here, not a list
 --> environments/dev.yaml:4:5
  |
4 |     - services/cart
  |     ^^^^^^^^^^^^^^^

failed: 1 error
",
    );
}
