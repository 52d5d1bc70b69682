use std::path::Path;
use std::process::Command;

use crate::objects;
use crate::project::Project;

/// The first of these programs that runs, with the arguments that make it build a folder.
fn kustomize() -> Option<(&'static str, &'static [&'static str])> {
    let programs: [(&str, &[&str], &[&str]); 2] =
        [("kustomize", &["version"], &["build"]), ("kubectl", &["kustomize", "--help"], &["kustomize"])];
    let runs = |program: &str, try_it: &[&str]| {
        Command::new(program).args(try_it).output().is_ok_and(|output| output.status.success())
    };
    programs.into_iter().find(|(program, try_it, _)| runs(program, try_it)).map(|(program, _, build)| (program, build))
}

#[test]
#[expect(clippy::print_stderr, reason = "a comparison that was not made is said")]
fn kustomize_builds_every_folder_and_finds_as_many_objects_as_groundplan() {
    let Some((program, arguments)) = kustomize() else {
        eprintln!("not compared with Kustomize: neither kustomize nor kubectl is on PATH");
        return;
    };
    let project = Project::copy_of_repository();
    let built = |folder: &str| -> usize {
        let output = Command::new(program).args(arguments).arg(project.path(folder)).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{folder}: {said}");
        assert_eq!(said, "", "{folder} builds without a warning");
        objects::parse(folder, std::str::from_utf8(&output.stdout).unwrap()).len()
    };
    for environment in ["dev", "prod"] {
        let tree = project.tree(&format!("generated/{environment}"));
        let paths = tree.iter().map(|(path, _)| Path::new(path));
        let folders: Vec<&str> = paths
            .filter(|path| path.ends_with("kustomization.yaml"))
            .map(|path| path.parent().unwrap().to_str().unwrap())
            .collect();
        assert!(folders.len() > 10, "{folders:?}");
        // Every other folder is named by one above it, so that these hold everything.
        let (top, nested): (Vec<&str>, Vec<&str>) =
            folders.into_iter().partition(|folder| folder.matches('/').count() == 2);
        assert!(nested.into_iter().all(|folder| built(folder) > 0));
        let in_all: usize = top.into_iter().map(built).sum();
        assert_eq!(in_all, objects::objects(&project, environment).len(), "{environment}");
    }
}
