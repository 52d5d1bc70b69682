//! Every way in which a template can be wrong, and what is said of it.

mod bounds; // too long, too large
mod collisions; // results that cannot exist beside each other
mod computed; // conditions and paths
mod each; // maps to repeat over
mod expressions; // what stands inside the tags
mod fields; // fields that the schema refuses
mod front_matter; // its keys and environments
mod glued; // values that are only a part of a scalar
mod lines; // from a wrong line to the template line
mod partials; // imports and includes
mod paths; // where a result may be written
mod rendered; // results that are no objects
mod rules; // objects that do not fit together
mod variables; // names that the model does not have

use crate::project::Project;

/// The templates can be rendered, and what they render is wrong: both commands say so, `render` in exactly these
/// words, and neither writes anything.
fn assert_refused(project: &Project, report: &str) {
    let before = project.tree(".");
    let report = report.trim_start_matches('\n');
    let render = project.run(["render"]);
    assert_eq!(render.out, report);
    assert_eq!((render.code, render.err.as_str()), (1, ""));
    let (findings, _) = report.rsplit_once("failed: ").expect("a report ends in its verdict");
    let check = project.run(["check"]);
    assert!(check.out.starts_with(findings), "{}", check.out);
    assert_eq!((check.code, check.err.as_str()), (1, ""));
    assert_eq!(project.tree("."), before, "nothing may be written");
}
