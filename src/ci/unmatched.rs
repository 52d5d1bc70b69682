//! Patterns and folders of the model that match no file, and so do nothing.

use crate::ci::checkout::Checkout;
use crate::ci::pattern::Patterns;
use crate::ci::pipeline::Pipeline;
use crate::finding::Finding;
use crate::finding::Findings;
use crate::finding::Severity;
use crate::text::Place;

/// What a change selects in vain.
pub(super) const NOTHING: &str = "a change that it was written for selects nothing";

/// A pattern as somebody wrote it.
struct Written {
    place: Place,
    path: String,
    text: String,
    /// What it stands for.
    patterns: Patterns,
    why: &'static str,
}

/// Reports those that match no file.
pub fn check(findings: &mut Findings, pipeline: &Pipeline<'_>, checkout: &Checkout) {
    for written in written(pipeline) {
        if written.text == "." || checkout.paths().iter().any(|path| written.patterns.cover(path)) {
            continue;
        }
        let plain = !written.text.contains(['*', '?', '{']);
        let near = if plain { checkout.nearest(&written.text) } else { None };
        findings.push(finding(written.place, &written.path, &written.text, written.why, near));
    }
}

/// What is said of a pattern that matches no file, and of the path that was probably meant.
pub(super) fn finding(place: Place, path: &str, text: &str, why: &str, near: Option<&str>) -> Finding {
    Finding::error("pattern-without-files", place, format!("no file of the repository is at `{text}`"))
        .severity(Severity::Warning)
        .path(path)
        .why(why)
        .help(
            near.map_or_else(|| "remove it, or correct the path".to_owned(), |near| format!("did you mean `{near}`?")),
        )
}

/// All patterns and folders but those of shared triggers.
fn written(pipeline: &Pipeline<'_>) -> Vec<Written> {
    let ci = pipeline.ci;
    let mut all = Vec::new();
    let mut add = |path: &[&str], text: &str, why| {
        let place = pipeline.environment.place(path);
        let named = path.iter().take_while(|part| !part.bytes().all(|byte| byte.is_ascii_digit()));
        let path = named.copied().collect::<Vec<_>>().join(".");
        all.push(Written { place, path, text: text.to_owned(), patterns: Patterns::new([text]), why });
    };
    for (index, pattern) in ci.everything.iter().enumerate() {
        add(&["ci", "everything", &index.to_string()], &pattern.0, NOTHING);
    }
    for (index, pattern) in ci.python.strings.iter().enumerate() {
        let why = "no string counts as an import because of it";
        add(&["ci", "python", "strings", &index.to_string()], &pattern.0, why);
    }
    for (index, folder) in ci.python.roots.iter().enumerate() {
        add(&["ci", "python", "roots", &index.to_string()], &folder.0, "no Python is read because of it");
    }
    for (index, folder) in ci.python.path.iter().enumerate() {
        let why = "no import is found because of it";
        add(&["ci", "python", "path", &index.to_string()], &folder.0, why);
    }
    for (image, folder) in ci.images.iter() {
        add(&["ci", "images", image], &folder.0, "a change of the image selects none of those built upon it");
    }
    // A pattern for all services may match nothing of one of them.
    let names = || {
        pipeline.services.iter().flat_map(|service| std::iter::once(service.name).chain(service.parts.iter().copied()))
    };
    for (index, pattern) in ci.watch.iter().enumerate() {
        let patterns: Vec<String> = names().map(|name| pattern.0.replace("{service}", name)).collect();
        all.push(Written {
            place: pipeline.environment.place(&["ci", "watch", &index.to_string()]),
            path: "ci.watch".to_owned(),
            text: pattern.0.clone(),
            patterns: Patterns::new(patterns.iter().map(String::as_str)),
            why: NOTHING,
        });
    }
    for service in &pipeline.services {
        for (index, pattern) in service.job().into_iter().flat_map(|job| &job.watch).enumerate() {
            let text = pattern.0.replace("{service}", service.name);
            all.push(Written {
                place: service.environment.place(&["services", service.name, "ci", "watch", &index.to_string()]),
                path: format!("services.{}.ci.watch", service.name),
                patterns: Patterns::new([text.as_str()]),
                text,
                why: NOTHING,
            });
        }
    }
    all
}
