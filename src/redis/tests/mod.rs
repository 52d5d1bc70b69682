//! Claims about entries of `customConfig`.

mod any_text;
mod entries;
mod lists;
mod parameters;
mod words;

use crate::redis::Effect;
use crate::redis::Operator;
use crate::redis::RedisVersion;
use crate::redis::Step;
use crate::redis::Target;

/// Redis 7.0.15 from an image that Redis publishes, and operator v1.2.4.
fn target() -> Target {
    Target::of_image("redis:7.0.15-alpine", Operator::Since1_2_2)
}

fn on(version: &str) -> Target {
    Target { server: RedisVersion::parse(version), ..target() }
}

/// What an entry is said to be: its effect, and the name of the cause.
fn verdict(step: &Step<'_>) -> (Effect, String) {
    let cause = step.fault.as_ref().map(|fault| format!("{:?}", fault.cause)).unwrap_or_default();
    let end = cause.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(cause.len());
    (step.effect, cause[..end].to_owned())
}
