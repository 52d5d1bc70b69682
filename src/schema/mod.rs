//! What the API says an object looks like: names, types and constraints of the kinds that groundplan knows.
//!
//! Built-in kinds come from a pack of thirteen Kubernetes minors, custom ones from a pack of released
//! custom definitions, from hand-written field lists (RedisFailover, Kustomization), and from definitions found
//! among the documents themselves. A definition is parsed when something reaches it, once per process.
//! This module holds data and judges nothing: that is `validate::schema`.

mod catalog;
mod custom;
mod definitions;
mod ease;
mod field_list;
pub mod import;
mod kind;
mod kustomize;
mod light;
mod listing;
pub mod location;
mod lookup;
mod memo;
mod pack;
mod pattern;
mod properties;
mod redisfailover;
mod removed;
mod shape;
#[cfg(test)]
mod tests;
mod version;

pub use catalog::Catalog;
pub use catalog::embedded_projects;
pub use catalog::embedded_versions;
pub use catalog::minors;
pub use catalog::nearest_release;
pub use custom::CustomKinds;
pub use custom::read_schema;
pub use definitions::Definitions;
pub use ease::Ease;
pub use ease::Holds;
pub use kind::Kind;
pub use light::Light;
pub use location::Files;
pub use location::LocationError;
pub use location::Locations;
pub use pattern::translated;
pub use properties::Found;
pub use properties::Properties;
pub use redisfailover::QUANTITY_PATTERN;
pub use redisfailover::open_api_schema;
pub use removed::Release;
pub use shape::Additional;
pub use shape::Dialect;
pub use shape::Pattern;
pub use shape::Rule;
pub use shape::Schema;
pub use shape::Type;
pub use version::KubernetesVersion;
pub use version::parse_version;
