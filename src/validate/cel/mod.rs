//! Rules in the Common Expression Language that a CustomResourceDefinition sets for its objects.
//!
//! A rule is evaluated as the API server does it for a new object: defaults are filled in, rules about changes are left
//! out. What is not certain is not guessed: [`NotEvaluated`] counts it. `authorizer` and other questions to a cluster
//! are never answered here.

mod definition;
mod fields;
mod library;
mod list;
mod names;
mod program;
#[cfg(test)]
mod tests;
mod value;
mod verdict;

pub use definition::compile_error;
pub use definition::compile_error_at;

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::schema::Additional;
use crate::schema::Definitions;
use crate::schema::Dialect;
use crate::schema::Kind;
use crate::schema::Rule;
use crate::schema::Schema;
use crate::text::Place;
use crate::validate::cel::program::Refusal;
use crate::validate::cel::value::Data;
use crate::validate::cel::verdict::Verdict;
use crate::validate::schema::Path;
use crate::yaml::Node;

/// The rules of one object that were not evaluated, by reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotEvaluated {
    /// How many there are for each reason, a clause about the rule: `it calls a function that groundplan does not have`.
    pub reasons: BTreeMap<&'static str, usize>,
}

impl NotEvaluated {
    /// Whether every rule was evaluated.
    pub fn is_empty(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Adds what was not evaluated in another object.
    pub fn append(&mut self, other: &Self) {
        for (reason, count) in &other.reasons {
            *self.reasons.entry(reason).or_default() += count;
        }
    }
}

/// Evaluates the rules of a kind on a document whose shape is right.
pub fn check(kind: &Kind<'_>, root: Node<'_>, sink: &mut Vec<Finding>) -> NotEvaluated {
    if kind.dialect() != Dialect::Custom || !kind.schema().has_rules(kind.definitions()) {
        return NotEvaluated::default();
    }
    let mut walk = Walk { definitions: kind.definitions(), sink, skipped: NotEvaluated::default() };
    let schema = walk.definitions.resolve(kind.schema());
    walk.value(schema, Data::Written(root), root, &Path::Root, true);
    walk.skipped
}

struct Walk<'a> {
    definitions: &'a Definitions,
    sink: &'a mut Vec<Finding>,
    skipped: NotEvaluated,
}

impl Walk<'_> {
    /// The value and all below it; `shown` is the innermost node that was written.
    fn value(&mut self, schema: &Schema, data: Data<'_>, shown: Node<'_>, path: &Path<'_>, root: bool) {
        if data.is_null() {
            return;
        }
        if !schema.rules.is_empty() {
            self.rules(schema, data, shown, path, root);
        }
        if let (Some(items), false) = (&schema.items, data.is_mapping()) {
            let items = self.definitions.resolve(items);
            for (index, item) in data.items().into_iter().enumerate() {
                self.value(items, item, item.node().unwrap_or(shown), &Path::Index(path, index), false);
            }
        }
        if !data.is_mapping() {
            return;
        }
        let whole = root || schema.embedded_resource;
        for (name, field) in schema.properties.iter() {
            if whole && matches!(name, "apiVersion" | "kind" | "metadata") {
                continue;
            }
            let field = self.definitions.resolve(field);
            if let Some(found) = value::filled(field, data.get(name)) {
                self.value(field, found, found.node().unwrap_or(shown), &Path::Key(path, name), false);
            }
        }
        if let (Additional::Each(each), true) = (&schema.additional_properties, schema.properties.is_empty()) {
            let each = self.definitions.resolve(each);
            for (name, value) in data.entries() {
                self.value(each, value, value.node().unwrap_or(shown), &Path::Key(path, name), false);
            }
        }
    }

    fn rules(&mut self, schema: &Schema, data: Data<'_>, shown: Node<'_>, path: &Path<'_>, root: bool) {
        let (mut context, definitions) = (None, self.definitions);
        for rule in &schema.rules {
            let program = program::of(&rule.rule);
            let program = match &*program {
                Ok(program) if program.mentions_old && !rule.optional_old_self => continue,
                Ok(program) => program,
                // The definition is at fault, and its own document says so.
                Err(Refusal::Syntax(_)) => {
                    self.skip("it is not an expression that the API server can read");
                    continue;
                }
                Err(Refusal::Unsupported(why)) => {
                    self.skip(why);
                    continue;
                }
            };
            let context =
                context.get_or_insert_with(|| value::of(self.definitions, schema, data, root).map(verdict::context));
            let Some(context) = context else {
                self.skip("its value is of no type that rules can read");
                continue;
            };
            let found = verdict::judge(program, context, &|| dynamic(definitions, schema, 6));
            let found = match found {
                Verdict::Violated | Verdict::BreaksOff(_) => {
                    match fields::undeclared(self.definitions, schema, &program.expression, root) {
                        Some(_) => Verdict::Unknown("it names a field that the definition does not have"),
                        None => found,
                    }
                }
                _ => found,
            };
            match found {
                Verdict::Holds => {}
                Verdict::Unknown(why) => self.skip(why),
                Verdict::Violated => {
                    let said = rule.message_expression.as_deref().map(program::of);
                    let said = said.and_then(|said| {
                        let program = said.as_ref().as_ref().ok()?;
                        verdict::message(program, context)
                    });
                    self.sink.push(violated(rule, said, data, shown, path));
                }
                Verdict::BreaksOff(why) => self.sink.push(broken(rule, &why, shown.place(), path)),
            }
        }
    }

    fn skip(&mut self, reason: &'static str) {
        *self.skipped.reasons.entry(reason).or_default() += 1;
    }
}

