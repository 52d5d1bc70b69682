//! `jobs`: what runs, where, and after what.

use std::collections::BTreeMap;

use crate::workflow::key::Key;
use crate::workflow::scan::Site;
use crate::workflow::structure::Walk;
use crate::yaml::Node;

const KEYS: [&str; 20] = [
    "name",
    "permissions",
    "needs",
    "if",
    "runs-on",
    "environment",
    "concurrency",
    "outputs",
    "env",
    "defaults",
    "steps",
    "timeout-minutes",
    "strategy",
    "continue-on-error",
    "container",
    "services",
    "uses",
    "with",
    "secrets",
    "snapshot",
];

/// What a job that calls a workflow can have.
const CALL_KEYS: [&str; 9] =
    ["name", "uses", "with", "secrets", "strategy", "needs", "if", "concurrency", "permissions"];

impl<'w> Walk<'w> {
    pub(super) fn jobs(&mut self, node: Node<'w>) {
        let mut ids: BTreeMap<String, Node<'w>> = BTreeMap::new();
        let entries = self.entries(node, "`jobs`");
        if entries.is_empty() && node.is_mapping() {
            self.tell("missing-workflow-key", node.place(), "`jobs` has no job".to_owned());
        }
        for (at, (name, key, value)) in entries.into_iter().enumerate() {
            self.job = name;
            self.site = Site { job: Some(at), step: None };
            self.within(name, |walk| {
                walk.id(key, "a job");
                if let Some(before) = ids.insert(name.to_ascii_lowercase(), key) {
                    let message = format!("two jobs have the id `{name}`, in which case counts for nothing");
                    let finding = walk.tell("repeated-workflow-id", key.place(), message);
                    finding.also.push((before.place(), "the other one".to_owned()));
                }
                walk.job_entry(key, value);
            });
        }
        (self.job, self.site) = ("", Site::default());
    }

    fn job_entry(&mut self, key: Node<'w>, job: Node<'w>) {
        let entries = self.map(job, "a job", &KEYS);
        if !job.is_mapping() {
            return;
        }
        if let Some(uses) = job.get("uses") {
            let other = entries.iter().find(|(name, ..)| !CALL_KEYS.contains(name));
            if let Some((name, key, _)) = other {
                let message = format!("a job that calls a workflow cannot have `{name}`");
                let finding = self.tell("exclusive-job-keys", key.place(), message);
                finding.also.push((uses.place(), "the workflow that it calls".to_owned()));
                finding.help = Some("set it in the called workflow, or hand it on with `with`".to_owned());
            }
        } else {
            for (name, key, _) in entries.iter().filter(|(name, ..)| matches!(*name, "with" | "secrets")) {
                let message = format!("`{name}` is for jobs that call a workflow with `uses`");
                self.tell("exclusive-job-keys", key.place(), message).help =
                    Some("a step has `with`; secrets are there in expressions without being handed on".to_owned());
            }
            for (name, help) in [("runs-on", "write `runs-on: ubuntu-latest`"), ("steps", "add the steps to run")] {
                if job.get(name).is_none() {
                    self.missing(key.place(), name, "this job").help = Some(help.to_owned());
                }
            }
        }
        for (name, _, value) in entries {
            self.within(name, |walk| walk.job_key(name, value));
        }
    }

    fn job_key(&mut self, name: &'w str, value: Node<'w>) {
        match name {
            "name" => drop(self.text_or_empty(value, "`name`", Some(Key::Job))),
            "permissions" => self.permissions(value),
            "needs" => drop(self.texts(value, "`needs`", None)),
            "if" => self.condition(value, Key::JobIf),
            "runs-on" => self.runs_on(value),
            "environment" => self.environment(value),
            "concurrency" => self.concurrency(value, Key::Job),
            "outputs" => self.variables(value, "`outputs`", Key::Output),
            "env" => self.variables(value, "`env`", Key::JobEnv),
            "defaults" => self.defaults(value, Some(Key::Defaults)),
            "steps" => self.steps(value),
            "timeout-minutes" => self.number(value, "`timeout-minutes`", Some(Key::Job)),
            "strategy" => self.strategy(value),
            "continue-on-error" => self.truth(value, "`continue-on-error`", Some(Key::Job)),
            "container" => self.container(value, "`container`"),
            "services" => self.services(value),
            "uses" => self.called(value),
            "with" => self.variables(value, "`with`", Key::With),
            "secrets" if value.text() == Some("inherit") => {}
            "secrets" => self.variables(value, "`secrets`", Key::Secrets),
            _ => {}
        }
    }

    /// The workflow that a job calls.
    fn called(&mut self, node: Node<'w>) {
        let Some(text) = self.text(node, "`uses`", None) else { return };
        if text.contains("${{") {
            return;
        }
        let help = if text.starts_with("./") {
            if !text.contains('@') {
                return;
            }
            "a workflow of the same repository is that of the same commit: leave out `@` and what is behind it"
        } else {
            let is_yaml = |path: &str| [".yml", ".yaml"].iter().any(|ending| path.ends_with(ending));
            let is_file = |path: &str| path.split('/').count() >= 3 && is_yaml(path);
            if text.split_once('@').is_some_and(|(path, revision)| is_file(path) && !revision.is_empty()) {
                return;
            }
            "write `./.github/workflows/FILE.yml`, or `OWNER/REPOSITORY/.github/workflows/FILE.yml@COMMIT`"
        };
        self.tell("malformed-uses", node.place(), format!("`{text}` names no workflow")).help = Some(help.to_owned());
    }

    pub(super) fn condition(&mut self, node: Node<'w>, key: Key) {
        let Some(text) = self.text_or_empty(node, "`if`", None) else { return };
        if text.trim().is_empty() {
            self.wrong_type(node, "`if`", "an expression");
            return;
        }
        self.scan(node, Some(key));
    }

    fn runs_on(&mut self, node: Node<'w>) {
        if self.computed(node, Some(Key::Job)) {
            return;
        }
        if !node.is_mapping() {
            self.texts(node, "`runs-on`", Some(Key::Job));
            return;
        }
        for (name, _, value) in self.map(node, "`runs-on`", &["group", "labels"]) {
            self.within(name, |walk| {
                walk.texts(value, &format!("`{name}`"), Some(Key::Job));
            });
        }
    }

    fn environment(&mut self, node: Node<'w>) {
        if !node.is_mapping() {
            self.text_or_empty(node, "`environment`", Some(Key::Job));
            return;
        }
        for (name, _, value) in self.map(node, "`environment`", &["name", "url", "deployment"]) {
            self.within(name, |walk| match name {
                "name" => drop(walk.text(value, "`name`", Some(Key::Job))),
                "url" => drop(walk.text(value, "`url`", Some(Key::EnvironmentUrl))),
                _ => walk.truth(value, "`deployment`", Some(Key::Job)),
            });
        }
        if node.get("name").is_none() {
            self.missing(node.place(), "name", "`environment`");
        }
    }
}
