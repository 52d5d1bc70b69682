//! A schema set: one text file with the kinds of a cluster or of some definitions, as `groundplan schema import` writes.
//!
//! After a header stands one definition on each line: its name, `builtin` or `custom`, `apiVersion kind` (empty where it
//! is no kind), and its schema as JSON, separated by tabs and sorted by name. The same sources give the same bytes. A
//! checksum in the header shows a file that was cut short or edited, so that schemas are parsed only when reached.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::schema::definitions::Definitions;
use crate::schema::location::LocationError;
use crate::schema::shape::Dialect;
use crate::text::Place;
use crate::text::Source;
use crate::text::ownership::HEADER;

/// Raised when older releases of groundplan could no longer read what is written.
const FORMAT: u32 = 1;

const FORMAT_MARK: &str = "# format ";

/// What is written about one definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) builtin: bool,
    /// `apps/v1 Deployment`, or empty.
    pub(super) kind: String,
    /// JSON on one line.
    pub(super) body: String,
}

/// A schema set that was read.
#[derive(Debug)]
pub(in crate::schema) struct Set {
    pub(in crate::schema) definitions: Definitions,
    pub(in crate::schema) kinds: Vec<SetKind>,
}

/// A kind in a set.
#[derive(Debug)]
pub(in crate::schema) struct SetKind {
    pub(in crate::schema) name: String,
    pub(in crate::schema) api_version: String,
    pub(in crate::schema) kind: String,
    pub(in crate::schema) dialect: Dialect,
}

/// The text of a set: `sources` are names and digests.
pub(super) fn write(sources: &[(String, String)], lines: &[Line]) -> String {
    let mut body = String::new();
    for (name, digest) in sources {
        // A name may hold anything that a path may.
        let name = name.replace(char::is_control, "?");
        let _ = writeln!(body, "# source sha256:{digest} {name}");
    }
    for Line { name, builtin, kind, body: schema } in lines {
        let dialect = if *builtin { "builtin" } else { "custom" };
        let _ = writeln!(body, "{name}\t{dialect}\t{kind}\t{schema}");
    }
    let from = match sources {
        [(only, _)] => only.replace(char::is_control, "?"),
        several => format!("{} sources", several.len()),
    };
    format!(
        "# {HEADER}{from}; do not edit.\n\
         # To renew it, run `groundplan schema import` on newer sources.\n\
         {FORMAT_MARK}{FORMAT}, checksum {:016x}\n{body}",
        checksum(&body),
    )
}

/// Whether a text is a schema set, of whatever format.
pub(in crate::schema) fn is_set(text: &str) -> bool {
    text.strip_prefix("# ").is_some_and(|rest| rest.starts_with(HEADER))
        && text.lines().nth(2).is_some_and(|line| line.starts_with(FORMAT_MARK))
}

/// Reads a set; everything in it but the schemas themselves is checked.
pub(in crate::schema) fn read(source: &Arc<Source>) -> Result<Set, LocationError> {
    let again = "write it again with `groundplan schema import`";
    let fault = |line: usize, message: &str| LocationError::at(Place::line(source, line), message).help(again);
    let mut rest = source.text.as_str();
    let mut header = || {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = after;
        line
    };
    let (_, _, marked) = (header(), header(), header());
    let mark = marked.strip_prefix(FORMAT_MARK).and_then(|mark| mark.split_once(", checksum "));
    match mark {
        None => return Err(fault(3, "this line should name a format and a checksum")),
        Some((format, _)) if format != FORMAT.to_string() => {
            return Err(fault(3, &format!("this release of groundplan reads format {FORMAT} of schema sets")));
        }
        Some((_, sum)) if sum != format!("{:016x}", checksum(rest)) => {
            return Err(fault(3, "the checksum does not fit what follows: the file was edited or is not complete"));
        }
        Some(_) => {}
    }
    let mut kinds = Vec::new();
    let mut bodies = Vec::new();
    for (at, line) in rest.lines().enumerate().filter(|(_, line)| !line.starts_with("# ")) {
        let mut parts = line.splitn(4, '\t');
        let (Some(name), Some(dialect), Some(kind), Some(body)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(fault(at + 4, "a line holds a name, a dialect, a kind and a schema"));
        };
        if let Some((api_version, kind)) = kind.split_once(' ') {
            kinds.push(SetKind {
                name: name.to_owned(),
                api_version: api_version.to_owned(),
                kind: kind.to_owned(),
                dialect: if dialect == "builtin" { Dialect::BuiltIn } else { Dialect::Custom },
            });
        }
        bodies.push((name.to_owned().into(), body.to_owned().into()));
    }
    if kinds.is_empty() {
        return Err(LocationError::at(Place::whole_file(source), "this schema set holds no kind").help(again));
    }
    Ok(Set { definitions: Definitions::new(bodies, None), kinds })
}

/// FNV-1a over 64 bits: it tells accidents, and nobody who edits a set on purpose can be kept from it.
fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
