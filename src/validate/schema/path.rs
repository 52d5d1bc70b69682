//! The path to a node, kept on the stack and written out only when something is wrong there.

/// One step, with the steps before it.
#[derive(Clone, Copy)]
pub(in crate::validate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(parent, key) => {
                parent.fmt(out)?;
                let plain = |c: char| c.is_ascii_alphanumeric() || "_-$".contains(c);
                if key.is_empty() || !key.chars().all(plain) {
                    return write!(out, "[{key:?}]");
                }
                let dot = if matches!(parent, Self::Root) { "" } else { "." };
                write!(out, "{dot}{key}")
            }
            Self::Index(parent, index) => {
                parent.fmt(out)?;
                write!(out, "[{index}]")
            }
        }
    }
}
