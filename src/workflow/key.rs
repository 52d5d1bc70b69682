//! The keys of a workflow whose values may hold expressions, and which contexts and functions each of them has.
//!
//! Source: GitHub, Contexts reference, "Context availability".

/// A key whose value may hold expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// `run-name`
    RunName,
    /// `concurrency` of the workflow
    Concurrency,
    /// `env` of the workflow
    Env,
    /// The default of an input of a reusable workflow
    InputDefault,
    /// The value of an output of a reusable workflow
    WorkflowOutput,
    /// `jobs.<id>.if`
    JobIf,
    /// `jobs.<id>.strategy`
    Strategy,
    /// `jobs.<id>.name`, `runs-on`, `environment` and others that are read before a runner is chosen
    Job,
    /// `jobs.<id>.env`
    JobEnv,
    /// `jobs.<id>.secrets`, for a reusable workflow
    Secrets,
    /// `jobs.<id>.with`, for a reusable workflow
    With,
    /// `jobs.<id>.defaults.run`
    Defaults,
    /// `jobs.<id>.environment.url`
    EnvironmentUrl,
    /// `credentials` of a container or a service
    Credentials,
    /// `env` of a container or a service
    ContainerEnv,
    /// `jobs.<id>.outputs`
    Output,
    /// `jobs.<id>.steps[*].if`
    StepIf,
    /// `jobs.<id>.steps[*].run`
    Run,
    /// `jobs.<id>.steps[*].with`
    StepWith,
    /// `jobs.<id>.steps[*].env`
    StepEnv,
    /// Other keys of a step
    Step,
    /// A key of a composite action
    Action,
}

const WORKFLOW: &[&str] = &["github", "inputs", "vars"];
const JOB_IF: &[&str] = &["github", "needs", "vars", "inputs"];
const JOB: &[&str] = &["github", "needs", "strategy", "matrix", "vars", "inputs"];
const JOB_AND_SECRETS: &[&str] = &["github", "needs", "strategy", "matrix", "vars", "secrets", "inputs"];
const DEFAULTS: &[&str] = &["github", "needs", "strategy", "matrix", "env", "vars", "inputs"];
const CREDENTIALS: &[&str] = &["github", "needs", "strategy", "matrix", "env", "vars", "secrets", "inputs"];
const STEP: &[&str] =
    &["github", "needs", "strategy", "matrix", "job", "runner", "env", "vars", "secrets", "steps", "inputs"];
const STEP_IF: &[&str] = &["github", "needs", "strategy", "matrix", "job", "runner", "env", "vars", "steps", "inputs"];
const CONTAINER_ENV: &[&str] =
    &["github", "needs", "strategy", "matrix", "job", "runner", "env", "vars", "secrets", "inputs"];

/// Every context there is.
pub const CONTEXTS: [&str; 12] =
    ["github", "env", "vars", "job", "jobs", "steps", "runner", "secrets", "strategy", "matrix", "needs", "inputs"];

impl Key {
    /// The contexts that there are in its value.
    pub fn contexts(self) -> &'static [&'static str] {
        match self {
            Self::RunName | Self::Concurrency | Self::InputDefault => WORKFLOW,
            Self::Env => &["github", "secrets", "inputs", "vars"],
            Self::WorkflowOutput => &["github", "jobs", "vars", "inputs"],
            Self::JobIf | Self::Strategy => JOB_IF,
            Self::Job | Self::With => JOB,
            Self::JobEnv | Self::Secrets => JOB_AND_SECRETS,
            Self::Defaults => DEFAULTS,
            Self::Credentials => CREDENTIALS,
            Self::ContainerEnv => CONTAINER_ENV,
            Self::EnvironmentUrl | Self::StepIf | Self::Action => STEP_IF,
            Self::Output | Self::Run | Self::StepWith | Self::StepEnv | Self::Step => STEP,
        }
    }

    /// Whether it is a condition: an expression even without `${{ }}`, and with functions that tell how things went.
    pub fn is_condition(self) -> bool {
        matches!(self, Self::JobIf | Self::StepIf)
    }

    /// Whether `hashFiles` can be called: a runner has the files.
    pub fn has_files(self) -> bool {
        matches!(self, Self::StepIf | Self::Run | Self::StepWith | Self::StepEnv | Self::Step | Self::Action)
    }

    /// What it is called, as the end of "in".
    pub fn words(self) -> &'static str {
        match self {
            Self::RunName => "`run-name`",
            Self::Concurrency => "`concurrency`",
            Self::Env => "`env` of a workflow",
            Self::InputDefault => "the default of an input",
            Self::WorkflowOutput => "an output of a workflow",
            Self::JobIf => "`if` of a job",
            Self::Strategy => "`strategy`",
            Self::Job => "a key of a job that is read before a runner is chosen",
            Self::JobEnv => "`env` of a job",
            Self::Secrets => "`secrets` for a called workflow",
            Self::With => "`with` for a called workflow",
            Self::Defaults => "`defaults`",
            Self::EnvironmentUrl => "`environment.url`",
            Self::Credentials => "`credentials`",
            Self::ContainerEnv => "`env` of a container",
            Self::Output => "an output of a job",
            Self::StepIf => "`if` of a step",
            Self::Run | Self::StepWith | Self::StepEnv | Self::Step => "a step",
            Self::Action => "an action",
        }
    }
}
