//! Whether every service is tested by somebody, and every file is claimed by the service that it belongs to.

use std::collections::BTreeMap;

use crate::ci::checkout::Checkout;
use crate::ci::checkout::Reading;
use crate::ci::checkout::is_python;
use crate::ci::checkout::reading;
use crate::ci::pattern::Patterns;
use crate::ci::pattern::folder_of;
use crate::ci::pattern::is_within;
use crate::ci::pipeline::MOST_JOBS;
use crate::ci::pipeline::Pipeline;
use crate::ci::unmatched;
use crate::finding::Finding;
use crate::finding::Findings;
use crate::finding::Severity;
use crate::model::Environment;
use crate::model::ci::check::services;
use crate::text::Place;
use crate::text::suggest;

/// Reports services that no workflow tests, as far as the model alone can tell.
pub fn check_model(findings: &mut Findings, pipeline: &Pipeline<'_>, environments: &[Environment]) {
    for (name, service, environment) in services(environments) {
        let job = service.ci.as_ref();
        let settled = job.is_some_and(|job| job.tested_by.is_some() || job.untested.is_some());
        if service.source.is_none() && service.part_of.is_none() && !settled {
            let place = environment.key_place(&["services", name]);
            findings.push(
                Finding::error("service-in-no-matrix", place, format!("nothing tests {name}"))
                    .severity(Severity::Warning)
                    .resource(format!("service {name}"))
                    .path(format!("services.{name}"))
                    .why("it has no `source`, so no change selects it")
                    .help(
                        "write `source:`, `partOf:`, or `ci: { testedBy: .github/workflows/….yml }`; or say \
                         `ci: { untested: <why> }`",
                    ),
            );
        }
    }
    container_versions(findings, pipeline, environments);
    if let Some(tested) = pipeline.groups().iter().map(|(_, numbers)| numbers.len()).max().filter(|it| *it > MOST_JOBS)
    {
        let place = pipeline.environment.key_place(&["services"]);
        findings.push(
            Finding::error("oversized-matrix", place, format!("{tested} services are tested by one matrix"))
                .path("services")
                .why(format!("GitHub makes at most {MOST_JOBS} jobs of a matrix, and refuses the run"))
                .help("let another workflow test some of them: `ci: { testedBy: … }`"),
        );
    }
}

/// Containers beside tests that are of another version than what the environments run.
fn container_versions(findings: &mut Findings, pipeline: &Pipeline<'_>, environments: &[Environment]) {
    let instances = || {
        environments.iter().flat_map(|environment| {
            environment.model.redis.instances.iter().map(move |(name, instance)| (environment, name, &instance.image))
        })
    };
    let repository = |image: &str| -> String {
        let image = image.split('@').next().unwrap_or(image);
        let image = image.rsplit_once(':').map_or(image, |(repository, _)| repository);
        image.trim_start_matches("docker.io/").trim_start_matches("library/").to_owned()
    };
    for (name, container) in pipeline.ci.containers.iter() {
        let own = repository(&container.image.0);
        let same = |image: &str| repository(image) == own;
        if instances().any(|(.., image)| *image == container.image.0) {
            continue;
        }
        let Some((environment, instance, image)) = instances().find(|(.., image)| same(image)) else { continue };
        let path = ["ci", "containers", name, "image"];
        findings.push(
            Finding::error(
                "other-container-version",
                pipeline.environment.place(&path),
                format!("tests talk to {}, and the environments run {image}", container.image.0),
            )
            .severity(Severity::Note)
            .path(path.join("."))
            .also(environment.place(&["redis", "instances", instance, "image"]), "what runs")
            .why("what passes the tests may meet another version where it runs")
            .help(format!("write `image: {image}`")),
        );
    }
}

/// Reports what the model and the files of a revision disagree about.
pub fn check_files(findings: &mut Findings, pipeline: &Pipeline<'_>, checkout: &Checkout) {
    sources(findings, pipeline, checkout);
    unclaimed(findings, pipeline, checkout);
    unmatched::check(findings, pipeline, checkout);
    swallowed(findings, pipeline, checkout);
}

