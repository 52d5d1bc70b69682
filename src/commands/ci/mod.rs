//! `groundplan ci`: which services a change concerns, and whether the shared triggers are what the code imports.

mod matrix;
mod triggers;

use std::io::Write;

use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;

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
        Arguments::Triggers(arguments) => triggers::run(settings, arguments, out),
        Arguments::Matrix(arguments) => matrix::run(settings, arguments, out, err),
    }
}
