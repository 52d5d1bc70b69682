//! The summary of a step in Markdown: the verdict, and a table of everything found.

use std::fmt::Write as _;

use crate::finding::Finding;
use crate::report::order;
use crate::report::region;
use crate::report::said;
use crate::report::text;
use crate::report::uri;
use crate::validate::outcome::Assessment;

/// How many bytes GitHub takes for the summary of a step; a longer one is refused as a whole.
pub const MOST_BYTES: usize = 1024 * 1024;

/// Room for the line that says how many are left out, bytes.
const RESERVE: usize = 200;

/// The summary, in at most `limit` bytes. `files` is where the files of the commit can be looked at, as
/// `https://github.com/owner/name/blob/commit/`, with which places become links.
pub fn step_summary(assessment: &Assessment, files: Option<&str>, limit: usize) -> String {
    let tally = &assessment.tally;
    let mut out = format!("### groundplan\n\n{}\n", inline(&text::last_line(assessment, false)));
    let all = tally.errors + tally.warnings + tally.notes;
    let mut shown = 0;
    if all > 0 {
        out.push_str("\n| where | severity | rule | what |\n|---|---|---|---|\n");
        for finding in order::most_telling(assessment) {
            let row = row(finding, files);
            if out.len() + row.len() + RESERVE > limit {
                break;
            }
            out.push_str(&row);
            shown += 1;
        }
    }
    match all.saturating_sub(shown) {
        0 => {}
        1 => out.push_str("\n1 more finding is left out; `--report json=FILE` writes it.\n"),
        more => {
            let _ = writeln!(out, "\n{more} more findings are left out; `--report json=FILE` writes them.");
        }
    }
    // Only a limit below a few lines comes to this; the verdict stands first.
    out.truncate((0..=limit.min(out.len())).rev().find(|at| out.is_char_boundary(*at)).unwrap_or(0));
    out
}

fn row(finding: &Finding, files: Option<&str>) -> String {
    let path = finding.place.source.path.as_str();
    let place = region::of(&finding.place).map_or(1, |(region, _)| region.line);
    let name = if path == "-" { "standard input".to_owned() } else { path.to_owned() };
    let said = inline(&format!("{name}:{place}"));
    let inside = path != "-" && !uri::is_absolute(path) && !path.split('/').any(|part| part == "..");
    let place = match files.filter(|_| inside) {
        Some(files) => format!("[{said}]({files}{}#L{place})", uri::of(path)),
        None => said,
    };
    let (severity, rule) = (finding.severity, inline(finding.rule));
    format!("| {place} | {severity} | {rule} | {} |\n", inline(&said::in_full(finding)))
}

/// Text that means itself, inside a cell of a table. References are never taken for structure (`CommonMark`, "Entity and
/// numeric character references").
fn inline(text: &str) -> String {
    let plain = said::harmless(text);
    let mut out = String::with_capacity(plain.len());
    for letter in plain.chars() {
        match letter {
            '\n' => out.push_str("<br>"),
            // Only these can begin markup within a line, a link, an entity or the name of an emoji or a person.
            '&' | '<' | '>' | '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '~' | '#' | '!' | '$' | ':' | '@' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(letter));
            }
            other => out.push(other),
        }
    }
    out
}
