//! A kind that was found: its schema, and whose reading of it decides.

use crate::schema::definitions::Definitions;
use crate::schema::shape::Dialect;
use crate::schema::shape::Schema;

/// A kind, ready to judge documents.
#[derive(Debug, Clone, Copy)]
pub struct Kind<'a> {
    pub(super) schema: &'a Schema,
    pub(super) definitions: &'a Definitions,
    pub(super) dialect: Dialect,
    pub(super) meta: &'a Definitions,
    pub(super) source: &'a str,
    pub(super) unchecked: &'a [String],
}

impl<'a> Kind<'a> {
    /// The schema of the whole document.
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// Where names in the schema are looked up.
    pub fn definitions(&self) -> &'a Definitions {
        self.definitions
    }

    /// Whose reading of the schema decides.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether this is no built-in kind, so that a CustomResourceDefinition could define it.
    pub fn is_custom(&self) -> bool {
        self.dialect != Dialect::BuiltIn
    }

    /// The built-in definitions of the cluster, for the metadata that all objects share.
    pub fn meta(&self) -> &'a Definitions {
        self.meta
    }

    /// Where the kind comes from: `Kubernetes 1.28`, `argo-cd v2.14.0`, `CustomResourceDefinition crds/widget.yaml`, or
    /// a schema location as it was given.
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// What a schema file demands and groundplan does not check, such as `if` or `format: ipv4`, sorted. Empty for
    /// embedded kinds and for definitions.
    pub fn unchecked(&self) -> &'a [String] {
        self.unchecked
    }
}
