//! Every way in which the committed tree can differ from what the model renders, and what `check` says of it.

mod kinds; // one kind of drift at a time, in a small project
mod several; // several at once, and whole environments
mod values; // how far a change of one value reaches, in a copy of this repository

use crate::project::Project;
use crate::project::Said;

/// The file that the small project renders.
const FILE: &str = "generated/dev/redis/settings.yaml";

/// Runs `check` on a small project with one rendered file, and compares everything that it says.
#[track_caller]
fn check(project: &Project, listed: &str, drift: &str) {
    let before = project.tree("");
    let said = project.run(["check"]);
    let verdict = if drift == "none" { "ok" } else { "failed: the committed tree differs" };
    let expected = format!(
        "{listed}environments  1 (dev)
files         1 rendered
documents     1, of which 1 validated
           1  by Kubernetes 1.28
drift         {drift}
{verdict}
"
    );
    // How many rules there are is said elsewhere.
    let (rules, rest): (Vec<&str>, Vec<&str>) = said.out.lines().partition(|line| line.starts_with("rules "));
    assert_eq!(rest.join("\n") + "\n", expected);
    assert_eq!(rules.len(), 1);
    assert_eq!(said.err, "");
    assert_eq!(said.code, i32::from(drift != "none"));
    assert_eq!(project.tree(""), before, "`check` writes nothing");
}

/// Expects `render` to settle everything, so that `check` has nothing more to say.
#[track_caller]
fn settles(project: &Project, written: &str) {
    let said = project.run(["render"]);
    assert_eq!((said.out.as_str(), said.err.as_str(), said.code), (written, "", 0));
    let Said { out, code, .. } = project.run(["check"]);
    assert!(code == 0 && out.ends_with("drift         none\nok\n"), "{out}");
}

/// Expects `render` to write nothing, and to say why.
#[track_caller]
fn refuses(project: &Project, why: &str) {
    let before = project.tree("");
    let said = project.run(["render"]);
    let advice = "failed: nothing was written; move these files out of the generated folder, or delete them, and run \
                  `groundplan render` again\n";
    assert_eq!((said.out, said.err.as_str(), said.code), (format!("{why}{advice}"), "", 1));
    assert_eq!(project.tree(""), before);
}
