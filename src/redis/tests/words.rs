//! What faults say.

use std::fmt::Write;

use super::on;
use super::target;
use crate::redis::Target;
use crate::redis::replay;

#[track_caller]
fn said(entry: &str, target: Target) -> (String, &'static str, String) {
    let replayed = replay(&[entry], target);
    let fault = replayed.steps[0].fault.as_ref().expect("there is a fault");
    (fault.message(), fault.why(), fault.help().unwrap_or_default())
}

#[test]
fn a_fault_says_what_why_and_what_to_write_instead() {
    let (message, why, help) = said("maxmemory 256Mi", target());
    assert_eq!(message, "`256Mi` is no value for `maxmemory`");
    assert!(why.contains("ends its reconcile"), "{why}");
    assert!(help.starts_with("write `maxmemory 256mb`; Redis knows whole numbers"), "{help}");
    let (message, _, help) = said("timeout -1", target());
    assert_eq!(message, "`timeout` takes an integer from 0 to 2147483647, in seconds, not `-1`");
    assert_eq!(help, "write `timeout 0`");
    let (message, _, help) = said("list-max-listpack-size 1", on("6.2.6"));
    assert_eq!(message, "`list-max-listpack-size` exists since 7.0, and this is Redis 6.2.6");
    assert_eq!(help, "write `list-max-ziplist-size 1`");
    let (message, ..) = said("gopher-enabled no", target());
    assert_eq!(message, "`gopher-enabled` exists up to 6.2, and this is Redis 7.0.15");
}

#[test]
fn long_entries_and_steering_characters_do_not_reach_a_message() {
    let (message, ..) = said(&format!("timeout \u{1b}[31m{}", "x".repeat(10_000)), target());
    assert!(message.chars().count() < 200, "{message}");
    assert!(!message.contains(char::is_control));
}

#[test]
fn every_message_is_one_line_without_a_full_stop() {
    let entries = [
        "",
        "save",
        "a\tb",
        " a b",
        "save ''",
        "zebra 1",
        "gopher-enabled no",
        "user a",
        "databases 2",
        "dir x",
        "bind ::1",
        "timeout x",
        "timeout 1s",
        "maxmemory 1g",
        "notify-keyspace-events A",
        "maxclients 90000",
        "save 900  1",
        "save \"900 1\"",
        "save 900 1 # x",
    ];
    let mut all = String::new();
    for entry in entries {
        let (message, why, help) = said(entry, target());
        for text in [message.as_str(), why, help.as_str()] {
            assert!(!text.ends_with('.') && !text.contains('\n'), "{text}");
        }
        writeln!(all, "{message}").unwrap();
    }
    assert_eq!(all.lines().count(), entries.len());
}
