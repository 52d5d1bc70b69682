//! Findings as rustc shows them: the place, its line, what would happen and what to write instead.

use std::io;
use std::io::Write;
use std::ops::Range;

use annotate_snippets::Annotation;
use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::report::said;
use crate::text::Place;

/// How many findings are shown; whoever has more has one cause in common, and sees it.
pub(super) const MOST: usize = 200;

/// Prints each finding in the order given, with an empty line after each, and says how many there were beyond.
pub fn findings<'a>(
    out: &mut dyn Write,
    findings: impl IntoIterator<Item = &'a Finding>,
    colour: bool,
) -> io::Result<()> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut findings = findings.into_iter();
    for finding in findings.by_ref().take(MOST) {
        writeln!(out, "{}\n", renderer.render(&[group(finding)]))?;
    }
    match findings.count() {
        0 => Ok(()),
        more => writeln!(out, "and {more} more like these\n"),
    }
}

fn group(finding: &Finding) -> Group<'_> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(said::visible(&finding.message)).id(finding.rule);
    let mut group = Group::with_title(title);

    let main = (&finding.place, AnnotationKind::Primary, None);
    let mut rest: Vec<Mark<'_>> =
        finding.also.iter().map(|(place, label)| (place, AnnotationKind::Context, Some(label.as_str()))).collect();
    let mut next = Some(main);
    while let Some(first) = next {
        // Places in one file share one excerpt; the others follow in the order in which they were named.
        let (same, other): (Vec<_>, Vec<_>) = rest.into_iter().partition(|mark| near(mark.0, first.0));
        group = excerpt(group, &std::iter::once(first).chain(same).collect::<Vec<_>>());
        rest = other;
        next = if rest.is_empty() { None } else { Some(rest.remove(0)) };
    }

    let location = match (&finding.resource, &finding.path) {
        (Some(resource), Some(path)) => Some(format!("{resource}, `{path}`")),
        (Some(resource), None) => Some(resource.clone()),
        (None, Some(path)) => Some(format!("`{path}`")),
        (None, None) => None,
    };
    let remarks = [
        ("in", location.as_deref(), Level::NOTE),
        ("why", finding.why.as_deref(), Level::NOTE),
        ("help", finding.help.as_deref(), Level::HELP),
    ];
    for (name, text, level) in remarks {
        if let Some(text) = text {
            group = group.element(level.with_name(name).message(said::visible(text)));
        }
    }
    group
}

/// Whether two places are shown in one excerpt: what lies between them is read, too.
fn near(one: &Place, other: &Place) -> bool {
    const NEAR: u32 = 64 * 1024;
    one.source.path == other.source.path && one.span.start.abs_diff(other.span.start) < NEAR
}

type Mark<'a> = (&'a Place, AnnotationKind, Option<&'a str>);

/// Adds the lines that the marks stand on; all marks are in one file.
fn excerpt<'a>(group: Group<'a>, marks: &[Mark<'a>]) -> Group<'a> {
    let source = &marks[0].0.source;
    if source.text.is_empty() {
        let mut group = group.element(Origin::path(said::visible(&source.path)));
        for label in marks.iter().filter_map(|mark| mark.2) {
            group = group.element(Level::NOTE.message(said::visible(label)));
        }
        return group;
    }
    let text = source.text.as_str();
    let spans: Vec<Range<usize>> = marks.iter().map(|mark| within_its_line(text, mark.0)).collect();
    let first = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let last = spans.iter().map(|span| span.end).max().unwrap_or(0);
    // Only the lines concerned are handed on: the renderer reads all that it gets, for every finding anew.
    let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[last..].find('\n').map_or(text.len(), |length| last + length);
    let lines_before = text[..start].bytes().filter(|byte| *byte == b'\n').count();
    let lines = said::harmless_lines(text[start..end].trim_end_matches('\r'));
    let length = lines.len();
    let annotations = marks.iter().zip(spans).map(|((_, kind, label), span)| {
        // A line may end in returns only, which are not shown.
        let within = (span.start - start).min(length)..(span.end - start).min(length);
        let annotation: Annotation<'a> = kind.span(within);
        annotation.label(label.map(said::visible))
    });
    group.element(
        Snippet::source(lines).path(said::visible(&source.path)).line_start(lines_before + 1).annotations(annotations),
    )
}

/// The bytes to point at: the first line of the span, and where that is nothing, the character that it stands at.
fn within_its_line(text: &str, place: &Place) -> Range<usize> {
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let start = boundary(place.span.range().start).unwrap_or(0);
    let line_end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let line_end = start + text[start..line_end].trim_end_matches('\r').len();
    let end = boundary(place.span.range().end).unwrap_or(start).clamp(start, line_end);
    // A span that goes on below its first line would otherwise underline the blanks at the end of that line.
    let end = start + text[start..end].trim_end().len();
    if end > start {
        return start..end;
    }
    start..text[start..line_end].chars().next().map_or(start, |next| start + next.len_utf8())
}
