//! `groundplan rules` and `groundplan explain RULE`: what is looked for, and why.

use std::io::Write;

use crate::commands::Exit;
use crate::commands::Failure;
use crate::report::rulebook;
use crate::report::rules as described;
use crate::text::suggest;
use crate::validate::rules;

/// How to list the rules.
#[derive(clap::Args)]
pub struct List {
    /// Print them for programs: `json`
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What to explain.
#[derive(clap::Args)]
pub struct Explain {
    /// The rule, as findings name it: `unknown-host`
    rule: String,
}

/// Lists every rule.
pub fn list(arguments: &List, out: &mut dyn Write) -> Result<Exit, Failure> {
    match arguments.format {
        Format::Text => rulebook::list(out)?,
        Format::Json => rulebook::json(out)?,
    }
    Ok(Exit::Clean)
}

/// Explains one.
pub fn explain(arguments: &Explain, out: &mut dyn Write) -> Result<Exit, Failure> {
    if let Some(rule) = rules::find(&arguments.rule) {
        write!(out, "{}", rulebook::section(rule))?;
        return Ok(Exit::Clean);
    }
    if let Some(rule) = described::find(&arguments.rule) {
        write!(out, "{}", rulebook::described(rule))?;
        return Ok(Exit::Clean);
    }
    let all = described::all();
    let near = suggest::nearest(&arguments.rule, all.iter().map(|rule| rule.id));
    let hint =
        near.map_or_else(|| "`groundplan rules` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    Err(Failure::Usage(format!("there is no rule `{}`; {hint}", arguments.rule)))
}
