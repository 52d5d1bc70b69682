//! `groundplan render`: render, validate, and write what differs, unless something is an error.

use std::io::Write;

use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::prepare::committed;
use crate::commands::prepare::prepare;
use crate::diff;
use crate::disk;
use crate::report::text;

/// Runs the command; the report goes to `out`.
pub fn run(settings: &Settings, out: &mut dyn Write) -> Result<Exit, Failure> {
    let project = prepare(settings)?;
    text::findings(out, &project.findings, settings.colour)?;
    if project.exit != Exit::Clean {
        text::stopped(out, &project.findings, project.exit == Exit::Nothing, settings.colour)?;
        return Ok(project.exit);
    }
    let committed = committed(settings, &project.rendered)?;
    let changes = diff::compare(&project.rendered.tree, &committed);
    let plan = changes.write_plan();
    if !plan.refuse.is_empty() {
        text::refused(out, &plan, settings.colour)?;
        return Ok(Exit::Findings);
    }
    disk::write_changes(&settings.project, &plan)?;
    text::written(out, &plan, project.rendered.tree.len())?;
    text::left_alone(out, &changes)?;
    Ok(Exit::Clean)
}
