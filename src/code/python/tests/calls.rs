//! Calls that import.

use crate::code::python::tests::imports;
use crate::code::python::tests::opaque;

/// What calls import, without the lines and without the statements that make the functions known.
fn called(text: &str) -> Vec<String> {
    let all = imports(text).into_iter().map(|import| import.split_once(' ').unwrap().1.to_owned());
    all.filter(|import| !import.starts_with("module ") && !import.starts_with("from ")).collect()
}

#[test]
fn import_module_imports_under_any_name() {
    for text in [
        "import importlib\nimportlib.import_module('a.b')",
        "import importlib as il\nil.import_module('a.b')",
        "from importlib import import_module\nimport_module('a.b')",
        "from importlib import import_module as load\nload(name='a.b')",
        "import importlib\nload = importlib.import_module\nload('a.b')",
        "import importlib.util\nx = [importlib.import_module('a' '.b').c]",
        "from importlib import *\nimport_module('a.b')",
        "__import__('a.b')",
        "import builtins\nbuiltins.__import__('a.b')",
    ] {
        assert_eq!(called(text), ["dynamic a.b"], "{text}");
        assert_eq!(opaque(text), Vec::<String>::new(), "{text}");
    }
    let later = "def f():\n    return import_module('a.b')\nfrom importlib import import_module\n";
    assert_eq!(called(later), ["dynamic a.b (in function)"]);
    assert_eq!(called("import importlib\nf = lambda: importlib.import_module('a')"), ["dynamic a (in function)"]);
    assert_eq!(called("import importlib\nimportlib.import_module('a' if x else 'b')"), ["dynamic a", "dynamic b"]);
}

#[test]
fn a_relative_name_counts_from_its_package() {
    let import = |arguments: &str| called(&format!("from importlib import import_module\nimport_module({arguments})"));
    assert_eq!(import("'.b', 'a'"), ["dynamic a.b"]);
    assert_eq!(import("'..c', package='a.b'"), ["dynamic a.c"]);
    assert_eq!(import("'.b', __package__"), ["dynamic .b"]);
    assert_eq!(import("'..b', package=__name__"), ["dynamic ..b"]);
    assert_eq!(import("'.b', __spec__.parent"), ["dynamic .b"]);
    assert_eq!(import("__package__ + '.b'"), ["dynamic .b"]);
    assert_eq!(import("f'{__name__}.b'"), ["dynamic .b"]);
    assert_eq!(import("__name__.rpartition('.')[0] + '.b'"), ["dynamic .b"]);
    assert_eq!(import("'...b', 'a.c'"), Vec::<String>::new());
    assert_eq!(import("'.b', package"), Vec::<String>::new());
}

#[test]
fn a_name_of_which_only_the_beginning_is_known_may_be_any_below_its_package() {
    let import = |argument: &str| called(&format!("import importlib\nimportlib.import_module({argument})"));
    for argument in ["f'a.b.{x}'", "'a.b.' + x", "'a.b.%s' % x", "'a.b.{}'.format(x)", "f'a.b.c_{x}'", "f'a.b.{x}.c'"] {
        assert_eq!(import(argument), ["below a.b"], "{argument}");
    }
    assert_eq!(import("'.'.join(['a', 'b', x])"), ["below a.b"]);
    assert_eq!(import("'.'.join(('a', 'b'))"), ["dynamic a.b"]);
    assert_eq!(import("f'.{x}', __package__"), ["below ."]);
    assert_eq!(import("f'.plugins.{x}', __package__"), ["below .plugins"]);
    assert_eq!(import("f'{__package__}.plugins.{x}'"), ["below .plugins"]);
    assert_eq!(import("f'.{x}', 'a.b'"), ["below a.b"]);
    assert_eq!(import("f'a.b'"), ["dynamic a.b"]);
    let constant = "import importlib\nBASE = 'a.b'\nimportlib.import_module(f'{BASE}.{x}')";
    assert_eq!(called(constant), ["below a.b"]);
}

