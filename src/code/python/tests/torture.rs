//! Texts that are no Python, or hardly.

use crate::code::python::read;
use crate::code::python::tests::imports;
use crate::text::Source;

fn problems(text: &str) -> Vec<String> {
    let problems = read(&Source::new("a.py", text)).problems;
    problems.iter().map(|finding| format!("{} {}: {}", finding.rule, finding.place, finding.message)).collect()
}

#[test]
fn a_syntax_error_is_said_once_and_hides_no_healthy_import() {
    let text = "import a\ndef f(:\n    import b\nclass\nfrom c import d\nx = (1,\nimport e\n";
    assert_eq!(imports(text)[0], "1 module a");
    assert!(imports(text).contains(&"5 from c d".to_owned()), "{:?}", imports(text));
    let found = problems(text);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("invalid-python a.py:2:7: this is not Python: "), "{found:?}");
    assert_eq!(problems("import a\nprint 'x'\n").len(), 1);
    assert_eq!(problems("import a.b\n"), Vec::<String>::new());
}

#[test]
fn broken_imports_name_nothing() {
    for text in [
        "import",
        "import .",
        "from",
        "from import a",
        "from a import",
        "from . import",
        "import ,",
        "from x import ()",
    ] {
        assert_eq!(imports(text), Vec::<String>::new(), "{text}");
        assert_eq!(problems(text).len(), 1, "{text}");
    }
}

#[test]
fn texts_as_editors_leave_them_are_read() {
    assert_eq!(imports("\u{feff}import a\r\nif x:\r\n\timport b\r\n"), ["1 module a", "3 module b (conditional)"]);
    assert_eq!(imports("# -*- coding: euc-kr -*-\n\u{c}\nimport a\n"), ["3 module a"]);
    assert_eq!(imports("이름 = '값'\nimport a"), ["2 module a"]);
    assert_eq!(imports(""), Vec::<String>::new());
    assert_eq!(problems("\u{feff}import a\r\n"), Vec::<String>::new());
}

#[test]
fn nul_bytes_and_other_binaries_are_an_error_and_no_panic() {
    for text in [
        "import a\n\0import b\n",
        "\0",
        "a\0b",
        "'\0'",
        "\u{feff}\u{feff}",
        "\\\n\\",
        "f'{",
        "f'{x!",
        "\"\"\"",
        "x = '\u{fffd}",
    ] {
        let _ = read(&Source::new("a.py", text));
    }
    assert_eq!(imports("import a\n\0\nimport b\n")[0], "1 module a");
}

#[test]
fn absurd_depth_is_an_error_and_overflows_no_stack() {
    let deep = |unit: &str, end: &str| format!("import a\nx = {}1{}\n", unit.repeat(20_000), end.repeat(20_000));
    let lines = |unit: &str| format!("import a\n{}\n", unit.repeat(20_000));
    let blocks: String = (0..3000).flat_map(|depth| [" ".repeat(depth), "if x:\n".to_owned()]).collect();
    for text in [
        deep("(", ")"),
        deep("[", "]"),
        deep("{", "}"),
        deep("f(", ")"),
        deep("x[", "]"),
        deep("-", ""),
        deep("not ", ""),
        deep("lambda: ", ""),
        deep("lambda a, b: ", ""),
        deep("lambda a, b=", ""),
        deep("1 if x else ", ""),
        deep("1 + ", ""),
        deep("2 ** ", ""),
        deep("await ", ""),
        deep("(yield ", ")"),
        deep("", ".a"),
        deep("", "()"),
        deep("", "[0]"),
        deep("", " if 1 else 2"),
        deep("(", ""),
        lines("if x: "),
        lines("if x, y: "),
        lines("x; if y: "),
        lines("class a: "),
        lines("f'{"),
        lines("case -"),
        lines("try: "),
        blocks,
    ] {
        let found = problems(&text);
        assert_eq!(found.len(), 1, "{}", &text[..60]);
        assert!(found[0].ends_with("it nests too deeply to be read"), "{} {found:?}", &text[..60]);
    }
}

#[test]
fn long_is_not_deep() {
    let cells = |cell: &str| format!("import a\nx = [{}]\n", cell.repeat(2000));
    for text in [
        cells("1, "),
        cells("f(1)(2)[3].x, "),
        cells("a if b else -c, "),
        cells("lambda a, b: a, "),
        cells("{'a': [1, 2], 'b': (3,)}, "),
        cells("f'{a}{b:{c}}', "),
        cells("x for x in y, "),
        format!("import a\n{}", "def f(a, b=1, *, c: int = 2) -> int: return a + b\n".repeat(2000)),
        format!("import a\n{}", "if x: y\nelif z: w\nelse: v\n".repeat(2000)),
        format!("import a\n{}\n", "x = 1; ".repeat(2000)),
        format!("import a\nx = '{}'\n", "((((".repeat(100_000)),
        format!("import a\nx = 1{}\n", " + 1".repeat(700)),
    ] {
        assert_eq!(imports(&text)[0], "1 module a", "{}", &text[..60]);
    }
}

/// What a thread of the program has.
const STACK: usize = 8 * 1024 * 1024;

#[test]
fn the_deepest_that_is_read_fits_the_stack_of_a_thread() {
    let walk = || {
        for (unit, end, levels) in [
            ("(", ")", 1490),
            ("[", "]", 1490),
            ("{0:", "}", 740),
            ("f(", ")", 1490),
            ("f(x=", ")", 740),
            ("x[", "]", 1490),
            ("not ", "", 1490),
            ("lambda: ", "", 740),
            ("lambda x=", ": 0", 490),
            ("1 if x else ", "", 740),
            ("1 + ", "", 1490),
            ("", ".a", 1490),
            ("", "()", 1490),
            ("[x for x in ", "]", 490),
            ("f'{", "}'", 740),
        ] {
            let text = format!("import a\nx = {}y{}\n", unit.repeat(levels), end.repeat(levels));
            assert_eq!(imports(&text), ["1 module a"], "{unit}{end}");
            assert_eq!(problems(&text), Vec::<String>::new(), "{unit}{end}");
        }
        let blocks: String = (0..90).flat_map(|depth| [" ".repeat(depth), "class x:\n".to_owned()]).collect();
        assert_eq!(imports(&format!("{blocks}{}import a", " ".repeat(90))), ["91 module a"]);
    };
    std::thread::Builder::new().stack_size(STACK).spawn(walk).unwrap().join().unwrap();
}
