//! Text inside XML 1.0, which cannot hold every character.

/// What stands in for a character that XML cannot hold, not even escaped.
const UNHOLDABLE: char = '\u{fffd}';

/// The text as an attribute's value or an element's content. Line breaks and tabs are written as references, since a
/// reader would make blanks of them in an attribute.
pub(super) fn escaped(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // Only after `]]` is this demanded, and everywhere it is allowed.
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            holdable if is_holdable(holdable) => out.push(holdable),
            _ => out.push(UNHOLDABLE),
        }
    }
}

/// The text with what XML cannot hold replaced, as a reader gets it back.
#[cfg(test)]
pub(super) fn read_back(text: &str) -> String {
    text.chars().map(|c| if is_holdable(c) || "\n\r\t".contains(c) { c } else { UNHOLDABLE }).collect()
}

/// `Char` of the recommendation (2.2), line breaks and tabs left aside.
fn is_holdable(letter: char) -> bool {
    matches!(letter, '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}
