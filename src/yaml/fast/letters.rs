//! Which letters a text is made of, found out before it is scanned.

/// How many bytes are looked at together, which compilers turn into few instructions.
const BLOCK: usize = 64;

/// Whether the text has tabs; `None` if it has letters that only the general parser knows how to treat: control
/// characters, the line breaks that are not line feeds, byte order marks, and what is no character at all.
pub(super) fn has_tabs(text: &str) -> Option<bool> {
    let bytes = text.as_bytes();
    let mut tabs = false;
    let mut blocks = bytes.chunks_exact(BLOCK);
    let mut at = 0;
    for block in blocks.by_ref() {
        if has(block, is_special) && has(block, is_suspicious) {
            tabs |= look_closely(bytes, at, at + BLOCK)?;
        }
        at += BLOCK;
    }
    // The last block once more from its end, since what is shorter than a block is looked at byte by byte.
    if bytes.last_chunk::<BLOCK>().is_none_or(|block| has(block, is_special)) {
        tabs |= look_closely(bytes, at, bytes.len())?;
    }
    Some(tabs)
}

/// Whether any byte is what is asked, without a branch for each.
#[inline]
fn has(block: &[u8], what: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(false, |found, byte| found | what(*byte))
}

/// Whether a byte is neither a printable letter of ASCII nor a line feed.
#[expect(clippy::needless_bitwise_bool, reason = "without branches, many bytes are looked at with one instruction")]
fn is_special(byte: u8) -> bool {
    // Those of other languages are negative, and so below the first letter too.
    ((byte.cast_signed() < 0x20) & (byte != b'\n')) | (byte == 0x7f)
}

/// Whether a byte is, or begins, a letter that has to be looked at.
#[expect(clippy::needless_bitwise_bool, reason = "without branches, many bytes are looked at with one instruction")]
fn is_suspicious(byte: u8) -> bool {
    ((byte < 0x20) & (byte != b'\n')) | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xe2) | (byte == 0xef)
}

fn look_closely(bytes: &[u8], from: usize, to: usize) -> Option<bool> {
    let mut tabs = false;
    for at in (from..to).filter(|at| is_suspicious(bytes[*at])) {
        match (bytes[at], bytes.get(at + 1), bytes.get(at + 2)) {
            (b'\t', ..) => tabs = true,
            // U+2028 and U+2029, U+FEFF, U+FFFE and U+FFFF.
            (0xe2, Some(0x80), Some(0xa8 | 0xa9))
            | (0xef, Some(0xbb), Some(0xbf))
            | (0xef, Some(0xbf), Some(0xbe | 0xbf)) => return None,
            (0xe2 | 0xef, ..) | (0xc2, Some(0xa0..), _) => {}
            _ => return None,
        }
    }
    Some(tabs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_all_languages_are_ordinary_and_marks_of_yaml_are_not() {
        let around = |letter: &str| format!("{}{letter}{}", "x".repeat(61), "y".repeat(70));
        for letter in ["a", "é", "\u{a0}", "레", "—", "“", "😀", "\u{fffd}", "ﬁ", "\n"] {
            assert_eq!(has_tabs(&around(letter)), Some(false), "{letter:?}");
        }
        for letter in
            ["\u{85}", "\u{9f}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fffe}", "\u{ffff}", "\0", "\r", "\u{7f}"]
        {
            assert_eq!(has_tabs(&around(letter)), None, "{letter:?}");
            assert_eq!(has_tabs(letter), None, "{letter:?}");
        }
        assert_eq!(has_tabs(&around("\t")), Some(true));
        assert_eq!(has_tabs("\t"), Some(true));
    }
}
