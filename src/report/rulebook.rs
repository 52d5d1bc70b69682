//! The rules as people read them: `docs/rules.md`, the list of `groundplan rules`, and one rule explained.

use std::fmt::Write as _;
use std::io;
use std::io::Write;

use crate::finding::Severity;
use crate::report::rules::Description;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rules;

/// The whole of `docs/rules.md`.
pub fn document() -> String {
    let mut out = String::from(
        "# The rules\n\n\
         What groundplan looks for across the objects of an environment, beyond schemas. `groundplan explain RULE` prints\n\
         one of these sections. The examples are run as tests: what stands under *fires* fires the rule and no other, and\n\
         what stands under *does not* fires none. This file is written by `UPDATE=1 cargo test`.\n",
    );
    for group in Group::ALL {
        let mut rules = rules::all().filter(|rule| rule.group == group).peekable();
        if rules.peek().is_none() {
            continue;
        }
        let _ = write!(out, "\n## {}\n", group.name());
        for rule in rules {
            let _ = write!(out, "\n{}", section(rule));
        }
    }
    out
}

/// The section of one rule.
pub fn section(rule: &Rule) -> String {
    let mut out = format!(
        "### {}\n\n{}, group {}. {}\n\n- Why: {}.\n- Source: {}.\n",
        rule.id,
        capital(&rule.severity.to_string()),
        rule.group.name(),
        rule.summary,
        rule.why,
        rule.source.trim_end_matches('.'),
    );
    if let Some(Example { facts, bad, good }) = &rule.example {
        if !facts.is_empty() {
            let _ = write!(out, "\nDeclared beside the manifests:\n\n```yaml\n{}\n```\n", facts.trim());
        }
        let _ = write!(out, "\nFires:\n\n```yaml\n{}\n```\n\nDoes not:\n\n```yaml\n{}\n```\n", bad.trim(), good.trim());
    }
    out
}

/// What there is to say of a rule that looks at one object, a text, or the model.
pub fn described(rule: Description) -> String {
    format!(
        "### {}\n\nFound in the {}. {}.\n\n- Why: {}.\n",
        rule.id,
        rule.area.name(),
        capital(rule.summary),
        rule.area.consequence()
    )
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One line a rule, by group.
pub fn list(out: &mut dyn Write) -> io::Result<()> {
    let width = rules::all().map(|rule| rule.id.len()).max().unwrap_or(0);
    for group in Group::ALL {
        let mut rules = rules::all().filter(|rule| rule.group == group).peekable();
        if rules.peek().is_none() {
            continue;
        }
        writeln!(out, "{}", group.name())?;
        for rule in rules {
            let severity = rule.severity.to_string();
            writeln!(out, "  {:width$}  {severity:7}  {}", rule.id, rule.summary.trim_end_matches('.'))?;
        }
    }
    Ok(())
}

/// The same for programs: an array with one object a rule.
pub fn json(out: &mut dyn Write) -> io::Result<()> {
    let object = |rule: &Rule| {
        serde_json::json!({
            "id": rule.id,
            "group": rule.group.name(),
            "severity": match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            "summary": rule.summary,
            "why": rule.why,
            "source": rule.source,
        })
    };
    let rules: Vec<serde_json::Value> = rules::all().map(object).collect();
    serde_json::to_writer_pretty(&mut *out, &rules)?;
    writeln!(out)
}
