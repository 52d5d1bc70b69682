//! Values of types that CEL itself does not have, and what every function needs to read its arguments.

use cel::ExecutionError;
use cel::common::types::CelBool;
use cel::common::types::CelInt;
use cel::common::types::CelList;
use cel::common::types::CelString;
use cel::common::value::CowVal;
use cel::common::value::Val;

pub(super) type Values<'b, 'v> = Vec<CowVal<'b, 'v>>;
pub(super) type Answer<'b, 'v> = Result<CowVal<'b, 'v>, ExecutionError>;

/// Makes a Rust type a CEL value that is compared by `==` and read by functions only.
macro_rules! opaque {
    ($type:ty, $kind:expr) => {
        impl cel::common::value::Val for $type {
            fn get_type(&self) -> &cel::common::types::Type {
                <Self as cel::common::value::Val>::cel_type()
            }

            fn cel_type() -> &'static cel::common::types::Type {
                static KIND: cel::common::types::Type = $kind;
                &KIND
            }

            fn as_comparer(&self) -> Option<&dyn cel::common::traits::Comparer> {
                $crate::validate::cel::library::value::Ordered::comparer(self)
            }

            fn as_adder<'b, 'v>(&'b self) -> Option<&'b (dyn cel::common::traits::Adder + 'v)>
            where
                Self: 'v,
            {
                $crate::validate::cel::library::value::Ordered::adder(self)
            }

            fn as_subtractor<'b, 'v>(&'b self) -> Option<&'b (dyn cel::common::traits::Subtractor + 'v)>
            where
                Self: 'v,
            {
                $crate::validate::cel::library::value::Ordered::subtractor(self)
            }

            fn equals(&self, other: &dyn cel::common::value::Val) -> bool {
                other.downcast_ref::<Self>().is_some_and(|other| self == other)
            }

            fn clone_as_boxed<'v>(&self) -> Box<dyn cel::common::value::Val + 'v> {
                Box::new(self.clone())
            }

            fn as_any(&self) -> Option<&dyn std::any::Any> {
                Some(self)
            }
        }

        impl cel::common::value::StaticVal for $type {}
    };
}
pub(super) use opaque;

/// Which operators a value of our own has; none, unless it says so.
pub(super) trait Ordered {
    /// `<` and its relatives.
    fn comparer(&self) -> Option<&dyn cel::common::traits::Comparer> {
        None
    }

    /// `+`.
    fn adder<'b, 'v>(&'b self) -> Option<&'b (dyn cel::common::traits::Adder + 'v)>
    where
        Self: 'v,
    {
        None
    }

    /// `-`.
    fn subtractor<'b, 'v>(&'b self) -> Option<&'b (dyn cel::common::traits::Subtractor + 'v)>
    where
        Self: 'v,
    {
        None
    }
}

/// The text of an argument, which its declaration promises to be one.
pub(super) fn text<'a>(values: &'a [CowVal<'_, '_>], at: usize) -> Result<&'a str, ExecutionError> {
    let value = values.get(at).and_then(|value| value.downcast_ref::<CelString<'_>>());
    value.map(CelString::inner).ok_or_else(ExecutionError::missing_argument_or_target)
}

/// The number of an argument, which its declaration promises to be one.
pub(super) fn integer(values: &[CowVal<'_, '_>], at: usize) -> Result<i64, ExecutionError> {
    let value = values.get(at).and_then(|value| value.downcast_ref::<CelInt>());
    value.map(|value| *value.inner()).ok_or_else(ExecutionError::missing_argument_or_target)
}

/// The items of an argument, which its declaration promises to be a list.
pub(super) fn items<'v>(values: &[CowVal<'_, 'v>], at: usize) -> Result<Vec<Box<dyn Val + 'v>>, ExecutionError> {
    let value = values.get(at).ok_or_else(ExecutionError::missing_argument_or_target)?;
    let list = value.as_iterable().ok_or_else(ExecutionError::missing_argument_or_target)?;
    let mut found = Vec::new();
    let mut rest = list.iter();
    while let Some(item) = rest.next() {
        found.push(item.clone_as_boxed());
    }
    Ok(found)
}

#[expect(clippy::unnecessary_wraps, reason = "the last step of functions that can fail")]
pub(super) fn truth<'b, 'v>(value: bool) -> Answer<'b, 'v> {
    Ok(CowVal::owned(CelBool::from(value)))
}

#[expect(clippy::unnecessary_wraps, reason = "the last step of functions that can fail")]
pub(super) fn number<'b, 'v>(value: i64) -> Answer<'b, 'v> {
    Ok(CowVal::owned(CelInt::from(value)))
}

#[expect(clippy::unnecessary_wraps, reason = "the last step of functions that can fail")]
pub(super) fn string<'b, 'v>(value: impl Into<String>) -> Answer<'b, 'v> {
    Ok(CowVal::owned(CelString::from(value.into())))
}

#[expect(clippy::unnecessary_wraps, reason = "the last step of functions that can fail")]
pub(super) fn list<'b, 'v>(values: Vec<Box<dyn Val + 'v>>) -> Answer<'b, 'v> {
    Ok(CowVal::owned(CelList::from(values)))
}
