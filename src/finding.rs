//! What groundplan has to say about the user's files.
//!
//! Findings are data: every stage adds to [`Findings`] and carries on, so that one run says everything. What stops
//! groundplan itself from running is an error of the `disk` module and never stands here.

use std::sync::Arc;

use crate::text::Place;
use crate::text::Source;
use crate::yaml::Fault;
use crate::yaml::Problem;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Refused by the API server, never starts, an outage, or lost data.
    Error,
    /// Likely wrong, degraded or unsafe.
    Warning,
    /// Worth knowing; never changes the exit code.
    Note,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// One thing that is wrong, where, why it matters in the cluster, and what to write instead.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Names the bad pattern in kebab case: `unknown-key`, `dangling-reference`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The node that has to change.
    pub place: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Other places that belong to it, each with a few words: the overridden value, the template line.
    pub also: Vec<(Place, String)>,
    /// What would happen in the cluster.
    pub why: Option<String>,
    /// What to write instead.
    pub help: Option<String>,
    /// The object concerned, as `RedisFailover redis/auth-redis`.
    pub resource: Option<String>,
    /// The path inside the object or the model, as `spec.redis.replicas`.
    pub path: Option<String>,
}

impl Finding {
    /// A finding of severity error.
    pub fn error(rule: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            place,
            message: message.into(),
            also: Vec::new(),
            why: None,
            help: None,
            resource: None,
            path: None,
        }
    }

    /// What the YAML parser has to say of a text, about `source`, which has that text.
    pub fn of_problem(source: &Arc<Source>, problem: &Problem) -> Self {
        let here = |place: &Place| Place::new(source, place.span);
        let finding = Self::error(rule(problem.fault), here(&problem.place), problem.message.clone())
            .maybe_help(problem.help.map(str::to_owned));
        match &problem.also {
            Some((place, label)) => finding.also(here(place), *label),
            None => finding,
        }
    }

    /// The same with another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Adds a second place and what it has to do with it.
    #[must_use]
    pub fn also(mut self, place: Place, label: impl Into<String>) -> Self {
        self.also.push((place, label.into()));
        self
    }

    /// Says what would happen in the cluster.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to write instead, where something is near enough to be offered.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Names the object concerned.
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resource = Some(resource.into());
        self
    }

    /// Names the path inside the object or the model; the empty path is the whole, and needs no name.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into()).filter(|path| !path.is_empty());
        self
    }
}

/// What a fault of a text is called.
fn rule(fault: Fault) -> &'static str {
    match fault {
        Fault::RepeatedKey => "duplicate-key",
        Fault::Syntax => "invalid-yaml",
    }
}

/// Everything found so far, in the order found until [`Findings::into_sorted`] settles it.
#[derive(Debug, Default)]
pub struct Findings {
    found: Vec<Finding>,
}

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Adds many.
    pub fn append(&mut self, other: Findings) {
        self.found.extend(other.found);
    }

    /// Whether any is an error.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// How many have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All of them, as found.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.found.iter()
    }

    /// All of them by file, place and rule: the order of every report. What was found for several environments or
    /// objects alike is said once, with all their names.
    pub fn into_sorted(mut self) -> Vec<Finding> {
        let key = |finding: &Finding| {
            (finding.place.source.path.clone(), finding.place.span, finding.rule, finding.message.clone())
        };
        self.found.sort_by_cached_key(key);
        self.found.dedup_by(|repeated, first| {
            let same = key(repeated) == key(first);
            if let (true, Some(first), Some(name)) = (same, &mut first.resource, &repeated.resource)
                && !first.split(", ").any(|known| known == name)
            {
                first.push_str(", ");
                first.push_str(name);
            }
            same
        });
        self.found
    }
}
