//! A probe or a lifecycle hook asks a port by a name that its container has not.
//!
//! A number is left alone: a container may listen on ports that it does not list. Names are looked up in the same container.

use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-probe-port",
    group: Group::Workloads,
    severity: Severity::Error,
    summary: "A probe asks a port by a name that its container has not.",
    why: "the probe fails every time: the pod never gets ready, or is restarted for ever",
    source: "Kubernetes, Configure Liveness, Readiness and Startup Probes: named ports",
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
        ports: [{name: http, containerPort: 8080}]
        readinessProbe: {httpGet: {path: /healthz, port: health}}
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
        ports: [{name: http, containerPort: 8080}]
        readinessProbe: {httpGet: {path: /healthz, port: 9443}}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let handlers: [&[&str]; 5] = [
        &["livenessProbe"],
        &["readinessProbe"],
        &["startupProbe"],
        &["lifecycle", "postStart"],
        &["lifecycle", "preStop"],
    ];
    for workload in context.cluster.workloads() {
        for container in workload.containers() {
            for handler in handlers {
                let Some(node) = container.node.at(handler) else { continue };
                for action in ["httpGet", "tcpSocket"] {
                    let Some(port) = node.at(&[action, "port"]) else { continue };
                    let Some(name) = port.text().filter(|text| text.parse::<u32>().is_err()) else { continue };
                    let names: Vec<&str> = container.ports().filter_map(|(name, ..)| name).collect();
                    if names.contains(&name) {
                        continue;
                    }
                    let path = workload.path(&format!("{}.{}.{action}.port", container.path, handler.join(".")));
                    let message = format!("container `{}` has no port called `{name}`", container.name());
                    let near =
                        suggest::nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`?"));
                    let help = near.unwrap_or_else(|| {
                        if names.is_empty() {
                            "write the number of the port, or give a port of the container this name".to_owned()
                        } else {
                            suggest::known(names)
                        }
                    });
                    sink.report(workload.object.finding(port, path, message).help(help));
                }
            }
        }
    }
}
