//! What a real redis-server takes by `CONFIG SET` and a real Sentinel by `SENTINEL SET`, against what groundplan says.
//!
//! Compared are `redis-server` on the PATH, and the programs that `GROUNDPLAN_REDIS_SERVERS` names, separated as in
//! PATH. Without any, the tests say what they did not compare, and pass.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stderr, reason = "what was compared is said, and what was not")]

mod entries; // entries to try with a directive
mod server; // a server of a test's own

use std::collections::BTreeSet;

use groundplan::redis;
use groundplan::redis::Effect;
use groundplan::redis::Operator;
use groundplan::redis::RedisVersion;
use groundplan::redis::Series;
use groundplan::redis::Target;
use groundplan::redis::directives;
use groundplan::redis::directives::How;

use server::Reply;
use server::Server;

/// Directives that are not sent, and why.
const NOT_SENT: [(&str, &str); 2] = [
    ("watchdog-period", "the server then interrupts itself with signals"),
    ("port", "whether a port is free depends on the machine"),
];

/// Directives of which a right value may still be refused, and why.
const DEPENDS: [(&str, &str); 8] = [
    ("activedefrag", "on the jemalloc that the server was built with"),
    ("bind", "on the addresses of the machine"),
    ("dir", "on the folders of the machine"),
    ("locale-collate", "on the locales of the machine"),
    ("maxclients", "on how many files the server may open"),
    ("oom-score-adj", "on what the container allows"),
    ("oom-score-adj-values", "on what the container allows"),
    ("tls-", "on the certificates at hand"),
];

/// Directives that `CONFIG GET` does not show, and why.
const NOT_SHOWN: [(&str, &str); 3] = [
    ("req-res-logfile", "only builds for debugging have it"),
    ("client-default-resp", "only builds for debugging have it"),
    ("cluster-config-file", "6.2 reads it in redis.conf and nowhere else"),
];

/// Entries of which groundplan says less than that they are applied, although this server applies them; and why.
const STRICTER: [(&str, &str); 8] = [
    ("maxmemory mb", "no digits are 0 to one C library and an error to another"),
    ("maxmemory 99999999999gb", "the server drops the upper bits, and gets a limit that nobody wrote"),
    ("save 900 ", "the empty word behind the blank is read as 0 changes"),
    ("client-output-buffer-limit ", "it is taken, and changes nothing"),
    ("client-output-buffer-limit pubsub 32mb 8mb ", "the empty word behind the blank is read as 0 seconds"),
    ("client-output-buffer-limit pubsub mb 8mb 60", "no digits, as for maxmemory"),
    ("client-output-buffer-limit pubsub 99999999999gb 8mb 60", "the upper bits, as for maxmemory"),
    ("proc-title-template {server-mode}{unixsocket}", "whether these are empty depends on how the server runs"),
];

fn among(list: &[(&str, &str)], name: &str) -> bool {
    list.iter()
        .any(|(entry, why)| !why.is_empty() && (name == *entry || entry.ends_with('-') && name.starts_with(entry)))
}

/// Runs a comparison with every server; says what is not compared where there is none.
fn with_servers(start: fn(&std::path::Path) -> Server, compare: impl Fn(&mut Server, Target)) {
    let programs = server::programs();
    if programs.is_empty() {
        eprintln!("not compared with a redis-server, as none is on the PATH: what CONFIG SET and SENTINEL SET take");
    }
    for program in programs {
        let mut server = start(&program);
        let version = server.version;
        eprintln!("comparing with {}, Redis {version}", program.display());
        assert!(version.series().is_some(), "schemas/redis-directives.txt does not cover Redis {version}");
        let target =
            Target { server: Some(version), operator: Operator::Since1_2_2, jemalloc: false, open_files: None };
        compare(&mut server, target);
    }
}

/// What a server has for a directive; `None` where it does not know it.
fn value(server: &mut Server, name: &str) -> Option<String> {
    let Reply::List(pairs) = server.ask(&["CONFIG", "GET", name]) else { panic!("CONFIG GET has a list") };
    pairs.into_iter().nth(1).map(|value| if let Reply::Text(text) = value { text } else { String::new() })
}

