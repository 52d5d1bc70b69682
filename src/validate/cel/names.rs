//! The names of functions that rules may call in some API server, whether groundplan has them or not.
//!
//! Source: the CEL language definition, and the libraries of `k8s.io/apiserver/pkg/cel/environment/base.go`.

use cel::IdedExpr;
use cel::common::ast::Expr;

use crate::validate::cel::program;

const FUNCTIONS: &str = "abs add all allowed apiGroup apiResource asApproximateFloat asInteger bool byte bytes ceil charAt \
    check cidr compareTo contains containsCIDR containsIP containsDigest date datetime digest distinct \
    div divInt dns1035Label dns1035LabelPrefix dns1123Label dns1123LabelPrefix dns1123Subdomain \
    dns1123SubdomainPrefix double duration dyn endsWith equivalent error errored exists existsOne \
    exists_one family fieldSelector filter find findAll first flatten format getDate getDayOfMonth \
    getDayOfWeek getDayOfYear getEscapedPath getFullYear getHost getHostname getHours getMilliseconds \
    getMinutes getMonth getPort getQuery getScheme getSeconds group has hasValue identifier image \
    indexOf int intersects ip isCIDR isCanonical isGlobalUnicast isGreaterThan isIP isImage isInteger \
    isLessThan isLinkLocalMulticast isLinkLocalUnicast isLoopback isQuantity isSemver isSorted isURL \
    isUnspecified join labelSelector labelValue last lastIndexOf lowerAscii major map masked matches max \
    min minor mul name named namespace none of ofNonZeroValue optFlatMap optMap or orValue patch path \
    prefixLength qualifiedName quantity quote range reason registry replace repository resource reverse \
    semver serviceAccount sign size slice sort sortBy split startsWith string sub subresource substring \
    sum tag timestamp transformList transformMap transformMapEntry trim type uint unwrap unwrapOpt \
    upperAscii uri url uuid validate value";

/// The first function that a rule calls and no API server has.
pub(super) fn unknown_function(expression: &IdedExpr) -> Option<String> {
    let mut rest = vec![expression];
    while let Some(next) = rest.pop() {
        if let Expr::Call(call) = &next.expr {
            let word = call.func_name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let operator = call.func_name.starts_with('_') || call.func_name.ends_with('_');
            if word && !operator && !FUNCTIONS.split(' ').any(|known| known == call.func_name) {
                return Some(call.func_name.clone());
            }
        }
        rest.extend(program::children(next));
    }
    None
}
