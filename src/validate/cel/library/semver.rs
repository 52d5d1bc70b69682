//! Semantic versions: `semver`, `isSemver` and their order.
//!
//! Source: `k8s.io/apiserver/pkg/cel/library/semverlib.go`; the variant that normalises what it is given is left out.

use std::cmp::Ordering;

use cel::DeclarationError;
use cel::Env;
use cel::ExecutionError;
use cel::common::types::CelBool;
use cel::common::types::CelInt;
use cel::common::types::STRING_TYPE;
use cel::common::types::Type;
use cel::common::value::CowVal;

use super::value::Ordered;
use super::value::opaque;
use super::value::text;
use super::value::truth;

#[derive(Debug, Clone)]
struct Version {
    numbers: [u64; 3],
    /// What stands before a release, as `rc.1`.
    before: Vec<String>,
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        order(self, other) == Ordering::Equal
    }
}

opaque!(Version, Type::new_unspecified_type("kubernetes.Semver"));

impl Ordered for Version {}

pub(super) fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_overload("semver", "string_to_semver", vec![STRING_TYPE], |values| {
        let text = text(&values, 0)?;
        let none = || ExecutionError::function_error("semver", format!("`{text}` is no semantic version"));
        read(text).map(CowVal::owned).ok_or_else(none)
    })?;
    env.add_overload("isSemver", "is_semver_string", vec![STRING_TYPE], |values| {
        truth(read(text(&values, 0)?).is_some())
    })?;
    cel::add_member_overload!(env, fn major: (Version) -> CelInt)?;
    cel::add_member_overload!(env, fn minor: (Version) -> CelInt)?;
    cel::add_member_overload!(env, fn patch: (Version) -> CelInt)?;
    cel::add_member_overload!(env, fn compare_to: (Version, Version) -> CelInt)?;
    cel::add_member_overload!(env, fn is_greater_than: (Version, Version) -> CelBool)?;
    cel::add_member_overload!(env, fn is_less_than: (Version, Version) -> CelBool)
}

/// Reads a version by the grammar of Semantic Versioning 2.0.0.
fn read(text: &str) -> Option<Version> {
    let of_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let plain = |part: &str| part.len() == 1 || !part.starts_with('0');
    let (rest, build) = text.split_once('+').map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (core, before) = rest.split_once('-').map_or((rest, None), |(core, before)| (core, Some(before)));
    if build.is_some_and(|build| !build.split('.').all(of_part)) {
        return None;
    }
    let numbers: Vec<u64> = core
        .split('.')
        .map(|part| if is_number(part) && plain(part) { part.parse().ok() } else { None })
        .collect::<Option<_>>()?;
    let before: Vec<String> = before.map(|before| before.split('.').map(str::to_owned).collect()).unwrap_or_default();
    let right = before.iter().all(|part| of_part(part) && (!is_number(part) || plain(part)));
    right.then_some(Version { numbers: numbers.try_into().ok()?, before })
}

/// A release comes after what stands before it; numbers before words.
fn order(one: &Version, other: &Version) -> Ordering {
    let part = |one: &String, other: &String| match (one.parse::<u64>(), other.parse::<u64>()) {
        (Ok(one), Ok(other)) => one.cmp(&other),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => one.cmp(other),
    };
    one.numbers.cmp(&other.numbers).then_with(|| match (one.before.is_empty(), other.before.is_empty()) {
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        _ => {
            let mut pairs = one.before.iter().zip(&other.before).map(|(one, other)| part(one, other));
            pairs.find(|found| *found != Ordering::Equal).unwrap_or_else(|| one.before.len().cmp(&other.before.len()))
        }
    })
}

fn number(version: &Version, at: usize) -> CelInt {
    i64::try_from(version.numbers[at]).unwrap_or(i64::MAX).into()
}

fn major(version: &Version) -> CelInt {
    number(version, 0)
}

fn minor(version: &Version) -> CelInt {
    number(version, 1)
}

fn patch(version: &Version) -> CelInt {
    number(version, 2)
}

fn compare_to(one: &Version, other: &Version) -> CelInt {
    (order(one, other) as i64).into()
}

fn is_greater_than(one: &Version, other: &Version) -> CelBool {
    (order(one, other) == Ordering::Greater).into()
}

fn is_less_than(one: &Version, other: &Version) -> CelBool {
    (order(one, other) == Ordering::Less).into()
}
