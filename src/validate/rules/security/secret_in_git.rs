//! A Secret with a credential in it is written down, for everybody to read who reads the files.
//!
//! A credential is told by the name of its key, by a password in a URL, or by the head of a private key; names of users,
//! addresses and certificates are none. Stand-ins, templates and what sops has encrypted are left alone, and so is every
//! Secret that a controller makes.

use crate::cluster::credential;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "secret-in-git",
    group: Group::Security,
    severity: Severity::Error,
    summary: "A Secret with a credential is written down.",
    why: "whoever reads the repository, now or at any time later, can use it: deleting the line does not take it out of the history",
    source: "Kubernetes, Good practices for Kubernetes Secrets",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: v1
kind: Secret
metadata: {name: cart, namespace: shop}
stringData:
  url: https://registry.example.net
  password: tide-and-2-anchors
",
        good: r"
apiVersion: v1
kind: Secret
metadata: {name: cart, namespace: shop}
stringData:
  url: https://registry.example.net
  password: '<path:kv/shop#password>'
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for secret in context.cluster.of_kind("", "Secret").filter(|secret| secret.maker.is_none()) {
        if secret.at(&["sops"]).is_some() {
            continue;
        }
        for map in ["stringData", "data"] {
            for (key, node) in secret.at(&[map]).into_iter().flat_map(Node::entries) {
                let (Some(key), Some(written)) = (key.text(), node.text()) else { continue };
                let text = if map == "data" { credential::decoded(written) } else { Some(written.to_owned()) };
                // What is no text under such a name is a key all the same.
                let text = text.unwrap_or_else(|| "binary".to_owned());
                let what = if credential::is_private_key(&text) {
                    "a private key"
                } else if credential::is_key(key) && credential::is_literal(&text) {
                    "a credential"
                } else if credential::in_url(&text).is_some() {
                    "a password in a URL"
                } else {
                    continue;
                };
                let message = format!("`{key}` of Secret `{}` is {what}, written down", secret.id().name);
                let help =
                    "let an ExternalSecret or a SealedSecret make this Secret, and change the credential: it is known";
                sink.report(secret.finding(node, format!("{map}.{key}"), message).help(help));
            }
        }
    }
}