#[test]
fn the_table_names_what_a_server_knows() {
    with_servers(Server::redis, |server, target| {
        let series = target.server.unwrap().series().unwrap();
        let Reply::List(pairs) = server.ask(&["CONFIG", "GET", "*"]) else { panic!("CONFIG GET has a list") };
        let names =
            pairs.into_iter().step_by(2).map(|name| if let Reply::Text(text) = name { text } else { String::new() });
        let theirs: BTreeSet<String> = names.collect();
        let here = directives::all().iter().filter(|it| it.is_in(series) && it.how != How::File);
        let ours: BTreeSet<&str> = here.flat_map(|it| it.names.iter().copied()).collect();
        let missing: Vec<&String> = theirs.iter().filter(|name| !ours.contains(name.as_str())).collect();
        assert_eq!(missing, [""; 0], "the server has directives that the table lacks");
        // `CONFIG GET *` leaves some out, which it answers when asked for by name.
        let with_tls = theirs.contains("tls-port");
        let gone: Vec<&str> = ours
            .into_iter()
            .filter(|name| !theirs.contains(*name) && (with_tls || !name.starts_with("tls-")))
            .filter(|name| !among(&NOT_SHOWN, name))
            .filter(|name| value(server, name).is_none())
            .collect();
        assert_eq!(gone, [""; 0], "the table has directives that the server lacks");
    });
}

#[test]
fn a_verdict_is_that_of_the_server() {
    with_servers(Server::redis, |server, target| {
        let series = target.server.unwrap().series().unwrap();
        let mut wrong = Vec::new();
        let (mut compared, mut open) = (0, 0);
        let known = directives::all().iter().filter(|it| it.is_in(series) && !among(&NOT_SENT, it.name()));
        for (name, directive) in known.flat_map(|it| it.names.iter().map(move |name| (*name, it))) {
            let before = value(server, name);
            if before.is_none() && name.starts_with("tls-") {
                continue;
            }
            for entry in entries::entries(name, &directive.kind) {
                let replayed = redis::replay(&[&entry], target);
                let step = &replayed.steps[0];
                let Some(sent) = step.sent else { continue };
                let reply = server.ask(&["CONFIG", "SET", sent.name, sent.value]);
                let taken = reply == Reply::Text("OK".to_owned());
                match step.effect {
                    Effect::Applied if !taken && among(&DEPENDS, directive.name()) => open += 1,
                    Effect::MayStop => open += 1,
                    Effect::Applied if taken => compared += 1,
                    Effect::Stops if !taken => compared += 1,
                    effect => wrong.push(format!("{entry:?}: {effect:?}, {reply:?}")),
                }
                if let (true, Some(before)) = (taken, &before) {
                    server.ask(&["CONFIG", "SET", name, before]);
                }
            }
        }
        eprintln!("{compared} verdicts are the server's, {open} depend on more than the entry");
        assert!(compared > 4000, "{compared}");
        assert!(open * 10 < compared, "{open}");
        assert_eq!(wrong, [""; 0]);
    });
}

#[test]
fn where_groundplan_is_stricter_the_server_guesses() {
    with_servers(Server::redis, |server, target| {
        for (entry, why) in STRICTER {
            let replayed = redis::replay(&[entry], target);
            let step = &replayed.steps[0];
            let sent = step.sent.unwrap();
            assert_eq!(step.effect, Effect::MayStop, "{entry}: {why}");
            let reply = server.ask(&["CONFIG", "SET", sent.name, sent.value]);
            // 6.2 counts in signed numbers, and refuses some of what has too many bits.
            let old = target.server.and_then(RedisVersion::series) == Some(Series::V6_2);
            let depends = old || sent.name == "proc-title-template";
            assert!(depends || reply == Reply::Text("OK".to_owned()), "{entry}: {reply:?}");
        }
    });
}

#[test]
fn a_verdict_on_a_parameter_is_that_of_sentinel() {
    let numbers =
        ["1", "0", "-1", "5000", "5s", "5000 ", " 5000", "+1", "01", "\"5000\"", "", "x", "9223372036854775808"];
    let names = ["down-after-milliseconds", "failover-timeout", "parallel-syncs", "quorum", "QUORUM", "auth-pass"];
    let others = ["auth-user", "master-reboot-down-after-period", "notification-script", "client-reconfig-script"];
    let foreign = ["rename-command", "save", "maxmemory", "port", "monitor", "announce-ip", "sentinel", "\"quorum"];
    with_servers(Server::sentinel, |server, target| {
        let mut wrong = Vec::new();
        let mut compared = 0;
        for name in names.iter().chain(&others).chain(&foreign) {
            for value in numbers {
                let entry = format!("{name} {value}");
                let replayed = redis::replay_sentinel(&[&entry], target);
                let step = &replayed.steps[0];
                let sent = step.sent.unwrap();
                let reply = server.ask(&["SENTINEL", "SET", "mymaster", sent.name, sent.value]);
                let taken = reply == Reply::Text("OK".to_owned());
                compared += 1;
                if taken != (step.effect == Effect::Applied) {
                    wrong.push(format!("{entry:?}: {:?}, {reply:?}", step.effect));
                }
            }
        }
        eprintln!("{compared} verdicts are Sentinel's");
        assert_eq!(wrong, [""; 0]);
    });
}
