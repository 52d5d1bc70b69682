//! Files that are no layer, and layers that do not fit upon each other.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn two_files_that_name_one_environment_are_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yml", "{}\n"),
        "
error[environment-named-twice]: `dev` is the name of two environments
--> environments/dev.yml
::: environments/dev.yaml
 = note: the first of them
 = why: both would render the same files
 = help: give one of the two files another name

failed: 1 error
",
    );
}

#[test]
fn a_layer_that_does_not_exist_is_named_with_its_neighbour() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "extends: bse\n"),
        "
error[missing-layer]: there is no environments/bse.yaml
 --> environments/dev.yaml:1:10
  |
1 | extends: bse
  |          ^^^
  |
  = help: did you mean `base`?

failed: 1 error
",
    );
}

#[test]
fn a_layer_that_resembles_nothing_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "extends: staging\n"),
        "
error[missing-layer]: there is no environments/staging.yaml
 --> environments/dev.yaml:1:10
  |
1 | extends: staging
  |          ^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn an_environment_that_extends_itself_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "extends: dev\n"),
        "
error[layer-cycle]: layers extend each other: dev -> dev
 --> environments/dev.yaml:1:10
  |
1 | extends: dev
  |          ^^^
  |
  = help: let one of them extend nothing

failed: 1 error
",
    );
}

#[test]
fn layers_that_extend_each_other_are_refused() {
    assert_unusable(
        &Project::small()
            .file("environments/dev.yaml", "extends: prod\n")
            .file("environments/prod.yaml", "extends: dev\n"),
        "
error[layer-cycle]: layers extend each other: prod -> dev -> prod
 --> environments/dev.yaml:1:10
  |
1 | extends: prod
  |          ^^^^
  |
  = help: let one of them extend nothing

error[layer-cycle]: layers extend each other: dev -> prod -> dev
 --> environments/prod.yaml:1:10
  |
1 | extends: dev
  |          ^^^
  |
  = help: let one of them extend nothing

failed: 2 errors
",
    );
}

#[test]
fn a_layer_that_is_no_text_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "extends: [base]\n"),
        "
error[wrong-type]: text is expected here, not a list
 --> environments/dev.yaml:1:10
  |
1 | extends: [base]
  |          ^^^^^^

failed: 1 error
",
    );
}

#[test]
fn partial_must_be_a_truth_value() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "partial: maybe\n"),
        "
error[wrong-type]: `true` or `false` is expected here, not `maybe`
 --> environments/dev.yaml:1:10
  |
1 | partial: maybe
  |          ^^^^^

failed: 1 error
",
    );
}

#[test]
fn an_environment_file_with_nothing_in_it_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", ""),
        "
error[empty-environment]: this environment says nothing
--> environments/dev.yaml
 = help: write `{}` if it is to equal the layer below, or remove the file

failed: 1 error
",
    );
}

#[test]
fn an_environment_file_with_comments_alone_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "# later\n"),
        "
error[empty-environment]: this environment says nothing
--> environments/dev.yaml
 = help: write `{}` if it is to equal the layer below, or remove the file

failed: 1 error
",
    );
}

#[test]
fn two_documents_in_one_environment_are_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "{}\n---\nredis: {}\n"),
        "
error[invalid-yaml]: an environment is one document, and here a second one begins
 --> environments/dev.yaml:3:1
  |
3 | redis: {}
  | ^^^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn an_environment_that_is_a_list_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "- redis\n"),
        "
error[wrong-type]: a map is expected here, not a list
 --> environments/dev.yaml:1:1
  |
1 | - redis
  | ^^^^^^^

failed: 1 error
",
    );
}

#[test]
fn an_environment_that_is_a_text_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "redis\n"),
        "
error[wrong-type]: a map is expected here, not `redis`
 --> environments/dev.yaml:1:1
  |
1 | redis
  | ^^^^^

failed: 1 error
",
    );
}

#[test]
fn a_name_that_cannot_be_a_folder_and_part_of_names_is_refused() {
    assert_unusable(
        &Project::small().file("environments/north_1.yaml", "{}\n"),
        "
error[environment-name]: `north_1` is no name for an environment
--> environments/north_1.yaml
 = why: it becomes a folder, and part of the names of objects
 = help: use small letters, digits and `-`

failed: 1 error
",
    );
}
