//! Facts about continuous integration that no single value can hold: that environments agree, that names exist, and that
//! keys are names.

use serde::Serialize;
use serde_json::Value;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::Environment;
use crate::model::ci::Ci;
use crate::model::ci::SharedTriggers;
use crate::model::ci::safe::is_name;
use crate::model::service::Service;
use crate::text::Place;
use crate::text::suggest;

/// Actions that the workflow cannot do without.
const NEEDED: [&str; 2] = ["actions/checkout", "actions/setup-python"];

/// The services of all environments, each once, with the environment that has it first.
pub fn services(environments: &[Environment]) -> Vec<(&str, &Service, &Environment)> {
    let mut all: Vec<(&str, &Service, &Environment)> = Vec::new();
    for environment in environments {
        for (name, service) in environment.model.services.iter() {
            if all.iter().all(|(known, ..)| *known != name) {
                all.push((name, service, environment));
            }
        }
    }
    all
}

/// Reports what is wrong with continuous integration across the environments.
pub fn check(findings: &mut Findings, environments: &[Environment]) {
    agree(findings, environments);
    let Some((environment, ci)) =
        environments.iter().find_map(|environment| Some((environment, environment.model.ci.as_ref()?)))
    else {
        return;
    };
    let services = services(environments);
    let names: Vec<&str> = services.iter().map(|(name, ..)| *name).collect();
    let mut check = Check { findings, environment, names: &names };
    check.words(ci);
    check.references(ci);
    for (name, service, environment) in &services {
        let mut check = Check { findings: &mut *check.findings, environment, names: &names };
        check.service(ci, name, service);
    }
}

/// There is one repository, so there is one way to test it.
fn agree(findings: &mut Findings, environments: &[Environment]) {
    let Some((first, others)) = environments.split_first() else { return };
    for other in others {
        let Some(path) = difference(&first.model.ci, &other.model.ci) else { continue };
        let path: Vec<&str> = ["ci"].into_iter().chain(path.iter().map(String::as_str)).collect();
        let written = |environment: &Environment| match environment.tree.at(&path) {
            Some(value) => value.place.clone(),
            None => environment.key_place(&["ci"]),
        };
        let (one, two) = (written(first), written(other));
        let path = path.join(".");
        let message = format!("environments {} and {} disagree about `{path}`", first.name, other.name);
        let finding = Finding::error("contradictory-ci", two.clone(), message)
            .path(path)
            .why("there is one repository and one workflow for all environments")
            .help("write it in environments/base.yaml alone");
        findings.push(if one == two { finding } else { finding.also(one, format!("what {} says", first.name)) });
    }
    for (name, service, first) in services(environments) {
        for other in environments {
            let Some(theirs) = other.model.services.get(name) else { continue };
            for (field, same) in [("source", service.source == theirs.source), ("ci", same(&service.ci, &theirs.ci))] {
                if !same {
                    let place = other.place(&["services", name, field]);
                    let message =
                        format!("environments {} and {} disagree about `{field}` of {name}", first.name, other.name);
                    findings.push(
                        Finding::error("contradictory-ci", place, message)
                            .path(format!("services.{name}.{field}"))
                            .why("there is one repository and one workflow for all environments")
                            .help("write it in environments/base.yaml alone"),
                    );
                }
            }
        }
    }
}

fn same<T: Serialize>(one: &T, other: &T) -> bool {
    serde_json::to_value(one).ok() == serde_json::to_value(other).ok()
}

/// The keys that lead to the first value that is not the same in both.
fn difference<T: Serialize>(one: &T, other: &T) -> Option<Vec<String>> {
    fn walk(one: &Value, other: &Value, path: &mut Vec<String>) -> bool {
        let (Value::Object(ones), Value::Object(others)) = (one, other) else { return one != other };
        ones.keys().chain(others.keys()).any(|key| {
            path.push(key.clone());
            let differs = walk(ones.get(key).unwrap_or(&Value::Null), others.get(key).unwrap_or(&Value::Null), path);
            if !differs {
                path.pop();
            }
            differs
        })
    }
    let mut path = Vec::new();
    let value = |it: &T| serde_json::to_value(it).unwrap_or(Value::Null);
    walk(&value(one), &value(other), &mut path).then_some(path)
}

struct Check<'c> {
    findings: &'c mut Findings,
    environment: &'c Environment,
    names: &'c [&'c str],
}

