//! Why a service is selected, or why not, as a way that a person can follow line by line.

use std::io;
use std::io::Write;

use crate::ci::reach::module;
use crate::ci::selection::Reason;
use crate::ci::selection::Selected;
use crate::report::ci::matrix::Matrix;

/// Says why each service is selected; of one service (or the alias of one), why it is or is not.
pub fn why(out: &mut dyn Write, matrix: &Matrix<'_>, name: &str) -> io::Result<()> {
    let asked = matrix.selection.services.iter().any(|selected| matches!(selected.reason, Reason::Asked));
    let reason = match matrix.changed {
        _ if asked => "others were asked for by name".to_owned(),
        0 => "no file changed".to_owned(),
        1 if name.is_empty() => "none needs the changed file".to_owned(),
        1 => "it does not need the changed file".to_owned(),
        count if name.is_empty() => format!("none needs any of the {count} changed files"),
        count => format!("it needs none of the {count} changed files"),
    };
    if name.is_empty() {
        for selected in &matrix.selection.services {
            one(out, matrix, selected)?;
        }
        if matrix.selection.services.is_empty() {
            writeln!(out, "no service is selected: {reason}")?;
        }
        return Ok(());
    }
    let meant = matrix.pipeline.ci.aliases.get(name).map_or(name, |meant| meant.0.as_str());
    let named = |selected: &&Selected| matrix.pipeline.services[selected.service].name == meant;
    match matrix.selection.services.iter().find(named) {
        Some(selected) => one(out, matrix, selected),
        None => writeln!(out, "{meant}: not selected: {reason}"),
    }
}

fn one(out: &mut dyn Write, matrix: &Matrix<'_>, selected: &Selected) -> io::Result<()> {
    let service = &matrix.pipeline.services[selected.service];
    let file = selected.file.escape_debug();
    let name = service.name;
    match &selected.reason {
        Reason::Asked => writeln!(out, "{name}: asked for by name"),
        Reason::Everything => {
            let reason = matrix.selection.everything.as_deref().unwrap_or_default();
            writeln!(out, "{name}: everything is selected: {reason}")
        }
        Reason::Own => writeln!(out, "{name}: `{file}` is in its folder {}", service.source),
        Reason::Watched(pattern) => writeln!(out, "{name}: `{file}` is covered by its pattern `{pattern}`"),
        Reason::Settings => writeln!(out, "{name}: `{file}` is read by the tools in its folder {}", service.source),
        Reason::Declared(key) => writeln!(out, "{name}: `{file}` is below `{key}` of `ci.sharedTriggers`"),
        Reason::Reached { revision, way, beside } => {
            let whose = if *revision == "base" { " (as it was before the change)" } else { "" };
            writeln!(out, "{name}: needs `{file}`{whose}")?;
            for step in way {
                let place = format!("{}:{}", step.place.source.path.escape_debug(), step.place.line_column().0);
                writeln!(out, "    {place} -> {}  ({})", module(&step.to).escape_debug(), step.kind.name())?;
            }
            if *beside {
                writeln!(out, "    beside which lies {file}")?;
            }
            Ok(())
        }
    }
}
