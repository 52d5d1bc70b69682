//! The steps of a job, or of a composite action.

use std::collections::BTreeMap;

use crate::workflow::key::Key;
use crate::workflow::structure::Walk;
use crate::yaml::Node;

const KEYS: [&str; 11] = [
    "id",
    "if",
    "name",
    "uses",
    "run",
    "working-directory",
    "shell",
    "with",
    "env",
    "continue-on-error",
    "timeout-minutes",
];

impl<'w> Walk<'w> {
    pub(super) fn steps(&mut self, node: Node<'w>) {
        if !node.is_sequence() {
            self.wrong_type(node, "`steps`", "a list");
            return;
        }
        let mut ids: BTreeMap<String, Node<'w>> = BTreeMap::new();
        for (at, step) in node.items().enumerate() {
            self.site.step = Some(at);
            self.within(&format!("[{at}]"), |walk| {
                walk.step(step);
                let Some(id) = step.get("id") else { return };
                walk.id(id, "a step");
                let Some(text) = id.text() else { return };
                if let Some(before) = ids.insert(text.to_ascii_lowercase(), id) {
                    let message = format!("two steps of this job have the id `{text}`");
                    let finding = walk.tell("repeated-workflow-id", id.place(), message);
                    finding.also.push((before.place(), "the other one".to_owned()));
                }
            });
        }
        self.site.step = None;
    }

    fn step(&mut self, step: Node<'w>) {
        let entries = self.map(step, "a step", &KEYS);
        if !step.is_mapping() {
            return;
        }
        let (uses, run) = (step.get("uses"), step.get("run"));
        let begin = step.entries().next().map_or(step, |(key, _)| key).place();
        match (uses, run) {
            (None, None) => {
                self.missing(begin, "run` or `uses", "this step").help =
                    Some("write `run` with a command, or `uses` with an action".to_owned());
            }
            (Some(uses), Some(run)) => {
                let finding =
                    self.tell("exclusive-step-keys", run.place(), "a step has either `run` or `uses`".to_owned());
                finding.also.push((uses.place(), "this is the other one".to_owned()));
                finding.help = Some("make two steps of it".to_owned());
            }
            (uses, _) => {
                let foreign: &[&str] = if uses.is_some() { &["shell", "working-directory"] } else { &["with"] };
                let (own, other) = if uses.is_some() { ("uses", "run") } else { ("run", "uses") };
                for (name, key, _) in entries.iter().filter(|(name, ..)| foreign.contains(name)) {
                    let message = format!("`{name}` is for steps with `{other}`, and this one has `{own}`");
                    self.tell("exclusive-step-keys", key.place(), message);
                }
            }
        }
        if self.is_action && run.is_some() && step.get("shell").is_none() {
            self.missing(begin_of(step), "shell", "this step of an action").help =
                Some("write `shell: bash`: actions have no default".to_owned());
        }
        for (name, _, value) in entries {
            self.within(name, |walk| walk.step_key(name, value));
        }
    }

    fn step_key(&mut self, name: &'w str, value: Node<'w>) {
        match name {
            "id" => drop(self.text(value, "`id`", None)),
            "if" => self.condition(value, Key::StepIf),
            "name" => drop(self.text_or_empty(value, "`name`", Some(Key::Step))),
            "uses" => self.uses(value),
            "run" => drop(self.text(value, "`run`", Some(Key::Run))),
            "working-directory" => drop(self.text(value, "`working-directory`", Some(Key::Step))),
            "shell" => self.shell(value),
            "with" => self.variables(value, "`with`", Key::StepWith),
            "env" => self.variables(value, "`env`", Key::StepEnv),
            "continue-on-error" => self.truth(value, "`continue-on-error`", Some(Key::Step)),
            _ => self.number(value, "`timeout-minutes`", Some(Key::Step)),
        }
    }

    fn uses(&mut self, node: Node<'w>) {
        let Some(text) = self.text(node, "`uses`", None) else { return };
        let is_local = text.starts_with("./") || text.starts_with(".\\") || text.starts_with("../");
        if is_local || text.starts_with("docker://") {
            return;
        }
        let named = text.split_once('@').filter(|(path, revision)| {
            let mut parts = path.split('/');
            parts.clone().count() >= 2 && parts.all(|part| !part.is_empty()) && !revision.is_empty()
        });
        if named.is_none() {
            let help = if text.contains('@') {
                "write `OWNER/REPOSITORY@COMMIT`, or `./FOLDER` for an action of this repository"
            } else {
                "say which commit: `OWNER/REPOSITORY@COMMIT`; an action of this repository begins with `./`"
            };
            self.tell("malformed-uses", node.place(), format!("`{text}` names no action")).help = Some(help.to_owned());
        }
    }

    fn shell(&mut self, node: Node<'w>) {
        let Some(text) = self.text(node, "`shell`", None) else { return };
        // What is not one of the known names is a command, and has to say where the script goes.
        let known = ["bash", "sh", "pwsh", "powershell", "python", "cmd"];
        if !text.contains("{0}") && !text.contains("${{") && !known.contains(&text.to_ascii_lowercase().as_str()) {
            self.one_of(node, "shell", &known);
        }
    }
}

fn begin_of(step: Node<'_>) -> crate::text::Place {
    step.entries().next().map_or(step, |(key, _)| key).place()
}
