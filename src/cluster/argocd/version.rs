//! Versions of charts, and the ranges that ask for them.
//!
//! Source: Masterminds/semver `constraints.go`, which Helm and Argo CD use. A range that cannot be read is not judged.

use std::cmp::Ordering;

/// Numbers of a version, and what stands before a release, as `rc.1`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Version<'t> {
    numbers: [u64; 3],
    before: &'t str,
}

/// Whether a text asks for a range of versions rather than for one of them, or for a part of one.
pub fn is_range(text: &str) -> bool {
    let core = text.trim().trim_start_matches('v');
    core.contains(['*', '^', '~', '>', '<', '=', '|', ',', '!', ' '])
        || core.split(['-', '+']).next().unwrap_or_default().split('.').any(|part| matches!(part, "x" | "X"))
        || core.split('.').count() < 3 && core.split('.').all(|part| part.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a version is in a range; `None` if one of them cannot be read.
pub fn satisfies(version: &str, range: &str) -> Option<bool> {
    let version = read(version)?;
    let mut any = false;
    for alternative in range.split("||") {
        let mut all = true;
        // `>= 1.2` is one condition, and `>=1.2 <2` two.
        let mut text = alternative.replace(',', " ");
        for operator in [">", "<", "=", "~", "^", "!"] {
            while text.contains(&format!("{operator} ")) {
                text = text.replace(&format!("{operator} "), operator);
            }
        }
        if text.contains(" - ") {
            return None;
        }
        for condition in text.split_whitespace() {
            all &= holds(&version, condition)?;
        }
        any |= all;
    }
    Some(any)
}

fn read(text: &str) -> Option<Version<'_>> {
    let text = text.trim().strip_prefix('v').unwrap_or(text.trim());
    let text = text.split_once('+').map_or(text, |(text, _)| text);
    let (core, before) = text.split_once('-').unwrap_or((text, ""));
    let mut numbers = [0; 3];
    let mut parts = core.split('.');
    for number in &mut numbers {
        *number = parts.next()?.parse().ok()?;
    }
    parts.next().is_none().then_some(Version { numbers, before })
}

/// Whether one condition holds, such as `^1.2` or `>=1.0.0-0`.
fn holds(version: &Version<'_>, condition: &str) -> Option<bool> {
    let at = condition.find(|c: char| c.is_ascii_alphanumeric() || c == '*')?;
    let (operator, rest) = condition.split_at(at);
    let rest = rest.strip_prefix('v').unwrap_or(rest);
    let rest = rest.split_once('+').map_or(rest, |(rest, _)| rest);
    let (core, before) = rest.split_once('-').unwrap_or((rest, ""));
    let mut numbers = [0; 3];
    let mut given = 0;
    for part in core.split('.') {
        if matches!(part, "x" | "X" | "*") {
            break;
        }
        *numbers.get_mut(given)? = part.parse().ok()?;
        given += 1;
    }
    // What stands before a release is meant only by those who say so.
    if !version.before.is_empty() && before.is_empty() {
        return Some(false);
    }
    let least = Version { numbers, before };
    let order = compare(version, &least);
    let same = |count: usize| version.numbers[..count] == numbers[..count];
    Some(match operator {
        "" | "=" if given == 3 => order == Ordering::Equal,
        "" | "=" => same(given),
        "!=" if given == 3 => order != Ordering::Equal,
        "!=" => !same(given),
        ">" if given == 3 => order == Ordering::Greater,
        ">" => order == Ordering::Greater && !same(given),
        ">=" | "=>" => order != Ordering::Less,
        "<" => order == Ordering::Less,
        "<=" | "=<" if given == 3 => order != Ordering::Greater,
        "<=" | "=<" => order == Ordering::Less || same(given),
        "~" | "~>" => order != Ordering::Less && same(given.min(2)),
        "^" => {
            let kept = numbers.iter().position(|number| *number != 0).map_or(given, |first| first + 1);
            order != Ordering::Less && same(kept.min(given))
        }
        _ => return None,
    })
}

fn compare(one: &Version<'_>, other: &Version<'_>) -> Ordering {
    let part = |one: &str, other: &str| match (one.parse::<u64>(), other.parse::<u64>()) {
        (Ok(one), Ok(other)) => one.cmp(&other),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => one.cmp(other),
    };
    one.numbers.cmp(&other.numbers).then_with(|| match (one.before.is_empty(), other.before.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => {
            let (mut ones, mut others) = (one.before.split('.'), other.before.split('.'));
            loop {
                match (ones.next(), others.next()) {
                    (None, None) => return Ordering::Equal,
                    (None, Some(_)) => return Ordering::Less,
                    (Some(_), None) => return Ordering::Greater,
                    (Some(one), Some(other)) => match part(one, other) {
                        Ordering::Equal => {}
                        order => return order,
                    },
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_mean_what_they_do_to_helm() {
        for (range, inside, outside) in [
            ("1.5.*", "1.5.2", "1.6.0"),
            ("1.5", "1.5.9", "1.4.0"),
            ("^1.4.0", "1.9.0", "2.0.0"),
            ("^0.7.1", "0.7.9", "0.8.0"),
            ("~1.4.1", "1.4.9", "1.5.0"),
            (">= 1.2, <2", "1.9.9", "2.0.0"),
            (">=1.2 <2 || 3.x", "3.1.0", "2.5.0"),
            ("*", "9.9.9", "9.9.9-rc.1"),
            (">=1.0.0-0", "1.0.0-rc.1", "0.9.0"),
            ("!=1.4.0", "1.4.1", "1.4.0"),
        ] {
            assert!(is_range(range), "{range}");
            assert_eq!(satisfies(inside, range), Some(true), "{inside} is in {range}");
            assert_eq!(satisfies(outside, range), Some(false), "{outside} is not in {range}");
        }
        assert!(!is_range("1.5.2") && !is_range("v1.5.2-rc.1") && !is_range("main"));
        assert_eq!(satisfies("1.5.2", "1.0 - 2.0"), None);
    }
}
