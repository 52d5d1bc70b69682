//! Whatever the text: no panic, what is sent is a part of it, and twice the text takes about twice the time.

use std::time::Duration;
use std::time::Instant;

use proptest::prelude::ProptestConfig;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;

use super::on;
use super::target;
use crate::redis::Effect;
use crate::redis::Operator;
use crate::redis::Target;
use crate::redis::directives;
use crate::redis::replay;
use crate::redis::replay_sentinel;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_replayed(entries in proptest::collection::vec("\\PC{0,40}|[ \"'#\\t0-9a-z%:=-]{0,20}", 0..4)) {
        let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        for target in [target(), on("6.2.14"), on("7.4.1"), on("8.0"), Target { operator: Operator::Before1_2_2, ..target() }] {
            for replayed in [replay(&entries, target), replay_sentinel(&entries, target)] {
                prop_assert_eq!(replayed.steps.len(), entries.len());
                for step in &replayed.steps {
                    prop_assert!(step.fault.is_some() || step.effect == Effect::Applied);
                    if let Some(fault) = &step.fault {
                        let _ = (fault.message(), fault.why(), fault.help());
                    }
                    prop_assert!(step.sent.is_none_or(|sent| step.entry.starts_with(sent.name)));
                }
            }
        }
    }

    #[test]
    fn any_value_of_any_directive_is_judged(value in "\\PC{0,20}|[ \"'#\\t0-9a-z%{}.-]{0,30}", at in 0..1000_usize) {
        let all = directives::all();
        let entry = format!("{} {value}", all[at % all.len()].name());
        let replayed = replay(&[&entry], target());
        if let Some(fault) = &replayed.steps[0].fault {
            let _ = (fault.message(), fault.why(), fault.help());
        }
    }
}

#[test]
fn long_entries_take_time_by_their_length() {
    let names = ["save", "client-output-buffer-limit", "bind", "maxmemory", "timeout", "zebra", "proc-title-template"];
    let parts = ["900 1 ", "\"", " ", "\t", "{", "pubsub 1 1 1 ", "9", "a", " #", "''"];
    let begin = Instant::now();
    for name in names {
        for part in parts {
            let entry = format!("{name} {}", part.repeat(60_000 / part.len()));
            let _ = replay(&[&entry], target()).steps[0].fault.as_ref().map(|fault| (fault.message(), fault.help()));
            let _ = replay_sentinel(&[&entry], target());
        }
    }
    let long = "a".repeat(1_000_000);
    let _ = replay(&[&long, &format!("{long} 1")], target());
    // Quadratic work on any of these would take minutes.
    assert!(begin.elapsed() < Duration::from_mins(1), "{:?}", begin.elapsed());
}

#[test]
fn many_entries_take_time_by_their_number() {
    let entries = vec!["client-output-buffer-limit pubsub 32mb 8mb 60"; 50_000];
    let begin = Instant::now();
    let old = Target { operator: Operator::Before1_2_2, ..target() };
    assert_eq!(replay(&entries, old).duplicates.len(), 49_999);
    assert!(begin.elapsed() < Duration::from_mins(1));
}
