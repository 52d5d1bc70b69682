//! Folders and patterns that the model and the files disagree about.

use crate::monorepo::Monorepo;

#[track_caller]
fn check(repository: &Monorepo, rules: &[&str], expected: &str) {
    assert_eq!(repository.said_of(rules), expected);
}

#[test]
fn patterns_that_match_no_file_are_told() {
    let repository = Monorepo::with(
        "  cart: { namespace: shop, source: svc/cart, ci: { watch: [deploy/crat] } }
  mail: { namespace: shop, source: svc/mial }
",
        "  watch: [\"manifests/{service}/**\", \"nowhere/{service}/**\"]
  everything: [Makefile, tools/**]
  images: { example.org/base:1: images/bsae }
  python: { version: \"3.11\", roots: [lib, svc, libs], strings: [svc/*/celery_app.py] }
  sharedTriggers: { lib/mony: [cart] }
",
        "--- svc/cart/app.py
import lib.money
--- lib/money/__init__.py
--- manifests/mail/a.yaml
--- tools/build.sh
--- images/base/Dockerfile
FROM python:3.11-slim
",
    );
    let expected = r#"warning[pattern-without-files]: no file of the repository is at `deploy/crat`
  --> environments/base.yaml:51:60
   |
51 |   cart: { namespace: shop, source: svc/cart, ci: { watch: [deploy/crat] } }
   |                                                            ^^^^^^^^^^^
   |
   = in: `services.cart.ci.watch`
   = why: a change that it was written for selects nothing
   = help: remove it, or correct the path

error[pattern-without-files]: no file of the repository is in `svc/mial`
  --> environments/base.yaml:52:36
   |
52 |   mail: { namespace: shop, source: svc/mial }
   |                                    ^^^^^^^^
   |
   = in: service mail, `services.mail.source`
   = why: no change of it would be noticed, and its job has nothing to test
   = help: did you mean `svc/mail`?

warning[pattern-without-files]: no file of the repository is at `nowhere/{service}/**`
  --> environments/base.yaml:65:37
   |
65 |   watch: ["manifests/{service}/**", "nowhere/{service}/**"]
   |                                     ^^^^^^^^^^^^^^^^^^^^^^
   |
   = in: `ci.watch`
   = why: a change that it was written for selects nothing
   = help: remove it, or correct the path

warning[pattern-without-files]: no file of the repository is at `Makefile`
  --> environments/base.yaml:66:16
   |
66 |   everything: [Makefile, tools/**]
   |                ^^^^^^^^
   |
   = in: `ci.everything`
   = why: a change that it was written for selects nothing
   = help: remove it, or correct the path

warning[pattern-without-files]: no file of the repository is at `images/bsae`
  --> environments/base.yaml:67:33
   |
67 |   images: { example.org/base:1: images/bsae }
   |                                 ^^^^^^^^^^^
   |
   = in: `ci.images.example.org/base:1`
   = why: a change of the image selects none of those built upon it
   = help: did you mean `images/base`?

warning[pattern-without-files]: no file of the repository is at `libs`
  --> environments/base.yaml:68:48
   |
68 |   python: { version: "3.11", roots: [lib, svc, libs], strings: [svc/*/celery_app.py] }
   |                                                ^^^^
   |
   = in: `ci.python.roots`
   = why: no Python is read because of it
   = help: did you mean `lib`?

warning[pattern-without-files]: no file of the repository is at `svc/*/celery_app.py`
  --> environments/base.yaml:68:65
   |
68 |   python: { version: "3.11", roots: [lib, svc, libs], strings: [svc/*/celery_app.py] }
   |                                                                 ^^^^^^^^^^^^^^^^^^^
   |
   = in: `ci.python.strings`
   = why: no string counts as an import because of it
   = help: remove it, or correct the path

warning[pattern-without-files]: no file of the repository is at `lib/mony`
  --> environments/base.yaml:69:21
   |
69 |   sharedTriggers: { lib/mony: [cart] }
   |                     ^^^^^^^^
   |
   = in: `ci.sharedTriggers.lib/mony`
   = why: a change that it was written for selects nothing
   = help: did you mean `lib/money`?
"#;
    check(&repository, &["pattern-without-files"], expected);
}

#[test]
fn a_folder_with_a_dockerfile_that_no_service_has_is_told() {
    let repository = Monorepo::new(
        "--- svc/loadgen/Dockerfile
FROM python:3.11-slim
--- svc/loadgen/run.py
--- svc/common/words.py
--- svc/cart/worker/Dockerfile
FROM python:3.11-slim
--- tools/Dockerfile
FROM python:3.11-slim
",
    );
    let expected = r"error[unclaimed-folder]: no service of the model has the folder `svc/loadgen`
  --> svc/loadgen/Dockerfile:1:1
   |
 1 | FROM python:3.11-slim
   | ^^^^^^^^^^^^^^^^^^^^^
   |
  ::: environments/base.yaml:50:1
   |
50 | services:
   | -------- the services
   |
   = why: it has a Dockerfile, and no change of it is tested or selects anything
   = help: add `loadgen: { source: svc/loadgen, … }` to `services`, or say under `ci.images` which image it is
";
    check(&repository, &["unclaimed-folder"], expected);
}

#[test]
fn a_service_in_the_folder_of_another_is_told() {
    let repository = Monorepo::with(
        "  cart: { namespace: shop, source: svc/cart }
  cart-jobs: { namespace: shop, source: svc/cart/jobs }
  cart-worker: { namespace: shop, source: svc/cart-worker }
",
        "",
        "--- svc/cart/jobs/run.py\n--- svc/cart-worker/run.py\n",
    );
    let expected = r"warning[swallowed-service]: the folder of cart-jobs lies in that of cart
  --> environments/base.yaml:52:41
   |
51 |   cart: { namespace: shop, source: svc/cart }
   |                                    -------- the folder around it
52 |   cart-jobs: { namespace: shop, source: svc/cart/jobs }
   |                                         ^^^^^^^^^^^^^
   |
   = in: service cart-jobs, `services.cart-jobs.source`
   = why: every change of cart-jobs selects cart too
   = help: move one of them, or make cart-jobs a part: `partOf: cart`
";
    check(&repository, &["swallowed-service"], expected);
}

#[test]
fn a_pattern_that_takes_the_folder_of_another_is_told() {
    let repository = Monorepo::with(
        "  cart: { namespace: shop, source: svc/cart, ci: { watch: [svc/cart*/**] } }
  cart-worker: { namespace: shop, source: svc/cart-worker, ci: { watch: [svc/cart/api/**] } }
  mail: { namespace: shop, source: svc/mail, ci: { watch: [\"svc/mail*/*.md\"] } }
",
        "",
        "--- svc/cart-worker/run.py\n--- svc/cart/api/a.py\n",
    );
    let expected = r"warning[swallowed-service]: `svc/cart*/**` also takes `svc/cart-worker`, the folder of cart-worker
  --> environments/base.yaml:51:60
   |
51 |   cart: { namespace: shop, source: svc/cart, ci: { watch: [svc/cart*/**] } }
   |                                                            ^^^^^^^^^^^^
   |
   = in: service cart, `services.cart.ci.watch`
   = why: every change of cart-worker selects cart too
   = help: end the pattern at a folder: `svc/cart/**` leaves `svc/cart-worker` alone
";
    check(&repository, &["swallowed-service"], expected);
}
