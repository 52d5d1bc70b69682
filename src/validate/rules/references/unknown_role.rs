//! A binding grants a Role or ClusterRole that is not there.
//!
//! The ClusterRoles `admin`, `cluster-admin`, `edit` and `view`, and those that begin with `system:`, are there from the
//! start.

use crate::cluster::reference::Wanted;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules::references::missing;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-role",
    group: Group::References,
    severity: Severity::Error,
    summary: "A binding grants a role that does not exist.",
    why: "the binding is accepted and grants nothing: every request of its subjects is forbidden",
    source: "Kubernetes, Using RBAC Authorization",
    example: Some(Example {
        facts: "external: {namespaces: [shop]}",
        bad: r"
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: cart, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: viewer}
subjects:
- {kind: ServiceAccount, name: default, namespace: shop}
",
        good: r"
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: cart, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects:
- {kind: ServiceAccount, name: default, namespace: shop}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    missing::report(context, sink, &[Wanted::Role, Wanted::ClusterRole]);
}
