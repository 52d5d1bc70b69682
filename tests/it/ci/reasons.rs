//! Why services are selected or not, for people, for programs and for the steps of GitHub.

use crate::ci::shop::CI;
use crate::ci::shop::FILES;
use crate::ci::shop::SERVICES;
use crate::ci::shop::changed;
use crate::ci::shop::repository;
use crate::monorepo::Monorepo;

#[test]
fn outputs_of_a_step_are_one_line_each() {
    let outputs = |files: &str| {
        let repository = repository().file("output", "before=1\n");
        repository.file_of_names(files.as_bytes());
        let mut command = repository.command();
        command.env("GITHUB_OUTPUT", "output").args(["ci", "matrix", "--files-from", "changed"]);
        let said = crate::project::said(&mut command);
        assert_eq!(said.code, 0, "{}", said.err);
        repository.project.read("output")
    };
    assert_eq!(
        outputs("svc/mail/a\nb.py\0svc/web/x\0"),
        r#"before=1
has_changes=true
services=["web","mail"]
test=[{"name":"web","source":"svc/web","python":"3.11","requirements":"requirements.txt"},{"name":"mail","source":"svc/mail","python":"3.11","requirements":"requirements.txt"}]
"#
    );
    assert_eq!(outputs("README.md"), "before=1\nhas_changes=false\nservices=[]\ntest=[]\n");
}