impl Check<'_> {
    /// Keys that become names of jobs, steps and variables, and numbers within their bounds.
    fn words(&mut self, ci: &Ci) {
        let keys = |map: &'static str, names: Vec<&str>| -> Vec<(&'static str, String)> {
            names.into_iter().map(|name| (map, name.to_owned())).collect()
        };
        let named = keys("containers", ci.containers.names().collect())
            .into_iter()
            .chain(keys("checks", ci.checks.names().collect()))
            .chain(keys("tools", ci.tools.names().collect()))
            .chain(keys("aliases", ci.aliases.names().collect()));
        for (map, name) in named {
            if !is_name(&name) {
                let place = self.environment.key_place(&["ci", map, &name]);
                self.unsafe_text(place, &name);
            }
        }
        for (tool, version) in ci.tools.iter() {
            if !is_name(version) {
                self.unsafe_text(self.environment.place(&["ci", "tools", tool]), version);
            }
        }
        for (name, container) in ci.containers.iter() {
            if !(1..=65535).contains(&container.port) {
                let place = self.environment.place(&["ci", "containers", name, "port"]);
                self.findings.push(Finding::error("wrong-type", place, "a port is a number from 1 to 65535"));
            }
            for (variable, value) in container.env.iter() {
                let letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
                if !variable.bytes().all(letter) || variable.starts_with(|first: char| first.is_ascii_digit()) {
                    let place = self.environment.key_place(&["ci", "containers", name, "env", variable]);
                    self.unsafe_text(place, variable);
                }
                if value.contains("${{") {
                    let place = self.environment.place(&["ci", "containers", name, "env", variable]);
                    self.findings.push(
                        Finding::error("unsafe-text", place, "a variable must not hold an expression of GitHub")
                            .path(format!("ci.containers.{name}.env.{variable}"))
                            .why("tests would see what GitHub makes of it, a secret among other things")
                            .help("write the value as tests are to see it"),
                    );
                }
            }
        }
        if !(1..=360).contains(&ci.timeout) {
            let place = self.environment.place(&["ci", "timeout"]);
            self.findings.push(
                Finding::error("wrong-type", place, "a job of GitHub is stopped after 1 to 360 minutes")
                    .help("write the minutes after which a job hangs rather than works"),
            );
        }
    }

    fn unsafe_text(&mut self, place: Place, text: &str) {
        let message = format!("`{}` is no name of letters, digits, `-`, `_` and `.`", text.escape_debug());
        self.findings.push(
            Finding::error("unsafe-text", place, message)
                .why("it becomes part of a workflow, where a shell or GitHub would read more into it")
                .help("begin with a letter or a digit, and use at most 63 of them"),
        );
    }

    fn references(&mut self, ci: &Ci) {
        for (alias, name) in ci.aliases.iter() {
            self.service_named(&["ci", "aliases", alias], &name.0);
            if self.names.contains(&alias) {
                let place = self.environment.key_place(&["ci", "aliases", alias]);
                let message = format!("`{alias}` is the name of a service already");
                self.findings.push(
                    Finding::error("dangling-reference", place, message)
                        .path(format!("ci.aliases.{alias}"))
                        .help("remove the alias, or give it another name"),
                );
            }
        }
        if let SharedTriggers::Written(map) = &ci.shared_triggers {
            for (key, services) in map.iter() {
                for (index, service) in services.iter().enumerate() {
                    self.service_named(&["ci", "sharedTriggers", key, &index.to_string()], &service.0);
                }
            }
        }
        let own = (!ci.groundplan.starts_with("./")).then_some((ci.groundplan.as_str(), "groundplan"));
        let needed = NEEDED.iter().map(|name| (*name, "actions")).chain(own);
        for (action, key) in needed {
            if ci.actions.get(action).is_none() {
                let message = format!("`{action}` is used by the workflow, and `ci.actions` does not have it");
                self.findings.push(
                    Finding::error("dangling-reference", self.environment.place(&["ci", key]), message)
                        .path("ci.actions")
                        .why("an action is used at one commit, and there is one table that says which")
                        .help(format!("add `{action}: {{ version: v1.2.3, commit: <its 40 digits> }}`")),
                );
            }
        }
    }

    fn service_named(&mut self, path: &[&str], name: &str) {
        if self.names.contains(&name) {
            return;
        }
        let near = suggest::nearest(name, self.names.iter().copied());
        let help =
            near.map_or_else(|| suggest::known(self.names.iter().copied()), |near| format!("did you mean `{near}`?"));
        let message = format!("there is no service `{}`", name.escape_debug());
        self.findings.push(
            Finding::error("dangling-reference", self.environment.place(path), message).path(path.join(".")).help(help),
        );
    }

    fn service(&mut self, ci: &Ci, name: &str, service: &Service) {
        if service.source.is_some() && !is_name(name) {
            self.unsafe_text(self.environment.key_place(&["services", name]), name);
        }
        for container in service.ci.iter().filter_map(|job| job.containers.as_ref()).flatten() {
            if ci.containers.get(&container.0).is_none() {
                let names = || ci.containers.names();
                let near = suggest::nearest(&container.0, names());
                let help = near.map_or_else(|| suggest::known(names()), |near| format!("did you mean `{near}`?"));
                let path = ["services", name, "ci", "containers"];
                self.findings.push(
                    Finding::error(
                        "dangling-reference",
                        self.environment.place(&path),
                        format!("there is no container `{}`", container.0),
                    )
                    .path(path.join("."))
                    .help(help),
                );
            }
        }
    }
}
