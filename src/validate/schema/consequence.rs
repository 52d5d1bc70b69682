//! What comes of a wrong shape in a cluster: a refusal, or a field that is lost in silence.
//!
//! Source: apimachinery `pkg/runtime/serializer/json` for fields that are not known, and the field validation of the
//! API, which is strict for `kubectl` and warns everybody else.

use crate::manifest::identity::ResourceId;
use crate::schema::Dialect;
use crate::schema::Kind;
use crate::validate::schema::Violation;
use crate::validate::schema::ViolationKind;

/// Why a violation matters, as an object of this kind is applied.
pub fn consequence(kind: &Kind<'_>, id: &ResourceId, violation: &Violation) -> &'static str {
    if id.is_kustomization() {
        return "kustomize refuses the file, so that nothing is built from it";
    }
    let built_in = kind.dialect() == Dialect::BuiltIn;
    match violation.kind {
        ViolationKind::UnknownField { .. } if built_in => {
            "under strict validation, as by `kubectl apply`, the API server refuses the object; otherwise it drops the \
             field with no more than a warning"
        }
        ViolationKind::UnknownField { .. } => {
            "under strict validation, as by `kubectl apply`, the API server refuses the object; otherwise, as when \
             Argo CD applies it on the side of the client, it prunes the field in silence"
        }
        ViolationKind::WrongType { .. } if built_in => "the API server cannot read the object, and refuses it",
        // Types decide when the object is read, and the rest of this template when pods are made from it.
        _ if built_in && id.kind == "StatefulSet" && violation.path.starts_with("spec.template.spec.") => {
            "the API server refuses the StatefulSet, or takes it and refuses every pod made from it"
        }
        _ => "the API server refuses the object",
    }
}
