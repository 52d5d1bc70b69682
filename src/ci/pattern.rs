//! Patterns for paths, many at a time.

use globset::GlobBuilder;
use globset::GlobSet;
use globset::GlobSetBuilder;

/// Patterns that a path may match: each means a file, or everything in a folder.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    set: GlobSet,
    /// The pattern that each glob of the set belongs to.
    of: Vec<usize>,
}

impl Patterns {
    /// Compiles patterns; one that is none matches nothing.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Self {
        let mut builder = GlobSetBuilder::new();
        let mut of = Vec::new();
        for (number, pattern) in patterns.into_iter().enumerate() {
            let pattern = pattern.trim_end_matches('/');
            for glob in [pattern.to_owned(), format!("{pattern}/**")] {
                if let Ok(glob) = GlobBuilder::new(&glob).literal_separator(true).backslash_escape(false).build() {
                    builder.add(glob);
                    of.push(number);
                }
            }
        }
        Self { set: builder.build().unwrap_or_default(), of }
    }

    /// The number of the first pattern that covers a path.
    pub fn first(&self, path: &str) -> Option<usize> {
        self.set.matches(path).into_iter().map(|glob| self.of[glob]).min()
    }

    /// The numbers of all patterns that cover a path, each once, in their order.
    pub fn all(&self, path: &str) -> Vec<usize> {
        let mut numbers: Vec<usize> = self.set.matches(path).into_iter().map(|glob| self.of[glob]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Whether any pattern covers a path.
    pub fn cover(&self, path: &str) -> bool {
        self.set.is_match(path)
    }
}

/// Whether a path is that file, or lies in that folder; `.` holds everything.
pub fn is_within(path: &str, folder: &str) -> bool {
    folder == "." || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The folder that a path lies in; empty for the root of the repository.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path of something in a folder; the empty folder and `.` are the root of the repository.
pub fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() || folder == "." { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A relative path seen from a folder, as a path from the root of the repository; `None` if it leaves it.
pub fn relative(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_means_a_file_or_a_folder_and_never_the_beginning_of_a_name() {
        let patterns = Patterns::new(["apps/chat", "apps/*/main.py", "docs/**/*.md"]);
        assert_eq!(patterns.first("apps/chat"), Some(0));
        assert_eq!(patterns.first("apps/chat/api/v1.py"), Some(0));
        assert_eq!(patterns.first("apps/chat-worker/run.py"), None);
        assert_eq!(patterns.first("apps/auth/main.py"), Some(1));
        assert_eq!(patterns.first("apps/auth/api/main.py"), None);
        assert_eq!(patterns.first("docs/a/b/c.md"), Some(2));
        assert!(is_within("apps/chat/x", "apps/chat") && !is_within("apps/chat-worker/x", "apps/chat"));
    }

    #[test]
    fn a_relative_path_stays_in_the_repository() {
        assert_eq!(
            relative("svc/notices", "../../requirements/common.txt").as_deref(),
            Some("requirements/common.txt")
        );
        assert_eq!(relative("svc", "./a//b").as_deref(), Some("svc/a/b"));
        assert_eq!(relative("svc", "../../x"), None);
    }
}
