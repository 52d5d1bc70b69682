//! What the jobs of services lack, and code that cannot be read.

use crate::monorepo::Monorepo;

#[track_caller]
fn check(repository: &Monorepo, rules: &[&str], expected: &str) {
    assert_eq!(repository.said_of(rules), expected);
}

#[test]
fn a_service_that_nothing_tests_is_told() {
    let repository = Monorepo::with(
        "  cart: { namespace: shop, source: svc/cart }
  gate: { namespace: shop }
  gate-worker: { partOf: cart }
  proxy: { namespace: shop, ci: { untested: it is another team's } }
  edge: { namespace: shop, source: svc/mail, ci: { testedBy: .github/workflows/egde.yml } }
",
        "",
        "--- .github/workflows/edge.yml\n",
    );
    let expected = r"warning[service-in-no-matrix]: nothing tests gate
  --> environments/base.yaml:52:3
   |
52 |   gate: { namespace: shop }
   |   ^^^^
   |
   = in: service gate, `services.gate`
   = why: it has no `source`, so no change selects it
   = help: write `source:`, `partOf:`, or `ci: { testedBy: .github/workflows/….yml }`; or say `ci: { untested: <why> }`

warning[service-in-no-matrix]: there is no `.github/workflows/egde.yml`
  --> environments/base.yaml:55:62
   |
55 |   edge: { namespace: shop, source: svc/mail, ci: { testedBy: .github/workflows/egde.yml } }
   |                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = in: service edge
   = why: nothing tests edge
   = help: did you mean `.github/workflows/edge.yml`?
";
    check(&repository, &["service-in-no-matrix"], expected);
}

#[test]
fn a_service_without_python_is_told() {
    let repository = Monorepo::with(
        "  cart: { namespace: shop, source: svc/cart }
  gate: { namespace: shop, source: svc/gate }
  edge: { namespace: shop, source: svc/edge, ci: { testedBy: .github/workflows/edge.yml } }
",
        "",
        "--- svc/gate/main.go\n--- svc/edge/main.go\n--- .github/workflows/edge.yml\n",
    );
    let expected = r"warning[service-without-python]: `svc/gate` holds no Python, and the jobs of this workflow test Python
  --> environments/base.yaml:52:36
   |
52 |   gate: { namespace: shop, source: svc/gate }
   |                                    ^^^^^^^^
   |
   = in: service gate, `services.gate.source`
   = why: its job can only fail, or pass without having tested anything
   = help: name the workflow that tests it: `ci: { testedBy: .github/workflows/….yml }`
";
    check(&repository, &["service-without-python"], expected);
}

#[test]
fn containers_are_held_to_what_is_imported() {
    let repository = Monorepo::with(
        "  cart: { namespace: shop, source: svc/cart }
  mail: { namespace: shop, source: svc/mail, ci: { containers: [redis] } }
  web: { namespace: shop, source: svc/web, ci: { containers: [redis] } }
  plain: { namespace: shop, source: svc/plain, ci: { containers: [] } }
  types: { namespace: shop, source: svc/types }
",
        "  containers:
    redis: { image: \"redis:7.2.5\", port: 6379, health: redis-cli ping, imports: [redis] }
",
        "--- svc/cart/app.py
import lib.cache
--- svc/web/app.py
import lib.cache
--- svc/plain/app.py
import redis
--- svc/types/app.py
from typing import TYPE_CHECKING
import redis_lock
if TYPE_CHECKING:
    import redis
--- lib/cache.py
from redis.asyncio import Redis
",
    );
    let expected = r"warning[service-without-container]: cart imports `redis`, and its job has no redis
  --> environments/base.yaml:51:3
   |
51 |   cart: { namespace: shop, source: svc/cart }
   |   ^^^^
   |
  ::: lib/cache.py:1:6
   |
 1 | from redis.asyncio import Redis
   |      ------------- imported here (svc/cart/app.py:1 -> lib.cache)
   |
   = in: service cart, `services.cart.ci.containers`
   = why: a test that opens a connection fails in the job, and nowhere else
   = help: write `ci: { containers: [redis] }`, or `containers: []` if its tests open none

note[superfluous-container]: nothing that mail imports talks to redis
  --> environments/base.yaml:52:64
   |
52 |   mail: { namespace: shop, source: svc/mail, ci: { containers: [redis] } }
   |                                                                ^^^^^^^
   |
   = in: service mail, `services.mail.ci.containers`
   = why: its job waits for a container that nobody asks
   = help: remove `redis`
";
    check(&repository, &["service-without-container", "superfluous-container"], expected);
}

#[test]
fn an_image_of_another_python_is_told() {
    let repository = Monorepo::with(
        "  cart: { namespace: shop, source: svc/cart }
  mail: { namespace: shop, source: svc/mail, ci: { python: \"3.12\" } }
",
        "",
        "--- svc/cart/Dockerfile
FROM python:3.12-slim
--- svc/cart/Dockerfile.worker
FROM python:3.11.9-slim-bookworm
FROM node:20
--- svc/mail/Dockerfile
FROM python:3.12.7-slim
",
    );
    let expected = r#"warning[other-python-version]: cart runs on Python 3.12, and its tests on 3.11
  --> svc/cart/Dockerfile:1:6
   |
 1 | FROM python:3.12-slim
   |      ^^^^^^^^^^^^^^^^
   |
  ::: environments/base.yaml:61:22
   |
61 |   python: { version: "3.11", roots: [lib, svc] }
   |                      ------ the version that tests run with
   |
   = in: service cart
   = why: what passes the tests may not start in the image, or behave otherwise
   = help: write `ci: { python: "3.12" }` for cart, or change the image
"#;
    check(&repository, &["other-python-version"], expected);
}

#[test]
fn an_import_that_cannot_be_read_is_told_where_a_service_reaches_it() {
    let repository = Monorepo::new(
        "--- svc/cart/app.py
import lib.plugins
--- lib/plugins.py
import importlib
def load(name):
    return importlib.import_module(name)
--- lib/unused.py
import importlib
importlib.import_module(input())
",
    );
    let expected = r"note[opaque-import]: what `importlib.import_module` imports here cannot be read
 --> lib/plugins.py:3:12
  |
3 |     return importlib.import_module(name)
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = in: service cart
  = why: a change of what it imports may not select those who reach this line
  = help: if it is code of this repository, name its folder under `ci: { watch: […] }` of the service
";
    check(&repository, &["opaque-import"], expected);
}

#[test]
fn python_that_nobody_needs_is_only_warned_about() {
    let repository = Monorepo::new("--- lib/template/{{name}}.py\nimport {{name}}\n");
    let said = repository.run(&["ci", "triggers"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(said.out.contains("warning[invalid-python]: this is not Python: "), "{}", said.out);
}

#[test]
fn python_that_cannot_be_read_is_told() {
    let repository = Monorepo::new(
        "--- svc/cart/app.py
import lib.money
def broken(:
    pass
--- lib/money.py
print 'old'
",
    );
    let said = repository.said_of(&["invalid-python"]);
    let told: Vec<&str> = said.lines().filter(|line| line.starts_with("error[") || line.contains("-->")).collect();
    assert_eq!(told.len(), 4, "{said}");
    assert!(told[0].starts_with("error[invalid-python]: ") && told[1].ends_with("--> lib/money.py:1:7"), "{said}");
    assert!(told[2].starts_with("error[invalid-python]: ") && told[3].ends_with("--> svc/cart/app.py:2:12"), "{said}");
    assert_eq!(repository.edges(), "cart needs lib/money.py: svc/cart/app.py:1 import\n");
}
