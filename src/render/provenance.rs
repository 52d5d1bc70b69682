//! From a line of a rendered file back to the value of the model that it was made of.
//!
//! What the template line prints is looked up, and below it the keys under which the rendered line stands. A line that
//! prints nothing of the model, or something that is reckoned from many values, comes from nowhere.

use crate::model::layer::Value;
use crate::render::context;
use crate::text::Place;

/// A rendered line and the template line that made it.
pub(super) struct Line<'a> {
    /// The text of the rendered file.
    pub(super) rendered: &'a str,
    /// The number of its line, from 1.
    pub(super) number: usize,
    /// Whether what is looked for goes on in the lines below.
    pub(super) goes_on: bool,
    /// The line of the template.
    pub(super) template: &'a str,
    /// What the template repeats over: the name of an item in it, the path of the map, and the key.
    pub(super) entry: Option<(&'a str, &'a str, &'a str)>,
}

/// Where the value was written that a line was made of.
pub(super) fn place(model: &Value, line: &Line<'_>) -> Option<Place> {
    let keys = keys(line);
    // A map that begins in this line is not the value that this line prints.
    if line.goes_on && keys.is_empty() {
        return None;
    }
    let mut printed = line.template.match_indices("{{").filter_map(|(at, _)| {
        let path = resolve(&line.template[at + 2..], line.entry)?;
        model.at(&texts(&path)).is_some().then_some(path)
    });
    let mut path = printed.next()?;
    path.extend(keys);
    context::without_settings(&mut path, |path| model.at(&texts(path)).is_some());
    Some(model.nearest_place(&texts(&path)).clone())
}

fn texts(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

/// The path in the model of what an expression prints, if that is a plain name.
fn resolve(expression: &str, entry: Option<(&str, &str, &str)>) -> Option<Vec<String>> {
    let expression = expression.trim_start_matches(['-', ' ']);
    let end = expression.find(|letter: char| !(letter.is_ascii_alphanumeric() || "_.".contains(letter)));
    let (name, rest) = expression.split_at(end.unwrap_or(expression.len()));
    // What is picked out of a map by a name that only the template knows.
    if rest.starts_with(['[', '(']) {
        return None;
    }
    let mut parts = name.split('.');
    let first = parts.next().filter(|first| !first.is_empty())?;
    let mut path: Vec<String> = match entry {
        Some((item, map, key)) if first == item || first == "key" => {
            map.split('.').chain([key]).map(str::to_owned).collect()
        }
        _ => vec![first.to_owned()],
    };
    path.extend(parts.map(str::to_owned));
    Some(context::behind(path))
}

/// The keys from the template's line down to the rendered line.
fn keys(line: &Line<'_>) -> Vec<String> {
    let indent = |text: &str| text.len() - text.trim_start().len();
    let outer = indent(line.template);
    let lines: Vec<&str> = line.rendered.lines().take(line.number).collect();
    let Some((last, above)) = lines.split_last() else { return Vec::new() };
    let mut keys = Vec::new();
    let mut inner = indent(last);
    if inner > outer {
        keys.push(key(last));
    }
    for text in above.iter().rev().filter(|text| !text.trim().is_empty() && !text.trim_start().starts_with('#')) {
        let own = indent(text);
        if inner <= outer || own <= outer {
            break;
        }
        if own < inner {
            keys.push(key(text));
            inner = own;
        }
    }
    keys.reverse();
    keys
}

/// The key of a line, or the first word of an item.
fn key(line: &str) -> String {
    let text = line.trim_start().trim_start_matches("- ");
    text[..text.find([':', ' ']).unwrap_or(text.len())].to_owned()
}
