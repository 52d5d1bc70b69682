//! `groundplan check`: render, validate, and hold the committed tree to the result.

use std::io::Write;

use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::prepare::committed;
use crate::commands::prepare::prepare;
use crate::diff;
use crate::report::text;

/// Runs the command; the report goes to `out`.
pub fn run(settings: &Settings, out: &mut dyn Write) -> Result<Exit, Failure> {
    let project = prepare(settings)?;
    text::findings(out, &project.findings, settings.colour)?;
    if matches!(project.exit, Exit::Unusable | Exit::Nothing) {
        text::stopped(out, &project.findings, project.exit == Exit::Nothing, settings.colour)?;
        return Ok(project.exit);
    }
    let committed = committed(settings, &project.rendered)?;
    let changes = diff::compare(&project.rendered.tree, &committed);
    let blocked = project.exit != Exit::Clean;
    text::changes(out, &changes, blocked, settings.colour)?;
    let names: Vec<&str> = project.environments.iter().map(|environment| environment.name.as_str()).collect();
    text::coverage(
        out,
        &text::Covered {
            environments: &names,
            files: project.rendered.tree.len(),
            coverage: &project.coverage,
            integration: project.integration,
            changes: &changes,
            findings: &project.findings,
        },
        settings.colour,
    )?;
    Ok(if changes.is_clean() { project.exit } else { Exit::Findings })
}