#[test]
fn a_loop_over_names_that_are_written_out_imports_each() {
    let both = |text: &str| {
        let text = format!("import importlib\n{text}");
        let found: Vec<String> =
            called(&text).iter().map(|import| import.split(" (").next().unwrap().to_owned()).collect();
        assert_eq!(found, ["dynamic a.b", "dynamic c"], "{text}");
        assert_eq!(opaque(&text), Vec::<String>::new(), "{text}");
    };
    both("for name in ('a.b', 'c'):\n    importlib.import_module(name)");
    both("[importlib.import_module(name) for name in ['a.b', 'c'] if name]");
    both("x = {name: importlib.import_module(name) for name in {'a.b', 'c'}}");
    both(
        "NAMES = ('a.b', 'c')\ndef f():\n    for name in NAMES:\n        try:\n            importlib.import_module(name)\n        finally: pass",
    );
    let unknown = |text: &str| {
        let text = format!("import importlib\n{text}");
        assert_eq!((called(&text), opaque(&text).len()), (Vec::new(), 1), "{text}");
    };
    unknown("for name in names:\n    importlib.import_module(name)");
    unknown("for name in ['a']:\n    for name in x:\n        importlib.import_module(name)");
    unknown("for name in ['a']:\n    name = f(name)\n    importlib.import_module(name)");
    unknown("for name in ['a']:\n    def f(name):\n        importlib.import_module(name)");
    unknown("for name in ['a']: pass\nimportlib.import_module(name)");
    unknown("for name, x in [('a', 1)]:\n    importlib.import_module(name)");
    let some = "import importlib\nfor name in ['a', x]:\n    importlib.import_module(name)";
    assert_eq!((called(some), opaque(some).len()), (vec!["dynamic a (conditional)".to_owned()], 1));
}

#[test]
fn a_name_that_cannot_be_read_is_said_to_be_unknown() {
    let import = |argument: &str| opaque(&format!("import importlib\nimportlib.import_module({argument})"));
    for argument in ["x", "f'{x}.b'", "f'a{x}'", "os.environ['X']", "'a' + f()", "", "*x", "**x", "'a b'", "1"] {
        assert_eq!(import(argument), ["2 importlib.import_module"], "{argument}");
    }
    assert_eq!(opaque("__import__(x)"), ["1 __import__"]);
    assert_eq!(opaque("import importlib as i\nmap(i.import_module, x)"), ["2 importlib.import_module"]);
    assert_eq!(opaque("import runpy\nrunpy.run_path('a.py')"), ["2 runpy.run_path"]);
    assert_eq!(opaque("import importlib\nimportlib.reload(x)\nimportlib.invalidate_caches()"), Vec::<String>::new());
    let twice = "import importlib\nBASE = 'a'\nBASE = 'b'\nimportlib.import_module(BASE)";
    assert_eq!(opaque(twice), ["4 importlib.import_module"]);
    let parameter = "import importlib\nname = 'a'\ndef f(name):\n    importlib.import_module(name)";
    assert_eq!(opaque(parameter), ["4 importlib.import_module"]);
}

#[test]
fn the_list_of_dunder_import_names_modules_or_what_is_in_them() {
    assert_eq!(imports("__import__('a', {}, {}, ['b', 'c'])"), ["1 from a b", "1 from a c"]);
    assert_eq!(imports("__import__('a', fromlist=[''])"), ["1 dynamic a"]);
    assert_eq!(imports("__import__('a', globals(), level=1)"), ["1 dynamic .a"]);
    assert_eq!(imports("__import__('', globals(), fromlist=('b',), level=2)"), ["1 from .. b"]);
}

#[test]
fn looking_for_a_module_and_running_it_imports_it() {
    for text in [
        "import importlib.util\nimportlib.util.find_spec('a.b')",
        "from importlib import util\nutil.find_spec('a.b')",
        "from importlib.util import find_spec\nif find_spec('a.b') is None: pass",
        "import runpy\nrunpy.run_module('a.b', run_name='__main__')",
        "import pytest\npytest.importorskip('a.b')",
        "pytest_plugins = ['a.b']",
        "pytest_plugins = 'a.b'",
        "pytest_plugins: list[str] = ('a.b',)",
        "from importlib import resources\nresources.files('a.b')",
        "import uvicorn\nuvicorn.run('a.b:app', port=8000)",
    ] {
        let found = called(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with("dynamic a.b"), "{text}: {found:?}");
    }
}

#[test]
fn a_test_that_replaces_something_imports_the_module_it_is_in() {
    for text in [
        "from unittest.mock import patch\n@patch('a.b.c')\ndef test(): pass",
        "from unittest import mock\n@mock.patch('a.b.c', return_value=1)\nclass Test: pass",
        "import unittest.mock\nunittest.mock.patch('a.b.c').start()",
        "from unittest.mock import patch\nwith patch.dict('a.b.c', {}): pass",
        "from unittest.mock import patch as p\np.object('a.b.c', 'x')",
        "def test(monkeypatch):\n    monkeypatch.setattr('a.b.c', 1)",
        "def test(mocker):\n    mocker.patch('a.b.c')",
    ] {
        assert_eq!(called(text), ["patched a.b.c (in function)"], "{text}");
    }
    for text in [
        "from unittest.mock import patch\npatch.object(a, 'b.c')",
        "def test(monkeypatch):\n    monkeypatch.setattr(a, 'b.c', 1)\n    monkeypatch.setenv('A.B', 'c.d')",
        "client.patch('/a/b.c')\nclient.patch('a.b.c')",
    ] {
        assert_eq!(called(text), Vec::<String>::new(), "{text}");
        assert_eq!(opaque(text), Vec::<String>::new(), "{text}");
    }
}
