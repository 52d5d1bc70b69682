//! A repository of three services, and what `ci matrix` says of changed files in it.

use crate::monorepo::Monorepo;
use crate::project::Said;

/// Three services in another order than that of their names, of which two share code.
pub(crate) const SERVICES: &str = "  web: { namespace: shop, source: svc/web }
  cart: { namespace: shop, source: svc/cart, ci: { watch: [\"deploy/{service}/**\"] } }
  mail: { namespace: shop, source: svc/mail }
  gate: { namespace: shop, source: svc/gate, ci: { testedBy: .github/workflows/gate.yml } }
  mail-sender: { partOf: mail }
";

/// Patterns and names for them.
pub(crate) const CI: &str = "  watch: [\"manifests/{service}/**\"]
  everything: [Makefile, tools/**]
  aliases: { post: mail }
";

/// Their files, and those that they share.
pub(crate) const FILES: &str = "--- svc/web/app.py
import lib.money
--- svc/cart/app.py
import lib.money
import lib.prices.table
--- svc/gate/main.go
--- lib/money.py
--- lib/unused.py
--- lib/prices/table.py
--- lib/prices/table.csv
--- deploy/cart/a.yaml
--- manifests/mail-sender/a.yaml
--- Makefile
--- tools/build.sh
--- .github/workflows/gate.yml
";

/// A repository of these.
pub(crate) fn repository() -> Monorepo {
    Monorepo::with(SERVICES, CI, FILES)
}

/// Runs `ci matrix` for names of files, as they are handed over.
pub(crate) fn changed(repository: &Monorepo, files: &[u8], more: &[&str]) -> Said {
    let repository = repository.file_of_names(files);
    repository.run(&[&["ci", "matrix", "--files-from", "changed"], more].concat())
}
