//! Entries together: where the reconcile ends, and what is set twice.

use super::target;
use crate::redis::Duplicate;
use crate::redis::Operator;
use crate::redis::Target;
use crate::redis::replay;

fn duplicates(entries: &[&str]) -> Vec<Duplicate> {
    replay(entries, target()).duplicates
}

#[test]
fn entries_behind_one_that_is_refused_are_never_applied() {
    let entries = ["maxmemory 1gb", "tcp-backlog 511", "client-output-buffer-limit pubsub 32mb 8mb 60", "timeout x"];
    let replayed = replay(&entries, target());
    assert_eq!(replayed.stop().map(|step| step.position), Some(1));
    let never: Vec<&str> = replayed.never_applied().iter().map(|step| step.entry).collect();
    assert_eq!(never, entries[2..]);
    assert!(replayed.steps[3].fault.is_some(), "faults behind it are said in the same run");
}

#[test]
fn nothing_is_lost_where_nothing_is_refused() {
    let replayed = replay(&["maxmemory 1gb", " timeout 10", "bind 127.0.0.1"], target());
    assert_eq!(replayed.stop(), None);
    assert_eq!(replayed.never_applied(), []);
    assert_eq!(replay(&[], target()).stop(), None);
}

#[test]
fn one_directive_under_two_names_is_set_twice() {
    let found = duplicates(&["min-slaves-max-lag 10", "maxmemory 1gb", "min-replicas-max-lag 20"]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].first, found[0].later), (0, 2));
    assert_eq!(found[0].message(), "`min-replicas-max-lag` is set twice, to `10` and then to `20`");
    assert_eq!(duplicates(&["min-slaves-max-lag 10", "min-replicas-to-write 1"]), []);
}

#[test]
fn schedules_do_not_add_up() {
    let found = duplicates(&["save 900 1", "save 300 10"]);
    assert_eq!(found[0].help(), "write all pairs in one entry: `save 900 1 300 10`");
    let three = duplicates(&["save 900 1", "save 300 10", "save 60 10000"]);
    assert_eq!(three.iter().map(|it| (it.first, it.later)).collect::<Vec<_>>(), [(0, 1), (1, 2)]);
}

#[test]
fn buffer_limits_are_set_twice_for_a_class_only() {
    let replica = "client-output-buffer-limit replica 64mb 32mb 60";
    assert_eq!(duplicates(&[replica, "client-output-buffer-limit pubsub 32mb 8mb 60"]), []);
    let both = "client-output-buffer-limit pubsub 1mb 1mb 1 slave 1mb 1mb 1";
    let found = duplicates(&[replica, both]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name, "client-output-buffer-limit replica");
    assert_eq!((found[0].was.as_str(), found[0].becomes.as_str()), ("64mb 32mb 60", "1mb 1mb 1"));
}

#[test]
fn what_the_operator_removes_is_no_duplicate() {
    let entries = ["timeout 10", "timeout 10", "Timeout 10"];
    let found = duplicates(&entries);
    assert_eq!(found.len(), 1);
    assert!(found[0].is_harmless());
    let old = replay(&entries, Target { operator: Operator::Before1_2_2, ..target() });
    assert_eq!(old.duplicates.len(), 2);
}

#[test]
fn what_never_reaches_a_server_is_no_duplicate() {
    assert_eq!(duplicates(&["timeout 10", " timeout 20", "timeout", "zebra 1", "zebra 2"]), []);
}
