//! Values of one text that is not any text.

use crate::redis::value::Wrong;

pub(super) fn file_name(value: &str) -> Result<(), Wrong> {
    if !value.contains(['/', '\\']) {
        return Ok(());
    }
    match value.rsplit(['/', '\\']).next() {
        Some(name) if !name.is_empty() => Err(Wrong::near(name)),
        _ => Err(Wrong::refused()),
    }
}

pub(super) fn host_name(value: &str) -> Result<(), Wrong> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    if value.len() < 256 && value.bytes().all(allowed) { Ok(()) } else { Err(Wrong::refused()) }
}

pub(super) fn events(letters: &str, value: &str) -> Result<(), Wrong> {
    if value.chars().all(|letter| letters.contains(letter)) { Ok(()) } else { Err(Wrong::refused()) }
}

/// A template is refused where a variable is unknown or not closed, and where nothing is written by it. What two of
/// the variables write depends on how the server was started.
pub(super) fn title(value: &str) -> Result<(), Wrong> {
    let mut rest = value;
    let (mut writes, mut may_write) = (false, false);
    while let Some(open) = rest.find('{') {
        writes |= rest[..open].chars().any(|letter| letter != ' ');
        rest = &rest[open + 1..];
        if let Some(behind) = rest.strip_prefix('{') {
            writes = true;
            rest = behind;
            continue;
        }
        let close = rest.find('}').ok_or_else(Wrong::refused)?;
        match &rest[..close] {
            "listen-addr" | "config-file" | "port" | "tls-port" => writes = true,
            "server-mode" | "unixsocket" => may_write = true,
            "title" => {}
            _ => return Err(Wrong::refused()),
        }
        rest = &rest[close + 1..];
    }
    writes |= rest.chars().any(|letter| letter != ' ');
    match (writes, may_write) {
        (true, _) => Ok(()),
        (false, true) => Err(Wrong::misread()),
        (false, false) => Err(Wrong::refused()),
    }
}
