//! `groundplan validate`: any manifests, of any origin, against the schemas of one Kubernetes minor.
//!
//! Needs no project: the files that are named, and nothing else, decide what is checked.

mod arguments;
mod kustomizations;
mod pass;
mod rules;

use std::io::Write;

use regex_lite::Regex;

pub use arguments::Arguments;

use kustomizations::Kustomizations;

use crate::ci::pattern::join;
use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::disk;
use crate::disk::Inputs;
use crate::finding::Severity;
use crate::render::WORKFLOWS;
use crate::report;
use crate::report::Format;
use crate::report::Options;
use crate::validate::outcome::Assessment;
use crate::validate::selection::Selection;

/// Runs the command; the report goes to `out`, and the last line to `err` where the report is not for people.
pub fn run(
    settings: &Settings,
    arguments: &Arguments,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let declared = rules::declared(settings, arguments)?;
    let catalog = arguments.catalog(&settings.project, &declared.0)?;
    let ignored = patterns(&arguments.ignore_filename_pattern)?;
    let keep = |path: &str| !ignored.iter().any(|pattern| pattern.is_match(path));
    let inputs = Inputs::find(&settings.project, &arguments.paths()?, &keep).map_err(|error| {
        if error.is_missing() {
            return Failure::Usage(format!("there is no file or folder `{}`", error.path));
        }
        Failure::Disk(error)
    })?;
    let kustomizations = Kustomizations::build(settings, &inputs)?;
    let selection = Selection {
        skip: arguments.skip.clone(),
        reject: arguments.reject.clone(),
        ignore_missing_schemas: arguments.ignore_missing_schemas,
        parts: kustomizations.parts(),
        list_all: arguments.formats().any(|format| format.lists_every_document(arguments.verbose)),
    };
    let (mut assessment, catalog) = pass::assess(&inputs, catalog, &selection, arguments.exit_on_error)?;
    let built = kustomizations.judged(&catalog, &selection, &assessment);
    assessment.add_findings(built.into_sorted());
    rules::run(settings, arguments, &inputs, &selection, &kustomizations, declared, &mut assessment);
    write_reports(settings, arguments, &assessment, out, err)?;
    if inputs.is_empty() {
        hint(settings, &arguments.paths()?, err)?;
    }
    Ok(match exit(&assessment, arguments.fail_on.into()) {
        Exit::Findings if arguments.exit_zero => Exit::Clean,
        Exit::Nothing if arguments.allow_empty => Exit::Clean,
        exit => exit,
    })
}

/// Folders are searched without what is hidden, and workflows lie in a folder that is.
fn hint(settings: &Settings, folders: &[String], err: &mut dyn Write) -> Result<(), Failure> {
    for folder in folders {
        let workflows = join(folder, WORKFLOWS);
        if disk::is_folder(&settings.project, &workflows) {
            writeln!(err, "hint: hidden folders are not searched; to judge workflows, name `{workflows}`")?;
        }
    }
    Ok(())
}

fn write_reports(
    settings: &Settings,
    arguments: &Arguments,
    assessment: &Assessment,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), Failure> {
    let summary_file = settings.github.step_summary.as_deref();
    let options = Options {
        colour: settings.colour,
        verbose: arguments.verbose,
        summary: arguments.summary,
        step_summary: summary_file.is_some(),
    };
    for (format, path) in &arguments.report {
        let mut content = Vec::new();
        report::write(&mut content, *format, assessment, Options { colour: false, ..options })?;
        disk::write_report(&settings.project, path, &content)?;
    }
    if let Some(path) = summary_file.filter(|_| arguments.formats().any(|format| format == Format::Github)) {
        let files = settings.github.files.as_deref();
        let text = |limit| report::github::step_summary(assessment, files, limit);
        disk::append_report(path, report::github::MOST_BYTES, &text)?;
    }
    report::write(out, arguments.format, assessment, options)?;
    if !arguments.format.ends_with_last_line() {
        writeln!(err, "{}", report::text::last_line(assessment, false))?;
    }
    Ok(())
}

fn exit(assessment: &Assessment, threshold: Severity) -> Exit {
    let tally = &assessment.tally;
    let below = match threshold {
        Severity::Error => 0,
        Severity::Warning => tally.warnings,
        Severity::Note => tally.warnings + tally.notes,
    };
    if tally.invalid > 0 || tally.errors > 0 || below > 0 {
        Exit::Findings
    } else if tally.documents == 0 {
        Exit::Nothing
    } else {
        Exit::Clean
    }
}

fn patterns(texts: &[String]) -> Result<Vec<Regex>, Failure> {
    let compiled = texts.iter().map(|text| {
        Regex::new(text).map_err(|error| {
            Failure::Usage(format!("--ignore-filename-pattern: `{text}` is no regular expression: {error}"))
        })
    });
    compiled.collect()
}
