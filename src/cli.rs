//! Which command was asked for, in which folder, in colour or not; and what the exit code is.

use std::ffi::OsString;
use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::commands;
use crate::commands::Failure;
use crate::commands::Github;
use crate::commands::Settings;
use crate::model::suppression::Date;
use crate::report;

/// More threads take memory and save no time: the work of a project is done before they have all begun.
const MOST_THREADS: usize = 8;

/// Bytes of stack for each thread: documents and folders may be nested as deeply as is allowed. Only what is used is
/// ever allotted.
const STACK: usize = 8 * 1024 * 1024;

const EXIT_CODES: &str = "\
Exit codes:
  0  clean
  1  findings, or the committed tree differs
  2  the command line, the model, a template or a schema is wrong: nothing could be checked
  3  nothing to check
  4  a file could not be read or written";

/// One environment model, rendered, validated, and compared with the committed tree.
#[derive(Parser)]
#[command(name = "groundplan", version, after_help = EXIT_CODES)]
struct Cli {
    /// The project folder, which holds environments/, templates/ and generated/; paths are relative to it
    #[arg(short = 'C', long, global = true, value_name = "FOLDER", default_value = ".")]
    project: PathBuf,

    /// When to colour the output; `NO_COLOR` and `FORCE_COLOR` are heeded
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,

    /// Threads to use; as many as there are processors, up to 8, if not given. The output does not depend on it
    #[arg(short, long, global = true, value_name = "N")]
    jobs: Option<usize>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// Render, validate, and write generated/: what is new or changed, and nothing that groundplan did not write
    #[command(after_help = EXIT_CODES)]
    Render,
    /// Render and validate in memory, and compare with the committed tree; writes nothing
    #[command(after_help = EXIT_CODES)]
    Check,
    /// Print the effective model of an environment, with the place each value comes from and what it overrode
    #[command(after_help = EXIT_CODES)]
    Model(commands::model::Arguments),
    /// Show which pod runs on which node, what is left there, what fits nowhere, and what the loss of a node does
    #[command(after_help = EXIT_CODES)]
    Placement(commands::placement::Arguments),
    /// Validate manifests of any origin against the schemas of a Kubernetes minor; writes nothing
    #[command(after_help = EXIT_CODES)]
    Validate(Box<commands::validate::Arguments>),
    /// Say which services a change concerns, and hold the shared triggers to what the code imports
    #[command(subcommand, after_help = EXIT_CODES)]
    Ci(commands::ci::Arguments),
    /// List the kinds that are known, or make a schema set of what a cluster or a project publishes
    #[command(subcommand, after_help = EXIT_CODES)]
    Schema(commands::schema::Arguments),
    /// List the rules that look across the objects of an environment
    #[command(after_help = EXIT_CODES)]
    Rules(commands::rules::List),
    /// Say what a rule means, why it matters, and what fires it
    #[command(after_help = EXIT_CODES)]
    Explain(commands::rules::Explain),
}

/// Runs a command line. Reports go to `out`; what keeps groundplan from running goes to `err`.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut (impl Write + IsTerminal),
    err: &mut impl Write,
) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(usage) => {
            let text = usage.render();
            if usage.use_stderr() {
                let _ = write!(err, "{text}");
                return ExitCode::from(2);
            }
            return tell(text.to_string().as_bytes(), out, err).map_or(ExitCode::SUCCESS, ExitCode::from);
        }
    };
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let jobs = cli.jobs.unwrap_or(processors.min(MOST_THREADS));
    // Fails only if a pool exists already, as in tests that run several commands; the output is the same.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK);
    let _ = pool.build_global();
    if !cli.project.is_dir() {
        let _ = writeln!(err, "error: there is no folder `{}`", cli.project.display());
        return ExitCode::from(2);
    }
    let colour = wants_colour(cli.color, out.is_terminal());
    let settings = Settings { project: cli.project, colour, today: today(), github: github() };
    let mut buffer = Vec::new();
    let outcome = match cli.command {
        Command::Render => commands::render::run(&settings, &mut buffer),
        Command::Check => commands::check::run(&settings, &mut buffer),
        Command::Model(arguments) => commands::model::run(&settings, &arguments, &mut buffer),
        Command::Placement(arguments) => commands::placement::run(&settings, &arguments, &mut buffer),
        Command::Validate(arguments) => commands::validate::run(&settings, &arguments, &mut buffer, err),
        Command::Ci(arguments) => commands::ci::run(&settings, &arguments, &mut buffer, err),
        Command::Schema(arguments) => commands::schema::run(&settings, &arguments, &mut buffer),
        Command::Rules(arguments) => commands::rules::list(&arguments, &mut buffer),
        Command::Explain(arguments) => commands::rules::explain(&arguments, &mut buffer),
    };
    if let Some(failed) = tell(&buffer, out, err) {
        return ExitCode::from(failed);
    }
    match outcome {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => {
            if let Failure::Findings(findings) = &failure {
                let _ = report::text::findings(err, findings, settings.colour);
            }
            let _ = writeln!(err, "error: {failure}");
            if let Failure::Disk(error) = &failure
                && let Some(hint) = &error.hint
            {
                let _ = writeln!(err, "hint: {hint}");
            }
            ExitCode::from(failure.code())
        }
    }
}

/// Writes a whole report; the exit code, if that failed. A reader that has seen enough (`| head`) is no failure.
fn tell(report: &[u8], out: &mut impl Write, err: &mut impl Write) -> Option<u8> {
    let error = out.write_all(report).and_then(|()| out.flush()).err()?;
    if error.kind() == io::ErrorKind::BrokenPipe {
        return None;
    }
    let _ = writeln!(err, "error: cannot write the report: {error}");
    Some(4)
}

/// As GitHub documents the variables of its runners.
#[expect(clippy::disallowed_methods, reason = "where a summary goes is for the surroundings to say")]
fn github() -> Github {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let commit = || Some((set("GITHUB_SERVER_URL")?, set("GITHUB_REPOSITORY")?, set("GITHUB_SHA")?));
    Github {
        step_summary: set("GITHUB_STEP_SUMMARY").map(PathBuf::from),
        output: set("GITHUB_OUTPUT").map(PathBuf::from),
        files: commit().map(|(server, repository, sha)| format!("{server}/{repository}/blob/{sha}/")),
    }
}

/// As no-color.org and force-color.org say: set and not empty.
#[expect(clippy::disallowed_methods, reason = "whether to colour is the one thing that the surroundings decide")]
fn wants_colour(color: Color, terminal: bool) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto => set("FORCE_COLOR") || (terminal && std::env::var("TERM").as_deref() != Ok("dumb")),
    }
}

/// The day in UTC: the one thing that a clock decides is whether a suppression is out of date.
fn today() -> Date {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Date::of_days(since.map_or(0, |since| since.as_secs() / (24 * 60 * 60)))
}
