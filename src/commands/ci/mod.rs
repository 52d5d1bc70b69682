//! `groundplan ci`: which services a change concerns, and whether the shared triggers are what the code imports.

mod matrix;
mod triggers;

use std::io::Write;

use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::prepare::environments;
use crate::finding::Findings;
use crate::model::Environment;
use crate::report::text;

/// What to say of continuous integration.
#[derive(clap::Subcommand)]
pub enum Arguments {
    /// Show which service imports which shared module, by which way, and hold the model to it
    Triggers(triggers::Arguments),
    /// Print the services that a change concerns, as JSON for the matrix of a GitHub workflow
    Matrix(matrix::Arguments),
}

/// Runs the command. What is for programs goes to `out`, what is for people beside it to `err`.
pub fn run(
    settings: &Settings,
    arguments: &Arguments,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    match arguments {
        Arguments::Triggers(arguments) => {
            let Some((environments, findings)) = usable(settings, out)? else { return Ok(Exit::Unusable) };
            triggers::run(settings, arguments, &environments, findings, out)
        }
        Arguments::Matrix(arguments) => {
            let Some((environments, _)) = usable(settings, err)? else { return Ok(Exit::Unusable) };
            matrix::run(settings, arguments, &environments, out, err)
        }
    }
}

/// The environments, if they can be used and say something of continuous integration; what is wrong with them otherwise.
fn usable(settings: &Settings, out: &mut dyn Write) -> Result<Option<(Vec<Environment>, Findings)>, Failure> {
    let (environments, findings) = environments(settings)?;
    if findings.has_errors() {
        let findings = findings.into_sorted();
        text::findings(out, &findings, settings.colour)?;
        text::stopped(out, &findings, false, settings.colour)?;
        return Ok(None);
    }
    if environments.iter().all(|environment| environment.model.ci.is_none()) {
        return Err(Failure::Usage(
            "the model says nothing of continuous integration: add `ci:` to environments/base.yaml".to_owned(),
        ));
    }
    Ok(Some((environments, findings)))
}
