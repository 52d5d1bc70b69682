//! Directives that the operator sets itself, or by which it and the Sentinels find the pods. Redis takes them; what
//! breaks is what runs around it.
//!
//! Source: `operator/redisfailover/service/generator.go` and `api/redisfailover/v1/defaults.go` of
//! spotahome/redis-operator (redis.conf, probes, `replica-priority`), `service/redis/client.go` (how it connects).

/// What a directive breaks, and where to say it instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owned {
    pub(super) breaks: &'static str,
    pub(super) instead: &'static str,
}

/// What setting a directive breaks; `None` for directives, and for values, that do not.
pub(super) fn owned(name: &str, value: &str) -> Option<Owned> {
    let is = |wanted: &str| value.eq_ignore_ascii_case(wanted);
    let (breaks, instead) = match name {
        "bind" if !value.split(' ').any(|address| matches!(address, "*" | "0.0.0.0" | "-0.0.0.0")) => (
            "the operator, the other pods and the Sentinels connect to the address of the pod, and none of them \
             reaches a server that does not listen on it",
            "leave it out: without it the server listens on every address",
        ),
        "protected-mode" if is("yes") => (
            "without a password the server then refuses all who connect from another pod: operator, replicas and \
             Sentinels",
            "leave it out, and set `spec.auth.secretPath` for a password",
        ),
        "requirepass" => (
            "the operator connects with the password of `spec.auth.secretPath`, and is locked out by another",
            "name a Secret with the key `password` in `spec.auth.secretPath`",
        ),
        "masterauth" => (
            "replicas then offer their master a password other than that of `spec.auth.secretPath`, and no longer \
             replicate",
            "name a Secret with the key `password` in `spec.auth.secretPath`",
        ),
        "masteruser" if !value.is_empty() => (
            "replicas then log in as a user that the operator does not create, and no longer replicate",
            "leave it out: the operator knows the default user only",
        ),
        "port" => (
            "operator, probes, exporter and Sentinels go on to use the port of the RedisFailover",
            "set `spec.redis.port`",
        ),
        "tls-port" if value != "0" => {
            ("operator and Sentinels speak plain TCP, and there are no certificates in the pod", "leave it out")
        }
        "replica-announce-ip" if !value.is_empty() => (
            "the operator knows a master by the address of its pod, and does not find the announced one",
            "leave it out",
        ),
        "replica-announce-port" if value != "0" => (
            "Sentinel makes the announced port that of the master, while the operator uses that of the RedisFailover",
            "leave it out",
        ),
        "replica-announced" if is("no") => {
            ("Sentinel then does not see the replica and cannot fail over to it", "leave it out")
        }
        "replica-priority" if value != "100" => (
            "the operator sends `replica-priority 100` before it (0 while bootstrapping), so that the value changes \
             back and forth with every resync, on all pods alike",
            "leave it out",
        ),
        "dir" if value != "/data" => (
            "the volume is mounted at /data, and data written elsewhere is lost with the container",
            "leave it out: the server runs in /data",
        ),
        _ => return None,
    };
    Some(Owned { breaks, instead })
}
