//! The lines and columns of a place, as editors and code scanning count them.

use crate::text::Place;
use crate::text::Span;

/// Lines and columns from 1; columns count characters (Unicode code points), and the end is the column behind the last
/// one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Region {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// The region of a place and its text. `None` where a file as a whole is meant, because its text is not at hand or is
/// nothing.
pub(super) fn of(place: &Place) -> Option<(Region, &str)> {
    let text = place.source.text.as_str();
    if text.is_empty() {
        return None;
    }
    let span = trimmed(place);
    let within = text.get(span.range()).unwrap_or_default();
    let (line, column) = Place::new(&place.source, span).line_column();
    let (end_line, end_column) = match within.rsplit_once('\n') {
        Some((above, last)) => (line + 1 + above.matches('\n').count(), last.chars().count() + 1),
        None => (line, column + within.chars().count()),
    };
    Some((Region { line, column, end_line, end_column }, within))
}

/// The same with the first line of what was never read.
pub(super) fn or_first_line(place: &Place) -> Region {
    of(place).map_or(Region { line: 1, column: 1, end_line: 1, end_column: 1 }, |(region, _)| region)
}

/// The span within its text, without the blanks at its end: a block of YAML ends where the next one begins. Where that
/// leaves nothing, it is the character that it stands at, if its line has one.
fn trimmed(place: &Place) -> Span {
    let text = place.source.text.as_str();
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = boundary(place.span.range().start);
    let end = boundary(place.span.range().end).max(start);
    match text[start..end].trim_end().len() {
        0 => {
            let next = text[start..].chars().next().filter(|next| !matches!(next, '\n' | '\r'));
            Span::new(start, start + next.map_or(0, char::len_utf8))
        }
        length => Span::new(start, start + length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn at(text: &str, start: usize, end: usize) -> (usize, usize, usize, usize) {
        let region = or_first_line(&Place::new(&Source::new("a.yaml", text), Span::new(start, end)));
        (region.line, region.column, region.end_line, region.end_column)
    }

    #[test]
    fn columns_count_characters_and_the_end_is_behind_the_last_one() {
        let text = "이름: 한글 # 끝\n";
        let start = text.find('한').unwrap();
        assert_eq!(at(text, start, start + "한글".len()), (1, 5, 1, 7));
    }

    #[test]
    fn a_block_ends_with_its_last_letter() {
        assert_eq!(at("a:\n  b: 1\n  c: 22\r\n\r\nd: 1\n", 3, 21), (2, 1, 3, 8));
    }

    #[test]
    fn what_is_empty_is_the_character_that_stands_there() {
        assert_eq!(at("a: 1\n", 3, 3), (1, 4, 1, 5));
        assert_eq!(at("a:\n", 2, 2), (1, 3, 1, 3));
        assert_eq!(at("a: 1\n", 5, 5), (2, 1, 2, 1));
    }

    #[test]
    fn a_file_without_text_has_no_region() {
        assert_eq!(of(&Place::file("a.yaml")), None);
        assert_eq!(at("", 3, 7), (1, 1, 1, 1));
    }

    #[test]
    fn no_span_is_too_odd_to_have_a_region() {
        for text in ["\n", "a", "\r\n", "\u{feff}가\r\n나", "가"] {
            for start in 0..=text.len() + 2 {
                for end in start..=text.len() + 2 {
                    let (line, column, end_line, end_column) = at(text, start, end);
                    assert!((1, 1) <= (line, column) && (line, column) <= (end_line, end_column), "{text:?}");
                }
            }
        }
    }
}
