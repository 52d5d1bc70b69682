//! Repositories: which of those declared an address means.
//!
//! Source: argo-cd `util/git/git.go` (`NormalizeGitURL`): letters become small, `.git` at the end counts for nothing, and
//! `git@host:path` means `ssh://git@host/path`.

use crate::cluster::facts::Facts;
use crate::cluster::facts::external::Repository;

/// What is known of a repository.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    /// It is declared.
    Declared(&'a Repository),
    /// Repositories are declared, and this is none of them.
    Undeclared,
    /// Nothing is declared of repositories.
    Unknown,
}

impl<'a> Known<'a> {
    /// What is declared of the repository at an address; `charts` says whether a chart is asked for. Whoever declares
    /// repositories of one sort only has said nothing of the other.
    pub fn of(facts: &'a Facts, url: &str, charts: bool) -> Self {
        let Some(declared) = &facts.repositories else { return Self::Unknown };
        let own = comparable(url);
        let is_meant = |repository: &&Repository| {
            let mut names = std::iter::once(&repository.url).chain(&repository.aliases);
            names.any(|name| comparable(name) == own)
        };
        match declared.iter().find(is_meant) {
            Some(repository) => Self::Declared(repository),
            None if declared.iter().any(|one| (one.charts.is_some() || one.oci) == charts) => Self::Undeclared,
            None => Self::Unknown,
        }
    }

    /// Whether the documents are this repository.
    pub fn is_root(self) -> bool {
        matches!(self, Self::Declared(repository) if repository.root)
    }
}

/// An address as Argo CD compares it with the patterns of a project.
pub fn normalized(url: &str) -> String {
    let mut url = url.trim().to_lowercase();
    let is_scp = !url.contains("://") && url.split_once(':').is_some_and(|(host, _)| host.contains('@'));
    if is_scp {
        url = url.replacen(':', "/", 1);
    }
    let url = url.strip_suffix(".git").unwrap_or(&url);
    url.strip_prefix("ssh://").unwrap_or(url).to_owned()
}

/// The same for two spellings of one place: a slash at the end and the scheme of a registry mean nothing, either.
fn comparable(url: &str) -> String {
    let url = normalized(url.trim().trim_end_matches('/'));
    url.strip_prefix("oci://").unwrap_or(&url).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_repository_are_one() {
        assert_eq!(normalized("https://Git.Example.com/Shop/Deploy.git"), "https://git.example.com/shop/deploy");
        assert_eq!(normalized("git@git.example.com:shop/deploy.git"), "git@git.example.com/shop/deploy");
        assert_eq!(normalized("ssh://git@git.example.com/shop/deploy"), "git@git.example.com/shop/deploy");
        assert_eq!(comparable("oci://registry.example.com/charts"), comparable("registry.example.com/charts/"));
        assert_ne!(comparable("https://git.example.com/a"), comparable("https://git.example.com/b"));
    }
}
