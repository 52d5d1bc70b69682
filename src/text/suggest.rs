//! "Did you mean": the nearest of the words that would have been right.

/// The candidate nearest to `word`, if one is near enough to be what was meant.
///
/// Near means at most a third of the letters differ (case counts as nothing), which offers `maxmemory` for
/// `maxmemroy` and stays silent for unrelated words. Only the first thousand candidates are compared: whoever has
/// more made them with a program, and comparing every wrong word with them would take minutes.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const COMPARED: usize = 1000;
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .take(COMPARED)
        .map(|candidate| {
            let other = candidate.to_lowercase();
            (strsim::damerau_levenshtein(&lower, &other), candidate)
        })
        .filter(|(distance, candidate)| *distance <= (word.chars().count().max(candidate.chars().count()) / 3).max(1))
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, candidate)| candidate)
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
}
