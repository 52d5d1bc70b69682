//! `groundplan ci triggers`: read the code, show what services share, and hold the model to it.

use std::io::Write;

use crate::ci::coverage;
use crate::ci::pipeline::Pipeline;
use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::code::has_code;
use crate::commands::code::judge;
use crate::commands::code::working_tree;
use crate::finding::Findings;
use crate::model::Environment;
use crate::report::ci;
use crate::report::text;

/// What to print.
#[derive(clap::Args)]
pub struct Arguments {
    /// Print it for programs: `json`
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs the command. What the model and the code disagree about makes the exit code 1.
pub(super) fn run(
    settings: &Settings,
    arguments: &Arguments,
    environments: &[Environment],
    mut findings: Findings,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let Some(pipeline) = Pipeline::of(environments) else { return Ok(Exit::Nothing) };
    let loaded = working_tree(settings, &pipeline)?;
    if !has_code(&pipeline, &loaded.revision.checkout) {
        let roots: Vec<&str> = pipeline.ci.python.roots.iter().map(|root| root.0.as_str()).collect();
        writeln!(out, "nothing to check: there is no code below {}", roots.join(", "))?;
        return Ok(Exit::Nothing);
    }
    coverage::check_model(&mut findings, &pipeline, environments);
    let triggers = judge(&mut findings, &pipeline, &loaded);
    let exit = if findings.has_errors() { Exit::Findings } else { Exit::Clean };
    let findings = findings.into_sorted();
    let code = loaded.code(&pipeline);
    let shown = ci::Shown { code: &code, triggers: &triggers, read: loaded.parsed.count(), findings: &findings };
    match arguments.format {
        Format::Json => ci::triggers_json(out, &shown)?,
        Format::Text => {
            ci::triggers(out, &shown)?;
            text::findings(out, &findings, settings.colour)?;
            ci::last_line(out, &shown)?;
        }
    }
    Ok(exit)
}