/// Whether a value is of more than one type here or a few steps below.
fn dynamic(definitions: &Definitions, schema: &Schema, steps: usize) -> bool {
    let below = |schema: &Schema| steps > 0 && dynamic(definitions, definitions.resolve(schema), steps - 1);
    let each = match &schema.additional_properties {
        Additional::Each(each) => Some(&**each),
        _ => None,
    };
    let children = schema.properties.iter().map(|(_, field)| field).chain(schema.items.as_deref()).chain(each);
    schema.int_or_string || children.into_iter().any(below)
}

/// A finding about a rule that does not hold.
fn violated(rule: &Rule, said: Option<String>, data: Data<'_>, shown: Node<'_>, path: &Path<'_>) -> Finding {
    let said =
        said.or_else(|| rule.message.as_deref().map(|text| text.trim().to_owned())).filter(|text| !text.is_empty());
    let (place, path) = blamed(rule, data, shown, path);
    let message = match said {
        Some(said) => format!("{}: {}", named(&path), said.trim_end_matches('.').replace('\n', " ")),
        None => format!("{} does not meet a rule of its definition", named(&path)),
    };
    Finding::error("cel-rule-violated", place, message)
        .path(path)
        .why("the API server evaluates this rule of the CustomResourceDefinition, and refuses the object")
        .help(format!("the rule is `{}`", one_line(&rule.rule)))
}

/// A finding about a rule that breaks off.
fn broken(rule: &Rule, why: &str, place: Place, path: &Path<'_>) -> Finding {
    let path = path.to_string();
    Finding::error(
        "cel-rule-broken",
        place,
        format!("{}: a rule of the definition breaks off, for {why}", named(&path)),
    )
    .path(path)
    .why("the API server refuses an object when a rule of its CustomResourceDefinition cannot be evaluated")
    .help(format!("the rule is `{}`", one_line(&rule.rule)))
}

fn named(path: &str) -> String {
    if path.is_empty() { "the document".to_owned() } else { format!("`{path}`") }
}

fn one_line(rule: &str) -> String {
    rule.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the finding stands: at the rule's field, or as near to it as something is written.
fn blamed(rule: &Rule, data: Data<'_>, shown: Node<'_>, path: &Path<'_>) -> (Place, String) {
    let mut path = path.to_string();
    let mut place = shown;
    let mut data = Some(data);
    for step in rule.field_path.as_deref().map(steps).unwrap_or_default() {
        data = data.and_then(|data| data.get(&step));
        if let Some(node) = data.and_then(Data::node) {
            place = node;
        }
        let plain = step.chars().all(|c| c.is_ascii_alphanumeric() || "_-$".contains(c));
        let dot = if path.is_empty() { "" } else { "." };
        path = if plain { format!("{path}{dot}{step}") } else { format!("{path}[{step:?}]") };
    }
    (place.place(), path)
}

/// The fields of a path such as `.spec.replicas` or `.labels['a.b']`.
fn steps(path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (step, after) = if let Some(quoted) = rest.strip_prefix("['") {
            quoted.split_once("']").unwrap_or((quoted, ""))
        } else {
            let rest = rest.trim_start_matches('.');
            rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()))
        };
        if step.is_empty() {
            break;
        }
        found.push(step.to_owned());
        rest = after;
    }
    found
}
