//! A Secret is there, and is of a type that whoever asks for it cannot use.
//!
//! Sources: Kubernetes, `pkg/credentialprovider/secrets` (other types are skipped); Ingress, TLS (controllers read
//! `tls.crt` and `tls.key`, whatever the type). A type that is not known is not judged.

use crate::cluster::config::Kind;
use crate::cluster::object::Known;
use crate::cluster::reference::SecretType;
use crate::cluster::reference::Wanted;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "wrong-secret-type",
    group: Group::References,
    severity: Severity::Error,
    summary: "A Secret is of another type than the one that is needed.",
    why: "the kubelet skips pull secrets of other types without a word, and an Ingress without a certificate is served with a wrong one",
    source: "Kubernetes: Pull an Image from a Private Registry; Ingress, TLS",
    example: Some(Example {
        facts: "external: {namespaces: [shop], secrets: [{namespace: shop, name: registry, keys: [password], type: Opaque}]}",
        bad: r"
apiVersion: v1
kind: ServiceAccount
metadata: {name: cart, namespace: shop}
imagePullSecrets:
- name: registry
",
        good: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  containers:
  - name: cart
    image: shop/cart:1.4.0
    env:
    - name: REGISTRY_PASSWORD
      valueFrom: {secretKeyRef: {name: registry, key: password}}
",
    }),
    check,
};

/// The types of Secrets with credentials of registries.
const PULL: [&str; 2] = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for reference in context.cluster.references() {
        let Some(wanted) = reference.of_type.filter(|_| reference.wanted == Wanted::Secret) else { continue };
        let Known::There(config) = context.cluster.config(Kind::Secret, reference.namespace, reference.name) else {
            continue;
        };
        let Some(kind) = config.secret_type() else { continue };
        let (is_fit, needed) = match wanted {
            SecretType::Pull => (PULL.contains(&kind), PULL[0]),
            SecretType::Tls => {
                let keys = config.keys();
                let complete = keys.is_none_or(|keys| keys.contains(&"tls.crt") && keys.contains(&"tls.key"));
                (kind == "kubernetes.io/tls" || complete, "kubernetes.io/tls")
            }
        };
        if is_fit {
            continue;
        }
        let message = format!("Secret `{}` is of type `{kind}`, and `{needed}` is needed", reference.name);
        let mut finding = reference.object.finding(reference.node, reference.path.as_str(), message);
        if let Some(place) = config.place() {
            finding = finding.also(place, "the Secret");
        }
        sink.report(finding.help(format!("name a Secret with `type: {needed}`, or make this one of that type")));
    }
}
