//! The rules about workflows that GitHub itself holds them to.
//!
//! Rules about what is unwise describe themselves in `validate::rules` and are not repeated.

/// About one workflow, or the metadata of an action.
pub(super) const WORKFLOW: &[(&str, &str)] = &[
    ("condition-always-true", "A condition is a text that is not empty, and so always true"),
    ("exclusive-filters", "An event has a filter and the one that excludes it"),
    ("exclusive-job-keys", "A job has a key that only jobs of another kind can have"),
    ("exclusive-step-keys", "A step has a key that only steps of another kind can have"),
    ("invalid-cron", "A schedule is not what cron understands"),
    ("invalid-expression", "What stands in `${{ }}` is no expression, or is not closed"),
    ("invalid-pattern", "A pattern of branches, tags or paths is not one that GitHub understands"),
    ("invalid-workflow-id", "The id of a job, a step, an input or an output has letters that GitHub refuses"),
    ("job-not-needed", "An expression takes something of a job that is not among the needs"),
    ("malformed-uses", "What `uses` says names no action and no workflow"),
    ("missing-workflow-key", "A key that a workflow, a job or a step has to have is missing"),
    ("needs-cycle", "Jobs wait for each other"),
    ("repeated-workflow-id", "Two jobs, or two steps of a job, have the same id"),
    ("unavailable-context", "A context is used where GitHub does not have it"),
    ("unavailable-function", "A function is called where GitHub does not have it"),
    ("undeclared-output", "An expression takes an output that the job does not declare"),
    ("unknown-activity-type", "An event has no activity of that name"),
    ("unknown-context", "An expression names a context that does not exist"),
    ("unknown-context-key", "An expression takes something of a context that it does not have"),
    ("unknown-event", "A workflow waits for an event that does not exist"),
    ("unknown-event-filter", "An event is narrowed by something that it cannot be narrowed by"),
    ("unknown-function", "An expression calls a function that does not exist"),
    ("unknown-input", "An expression takes an input that is not declared"),
    ("unknown-matrix-key", "An expression takes a key that the matrix does not have"),
    ("unknown-needed-job", "A job needs, or an output names, a job that does not exist"),
    ("unknown-permission", "A permission does not exist"),
    ("unknown-step", "An expression takes something of a step that does not exist or has not run yet"),
    ("unknown-workflow-key", "A key does not exist in the syntax of workflows"),
    ("unknown-workflow-value", "A value is not one of the few that its key allows in a workflow"),
    ("workflow-too-large", "A workflow is larger than what GitHub starts"),
    ("wrong-argument-count", "A function is called with too few or too many arguments"),
    ("wrong-workflow-type", "A value of a workflow is of another type than its key"),
];
