//! What single fields must be, and how it is said when they are not.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::text::suggest::listed;
use crate::text::suggest::nearest;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::yaml::Node;

/// What was found in one object; the object's name is added at the end.
pub(super) struct Sink {
    found: Vec<Finding>,
    /// The Kubernetes minor of the cluster. A field that is off by default there is dropped before anybody checks it.
    pub(super) minor: u32,
}

impl Sink {
    pub(super) fn new(minor: u32) -> Self {
        Self { found: Vec::new(), minor }
    }

    pub(super) fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// How much was found so far, to tell later whether something was added.
    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    pub(super) fn into_found(self) -> Vec<Finding> {
        self.found
    }
}

/// A finding about a field.
pub(super) fn fault(rule: &'static str, field: &Field<'_>, message: impl Into<String>) -> Finding {
    Finding::error(rule, field.place(), message).path(field.path())
}

/// A text that must have a spelling, if it is there at all.
// This and others below decide in place that a field is missing, which most are, and call for those that are not.
#[inline]
pub(super) fn spelt(sink: &mut Sink, rule: &'static str, field: &Field<'_>, grammar: Grammar) {
    if field.is_set() {
        let text = field.text_or_empty();
        if !text.is_empty() {
            word(sink, rule, field, grammar, text);
        }
    }
}

