//! `groundplan ci matrix`: from a change to the services that it concerns.

use std::io::Write;

use crate::ci::pipeline::Pipeline;
use crate::ci::revision::Revision;
use crate::ci::selection::Selection;
use crate::ci::selection::asked;
use crate::ci::selection::everything;
use crate::ci::selection::select;
use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::code::Loaded;
use crate::commands::code::commits;
use crate::commands::code::has_code;
use crate::commands::code::working_tree;
use crate::disk;
use crate::git::Repository;
use crate::git::separated;
use crate::model::Environment;
use crate::report::ci;

/// What changed, and what to print.
#[derive(clap::Args)]
pub struct Arguments {
    /// The revision to compare with; the change begins where HEAD left it
    #[arg(long, value_name = "REV", conflicts_with = "files_from")]
    base: Option<String>,

    /// The revision that the change ends in
    #[arg(long, value_name = "REV", default_value = "HEAD", requires = "base")]
    head: String,

    /// BASE is what a branch pointed to before a push: if it is no ancestor, the branch was rewritten
    #[arg(long, requires = "base")]
    pushed: bool,

    /// Read the changed files from a file, or `-` for standard input; their names are separated by NUL
    #[arg(long, value_name = "FILE")]
    files_from: Option<String>,

    /// Select these services, separated by commas, or `all`, whatever changed
    #[arg(long, value_name = "NAMES")]
    services: Option<String>,

    /// Say why each service is selected, or why this one is or is not
    #[arg(long, value_name = "SERVICE", num_args = 0..=1, default_missing_value = "")]
    why: Option<String>,

    /// What to print: the names as a JSON list, or everything
    #[arg(long, value_name = "FORMAT", default_value = "names")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Names,
    Json,
}

/// A selection, and what it was made from.
struct Decided {
    selection: Selection,
    changed: usize,
}

/// Runs the command. What is selected goes to `out`, and to the outputs of the step where there is one; why everything
/// is, to `err`.
pub(super) fn run(
    settings: &Settings,
    arguments: &Arguments,
    environments: &[Environment],
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let Some(pipeline) = Pipeline::of(environments) else { return Ok(Exit::Nothing) };
    let why = arguments.why.as_deref();
    if let Some(name) = why.filter(|name| !name.is_empty()) {
        let of_that_name = asked(&pipeline, name).map_err(Failure::Usage)?;
        if of_that_name.services.len() != 1 {
            return Err(Failure::Usage(format!("`--why {name}` asks for one service")));
        }
    }
    let Decided { selection, changed } = decide(settings, arguments, &pipeline, err)?;
    if let Some(reason) = &selection.everything {
        writeln!(err, "everything is selected: {reason}")?;
    }
    let matrix = ci::Matrix { pipeline: &pipeline, selection: &selection, changed };
    if let Some(path) = &settings.github.output {
        disk::append_report(path, usize::MAX, &|_| ci::outputs(&matrix))?;
    }
    match (why, arguments.format) {
        (_, Format::Json) => ci::matrix_json(out, &matrix)?,
        (Some(name), Format::Names) => ci::why(out, &matrix, name)?,
        (None, Format::Names) => writeln!(out, "{}", ci::names(&matrix))?,
    }
    Ok(Exit::Clean)
}

