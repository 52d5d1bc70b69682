//! Colour, where it is wanted.

use anstyle::Style;

/// A style that writes nothing where no colour is wanted.
pub(super) struct Paint(Option<Style>);

impl Paint {
    pub(super) fn new(colour: bool, style: Style) -> Self {
        Self(colour.then_some(style))
    }
}

impl std::fmt::Display for Paint {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.map_or(Ok(()), |style| style.fmt(out))
    }
}
