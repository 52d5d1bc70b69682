//! Annotations of pods that the API server reads.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;

const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";
const MIRROR: &str = "kubernetes.io/config.mirror";
const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP: &str = "container.seccomp.security.alpha.kubernetes.io/";
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

pub(super) fn check(sink: &mut Sink, annotations: &Field<'_>, spec: &Field<'_>) {
    for (key, _, value) in annotations.entries() {
        let text = value.text_or_empty();
        if key == SECCOMP_POD || key.starts_with(SECCOMP) {
            profile(sink, &value, text, &["runtime/default", "docker/default", "unconfined"]);
        } else if let Some(container) = key.strip_prefix(APP_ARMOR) {
            profile(sink, &value, text, &["", "runtime/default", "unconfined"]);
            let all = ["containers", "initContainers"].map(|list| spec.get(list));
            if !all.iter().flat_map(Field::items).any(|own| own.get("name").is_text(container)) {
                sink.push(
                    fault("dangling-reference", &value, format!("there is no container `{container}` in this pod"))
                        .help("name a container of the pod after the `/` of the annotation"),
                );
            }
        } else if key == DELETION_COST && !is_cost(text) {
            sink.push(
                fault("malformed-value", &value, format!("`{}` cannot be `{text}`", value.path()))
                    .help("write a whole number without a sign `+` or leading zeros, such as `\"-100\"`"),
            );
        } else if key == MIRROR {
            required(sink, &spec.get("nodeName"));
        }
    }
}

fn profile(sink: &mut Sink, value: &Field<'_>, text: &str, known: &[&str]) {
    let local = text.strip_prefix("localhost/");
    let right = match local {
        Some(path) => !path.starts_with('/') && path.split('/').all(|part| part != ".."),
        None => known.contains(&text),
    };
    if !right {
        sink.push(
            fault("unknown-value", value, format!("`{text}` is no security profile"))
                .help("write `runtime/default`, `unconfined`, or `localhost/` and the name of a profile"),
        );
    }
}

fn is_cost(text: &str) -> bool {
    let first = text.bytes().next();
    (text == "0" || first.is_some_and(|byte| byte == b'-' || (b'1'..=b'9').contains(&byte)))
        && text.parse::<i32>().is_ok()
}
