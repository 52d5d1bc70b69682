//! What is wrong with the model itself, before any code is read.

use crate::monorepo::Monorepo;

#[track_caller]
fn check(repository: &Monorepo, rules: &[&str], expected: &str) {
    assert_eq!(repository.said_of(rules), expected);
}

#[test]
fn environments_that_disagree_are_told() {
    let repository = Monorepo::new("").file(
        "environments/prod.yaml",
        "ci: { timeout: 30 }\nservices: { cart: { source: svc/card, ci: { python: \"3.12\" } } }\n",
    );
    let expected = r#"error[contradictory-ci]: environments dev and prod disagree about `ci.timeout`
  --> environments/prod.yaml:1:16
   |
 1 | ci: { timeout: 30 }
   |                ^^
   |
  ::: environments/base.yaml:60:1
   |
60 | ci:
   | -- what dev says
   |
   = in: `ci.timeout`
   = why: there is one repository and one workflow for all environments
   = help: write it in environments/base.yaml alone

error[contradictory-ci]: environments dev and prod disagree about `source` of cart
 --> environments/prod.yaml:2:29
  |
2 | services: { cart: { source: svc/card, ci: { python: "3.12" } } }
  |                             ^^^^^^^^
  |
  = in: `services.cart.source`
  = why: there is one repository and one workflow for all environments
  = help: write it in environments/base.yaml alone

error[contradictory-ci]: environments dev and prod disagree about `ci` of cart
 --> environments/prod.yaml:2:43
  |
2 | services: { cart: { source: svc/card, ci: { python: "3.12" } } }
  |                                           ^^^^^^^^^^^^^^^^^^
  |
  = in: `services.cart.ci`
  = why: there is one repository and one workflow for all environments
  = help: write it in environments/base.yaml alone
"#;
    check(&repository, &["contradictory-ci"], expected);
}

