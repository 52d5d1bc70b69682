//! What `CONFIG SET` of a Redis server takes, and what the redis-operator makes of `customConfig`.
//!
//! The operator never writes `spec.redis.customConfig` to redis.conf. It splits each entry at blanks and sends it to
//! every pod as `CONFIG SET` (to every Sentinel as `SENTINEL SET mymaster`), again with each resync; the first entry
//! that is refused ends the reconcile of that RedisFailover. `replay` does the same without a server: it says entry by
//! entry what is sent, what becomes of it, and what to write instead.
//!
//! This module knows Redis and the operator's way of splitting, and neither manifests nor findings nor severities:
//! those are the business of rules. It does not guess what a server does that its table does not cover.

pub mod directives;
pub mod duplicates;
mod elsewhere;
pub mod fault;
pub mod memory;
mod number;
pub mod operator;
mod owned;
pub mod replay;
pub mod sentinel;
mod spelling;
mod value;
pub mod version;

#[cfg(test)]
mod tests;

pub use directives::Directive;
pub use duplicates::Duplicate;
pub use fault::Fault;
pub use operator::Operator;
pub use replay::Effect;
pub use replay::Replay;
pub use replay::Sent;
pub use replay::Step;
pub use replay::Target;
pub use replay::replay;
pub use sentinel::replay as replay_sentinel;
pub use version::RedisVersion;
pub use version::Series;
