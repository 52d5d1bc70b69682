//! One entry each: what it is, and what to write instead.

use super::on;
use super::target;
use super::verdict;
use crate::redis::Effect;
use crate::redis::Operator;
use crate::redis::Target;
use crate::redis::replay;

#[track_caller]
fn check(target: Target, entry: &str, effect: Effect, cause: &str, instead: Option<&str>) {
    let replayed = replay(&[entry], target);
    let step = &replayed.steps[0];
    assert_eq!(verdict(step), (effect, cause.to_owned()), "{entry:?}");
    let fault = step.fault.as_ref();
    assert_eq!(fault.and_then(|fault| fault.instead.as_deref()), instead, "{entry:?}");
    if let Some(entry) = instead {
        let again = replay(&[entry], target);
        assert_eq!(again.steps[0].effect, Effect::Applied, "what to write instead is right: {entry:?}");
        assert_eq!(again.steps[0].fault, None, "{entry:?}");
    }
}

#[test]
fn what_is_right_is_applied() {
    for entry in [
        "maxmemory 256mb",
        "maxmemory-policy ALLKEYS-LRU",
        "MAXMEMORY-policy noeviction",
        "save \"\"",
        "save 900 1 300 10",
        "save ",
        "notify-keyspace-events \"\"",
        "notify-keyspace-events KEA",
        "client-output-buffer-limit replica 64mb 32mb 60",
        "maxmemory-clients 5%",
        "repl-timeout 90",
        "min-slaves-max-lag 10",
        "latency-tracking-info-percentiles 50 99",
        "maxclients 10000",
        "activedefrag yes",
        "replica-priority 100",
        "protected-mode no",
        "bind * -::*",
        "proc-title-template {title} {listen-addr}",
    ] {
        check(target(), entry, Effect::Applied, "", None);
    }
}

#[test]
fn blanks_quotes_and_comments_are_part_of_what_is_sent() {
    let at = |entry, effect, cause, instead| check(target(), entry, effect, cause, Some(instead));
    at("maxmemory  256mb", Effect::Stops, "ExtraBlanks", "maxmemory 256mb");
    at("maxmemory 256mb ", Effect::Stops, "ExtraBlanks", "maxmemory 256mb");
    at("maxmemory 256mb\t", Effect::Stops, "ExtraBlanks", "maxmemory 256mb");
    at("maxmemory\t256mb", Effect::Stops, "OneWord", "maxmemory 256mb");
    at("maxmemory=256mb", Effect::Stops, "OneWord", "maxmemory 256mb");
    at(" maxmemory 300mb", Effect::Dropped, "LeadingBlank", "maxmemory 300mb");
    at("maxmemory-policy \"allkeys-lru\"", Effect::Stops, "Quotes", "maxmemory-policy allkeys-lru");
    at("\"maxmemory-policy allkeys-lru\"", Effect::Stops, "Quotes", "maxmemory-policy allkeys-lru");
    at("save \"900 1\"", Effect::Stops, "Quotes", "save 900 1");
    at("save \"900\" \"1\"", Effect::Stops, "Quotes", "save 900 1");
    at("save 3600 1 # hourly", Effect::Stops, "InlineComment", "save 3600 1");
    at("save 900 1 ", Effect::Stops, "ExtraBlanks", "save 900 1");
    at("masteruser \"\" ", Effect::Applied, "EmptyValueSpelling", "masteruser \"\"");
    at("proc-title-template \"{title} {port}\"", Effect::Applied, "Quotes", "proc-title-template {title} {port}");
    at("maxmemory: 256mb", Effect::Stops, "UnknownDirective", "maxmemory 256mb");
    check(target(), "save", Effect::Stops, "OneWord", None);
    check(target(), "", Effect::Stops, "OneWord", None);
    check(target(), "# memory first", Effect::Stops, "InlineComment", None);
}

#[test]
fn the_empty_value_has_one_spelling_for_each_operator() {
    check(target(), "save ''", Effect::Stops, "EmptyValueSpelling", Some("save \"\""));
    check(target(), "save none", Effect::Stops, "EmptyValueSpelling", Some("save \"\""));
    let old = Target { operator: Operator::Before1_2_2, ..target() };
    check(old, "save \"\"", Effect::Stops, "EmptyValueSpelling", Some("save "));
    check(old, "save ", Effect::Applied, "", None);
    check(old, " maxmemory 300mb", Effect::Stops, "LeadingBlank", Some("maxmemory 300mb"));
}

#[test]
fn units_are_translated() {
    let at = |entry, instead| check(target(), entry, Effect::Stops, "WrongUnit", instead);
    at("maxmemory 256Mi", Some("maxmemory 256mb"));
    at("maxmemory 0.5gb", Some("maxmemory 512mb"));
    at("maxmemory 1.5Gi", Some("maxmemory 1536mb"));
    at("maxmemory 256 mb", Some("maxmemory 256mb"));
    at("maxmemory 80%", None);
    at("timeout 300s", Some("timeout 300"));
    at("timeout 5m", Some("timeout 300"));
    at("cluster-node-timeout 15s", Some("cluster-node-timeout 15000"));
    at("maxclients 10k", Some("maxclients 10000"));
    at("auto-aof-rewrite-percentage 100%", Some("auto-aof-rewrite-percentage 100"));
    at("client-output-buffer-limit pubsub 32Mi 8mb 60", Some("client-output-buffer-limit pubsub 32mb 8mb 60"));
    check(target(), "maxmemory 512m", Effect::Applied, "DecimalUnit", None);
}

