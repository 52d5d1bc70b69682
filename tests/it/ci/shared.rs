//! Shared triggers that the model and the code disagree about.

use crate::monorepo::Monorepo;

#[track_caller]
fn check(repository: &Monorepo, rules: &[&str], expected: &str) {
    assert_eq!(repository.said_of(rules), expected);
}

#[test]
fn a_map_that_lacks_an_import_is_told_with_the_way_to_it() {
    let repository = Monorepo::saying(
        "  sharedTriggers: { lib/money: [mail] }\n",
        "--- svc/cart/app.py
from lib.money import Amount
--- svc/mail/app.py
import lib.money.amount
--- lib/money/__init__.py
from .amount import Amount
--- lib/money/amount.py
import lib.rounding
--- lib/rounding.py
",
    );
    let expected = r"error[missing-trigger]: a change of `lib/rounding.py` does not select cart, which needs it
  --> environments/base.yaml:66:3
   |
66 |   sharedTriggers: { lib/money: [mail] }
   |   ^^^^^^^^^^^^^^
   |
  ::: svc/cart/app.py:1:6
   |
 1 | from lib.money import Amount
   |      --------- needs `lib/money/__init__.py`
   |
  ::: lib/money/__init__.py:1:7
   |
 1 | from .amount import Amount
   |       ------ needs `lib/money/amount.py`
   |
  ::: lib/money/amount.py:1:8
   |
 1 | import lib.rounding
   |        ------------ needs `lib/rounding.py`
   |
   = in: service cart, `ci.sharedTriggers.lib/rounding.py`
   = why: svc/cart/app.py:1 -> lib.money -> lib.money.amount -> lib.rounding; whoever goes by the map, as filters of paths do, merges the change without a test of cart
   = help: add `lib/rounding.py: [cart]`, or write `sharedTriggers: derived`

error[missing-trigger]: a change of `lib/rounding.py` does not select mail, which needs it
  --> environments/base.yaml:66:3
   |
66 |   sharedTriggers: { lib/money: [mail] }
   |   ^^^^^^^^^^^^^^
   |
  ::: svc/mail/app.py:1:8
   |
 1 | import lib.money.amount
   |        ---------------- needs `lib/money/amount.py`
   |
  ::: lib/money/amount.py:1:8
   |
 1 | import lib.rounding
   |        ------------ needs `lib/rounding.py`
   |
   = in: service mail, `ci.sharedTriggers.lib/rounding.py`
   = why: svc/mail/app.py:1 -> lib.money.amount -> lib.rounding; whoever goes by the map, as filters of paths do, merges the change without a test of mail
   = help: add `lib/rounding.py: [mail]`, or write `sharedTriggers: derived`

error[missing-trigger]: a change of `lib/money` does not select cart, which needs it
  --> environments/base.yaml:66:21
   |
66 |   sharedTriggers: { lib/money: [mail] }
   |                     ^^^^^^^^^
   |
  ::: svc/cart/app.py:1:6
   |
 1 | from lib.money import Amount
   |      --------- needs `lib/money/__init__.py`
   |
   = in: service cart, `ci.sharedTriggers.lib/money`
   = why: svc/cart/app.py:1 -> lib.money (and 1 more of its files); whoever goes by the map, as filters of paths do, merges the change without a test of cart
   = help: add `cart` to `lib/money`, or write `sharedTriggers: derived`
";
    check(&repository, &["missing-trigger"], expected);
}

#[test]
fn a_folder_that_the_map_has_in_part_is_told() {
    let repository = Monorepo::saying(
        "  sharedTriggers: { lib/money/amount.py: [cart, mail] }\n",
        "--- svc/cart/app.py
import lib.money.amount
--- svc/mail/app.py
import lib.money.amount
import lib.money.rates
--- lib/money/__init__.py
--- lib/money/amount.py
--- lib/money/rates.py
",
    );
    let expected = r"error[missing-trigger]: a change of `lib/money/__init__.py` does not select cart, which needs it
  --> environments/base.yaml:66:3
   |
66 |   sharedTriggers: { lib/money/amount.py: [cart, mail] }
   |   ^^^^^^^^^^^^^^
   |
  ::: svc/cart/app.py:1:8
   |
 1 | import lib.money.amount
   |        ---------------- needs `lib/money/__init__.py`
   |
   = in: service cart, `ci.sharedTriggers.lib/money`
   = why: svc/cart/app.py:1 -> lib.money; whoever goes by the map, as filters of paths do, merges the change without a test of cart
   = help: add `lib/money/__init__.py: [cart]`, or write `sharedTriggers: derived`

error[missing-trigger]: a change of `lib/money/__init__.py` does not select mail, which needs it
  --> environments/base.yaml:66:3
   |
66 |   sharedTriggers: { lib/money/amount.py: [cart, mail] }
   |   ^^^^^^^^^^^^^^
   |
  ::: svc/mail/app.py:1:8
   |
 1 | import lib.money.amount
   |        ---------------- needs `lib/money/__init__.py`
   |
   = in: service mail, `ci.sharedTriggers.lib/money`
   = why: svc/mail/app.py:1 -> lib.money (and 1 more of its files); whoever goes by the map, as filters of paths do, merges the change without a test of mail
   = help: add `lib/money/__init__.py: [mail]`, or write `sharedTriggers: derived`
";
    check(&repository, &["missing-trigger"], expected);
}

#[test]
fn a_map_that_has_more_than_is_imported_is_told() {
    let repository = Monorepo::saying(
        "  sharedTriggers: { lib/money: [cart, mail] }\n",
        "--- svc/cart/app.py
import lib.money
--- lib/money/__init__.py
",
    );
    let expected = r"warning[superfluous-trigger]: mail needs nothing of `lib/money`
  --> environments/base.yaml:66:39
   |
66 |   sharedTriggers: { lib/money: [cart, mail] }
   |                                       ^^^^
   |
   = in: service mail, `ci.sharedTriggers.lib/money`
   = why: its tests run for changes that cannot concern it
   = help: remove `mail` here, or write `sharedTriggers: derived`
";
    check(&repository, &["superfluous-trigger"], expected);
}
