//! Environments that are not YAML, or YAML that Kubernetes does not read.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_broken_environment_is_shown_where_it_breaks() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  instances: {auth\n"),
        "
error[invalid-yaml]: this is not valid YAML: unclosed bracket '{'
 --> environments/dev.yaml:2:14
  |
2 |   instances: {auth
  |              ^
  |
  = help: close the bracket that was opened here

failed: 1 error
",
    );
}

#[test]
fn a_tab_as_indentation_is_shown_where_it_stands() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n\tnamespace: redis\n"),
        "
error[invalid-yaml]: this is not valid YAML: tabs disallowed within this context (block indentation)
 --> environments/dev.yaml:2:2
  |
2 |     namespace: redis
  |     ^
  |
  = help: indent with blanks

failed: 1 error
",
    );
}

#[test]
fn a_wrong_indentation_is_shown_where_it_stands() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n    namespace: redis\n  labels: {}\n"),
        "
error[invalid-yaml]: this is not valid YAML: while parsing a block mapping, did not find expected key
 --> environments/dev.yaml:3:3
  |
3 |   labels: {}
  |   ^
  |
  = help: the keys of a map, and the items of a list, stand in one column; a key ends in a colon and a blank

failed: 1 error
",
    );
}

#[test]
fn a_tag_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  namespace: !env NAMESPACE\n"),
        "
error[invalid-yaml]: the tag `!env` means nothing to Kubernetes
 --> environments/dev.yaml:2:19
  |
2 |   namespace: !env NAMESPACE
  |                   ^^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn an_unknown_alias_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis:\n  namespace: *name\n"),
        "
error[invalid-yaml]: this is not valid YAML: while parsing node, found unknown anchor
 --> environments/dev.yaml:2:14
  |
2 |   namespace: *name
  |              ^
  |
  = help: no anchor of that name stands above; quote a text that begins with `*`

failed: 1 error
",
    );
}

#[test]
fn merge_conflict_marks_are_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "<<<<<<< HEAD\nredis: {}\n=======\nnodes: {}\n>>>>>>> other\n"),
        "
error[invalid-yaml]: a merge conflict was not resolved here
 --> environments/dev.yaml:1:1
  |
1 | <<<<<<< HEAD
  | ^^^^^^^^^^^^

failed: 1 error
",
    );
}
