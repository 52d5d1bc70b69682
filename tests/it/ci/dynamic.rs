//! Imports that are calls or strings, and what else Python needs.

use crate::monorepo::Monorepo;

#[track_caller]
fn check(files: &str, expected: &str) {
    assert_eq!(Monorepo::new(files).edges(), expected);
}

#[test]
fn import_module_counts_as_far_as_its_argument_can_be_read() {
    check(
        "--- svc/cart/app.py
import importlib
from importlib import import_module as load
importlib.import_module('lib.whole')
load('.beside', 'lib.pack')
load('..above', package='lib.pack')
load(f'lib.handlers.{name}')
NAME = 'lib.constant'
load(NAME)
__import__('lib.built')
--- lib/whole.py
--- lib/pack/__init__.py
--- lib/pack/beside.py
--- lib/above.py
--- lib/handlers/one.py
--- lib/handlers/deep/two.py
--- lib/constant.py
--- lib/built.py
",
        "cart needs lib/above.py: svc/cart/app.py:5 dynamic import
cart needs lib/built.py: svc/cart/app.py:9 dynamic import
cart needs lib/constant.py: svc/cart/app.py:8 dynamic import
cart needs lib/handlers/deep/two.py: svc/cart/app.py:6 dynamic import; also lib/handlers/one.py
cart needs lib/pack/beside.py: svc/cart/app.py:4 dynamic import; also lib/pack/__init__.py
cart needs lib/whole.py: svc/cart/app.py:3 dynamic import
",
    );
}

#[test]
fn a_package_that_loads_its_plugins_needs_whatever_lies_in_it() {
    check(
        "--- svc/cart/app.py
import lib.plugins
--- svc/mail/app.py
import lib.codecs.reader
--- lib/plugins/__init__.py
import importlib
def load(name):
    return importlib.import_module(f'.{name}', __package__)
--- lib/plugins/one.py
import lib.helper
--- lib/helper.py
--- lib/codecs/reader.py
import importlib
def load(name):
    return importlib.import_module('.kinds.' + name, __package__)
--- lib/codecs/kinds/text.py
--- lib/codecs/other.py
",
        "mail needs lib/codecs/reader.py: svc/mail/app.py:1 import; also lib/codecs/kinds/text.py
cart needs lib/helper.py: svc/cart/app.py:1 import, lib/plugins/__init__.py:3 dynamic import, \
         lib/plugins/one.py:1 import
cart needs lib/plugins/__init__.py: svc/cart/app.py:1 import; also lib/plugins/one.py
",
    );
}

#[test]
fn what_tests_replace_is_needed() {
    check(
        "--- svc/cart/tests/test_app.py
from unittest import mock
from unittest.mock import patch
@patch('lib.money.rates.fetch')
def test_one(): ...
def test_two(mocker, monkeypatch):
    mock.patch('lib.clock.now')
    mocker.patch('lib.names.FIRST')
    monkeypatch.setattr('lib.paths.HOME', '/')
    mock.patch('requests.get')
--- lib/money/__init__.py
--- lib/money/rates.py
--- lib/clock.py
--- lib/names.py
--- lib/paths.py
",
        "cart needs lib/clock.py: svc/cart/tests/test_app.py:6 dynamic import
cart needs lib/money/rates.py: svc/cart/tests/test_app.py:3 dynamic import; also lib/money/__init__.py
cart needs lib/names.py: svc/cart/tests/test_app.py:7 dynamic import
cart needs lib/paths.py: svc/cart/tests/test_app.py:8 dynamic import
",
    );
}

#[test]
fn plugins_of_pytest_are_needed() {
    check(
        "--- svc/cart/tests/conftest.py
pytest_plugins = ['lib.fixtures.redis', 'pytester']
--- svc/mail/conftest.py
pytest_plugins = 'lib.fixtures.mail'
--- lib/fixtures/redis.py
--- lib/fixtures/mail.py
--- lib/fixtures/unused.py
",
        "cart needs lib/fixtures/redis.py: svc/cart/tests/conftest.py:1 dynamic import
mail needs lib/fixtures/mail.py: svc/mail/conftest.py:1 dynamic import
",
    );
}

#[test]
fn strings_of_celery_count_where_the_model_says_so() {
    let files = "--- svc/cart/celery_app.py
app.autodiscover_tasks(['lib.jobs'])
app.conf.update(
    include=['lib.chores'],
    task_routes={'lib.bills.send': {'queue': 'bills'}},
)
--- lib/jobs/__init__.py
--- lib/jobs/tasks.py
--- lib/chores.py
--- lib/bills.py
";
    let counted = "cart needs lib/bills.py: svc/cart/celery_app.py:4 string
cart needs lib/chores.py: svc/cart/celery_app.py:3 string
cart needs lib/jobs/__init__.py: svc/cart/celery_app.py:1 string; also lib/jobs/tasks.py
";
    let strings = "  python: { version: \"3.11\", roots: [lib, svc], strings: [svc/*/celery_app.py] }\n";
    assert_eq!(Monorepo::saying(strings, files).edges(), counted);
    assert_eq!(Monorepo::new(files).edges(), "");
}

#[test]
fn a_string_with_dots_is_no_import_elsewhere() {
    check(
        "--- svc/cart/app.py
import lib.queue
send('lib.money.charge', 'lib.money')
--- lib/queue.py
KNOWN = {'lib.money': 1}
--- lib/money.py
",
        "cart needs lib/queue.py: svc/cart/app.py:1 import\n",
    );
}

#[test]
fn data_belongs_to_the_python_that_it_lies_beside() {
    check(
        "--- svc/cart/app.py
from lib.prices import table
--- lib/prices/__init__.py
--- lib/prices/table.py
--- lib/prices/table.csv
--- lib/prices/data/rates.json
--- lib/prices/tests/test_table.py
--- lib/prices/tests/expected.csv
--- lib/other/rates.json
",
        "cart needs lib/prices/table.py: svc/cart/app.py:1 import; also lib/prices/__init__.py, \
         lib/prices/data/rates.json, lib/prices/table.csv
",
    );
}

#[test]
fn files_of_a_service_are_no_data_of_the_python_around_it() {
    let repository = Monorepo::new(
        "--- svc/cart/app.py
import svc.shared
--- svc/shared.py
--- svc/notes.txt
--- svc/plain/notes.txt
--- svc/mail/notes.txt
",
    )
    .without("svc/mail/app.py");
    assert_eq!(
        repository.edges(),
        "cart needs svc/notes.txt: svc/cart/app.py:1 import
cart needs svc/plain/notes.txt: svc/cart/app.py:1 import
cart needs svc/shared.py: svc/cart/app.py:1 import
"
    );
}
