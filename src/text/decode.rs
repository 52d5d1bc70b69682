//! From bytes to text: UTF-8, and UTF-16 with a byte order mark, as the API machinery takes both.
//!
//! It guesses no other encoding, and replaces nothing that it cannot read.

use std::borrow::Cow;
use std::fmt;
use std::str::Utf8Error;

/// What some editors put in front of a text. Without it the first key stands in the first column.
const MARK: char = '\u{feff}';

/// Why bytes are not text. Offsets are in bytes and lines are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// Bytes that no UTF-8 text has.
    InvalidUtf8 {
        /// The first byte of them.
        offset: usize,
        /// The line it is on.
        line: usize,
    },
    /// A NUL byte: a program, a picture or an archive, and no text.
    Binary {
        /// The first of them.
        offset: usize,
    },
    /// UTF-16 that ends in half a unit, or has half of a surrogate pair.
    InvalidUtf16 {
        /// The first byte of it.
        offset: usize,
    },
}

impl fmt::Display for NotText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidUtf8 { offset, line } => {
                write!(out, "this is not UTF-8: byte {offset}, on line {line}, begins no character")
            }
            Self::Binary { offset } => write!(out, "this is not a text: byte {offset} is NUL"),
            Self::InvalidUtf16 { offset } => {
                write!(out, "this is not UTF-16: at byte {offset} half a character is missing")
            }
        }
    }
}

impl std::error::Error for NotText {}

/// The text of a file, without its byte order mark. Bytes that are given away are not copied.
pub fn decode<'b>(bytes: impl Into<Cow<'b, [u8]>>) -> Result<String, NotText> {
    let bytes = bytes.into();
    match &*bytes {
        [0xff, 0xfe, rest @ ..] => return decode_utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return decode_utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    if let Some(offset) = memchr::memchr(0, &bytes) {
        return Err(NotText::Binary { offset });
    }
    match bytes {
        Cow::Borrowed(bytes) => {
            let text = std::str::from_utf8(bytes).map_err(|error| no_utf8(bytes, error))?;
            Ok(text.strip_prefix(MARK).unwrap_or(text).to_owned())
        }
        Cow::Owned(bytes) => {
            let mut text = String::from_utf8(bytes).map_err(|error| no_utf8(error.as_bytes(), error.utf8_error()))?;
            if text.starts_with(MARK) {
                text.drain(..MARK.len_utf8());
            }
            Ok(text)
        }
    }
}

fn no_utf8(bytes: &[u8], error: Utf8Error) -> NotText {
    let offset = error.valid_up_to();
    NotText::InvalidUtf8 { offset, line: 1 + memchr::memchr_iter(b'\n', &bytes[..offset]).count() }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotText> {
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    let mut at = 2;
    for letter in char::decode_utf16(units) {
        let letter = letter.map_err(|_| NotText::InvalidUtf16 { offset: at })?;
        if letter == '\0' {
            return Err(NotText::Binary { offset: at });
        }
        at += 2 * letter.len_utf16();
        text.push(letter);
    }
    if odd { Err(NotText::InvalidUtf16 { offset: at }) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "kind: 레디스\nlabel: 😀\n";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn the_same_text_is_read_from_every_encoding_the_api_server_takes() {
        let marked = format!("\u{feff}{TEXT}").into_bytes();
        for bytes in [TEXT.into(), marked, utf16(TEXT, u16::to_le_bytes), utf16(TEXT, u16::to_be_bytes)] {
            assert_eq!(decode(&bytes[..]).as_deref(), Ok(TEXT));
            assert_eq!(decode(bytes).as_deref(), Ok(TEXT));
        }
        assert_eq!(decode(Vec::new()).as_deref(), Ok(""));
    }

    #[test]
    fn what_is_no_text_is_refused_with_the_reason_and_the_place() {
        assert_eq!(decode(b"a: b\nc: \xe9\n".to_vec()), Err(NotText::InvalidUtf8 { offset: 8, line: 2 }));
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\0".to_vec()), Err(NotText::Binary { offset: 7 }));
        let mut bytes = utf16("ab", u16::to_le_bytes);
        bytes.pop();
        assert_eq!(decode(bytes), Err(NotText::InvalidUtf16 { offset: 4 }));
        assert_eq!(decode(vec![0xff, 0xfe, b'a', 0, 0x3d, 0xd8]), Err(NotText::InvalidUtf16 { offset: 4 }));
        assert_eq!(decode(utf16("a\0", u16::to_be_bytes)), Err(NotText::Binary { offset: 4 }));
        let said = decode(b"a\n\xff".to_vec()).unwrap_err().to_string();
        assert_eq!(said, "this is not UTF-8: byte 2, on line 2, begins no character");
    }
}
