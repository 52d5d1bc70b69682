//! A value whose text groundplan cannot read as its format, such as a duration in words.

use cel::common::types::Type;
use cel::common::value::StaticVal;
use cel::common::value::Val;

use super::budget;

/// Whatever a rule does with it, the rule counts as not evaluated.
#[derive(Debug, Clone)]
pub(in crate::validate::cel) struct Unreadable;

impl Val for Unreadable {
    fn get_type(&self) -> &Type {
        <Self as Val>::cel_type()
    }

    fn cel_type() -> &'static Type {
        static KIND: Type = Type::new_unspecified_type("unreadable");
        &KIND
    }

    fn equals(&self, _: &dyn Val) -> bool {
        budget::spend_all();
        false
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(Self)
    }

    fn as_any(&self) -> Option<&dyn std::any::Any> {
        Some(self)
    }
}

impl StaticVal for Unreadable {}
