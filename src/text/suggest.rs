//! "Did you mean": the nearest of the words that would have been right.

/// The candidate nearest to `word`, if one is near enough to be what was meant.
///
/// Near means at most a third of the letters differ (case counts as nothing), which offers `maxmemory` for
/// `maxmemroy` and stays silent for unrelated words. Only the first thousand candidates are compared: whoever has
/// more made them with a program, and comparing every wrong word with them would take minutes.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const COMPARED: usize = 1000;
    let lower = word.to_lowercase();
    let (length, letters) = (word.chars().count(), Letters::of(&lower));
    candidates
        .into_iter()
        .take(COMPARED)
        .filter_map(|candidate| {
            let most = (length.max(candidate.chars().count()) / 3).max(1);
            // Comparing letter by letter is slow, and nearly all candidates are far away.
            if candidate.is_ascii() && letters.differ(&Letters::of(candidate)) > most {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
            (distance <= most).then_some((distance, candidate))
        })
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, candidate)| candidate)
}

/// How often each letter occurs, in a few drawers.
struct Letters([u16; 32]);

impl Letters {
    fn of(text: &str) -> Self {
        let mut counts = [0; 32];
        for letter in text.chars() {
            let drawer = &mut counts[letter.to_ascii_lowercase() as usize % 32];
            *drawer = u16::saturating_add(*drawer, 1);
        }
        Self(counts)
    }

    /// The least number of changes that make one text of the other: each adds a letter, takes one away, or both.
    fn differ(&self, other: &Self) -> usize {
        let surplus =
            |a: &Self, b: &Self| a.0.iter().zip(&b.0).map(|(a, b)| usize::from(a.saturating_sub(*b))).sum::<usize>();
        surplus(self, other).max(surplus(other, self))
    }
}

/// All there is to choose from, as a sentence: "known are `a` and `b`".
pub fn known<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.as_slice() {
        [] => "there is none at all".to_owned(),
        [only] => format!("the only one is `{only}`"),
        _ => format!("known are {}", listed(words)),
    }
}

/// `a`, `b` and `c`, each in backquotes; at most eight are named, the rest is counted.
pub fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const NAMED: usize = 8;
    let words: Vec<&str> = words.into_iter().collect();
    let mut named: Vec<String> = words.iter().take(NAMED).map(|word| format!("`{word}`")).collect();
    if words.len() > NAMED {
        named.push(format!("{} more", words.len() - NAMED));
    }
    match named.split_last() {
        None => "none".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        assert_eq!(nearest("maxmemroy", ["maxmemory", "timeout"]), Some("maxmemory"));
        assert_eq!(nearest("Replicas", ["replicas"]), Some("replicas"));
        assert_eq!(nearest("zebra", ["maxmemory", "timeout"]), None);
    }

    #[test]
    fn the_nearest_is_that_of_comparing_every_candidate_letter_by_letter() {
        let words = [
            "redis",
            "Redis",
            "rfr-auth",
            "rfs-auth",
            "r\u{e9}dis",
            "R\u{c9}DIS",
            "a",
            "",
            "maxmemory-policy",
            "sider",
        ];
        let slow = |word: &str| {
            let distance = |other: &str| strsim::damerau_levenshtein(&word.to_lowercase(), &other.to_lowercase());
            let most = |other: &str| (word.chars().count().max(other.chars().count()) / 3).max(1);
            let near = words.into_iter().filter(|other| distance(other) <= most(other));
            near.min_by_key(|other| (distance(other), *other))
        };
        for word in words.into_iter().chain(["rdeis", "REDIS", "rfx-auth", "\u{e9}", "b", "maxmemroy_policy"]) {
            assert_eq!(nearest(word, words), slow(word), "{word}");
        }
    }
}
