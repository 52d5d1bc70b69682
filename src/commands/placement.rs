//! `groundplan placement [ENVIRONMENT]`: which pod runs on which node, what fits nowhere, and what a lost node takes.

use std::io::Write;

use crate::cluster::facts::Facts;
use crate::cluster::objects::Cluster;
use crate::cluster::project::project_all;
use crate::commands::Exit;
use crate::commands::Failure;
use crate::commands::Settings;
use crate::commands::prepare::named;
use crate::commands::prepare::prepare;
use crate::manifest::Manifest;
use crate::render::GENERATED;
use crate::report::placement;
use crate::report::placement::Placed;
use crate::report::text;

/// What to show.
#[derive(clap::Args)]
pub struct Arguments {
    /// The environment, such as `prod`; all of them if not given
    environment: Option<String>,

    /// Print it for programs: `json`
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs the command. That a pod finds no place makes the exit code 1.
pub fn run(settings: &Settings, arguments: &Arguments, out: &mut dyn Write) -> Result<Exit, Failure> {
    let project = prepare(settings)?;
    if matches!(project.exit, Exit::Unusable | Exit::Nothing) {
        text::findings(out, &project.findings, settings.colour)?;
        text::stopped(out, &project.findings, project.exit == Exit::Nothing, settings.colour)?;
        return Ok(project.exit);
    }
    let environments = match &arguments.environment {
        Some(name) => vec![named(&project.environments, name)?],
        None => project.environments.iter().collect(),
    };
    let mut exit = Exit::Clean;
    let mut all = Vec::new();
    for environment in environments {
        let folder = format!("{GENERATED}/{}/", environment.name);
        let own: Vec<&Manifest> =
            project.manifests.iter().filter(|manifest| manifest.source().path.starts_with(&folder)).collect();
        all.push((environment, Facts::of(environment), own));
    }
    let projected: Vec<_> = all.iter().map(|(_, facts, own)| project_all(own, facts.redis_operator)).collect();
    let clusters = all.iter().zip(&projected);
    let clusters: Vec<Cluster<'_>> =
        clusters.map(|((_, facts, own), projected)| Cluster::new(own, projected, facts, true)).collect();
    let mut arranged = Vec::new();
    for ((environment, ..), cluster) in all.iter().zip(&clusters) {
        let Some(placement) = cluster.placement() else {
            return Err(Failure::Usage(format!("environment `{}` has no nodes to place pods on", environment.name)));
        };
        arranged.push((environment.name.as_str(), cluster, placement, placement.arrange()));
    }
    let placed: Vec<Placed<'_, '_>> = arranged
        .iter()
        .map(|(environment, cluster, placement, arrangement)| Placed { environment, cluster, placement, arrangement })
        .collect();
    if placed.iter().any(|placed| !placed.arrangement.waiting.is_empty()) {
        exit = Exit::Findings;
    }
    match arguments.format {
        Format::Json => placement::json(out, &placed)?,
        Format::Text => {
            for (number, placed) in placed.iter().enumerate() {
                if number > 0 {
                    writeln!(out)?;
                }
                placement::text(out, placed)?;
            }
        }
    }
    Ok(exit)
}
