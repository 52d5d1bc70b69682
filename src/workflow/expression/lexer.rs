//! The words of an expression.

use std::ops::Range;

use crate::workflow::expression::Slip;

/// A word of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'t> {
    /// A name of a context, a function or a key.
    Name(&'t str),
    /// A number, as written.
    Number(&'t str),
    /// A text, its quotes resolved.
    Text(String),
    /// An operator or a bracket.
    Sign(&'static str),
}

/// The signs, longer ones first.
const SIGNS: [&str; 16] = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ".", ",", "*"];

/// Every word of a text, each with its bytes.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token<'_>, Range<usize>)>, Slip> {
    let bytes = text.as_bytes();
    let mut tokens: Vec<(Token<'_>, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let begin = at;
        let token = match byte {
            b'\'' => {
                let (word, end) = quoted(text, at)?;
                at = end;
                Token::Text(word)
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => {
                at += run(&bytes[at..], |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
                Token::Name(&text[begin..at])
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' if begins_number(&bytes[at..], tokens.last().map(|(last, _)| last)) => {
                at += 1 + run(&bytes[at + 1..], |byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-')
                });
                let number = &text[begin..at];
                if !is_number(number) {
                    return Err(slip(begin..at, format!("`{number}` is no number"), None));
                }
                Token::Number(number)
            }
            _ => {
                let Some(sign) = SIGNS.into_iter().find(|sign| text[at..].starts_with(sign)) else {
                    return Err(foreign(text, at));
                };
                at += sign.len();
                Token::Sign(sign)
            }
        };
        tokens.push((token, begin..at));
    }
    Ok(tokens)
}

fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| belongs(**byte)).count()
}

/// Behind a name or a closing bracket, a point takes a part of it.
fn begins_number(bytes: &[u8], before: Option<&Token<'_>>) -> bool {
    match bytes {
        [b'.', b'0'..=b'9', ..] => !matches!(before, Some(Token::Name(_) | Token::Sign(")" | "]" | "*"))),
        [b'0'..=b'9', ..] | [b'+' | b'-', b'0'..=b'9' | b'.', ..] => true,
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-']);
    let digits = |prefix: &str, radix| {
        unsigned
            .strip_prefix(prefix)
            .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix)))
    };
    text.parse::<f64>().is_ok() || digits("0x", 16) || digits("0o", 8)
}

/// The text in single quotes that begins at a byte, and where it ends; two quotes in it are one.
fn quoted(text: &str, begin: usize) -> Result<(String, usize), Slip> {
    let mut word = String::new();
    let mut at = begin + 1;
    loop {
        let Some(length) = text[at..].find('\'') else {
            let help = "close it with `'`; a quote within it is written twice";
            return Err(slip(begin..text.len(), "a text is not closed".to_owned(), Some(help)));
        };
        word.push_str(&text[at..at + length]);
        at += length + 1;
        if !text[at..].starts_with('\'') {
            return Ok((word, at));
        }
        word.push('\'');
        at += 1;
    }
}

fn foreign(text: &str, at: usize) -> Slip {
    let letter = text[at..].chars().next().unwrap_or(' ');
    let help = match letter {
        '"' => Some("write texts in single quotes"),
        '&' => Some("write `&&`"),
        '|' => Some("write `||`"),
        '=' => Some("write `==`"),
        '+' | '-' | '/' | '%' => Some("there is no arithmetic in expressions; calculate in a step"),
        '$' => Some("an expression stands in `${{ }}` once, and not within another one"),
        _ => None,
    };
    slip(at..at + letter.len_utf8(), format!("`{}` means nothing in an expression", letter.escape_debug()), help)
}

pub(super) fn slip(span: Range<usize>, message: String, help: Option<&'static str>) -> Slip {
    Slip { span, message, help }
}