/// Folders of services that are not there, hold no Python, or lie in each other.
fn sources(findings: &mut Findings, pipeline: &Pipeline<'_>, checkout: &Checkout) {
    for service in &pipeline.services {
        let path = ["services", service.name, "source"];
        let place = || service.environment.place(&path);
        let about = |finding: Finding| {
            finding.resource(format!("service {}", service.name)).path(format!("services.{}.source", service.name))
        };
        if checkout.below(service.source).next().is_none() {
            let near = checkout.nearest(service.source);
            let finding = Finding::error(
                "pattern-without-files",
                place(),
                format!("no file of the repository is in `{}`", service.source),
            )
            .why("no change of it would be noticed, and its job has nothing to test")
            .maybe_help(near.map(|near| format!("did you mean `{near}`?")));
            findings.push(about(finding));
            continue;
        }
        if service.is_tested() && !checkout.below(service.source).any(is_python) {
            let finding = Finding::error(
                "service-without-python",
                place(),
                format!("`{}` holds no Python, and the jobs of this workflow test Python", service.source),
            )
            .severity(Severity::Warning)
            .why("its job can only fail, or pass without having tested anything")
            .help("name the workflow that tests it: `ci: { testedBy: .github/workflows/….yml }`");
            findings.push(about(finding));
        }
        if let Some(file) = service.job().and_then(|job| job.tested_by.as_ref())
            && !checkout.has(&file.0)
        {
            let place = service.environment.place(&["services", service.name, "ci", "testedBy"]);
            let workflows = checkout.below(".github/workflows");
            let near = suggest::nearest(&file.0, workflows);
            let finding = Finding::error("service-in-no-matrix", place, format!("there is no `{}`", file.0))
                .severity(Severity::Warning)
                .why(format!("nothing tests {}", service.name))
                .maybe_help(near.map(|near| format!("did you mean `{near}`?")));
            findings.push(finding.resource(format!("service {}", service.name)));
        }
        for other in pipeline.services.iter().filter(|other| other.name != service.name) {
            if is_within(service.source, other.source) {
                let finding = Finding::error(
                    "swallowed-service",
                    place(),
                    format!("the folder of {} lies in that of {}", service.name, other.name),
                )
                .severity(Severity::Warning)
                .also(other.environment.place(&["services", other.name, "source"]), "the folder around it")
                .why(format!("every change of {} selects {} too", service.name, other.name))
                .help(format!("move one of them, or make {} a part: `partOf: {}`", service.name, other.name));
                findings.push(about(finding));
            }
        }
    }
}

/// Folders with a Dockerfile that no service has.
fn unclaimed(findings: &mut Findings, pipeline: &Pipeline<'_>, checkout: &Checkout) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for path in checkout.paths().iter().filter(|path| pipeline.is_in_root(path)) {
        if reading(path) == Some(Reading::Dockerfile) {
            seen.entry(folder_of(path)).or_insert(path);
        }
    }
    for (folder, dockerfile) in seen {
        let claimed =
            pipeline.services.iter().any(|service| service.owns(dockerfile) || service.watched.cover(dockerfile))
                || pipeline.ci.images.iter().any(|(_, image)| is_within(folder, &image.0));
        if claimed {
            continue;
        }
        let place =
            checkout.source(dockerfile).map_or_else(|| Place::file(dockerfile), |source| Place::line(source, 1));
        let name = folder.rsplit('/').next().unwrap_or(folder);
        findings.push(
            Finding::error("unclaimed-folder", place, format!("no service of the model has the folder `{folder}`"))
                .also(pipeline.environment.key_place(&["services"]), "the services")
                .why("it has a Dockerfile, and no change of it is tested or selects anything")
                .help(format!(
                    "add `{name}: {{ source: {folder}, … }}` to `services`, or say under `ci.images` which image it is"
                )),
        );
    }
}

/// Patterns of one service that take files in the folder of another.
fn swallowed(findings: &mut Findings, pipeline: &Pipeline<'_>, checkout: &Checkout) {
    for service in &pipeline.services {
        for (index, pattern) in service.job().into_iter().flat_map(|job| &job.watch).enumerate() {
            let compiled = Patterns::new([pattern.0.as_str()]);
            let other = pipeline.services.iter().find(|other| {
                other.name != service.name
                    && !is_within(pattern.0.trim_end_matches("/**"), other.source)
                    && checkout.below(other.source).any(|path| compiled.cover(path))
            });
            let Some(other) = other else { continue };
            let index = index.to_string();
            let place = service.environment.place(&["services", service.name, "ci", "watch", &index]);
            findings.push(
                Finding::error(
                    "swallowed-service",
                    place,
                    format!("`{}` also takes `{}`, the folder of {}", pattern.0, other.source, other.name),
                )
                .severity(Severity::Warning)
                .resource(format!("service {}", service.name))
                .path(format!("services.{}.ci.watch", service.name))
                .why(format!("every change of {} selects {} too", other.name, service.name))
                .help(format!("end the pattern at a folder: `{}/**` leaves `{}` alone", service.source, other.source)),
            );
        }
    }
}
