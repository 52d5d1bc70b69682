//! What a template sees that is rendered once for the repository: continuous integration, and what follows from it.

use std::collections::BTreeMap;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::ci::pipeline::Pipeline;
use crate::model::ci::Ci;
use crate::model::ci::container::Container;
use crate::model::ci::safe::Command;
use crate::model::decode::Named;

/// The root of what templates of the repository see.
pub fn of(pipeline: &Pipeline<'_>, shared: &Shared, environments: Vec<String>) -> Value {
    Value::from(Serde(View { environments, ci: view(pipeline, shared) }))
}

/// What the code says of the services, or the model in its stead.
#[derive(Debug, Default, Clone)]
pub struct Shared {
    /// Shared folders and files, each with the services that need it.
    pub triggers: BTreeMap<String, Vec<String>>,
    /// For each service, patterns for everything that concerns it.
    pub filters: Vec<(String, Vec<String>)>,
}

#[derive(Serialize)]
struct View<'v> {
    environments: Vec<String>,
    ci: CiView<'v>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CiView<'v> {
    #[serde(flatten)]
    ci: &'v Ci,
    /// What the workflow uses each action by: `actions/checkout@<commit>`.
    uses: Named<String>,
    /// The release of each action, for the comment beside it.
    release: Named<String>,
    /// What installs groundplan.
    install: String,
    /// The tools with their versions, as pip takes them.
    install_tools: Vec<String>,
    /// The jobs that test services.
    jobs: Named<JobView<'v>>,
    /// The services that the jobs test.
    services: Named<ServiceView<'v>>,
    triggers: &'v BTreeMap<String, Vec<String>>,
    filters: Named<Vec<String>>,
}

#[derive(Serialize)]
struct JobView<'v> {
    /// Its services.
    services: Vec<&'v str>,
    /// The containers beside it.
    containers: Named<ContainerView<'v>>,
    /// The variables that they need.
    env: Named<String>,
}

#[derive(Serialize)]
struct ContainerView<'v> {
    #[serde(flatten)]
    container: &'v Container,
    /// Its port on the machine and in the container.
    ports: Vec<String>,
    /// The options that make the job wait for it.
    options: String,
}

#[derive(Serialize)]
struct ServiceView<'v> {
    source: &'v str,
    python: &'v str,
    job: String,
    parts: &'v [&'v str],
    containers: Vec<&'v str>,
    watch: &'v [String],
}

fn view<'v>(pipeline: &'v Pipeline<'_>, shared: &'v Shared) -> CiView<'v> {
    let ci = pipeline.ci;
    let actions = || ci.actions.iter();
    let uses = |name: &str, commit: &str| format!("{name}@{commit}");
    let install = ci.actions.get(&ci.groundplan).map(|action| uses(&ci.groundplan, &action.commit.0));
    CiView {
        ci,
        uses: Named(actions().map(|(name, action)| (name.to_owned(), uses(name, &action.commit.0))).collect()),
        release: Named(actions().map(|(name, action)| (name.to_owned(), action.version.0.clone())).collect()),
        install: install.unwrap_or_else(|| ci.groundplan.clone()),
        install_tools: ci.tools.iter().map(|(tool, version)| format!("{tool}=={version}")).collect(),
        jobs: Named(pipeline.groups().into_iter().map(|(name, numbers)| (name, job(pipeline, &numbers))).collect()),
        services: Named(
            pipeline
                .tested()
                .map(|(_, service)| {
                    let view = ServiceView {
                        source: service.source,
                        python: pipeline.python(service),
                        job: service.group(),
                        parts: &service.parts,
                        containers: service.containers(),
                        watch: &service.watch,
                    };
                    (service.name.to_owned(), view)
                })
                .collect(),
        ),
        triggers: &shared.triggers,
        filters: Named(shared.filters.clone()),
    }
}

fn job<'v>(pipeline: &'v Pipeline<'_>, services: &[usize]) -> JobView<'v> {
    let services: Vec<_> = services.iter().map(|number| &pipeline.services[*number]).collect();
    let names = services.first().map(|service| service.containers()).unwrap_or_default();
    let containers: Vec<(&str, &Container)> =
        names.into_iter().filter_map(|name| Some((name, pipeline.ci.containers.get(name)?))).collect();
    let env = containers.iter().flat_map(|(_, container)| container.env.iter());
    JobView {
        services: services.iter().map(|service| service.name).collect(),
        env: Named(env.map(|(name, value)| (name.to_owned(), value.clone())).collect()),
        containers: Named(containers.into_iter().map(|(name, it)| (name.to_owned(), container(it))).collect()),
    }
}

fn container(container: &Container) -> ContainerView<'_> {
    let Command(health) = &container.health;
    // GitHub hands the options to `docker create`, split as a shell does.
    let quoted = health.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
    ContainerView {
        container,
        ports: vec![format!("{0}:{0}", container.port)],
        options: format!("--health-cmd \"{quoted}\" --health-interval 10s --health-timeout 5s --health-retries 5"),
    }
}
