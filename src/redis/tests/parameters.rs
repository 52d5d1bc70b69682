//! Entries of `spec.sentinel.customConfig`.

use super::on;
use super::target;
use super::verdict;
use crate::redis::Effect;
use crate::redis::Target;
use crate::redis::replay_sentinel;

#[track_caller]
fn check(target: Target, entry: &str, effect: Effect, cause: &str, instead: Option<&str>) {
    let replayed = replay_sentinel(&[entry], target);
    let step = &replayed.steps[0];
    assert_eq!(verdict(step), (effect, cause.to_owned()), "{entry:?}");
    assert_eq!(step.fault.as_ref().and_then(|fault| fault.instead.as_deref()), instead, "{entry:?}");
}

#[test]
fn parameters_of_a_master_are_applied() {
    for entry in [
        "down-after-milliseconds 5000",
        "failover-timeout 10000",
        "parallel-syncs 1",
        "quorum 2",
        "auth-pass secret",
        "auth-user \"\"",
        "master-reboot-down-after-period 0",
    ] {
        check(target(), entry, Effect::Applied, "", None);
    }
}

#[test]
fn sentinel_takes_nothing_else() {
    let at = |entry, cause, instead| check(target(), entry, Effect::Stops, cause, instead);
    at("save \"\"", "NotADirective", None);
    at("maxmemory 1gb", "NotADirective", None);
    at("sentinel down-after-milliseconds mymaster 5000", "NotADirective", None);
    at("notification-script /x.sh", "NotADirective", None);
    at("rename-command A B", "NotADirective", None);
    at("down-after-millisecond 5000", "UnknownDirective", Some("down-after-milliseconds 5000"));
    at("quorum 0", "WrongValue", Some("quorum 1"));
    at("quorum two", "WrongValue", None);
    at("down-after-milliseconds 5s", "WrongUnit", Some("down-after-milliseconds 5000"));
    at("down-after-milliseconds \"5000\"", "Quotes", Some("down-after-milliseconds 5000"));
    at("\"quorum 2\"", "Quotes", Some("quorum 2"));
    at("quorum  2", "ExtraBlanks", Some("quorum 2"));
    at(" quorum 2", "LeadingBlank", Some("quorum 2"));
    at("quorum", "OneWord", None);
    check(on("6.2.6"), "master-reboot-down-after-period 0", Effect::Stops, "NotInThisVersion", None);
    check(target(), "auth-pass \"secret\"", Effect::Applied, "Quotes", Some("auth-pass secret"));
}

#[test]
fn parameters_that_are_set_twice_are_found() {
    let found = replay_sentinel(&["quorum 2", "Quorum 3"], target()).duplicates;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name, "quorum");
}
