//! Claims about Go templates.

use super::function::NO_VALUE;
use super::*;
use crate::text::Source;
use crate::yaml;

fn shown(text: &str, is_strict: bool) -> Result<String, Failure> {
    let parameters = "{a: x, n: 8080, big: 1000000, yes: true, path: {basename: B_c, 'my-key': k}, empty: ''}";
    let document = yaml::parse(&Source::new("a.yaml", parameters)).documents.remove(0);
    filled(text, &Composed::of(document.root()), is_strict)
}

#[test]
fn fields_functions_and_pipelines_are_evaluated() {
    for (text, expected) in [
        ("{{.a}}-{{ .path.basename }}", "x-B_c"),
        ("{{ .path.basename | normalize }}", "b-c"),
        ("{{ normalize .path.basename | upper }}", "B-C"),
        ("{{ .empty | default \"y\" }}{{ default \"y\" .a }}", "yx"),
        ("{{ replace \"_\" \"-\" (lower .path.basename) }}", "b-c"),
        ("{{ index .path \"my-key\" }}", "k"),
        ("a {{- .a -}} b", "axb"),
        ("{{/* why */}}{{ `}}` }}", "}}"),
        ("{{ .n }} {{ .yes }}", "8080 true"),
        ("{{ trimPrefix \"B_\" .path.basename }}", "c"),
    ] {
        assert_eq!(shown(text, true), Ok(expected.to_owned()), "{text}");
    }
}

#[test]
fn a_missing_parameter_is_an_error_where_go_makes_it_one() {
    assert_eq!(shown("{{ .b }}", false), Ok(NO_VALUE.to_owned()));
    assert_eq!(shown("{{ .b | default \"c\" }}", false), Ok("c".to_owned()));
    for (text, is_strict) in [("{{ .b }}", true), ("{{ .b.c }}", false), ("{{ .a.c }}", false)] {
        assert!(matches!(shown(text, is_strict), Err(Failure::Missing(_))), "{text}");
    }
}

#[test]
fn what_is_not_evaluated_is_not_guessed() {
    for text in [
        "{{ if .a }}b{{ end }}",
        "{{ .a | sha256sum }}",
        "{{ $x }}",
        "{{ .path }}",
        "{{ .a",
        "{{ .big }}",
        "{{ .a .n }}",
        "{{ (",
        "{{ \"a\\n\" }}",
        "{{}}",
    ] {
        assert!(matches!(shown(text, true), Err(Failure::NotKnown(_))), "{text}: {:?}", shown(text, true));
    }
}
