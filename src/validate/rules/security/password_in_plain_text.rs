//! A variable, an argument or a ConfigMap holds a password or a token as plain text.
//!
//! A credential is told by the name of the variable or key, by a password in a URL, or by the head of a private key.

use crate::cluster::credential;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "password-in-plain-text",
    group: Group::Security,
    severity: Severity::Error,
    summary: "A credential stands in a place that is not meant for one.",
    why: "everybody who may read pods or ConfigMaps, and everybody who reads the repository, can use it",
    source: "Kubernetes, Good practices for Kubernetes Secrets",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
      - name: cart
        image: shop/cart:1.4.0
        env: [{name: MQ_URL, value: 'amqp://cart:tide-2@mq.example.net:5672'}]
",
        good: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
      - name: cart
        image: shop/cart:1.4.0
        env:
        - {name: MQ_PASSWORD, valueFrom: {secretKeyRef: {name: mq, key: password}}}
        - {name: MQ_URL, value: 'amqp://cart:$(MQ_PASSWORD)@mq.example.net:5672'}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for text in context.cluster.texts() {
        // What stands in a Secret has a rule of its own.
        if text.object.id().kind == "Secret" || text.object.maker.is_some() {
            continue;
        }
        let value = text.text();
        let is_one = |name: &&str| credential::is_name(name) && !credential::is_reference(name, value);
        let name = text.name.filter(is_one).filter(|_| !value.contains(char::is_whitespace));
        let message = if credential::is_private_key(value) {
            "a private key is written down".to_owned()
        } else if credential::in_url(value).is_some() {
            "a URL holds a password".to_owned()
        } else if let Some(name) = name.filter(|_| credential::is_literal(value) && !value.contains("://")) {
            format!("`{name}` is a credential, written down")
        } else {
            continue;
        };
        let help = "take it from a Secret with `valueFrom.secretKeyRef`, and change it: it is known";
        sink.report(text.object.finding(text.node, text.path.as_str(), message).help(help));
    }
}
