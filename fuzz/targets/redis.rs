//! Any lines as entries of `customConfig`, for servers of several series: no panic, and a step for each line.

#![no_main]

use groundplan::redis::Effect;
use groundplan::redis::Operator;
use groundplan::redis::Target;
use groundplan::redis::replay;
use groundplan::redis::replay_sentinel;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let entries: Vec<&str> = text.lines().collect();
    for image in ["redis:6.2.14", "redis:7.0.15", "redis:7.4.1", "redis:latest"] {
        for operator in [Operator::Before1_2_2, Operator::Since1_2_2] {
            let target = Target::of_image(image, operator);
            for replayed in [replay(&entries, target), replay_sentinel(&entries, target)] {
                assert_eq!(replayed.steps.len(), entries.len());
                for step in &replayed.steps {
                    assert!(step.fault.is_some() || step.effect == Effect::Applied);
                    let _ = step.fault.as_ref().map(|fault| (fault.message(), fault.why(), fault.help()));
                }
            }
        }
    }
});
