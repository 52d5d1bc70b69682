//! What is no Python and still decides what a service is: requirements, projects, images, and the settings of tools.

use crate::monorepo::Monorepo;

#[track_caller]
fn check(files: &str, expected: &str) {
    assert_eq!(Monorepo::new(files).edges(), expected);
}

#[test]
fn requirements_include_and_constrain() {
    check(
        "--- svc/cart/requirements.txt
-r ../../requirements/common.txt
-c ../../requirements/constraints.txt
fastapi==0.115.0
--- svc/mail/requirements.txt
--requirement=../../requirements/mail.txt
--- requirements/common.txt
-r base.txt
--- requirements/base.txt
--- requirements/constraints.txt
--- requirements/mail.txt
--- requirements/unused.txt
",
        "cart needs requirements/base.txt: svc/cart/requirements.txt:1 requirements, \
         requirements/common.txt:1 requirements
cart needs requirements/common.txt: svc/cart/requirements.txt:1 requirements
cart needs requirements/constraints.txt: svc/cart/requirements.txt:2 requirements
mail needs requirements/mail.txt: svc/mail/requirements.txt:1 requirements
",
    );
}

#[test]
fn a_project_that_is_installed_from_its_folder_is_needed() {
    check(
        "--- svc/cart/requirements.txt
-e ../../packages/money
./local
--- svc/mail/pyproject.toml
[project]
name = \"mail\"
dependencies = [\"clock\"]
[tool.uv.sources]
clock = { path = \"../../packages/clock\", editable = true }
--- packages/money/pyproject.toml
[project]
name = \"money\"
--- packages/money/money/__init__.py
--- packages/clock/pyproject.toml
[project]
name = \"clock\"
--- packages/unused/pyproject.toml
[project]
name = \"unused\"
",
        "mail needs packages/clock/pyproject.toml: svc/mail/pyproject.toml:5 dependency
cart needs packages/money/pyproject.toml: svc/cart/requirements.txt:1 dependency
",
    );
}

#[test]
fn the_python_of_an_installed_project_is_found_by_its_imports() {
    let path = "  python: { version: \"3.11\", roots: [packages, svc], path: [., packages/money/src] }\n";
    let files = "--- svc/cart/requirements.txt
-e ../../packages/money
--- svc/cart/app.py
import money.amount
--- packages/money/pyproject.toml
[project]
name = \"money\"
--- packages/money/src/money/__init__.py
--- packages/money/src/money/amount.py
--- packages/money/src/money/unused.py
";
    let expected = "cart needs packages/money/src/money/amount.py: svc/cart/app.py:1 import; also \
                    packages/money/src/money/__init__.py
cart needs packages/money/pyproject.toml: svc/cart/requirements.txt:1 dependency
";
    let edges = Monorepo::saying(path, files).edges();
    let mut lines: Vec<&str> = edges.lines().collect();
    lines.sort_unstable();
    let mut wanted: Vec<&str> = expected.lines().collect();
    wanted.sort_unstable();
    assert_eq!(lines, wanted);
}

#[test]
fn a_workspace_around_services_installs_none_of_its_members_for_them() {
    let repository = Monorepo::new(
        "--- pyproject.toml
[project]
name = \"shop\"
dependencies = [\"money\"]
[tool.uv.sources]
money = { path = \"packages/money\" }
[tool.ruff]
line-length = 100
--- uv.lock
--- packages/money/pyproject.toml
[project]
name = \"money\"
",
    );
    assert_eq!(
        repository.edges(),
        "cart needs uv.lock: pyproject.toml:1 dependency
mail needs uv.lock: pyproject.toml:1 dependency
"
    );
    repository.file_of_names(b"pyproject.toml");
    assert_eq!(repository.matrix(&["--files-from", "changed"]).0, ["cart", "mail"], "its settings are theirs");
}

#[test]
fn an_image_needs_what_it_copies() {
    check(
        "--- svc/cart/Dockerfile
FROM python:3.11-slim AS build
COPY requirements/common.txt /srv/
COPY --from=build /usr/local /usr/local
COPY --from=build assets/logos /srv
ADD https://example.org/assets/logos/a.png /srv/
RUN --mount=type=bind,from=build,source=assets/logos,target=/x true
COPY [\"assets/fonts\", \"/srv/fonts\"]
COPY --chown=1000:1000 svc/cart \\
    assets/sounds/*.wav \\
    /srv/
COPY . /srv/all
--- svc/mail/Dockerfile
FROM python:3.11-slim
COPY app.py /srv/
COPY <<EOF /srv/settings
COPY assets/logos /srv
EOF
--- requirements/common.txt
--- assets/fonts/a.ttf
--- assets/fonts/b/b.ttf
--- assets/logos/a.png
--- assets/sounds/ding.wav
--- assets/sounds/ding.mp3
",
        "cart needs assets/fonts/a.ttf: svc/cart/Dockerfile:7 copy; also assets/fonts/b/b.ttf
cart needs assets/sounds/ding.wav: svc/cart/Dockerfile:9 copy
cart needs requirements/common.txt: svc/cart/Dockerfile:2 copy
",
    );
}

#[test]
fn an_image_that_is_described_elsewhere_is_found_by_what_the_service_watches() {
    let services = "  cart: { namespace: shop, source: svc/cart, ci: { watch: [images/cart/**] } }
  mail: { namespace: shop, source: svc/mail }
";
    let files = "--- images/cart/Dockerfile
FROM python:3.11-slim
COPY assets /srv/assets
--- images/mail/Dockerfile
FROM python:3.11-slim
COPY assets /srv/assets
--- assets/a.png
";
    assert_eq!(Monorepo::with(services, "", files).edges(), "cart needs assets/a.png: images/cart/Dockerfile:2 copy\n");
}

#[test]
fn copied_python_counts_where_it_is_imported() {
    check(
        "--- svc/cart/Dockerfile
FROM python:3.11-slim
COPY lib /srv/lib
COPY svc/cart /srv/cart
--- svc/cart/app.py
import lib.money
--- lib/money.py
--- lib/unused.py
",
        "cart needs lib/money.py: svc/cart/app.py:1 import\n",
    );
}

#[test]
fn an_image_that_is_built_here_is_needed_by_those_built_upon_it() {
    let images = "  images: { registry.example.org/shop/base:latest: images/base }\n";
    let files = "--- svc/cart/Dockerfile
FROM registry.example.org/shop/base:latest AS base
FROM base
--- svc/mail/Dockerfile
FROM registry.example.org/shop/base:1.0
--- images/base/Dockerfile
FROM python:3.11-slim
COPY images/base/entry.sh images/certificates/root.pem /
--- images/base/entry.sh
--- images/certificates/root.pem
";
    assert_eq!(
        Monorepo::saying(images, files).edges(),
        "cart needs images/base/Dockerfile: svc/cart/Dockerfile:1 base image; also images/base/entry.sh
cart needs images/certificates/root.pem: svc/cart/Dockerfile:1 base image, images/base/Dockerfile:2 copy
"
    );
}

#[test]
fn settings_in_the_folders_around_a_service_concern_it_and_what_they_import_too() {
    let repository = Monorepo::new(
        "--- conftest.py
from lib.testing import fixtures
--- svc/pyproject.toml
[tool.ruff]
--- lib/testing/fixtures.py
--- lib/conftest.py
import lib.clock
--- lib/clock.py
",
    )
    .committed();
    let expected = "cart needs lib/testing/fixtures.py: conftest.py:1 import
mail needs lib/testing/fixtures.py: conftest.py:1 import
";
    assert_eq!(repository.edges(), expected);
    for (file, services) in [
        ("conftest.py", &["cart", "mail"][..]),
        ("svc/pyproject.toml", &["cart", "mail"]),
        ("svc/pytest.ini", &["cart", "mail"]),
        ("lib/conftest.py", &[]),
        ("lib/clock.py", &[]),
        ("svc/cart/pyproject.toml", &["cart"]),
    ] {
        let repository = repository.project.fed(file.as_bytes(), ["ci", "matrix", "--files-from", "-"]);
        assert_eq!(repository.out.trim(), serde_json::to_string(services).unwrap(), "{file}");
    }
}
