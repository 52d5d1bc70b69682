//! Where the next of a few bytes stands, eight bytes at a time: what is looked for is mostly near, and setting out on a
//! search that is faster for long texts takes longer than to get there.

/// A one in each of eight bytes.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit in each of eight bytes.
const HIGHEST: u64 = ONES << 7;

/// A byte eight times.
const fn every(byte: u8) -> u64 {
    ONES * byte as u64
}

/// The first place from `at` on that has one of `wanted`; the end of the text if none has, or `at` if that is behind it.
#[expect(clippy::inline_always, reason = "what is wanted is then a constant, and the search a few instructions")]
#[inline(always)]
pub(super) fn until<const N: usize>(bytes: &[u8], at: usize, wanted: [u8; N]) -> usize {
    let Some(mut rest) = bytes.get(at..) else { return at };
    while let Some((word, behind)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        // Subtracting borrows from above the first zero only, so that the lowest mark is right.
        let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
        let found = wanted.iter().fold(0, |found, byte| found | zeros(word ^ every(*byte))) & HIGHEST;
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = behind;
    }
    bytes.len() - rest.len() + rest.iter().position(|byte| wanted.contains(byte)).unwrap_or(rest.len())
}

/// The first place from `at` on without a blank, which may be the end of the text or behind it.
#[inline]
pub(super) fn after_blanks(bytes: &[u8], at: usize) -> usize {
    let Some(mut rest) = bytes.get(at..) else { return at };
    while let Some((word, behind)) = rest.split_first_chunk() {
        let other = u64::from_le_bytes(*word) ^ every(b' ');
        if other != 0 {
            return bytes.len() - rest.len() + other.trailing_zeros() as usize / 8;
        }
        rest = behind;
    }
    bytes.len() - rest.len() + rest.iter().position(|byte| *byte != b' ').unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_bytes_is_found_wherever_it_stands() {
        // Neighbours of what is looked for, and bytes with the highest bit, are where such arithmetic goes wrong.
        let letters = [b'\n', b'\x0b', b':', b';', b'9', b'#', b'$', b'"', 0x8a, 0xba, 0x80, 0xff, 0, 1, b'x', b' '];
        let mut state = 1_usize;
        for round in 0..20_000 {
            let text: Vec<u8> = (0..round % 40)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    if (state >> 40).is_multiple_of(4) {
                        letters[state >> 48 & 15]
                    } else {
                        [b'x', b' '][state >> 60 & 1]
                    }
                })
                .collect();
            for at in 0..=text.len() {
                let rest = &text[at..];
                let expected = rest.iter().position(|byte| b"\n:#".contains(byte)).unwrap_or(rest.len());
                assert_eq!(until(&text, at, *b"\n:#") - at, expected, "{rest:?}");
                let expected = rest.iter().take_while(|byte| **byte == b' ').count();
                assert_eq!(after_blanks(&text, at) - at, expected, "{rest:?}");
            }
            let behind = text.len() + 1;
            assert_eq!((until(&text, behind, *b"\n:#"), after_blanks(&text, behind)), (behind, behind));
        }
    }
}
