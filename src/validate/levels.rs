//! How much each rule counts, as the command line says: `--deny`, `--warn` and `--allow`, by rule or by group.

use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rules;

/// What is to become of the findings of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// They are errors.
    Deny,
    /// They are warnings.
    Warn,
    /// The rule does not run.
    Allow,
}

/// A rule, a group of rules, or all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All rules.
    All,
    /// A group.
    Group(Group),
    /// One rule.
    Rule(&'static str),
}

impl std::str::FromStr for Which {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self::All);
        }
        if let Some(group) = Group::ALL.into_iter().find(|group| group.name() == text) {
            return Ok(Self::Group(group));
        }
        if let Some(rule) = rules::find(text) {
            return Ok(Self::Rule(rule.id));
        }
        let names = rules::all().map(|rule| rule.id).chain(Group::ALL.into_iter().map(Group::name));
        Err(match suggest::nearest(text, names) {
            Some(near) => format!("there is no rule or group `{text}`; did you mean `{near}`?"),
            None => format!("there is no rule or group `{text}`; `groundplan rules` lists them"),
        })
    }
}

/// Levels that differ from the rules' own.
#[derive(Debug, Clone, Default)]
pub struct Levels(Vec<(Which, Level)>);

impl Levels {
    /// Sets a level. What names a rule counts more than what names its group, and that more than `all`; of two that
    /// name the same the later counts.
    pub fn set(&mut self, which: Which, level: Level) {
        self.0.push((which, level));
    }

    /// Whether a rule runs.
    pub fn is_on(&self, rule: &Rule) -> bool {
        self.level(rule) != Some(Level::Allow)
    }

    /// Whether any rule runs.
    pub fn any_on(&self) -> bool {
        rules::all().any(|rule| self.is_on(rule))
    }

    /// The severity of a finding of that rule; notes stay notes unless they are denied.
    pub fn severity(&self, rule: &Rule, own: Severity) -> Severity {
        match self.level(rule) {
            Some(Level::Deny) => Severity::Error,
            Some(Level::Warn) if own == Severity::Error => Severity::Warning,
            _ => own,
        }
    }

    fn level(&self, rule: &Rule) -> Option<Level> {
        let exact = |wanted: fn(&Which, &Rule) -> bool| {
            self.0.iter().rev().find(|(which, _)| wanted(which, rule)).map(|(_, level)| *level)
        };
        exact(|which, rule| *which == Which::Rule(rule.id))
            .or_else(|| exact(|which, rule| *which == Which::Group(rule.group)))
            .or_else(|| exact(|which, _| *which == Which::All))
    }
}
