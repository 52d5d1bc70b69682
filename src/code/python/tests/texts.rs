//! Strings that may name modules, and `__all__`.

use crate::code::python::read;
use crate::text::Place;
use crate::text::Source;

fn strings(text: &str) -> Vec<String> {
    read(&Source::new("a.py", text)).strings.into_iter().map(|named| named.text).collect()
}

fn all(text: &str) -> Vec<String> {
    read(&Source::new("a.py", text)).all
}

#[test]
fn strings_that_look_like_modules_are_kept_with_their_place() {
    let source = Source::new("a.py", "app.autodiscover_tasks(\n    ['a.b', \"c\"],\n)\n");
    let module = read(&source);
    let places = module.strings.iter().map(|named| Place::new(&source, named.span));
    let places: Vec<String> = places.map(|place| format!("{place} {}", place.text())).collect();
    assert_eq!(places, ["a.py:2:6 'a.b'", "a.py:2:13 \"c\""]);
    assert_eq!(strings("x = {'a.b': 'c.d', 'e': 'f'}\n"), ["a.b", "c.d"]);
    assert_eq!(strings("f(x='a', *['b'])\n"), ["b", "a"]);
    assert_eq!(strings("x = 'a' '.b'\nx['c.d'] = 'e'\n"), ["a.b", "c.d"]);
}

#[test]
fn other_strings_are_not() {
    let none = Vec::<String>::new();
    assert_eq!(strings("'''a.b'''\ndef f():\n    'a.b'\n"), none);
    assert_eq!(strings("f('a b', 'a..b', '.a', 'a.', 'a/b', '1.2', '', 'a-b', b'a.b', f'a.b')"), none);
    assert_eq!(strings("x = 'single'\nx == 'single'\n# 'a.b'\n"), none);
    assert_eq!(strings("x: 'a.B' = 1\ndef f(x: 'a.B') -> list['a.B']: pass\n"), none);
}

#[test]
fn the_names_of_all_are_read_where_they_are_written_out() {
    assert_eq!(all("__all__ = ['a', 'b']"), ["a", "b"]);
    assert_eq!(all("__all__: tuple[str, ...] = ('a',)"), ["a"]);
    assert_eq!(
        all("__all__ = ['a']\n__all__ += ['b']\n__all__.extend(['c'])\n__all__.append('d')"),
        ["a", "b", "c", "d"]
    );
    assert_eq!(all("__all__ = ['a'] + b.__all__ + ('c',)"), ["a", "c"]);
    assert_eq!(all("if x:\n    __all__ = ['a']\ndef f():\n    __all__ = ['b']\nx.__all__ = ['c']"), ["a"]);
}
