//! `groundplan schema`: which kinds there are, and a schema set from what a cluster or a project publishes.

use std::io;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::release;
use crate::diff::WritePlan;
use crate::disk;
use crate::disk::DiskError;
use crate::disk::Outside;
use crate::schema::Catalog;
use crate::schema::Locations;
use crate::schema::import;
use crate::schema::import::Found;
use crate::schema::location::SET_EXTENSION;
use crate::schema::parse_version;
use crate::text::Source;

/// What to do with schemas.
#[derive(clap::Subcommand)]
pub enum Arguments {
    /// Write a schema set for `--schema-location`, from the OpenAPI document of a cluster or from definitions
    Import(Import),
    /// Print every apiVersion and kind that is known, with where its schema comes from
    List(List),
}

/// What to import, and where to.
#[derive(clap::Args)]
pub struct Import {
    /// The answer to `kubectl get --raw /openapi/v2`, or files and folders with CustomResourceDefinitions; `-` is
    /// standard input
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,

    /// The file to write, such as `schemas/production.schemas`; replaced only if groundplan wrote it
    #[arg(short, long, value_name = "FILE")]
    output: String,
}

/// Which kinds to list.
#[derive(clap::Args)]
pub struct List {
    /// The release of an operator whose kinds are embedded, as in `redis-operator=v1.2.4`; the newest if not given
    #[arg(long, value_name = "OPERATOR=VERSION", value_parser = release)]
    release: Vec<(String, String)>,

    /// The Kubernetes minor of the cluster, such as 1.28
    #[arg(long, value_name = "VERSION", default_value = "latest")]
    kubernetes_version: String,

    /// Where schemas come from, first hit first, as `groundplan validate` takes them: `default`, a folder, a schema set,
    /// CustomResourceDefinitions, or a path with variables
    #[arg(long, value_name = "LOCATION")]
    schema_location: Vec<String>,
}

/// Runs the command; what it did, or the list, goes to `out`.
pub fn run(settings: &Settings, arguments: &Arguments, out: &mut dyn Write) -> Result<Exit, Failure> {
    match arguments {
        Arguments::Import(arguments) => import(settings, arguments, out),
        Arguments::List(arguments) => list(settings, arguments, out),
    }
}

fn import(settings: &Settings, arguments: &Import, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut sources = Vec::new();
    let files = Outside::from(&settings.project);
    for source in &arguments.sources {
        read(&files, source, &mut sources)?;
    }
    let imported = import::import(&sources).map_err(|errors| Failure::usage(&errors))?;
    let name = arguments.output.rsplit('/').next().unwrap_or_default();
    if Path::new(name).extension().is_none_or(|extension| extension != SET_EXTENSION) {
        let message = format!("--output `{}`: the name of a schema set ends in `.{SET_EXTENSION}`", arguments.output);
        return Err(Failure::Usage(message));
    }
    write(&settings.project, &arguments.output, imported.text)?;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let (kinds, sources) = (imported.kinds, imported.sources);
    writeln!(
        out,
        "wrote {} with {kinds} kind{} from {sources} source{}; use it with `--schema-location {}`",
        arguments.output,
        plural(kinds),
        plural(sources),
        arguments.output,
    )?;
    Ok(Exit::Clean)
}

/// Adds what a path stands for: a file, all of a folder, or standard input.
fn read(files: &Outside, path: &str, sources: &mut Vec<(Arc<Source>, Found)>) -> Result<(), Failure> {
    if path == "-" {
        sources.push((disk::read_piped(&mut io::stdin().lock())?, Found::Named));
        return Ok(());
    }
    let trimmed = path.trim_end_matches('/');
    let folder = if trimmed.is_empty() { path } else { trimmed };
    if files.names(folder)?.is_some() {
        return walk(files, folder, sources);
    }
    let Some(source) = files.text(path)? else {
        return Err(Failure::Usage(format!("there is no file or folder `{path}`")));
    };
    sources.push((source, Found::Named));
    Ok(())
}

fn walk(files: &Outside, folder: &str, sources: &mut Vec<(Arc<Source>, Found)>) -> Result<(), Failure> {
    for name in files.names(folder)?.unwrap_or_default() {
        let path = format!("{}/{name}", folder.trim_end_matches('/'));
        if let Some(below) = path.strip_suffix('/') {
            walk(files, below, sources)?;
            continue;
        }
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        if !["yaml", "yml", "json"].contains(&extension) {
            continue;
        }
        // Templates of charts and other files that define nothing are no sources.
        let source = files.text(&path)?;
        let defines = |text: &str| text.contains("CustomResourceDefinition") || text.contains("\"swagger\"");
        sources.extend(source.filter(|source| defines(&source.text)).map(|source| (source, Found::InFolder)));
    }
    Ok(())
}

/// Writes one file as `render` writes a tree: as a whole or not at all, and over nothing that is not groundplan's.
fn write(project: &Path, output: &str, text: String) -> Result<(), DiskError> {
    let outside = output.starts_with('/') || output.split('/').any(|part| matches!(part, "" | "." | ".."));
    let (root, path) = match output.rsplit_once('/') {
        Some((folder, name)) if outside => (project.join(if folder.is_empty() { "/" } else { folder }), name),
        _ => (project.to_owned(), output),
    };
    let plan = WritePlan { write: vec![Source::new(path, text)], ..WritePlan::default() };
    disk::write_changes(&root, &plan).map(|_| ())
}

fn list(settings: &Settings, arguments: &List, out: &mut dyn Write) -> Result<Exit, Failure> {
    let version = parse_version(&arguments.kubernetes_version)
        .map_err(|error| Failure::Usage(format!("--kubernetes-version: {error}")))?;
    let unknown = || Failure::Usage(format!("there are no schemas for Kubernetes 1.{}", version.minor));
    let mut catalog = Catalog::new(version.minor).ok_or_else(unknown)?;
    catalog.add_newest(&arguments.release).map_err(|error| Failure::Usage(format!("--release: {error}")))?;
    if !arguments.schema_location.is_empty() {
        let files = Arc::new(Outside::from(&settings.project));
        let locations = Locations::open(&arguments.schema_location, &version, true, files);
        catalog.set_locations(locations.map_err(|errors| Failure::usage(&errors))?);
    }
    let entries = catalog.entries();
    let faults = catalog.faults();
    if !faults.is_empty() {
        return Err(Failure::usage(&faults));
    }
    let width = |of: fn(&(&str, &str, &str)) -> usize| entries.iter().map(of).max().unwrap_or(0);
    let (first, second) = (width(|entry| entry.0.len()), width(|entry| entry.1.len()));
    for (api_version, kind, source) in &entries {
        writeln!(out, "{api_version:first$}  {kind:second$}  {source}")?;
    }
    for location in catalog.unlisted() {
        writeln!(out, "and those with a file in {location}")?;
    }
    Ok(Exit::Clean)
}
