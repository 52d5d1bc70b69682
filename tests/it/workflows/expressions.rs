//! What stands in `${{ }}` and behind `if:`.

use crate::workflows::HEALTHY;
use crate::workflows::assert_says;
use crate::workflows::changed;
use crate::workflows::judged;

const CONDITION: &str = "github.event_name == 'push'";

#[test]
fn a_slip_in_an_expression_is_told_at_the_letter() {
    let said = changed(CONDITION, "github.event_name = 'push'");
    assert_says(&said, &["ci.yaml:18:27", "write `==`"]);
    let said = changed("${{ needs.build.outputs.version }}", "${{ needs.build.outputs.version");
    assert_says(&said, &["an expression is not closed", "ci.yaml:24"]);
}

#[test]
fn names_that_lead_nowhere_are_told_with_what_was_meant() {
    for (from, to, told, meant) in [
        (CONDITION, "gihub.event_name == 'push'", "there is no context `gihub`", "write `github`"),
        (CONDITION, "github.event_nam == 'push'", "`github` has no `event_nam`", "write `event_name`"),
        (CONDITION, "startWith(github.ref, 'v')", "there is no function `startWith`", "write `startsWith`"),
        (
            "steps.version.outputs",
            "steps.versoin.outputs",
            "no step of this job has the id `versoin`",
            "write `version`",
        ),
        ("needs.build.outputs.version", "needs.build.outputs.versoin", "has no output `versoin`", "write `version`"),
        ("needs: build\n", "needs: []\n", "job `build` is not among the `needs`", "add `build` to `needs`"),
        ("${{ needs.build.outputs.version }}", "${{ matrix.version }}", "this job has no matrix", "strategy"),
        ("${{ needs.build.outputs.version }}", "${{ inputs.version }}", "there is no input `version`", "declare it"),
    ] {
        let said = changed(from, to);
        assert_eq!(said.code, 1, "{to}: {}", said.out);
        assert_says(&said, &[told, meant]);
    }
}

#[test]
fn contexts_and_functions_are_told_where_github_does_not_have_them() {
    assert_says(&changed(CONDITION, "secrets.TOKEN != ''"), &["`secrets` is not there in `if` of a job"]);
    assert_says(
        &changed("- run: make publish", "- run: make ${{ always() }}"),
        &["`always` cannot be called in a step"],
    );
    let said =
        changed("permissions: {contents: read}", "permissions: {contents: read}\nconcurrency: 'ci-${{ matrix.a }}'");
    assert_says(&said, &["`matrix` is not there in `concurrency`"]);
    assert_says(&changed(CONDITION, "contains(github.ref)"), &["`contains` takes 2 arguments, and here are 1"]);
}

#[test]
fn a_condition_that_is_a_text_is_always_true() {
    for condition in ["${{ github.ref == 'a' }} && true", "|\n      ${{ github.ref == 'a' }}"] {
        assert_says(&changed(CONDITION, condition), &["condition-always-true"]);
    }
    for condition in ["${{ github.ref == 'a' }}", ">-\n      ${{ github.ref == 'a' }}", "|\n      github.ref == 'a'"] {
        let said = changed(CONDITION, condition);
        assert_eq!(said.code, 0, "{condition}: {}", said.out);
    }
}

#[test]
fn a_step_cannot_ask_one_that_comes_behind_it() {
    let said = changed(
        "    - id: version\n",
        "    - run: make\n      if: steps.version.outcome == 'success'\n    - id: version\n",
    );
    assert_says(&said, &["step `version` has not run yet"]);
}

#[test]
fn places_are_found_in_blocks_quotes_and_other_letters() {
    let said = changed("- run: make publish", "- run: |\n        echo 배포\n        echo ${{ foo }}");
    assert_says(&said, &["ci.yaml:24:18", "there is no context `foo`"]);
    let said = changed("- run: make publish", "- run: 'echo ''a'' ${{ foo }}'");
    assert_says(&said, &["ci.yaml:22:28"]);
}

#[test]
fn matrices_that_are_written_down_tell_which_keys_there_are() {
    let matrix = "    strategy:\n      matrix:\n        go: [old, new]\n        include: [{go: new, os: linux}]\n    steps:\n    - run: make publish ";
    let with = |more: &str| judged(&HEALTHY.replace("    steps:\n    - run: make publish", &format!("{matrix}{more}")));
    assert_eq!(with("${{ matrix.go }} ${{ matrix.os }}").code, 0);
    assert_says(&with("${{ matrix.got }}"), &["the matrix of this job has no `got`", "write `go`"]);
}
