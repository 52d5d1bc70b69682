//! What is rendered for the repository: files of `generated/ci`, and a workflow in `.github/workflows`.

#![expect(clippy::disallowed_methods, reason = "tests make and look at the files that groundplan works on")]
#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test that needs it")]

use crate::monorepo::Monorepo;
use crate::project::repository;

/// A workflow with one expression and one value of the model.
const WORKFLOW: &str = "---
scope: repository
path: ci/workflow.yaml
also: .github/workflows/{{ ci.workflow }}.yml
---
name: {{ ci.workflow }}
\"on\": push
permissions: {}
concurrency:
  group: {{ ci.workflow ~ \"-\" ~ github(\"github.ref\") }}
jobs:
  test:
    runs-on: {{ ci.runner }}
    timeout-minutes: {{ ci.timeout }}
    steps:
      - run: \"true\"
";

/// The repository of two services with a workflow.
fn with_workflow() -> Monorepo {
    Monorepo::new("").file("templates/ci/workflow.yaml.j2", WORKFLOW)
}

/// The same with the templates of this repository, and these services.
fn with_our_templates(services: &str, ci: &str) -> Monorepo {
    let mut repo = Monorepo::with(services, ci, "");
    for name in ["workflow", "matrix", "triggers", "filters"] {
        let path = format!("templates/ci/{name}.yaml.j2");
        let text = std::fs::read(repository().join(&path)).unwrap();
        repo = repo.file(&path, text);
    }
    repo
}

fn text(repo: &Monorepo, path: &str) -> String {
    std::fs::read_to_string(repo.project.path(path)).unwrap_or_else(|_| panic!("{path} is there"))
}

#[test]
fn a_workflow_is_written_where_github_reads_it_and_beside_the_environments() {
    let repo = with_workflow();
    let said = repo.run(&["render"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let workflow = text(&repo, ".github/workflows/services.yml");
    assert_eq!(workflow, text(&repo, "generated/ci/workflow.yaml"));
    assert!(workflow.contains("  group: \"services-${{ github.ref }}\"\n"), "{workflow}");
    assert_eq!(repo.run(&["check"]).code, 0);
}

#[test]
fn a_workflow_that_somebody_edited_is_drift_and_rendered_anew() {
    let repo = with_workflow();
    repo.run(&["render"]);
    let path = repo.project.path(".github/workflows/services.yml");
    std::fs::write(&path, text(&repo, ".github/workflows/services.yml").replace("\"true\"", "\"false\"")).unwrap();
    let said = repo.run(&["check"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("changed       .github/workflows/services.yml"), "{}", said.out);
    repo.run(&["render"]);
    assert_eq!(repo.run(&["check"]).code, 0);
}

#[test]
fn a_workflow_of_another_name_takes_the_old_one_away_and_leaves_those_of_others() {
    let other = "name: other\non: push\npermissions: {}\njobs: {}\n";
    let repo = with_workflow().file(".github/workflows/other.yml", other);
    repo.run(&["render"]);
    let base = text(&repo, "environments/base.yaml").replace("ci:\n", "ci:\n  workflow: tests\n");
    let repo = repo.file("environments/base.yaml", base);
    let said = repo.run(&["check"]);
    assert!(said.out.contains("orphaned      .github/workflows/services.yml"), "{}", said.out);
    let said = repo.run(&["render"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(!repo.project.path(".github/workflows/services.yml").exists());
    assert!(repo.project.path(".github/workflows/tests.yml").exists());
    assert_eq!(text(&repo, ".github/workflows/other.yml"), other);
    assert!(!repo.run(&["check"]).out.contains("other.yml"), "what others have there is nobody's concern");
}

#[test]
fn a_workflow_that_somebody_wrote_by_hand_is_never_replaced() {
    let repo = with_workflow().file(".github/workflows/services.yml", "name: mine\n");
    let said = repo.run(&["render"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains(".github/workflows/services.yml"), "{}", said.out);
    assert_eq!(text(&repo, ".github/workflows/services.yml"), "name: mine\n");
    assert!(!repo.project.path("generated").exists(), "nothing at all was written");
}

#[test]
fn nothing_but_workflows_is_written_outside_of_generated() {
    for also in ["README.md", ".github/CODEOWNERS", ".github/workflows/deep/er.yml", ".github/workflows/x.sh"] {
        let template = WORKFLOW.replace(".github/workflows/{{ ci.workflow }}.yml", also);
        let repo = Monorepo::new("").file("templates/ci/workflow.yaml.j2", template);
        let said = repo.run(&["check"]);
        assert_eq!(said.code, 2, "{also}: {}", said.out);
        assert!(said.out.contains("error[path-leaves-tree]"), "{also}: {}", said.out);
    }
    let template = WORKFLOW.replace("scope: repository\n", "");
    let said = Monorepo::new("").file("templates/ci/workflow.yaml.j2", template).run(&["check"]);
    assert_eq!(said.code, 2, "a template of environments names no workflow: {}", said.out);
}

#[test]
fn a_file_of_the_repository_keeps_out_of_the_folders_of_environments() {
    for path in ["dev/workflow.yaml", "workflow.yaml"] {
        let template = WORKFLOW.replace("path: ci/workflow.yaml", &format!("path: {path}"));
        let said = Monorepo::new("").file("templates/ci/workflow.yaml.j2", template).run(&["check"]);
        assert_eq!(said.code, 2, "{path}: {}", said.out);
        assert!(said.out.contains("error[path-leaves-tree]"), "{path}: {}", said.out);
    }
}

#[test]
fn a_project_without_ci_renders_nothing_of_it() {
    let repo = with_workflow();
    let base = text(&repo, "environments/base.yaml");
    let repo = repo.file("environments/base.yaml", base.split("ci:\n").next().unwrap());
    let template = "name: x\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: redis }\n";
    let repo = repo.file("templates/redis/x.yaml.j2", template.trim_start_matches("name: x\n---\n"));
    let said = repo.run(&["render"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(!repo.project.path(".github").exists() && !repo.project.path("generated/ci").exists());
}

#[test]
fn an_expression_of_github_in_a_template_is_told_how_to_be_written() {
    let template = WORKFLOW.replace("runs-on: {{ ci.runner }}", "runs-on: ${{ matrix.os }}");
    let said = Monorepo::new("").file("templates/ci/workflow.yaml.j2", template).run(&["check"]);
    assert_eq!(said.code, 2);
    assert!(said.out.contains("= help: write `{{ github(\"…\") }}` for an expression"), "{}", said.out);
}

#[test]
fn services_with_the_same_containers_share_a_job_and_each_list_guards_its_own() {
    let services = "  cart: { namespace: shop, source: svc/cart, ci: { containers: [redis] } }
  mail: { namespace: shop, source: svc/mail }
  site: { namespace: shop, source: svc/site, ci: { containers: [redis], python: \"3.12\" } }
";
    let ci = "  containers:
    redis: { image: redis:7.4-alpine, port: 6379, health: redis-cli ping, env: { REDIS_URL: \"redis://localhost\" } }
";
    let repo = with_our_templates(services, ci).file("svc/site/app.py", "");
    let said = repo.run(&["render"]);
    assert_eq!(said.code, 0, "{}", said.out);
    let workflow = text(&repo, ".github/workflows/services.yml");
    for part in [
        "  test-redis:\n",
        "    if: \"${{ needs.changes.outputs.test-redis != '[]' }}\"\n",
        "        service: \"${{ fromJSON(needs.changes.outputs.test-redis) }}\"\n",
        "        image: \"redis:7.4-alpine\"\n        ports: [\"6379:6379\"]\n",
        "--health-cmd \\\"redis-cli ping\\\"",
        "      REDIS_URL: \"redis://localhost\"\n",
        "  test:\n",
        "    if: \"${{ needs.changes.outputs.test != '[]' }}\"\n",
        "    needs: [changes, test-redis, test]\n    if: \"${{ always() }}\"\n",
    ] {
        assert!(workflow.contains(part), "{part}\n{workflow}");
    }
    assert_eq!(workflow.matches("        image: ").count(), 1, "the other job has no container");
    let output = repo.project.path("output");
    std::fs::write(&output, "").unwrap();
    let mut command = repo.command();
    command.env("GITHUB_OUTPUT", &output).args(["ci", "matrix", "--services", "site,mail"]);
    assert_eq!(crate::project::said(&mut command).code, 0);
    assert_eq!(
        std::fs::read_to_string(&output).unwrap(),
        "has_changes=true\nservices=[\"site\",\"mail\"]\n\
         test-redis=[{\"name\":\"site\",\"source\":\"svc/site\",\"python\":\"3.12\",\"requirements\":\"requirements.txt\"}]\n\
         test=[{\"name\":\"mail\",\"source\":\"svc/mail\",\"python\":\"3.11\",\"requirements\":\"requirements.txt\"}]\n"
    );
}

#[test]
fn no_script_of_the_workflow_holds_an_expression_and_every_action_stands_at_a_commit() {
    let workflow = std::fs::read_to_string(repository().join(".github/workflows/services.yml")).unwrap();
    let mut script = None;
    for line in workflow.lines() {
        let indent = line.len() - line.trim_start().len();
        if script.is_some_and(|begin| indent <= begin && !line.trim().is_empty()) {
            script = None;
        }
        let key = line.trim_start().trim_start_matches("- ");
        if key.starts_with("run: ") {
            script = Some(indent);
        }
        assert!(script.is_none() || !line.contains("${{"), "{line}");
        if let Some(action) = key.strip_prefix("uses: ") {
            let (used, release) = action.split_once("  # ").unwrap_or_else(|| panic!("{line} names its release"));
            let commit = used.trim_matches('"').split_once('@').unwrap().1;
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
            assert!(release.starts_with('v'), "{line}");
        }
    }
}

#[test]
fn derived_triggers_are_rendered_from_the_code_and_a_new_import_is_drift() {
    let repo = with_our_templates(
        "  cart: { namespace: shop, source: svc/cart }\n  mail: { namespace: shop, source: svc/mail }\n",
        "",
    )
    .file("lib/money/__init__.py", "")
    .file("svc/cart/price.py", "import lib.money\n");
    repo.run(&["render"]);
    let triggers = text(&repo, "generated/ci/triggers.yaml");
    assert!(triggers.ends_with("---\nlib/money: [cart]\n"), "{triggers}");
    assert!(text(&repo, "generated/ci/filters.yaml").contains("  - \"lib/money/**\"\n"));
    let repo = repo.file("svc/mail/price.py", "from lib import money\n");
    let said = repo.run(&["check"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("-lib/money: [cart]\n+lib/money: [cart, mail]\n"), "{}", said.out);
    assert!(said.out.contains("ci            2 services in 1 job, compared with 5 Python files\n"), "{}", said.out);
}

#[test]
fn derived_triggers_without_the_code_are_an_error_and_written_ones_are_said_not_to_be_compared() {
    let repo = with_our_templates("  cart: { namespace: shop, source: svc/cart }\n", "");
    std::fs::remove_dir_all(repo.project.path("svc")).unwrap();
    let said = repo.run(&["check"]);
    assert!(said.out.contains("error[code-not-here]: there is no code below `lib` and `svc`"), "{}", said.out);
    let written = "  sharedTriggers: { lib/money: [cart] }\n";
    let repo = with_our_templates("  cart: { namespace: shop, source: svc/cart }\n", written);
    std::fs::remove_dir_all(repo.project.path("svc")).unwrap();
    repo.run(&["render"]);
    let said = repo.run(&["check"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(
        said.out.contains("1 service in 1 job, its triggers not compared, for the code is not here"),
        "{}",
        said.out
    );
}

#[test]
fn a_mistake_under_ci_is_the_only_thing_said() {
    let project = crate::project::Project::copy_of_repository();
    let base = project.path("environments/base.yaml");
    let text = std::fs::read_to_string(&base).unwrap().replace("domains/my: [scan]", "domains/my: [scn]");
    std::fs::write(&base, text).unwrap();
    let said = project.run(["check"]);
    assert_eq!(said.code, 2);
    assert!(said.out.starts_with("error[dangling-reference]: there is no service `scn`\n"), "{}", said.out);
    assert!(said.out.ends_with("failed: 1 error\n"), "{}", said.out);
}
