//! The order of Applications: what each waits for, and its sync wave.

use crate::model_errors::assert_unusable;
use crate::project::Project;

#[test]
fn a_wave_that_contradicts_after_is_shown_with_both_places() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "argocd:
  applications:
    cache: { after: [storage] }
  platform:
    storage: { wave: 1 }
",
        ),
        "
error[contradictory-wave]: `cache` syncs after `storage`, but their waves are 1 and 1
  --> environments/dev.yaml:3:22
   |
 3 |     cache: { after: [storage] }
   |                      ^^^^^^^
   |
  ::: environments/base.yaml:61:33
   |
61 |     cache: { path: redis, wave: 1 }
   |                                 - its wave
   |
   = why: Argo CD syncs lower waves first, and equal waves at the same time

failed: 1 error
",
    );
}

#[test]
fn a_wave_that_contradicts_before_is_shown_with_both_places() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "argocd:
  applications:
    cache: { before: [apis] }
  platform:
    apis: { wave: 0 }
",
        ),
        "
error[contradictory-wave]: `cache` syncs before `apis`, but their waves are 1 and 0
  --> environments/dev.yaml:3:23
   |
 3 |     cache: { before: [apis] }
   |                       ^^^^
   |
  ::: environments/base.yaml:61:33
   |
61 |     cache: { path: redis, wave: 1 }
   |                                 - its wave
   |
   = why: Argo CD syncs lower waves first, and equal waves at the same time

failed: 1 error
",
    );
}

#[test]
fn applications_that_wait_for_each_other_are_refused() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "argocd:
  applications:
    one: { path: one, wave: 2, after: [two] }
    two: { path: two, wave: 3, after: [one] }
",
        ),
        "
error[application-cycle]: Applications wait for each other: one -> two -> one
 --> environments/dev.yaml:3:40
  |
3 |     one: { path: one, wave: 2, after: [two] }
  |                                        ^^^
  |
  = why: no order of sync waves satisfies this

failed: 1 error
",
    );
}

#[test]
fn an_application_that_waits_for_itself_is_refused() {
    assert_unusable(
        &Project::small().file("environments/dev.yaml", "argocd:\n  applications:\n    cache: { after: [cache] }\n"),
        "
error[application-cycle]: Applications wait for each other: cache -> cache
 --> environments/dev.yaml:3:22
  |
3 |     cache: { after: [cache] }
  |                      ^^^^^
  |
  = why: no order of sync waves satisfies this

failed: 1 error
",
    );
}

#[test]
fn applications_that_wait_in_a_ring_by_before_are_refused() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "argocd:
  applications:
    one: { path: one, wave: 2, before: [two] }
    two: { path: two, wave: 3, before: [one] }
",
        ),
        "
error[application-cycle]: Applications wait for each other: two -> one -> two
 --> environments/dev.yaml:3:41
  |
3 |     one: { path: one, wave: 2, before: [two] }
  |                                         ^^^
  |
  = why: no order of sync waves satisfies this

failed: 1 error
",
    );
}

#[test]
fn a_ring_of_three_is_reported_once_and_a_wrong_wave_beside_it_too() {
    assert_unusable(
        &Project::small().file(
            "environments/dev.yaml",
            "argocd:
  applications:
    one: { path: one, wave: 2, after: [three] }
    two: { path: two, wave: 3, after: [one], before: [three, cache] }
    three: { path: three, wave: 4 }
",
        ),
        "
error[application-cycle]: Applications wait for each other: one -> three -> two -> one
 --> environments/dev.yaml:3:40
  |
3 |     one: { path: one, wave: 2, after: [three] }
  |                                        ^^^^^
  |
  = why: no order of sync waves satisfies this

error[contradictory-wave]: `two` syncs before `cache`, but their waves are 3 and 1
 --> environments/dev.yaml:4:62
  |
4 |     two: { path: two, wave: 3, after: [one], before: [three, cache] }
  |                             - its wave                       ^^^^^
  |
  = why: Argo CD syncs lower waves first, and equal waves at the same time

failed: 2 errors
",
    );
}
