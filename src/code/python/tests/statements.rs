//! `import` and `from`.

use crate::code::python::read;
use crate::code::python::tests::imports;
use crate::text::Place;
use crate::text::Source;

#[test]
fn every_module_of_a_statement_is_imported() {
    assert_eq!(imports("import a.b, c as d, e.f as g\n"), ["1 module a.b", "1 module c", "1 module e.f"]);
    assert_eq!(imports("from a.b import c, d as e\n"), ["1 from a.b c", "1 from a.b d"]);
    assert_eq!(imports("from a import (\n    b,  # one\n    c,\n)\n"), ["1 from a b", "1 from a c"]);
    assert_eq!(imports("from a import *\n"), ["1 from a *"]);
    assert_eq!(imports("import a . b\nimport a\\\n.c\n"), ["1 module a.b", "2 module a.c"]);
    assert_eq!(imports("from 모듈.이름 import 값\n"), ["1 from 모듈.이름 값"]);
}

#[test]
fn dots_count_packages_upwards_even_beyond_the_topmost() {
    assert_eq!(imports("from . import a\nfrom .. import *\n"), ["1 from . a", "2 from .. *"]);
    assert_eq!(imports("from ...a.b import c\nfrom ....... import d\n"), ["1 from ...a.b c", "2 from ....... d"]);
    assert_eq!(imports("from . . a import b\nfrom .import c\n"), ["1 from ..a b", "2 from . c"]);
}

#[test]
fn an_import_stands_where_its_module_is_named() {
    let source = Source::new("a.py", "# 한글\nfrom a.b import (\n    c,\n)\nfrom . import (\n    d,\n)\n");
    let module = read(&source);
    let places = module.imports.iter().map(|import| Place::new(&source, import.span));
    let places: Vec<String> = places.map(|place| format!("{place} {}", place.text())).collect();
    assert_eq!(places, ["a.py:2:6 a.b", "a.py:6:5 d"]);
}

#[test]
fn what_only_looks_like_an_import_is_none() {
    assert_eq!(imports("# import a\n'''\nimport b\n'''\nx = 'import c'\n"), Vec::<String>::new());
    assert_eq!(imports("def f():\n    \"\"\"\n    import a\n    from b import c\n    \"\"\"\n"), Vec::<String>::new());
    assert_eq!(imports("importlib = 1\nimport_module = print\nimport_module('a')\n"), Vec::<String>::new());
    assert_eq!(imports("raise x from y\nyield_ = [x async for x in y]\nprint(f'import {a}')\n"), Vec::<String>::new());
}

#[test]
fn imports_count_wherever_they_stand() {
    let text = "\
class A:
    import a
    def f(self):
        import b
        class B:
            import c
async def g():
    async with x:
        from . import d
    def h():
        try:
            import e
        finally:
            import f
if x: import g; import h
";
    let expected = [
        "2 module a",
        "4 module b (in function)",
        "6 module c (in function)",
        "9 from . d (in function)",
        "12 module e (in function)",
        "14 module f (in function)",
        "15 module g (conditional)",
        "15 module h (conditional)",
    ];
    assert_eq!(imports(text), expected);
}

#[test]
fn an_import_below_a_condition_of_the_module_is_conditional() {
    let text = "\
try:
    import a
except ImportError:
    import b
else:
    import c
finally:
    import d
with suppress(ImportError):
    import e
match x:
    case 1:
        import f
for x in y:
    import g
else:
    import h
while x:
    import i
if x:
    import j
elif y:
    import k
else:
    import l
try:
    import m
except* ValueError:
    import n
";
    let all = imports(text);
    assert_eq!(all.len(), 14);
    assert!(all.iter().all(|import| import.ends_with("(conditional)")), "{all:?}");
}

#[test]
fn what_only_type_checkers_see_is_told_apart() {
    let guarded = |head: &str| {
        imports(&format!("{head}\n    import a\nelse:\n    import b\n"))
            .iter()
            .map(|import| import.split_once(' ').unwrap().1.replace("module ", ""))
            .collect::<Vec<_>>()
    };
    for head in [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:",
        "import typing\nif typing.TYPE_CHECKING:",
        "import typing as t\nif t.TYPE_CHECKING:",
        "from typing import TYPE_CHECKING as checking\nif checking:",
        "import typing_extensions\nif typing_extensions.TYPE_CHECKING:",
        "TYPE_CHECKING = False\nif TYPE_CHECKING:",
    ] {
        let found = guarded(head);
        assert_eq!(found[found.len() - 2..], ["a (types)", "b"], "{head}");
    }
    let found = guarded("import typing\nif not typing.TYPE_CHECKING:");
    assert_eq!(found[1..], ["a", "b (types)"]);
    let found = guarded("if TYPE_CHECKING and x:");
    assert_eq!(found, ["a (types)", "b"]);
    let found = guarded("if TYPE_CHECKING or x:");
    assert_eq!(found, ["a (conditional)", "b (conditional)"]);
    let elif = "if x:\n    import a\nelif TYPE_CHECKING:\n    import b\nelse:\n    import c\n";
    assert_eq!(imports(elif), ["2 module a (conditional)", "4 module b (types)", "6 module c (conditional)"]);
    let inside = "def f():\n    if TYPE_CHECKING:\n        import a\n    else:\n        import b\n";
    assert_eq!(imports(inside), ["3 module a (types)", "5 module b (in function)"]);
}
