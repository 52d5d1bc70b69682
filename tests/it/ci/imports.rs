//! Every way in which Python imports, and the line that says so.

use crate::monorepo::Monorepo;

#[track_caller]
fn check(files: &str, expected: &str) {
    assert_eq!(Monorepo::new(files).edges(), expected);
}

#[test]
fn absolute_imports_name_a_module_or_something_in_one() {
    check(
        "--- lib/money.py
--- lib/clock.py
--- lib/names.py
--- lib/unused.py
--- svc/cart/app.py
import os, lib.money
import lib.clock as clock

from lib.names import (
    first,
    last,
)
",
        "cart needs lib/clock.py: svc/cart/app.py:2 import
cart needs lib/money.py: svc/cart/app.py:1 import
cart needs lib/names.py: svc/cart/app.py:4 import
",
    );
}

#[test]
fn a_module_is_imported_out_of_its_package_too() {
    check(
        "--- lib/money.py
--- lib/clock/__init__.py
--- svc/cart/app.py
from lib import money, clock, name_of_nothing
",
        "cart needs lib/clock/__init__.py: svc/cart/app.py:1 import
cart needs lib/money.py: svc/cart/app.py:1 import
",
    );
}

#[test]
fn relative_imports_begin_in_the_folder_of_the_file() {
    check(
        "--- svc/cart/app.py
import lib.money.notes.coin
--- lib/money/notes/coin.py
from . import paper
from .ink import black
from ..tables import rates
from ... import clock
from ....outside import nothing
--- lib/money/notes/paper.py
--- lib/money/notes/ink.py
--- lib/money/tables.py
--- lib/clock.py
",
        "cart needs lib/clock.py: svc/cart/app.py:1 import, lib/money/notes/coin.py:4 import
cart needs lib/money/notes/coin.py: svc/cart/app.py:1 import; also lib/money/notes/ink.py, \
         lib/money/notes/paper.py, lib/money/tables.py
",
    );
}

#[test]
fn what_a_package_hands_on_is_needed_by_whoever_imports_the_package() {
    check(
        "--- svc/cart/app.py
from lib.money import Amount
--- lib/money/__init__.py
from .amount import Amount
--- lib/money/amount.py
from lib.rounding import half_up
--- lib/money/legacy.py
import lib.tables
--- lib/rounding.py
--- lib/tables.py
",
        "cart needs lib/money/__init__.py: svc/cart/app.py:1 import; also lib/money/amount.py
cart needs lib/rounding.py: svc/cart/app.py:1 import, lib/money/__init__.py:1 import, lib/money/amount.py:1 import
",
    );
}

