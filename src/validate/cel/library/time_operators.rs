//! `<`, `+` and `-` of durations and points in time.

use std::cmp::Ordering;

use cel::ExecutionError;
use cel::common::traits::Adder;
use cel::common::traits::Comparer;
use cel::common::traits::Subtractor;
use cel::common::value::CowVal;
use cel::common::value::Val;

use super::time::Duration;
use super::time::Timestamp;
use super::value::Ordered;

fn no_overload(operator: &str, one: &dyn Val) -> ExecutionError {
    ExecutionError::no_such_overload(operator, vec![one.get_type().name().to_owned()])
}

impl Ordered for Duration {
    fn comparer(&self) -> Option<&dyn Comparer> {
        Some(self)
    }

    fn adder<'b, 'v>(&'b self) -> Option<&'b (dyn Adder + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn subtractor<'b, 'v>(&'b self) -> Option<&'b (dyn Subtractor + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }
}

impl Comparer for Duration {
    fn compare(&self, other: &dyn Val) -> Result<Ordering, ExecutionError> {
        let other = other.downcast_ref::<Self>().ok_or_else(|| no_overload("<", self))?;
        Ok(self.0.cmp(&other.0))
    }
}

impl Adder for Duration {
    fn add<'b, 'v>(&'b self, other: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let other = other.downcast_ref::<Self>().ok_or_else(|| no_overload("+", self))?;
        let sum = self.0.checked_add(other.0).map(Duration).map(CowVal::owned);
        sum.ok_or_else(|| ExecutionError::function_error("+", "duration out of range"))
    }
}

impl Subtractor for Duration {
    fn sub<'b, 'v>(&'b self, other: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let other = other.downcast_ref::<Self>().ok_or_else(|| no_overload("-", self))?;
        let difference = self.0.checked_sub(other.0).map(Duration).map(CowVal::owned);
        difference.ok_or_else(|| ExecutionError::function_error("-", "duration out of range"))
    }
}

impl Ordered for Timestamp {
    fn comparer(&self) -> Option<&dyn Comparer> {
        Some(self)
    }

    fn adder<'b, 'v>(&'b self) -> Option<&'b (dyn Adder + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }
}

impl Adder for Timestamp {
    fn add<'b, 'v>(&'b self, other: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let other = other.downcast_ref::<Duration>().ok_or_else(|| no_overload("+", self))?;
        Ok(CowVal::owned(Self(self.0 + i128::from(other.0))))
    }
}

impl Comparer for Timestamp {
    fn compare(&self, other: &dyn Val) -> Result<Ordering, ExecutionError> {
        let other = other.downcast_ref::<Self>().ok_or_else(|| no_overload("<", self))?;
        Ok(self.0.cmp(&other.0))
    }
}
