//! `groundplan model ENVIRONMENT`: the effective model, with the origin of each value.

use std::io::Write;

use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::prepare::environments;
use crate::commands::prepare::named;
use crate::model::origin;
use crate::report::text;

/// What to print.
#[derive(clap::Args)]
pub struct Arguments {
    /// The environment, such as `dev`
    environment: String,
}

/// Runs the command; the model goes to `out`.
pub fn run(settings: &Settings, arguments: &Arguments, out: &mut dyn Write) -> Result<Exit, Failure> {
    let (environments, findings) = environments(settings)?;
    let unusable = findings.has_errors();
    if unusable {
        let findings = findings.into_sorted();
        text::findings(out, &findings, settings.colour)?;
        text::stopped(out, &findings, false, settings.colour)?;
        return Ok(Exit::Unusable);
    }
    let environment = named(&environments, &arguments.environment)?;
    out.write_all(origin::describe(environment).as_bytes())?;
    Ok(Exit::Clean)
}
