//! The functions that rules may call: the standard ones and those that Kubernetes adds.
//!
//! Source: `k8s.io/apiserver/pkg/cel/environment/base.go` and `pkg/cel/library`. `authorizer` is left out, for it asks
//! a cluster. A function whose answer is not certain here is not registered, so that its rules count as not evaluated.

mod budget;
mod format;
mod list;
mod network;
mod quantity;
mod regex;
mod semver;
mod time;
mod time_operators;
mod two_variables;
mod unreadable;
mod url;
mod value;

use std::sync::Arc;
use std::sync::OnceLock;

use cel::DeclarationError;
use cel::Env;

pub(super) use budget::CHARGE;
pub(super) use budget::begin;
pub(super) use budget::is_spent;
pub(super) use time::duration;
pub(super) use time::timestamp;
pub(super) use unreadable::Unreadable;

/// The functions and macros, built once.
pub(super) fn environment() -> &'static Arc<Env> {
    static ENVIRONMENT: OnceLock<Arc<Env>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut env = Env::stdlib();
        // The names are constants, and a test registers each; a clash must not stop a run.
        let _complete = register(&mut env).is_ok();
        Arc::new(env)
    })
}

fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_extension(cel::extensions::strings)?;
    env.add_extension(cel::extensions::lists)?;
    budget::register(env)?;
    two_variables::register(env)?;
    list::register(env)?;
    regex::register(env)?;
    url::register(env)?;
    quantity::register(env)?;
    network::register(env)?;
    semver::register(env)?;
    time::register(env)?;
    format::register(env)
}

#[cfg(test)]
pub(super) fn register_all() -> Result<(), DeclarationError> {
    register(&mut Env::stdlib())
}
