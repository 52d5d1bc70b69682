//! Changes as a list of files, each changed one with its diff, and the way out at the end.

use std::io;
use std::io::Write;

use anstyle::AnsiColor;
use anstyle::Style;

use crate::diff::Action;
use crate::diff::Change;
use crate::diff::Changes;
use crate::diff::Kind;
use crate::diff::LineTag;
use crate::report::paint::Paint;
use crate::report::said::counted;
use crate::report::said::visible;
use crate::text::suggest::listed;

/// How many lines of one file's diff are shown.
const LINES_PER_FILE: usize = 60;

/// How many lines of diffs are shown in all; files beyond them are still named.
const LINES_IN_ALL: usize = 400;

/// How many files are named.
const FILES_IN_ALL: usize = 500;

/// Prints every file that drifted, the diffs of the changed ones, and what to do; nothing for a clean tree without
/// foreign files.
pub fn changes(out: &mut dyn Write, changes: &Changes, blocked: bool, colour: bool) -> io::Result<()> {
    let drift: Vec<&Change> = changes.drift().collect();
    let mut budget = LINES_IN_ALL;
    for (shown, change) in drift.iter().enumerate() {
        if shown == FILES_IN_ALL {
            let left = drift.len() - shown;
            writeln!(out, "and {}", counted(left, "more file", "more files"))?;
            break;
        }
        write_file(out, change, colour)?;
        budget -= write_diff(out, change, budget.min(LINES_PER_FILE), colour)?;
    }
    if !drift.is_empty() {
        write_way_out(out, changes, blocked, colour)?;
    }
    let noted: Vec<&str> = changes.noted().map(|change| change.path.as_str()).collect();
    if !noted.is_empty() {
        let verb = if noted.len() == 1 { "is" } else { "are" };
        let style = Paint::new(colour, AnsiColor::BrightGreen.on_default().bold());
        writeln!(out, "{style}note{style:#}: {} {verb} not groundplan's and left alone", visible(&listed(noted)))?;
    }
    Ok(())
}

fn write_file(out: &mut dyn Write, change: &Change, colour: bool) -> io::Result<()> {
    let width = Kind::ALL.into_iter().map(|kind| kind.name().len()).max().unwrap_or(0);
    let effect = match change.kind {
        Kind::Missing => AnsiColor::BrightGreen.on_default(),
        Kind::Orphaned | Kind::Foreign | Kind::Leftover => AnsiColor::BrightYellow.on_default(),
        _ => AnsiColor::BrightRed.on_default(),
    };
    let style = Paint::new(colour, effect.bold());
    let detail = match (&change.detail, change.kind) {
        (Some(target), Kind::Symlink) => format!(" -> {target}"),
        (Some(reason), _) => format!(": {reason}"),
        (None, _) => String::new(),
    };
    writeln!(out, "{style}{:width$}{style:#}  {}{}", change.kind.name(), visible(&change.path), visible(&detail))
}

/// Prints at most `most` lines of the diff and says how many there were beyond; returns how many lines it printed.
fn write_diff(out: &mut dyn Write, change: &Change, most: usize, colour: bool) -> io::Result<usize> {
    let Some(diff) = change.unified_diff().filter(|_| most > 0) else { return Ok(0) };
    if diff.lines.is_empty() {
        writeln!(out, "... too long to be compared line by line")?;
        return Ok(1);
    }
    let header = diff.header();
    let lines = || header.iter().chain(&diff.lines);
    let total = lines().count();
    // A remark that replaces a single line would say less than the line.
    let shown = if total <= most { total } else { most - 1 };
    for line in lines().take(shown) {
        let effect = match line.tag {
            LineTag::Header => Style::new().bold(),
            LineTag::Hunk => AnsiColor::Cyan.on_default(),
            LineTag::Added => AnsiColor::Green.on_default(),
            LineTag::Removed => AnsiColor::Red.on_default(),
            LineTag::Context => Style::new(),
        };
        let style = Paint::new(colour, effect);
        writeln!(out, "{style}{}{style:#}", line.text)?;
    }
    if shown < total {
        writeln!(out, "... {} of this diff", counted(total - shown, "more line", "more lines"))?;
        return Ok(shown + 1);
    }
    Ok(shown)
}

fn write_way_out(out: &mut dyn Write, changes: &Changes, blocked: bool, colour: bool) -> io::Result<()> {
    let counts: Vec<String> = changes.counts().map(|(kind, count)| format!("{count} {}", kind.name())).collect();
    let files = changes.drift().count();
    let style = Paint::new(colour, AnsiColor::BrightRed.on_default().bold());
    writeln!(
        out,
        "\n{style}drift{style:#}: {} from what the model renders ({})",
        counted(files, "file differs", "files differ"),
        counts.join(", "),
    )?;
    let style = Paint::new(colour, AnsiColor::BrightCyan.on_default().bold());
    let ways = if blocked {
        vec!["mend the errors above first: `groundplan render` writes nothing before"]
    } else {
        ways_out(changes)
    };
    for help in ways {
        writeln!(out, "  = {style}help{style:#}: {help}")?;
    }
    Ok(())
}

fn ways_out(changes: &Changes) -> Vec<&'static str> {
    let any = |wanted: &dyn Fn(&Change) -> bool| changes.drift().any(wanted);
    let kind = |kind: Kind| any(&|change| change.kind == kind);
    let refused = any(&|change| change.action == Action::Refuse);
    let mut ways = Vec::new();
    if refused {
        ways.push(
            "something stands where groundplan writes: move it out of the folder or delete it, \
             then run `groundplan render`",
        );
    } else if any(&|change| change.action != Action::Leave) {
        ways.push("run `groundplan render` and commit the result");
    }
    if kind(Kind::Changed) {
        ways.push("a change made by hand belongs in the model or in a template: rendering undoes it here");
    }
    if kind(Kind::LineEndings) {
        ways.push("keep git from converting line endings: `generated/** -text` in .gitattributes");
    }
    if kind(Kind::Unreadable) {
        ways.push("make the unreadable files readable: nothing is known about what is in them");
    }
    if kind(Kind::Foreign) {
        ways.push("move foreign manifests elsewhere: kubectl and Argo CD would apply them with the rest");
    }
    if any(&|change| change.kind == Kind::Symlink && change.action == Action::Leave) {
        ways.push("replace links by files: another checkout may not have what they lead to");
    }
    if any(&|change| change.kind == Kind::NotText && change.action == Action::Leave) {
        ways.push("move files that are not text elsewhere: kubectl and Argo CD would fail on them");
    }
    if kind(Kind::Leftover) {
        ways.push("an earlier run was stopped half way: rendering again finishes its work");
    }
    ways
}