#[test]
fn a_wrong_value_is_answered_with_a_right_one() {
    let at = |entry, instead| check(target(), entry, Effect::Stops, "WrongValue", instead);
    at("appendonly true", Some("appendonly yes"));
    at("appendonly off", Some("appendonly no"));
    at("maxmemory-policy lru", Some("maxmemory-policy allkeys-lru"));
    at("maxmemory-policy allkeys-lur", Some("maxmemory-policy allkeys-lru"));
    at("loglevel info", Some("loglevel notice"));
    at("maxmemory-samples 0", Some("maxmemory-samples 1"));
    at("active-expire-effort 11", Some("active-expire-effort 10"));
    at("maxmemory-clients 120%", Some("maxmemory-clients 100%"));
    at("client-output-buffer-limit pubsub 32mb 8mb", Some("client-output-buffer-limit pubsub 32mb 8mb 60"));
    at("notify-keyspace-events KEQ", Some("notify-keyspace-events KEA"));
    at("save 900", Some("save 900 1 300 10"));
    at("timeout soon", None);
    check(target(), "notify-keyspace-events Ax", Effect::Applied, "NoEvents", Some("notify-keyspace-events KEAx"));
}

#[test]
fn names_are_judged_by_the_version_of_the_server() {
    let unknown = |entry, instead| check(target(), entry, Effect::Stops, "UnknownDirective", instead);
    unknown("maxmemroy 1gb", Some("maxmemory 1gb"));
    unknown("zebra 1", None);
    check(target(), "gopher-enabled yes", Effect::Stops, "NotInThisVersion", None);
    let six = on("6.2.6");
    let entry = "hash-max-listpack-entries 512";
    check(six, entry, Effect::Stops, "NotInThisVersion", Some("hash-max-ziplist-entries 512"));
    check(six, "hash-max-ziplist-entries 512", Effect::Applied, "", None);
    check(target(), "hash-max-ziplist-entries 512", Effect::Applied, "", None);
    check(six, "notify-keyspace-events KEn", Effect::Stops, "WrongValue", Some("notify-keyspace-events KEA"));
    check(on("7.4.1"), "maxmemory-samples 65", Effect::Stops, "WrongValue", Some("maxmemory-samples 64"));
}

#[test]
fn of_a_server_that_is_not_known_nothing_is_certain() {
    for version in ["latest", "8.2.3", "5.0.14"] {
        check(on(version), "maxmemroy 1gb", Effect::MayStop, "UnknownDirective", Some("maxmemory 1gb"));
        check(on(version), "hash-max-listpack-entries 512", Effect::Applied, "", None);
        check(on(version), "hash-max-ziplist-entries 512", Effect::Applied, "", None);
        check(on(version), "save", Effect::Stops, "OneWord", None);
    }
}

#[test]
fn what_cannot_be_set_at_run_time_says_where_to_set_it() {
    let at = |entry: &str, cause: &str, advice: &str| {
        check(target(), entry, Effect::Stops, cause, None);
        let replayed = replay(&[entry], target());
        let help = replayed.steps[0].fault.as_ref().and_then(crate::redis::Fault::help).unwrap_or_default();
        assert!(help.contains(advice), "{entry}: {help}");
    };
    at("tcp-backlog 511", "Immutable", "\"--tcp-backlog\", \"511\"");
    at("databases 16", "Immutable", "16 is what Redis has anyway");
    at("logfile /data/redis.log", "Immutable", "standard output");
    at("cluster-enabled yes", "Immutable", "no Redis Cluster");
    at("replicaof 10.0.0.1 6379", "Immutable", "bootstrapNode");
    at("dir /data", "Protected", "the server runs in /data");
    at("rename-command FLUSHALL \"\"", "NotADirective", "customCommandRenames");
    at("user app on", "NotADirective", "leave it out");
    at("loadmodule /x.so", "NotADirective", "--loadmodule");
    at("down-after-milliseconds 5000", "NotADirective", "spec.sentinel.customConfig");
    at("CONFIG SET maxmemory 1gb", "NotADirective", "leave out `CONFIG SET`");
}

#[test]
fn what_belongs_to_the_operator_is_taken_and_breaks_something() {
    for entry in [
        "bind 127.0.0.1",
        "requirepass secret",
        "masterauth secret",
        "port 6380",
        "protected-mode yes",
        "replica-priority 50",
        "slave-priority 50",
        "replica-announced no",
        "replica-announce-ip 10.0.0.1",
        "tls-port 6379",
    ] {
        check(target(), entry, Effect::Applied, "OperatorOwned", None);
    }
}

#[test]
fn what_depends_on_image_or_node_may_stop() {
    check(target(), "maxclients 50000", Effect::MayStop, "OpenFiles", None);
    let declared = Target { open_files: Some(65_536), ..target() };
    check(declared, "maxclients 50000", Effect::Applied, "", None);
    let other = Target { jemalloc: false, ..target() };
    check(other, "activedefrag yes", Effect::MayStop, "NeedsJemalloc", None);
    check(other, "activedefrag no", Effect::Applied, "", None);
    check(target(), "maxmemory 99999999999gb", Effect::MayStop, "WrongValue", None);
}
