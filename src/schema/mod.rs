//! What the API says an object looks like: names, types and constraints of the kinds that groundplan knows.
//!
//! Built-in kinds come from a pack of thirteen Kubernetes minors, custom ones from a pack of released
//! custom definitions, from hand-written field lists (RedisFailover, Kustomization), and from definitions found
//! among the documents themselves. A definition is parsed when something reaches it, once per process.
//! This module holds data and judges nothing: that is `validate::schema`.

mod catalog;
mod custom;
mod definitions;
mod field_list;
mod kustomize;
mod pack;
mod redisfailover;
mod shape;
#[cfg(test)]
mod tests;

pub use catalog::Catalog;
pub use catalog::Kind;
pub use catalog::embedded_projects;
pub use catalog::embedded_versions;
pub use catalog::minors;
pub use custom::CustomKinds;
pub use definitions::Definitions;
pub use redisfailover::QUANTITY_PATTERN;
pub use redisfailover::open_api_schema;
pub use shape::Additional;
pub use shape::Dialect;
pub use shape::Pattern;
pub use shape::Properties;
pub use shape::Schema;
pub use shape::Type;