#[test]
fn a_star_takes_what_the_package_hands_on_and_the_modules_that_all_names() {
    check(
        "--- svc/cart/app.py
from lib.money import *
--- svc/mail/app.py
from lib.clock import *
--- lib/money/__init__.py
from lib.rounding import *
__all__ = [\"coin\"]
__all__ += [\"paper\"]
--- lib/money/coin.py
import lib.metal
--- lib/money/paper.py
import lib.ink
--- lib/money/legacy.py
import lib.tables
--- lib/rounding.py
--- lib/metal.py
--- lib/ink.py
--- lib/tables.py
--- lib/clock/__init__.py
--- lib/clock/zones.py
",
        "mail needs lib/clock/__init__.py: svc/mail/app.py:1 import
cart needs lib/ink.py: svc/cart/app.py:1 import, lib/money/paper.py:1 import
cart needs lib/metal.py: svc/cart/app.py:1 import, lib/money/coin.py:1 import
cart needs lib/money/__init__.py: svc/cart/app.py:1 import; also lib/money/coin.py, lib/money/paper.py
cart needs lib/rounding.py: svc/cart/app.py:1 import, lib/money/__init__.py:1 import
",
    );
}

#[test]
fn imports_count_wherever_they_stand() {
    check(
        "--- svc/cart/app.py
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import lib.types
else:
    import lib.real
try:
    import lib.fast
except ImportError:
    import lib.slow
def later():
    import lib.lazy
class Holder:
    import lib.held
    def method(self):
        import lib.method
if True:
    import lib.one
elif False:
    import lib.two
else:
    import lib.three
async def soon():
    with open('x') as file:
        import lib.soon
--- lib/types.py
--- lib/real.py
--- lib/fast.py
--- lib/slow.py
--- lib/lazy.py
--- lib/held.py
--- lib/method.py
--- lib/one.py
--- lib/two.py
--- lib/three.py
--- lib/soon.py
",
        "cart needs lib/fast.py: svc/cart/app.py:7 import
cart needs lib/held.py: svc/cart/app.py:13 import
cart needs lib/lazy.py: svc/cart/app.py:11 lazy import
cart needs lib/method.py: svc/cart/app.py:15 lazy import
cart needs lib/one.py: svc/cart/app.py:17 import
cart needs lib/real.py: svc/cart/app.py:5 import
cart needs lib/slow.py: svc/cart/app.py:9 import
cart needs lib/soon.py: svc/cart/app.py:24 lazy import
cart needs lib/three.py: svc/cart/app.py:21 import
cart needs lib/two.py: svc/cart/app.py:19 import
cart needs lib/types.py: svc/cart/app.py:3 typing import
",
    );
}

#[test]
fn packages_need_no_init_and_their_parents_run_first_where_they_have_one() {
    check(
        "--- svc/cart/app.py
import lib.space.deep.thing
--- svc/mail/app.py
from lib.space.deep import thing
--- lib/__init__.py
import lib.setup
--- lib/setup.py
--- lib/space/deep/thing.py
",
        "cart needs lib/__init__.py: svc/cart/app.py:1 parent package
mail needs lib/__init__.py: svc/mail/app.py:1 parent package
cart needs lib/setup.py: svc/cart/app.py:1 parent package, lib/__init__.py:1 import
mail needs lib/setup.py: svc/mail/app.py:1 parent package, lib/__init__.py:1 import
cart needs lib/space/deep/thing.py: svc/cart/app.py:1 import
mail needs lib/space/deep/thing.py: svc/mail/app.py:1 import
",
    );
}

#[test]
fn a_file_is_looked_up_in_the_folder_of_its_service_and_in_the_repository() {
    check(
        "--- svc/cart/app.py
import core.settings
from svc.mail.schemas import Letter
--- svc/cart/core/settings.py
import lib.money
--- svc/mail/schemas.py
import core.words
--- svc/mail/core/words.py
import lib.names
--- lib/money.py
--- lib/names.py
",
        "cart needs lib/money.py: svc/cart/core/settings.py:1 import
cart needs lib/names.py: svc/cart/app.py:2 import, svc/mail/schemas.py:1 import, svc/mail/core/words.py:1 import
mail needs lib/names.py: svc/mail/core/words.py:1 import
cart needs svc/mail/schemas.py: svc/cart/app.py:2 import; also svc/mail/core/words.py
",
    );
}

#[test]
fn circles_end() {
    check(
        "--- svc/cart/app.py
import lib.hen
--- lib/hen.py
import lib.egg
--- lib/egg.py
import lib.hen
import lib.egg
",
        "cart needs lib/egg.py: svc/cart/app.py:1 import, lib/hen.py:1 import
cart needs lib/hen.py: svc/cart/app.py:1 import
",
    );
}

#[test]
fn a_file_that_cannot_be_read_to_its_end_keeps_its_other_edges() {
    let repository = Monorepo::new(
        "--- svc/cart/app.py
import lib.money
def broken(:
    pass
import lib.clock
--- lib/money.py
--- lib/clock.py
",
    );
    let expected = "cart needs lib/clock.py: svc/cart/app.py:4 import
cart needs lib/money.py: svc/cart/app.py:1 import
";
    assert_eq!(repository.edges(), expected);
}
