//! Templates filled in: every text of an Application or of a generator.

use super::fast;
use super::gotemplate;
use crate::cluster::project::Fault;
use crate::cluster::project::Projection;
use crate::cluster::project::part::Part;
use crate::yaml::Composed;
use crate::yaml::Node;
use crate::yaml::compose::Shape;

/// The language of the templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// `{{name}}`, and nothing else.
    Fast,
    /// Go templates.
    Go {
        /// Whether a parameter that is missing is an error rather than `<no value>`.
        is_strict: bool,
    },
}

impl Mode {
    pub(super) fn of(spec: &Part<'_>) -> Self {
        if !spec.is_true("goTemplate") {
            return Self::Fast;
        }
        let options = spec.get("goTemplateOptions");
        let mut options = options.iter().flat_map(|options| options.items()).filter_map(Node::text);
        Self::Go { is_strict: options.any(|option| option == "missingkey=error") }
    }
}

/// Why a text cannot be filled in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// A parameter that no generator has.
    Missing(String),
    /// Something that is not evaluated here.
    NotKnown(String),
}

pub(super) struct Renderer<'p> {
    projection: &'p mut Projection,
    mode: Mode,
    parameters: &'p Composed,
}

impl<'p> Renderer<'p> {
    pub(super) fn new(projection: &'p mut Projection, mode: Mode, parameters: &'p Composed) -> Self {
        Self { projection, mode, parameters }
    }

    /// A template filled in; `None` if any text in it cannot be. All of what is wrong in it is said.
    pub(super) fn whole(&mut self, template: &Composed) -> Option<Composed> {
        // Without parameters, Argo CD takes the template as it is.
        if self.parameters.entries().is_empty() {
            return Some(template.clone());
        }
        let mut is_complete = true;
        let filled = self.filled(template, &mut is_complete);
        is_complete.then_some(filled)
    }

    /// A generator filled in with the parameters of one before it.
    pub(super) fn generator(&mut self, generator: &Composed) -> Option<Composed> {
        self.whole(generator)
    }

    fn filled(&mut self, value: &Composed, is_complete: &mut bool) -> Composed {
        let shape = match &value.shape {
            Shape::Scalar { text, .. } if text.contains("{{") => {
                let text = self.text(text, value, is_complete);
                Shape::Scalar { text, plain: false }
            }
            Shape::Scalar { .. } => value.shape.clone(),
            Shape::Mapping(entries) => {
                let filled =
                    entries.iter().map(|(key, value)| (self.filled(key, is_complete), self.filled(value, is_complete)));
                Shape::Mapping(filled.collect())
            }
            Shape::Sequence(items) => {
                Shape::Sequence(items.iter().map(|item| self.filled(item, is_complete)).collect())
            }
        };
        Composed { place: value.place.clone(), shape }
    }

    fn text(&mut self, text: &str, value: &Composed, is_complete: &mut bool) -> String {
        let filled = match self.mode {
            Mode::Fast => fast::filled(text, self.parameters),
            Mode::Go { is_strict } => gotemplate::filled(text, self.parameters, is_strict),
        };
        let failure = match filled {
            Ok(filled) => return filled,
            Err(failure) => failure,
        };
        *is_complete = false;
        let (fault, message) = match failure {
            Failure::Missing(message) => (Fault::UnknownParameter, message),
            Failure::NotKnown(message) => (Fault::NotKnown, message),
        };
        self.projection.problem(fault, &value.place, message);
        text.to_owned()
    }
}
