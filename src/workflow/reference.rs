//! What `uses` names.

/// An action or a workflow, as `uses` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference<'w> {
    /// A folder or file of the same repository.
    Local(&'w str),
    /// An image, with or without a tag or digest.
    Docker(&'w str),
    /// A path in a repository of GitHub, and a revision.
    Repository(&'w str, &'w str),
    /// Something else.
    Unclear,
}

impl<'w> Reference<'w> {
    /// Reads the value of `uses`.
    pub fn of(text: &'w str) -> Self {
        if text.starts_with("./") || text.starts_with("../") || text.starts_with(".\\") {
            return Self::Local(text);
        }
        if let Some(image) = text.strip_prefix("docker://") {
            return Self::Docker(image);
        }
        if text.contains("${{") {
            return Self::Unclear;
        }
        text.split_once('@').map_or(Self::Unclear, |(path, revision)| Self::Repository(path, revision))
    }

    /// Whether it is an action of that repository, as `actions/checkout`.
    pub fn is(&self, action: &str) -> bool {
        let Self::Repository(path, _) = self else { return false };
        path.get(..action.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(action))
            && matches!(path.as_bytes().get(action.len()), None | Some(b'/'))
    }

    /// Whether the revision is a commit, which nobody can move.
    pub fn is_pinned(&self) -> bool {
        match self {
            Self::Local(_) | Self::Unclear => true,
            Self::Docker(image) => image.contains("@sha256:"),
            Self::Repository(_, revision) => {
                matches!(revision.len(), 40 | 64) && revision.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
        }
    }
}
