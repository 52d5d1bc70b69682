//! A matrix that makes more than 256 jobs, counted as GitHub does: combinations, less `exclude`, plus `include`.
//!
//! Only where all values are written down.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Workflow;
use crate::workflow::matrix;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "too-many-matrix-jobs",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "A matrix makes more jobs than GitHub runs.",
    why: "GitHub makes at most 256 jobs of a matrix, and refuses the run",
    source: "GitHub, Workflow syntax: `jobs.<job_id>.strategy.matrix`",
    example: Some(Example {
        facts: "",
        bad: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    strategy:
      matrix:
        a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]
        b: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
    steps:
    - run: make ${{ matrix.a }} ${{ matrix.b }}
",
        good: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    strategy:
      matrix:
        a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
        b: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
    steps:
    - run: make ${{ matrix.a }} ${{ matrix.b }}
",
    }),
    check,
};

/// Source: GitHub, Workflow syntax.
const MOST: usize = 256;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for job in context.workflows.all.iter().flat_map(Workflow::jobs) {
        let Some(matrix) = matrix::of(job.node).filter(|matrix| matrix.is_mapping()) else { continue };
        let Some(jobs) = matrix::jobs(matrix).filter(|jobs| *jobs > MOST) else { continue };
        let message = format!("this matrix makes {jobs} jobs, and {MOST} are the most");
        let help = "take values out with `exclude`, or make two jobs of it";
        sink.report(job.finding(matrix, "strategy.matrix", message).help(help));
    }
}
