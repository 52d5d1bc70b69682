//! Workflows of GitHub Actions, judged as users meet them: structure, expressions, rules, and how they are counted.

mod expressions; // what stands in `${{ }}`
mod hostile; // texts made to hurt
mod paths; // path filters and the files that git knows
mod rules; // what GitHub runs, and should not
mod structure; // keys, values and ids

use crate::project::Project;
use crate::project::Said;

/// A workflow without fault.
pub(crate) const HEALTHY: &str = "name: CI
on:
  push: {branches: [main]}
  pull_request:
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    outputs:
      version: ${{ steps.version.outputs.version }}
    steps:
    - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
    - id: version
      run: echo \"version=1.4\" >> \"$GITHUB_OUTPUT\"
  publish:
    needs: build
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make publish
      env:
        VERSION: ${{ needs.build.outputs.version }}
";

/// What is said of one workflow.
pub(crate) fn judged(text: &str) -> Said {
    Project::empty().file(".github/workflows/ci.yaml", text).run(["validate", ".github/workflows/ci.yaml"])
}

/// What is said of the healthy workflow with a text in it replaced.
pub(crate) fn changed(from: &str, to: &str) -> Said {
    assert_eq!(HEALTHY.matches(from).count(), 1, "{from}");
    judged(&HEALTHY.replace(from, to))
}

/// Fails unless all of it was said.
pub(crate) fn assert_says(said: &Said, parts: &[&str]) {
    for part in parts {
        assert!(said.out.contains(part), "{part:?} in:\n{}{}", said.out, said.err);
    }
}
