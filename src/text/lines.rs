//! Where the lines of a text begin, and how many characters stand before a byte: counted once for each text.
//!
//! A report of many findings in one large file would otherwise count to each of them from the start.

/// How many bytes lie between two places where characters were counted.
const STRIDE: usize = 1024;

#[derive(Debug)]
pub(super) struct Lines {
    /// The first byte of each line.
    starts: Vec<u32>,
    /// How many characters begin before each multiple of [`STRIDE`]; nothing if each has one byte.
    characters: Vec<u32>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let saturated = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(breaks.map(|at| saturated(at + 1))).collect();
        let mut characters = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(STRIDE) {
                characters.push(saturated(count));
                count += beginnings(block);
            }
        }
        Self { starts, characters }
    }

    /// Line and column of a byte, both from 1; the column counts characters.
    pub(super) fn line_column(&self, text: &str, at: usize) -> (usize, usize) {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.starts.partition_point(|start| *start as usize <= at);
        let start = self.starts[line - 1] as usize;
        (line, self.before(text, at) - self.before(text, start) + 1)
    }

    /// The first byte of a line, from 1; of the first line, if there is none of that number.
    pub(super) fn start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|index| self.starts.get(index)).map_or(0, |start| *start as usize)
    }

    /// How many characters begin before a byte.
    fn before(&self, text: &str, at: usize) -> usize {
        match self.characters.get(at / STRIDE) {
            Some(count) => *count as usize + beginnings(&text.as_bytes()[at / STRIDE * STRIDE..at]),
            // Behind the last block, whose length is that of the stride; or there are no blocks.
            None if self.characters.is_empty() => at,
            None => {
                let last = self.characters.len() - 1;
                self.characters[last] as usize + beginnings(&text.as_bytes()[last * STRIDE..at])
            }
        }
    }
}

/// How many characters begin in these bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_any_text_has_the_line_and_column_that_counting_finds() {
        let mixed = "a레\né😀\r\n\n".repeat(300) + &"레x".repeat(2000);
        for text in [String::new(), "one".to_owned(), "one\n".to_owned(), "é".repeat(2 * STRIDE), mixed] {
            let lines = Lines::of(&text);
            for (at, _) in text.char_indices().chain([(text.len(), 'x')]) {
                let before = &text[..at];
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                assert_eq!(lines.line_column(&text, at), (line, column), "byte {at} of {}", text.len());
            }
        }
    }
}
