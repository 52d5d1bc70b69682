//! The rule that keeps templates from breaking YAML: a value is a whole node, never a part of one.
//!
//! `host: rfr-{{ name }}` works until a name needs quotes; `host: {{ "rfr-" ~ name }}` always does. The texts around
//! each `{{ }}` decide, so this is found without rendering anything.

use crate::finding::Finding;
use crate::finding::Findings;
use crate::render::layout::Template;
use crate::text::Place;
use crate::text::Span;

/// Reports interpolations in YAML templates that are glued to other text.
pub fn check(findings: &mut Findings, template: &Template) {
    if !template.is_yaml() {
        return;
    }
    let body = template.body();
    let pieces = pieces(body);
    for (index, piece) in pieces.iter().enumerate() {
        let Piece::Expression { start, end } = *piece else { continue };
        let expression = &body[start..end];
        let before = line_before(body, &pieces[..index]);
        let after = line_after(body, &pieces[index + 1..]);
        let whole = before.trim_start().starts_with('#')
            || (opens_node(&before, expression.contains("block(")) && closes_node(&after));
        if !whole {
            let place = Place::new(&template.source, Span::new(template.body_start + start, template.body_start + end));
            findings.push(
                Finding::error("glued-interpolation", place, "this value is only a part of a YAML scalar")
                    .why("a value with a colon, a quote or a line break in it would change the document")
                    .help(if before.ends_with('$') {
                        "write `{{ github(\"…\") }}` for an expression that GitHub is to evaluate"
                    } else {
                        "build the whole text inside: `{{ \"rfr-\" ~ name }}`; quotes around `{{ }}` are not needed"
                    }),
            );
        }
    }
}

/// A template, cut at its tags. Expressions stand for a value, blocks and comments for nothing.
#[derive(Debug, Clone, Copy)]
enum Piece {
    Text { start: usize, end: usize },
    Expression { start: usize, end: usize },
    Silent,
}

fn pieces(body: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < body.len() {
        let next = body[at..].find('{').map_or(body.len(), |offset| at + offset);
        let tag = body.as_bytes().get(next + 1).copied();
        let close = match tag {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                let end = (next + 1).min(body.len());
                push_text(&mut pieces, at, end);
                at = end;
                continue;
            }
        };
        push_text(&mut pieces, at, next);
        let end = tag_end(body, next + 2, close, tag == Some(b'#'));
        pieces.push(if tag == Some(b'{') { Piece::Expression { start: next, end } } else { Piece::Silent });
        at = end;
    }
    pieces
}

fn push_text(pieces: &mut Vec<Piece>, start: usize, end: usize) {
    match pieces.last_mut() {
        Some(Piece::Text { end: last, .. }) if *last == start => *last = end,
        _ if start < end => pieces.push(Piece::Text { start, end }),
        _ => {}
    }
}

/// The end of a tag; closing marks inside string literals do not count.
fn tag_end(body: &str, from: usize, close: &str, comment: bool) -> usize {
    let bytes = body.as_bytes();
    let mut quote = None;
    let mut at = from;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if byte == open => quote = None,
            (None, byte @ (b'"' | b'\'')) if !comment => quote = Some(byte),
            (None, _) if bytes[at..].starts_with(close.as_bytes()) => return at + close.len(),
            _ => {}
        }
        at += 1;
    }
    body.len()
}

/// Stands for another value on the same line.
const VALUE: char = '\u{1}';

fn line_before(body: &str, pieces: &[Piece]) -> String {
    let mut parts = Vec::new();
    for piece in pieces.iter().rev() {
        match *piece {
            Piece::Silent => {}
            Piece::Expression { .. } => parts.push(VALUE.to_string()),
            Piece::Text { start, end } => {
                let text = &body[start..end];
                if let Some(newline) = text.rfind('\n') {
                    parts.push(text[newline + 1..].to_owned());
                    break;
                }
                parts.push(text.to_owned());
            }
        }
    }
    parts.reverse();
    parts.concat()
}

fn line_after(body: &str, pieces: &[Piece]) -> String {
    let mut line = String::new();
    for piece in pieces {
        match *piece {
            Piece::Silent => {}
            Piece::Expression { .. } => line.push(VALUE),
            Piece::Text { start, end } => {
                let text = &body[start..end];
                if let Some(newline) = text.find('\n') {
                    line.push_str(&text[..newline]);
                    break;
                }
                line.push_str(text);
            }
        }
    }
    line
}

fn opens_node(before: &str, block: bool) -> bool {
    if before.contains(" #") {
        return true;
    }
    let text = before.trim_end_matches([' ', '\t']);
    let spaced = text.len() < before.len();
    match text.chars().last() {
        None | Some('[' | '{' | '(' | ',') => true,
        Some(':') => spaced || block,
        Some('-' | '?') => spaced && text.trim_start_matches([' ', '-', '?']).is_empty(),
        _ => false,
    }
}

fn closes_node(after: &str) -> bool {
    let text = after.trim_start_matches([' ', '\t']);
    let spaced = text.len() < after.len();
    match text.chars().next() {
        None | Some(',' | ']' | '}' | ')') => true,
        Some(':') => !spaced && matches!(text[1..].chars().next(), None | Some(' ' | VALUE)),
        Some('#') => spaced,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn is_whole(body: &str) -> bool {
        let source = Source::new("templates/a.yaml.j2", body);
        let mut findings = Findings::default();
        let template = Template::read(&mut findings, &source).unwrap();
        check(&mut findings, &template);
        findings.is_empty()
    }

    #[test]
    fn whole_nodes_are_fine() {
        for body in [
            "a: {{ x }}",
            "- {{ x }}",
            "- - {{ x }}",
            "{{ key }}: {{ value }}",
            "a: [{{ x }}, {{ y }}]",
            "a: [{% for x in xs %}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}]",
            "a: {b: {{ x }}}",
            "a:{{ x | block(2) }}",
            "a: {{ \"}}\" ~ x }}  # why",
            "# made for {{ x }}, really",
            "{% if x %}a: {{ x }}{% endif %}",
        ] {
            assert!(is_whole(body), "{body}");
        }
    }

    #[test]
    fn parts_of_scalars_are_refused() {
        for body in [
            "a: rfr-{{ x }}",
            "a: {{ x }}-redis",
            "a: \"{{ x }}\"",
            "a: {{ x }}{{ y }}",
            "a: some {{ x }}",
            "a:{{ x }}",
            "-{{ x }}",
            "a: {{ x }} {{ y }}",
            "a: |\n  text {{ x }}",
        ] {
            assert!(!is_whole(body), "{body}");
        }
    }
}
