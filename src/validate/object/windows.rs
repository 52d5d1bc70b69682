//! What pods of Windows and of Linux cannot share, and the users of Windows.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;

/// Settings of the security context of a pod that Windows does not have.
const POD_CONTEXT: &[&str] = &[
    "seLinuxOptions",
    "seccompProfile",
    "appArmorProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "sysctls",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
];

/// Settings of the security context of a container that Windows does not have.
const CONTAINER_CONTEXT: &[&str] = &[
    "seLinuxOptions",
    "seccompProfile",
    "appArmorProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
];

fn containers<'a>(spec: &Field<'a>) -> impl Iterator<Item = Field<'a>> {
    ["initContainers", "containers"].map(|list| spec.get(list)).into_iter().flat_map(|list| list.items())
}

/// A pod that says for which system it is made has no settings of the other.
pub(super) fn system(sink: &mut Sink, spec: &Field<'_>) {
    let os = spec.get("os");
    if !os.is_set() || !required(sink, &os.get("name")) {
        return;
    }
    let system = os.get("name");
    one_of(sink, &system, &["linux", "windows"]);
    let context = spec.get("securityContext");
    match system.text_or_empty() {
        "linux" => {
            let contexts = containers(spec).map(|container| container.get("securityContext"));
            for context in std::iter::once(context).chain(contexts) {
                forbidden(sink, &context.get("windowsOptions"), "with `os: {name: linux}`");
            }
        }
        "windows" => {
            let none = "with `os: {name: windows}`";
            for field in ["hostUsers", "shareProcessNamespace"] {
                forbidden(sink, &spec.get(field), none);
            }
            // False is what they are when they are missing, too.
            for field in ["hostPID", "hostIPC"].map(|field| spec.get(field)) {
                if field.is_true() {
                    forbidden(sink, &field, none);
                }
            }
            for field in POD_CONTEXT {
                forbidden(sink, &context.get(field), none);
            }
            for container in containers(spec) {
                let context = container.get("securityContext");
                for field in CONTAINER_CONTEXT {
                    forbidden(sink, &context.get(field), none);
                }
            }
        }
        _ => {}
    }
}

#[inline]
fn host_process<'a>(owner: &Field<'a>) -> Field<'a> {
    let options = owner.get("securityContext").get("windowsOptions");
    if options.is_set() { options.get("hostProcess") } else { options }
}

/// Either all containers of a pod run as processes of the host, or none.
pub(super) fn host_processes(sink: &mut Sink, spec: &Field<'_>) {
    let whole = host_process(spec);
    let is_set = |container: Field<'_>| host_process(&container).is_set();
    if !whole.is_set() && !spec.get("containers").items().any(is_set) && !spec.get("initContainers").items().any(is_set)
    {
        return;
    }
    let (mut all, mut on_host) = (0, 0);
    for container in containers(spec) {
        let own = host_process(&container);
        all += 1;
        on_host += usize::from(own.is_true() || !own.is_set() && whole.is_true());
        if own.is_set() && whole.is_set() && own.is_true() != whole.is_true() {
            forbidden(sink, &own, "other than that of the pod");
        }
    }
    if on_host > 0 && on_host != all {
        sink.push(
            fault("conflicting-fields", spec, "only some containers of the pod have `hostProcess: true`")
                .help("set it for the whole pod, or for none of its containers"),
        );
    }
    if on_host > 0 && !spec.get("hostNetwork").is_true() {
        let own = spec.get("hostNetwork");
        sink.push(
            fault("missing-field", &own, "processes of the host use its network").help("write `hostNetwork: true`"),
        );
    }
}

/// The user of a container, and the account that it acts as in a domain.
pub(super) fn options(sink: &mut Sink, options: &Field<'_>) {
    if !options.is_set() {
        return;
    }
    name(sink, &options.get("gmsaCredentialSpecName"), Grammar::Subdomain);
    let credentials = options.get("gmsaCredentialSpec");
    if credentials.is_set() && required(sink, &credentials) && credentials.text_or_empty().len() > 64 * 1024 {
        sink.push(
            fault("value-out-of-range", &credentials, "the specification of the account takes more than 64 KiB")
                .help("shorten it"),
        );
    }
    let own = options.get("runAsUserName");
    if own.is_set() && !is_user(own.text_or_empty()) {
        sink.push(
            fault("invalid-name", &own, format!("`{}` cannot be `{}`", own.path(), own.text_or_empty()))
                .help("write a user of Windows, such as `ContainerUser` or `DOMAIN\\user`"),
        );
    }
}

fn is_user(text: &str) -> bool {
    let (domain, user) = text.split_once('\\').map_or((None, text), |(domain, user)| (Some(domain), user));
    let short = |domain: &str| {
        domain.len() <= 15 && !domain.starts_with('.') && !domain.contains(['/', ':', '*', '?', '"', '<', '>', '|'])
    };
    let dns = |domain: &str| Grammar::Subdomain.matches(&domain.to_lowercase());
    !text.chars().any(char::is_control)
        && domain.is_none_or(|domain| !domain.is_empty() && domain.len() < 256 && (short(domain) || dns(domain)))
        && (1..=104).contains(&user.len())
        && !user.chars().all(|c| c == '.' || c == ' ')
        && !user.contains(['"', '/', '\\', ':', ';', '|', '=', ',', '+', '*', '?', '<', '>', '@', '[', ']'])
}
