//! How the redis-operator takes an entry of `customConfig` apart.
//!
//! Source: `getConfigParameters` and `SetCustomRedisConfig` in `service/redis/client.go` of spotahome/redis-operator,
//! at its tags v1.2.0 to v1.3.0-rc1. There are no quotes, comments or tabs in it: it knows the blank, and nothing else.

/// The two ways in which releases of the operator treat entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operator {
    /// v1.2.0 and v1.2.1: everything is sent as it stands.
    Before1_2_2,
    /// v1.2.2 and later: `""` alone is the empty value, an entry that begins with a blank is passed over, and an entry
    /// that repeats another to the letter is sent once.
    Since1_2_2,
}

impl Operator {
    /// By the release, which is also the image tag: `v1.2.4`. `None` for what is no release.
    pub fn of_release(tag: &str) -> Option<Self> {
        let numbers = tag.strip_prefix('v').unwrap_or(tag).split('-').next()?;
        let parts: Vec<u32> = numbers.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let [major, minor, patch] = parts.as_slice() else { return None };
        Some(if (*major, *minor, *patch) < (1, 2, 2) { Self::Before1_2_2 } else { Self::Since1_2_2 })
    }

    /// How a directive is given the empty value.
    pub(super) fn empty_value(self, name: &str) -> String {
        match self {
            Self::Before1_2_2 => format!("{name} "),
            Self::Since1_2_2 => format!("{name} \"\""),
        }
    }
}

/// An entry taken apart: the text before the first blank, and all behind it.
pub(super) fn split(entry: &str, operator: Operator) -> Option<(&str, &str)> {
    let (name, value) = entry.split_once(' ')?;
    let empty = value == "\"\"" && operator >= Operator::Since1_2_2;
    Some((name, if empty { "" } else { value }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_told_apart() {
        for tag in ["v1.2.0", "v1.2.1", "v1.1.1"] {
            assert_eq!(Operator::of_release(tag), Some(Operator::Before1_2_2), "{tag}");
        }
        for tag in ["v1.2.2", "v1.2.4", "v1.3.0-rc1", "1.2.4"] {
            assert_eq!(Operator::of_release(tag), Some(Operator::Since1_2_2), "{tag}");
        }
        for tag in ["latest", "", "v1", "v1.2", "v1.2.x"] {
            assert_eq!(Operator::of_release(tag), None, "{tag}");
        }
    }

    #[test]
    fn entries_are_split_at_the_first_blank_and_nowhere_else() {
        let new = |entry| split(entry, Operator::Since1_2_2);
        assert_eq!(new("maxmemory 256mb"), Some(("maxmemory", "256mb")));
        assert_eq!(new("maxmemory  256mb "), Some(("maxmemory", " 256mb ")));
        assert_eq!(new("save 900 1 300 10"), Some(("save", "900 1 300 10")));
        assert_eq!(new(" maxmemory 256mb"), Some(("", "maxmemory 256mb")));
        assert_eq!(new("maxmemory\t256mb"), None);
        assert_eq!(new("save"), None);
        assert_eq!(new(""), None);
    }

    #[test]
    fn two_quotes_are_the_empty_value_since_v1_2_2() {
        assert_eq!(split("save \"\"", Operator::Since1_2_2), Some(("save", "")));
        assert_eq!(split("save \"\"", Operator::Before1_2_2), Some(("save", "\"\"")));
        assert_eq!(split("save ", Operator::Before1_2_2), Some(("save", "")));
        assert_eq!(split("save \"\" ", Operator::Since1_2_2), Some(("save", "\"\" ")));
        assert_eq!(split("save ''", Operator::Since1_2_2), Some(("save", "''")));
    }
}
