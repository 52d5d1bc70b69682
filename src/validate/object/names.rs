//! A set of names of one pod, such as those of its volumes.
//!
//! Nearly always there are few, which are kept without memory of their own and compared one by one.

use std::collections::BTreeSet;

/// How many are compared one by one.
const FEW: usize = 8;

/// Names, each once.
#[derive(Debug, Clone)]
pub(super) enum Names<'a> {
    Few([&'a str; FEW], usize),
    Many(BTreeSet<&'a str>),
}

impl Default for Names<'_> {
    fn default() -> Self {
        Self::Few([""; FEW], 0)
    }
}

impl<'a> Names<'a> {
    /// Adds a name; says whether it is new.
    pub(super) fn insert(&mut self, name: &'a str) -> bool {
        match self {
            Self::Few(names, count) => {
                if names[..*count].contains(&name) {
                    return false;
                }
                if let Some(place) = names.get_mut(*count) {
                    *place = name;
                    *count += 1;
                    return true;
                }
                let mut many = BTreeSet::from(*names);
                many.insert(name);
                *self = Self::Many(many);
                true
            }
            Self::Many(names) => names.insert(name),
        }
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        match self {
            Self::Few(names, count) => names[..*count].contains(&name),
            Self::Many(names) => names.contains(name),
        }
    }

    /// All of them, sorted.
    pub(super) fn sorted(&self) -> Vec<&'a str> {
        match self {
            Self::Few(names, count) => {
                let mut names = names[..*count].to_vec();
                names.sort_unstable();
                names
            }
            Self::Many(names) => names.iter().copied().collect(),
        }
    }
}

impl<'a> Extend<&'a str> for Names<'a> {
    fn extend<T: IntoIterator<Item = &'a str>>(&mut self, names: T) {
        for name in names {
            self.insert(name);
        }
    }
}

impl<'a> FromIterator<&'a str> for Names<'a> {
    fn from_iter<T: IntoIterator<Item = &'a str>>(names: T) -> Self {
        let mut all = Self::default();
        all.extend(names);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_whether_few_or_many() {
        let all: Vec<String> = (0..40).map(|number| format!("name-{:02}", 40 - number)).collect();
        let mut names = Names::default();
        for (count, name) in all.iter().enumerate() {
            assert!(!names.contains(name));
            assert!(names.insert(name));
            assert!(!names.insert(name));
            assert!(all[..=count].iter().all(|name| names.contains(name)));
            assert!(names.sorted().is_sorted());
            assert_eq!(names.sorted().len(), count + 1);
        }
    }
}
