//! Probes and lifecycle hooks of a container.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_least;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::port;
use crate::validate::object::expect::port_number;
use crate::validate::object::expect::required;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::pod::Origin;

const HANDLERS: &[&str] = &["exec", "httpGet", "tcpSocket", "grpc"];
const TIMES: &[&str] =
    &["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];

pub(super) fn check(sink: &mut Sink, container: &Field<'_>, spec: &Field<'_>, origin: Origin) {
    for kind in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let probe = container.get(kind);
        if !probe.is_set() {
            continue;
        }
        one_field(sink, &probe, HANDLERS, true);
        handler(sink, &probe);
        for field in TIMES {
            at_least(sink, &probe.get(field), 0);
        }
        let successes = probe.get("successThreshold");
        let grace = probe.get("terminationGracePeriodSeconds");
        if kind == "readinessProbe" {
            forbidden(sink, &grace, "for a readiness probe");
        } else {
            at_least(sink, &grace, 1);
            // Zero is replaced by 1.
            if origin.is_validated() && successes.integer().is_some_and(|value| value > 1) {
                within(sink, &successes, 1, 1);
            }
        }
    }
    let lifecycle = container.get("lifecycle");
    if !lifecycle.is_set() {
        return;
    }
    for hook in [lifecycle.get("postStart"), lifecycle.get("preStop")] {
        if hook.is_set() {
            one_field(sink, &hook, &["exec", "httpGet", "tcpSocket", "sleep"], true);
            handler(sink, &hook);
            sleep(sink, &hook.at(&["sleep", "seconds"]), spec);
        }
    }
}

fn handler(sink: &mut Sink, handler: &Field<'_>) {
    let command = handler.get("exec");
    if command.is_set() {
        required(sink, &command.get("command"));
    }
    let request = handler.get("httpGet");
    if request.is_set() {
        port(sink, &request.get("port"));
        one_of(sink, &request.get("scheme"), &["HTTP", "HTTPS"]);
        for header in request.get("httpHeaders").items() {
            header_name(sink, &header.get("name"));
        }
    }
    port(sink, &handler.get("tcpSocket").get("port"));
    port_number(sink, &handler.get("grpc").get("port"));
}

fn header_name(sink: &mut Sink, own: &Field<'_>) {
    let text = own.text_or_empty();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        sink.push(
            fault("invalid-name", own, format!("`{}` cannot be `{text}`", own.path()))
                .help("use letters, digits and `-`, as in `X-Probe`"),
        );
    }
}

/// A pause fits into the time that a pod has to end; it may be 0 since 1.33.
fn sleep(sink: &mut Sink, seconds: &Field<'_>, spec: &Field<'_>) {
    let least = i128::from(sink.minor < 33);
    let grace = spec.get("terminationGracePeriodSeconds").integer().unwrap_or(30);
    within(sink, seconds, least, grace.max(least));
}
