//! From a line of a rendered file back to the line of the template that made it.
//!
//! The file is rendered once more with a mark at the start of every template line that writes text; the marks are
//! private-use characters, and the result counts only if it equals the first rendering once they are taken out.

use std::fmt::Write as _;
use std::sync::Arc;

use minijinja::Value;

use crate::render::engine::Engine;
use crate::render::layout::Template;
use crate::text::Place;
use crate::text::Source;
use crate::text::ownership;

const OPEN: char = '\u{f0000}';
const CLOSE: char = '\u{f0001}';

/// The template line behind line `line` (from 1) of `rendered`; `None` for the header and where it cannot be told.
pub fn template_line(
    templates: &[Template],
    template: usize,
    context: &Value,
    rendered: &Arc<Source>,
    line: usize,
) -> Option<Place> {
    let engine = Engine::with_bodies(
        templates.iter().enumerate().map(|(index, template)| (template.name.as_str(), marked(template.body(), index))),
    )?;
    let text = engine.text(&templates[template].name, context).ok()?;
    let wanted = line.checked_sub(ownership::HEADER_LINES + 1)?;
    let mut plain = String::with_capacity(text.len());
    let mut found = None;
    for (index, marked_line) in text.lines().enumerate() {
        let mut rest = marked_line;
        let mut first = true;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (mark, after) = after.split_once(CLOSE)?;
            if index <= wanted && first {
                found = parse_mark(mark);
                first = false;
            }
            plain.push_str(before);
            rest = after;
        }
        plain.push_str(rest);
        plain.push('\n');
    }
    let body = rendered.text.splitn(ownership::HEADER_LINES + 1, '\n').last()?;
    if plain != body {
        return None;
    }
    let (index, line) = found?;
    let source: &Template = templates.get(index)?;
    let before = source.source.text[..source.body_start].matches('\n').count();
    Some(Place::line(&source.source, before + line))
}

fn parse_mark(mark: &str) -> Option<(usize, usize)> {
    let (template, line) = mark.split_once(':')?;
    Some((template.parse().ok()?, line.parse().ok()?))
}

/// The body with a mark before the first visible letter of every line that begins outside a tag and writes text.
fn marked(body: &str, template: usize) -> String {
    let mut out = String::with_capacity(body.len() * 2);
    let mut open_tag = false;
    for (index, line) in body.split_inclusive('\n').enumerate() {
        let text = line.trim_start_matches([' ', '\t']);
        let silent = ["{%", "{#", "{{-"].iter().any(|tag| text.starts_with(tag)) || text.trim().is_empty();
        if silent || open_tag {
            out.push_str(line);
        } else {
            out.push_str(&line[..line.len() - text.len()]);
            let _ = write!(out, "{OPEN}{template}:{}{CLOSE}", index + 1);
            out.push_str(text);
        }
        for (at, _) in line.match_indices(['{', '}']) {
            let two = line.get(at..at + 2).unwrap_or_default();
            let back = at.checked_sub(1).and_then(|start| line.get(start..=at)).unwrap_or_default();
            if matches!(two, "{{" | "{%" | "{#") {
                open_tag = true;
            } else if matches!(back, "}}" | "%}" | "#}") {
                open_tag = false;
            }
        }
    }
    out
}
