//! What the expressions and ids of a workflow refer to: contexts, functions, jobs, steps, outputs, matrices, inputs.
//!
//! Only what is certain from the file alone is said: what another file or a run decides is left open.

mod condition;
mod function;
mod graph;
mod names;
mod scope;

use crate::finding::Finding;
use crate::text::Place;
use crate::text::suggest;
use crate::workflow::Role;
use crate::workflow::Workflow;
use crate::workflow::expression::Expr;
use crate::workflow::expression::Kind;
use crate::workflow::key::CONTEXTS;
use crate::workflow::meaning::scope::Scope;
use crate::workflow::scan::Expression;

/// Adds what is wrong with what a workflow refers to.
pub(super) fn check(workflow: &Workflow, findings: &mut Vec<Finding>) {
    let scope = Scope::of(workflow);
    if workflow.role == Role::Workflow {
        graph::check(&scope, findings);
    }
    let mut before = None;
    for expression in &workflow.expressions {
        let mut check = Check { scope: &scope, expression, findings };
        match &expression.parsed {
            Err(slip) => {
                let finding = check.tell("invalid-expression", expression.place(&slip.span), slip.message.clone());
                finding.help = slip.help.map(str::to_owned);
            }
            Ok(expr) => {
                expr.each(&mut |part| check.part(part));
                if before != Some(&expression.value) {
                    condition::check(&mut check);
                }
            }
        }
        before = Some(&expression.value);
    }
}

/// One expression being looked at.
struct Check<'c> {
    scope: &'c Scope<'c>,
    expression: &'c Expression,
    findings: &'c mut Vec<Finding>,
}

impl Check<'_> {
    fn tell(&mut self, rule: &'static str, place: Place, message: String) -> &mut Finding {
        let finding = Finding::error(rule, place, message)
            .resource(self.scope.resource(self.expression.site))
            .path(self.expression.path.as_str())
            .why("GitHub refuses the workflow: none of its jobs runs");
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// What is read as nothing, whatever happens.
    fn tell_empty(&mut self, rule: &'static str, place: Place, message: String) -> &mut Finding {
        let finding = self.tell(rule, place, message);
        finding.why = Some("the value is always empty, and nothing says so".to_owned());
        finding
    }

    fn part(&mut self, part: &Expr) {
        match &part.kind {
            Kind::Call(name, arguments) => function::check(self, part, name, arguments),
            Kind::Context(name, _) => self.context(part, name),
            _ => {}
        }
    }

    fn context(&mut self, part: &Expr, written: &str) {
        let name = written.to_ascii_lowercase();
        let key = self.expression.key;
        let place = self.expression.place(&(part.span.start..part.span.start + written.len()));
        if !CONTEXTS.contains(&name.as_str()) {
            let near = suggest::nearest(&name, key.contexts().iter().copied());
            let help = near.map_or_else(
                || format!("a text stands in single quotes: `'{written}'`"),
                |near| format!("write `{near}`"),
            );
            self.tell("unknown-context", place, format!("there is no context `{written}`")).help = Some(help);
            return;
        }
        if !key.contexts().contains(&name.as_str()) {
            let message = format!("`{written}` is not there in {}", key.words());
            let help = match (name.as_str(), key.is_condition()) {
                ("secrets", true) => {
                    "set a variable in `env` to the secret, and ask for that one in `if` of a step".to_owned()
                }
                ("env", _) => {
                    "write the value itself, or make it an output of a job before, or a variable in `vars`".to_owned()
                }
                _ => format!("here, {}", suggest::known(key.contexts().iter().copied())),
            };
            self.tell("unavailable-context", place, message).help = Some(help);
            return;
        }
        names::check(self, part, &name);
    }
}
