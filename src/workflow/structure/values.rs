//! Single values: truth values, numbers, words of a few, and expressions that give them.

use crate::text::suggest;
use crate::workflow::key::Key;
use crate::workflow::structure::Walk;
use crate::yaml::Node;
use crate::yaml::scalar::Scalar;
use crate::yaml::scalar::resolve_v1_2;

impl<'w> Walk<'w> {
    /// A truth value, or an expression that gives one.
    pub(super) fn truth(&mut self, node: Node<'w>, what: &str, key: Option<Key>) {
        if !self.computed(node, key) && !matches!(value(node), Some(Scalar::Bool(_))) {
            self.wrong_type(node, what, "`true` or `false`");
        }
    }

    /// A number above zero, or an expression that gives one.
    pub(super) fn number(&mut self, node: Node<'w>, what: &str, key: Option<Key>) {
        match value(node) {
            _ if self.computed(node, key) => {}
            Some(Scalar::Int(number)) if number > 0 => {}
            Some(Scalar::Float(number)) if number > 0.0 => {}
            Some(Scalar::Int(_) | Scalar::Float(_)) => {
                self.tell("wrong-workflow-type", node.place(), format!("{what} is not above zero"));
            }
            _ => self.wrong_type(node, what, "a number"),
        }
    }

    /// Whether a value is put together from expressions; notes them.
    pub(super) fn computed(&mut self, node: Node<'w>, key: Option<Key>) -> bool {
        let is = key.is_some() && is_computed(node);
        if is {
            self.scan(node, key);
        }
        is
    }

    /// One of a few words; tells whether it is.
    pub(super) fn one_of(&mut self, node: Node<'w>, what: &str, known: &[&str]) -> bool {
        let Some(text) = node.text().filter(|_| !node.is_null()) else {
            self.wrong_type(node, what, "a text");
            return false;
        };
        if known.contains(&text) {
            return true;
        }
        let near = suggest::nearest(text, known.iter().copied());
        let help = near.map_or_else(|| suggest::known(known.iter().copied()), |near| format!("write `{near}`"));
        self.tell("unknown-workflow-value", node.place(), format!("`{text}` is no {what}")).help = Some(help);
        false
    }
}

/// The value of a scalar, as GitHub reads YAML.
fn value(node: Node<'_>) -> Option<Scalar<'_>> {
    let text = node.text()?;
    Some(if node.is_plain() { resolve_v1_2(text) } else { Scalar::Str(text) })
}

/// Whether a value is a text with an expression in it.
pub(super) fn is_computed(node: Node<'_>) -> bool {
    node.text().is_some_and(|text| text.contains("${{"))
}
