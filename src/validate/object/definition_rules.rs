//! The CEL rules in the schemas of a `CustomResourceDefinition`: those that no API server can read.
//!
//! Only what is certain: syntax, functions that do not exist, and fields that the schema does not have.

use crate::schema::read_schema;
use crate::validate::cel;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::field::Field;

/// The rules of one schema; `root` says that it is the schema of a whole object.
pub(super) fn check(sink: &mut Sink, schema: &Field<'_>, root: bool) {
    let rules = schema.get("x-kubernetes-validations");
    let Some(read) = schema.node().filter(|_| rules.is_set()).map(read_schema) else { return };
    for rule in rules.items() {
        for field in [rule.get("rule"), rule.get("messageExpression")] {
            let error = field.text().and_then(|text| cel::compile_error_at(text, &read, root));
            if let Some(error) = error {
                sink.push(fault("invalid-cel-rule", &field, error));
            }
        }
    }
}
