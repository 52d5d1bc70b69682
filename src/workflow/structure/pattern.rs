//! The patterns of `branches`, `tags` and `paths`.
//!
//! Source: GitHub, Workflow syntax, "Filter pattern cheat sheet"; git-check-ref-format.

/// Why a text is no pattern.
pub(super) fn slip(text: &str, is_path: bool) -> Option<&'static str> {
    let pattern = text.strip_prefix('!').unwrap_or(text);
    if pattern.is_empty() {
        return Some("a pattern is empty");
    }
    if is_path && (pattern.starts_with("./") || pattern.starts_with("../")) {
        return Some("a path begins at the root of the repository, without `./`");
    }
    if is_path && pattern != pattern.trim() {
        return Some("a pattern begins or ends with a blank");
    }
    if !is_path && (pattern.starts_with('/') || pattern.ends_with('/')) {
        return Some("names of branches and tags neither begin nor end with `/`");
    }
    let mut letters = pattern.chars().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '?' | '+' if matches!(before, None | Some('?' | '+' | '*')) => {
                return Some("`?` and `+` repeat the letter before, and there is none");
            }
            '[' => {
                let mut closed = false;
                for inner in letters.by_ref() {
                    if inner == ']' {
                        closed = true;
                        break;
                    }
                }
                if !closed {
                    return Some("`[` is not closed");
                }
            }
            ' ' | '~' | '^' | ':' if !is_path => {
                return Some("names of branches and tags have no blanks, `~`, `^` or `:`");
            }
            _ => {}
        }
        before = Some(letter);
    }
    None
}
