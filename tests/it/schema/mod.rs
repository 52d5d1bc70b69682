//! `groundplan schema`: which kinds are known, and what is made of a cluster's own schemas.

mod import; // schema sets: written, renewed, refused
mod list; // kinds and where they come from

/// A definition of one kind.
pub(crate) const WIDGET: &str = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.org }
spec:
  group: example.org
  names: { kind: Widget, plural: widgets }
  versions:
    - name: v1
      served: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object } } } }
";

/// The answer of a small API server.
pub(crate) const OPENAPI: &str = r#"{
  "swagger": "2.0",
  "info": { "title": "Kubernetes", "version": "v1.28.3" },
  "definitions": {
    "io.k8s.api.core.v1.ConfigMap": {
      "description": "said at length",
      "type": "object",
      "properties": { "data": { "type": "object", "additionalProperties": { "type": "string" } } },
      "x-kubernetes-group-version-kind": [{ "group": "", "version": "v1", "kind": "ConfigMap" }]
    }
  }
}
"#;
