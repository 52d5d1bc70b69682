//! A Certificate of cert-manager is to be signed by an Issuer or ClusterIssuer that is not there.
//!
//! Where no issuer of that kind is among the documents, they come from elsewhere and nothing is said.

use crate::cluster::reference::Wanted;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules::references::missing;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-issuer",
    group: Group::References,
    severity: Severity::Error,
    summary: "A Certificate names an issuer that does not exist.",
    why: "the certificate is never issued, its Secret never made, and what mounts it never starts",
    source: "cert-manager, Certificate: issuerRef",
    example: None,
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    missing::report(context, sink, &[Wanted::Issuer, Wanted::ClusterIssuer]);
}