#[test]
fn texts_that_a_shell_would_read_are_told() {
    let repository = Monorepo::with(
        "  \"cart$(id)\": { namespace: shop, source: svc/cart }
  mail: { namespace: shop, source: ../mail, ci: { requirements: [\"a.txt; id\"] } }
",
        "  workflow: \"a b\"
  branches: [\"main; id\"]
  runner: \"${{ inputs.runner }}\"
  watch: [\"a/{name}/**\"]
  tools: { pytest: \"8.3.3; id\" }
  checks: { test: \"pytest ${{ github.head_ref }}\" }
  containers:
    redis: { image: redis, port: 6379, health: redis-cli ping, env: { \"REDIS URL\": x } }
",
        "",
    );
    let expected = r#"error[unsafe-text]: `../mail` is no plain path in the repository
  --> environments/base.yaml:52:36
   |
52 |   mail: { namespace: shop, source: ../mail, ci: { requirements: ["a.txt; id"] } }
   |                                    ^^^^^^^
   |
   = why: it becomes part of a workflow, where a shell or GitHub would read more into it
   = help: write a relative path such as `domains/auth`

error[unsafe-text]: `a.txt; id` is no plain path in the repository
  --> environments/base.yaml:52:66
   |
52 |   mail: { namespace: shop, source: ../mail, ci: { requirements: ["a.txt; id"] } }
   |                                                                  ^^^^^^^^^^^
   |
   = why: it becomes part of a workflow, where a shell or GitHub would read more into it
   = help: write a relative path such as `domains/auth`

error[unsafe-text]: `a b` is no name of letters, digits, `-`, `_` and `.`
  --> environments/base.yaml:66:13
   |
66 |   workflow: "a b"
   |             ^^^^^
   |
   = why: it becomes part of a workflow, where a shell or GitHub would read more into it
   = help: begin with a letter or a digit, and use at most 63 of them

error[unsafe-text]: `main; id` is no branch, and no pattern for branches
  --> environments/base.yaml:67:14
   |
67 |   branches: ["main; id"]
   |              ^^^^^^^^^^
   |
   = why: it becomes part of a workflow, where a shell or GitHub would read more into it
   = help: write a branch such as `main`, or a pattern such as `release/**`

error[unsafe-text]: `${{ inputs.runner }}` is no name of letters, digits, `-`, `_` and `.`
  --> environments/base.yaml:68:11
   |
68 |   runner: "${{ inputs.runner }}"
   |           ^^^^^^^^^^^^^^^^^^^^^^
   |
   = why: it becomes part of a workflow, where a shell or GitHub would read more into it
   = help: begin with a letter or a digit, and use at most 63 of them

error[unsafe-text]: `a/{name}/**` is no pattern for paths in the repository
  --> environments/base.yaml:69:11
   |
69 |   watch: ["a/{name}/**"]
   |           ^^^^^^^^^^^^^
   |
   = why: it becomes part of a workflow, where a shell or GitHub would read more into it
   = help: write a relative path; `*` stays in a folder, `**` crosses folders, `{service}` is a service's name

error[unsafe-text]: a command must not hold an expression of GitHub
  --> environments/base.yaml:71:19
   |
71 |   checks: { test: "pytest ${{ github.head_ref }}" }
   |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = why: it becomes part of a workflow, where a shell or GitHub would read more into it
   = help: read it from a variable of the job: `$SERVICE` and `$PYTHON_VERSION` are there

error[unsafe-text]: `redis` names no image
  --> environments/base.yaml:73:21
   |
73 |     redis: { image: redis, port: 6379, health: redis-cli ping, env: { "REDIS URL": x } }
   |                     ^^^^^
   |
   = why: an image without a tag is another one tomorrow
   = help: write name and tag, such as `redis:6.2.6-alpine`, or a digest
"#;
    check(&repository, &["unsafe-text"], expected);
}

#[test]
fn folders_of_services_are_plain_paths() {
    let services = |source: &str| format!("  cart: {{ namespace: shop, source: {source} }}\n");
    let expected = r"error[unsafe-text]: `../cart` is no plain path in the repository
  --> environments/base.yaml:51:36
   |
51 |   cart: { namespace: shop, source: ../cart }
   |                                    ^^^^^^^
   |
   = why: it becomes part of a workflow, where a shell or GitHub would read more into it
   = help: write a relative path such as `domains/auth`
";
    check(&Monorepo::with(&services("../cart"), "", ""), &["unsafe-text"], expected);
    for wrong in ["/svc/cart", "\"svc/$(id)\"", "svc//cart", "\"a b\"", "-C", "svc/../lib", "\"svc/cart\\n\""] {
        let said = Monorepo::with(&services(wrong), "", "").said_of(&["unsafe-text"]);
        assert!(said.starts_with("error[unsafe-text]: `"), "{wrong}: {said}");
    }
    let repository =
        Monorepo::with(&services("svc/cart/"), "", "--- svc/cart/app.py\nimport lib.money\n--- lib/money.py\n");
    repository.file_of_names(b"svc/cart/notes.txt");
    assert_eq!(repository.matrix(&["--files-from", "changed"]).0, ["cart"]);
    assert_eq!(repository.edges(), "cart needs lib/money.py: svc/cart/app.py:1 import\n");
}

#[test]
fn an_action_without_a_whole_commit_is_told() {
    let repository = Monorepo::saying(
        "  actions:
    actions/checkout: { version: v4, commit: 11bd719 }
    actions/setup-python: { version: v5.6.0, commit: v5 }
",
        "",
    );
    let expected = r"error[partial-commit]: `11bd719` is no full commit id
  --> environments/base.yaml:64:46
   |
64 |     actions/checkout: { version: v4, commit: 11bd719 }
   |                                              ^^^^^^^
   |
   = why: a tag can be moved to other code, as those of tj-actions/changed-files were in March 2025
   = help: write the 40 digits of the commit: `git ls-remote URL TAG` prints them

error[partial-commit]: `v5` is no full commit id
  --> environments/base.yaml:65:54
   |
65 |     actions/setup-python: { version: v5.6.0, commit: v5 }
   |                                                      ^^
   |
   = why: a tag can be moved to other code, as those of tj-actions/changed-files were in March 2025
   = help: write the 40 digits of the commit: `git ls-remote URL TAG` prints them
";
    check(&repository, &["partial-commit"], expected);
}

#[test]
fn names_of_nothing_are_told() {
    let repository = Monorepo::with(
        "  cart: { namespace: shop, source: svc/cart, ci: { containers: [rediss] } }
  mail: { namespace: shop, source: svc/mail }
",
        "  aliases: { post: mial, cart: mail }
  containers:
    redis: { image: \"redis:7.2.5\", port: 6379, health: redis-cli ping }
  sharedTriggers: { lib/money: [crat] }
  actions:
    actions/checkout: { version: v4.2.2, commit: 11bd71901bbe5b1630ceea73d27597364c9af683 }
",
        "",
    );
    let expected = r"error[dangling-reference]: there is no container `rediss`
  --> environments/base.yaml:51:64
   |
51 |   cart: { namespace: shop, source: svc/cart, ci: { containers: [rediss] } }
   |                                                                ^^^^^^^^
   |
   = in: `services.cart.ci.containers`
   = help: did you mean `redis`?

error[dangling-reference]: there is no service `mial`
  --> environments/base.yaml:63:20
   |
63 |   aliases: { post: mial, cart: mail }
   |                    ^^^^
   |
   = in: `ci.aliases.post`
   = help: did you mean `mail`?

error[dangling-reference]: `cart` is the name of a service already
  --> environments/base.yaml:63:26
   |
63 |   aliases: { post: mial, cart: mail }
   |                          ^^^^
   |
   = in: `ci.aliases.cart`
   = help: remove the alias, or give it another name

error[dangling-reference]: there is no service `crat`
  --> environments/base.yaml:66:33
   |
66 |   sharedTriggers: { lib/money: [crat] }
   |                                 ^^^^
   |
   = in: `ci.sharedTriggers.lib/money.0`
   = help: did you mean `cart`?

error[dangling-reference]: `actions/setup-python` is used by the workflow, and `ci.actions` does not have it
  --> environments/base.yaml:68:5
   |
68 |     actions/checkout: { version: v4.2.2, commit: 11bd71901bbe5b1630ceea73d27597364c9af683 }
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = in: `ci.actions`
   = why: an action is used at one commit, and there is one table that says which
   = help: add `actions/setup-python: { version: v1.2.3, commit: <its 40 digits> }`
";
    check(&repository, &["dangling-reference"], expected);
}

#[test]
fn a_matrix_of_more_jobs_than_github_makes_is_told() {
    let service = |number: usize| format!("  s{number}: {{ namespace: shop, source: svc/s{number} }}\n");
    let services = |count: usize| (0..count).map(service).collect::<String>();
    let repository = |count: usize| {
        let bare = Monorepo::bare(&services(count), "");
        (0..count).fold(bare, |repository, number| repository.file(&format!("svc/s{number}/app.py"), ""))
    };
    check(&repository(256), &["oversized-matrix"], "");
    let expected = r"error[oversized-matrix]: 257 services are tested by one matrix
  --> environments/base.yaml:50:1
   |
50 | services:
   | ^^^^^^^^
   |
   = in: `services`
   = why: GitHub makes at most 256 jobs of a matrix, and refuses the run
   = help: let another workflow test some of them: `ci: { testedBy: … }`
";
    check(&repository(257), &["oversized-matrix"], expected);
}

#[test]
fn a_variable_for_tests_is_no_expression_of_github() {
    let containers = "  containers:
    redis: { image: redis:7.4-alpine, port: 6379, health: redis-cli ping, env: { REDIS_URL: \"${{ secrets.URL }}\" } }
";
    let said = Monorepo::saying(containers, "").said_of(&["unsafe-text"]);
    assert!(said.starts_with("error[unsafe-text]: a variable must not hold an expression of GitHub\n"), "{said}");
    let healthy = containers.replace("${{ secrets.URL }}", "redis://localhost:6379/0");
    assert_eq!(Monorepo::saying(&healthy, "").said_of(&["unsafe-text"]), "");
}
