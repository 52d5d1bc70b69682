//! Every rule that a finding can name, and what it stands for in one sentence.
//!
//! Reports explain a rule that its finding only names, and the documentation lists them. Nothing is decided here: the
//! rules of `validate::rules` describe themselves, and the others are found all over the code, so that a test holds
//! this table to the sources.

mod project;
mod resources;
mod workflows;

use crate::validate::rules;

/// A rule as it is explained to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Description {
    /// Names the bad pattern in kebab case.
    pub id: &'static str,
    /// What is wrong when it fires, in one sentence without a full stop.
    pub summary: &'static str,
    /// Where it is looked for.
    pub area: Area,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// The text of a YAML file.
    Yaml,
    /// One object: its schema, and what the API server holds it to beyond that.
    Object,
    /// What kustomize is told to make of objects.
    Kustomization,
    /// The objects of an environment together.
    Environment,
    /// A workflow of GitHub Actions: its structure, and what its expressions refer to.
    Workflow,
    /// The model in `environments/`.
    Model,
    /// The templates in `templates/`.
    Template,
    /// What services are built from.
    Code,
}

impl Area {
    /// One word for it, as reports tag the rule.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Object => "object",
            Self::Kustomization => "kustomization",
            Self::Environment => "environment",
            Self::Workflow => "workflow",
            Self::Model => "model",
            Self::Template => "template",
            Self::Code => "code",
        }
    }

    /// What comes of it where nobody puts it right, in one sentence without a full stop.
    pub fn consequence(self) -> &'static str {
        match self {
            Self::Yaml => "kubectl and Argo CD cannot read the file, or do not read what it seems to say",
            Self::Object => "the API server refuses the object, or keeps something else than what was written",
            Self::Kustomization => "kustomize refuses to build, or leaves a change out and says nothing",
            Self::Environment => "each object may be right, and together they do not work",
            Self::Workflow => "GitHub refuses the workflow, or runs something else than what was meant",
            Self::Model => "nothing is rendered until the model says what is meant",
            Self::Template => "nothing is rendered until the template does",
            Self::Code => "a changed file leaves out services that are built from it, or their builds fail",
        }
    }
}

/// Every rule, by area and name.
pub fn all() -> Vec<Description> {
    let described = rules::all().map(|rule| (rule.id, rule.summary.trim_end_matches('.')));
    let environment = described.map(|(id, summary)| Description { id, summary, area: Area::Environment });
    let table = |area: Area, rows: &'static [(&'static str, &'static str)]| {
        rows.iter().map(move |(id, summary)| Description { id, summary, area })
    };
    let mut all: Vec<Description> = table(Area::Yaml, resources::YAML)
        .chain(table(Area::Object, resources::OBJECT))
        .chain(table(Area::Kustomization, resources::KUSTOMIZATION))
        .chain(environment)
        .chain(table(Area::Workflow, workflows::WORKFLOW))
        .chain(table(Area::Model, project::MODEL))
        .chain(table(Area::Template, project::TEMPLATE))
        .chain(table(Area::Code, project::CODE))
        .collect();
    all.sort_by_key(|rule| (rule.area, rule.id));
    all
}

/// The rule of that name.
pub fn find(id: &str) -> Option<Description> {
    all().into_iter().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_described_once_and_in_one_sentence() {
        let mut names: Vec<&str> = all().iter().map(|rule| rule.id).collect();
        names.sort_unstable();
        let described = names.len();
        names.dedup();
        assert_eq!(names.len(), described, "a rule is described twice");
        for Description { id, summary, .. } in all() {
            let words = id.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
            assert!(words, "`{id}` is not in kebab case");
            assert!((20..=160).contains(&summary.len()) && !summary.ends_with('.'), "{id}: {summary}");
            assert!(!summary.contains('\n') && !summary.contains(". "), "{id}: {summary}");
            assert_eq!(summary.matches('`').count() % 2, 0, "{id}: {summary}");
        }
    }

    #[test]
    fn a_rule_is_found_by_its_name() {
        assert_eq!(find("unknown-field").map(|rule| rule.area), Some(Area::Object));
        assert_eq!(find("unknown-namespace").map(|rule| rule.area), Some(Area::Environment));
        assert_eq!(find("no-such-rule"), None);
    }
}
