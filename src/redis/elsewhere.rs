//! Where to say what `CONFIG SET` cannot: other fields of the RedisFailover, the command line, or nowhere.

/// Where to say what is known in redis.conf only.
pub(super) fn in_redis_conf(name: &str) -> &'static str {
    match name {
        "rename-command" => "use `spec.redis.customCommandRenames`, with `from` and `to`",
        "user" => "the operator knows no users but the default one; leave it out",
        "loadmodule" => "pass `--loadmodule` in `spec.redis.command`, behind `/redis/redis.conf`",
        "include" => "there are no further files in the pod; write the directives themselves",
        _ => "leave it out: servers of this version read it in redis.conf and ignore it",
    }
}

/// Where to say what can only be said at the start.
pub(super) fn at_start(name: &str, value: &str) -> String {
    match name {
        "replicaof" => {
            "leave it out: the operator decides who replicates; `spec.bootstrapNode` names an outside master"
        }
        "databases" if value == "16" => "leave it out: 16 is what Redis has anyway",
        "logfile" | "syslog-enabled" | "syslog-facility" | "syslog-ident" => {
            "leave it out: containers log to standard output, where `kubectl logs` looks"
        }
        "dir" => "leave it out: the server runs in /data, where the volume is mounted",
        "daemonize" | "supervised" | "pidfile" => "leave it out: the container runs the server in the foreground",
        "aclfile" => "leave it out: it conflicts with the user that the operator writes to redis.conf for its probes",
        _ if name.starts_with("cluster-") => "leave it out: a RedisFailover is no Redis Cluster",
        _ => {
            let words: Vec<String> = value.split(' ').take(8).map(|word| format!("\"{word}\"")).collect();
            return format!(
                "leave it out, or pass it when Redis starts: `spec.redis.command: [\"redis-server\", \
                 \"/redis/redis.conf\", \"--{name}\", {}]`",
                words.join(", ")
            );
        }
    }
    .to_owned()
}