/// The same for a text that is not the value of the field, such as its key.
pub(super) fn word(sink: &mut Sink, rule: &'static str, field: &Field<'_>, grammar: Grammar, text: &str) {
    if !grammar.matches(text) {
        let help = match grammar.repaired(text) {
            Some(right) => format!("write `{right}`: {}", grammar.rule()),
            None => grammar.rule().to_owned(),
        };
        sink.push(fault(rule, field, format!("`{}` cannot be `{}`", field.path(), shortened(text))).help(help));
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[inline]
pub(super) fn name(sink: &mut Sink, field: &Field<'_>, grammar: Grammar) {
    spelt(sink, "invalid-name", field, grammar);
}

/// A text that must be one of a few; the empty text counts as missing.
#[inline]
pub(super) fn one_of(sink: &mut Sink, field: &Field<'_>, allowed: &[&str]) {
    if field.is_set() {
        one_of_set(sink, field, allowed);
    }
}

fn one_of_set(sink: &mut Sink, field: &Field<'_>, allowed: &[&str]) {
    if let Some(text) = field.text().filter(|text| !text.is_empty() && !allowed.contains(text)) {
        let near = nearest(text, allowed.iter().copied()).map(|meant| format!("write `{meant}`"));
        let help = near.unwrap_or_else(|| match allowed {
            [only] => format!("write `{only}`"),
            _ => format!("write one of {}", listed(allowed.iter().copied())),
        });
        sink.push(fault("unknown-value", field, format!("`{}` cannot be `{text}`", field.path())).help(help));
    }
}

/// A field that must be there and not be empty; says whether it is.
#[inline]
pub(super) fn required(sink: &mut Sink, field: &Field<'_>) -> bool {
    field.is_word() || is_filled(sink, field)
}

fn is_filled(sink: &mut Sink, field: &Field<'_>) -> bool {
    let empty = field.is_empty();
    if empty {
        let what = if field.is_set() { "empty" } else { "missing" };
        sink.push(
            fault("missing-field", field, format!("`{}` is {what}", field.path()))
                .help("write a value: there is no default for it"),
        );
    }
    !empty
}

/// A field that must not be there.
#[inline]
pub(super) fn forbidden(sink: &mut Sink, field: &Field<'_>, reason: &str) {
    if field.is_set() {
        not_here(sink, field, reason);
    }
}

#[cold]
fn not_here(sink: &mut Sink, field: &Field<'_>, reason: &str) {
    sink.push(
        fault("conflicting-fields", field, format!("`{}` cannot be set {reason}", field.path()))
            .help("leave it out, or change what forbids it"),
    );
}

/// One of several fields; the one to report when there are more is the last in the given order.
pub(super) fn one_field(sink: &mut Sink, field: &Field<'_>, fields: &[&str], needed: bool) {
    let is_set = |name: &&str| field.node().and_then(|node| node.get(name)).is_some_and(|value| !value.is_null());
    let mut set = fields.iter().copied().filter(is_set);
    match (set.next(), set.next_back()) {
        (None, _) if needed => sink.push(
            fault(
                "missing-field",
                field,
                format!("`{}` sets none of {}", field.path(), listed(fields.iter().copied())),
            )
            .help("set exactly one of them"),
        ),
        (None, _) | (_, None) => {}
        (Some(first), Some(last)) => {
            // The key is one of the document's own, so it lives as long as the field.
            let Some((_, key, _)) = field.entries().find(|(key, ..)| *key == last) else { return };
            sink.push(
                fault("conflicting-fields", &key, format!("`{}` sets both `{first}` and `{last}`", field.path()))
                    .help("keep exactly one of them"),
            );
        }
    }
}

/// An integer that must be within bounds, if it is there.
#[inline]
pub(super) fn within(sink: &mut Sink, field: &Field<'_>, min: i128, max: i128) {
    if field.is_set() {
        within_set(sink, field, min, max);
    }
}

fn within_set(sink: &mut Sink, field: &Field<'_>, min: i128, max: i128) {
    if let Some(value) = field.integer().filter(|value| !(min..=max).contains(value)) {
        let bound = match max {
            i128::MAX => format!("at least {min}"),
            _ if min == max => format!("{min}"),
            _ => format!("between {min} and {max}"),
        };
        sink.push(
            fault("value-out-of-range", field, format!("`{}` must be {bound}, and this is {value}", field.path()))
                .help(format!("write a number that is {bound}")),
        );
    }
}

#[inline]
pub(super) fn at_least(sink: &mut Sink, field: &Field<'_>, min: i128) {
    within(sink, field, min, i128::MAX);
}

/// A port by its number, if it is there.
#[inline]
pub(super) fn port_number(sink: &mut Sink, field: &Field<'_>) {
    if field.is_set() {
        port_number_set(sink, field);
    }
}

fn port_number_set(sink: &mut Sink, field: &Field<'_>) {
    if let Some(value) = field.integer().filter(|value| !(1..=65535).contains(value)) {
        sink.push(
            fault("invalid-port", field, format!("`{}` cannot be {value}", field.path()))
                .help("ports are numbers between 1 and 65535"),
        );
    }
}

/// A port by its number or by its name, if it is there.
#[inline]
pub(super) fn port(sink: &mut Sink, field: &Field<'_>) {
    if field.is_set() {
        port_set(sink, field);
    }
}

fn port_set(sink: &mut Sink, field: &Field<'_>) {
    port_number_set(sink, field);
    let Some(text) = field.text() else { return };
    if text.parse::<u16>().is_ok() {
        sink.push(
            fault("invalid-port", field, format!("`{}` cannot be `{text}`", field.path()))
                .help(format!("write {text} without quotes: in quotes it is the name of a port")),
        );
    } else {
        word(sink, "invalid-port", field, Grammar::PortName, text);
    }
}

/// A list that has at most so many items.
pub(super) fn at_most(sink: &mut Sink, list: &Field<'_>, most: usize) {
    let count = list.count();
    if count > most {
        sink.push(
            fault("value-out-of-range", list, format!("`{}` has {count} items", list.path()))
                .help(format!("keep at most {most}")),
        );
    }
}

/// Texts that must differ from each other; the empty ones do not count.
pub(super) fn distinct<'a>(sink: &mut Sink, fields: impl IntoIterator<Item = Field<'a>>) {
    const FEW: usize = 8;
    let mut fields = fields.into_iter().filter(|field| !field.text_or_empty().is_empty());
    let (Some(first), Some(second)) = (fields.next(), fields.next()) else { return };
    // Most lists are short, and compared without memory of their own.
    let (mut few, mut count) = ([(first.text_or_empty(), first.shown()); FEW], 1);
    let mut many: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    for field in std::iter::once(second).chain(fields) {
        let text = field.text_or_empty();
        let known = few[..count].iter().find(|(known, _)| *known == text).map(|(_, first)| *first);
        if let Some(first) = known.or_else(|| many.get(text).copied()) {
            sink.push(
                fault("duplicate-name", &field, format!("`{}` is `{text}` a second time", field.path()))
                    .also(first.place(), "this is the first")
                    .help("give each its own"),
            );
        } else if count < FEW {
            few[count] = (text, field.shown());
            count += 1;
        } else {
            many.insert(text, field.shown());
        }
    }
}

/// A count or a percentage, if it is there: gives the percentage, or `None` for a count.
#[inline]
pub(super) fn share(sink: &mut Sink, field: &Field<'_>) -> Option<u32> {
    if field.is_set() { share_set(sink, field) } else { None }
}

fn share_set(sink: &mut Sink, field: &Field<'_>) -> Option<u32> {
    at_least(sink, field, 0);
    let text = field.text()?;
    let digits = text.strip_suffix('%').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let percent = digits.and_then(|digits| digits.parse().ok());
    if percent.is_none() {
        sink.push(
            fault("malformed-value", field, format!("`{}` must be a number or a percentage", field.path()))
                .help("write the number without quotes, or a percentage such as `25%`"),
        );
    }
    percent
}
