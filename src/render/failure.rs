//! What minijinja says of a broken template, said with a place and a way out.

use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::Value;

use crate::finding::Finding;
use crate::render::layout::Template;
use crate::render::layout::Written;
use crate::text::Place;
use crate::text::Span;
use crate::text::suggest;

/// A template that does not compile or render. `context` is what it could see, if it came that far.
pub fn finding(error: &Error, template: &Template, templates: &[Template], context: Option<&Value>) -> Finding {
    let inner = innermost(error);
    let at = inner.name().and_then(|name| templates.iter().find(|template| template.name == name)).unwrap_or(template);
    // A macro sees what it is given, not the model.
    let context = context.filter(|_| at.name == template.name || error.name() == Some(template.name.as_str()));
    let finding = described(inner, place(inner, at), context);
    if at.name == template.name {
        return finding;
    }
    // A macro fails without a word about who called it; the name of its file stands where it was imported.
    let named = template.body().find(&at.name).map(|start| {
        let start = template.body_start + start;
        Place::new(&template.source, Span::new(start, start + at.name.len()))
    });
    let outer = (error.name() == Some(template.name.as_str())).then(|| place(error, template));
    match outer.or(named) {
        Some(place) => finding.also(place, "reached from here"),
        None => finding,
    }
}

/// An expression in a front matter that cannot be evaluated.
pub fn in_front_matter(error: &Error, written: &Written, key: &str, context: &Value) -> Finding {
    let finding = described(innermost(error), written.place.clone(), Some(context));
    Finding { message: format!("`{key}` of the front matter: {}", finding.message), ..finding }
}

fn innermost(error: &Error) -> &Error {
    let mut inner = error;
    while let Some(source) = std::error::Error::source(inner).and_then(|source| source.downcast_ref::<Error>()) {
        inner = source;
    }
    inner
}

fn place(error: &Error, template: &Template) -> Place {
    if let Some(range) = error.range() {
        let start = template.body_start + range.start;
        return Place::new(&template.source, Span::new(start, template.body_start + range.end));
    }
    let before = template.source.text[..template.body_start].matches('\n').count();
    Place::line(&template.source, before + error.line().unwrap_or(1))
}

fn described(error: &Error, place: Place, context: Option<&Value>) -> Finding {
    let detail = error.detail().unwrap_or_default();
    let message = if detail.is_empty() { error.kind().to_string() } else { detail.to_owned() };
    match error.kind() {
        ErrorKind::UndefinedError => {
            let (place, name) = undefined(&place, detail);
            let help = context.and_then(|context| known_instead(&name, context));
            Finding::error("undefined-variable", place, format!("`{name}` is undefined")).maybe_help(help)
        }
        ErrorKind::SyntaxError => {
            Finding::error("broken-template", place, format!("the template does not parse: {message}"))
        }
        ErrorKind::OutOfFuel => Finding::error(
            "template-without-end",
            place,
            "the template took more than five million steps and was stopped",
        )
        .why("a template that does not end would hang every hook and pipeline"),
        ErrorKind::WriteFailure => {
            let reason = std::error::Error::source(error).map_or(message, ToString::to_string);
            Finding::error("output-too-large", place, reason)
        }
        ErrorKind::UnknownFilter if detail.contains("safe") => Finding::error("broken-template", place, message)
            .why("a value written as raw text can break the document")
            .help("leave `safe` out: values are written as YAML scalars, and `| block(4)` writes maps and lists"),
        ErrorKind::TemplateNotFound => Finding::error("broken-template", place, message)
            .help("templates are named by their path under templates/, such as `redis/_labels.yaml.j2`"),
        _ => Finding::error("broken-template", place, message),
    }
}

/// What is undefined, and where exactly. minijinja marks the operator, the filter or the last dots; the name stands on
/// the same line.
fn undefined(place: &Place, detail: &str) -> (Place, String) {
    let text = place.source.text.as_str();
    let span = place.span.range();
    let line_start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let is_name = |letter: char| letter.is_alphanumeric() || "._".contains(letter);
    let at =
        |start: usize, name: &str| (Place::new(&place.source, Span::new(start, start + name.len())), name.to_owned());
    if let Some(name) = detail.split('`').nth(1) {
        let line_end = text[span.end..].find('\n').map_or(text.len(), |length| span.end + length);
        let found = text[line_start..line_end].match_indices(name).map(|(offset, _)| line_start + offset);
        let mut overlapping = found.filter(|start| *start <= span.end && span.start <= start + name.len());
        return overlapping.next().map_or_else(|| (place.clone(), name.to_owned()), |start| at(start, name));
    }
    // Behind a filter: what stands before its `|`.
    let before = text[line_start..span.start].trim_end();
    if let Some(before) = before.strip_suffix('|').map(str::trim_end) {
        let name = &before[before.trim_end_matches(is_name).len()..];
        if !name.is_empty() {
            return at(line_start + before.len() - name.len(), name);
        }
    }
    (place.clone(), place.text().to_owned())
}

/// For `redis.instnaces`: what would have been there. Names that the template made itself are not known here.
fn known_instead(path: &str, context: &Value) -> Option<String> {
    let mut value = context.clone();
    let mut keys = path.split('.').peekable();
    while let Some(key) = keys.next() {
        let next = value.get_attr(key).ok()?;
        if next.is_undefined() {
            if keys.peek().is_some() {
                return None;
            }
            let keys: Vec<String> = value.try_iter().ok()?.map(|key| key.to_string()).collect();
            let near = suggest::nearest(key, keys.iter().map(String::as_str));
            return Some(near.map_or_else(
                || suggest::known(keys.iter().map(String::as_str)),
                |near| format!("did you mean `{near}`?"),
            ));
        }
        value = next;
    }
    None
}
