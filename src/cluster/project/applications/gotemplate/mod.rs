//! Templates with `goTemplate: true`: fields, literals, pipelines, and the functions that people use for names.
//!
//! Control structures, variables and all other functions are not evaluated, and said to be unknown.

mod function;
#[cfg(test)]
mod tests;

use super::render::Failure;
use crate::yaml::Composed;
use crate::yaml::compose::Shape;

/// The text with its actions evaluated.
pub(super) fn filled(text: &str, parameters: &Composed, is_strict: bool) -> Result<String, Failure> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    let mut trims = false;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((action, after)) = split_action(behind) else {
            return Err(Failure::NotKnown(format!("`{text}` is not closed by `}}}}`")));
        };
        let before = if trims { before.trim_start() } else { before };
        let (action, trims_before) = match action.strip_prefix('-') {
            Some(rest) if rest.starts_with(char::is_whitespace) => (rest, true),
            _ => (action, false),
        };
        filled.push_str(if trims_before { before.trim_end() } else { before });
        let (action, trims_after) = match action.strip_suffix('-') {
            Some(rest) if rest.ends_with(char::is_whitespace) => (rest, true),
            _ => (action, false),
        };
        trims = trims_after;
        let is_comment = action.trim().starts_with("/*") && action.trim().ends_with("*/");
        if !is_comment {
            let mut evaluation =
                Evaluation { rest: action.trim(), action: action.trim(), parameters, is_strict, depth: 0 };
            let value = evaluation.pipeline()?;
            if !evaluation.rest.is_empty() {
                return Err(evaluation.unknown());
            }
            filled.push_str(&evaluation.printed(value)?);
        }
        rest = after;
    }
    filled.push_str(if trims { rest.trim_start() } else { rest });
    Ok(filled)
}

/// The text up to the `}}` that ends an action, which is in no string, and what is behind it.
fn split_action(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match quote {
            Some('"') if letter == '\\' => {
                letters.next();
            }
            Some(open) if open == letter => quote = None,
            None if matches!(letter, '"' | '`') => quote = Some(letter),
            None if text[at..].starts_with("}}") => return Some((&text[..at], &text[at + 2..])),
            Some(_) | None => {}
        }
    }
    None
}

#[derive(Clone)]
enum Value<'a> {
    Nothing,
    Text(String),
    Parameter(&'a Composed),
}

struct Evaluation<'a> {
    rest: &'a str,
    action: &'a str,
    parameters: &'a Composed,
    is_strict: bool,
    depth: u32,
}

impl<'a> Evaluation<'a> {
    fn unknown(&self) -> Failure {
        Failure::NotKnown(format!("`{{{{ {} }}}}` is not evaluated here", self.action))
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn pipeline(&mut self) -> Result<Value<'a>, Failure> {
        let mut value = self.command(None)?;
        while let Some(rest) = self.rest.strip_prefix('|') {
            self.rest = rest;
            value = self.command(Some(value))?;
        }
        Ok(value)
    }

    /// A function with its arguments, of which what was before `|` is the last; or a single value.
    fn command(&mut self, piped: Option<Value<'a>>) -> Result<Value<'a>, Failure> {
        self.skip_blanks();
        let end =
            self.rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(self.rest.len());
        let name = &self.rest[..end];
        let is_function = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
        if is_function {
            self.rest = &self.rest[end..];
        }
        let mut arguments = Vec::new();
        loop {
            self.skip_blanks();
            if self.rest.is_empty() || self.rest.starts_with(['|', ')']) {
                break;
            }
            arguments.push(self.operand()?);
        }
        arguments.extend(piped.clone());
        if is_function {
            return self.call(name, &arguments);
        }
        match (arguments.pop(), arguments.is_empty(), piped) {
            (Some(value), true, None) => Ok(value),
            _ => Err(self.unknown()),
        }
    }

    fn operand(&mut self) -> Result<Value<'a>, Failure> {
        if let Some(rest) = self.rest.strip_prefix('(') {
            self.depth += 1;
            if self.depth > 20 {
                return Err(self.unknown());
            }
            self.rest = rest;
            let value = self.pipeline()?;
            self.rest = self.rest.strip_prefix(')').ok_or_else(|| self.unknown())?;
            self.depth -= 1;
            return if self.rest.starts_with('.') { Err(self.unknown()) } else { Ok(value) };
        }
        if let Some(rest) = self.rest.strip_prefix('.') {
            let end = rest
                .find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '.'))
                .unwrap_or(rest.len());
            self.rest = &rest[end..];
            return self.field(&rest[..end]);
        }
        for quote in ['"', '`'] {
            if let Some(rest) = self.rest.strip_prefix(quote) {
                let (text, rest) = rest.split_once(quote).ok_or_else(|| self.unknown())?;
                if quote == '"' && text.contains('\\') {
                    return Err(self.unknown());
                }
                self.rest = rest;
                return Ok(Value::Text(text.to_owned()));
            }
        }
        Err(self.unknown())
    }

    /// A field of the parameters, by a path with points.
    fn field(&self, path: &str) -> Result<Value<'a>, Failure> {
        if path.is_empty() {
            return Err(self.unknown());
        }
        let names: Vec<&str> = path.split('.').collect();
        self.walk(Value::Parameter(self.parameters), &names, path)
    }

    fn walk(&self, from: Value<'a>, names: &[&str], path: &str) -> Result<Value<'a>, Failure> {
        let missing = || Err(Failure::Missing(format!("no generator has a parameter `{path}`")));
        let mut value = from;
        for name in names {
            value = match value {
                Value::Parameter(map) if matches!(map.shape, Shape::Mapping(_)) => match map.get(name) {
                    Some(inner) if inner.is_null() => Value::Nothing,
                    Some(inner) => Value::Parameter(inner),
                    None if self.is_strict => return missing(),
                    None => Value::Nothing,
                },
                // Go has no fields of what is not there, and none of texts.
                _ => return missing(),
            };
        }
        Ok(value)
    }
}
