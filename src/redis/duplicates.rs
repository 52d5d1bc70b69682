//! Entries that set the same directive. All are sent, again and again, so that the value changes back and forth.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::redis::directives::Kind;
use crate::redis::operator::Operator;
use crate::redis::replay::Step;
use crate::redis::sentinel;
use crate::redis::value::buffer_class;

/// Two entries for one directive, under one name or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The entry that is sent first, by its place in the list from 0.
    pub first: usize,
    /// The entry that is sent last, and whose value stays until the next resync.
    pub later: usize,
    /// The directive, by the name that it has now; of buffer limits also the class.
    pub name: String,
    /// The value of the first.
    pub was: String,
    /// The value of the later.
    pub becomes: String,
}

impl Duplicate {
    /// Whether both set the same value, which is needless and harms nobody.
    pub fn is_harmless(&self) -> bool {
        self.was.eq_ignore_ascii_case(&self.becomes)
    }

    /// What is wrong, in one sentence without a full stop.
    pub fn message(&self) -> String {
        let Self { name, was, becomes, .. } = self;
        if self.is_harmless() {
            return format!("`{name}` is set twice, to the same value");
        }
        format!("`{name}` is set twice, to `{was}` and then to `{becomes}`")
    }

    /// Why it matters in the cluster.
    pub fn why(&self) -> &'static str {
        match self.name.as_str() {
            _ if self.is_harmless() => "one of the entries does nothing",
            "save" => "each entry replaces the whole schedule: only the last one holds, from one resync to the next",
            _ => "the operator sends both with every resync, so that the value changes back and forth",
        }
    }

    /// What to write instead.
    pub fn help(&self) -> String {
        match self.name.as_str() {
            "save" if !self.is_harmless() && !self.was.is_empty() && !self.becomes.is_empty() => {
                format!("write all pairs in one entry: `save {} {}`", self.was, self.becomes)
            }
            _ => format!("keep one entry for `{}`", self.name),
        }
    }
}

/// The duplicates among entries that reach a Redis. Each is compared with the one before it.
pub(super) fn of_directives(steps: &[Step<'_>], operator: Operator) -> Vec<Duplicate> {
    let mut entries: BTreeSet<&str> = BTreeSet::new();
    let settings = steps.iter().filter_map(|step| Some((step, step.sent?, step.directive?)));
    // Since v1.2.2 the operator removes what it has had to the letter; then only the first is sent.
    let sent = settings.filter(|(step, ..)| entries.insert(step.entry) || operator < Operator::Since1_2_2);
    of(sent.flat_map(|(step, sent, directive)| {
        let name = directive.name();
        let settings = if directive.kind == Kind::BufferLimits {
            classes(sent.value).into_iter().map(|(class, limits)| (format!("{name} {class}"), limits)).collect()
        } else {
            vec![(name.to_owned(), sent.value)]
        };
        settings.into_iter().map(|(name, value)| (step.position, name, value))
    }))
}

/// The duplicates among entries that reach a Sentinel.
pub(super) fn of_parameters(steps: &[Step<'_>]) -> Vec<Duplicate> {
    of(steps
        .iter()
        .filter_map(|step| Some((step.position, sentinel::canonical(step.sent?.name)?.to_owned(), step.sent?.value))))
}

fn of<'a>(settings: impl Iterator<Item = (usize, String, &'a str)>) -> Vec<Duplicate> {
    let mut last: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    let mut found = Vec::new();
    for (position, name, value) in settings {
        if let Some((first, was)) = last.insert(name.clone(), (position, value)) {
            let (was, becomes) = (was.to_owned(), value.to_owned());
            found.push(Duplicate { first, later: position, name, was, becomes });
        }
    }
    found
}

/// The classes that buffer limits name, with the limits of each. Classes that are not named keep theirs.
fn classes(value: &str) -> Vec<(&'static str, &str)> {
    let starts: Vec<usize> = std::iter::once(0).chain(value.match_indices(' ').map(|(at, _)| at + 1)).collect();
    let groups = starts.iter().step_by(4).enumerate().filter_map(|(index, start)| {
        let end = starts.get((index + 1) * 4).map_or(value.len(), |next| next - 1);
        let (class, limits) = value[*start..end].split_once(' ')?;
        Some((buffer_class(class)?, limits))
    });
    groups.collect()
}
