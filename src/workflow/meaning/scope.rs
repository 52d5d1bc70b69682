//! What there is to refer to in a workflow: its jobs, with their steps, outputs, needs and matrices, and its inputs.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::workflow::Role;
use crate::workflow::Workflow;
use crate::workflow::job::Job;
use crate::workflow::matrix;
use crate::workflow::matrix::Keys;
use crate::workflow::scan::Site;
use crate::workflow::trigger::Trigger;
use crate::workflow::trigger::triggers;
use crate::yaml::Node;

/// All that can be referred to; ids in small letters.
pub(super) struct Scope<'w> {
    pub(super) workflow: &'w Workflow,
    pub(super) jobs: Vec<Own<'w>>,
    pub(super) by_id: BTreeMap<String, usize>,
    /// The inputs that are declared; `None` where another file may declare them.
    pub(super) inputs: Option<BTreeMap<String, &'w str>>,
    /// Those of `workflow_dispatch` alone.
    pub(super) dispatched: BTreeSet<String>,
    pub(super) is_dispatched: bool,
}

/// What belongs to one job.
pub(super) struct Own<'w> {
    pub(super) job: Job<'w>,
    pub(super) needs: BTreeSet<String>,
    /// The ids of steps, each with its number.
    pub(super) steps: BTreeMap<String, usize>,
    pub(super) matrix: Keys,
}

impl<'w> Scope<'w> {
    pub(super) fn of(workflow: &'w Workflow) -> Self {
        let jobs: Vec<Own<'w>> = workflow.jobs().into_iter().map(own).collect();
        let mut by_id = BTreeMap::new();
        for (at, own) in jobs.iter().enumerate() {
            by_id.entry(own.job.id.to_ascii_lowercase()).or_insert(at);
        }
        let triggers = triggers(workflow.root());
        let dispatch = triggers.iter().find(|trigger| trigger.event == "workflow_dispatch");
        let declared = |trigger: &Trigger<'w>| trigger.value.and_then(|value| value.get("inputs"));
        let names = |node: Node<'w>| node.entries().filter_map(|(key, _)| key.text()).collect::<Vec<&'w str>>();
        let dispatched = dispatch.and_then(declared).map(names).unwrap_or_default();
        let called = triggers.iter().filter(|trigger| trigger.event == "workflow_call").filter_map(declared);
        let of_action = workflow.root().get("inputs").filter(|_| workflow.role == Role::Action);
        let all = called.chain(of_action).flat_map(names).chain(dispatched.iter().copied());
        Self {
            inputs: Some(all.map(|name| (name.to_ascii_lowercase(), name)).collect()),
            dispatched: dispatched.iter().map(|name| name.to_ascii_lowercase()).collect(),
            is_dispatched: dispatch.is_some(),
            workflow,
            jobs,
            by_id,
        }
    }

    /// The job of a place.
    pub(super) fn own(&self, site: Site) -> Option<&Own<'w>> {
        self.jobs.get(site.job?)
    }

    /// The name of what a place belongs to.
    pub(super) fn resource(&self, site: Site) -> String {
        match self.own(site) {
            Some(own) => own.job.resource(),
            None => self.workflow.id.to_string(),
        }
    }
}

fn own(job: Job<'_>) -> Own<'_> {
    let needs = job.needs().into_iter().filter_map(|node| Some(node.text()?.to_ascii_lowercase())).collect();
    let mut steps = BTreeMap::new();
    for step in job.steps() {
        if let Some(id) = step.id() {
            steps.entry(id.to_ascii_lowercase()).or_insert(step.number);
        }
    }
    let matrix = matrix::keys(job.node);
    Own { job, needs, steps, matrix }
}