fn decide(
    settings: &Settings,
    arguments: &Arguments,
    pipeline: &Pipeline<'_>,
    err: &mut dyn Write,
) -> Result<Decided, Failure> {
    let all = |reason: String| Decided { selection: everything(pipeline, reason), changed: 0 };
    if let Some(names) = arguments.services.as_deref().filter(|names| !names.trim().is_empty()) {
        return Ok(Decided { selection: asked(pipeline, names).map_err(Failure::Usage)?, changed: 0 });
    }
    if let Some(from) = &arguments.files_from {
        let bytes = if from == "-" { disk::read_piped_bytes(&mut std::io::stdin())? } else { named(settings, from)? };
        if !bytes.contains(&0) && bytes.ends_with(b"\n") {
            let shown = if from == "-" { "standard input".to_owned() } else { format!("`{from}`") };
            return Err(Failure::Usage(format!(
                "the names in {shown} are separated by lines, and a name may hold a line break: separate them by NUL, \
                 as `git diff --name-only -z` does"
            )));
        }
        let changed: Vec<String> = separated(&bytes).collect();
        let loaded = working_tree(settings, pipeline)?;
        problems(&loaded, err)?;
        return Ok(Decided {
            selection: still_there(pipeline, &[loaded.revision], &changed, err)?,
            changed: changed.len(),
        });
    }
    let Some(base) = &arguments.base else {
        if arguments.services.is_some() {
            return Ok(all("no services were named, and no revision to compare with".to_owned()));
        }
        return Err(Failure::Usage(
            "say what changed: `--base REV`, `--files-from FILE`, or `--services NAMES`".to_owned(),
        ));
    };
    let repository = Repository::open(&settings.project)
        .map_err(|error| Failure::Usage(format!("revisions cannot be compared, so use `--files-from`: {error}")))?;
    let Some(head) = repository.commit(&arguments.head) else {
        return Err(Failure::Usage(format!("there is no revision `{}`", arguments.head.escape_debug())));
    };
    let from = match begin(&repository, arguments, base, &head) {
        Ok(from) => from,
        Err(reason) => return Ok(all(reason)),
    };
    let changed = repository.changed(&from, &head)?;
    let [head, base] = commits(&repository, pipeline, &from, &head)?;
    problems(&head, err)?;
    let revisions = [head.revision, base.revision];
    Ok(Decided { selection: still_there(pipeline, &revisions, &changed, err)?, changed: changed.len() })
}

/// The commit that a change begins with, or why nobody can tell.
fn begin(repository: &Repository, arguments: &Arguments, base: &str, head: &str) -> Result<String, String> {
    let shown = base.escape_debug();
    let shallow =
        if repository.is_shallow() { "; the clone is shallow (`fetch-depth: 0` for actions/checkout)" } else { "" };
    if !base.is_empty() && base.bytes().all(|byte| byte == b'0') {
        return Err("the branch is new, so there is nothing to compare with".to_owned());
    }
    let Some(commit) = repository.commit(base) else {
        return Err(format!("there is no revision `{shown}` here{shallow}"));
    };
    match repository.merge_base(&commit, head) {
        None => Err(format!("`{shown}` and `{}` have no common ancestor here{shallow}", arguments.head.escape_debug())),
        Some(ancestor) if arguments.pushed && ancestor != commit => {
            Err(format!("`{shown}` is no ancestor of `{}`: the branch was rewritten", arguments.head.escape_debug()))
        }
        Some(ancestor) => Ok(ancestor),
    }
}

/// The services that changed files concern, but for those whose folder the first revision has no more: of them there is
/// nothing to test. Where there is no code at all, it is somewhere else.
fn still_there(
    pipeline: &Pipeline<'_>,
    revisions: &[Revision],
    changed: &[String],
    err: &mut dyn Write,
) -> Result<Selection, Failure> {
    let mut selection = select(pipeline, revisions, changed);
    let Some(head) = revisions.first().filter(|head| has_code(pipeline, &head.checkout)) else { return Ok(selection) };
    let is_gone = |service: usize| head.checkout.below(pipeline.services[service].source).next().is_none();
    for selected in selection.services.extract_if(.., |selected| is_gone(selected.service)) {
        let service = &pipeline.services[selected.service];
        writeln!(err, "{} is left out: there is no `{}` to test any more", service.name, service.source)?;
    }
    Ok(selection)
}

/// The bytes of a file that the command line names.
fn named(settings: &Settings, path: &str) -> Result<Vec<u8>, Failure> {
    let bytes = disk::Outside::from(&settings.project).bytes(path)?;
    bytes.ok_or_else(|| Failure::Usage(format!("there is no file `{path}`")))
}

/// Files that could only be read in part may need more than is known.
fn problems(loaded: &Loaded, err: &mut dyn Write) -> Result<(), Failure> {
    for problem in loaded.parsed.problems() {
        writeln!(err, "warning: {}: {}; what else this file needs is not known", problem.place, problem.message)?;
    }
    Ok(())
}
