//! What GitHub runs, and should not: rules on workflows in whole commands.

use groundplan::cluster::facts::Facts;
use groundplan::finding::Findings;
use groundplan::model::suppression::Date;
use groundplan::text::Source;
use groundplan::validate::environment::Policy;
use groundplan::validate::levels::Levels;
use groundplan::validate::workflows;

use crate::project::Project;
use crate::workflows::HEALTHY;
use crate::workflows::assert_says;
use crate::workflows::changed;

const UNPINNED: &str = "docker/login-action@v3";

fn unpinned() -> String {
    HEALTHY.replace("- run: make publish", &format!("- uses: {UNPINNED}\n    - run: make publish"))
}

#[test]
fn a_title_in_a_script_is_told_with_the_variable_to_write() {
    let said = changed("- run: make publish", "- run: echo ${{ github.event.pull_request.title }}");
    assert_eq!(said.code, 1);
    assert_says(&said, &["error[script-injection]", "env: {TITLE:", "\"$TITLE\"", "workflow CI, job publish"]);
}

#[test]
fn an_injection_is_followed_through_variables_outputs_and_matrices() {
    let text = "on: pull_request
jobs:
  find:
    runs-on: ubuntu-latest
    outputs: {files: \"${{ steps.c.outputs.files }}\"}
    steps:
    - id: c
      run: echo \"files=$TITLE\" >> $GITHUB_OUTPUT
      env: {TITLE: \"${{ github.head_ref }}\"}
  test:
    needs: find
    if: needs.find.outputs.files != '[]'
    strategy: {matrix: {file: \"${{ fromJSON(needs.find.outputs.files) }}\"}}
    runs-on: ubuntu-latest
    env: {FILE: \"${{ matrix.file }}\"}
    steps:
    - run: cat \"$FILE\"
    - run: cat ${{ env.FILE }}
";
    let said = crate::workflows::judged(text);
    assert_says(&said, &["`env.FILE` is `github.head_ref`, and becomes a part of this script"]);
    assert_eq!(said.out.matches("script-injection").count(), 1, "{}", said.out);
}

#[test]
fn levels_of_rules_count_for_workflows() {
    let project = Project::empty().file(".github/workflows/ci.yaml", unpinned());
    let said = project.run(["validate", ".github/workflows"]);
    assert_eq!(said.code, 1);
    assert_says(&said, &["error[unpinned-action]", "docker/login-action@COMMIT # v3"]);
    for allowed in ["unpinned-action", "workflows", "all"] {
        let said = project.run(["validate", ".github/workflows", "--allow", allowed]);
        assert_eq!(said.code, 0, "{}", said.out);
    }
    let said = project.run(["validate", ".github/workflows", "--warn", "unpinned-action"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert_says(&said, &["warning[unpinned-action]"]);
}

#[test]
fn a_finding_is_suppressed_by_the_workflow_the_job_or_the_file() {
    for name in ["workflow CI", "workflow CI, job publish", ".github/workflows/ci.yaml"] {
        let facts = format!("suppress:\n- {{rule: unpinned-action, resource: '{name}', reason: our own}}\n");
        let project = Project::empty().file(".github/workflows/ci.yaml", unpinned()).file("facts.yaml", facts);
        let said = project.run(["validate", ".github/workflows", "--assume", "facts.yaml"]);
        assert_eq!(said.code, 0, "{name}: {}", said.out);
        assert!(!said.out.contains("unused-suppression"), "{}", said.out);
    }
}

#[test]
fn a_suppression_that_hides_nothing_in_workflows_is_told() {
    let facts = "suppress:\n- {rule: unpinned-action, resource: workflow CD, reason: our own}\n";
    let project = Project::empty().file(".github/workflows/ci.yaml", HEALTHY).file("facts.yaml", facts);
    let said = project.run(["validate", ".github/workflows", "--assume", "facts.yaml"]);
    assert_says(&said, &["unused-suppression"]);
}

#[test]
fn rules_on_workflows_are_listed_and_explained() {
    let project = Project::empty();
    assert_says(&project.run(["rules"]), &["workflows\n", "script-injection"]);
    assert_says(&project.run(["explain", "unguarded-empty-matrix"]), &["group workflows", "fromJSON"]);
    assert_says(&project.run(["explain", "job-not-needed"]), &["Found in the workflow"]);
}

#[test]
fn a_path_that_fits_no_file_is_told_where_the_files_are_known() {
    let text = HEALTHY.replace("{branches: [main]}", "{paths: ['app/cart/**', 'docs/*.md', '**.rs', '.github/**']}");
    let sources = [Source::new(".github/workflows/ci.yaml", text)];
    let policy = Policy { levels: Levels::default(), today: Date::of_days(0) };
    let told = |files: Option<&[&str]>| {
        let mut findings = Findings::default();
        workflows::judge(&mut findings, &sources, files, &Facts::default(), &policy);
        let line = |finding: &groundplan::finding::Finding| format!("{} ({:?})", finding.message, finding.help);
        findings.into_sorted().iter().map(line).collect::<Vec<String>>()
    };
    assert_eq!(told(None), [""; 0]);
    let files = ["apps/cart/a.rs", "docs/a.md", ".github/workflows/ci.yaml"];
    assert_eq!(told(Some(&files)), ["`app/cart/**` fits no file (Some(\"there is `apps/cart`\"))"]);
}
