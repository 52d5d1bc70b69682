//! Whether a job has around it what its service needs: containers, the version of Python, imports that can be read.

use std::collections::BTreeSet;

use crate::ci::graph::read::Parsed;
use crate::ci::graph::read::Read;
use crate::ci::reach::in_words;
use crate::ci::triggers::Code;
use crate::finding::Finding;
use crate::finding::Findings;
use crate::finding::Severity;
use crate::text::Place;

/// Reports what the jobs lack.
pub fn check(findings: &mut Findings, code: &Code<'_>, parsed: &Parsed) {
    containers(findings, code);
    versions(findings, code, parsed);
    opaque(findings, code);
}

/// Services that reach a client of a container which their job does not have.
fn containers(findings: &mut Findings, code: &Code<'_>) {
    for (number, service) in code.pipeline.tested() {
        let declared = service.job().and_then(|job| job.containers.as_ref());
        for (name, container) in code.pipeline.ci.containers.iter() {
            let reached = || {
                code.graph.clients.iter().filter(|(file, _)| code.reaches[number].reaches(**file)).find_map(
                    |(file, imports)| {
                        let wanted = |module: &str| container.imports.iter().any(|import| import.0 == module);
                        imports.iter().find(|(module, _)| wanted(module)).map(|import| (*file, import))
                    },
                )
            };
            match declared {
                // Somebody decided what the tests reach.
                Some(names) if names.iter().any(|it| it.0 == name) => {
                    if !container.imports.is_empty() && reached().is_none() {
                        let path = ["services", service.name, "ci", "containers"];
                        let message = format!("nothing that {} imports talks to {name}", service.name);
                        findings.push(
                            Finding::error("superfluous-container", service.environment.place(&path), message)
                                .severity(Severity::Note)
                                .resource(format!("service {}", service.name))
                                .path(path.join("."))
                                .why("its job waits for a container that nobody asks")
                                .help(format!("remove `{name}`")),
                        );
                    }
                }
                Some(_) => {}
                None => {
                    let Some((file, (module, span))) = reached() else { continue };
                    let place = service.environment.key_place(&["services", service.name]);
                    let source = code.graph.source(file);
                    let client = source.map_or_else(|| Place::file(code.graph.path(file)), |it| Place::new(it, *span));
                    let way = code.reaches[number].way(code.graph, file);
                    let way = if way.is_empty() { String::new() } else { format!(" ({})", in_words(&way)) };
                    findings.push(
                        Finding::error(
                            "service-without-container",
                            place,
                            format!("{} imports `{module}`, and its job has no {name}", service.name),
                        )
                        .severity(Severity::Warning)
                        .resource(format!("service {}", service.name))
                        .path(format!("services.{}.ci.containers", service.name))
                        .also(client, format!("imported here{way}"))
                        .why("a test that opens a connection fails in the job, and nowhere else")
                        .help(format!(
                            "write `ci: {{ containers: [{name}] }}`, or `containers: []` if its tests open none"
                        )),
                    );
                }
            }
        }
    }
}

/// Images with another version of Python than the one that tests run with.
fn versions(findings: &mut Findings, code: &Code<'_>, parsed: &Parsed) {
    let mut told: BTreeSet<(usize, &str)> = BTreeSet::new();
    for (source, read) in parsed.iter() {
        let Read::Dockerfile(dockerfile) = read else { continue };
        for base in &dockerfile.bases {
            let Some(version) = python_version(&base.text) else { continue };
            for (number, service) in code.pipeline.tested().filter(|(_, service)| service.owns(&source.path)) {
                let tested = code.pipeline.python(service);
                let same = minor(tested) == minor(version);
                if same || !told.insert((number, version)) {
                    continue;
                }
                let own = service.job().is_some_and(|job| job.python.is_some());
                let at = if own {
                    service.environment.place(&["services", service.name, "ci", "python"])
                } else {
                    code.pipeline.environment.place(&["ci", "python", "version"])
                };
                findings.push(
                    Finding::error(
                        "other-python-version",
                        Place::new(source, base.span),
                        format!("{} runs on Python {version}, and its tests on {tested}", service.name),
                    )
                    .severity(Severity::Warning)
                    .resource(format!("service {}", service.name))
                    .also(at, "the version that tests run with")
                    .why("what passes the tests may not start in the image, or behave otherwise")
                    .help(format!("write `ci: {{ python: \"{version}\" }}` for {}, or change the image", service.name)),
                );
            }
        }
    }
}

/// The version that an official image of Python has: `python:3.12-slim`.
fn python_version(image: &str) -> Option<&str> {
    let name = image.split('@').next().unwrap_or(image);
    let (repository, tag) = name.rsplit_once(':')?;
    if !matches!(repository, "python" | "docker.io/python" | "docker.io/library/python" | "library/python") {
        return None;
    }
    let version = tag.split('-').next()?;
    (version.contains('.') && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')).then_some(version)
}

fn minor(version: &str) -> (&str, &str) {
    let mut parts = version.split('.');
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// Imports of which nobody can say what they import, in files that a service reaches.
fn opaque(findings: &mut Findings, code: &Code<'_>) {
    for opaque in &code.graph.opaque {
        let Some(file) = code.graph.find(&opaque.place.source.path) else { continue };
        let services: Vec<&str> = code
            .pipeline
            .tested()
            .filter(|(number, _)| code.reaches[*number].reaches(file))
            .map(|(_, service)| service.name)
            .collect();
        if services.is_empty() {
            continue;
        }
        let message = format!("what `{}` imports here cannot be read", opaque.call);
        findings.push(
            Finding::error("opaque-import", opaque.place.clone(), message)
                .severity(Severity::Note)
                .resource(format!("service {}", services.join(", ")))
                .why("a change of what it imports may not select those who reach this line")
                .help("if it is code of this repository, name its folder under `ci: { watch: […] }` of the service"),
        );
    }
}
