//! Every way in which an environment can be wrong, and what is said of it.

mod bounds; // files that are no text, too deep, or too large
mod cascades; // one mistake is one finding
mod facts; // quotas, databases, directives
mod keys; // unknown, repeated, missing and empty keys
mod layers; // files that are no layer, and layers that do not fit
mod order; // the order of Applications
mod references; // names that refer to nothing
mod selectors; // node labels that no node has
mod several; // many mistakes in one run
mod spelling; // values that mean something else than they seem to
mod syntax; // files that are not YAML as Kubernetes reads it
mod types; // values of another type
mod words; // words, versions and quantities that do not exist

use crate::project::Project;

/// Neither command can work with the project: both say why, in exactly these words, and write nothing.
pub(crate) fn assert_unusable(project: &Project, report: &str) {
    let before = project.tree(".");
    for command in ["check", "render"] {
        let said = project.run([command]);
        assert_eq!(said.out, report.trim_start_matches('\n'), "{command}");
        assert_eq!((said.code, said.err.as_str()), (2, ""), "{command}");
    }
    assert_eq!(project.tree("."), before, "nothing may be written");
}