#[test]
fn services_with_the_same_containers_share_a_job() {
    let services = "  web: { namespace: shop, source: svc/web, ci: { containers: [redis] } }
  cart: { namespace: shop, source: svc/cart, ci: { python: \"3.12\", requirements: [a.txt, dev/b.txt] } }
  mail: { namespace: shop, source: svc/mail, ci: { containers: [redis] } }
";
    let ci = "  containers:
    redis: { image: \"redis:7.2.5\", port: 6379, health: redis-cli ping, imports: [redis] }
";
    let repository = Monorepo::with(services, ci, "--- svc/web/app.py\n").file("output", "");
    let mut command = repository.command();
    command.env("GITHUB_OUTPUT", "output").args(["ci", "matrix", "--services", "mail,cart,web"]);
    crate::project::said(&mut command);
    assert_eq!(
        repository.project.read("output"),
        r#"has_changes=true
services=["mail","cart","web"]
test-redis=[{"name":"web","source":"svc/web","python":"3.11","requirements":"requirements.txt"},{"name":"mail","source":"svc/mail","python":"3.11","requirements":"requirements.txt"}]
test=[{"name":"cart","source":"svc/cart","python":"3.12","requirements":"a.txt dev/b.txt"}]
"#
    );
}

#[test]
fn why_leads_from_the_service_to_the_file_line_by_line() {
    let repository = Monorepo::with(
        SERVICES,
        CI,
        "--- svc/web/app.py
from lib.money import Amount
--- svc/cart/app.py

from lib.money.amount import Amount
--- lib/money/__init__.py
# what others may use
from .amount import Amount
--- lib/money/amount.py
import lib.rounding
--- lib/rounding.py
--- lib/money/rates.csv
",
    );
    let why = |files: &str, arguments: &[&str]| {
        let said = changed(&repository, files.as_bytes(), arguments);
        assert_eq!(said.code, 0, "{}", said.err);
        said.out
    };
    assert_eq!(
        why("lib/rounding.py", &["--why"]),
        "web: needs `lib/rounding.py`
    svc/web/app.py:1 -> lib.money  (import)
    lib/money/__init__.py:2 -> lib.money.amount  (import)
    lib/money/amount.py:1 -> lib.rounding  (import)
cart: needs `lib/rounding.py`
    svc/cart/app.py:2 -> lib.money.amount  (import)
    lib/money/amount.py:1 -> lib.rounding  (import)
"
    );
    assert_eq!(
        why("lib/money/rates.csv", &["--why", "web"]),
        "web: needs `lib/money/rates.csv`
    svc/web/app.py:1 -> lib.money  (import)
    beside which lies lib/money/rates.csv
"
    );
    assert_eq!(why("lib/rounding.py", &["--why", "post"]), "mail: not selected: it does not need the changed file\n");
    assert_eq!(why("a\0b", &["--why", "mail"]), "mail: not selected: it needs none of the 2 changed files\n");
    assert_eq!(why("a\0b", &["--why"]), "no service is selected: none needs any of the 2 changed files\n");
    assert_eq!(why("", &["--why"]), "no service is selected: no file changed\n");
    assert_eq!(why("", &["--why", "mail"]), "mail: not selected: no file changed\n");
    assert_eq!(why("svc/mail/x", &["--why"]), "mail: `svc/mail/x` is in its folder svc/mail\n");
    assert_eq!(
        why("deploy/cart/a.yaml", &["--why", "cart"]),
        "cart: `deploy/cart/a.yaml` is covered by its pattern `deploy/cart/**`\n"
    );
    assert_eq!(
        why("conftest.py", &["--why", "cart"]),
        "cart: `conftest.py` is read by the tools in its folder svc/cart\n"
    );
    assert_eq!(
        why("Makefile", &["--why", "cart"]),
        "cart: everything is selected: `Makefile` changed, which is covered by `Makefile` under `ci.everything`\n"
    );
    for (name, error) in [
        ("nobody", "error: there is no service `nobody` to test; known are `web`, `cart`, `mail` and `post`\n"),
        ("web,mail", "error: `--why web,mail` asks for one service\n"),
    ] {
        let said = changed(&repository, b"x", &["--why", name]);
        assert_eq!((said.code, said.err.as_str()), (2, error));
    }
    let said = repository.run(&["ci", "matrix", "--services", "web", "--why"]);
    assert_eq!(said.out, "web: asked for by name\n");
    let said = repository.run(&["ci", "matrix", "--services", "web", "--why", "mail"]);
    assert_eq!(said.out, "mail: not selected: others were asked for by name\n");
}

#[test]
fn a_written_map_selects_beside_what_the_code_needs() {
    let map = format!("{CI}  sharedTriggers: {{ lib/money.py: [mail] }}\n");
    let repository = Monorepo::with(SERVICES, &map, FILES);
    let said = changed(&repository, b"lib/money.py", &["--why"]);
    assert_eq!(
        said.out,
        "web: needs `lib/money.py`
    svc/web/app.py:1 -> lib.money  (import)
cart: needs `lib/money.py`
    svc/cart/app.py:1 -> lib.money  (import)
mail: `lib/money.py` is below `lib/money.py` of `ci.sharedTriggers`
"
    );
}

#[test]
fn everything_is_told_to_programs() {
    let said = changed(&repository(), b"lib/money.py\0svc/web/x\0deploy/cart/b.yaml", &["--format", "json"]);
    assert_eq!(
        said.out,
        r#"{
  "hasChanges": true,
  "services": [
    "web",
    "cart"
  ],
  "everything": null,
  "changedFiles": 3,
  "jobs": {
    "test": [
      {
        "name": "web",
        "source": "svc/web",
        "python": "3.11",
        "requirements": "requirements.txt"
      },
      {
        "name": "cart",
        "source": "svc/cart",
        "python": "3.11",
        "requirements": "requirements.txt"
      }
    ]
  },
  "reasons": [
    {
      "service": "web",
      "why": "own",
      "file": "svc/web/x"
    },
    {
      "service": "cart",
      "why": "watched",
      "file": "deploy/cart/b.yaml",
      "pattern": "deploy/cart/**"
    }
  ]
}
"#
    );
    let said = changed(&repository(), b"lib/money.py", &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(
        report["reasons"][1].to_string(),
        r#"{"service":"cart","why":"needed","file":"lib/money.py","revision":"the working tree","way":[{"file":"svc/cart/app.py","line":1,"kind":"import","says":"lib.money","needs":"lib/money.py","module":"lib.money"}]}"#
    );
}
