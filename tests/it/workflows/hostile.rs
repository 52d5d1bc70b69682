//! Texts made to hurt give findings, soon, and never end the program.

use std::fmt::Write;
use std::time::Duration;
use std::time::Instant;

use crate::workflows::assert_says;
use crate::workflows::judged;

/// A generous bound: what takes longer, on a busy machine and without optimization, is not linear.
const MOMENT: Duration = Duration::from_mins(1);

fn soon(text: &str) -> crate::project::Said {
    let start = Instant::now();
    let said = judged(text);
    assert!(said.code >= 0 && start.elapsed() < MOMENT, "{:?} {}", start.elapsed(), said.err);
    said
}

#[test]
fn ten_thousand_jobs_are_judged_and_called_too_many_bytes() {
    let mut text = String::from("on: push\njobs:\n");
    for job in 0..10_000_u32 {
        let needs = job.saturating_sub(1);
        let _ = write!(
            text,
            "  job{job}:\n    needs: job{needs}\n    runs-on: ubuntu-latest\n    steps:\n    - run: echo ${{{{ needs.job{needs}.result }}}}\n"
        );
    }
    assert_says(&soon(&text), &["workflow-too-large", "job `job0` needs itself"]);
}

#[test]
fn a_job_with_thousands_of_steps_that_hand_on_values_ends() {
    let mut text = String::from("on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n");
    for step in 0..3_000_u32 {
        let before = step.saturating_sub(1);
        let _ = write!(
            text,
            "    - id: s{step}\n      run: |\n        echo \"a=$A\" | tee x\n        echo \"a=$A\" >> $GITHUB_OUTPUT\n      env:\n        A: ${{{{ steps.s{before}.outputs.a }}}} ${{{{ steps.s{before}.outputs.a }}}}\n"
        );
    }
    assert_says(&soon(&text), &["has not run yet"]);
}

#[test]
fn expressions_that_are_deep_long_or_open_are_told() {
    let with = |run: &str| {
        format!("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n    - run: |\n        {run}\n")
    };
    assert_says(&soon(&with(&format!("${{{{ {} }}}}", "(".repeat(5_000)))), &["nested more than 50 times"]);
    assert_says(&soon(&with(&format!("${{{{ {} }}}}", "a||".repeat(10_000)))), &["more than 21000 characters"]);
    assert_says(&soon(&with(&"${{ ".repeat(50_000))), &["invalid-expression"]);
    assert_says(&soon(&with(&"${{ b }} ".repeat(20_000))), &["there is no context `b`"]);
    assert_says(&soon(&with("${{ '배포 }}")), &["an expression is not closed"]);
    soon(&with("${{ \u{0} }}"));
}

#[test]
fn values_of_any_shape_stand_where_others_are_expected() {
    for value in ["", "[]", "{}", "[[]]", "{a: {b: c}}", "- a", "1", "true", "'${{ }}'", "~", "한국"] {
        for key in ["on", "jobs", "permissions", "env", "defaults", "concurrency", "name", "run-name"] {
            let others = if key == "jobs" { "on: push\n" } else { "jobs: {a: {runs-on: x, steps: [run: y]}}\n" };
            let value = value.replace("- a", "\n- a");
            soon(&format!("{others}{key}: {value}\n"));
        }
        for key in [
            "needs",
            "if",
            "runs-on",
            "strategy",
            "steps",
            "services",
            "container",
            "outputs",
            "uses",
            "with",
            "secrets",
            "environment",
            "timeout-minutes",
            "env",
            "defaults",
            "concurrency",
            "permissions",
            "name",
        ] {
            let value = value.replace("- a", "\n    - a");
            soon(&format!("on: push\njobs:\n  a:\n    {key}: {value}\n"));
        }
    }
}

#[test]
fn an_alias_that_names_one_text_very_often_is_not_read_every_time() {
    let mut text = format!("on: push\nenv: &e\n  a: &a '{}'\njobs:\n", "${{ github.ref }} ".repeat(5_000));
    for job in 0..2_000_u32 {
        let _ = writeln!(text, "  j{job}: {{runs-on: x, env: *e, steps: [{{run: *a}}, {{run: *a}}]}}");
    }
    soon(&text);
}
