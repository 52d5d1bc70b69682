//! The command line of `groundplan validate`, and the catalogue that it asks for.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use clap::Args;

use crate::cluster::facts::Facts;
use crate::commands::Failure;
use crate::commands::release;
use crate::disk::Outside;
use crate::disk::STANDARD_INPUT;
use crate::finding::Severity;
use crate::model::redis::OperatorVersion;
use crate::report::Format;
use crate::schema::Catalog;
use crate::schema::Locations;
use crate::schema::nearest_release;
use crate::schema::parse_version;
use crate::validate::levels::Which;
use crate::validate::selection::KindPattern;

/// What to validate, and by what.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line, and none excludes another")]
pub struct Arguments {
    /// Files, folders (searched for .yaml, .yml and .json, without what is hidden), or `-` for standard input, which is
    /// also read if nothing is named and something is piped in
    #[arg(value_name = "PATH")]
    paths: Vec<String>,

    /// The Kubernetes version of the cluster, such as 1.28 or v1.28.3; `latest` is the newest that is known, and
    /// what is taken if neither this nor anything that is declared names one
    #[arg(long, value_name = "VERSION")]
    kubernetes_version: Option<String>,

    /// Where schemas come from, first hit first: `default`, a folder, a schema set, CustomResourceDefinitions, or a path
    /// with variables as in `crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`. May be repeated; embedded
    /// kinds are asked where `default` stands, and not at all without it
    #[arg(long, value_name = "LOCATION")]
    schema_location: Vec<String>,

    /// The release of an operator whose kinds are embedded, as in `redis-operator=v1.2.4`; the newest if not given. May
    /// be repeated
    #[arg(long, value_name = "OPERATOR=VERSION", value_parser = release)]
    release: Vec<(String, String)>,

    /// Kinds that are not checked: `Secret`, `apps/v1/Deployment`
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub skip: Vec<KindPattern>,

    /// Kinds that are errors wherever they occur
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub reject: Vec<KindPattern>,

    /// Skip objects of kinds without a schema, instead of failing
    #[arg(long)]
    pub ignore_missing_schemas: bool,

    /// Leave out files whose path, as reports show it, matches; may be repeated
    #[arg(long, value_name = "REGEX")]
    pub ignore_filename_pattern: Vec<String>,

    /// What is known beside the documents, as YAML or JSON: nodes, repositories, Secrets that others make, and so on;
    /// docs/assume.md lists it. A rule that lacks its facts says so
    #[arg(long, value_name = "FILE")]
    pub assume: Option<String>,

    /// The environment of this project in whose cluster the documents are meant to run
    #[arg(short, long, value_name = "NAME")]
    pub environment: Option<String>,

    /// The redis-operator that runs, if its Deployment is not among the documents: `v1.2.4`
    #[arg(long, value_name = "VERSION", value_parser = operator_version)]
    pub redis_operator_version: Option<OperatorVersion>,

    /// Rules, or groups of them, whose findings are errors; `all` means every rule
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub deny: Vec<Which>,

    /// Rules, or groups of them, whose errors are only warnings
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub warn: Vec<Which>,

    /// Rules, or groups of them, that are not asked
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub allow: Vec<Which>,

    /// Ask the rules however many documents there are; otherwise only up to 10,000, which take memory
    #[arg(long)]
    pub rules: bool,

    /// From which severity on findings make the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub fail_on: FailOn,

    /// Stop at the first file with an error
    #[arg(long)]
    pub exit_on_error: bool,

    /// Exit with 0, not 3, if there is no document at all: for hooks, which are given whatever changed
    #[arg(long)]
    pub allow_empty: bool,

    /// Exit with 0 whatever is found; what keeps groundplan from checking still counts
    #[arg(long)]
    pub exit_zero: bool,

    /// Say something of every document, not only of those with findings
    #[arg(short, long)]
    pub verbose: bool,

    /// Say by which schemas documents were judged
    #[arg(long)]
    pub summary: bool,

    /// What to print: text, pretty, json, junit, tap, sarif or github
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,

    /// Write a report to a file as well, as in `sarif=findings.sarif`; may be repeated
    #[arg(long, value_name = "FORMAT=PATH", value_parser = report)]
    pub report: Vec<(Format, String)>,
}

fn report(text: &str) -> Result<(Format, String), String> {
    let (format, path) = text.split_once('=').ok_or("write a format and a path, as in `sarif=findings.sarif`")?;
    if path.is_empty() {
        return Err("the path is missing, as in `sarif=findings.sarif`".to_owned());
    }
    Ok((format.parse()?, path.to_owned()))
}

/// A severity, as a threshold.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum FailOn {
    /// Errors only.
    Error,
    /// Warnings too.
    Warning,
    /// Notes too.
    Note,
}

impl From<FailOn> for Severity {
    fn from(threshold: FailOn) -> Self {
        match threshold {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
            FailOn::Note => Self::Note,
        }
    }
}

fn operator_version(text: &str) -> Result<OperatorVersion, String> {
    OperatorVersion::of_tag(text).ok_or_else(|| {
        let tags: Vec<&str> = OperatorVersion::tags().collect();
        format!("the redis-operator has no image `{text}`; published are {}", tags.join(", "))
    })
}

impl Arguments {
    /// The formats of all reports.
    pub fn formats(&self) -> impl Iterator<Item = Format> {
        std::iter::once(self.format).chain(self.report.iter().map(|(format, _)| *format))
    }

    /// What to read.
    pub fn paths(&self) -> Result<Vec<String>, Failure> {
        if !self.paths.is_empty() {
            return Ok(self.paths.clone());
        }
        if std::io::stdin().is_terminal() {
            return Err(Failure::Usage("name files or folders to validate, or `-` for standard input".to_owned()));
        }
        Ok(vec![STANDARD_INPUT.to_owned()])
    }

    /// The kinds that documents are checked against, before any of them is read. The command line counts more than what
    /// is declared.
    pub fn catalog(&self, project: &Path, declared: &Facts) -> Result<Catalog, Failure> {
        let minor = declared.kubernetes.map(|minor| minor.to_string());
        let version = parse_version(self.kubernetes_version.as_deref().or(minor.as_deref()).unwrap_or("latest"))
            .map_err(|error| Failure::Usage(format!("--kubernetes-version: {error}")))?;
        let unknown = || Failure::Usage(format!("there are no schemas for Kubernetes 1.{}", version.minor));
        let mut catalog = Catalog::new(version.minor).ok_or_else(unknown)?;
        let releases = declared.releases();
        let nearest = releases.iter().filter_map(|(project, version)| {
            Some(((*project).to_owned(), nearest_release(project, version)?.to_owned()))
        });
        let chosen: Vec<(String, String)> = nearest.chain(self.release.iter().cloned()).collect();
        catalog.add_newest(&chosen).map_err(|error| Failure::Usage(format!("--release: {error}")))?;
        catalog.add_others(&self.release, &releases);
        if !self.schema_location.is_empty() {
            let files = Arc::new(Outside::from(project));
            let locations = Locations::open(&self.schema_location, &version, true, files);
            catalog.set_locations(locations.map_err(|faults| Failure::usage(&faults))?);
        }
        Ok(catalog)
    }
}
