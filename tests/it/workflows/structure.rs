//! Keys, values and ids of workflows, and how workflows are counted.

use crate::project::Project;
use crate::validate::MISSPELT;
use crate::validate::SERVICE;
use crate::validate::last_line;
use crate::workflows::HEALTHY;
use crate::workflows::assert_says;
use crate::workflows::changed;
use crate::workflows::judged;

#[test]
fn a_healthy_workflow_passes_and_is_counted_by_what_judged_it() {
    let project = Project::empty().file(".github/workflows/ci.yaml", HEALTHY);
    let said = project.run(["validate", ".github/workflows", "--summary"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert_says(&said, &["by GitHub workflow syntax", "1 document"]);
}

#[test]
fn workflows_and_manifests_of_one_run_are_judged_each_by_its_own() {
    let project = Project::empty()
        .file("ci/build.yaml", HEALTHY.replace("runs-on", "run-on"))
        .file("apps/a.yaml", SERVICE)
        .file("apps/b.yaml", MISSPELT);
    let said = project.run(["validate", "."]);
    assert_eq!(said.code, 1);
    assert_says(&said, &["write `runs-on`", "write `selector`", "workflow CI, job build"]);
    assert!(last_line(&said.out).contains("3 documents in 3 files, 3 validated"), "{}", said.out);
}

#[test]
fn a_misspelt_key_is_told_with_what_was_meant() {
    for (from, to, meant) in [
        ("timeout-minutes: 10\n    outputs", "timeout-minuts: 10\n    outputs", "write `timeout-minutes`"),
        ("permissions: {", "permission: {", "write `permissions`"),
        ("push: {branches", "push: {branch", "write `branches`"),
        ("push: {branches", "pusch: {branches", "write `push`"),
        ("- run: make publish", "- run: make publish\n      working-directry: a", "write `working-directory`"),
        ("{contents: read}", "{content: read}", "write `contents`"),
        ("{contents: read}", "{contents: reed}", "write `read`"),
        ("pull_request:", "pull_request: {types: [openend]}", "write `opened`"),
    ] {
        let said = changed(from, to);
        assert_eq!(said.code, 1, "{to}: {}", said.out);
        assert_says(&said, &[meant, ".github/workflows/ci.yaml:"]);
    }
}

#[test]
fn what_is_missing_is_told_where_it_would_stand() {
    for (from, to, told) in [
        ("on:\n  push: {branches: [main]}\n  pull_request:\n", "", "this workflow has no `on`"),
        (
            "    runs-on: ubuntu-latest\n    timeout-minutes: 10\n    outputs",
            "    timeout-minutes: 10\n    outputs",
            "this job has no `runs-on`",
        ),
        ("- run: make publish\n      env", "- env", "this step has no `run` or `uses`"),
    ] {
        assert_says(&changed(from, to), &[told, "missing-workflow-key"]);
    }
}

#[test]
fn jobs_that_do_not_exist_or_wait_for_each_other_are_told() {
    assert_says(&changed("needs: build", "needs: biuld"), &["there is no job `biuld`", "write `build`"]);
    let said = changed("  build:\n    runs-on", "  build:\n    needs: publish\n    runs-on");
    assert_says(&said, &["needs-cycle", "needs it in turn"]);
    assert_says(&changed("needs: build", "needs: [build, publish]"), &["job `publish` needs itself"]);
}

#[test]
fn an_id_that_is_there_twice_is_told_with_the_other_one() {
    let said = changed("    - id: version\n", "    - {id: VERSION, run: make}\n    - id: version\n");
    assert_says(&said, &["two steps of this job have the id `version`", "the other one"]);
    let said = judged(&HEALTHY.replace("  publish:\n    needs: build\n", "  Build:\n"));
    assert_says(&said, &["two jobs have the id `Build`"]);
}

#[test]
fn a_schedule_is_held_to_cron() {
    let said = changed("pull_request:", "schedule: [{cron: '0 25 * * *'}]");
    assert_says(&said, &["`25` is no hour from 0 to 23", "invalid-cron"]);
}

#[test]
fn filters_that_exclude_each_other_are_told() {
    let said = changed("{branches: [main]}", "{branches: [main], branches-ignore: [dev]}");
    assert_says(&said, &["exclusive-filters", "`push` has both `branches` and `branches-ignore`"]);
}

#[test]
fn keys_of_jobs_that_call_a_workflow_are_not_those_of_others() {
    let said = judged(
        "on: push\njobs:\n  call:\n    uses: ./.github/workflows/build.yaml\n    runs-on: ubuntu-latest\n    with: {a: b}\n",
    );
    assert_says(&said, &["a job that calls a workflow cannot have `runs-on`"]);
    let said = changed("    needs: build\n", "    needs: build\n    with: {a: b}\n");
    assert_says(&said, &["`with` is for jobs that call a workflow"]);
}

#[test]
fn yes_and_on_mean_what_they_mean_to_github() {
    let said = changed("- run: make publish", "- run: make publish\n      continue-on-error: yes");
    assert_says(&said, &["`continue-on-error` is `true` or `false`"]);
}

#[test]
fn a_broken_workflow_is_no_template() {
    let said = judged("on: push\njobs:\n  a: [\n    ${{ x }}\n");
    assert_eq!(said.code, 1);
    assert!(!said.out.contains("unrendered-template"), "{}", said.out);
    assert_says(&said, &["invalid-yaml"]);
}

#[test]
fn a_composite_action_is_held_to_what_steps_are() {
    let text = "name: Set up\nruns:\n  using: composite\n  steps:\n  - run: make\n  - {uses: actions/cache}\n";
    let said = Project::empty().file("setup/action.yml", text).run(["validate", "setup"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert_says(&said, &["has no `shell`", "names no action", "action Set up"]);
}
