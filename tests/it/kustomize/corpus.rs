use std::path::Path;

use crate::kustomize;

/// How many lines about one folder are shown.
const SHOWN: usize = 6;

#[test]
fn kustomizations_of_others_build_as_kustomize_builds_them() {
    let folder = std::env::var("GROUNDPLAN_KUSTOMIZATIONS").unwrap_or_default();
    if folder.is_empty() {
        eprintln!("not compared with kustomize, as GROUNDPLAN_KUSTOMIZATIONS is not set: kustomizations of others");
        return;
    }
    let Some(program) = kustomize::program("kustomizations of others") else { return };
    let folder = Path::new(&folder);
    let files = kustomize::read(folder);
    let all = files.paths().filter_map(|path| {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        groundplan::kustomize::KUSTOMIZATION_NAMES.contains(&name).then(|| folder.to_owned())
    });
    let (mut same, mut refused, mut incomplete, mut wrong) = (0, 0, 0, Vec::new());
    for path in all {
        let built = kustomize::build(&files, &path);
        if !built.incomplete.is_empty() && !built.is_refused {
            incomplete += 1;
            continue;
        }
        let differences = match (kustomize::theirs(program, &folder.join(&path)), built.is_refused) {
            (Ok(theirs), false) => kustomize::differences(&kustomize::ours(&built), &theirs),
            (Err(_), true) => {
                refused += 1;
                continue;
            }
            (Err(said), false) => vec![format!("only kustomize refuses: {}", said.trim_end())],
            (Ok(_), true) => {
                let errors = built.findings.iter().map(|finding| format!("{}: {}", finding.place, finding.message));
                std::iter::once("only groundplan refuses".to_owned()).chain(errors).collect()
            }
        };
        if differences.is_empty() {
            same += 1;
        } else {
            let shown: Vec<String> = differences.into_iter().take(SHOWN).collect();
            wrong.push(format!("{path}\n  {}", shown.join("\n  ")));
        }
    }
    eprintln!("{same} built alike, {refused} refused by both, {incomplete} not built offline, {} differ", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
