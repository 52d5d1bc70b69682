#![expect(clippy::disallowed_methods, reason = "the tests look at the files that groundplan writes")]

use std::fs;
use std::process::Command;
use std::process::Stdio;
use std::time::Instant;

use super::FILE;
use crate::project::Project;
use crate::project::said;

/// A copy of this repository in which every Redis is to be rendered anew, some files are gone and some too many.
fn much_to_do() -> Project {
    let project = Project::copy_of_repository()
        .replace("environments/base.yaml", "version: v1.2.4", "version: v1.3.0-rc1")
        .without("generated/dev/namespaces/redis.yaml");
    let orphan = project.read("generated/dev/namespaces/redis-operator.yaml");
    project.file("generated/dev/gone/a.yaml", orphan)
}

#[test]
fn killed_at_any_moment_every_file_is_old_or_new_and_a_second_run_repairs() {
    let begun = Instant::now();
    let new = much_to_do().rendered();
    let whole_run = begun.elapsed();
    let new = new.tree("generated");
    let old = much_to_do().tree("generated");
    let mut stopped = 0;
    for step in 1..=5 {
        let project = much_to_do();
        let mut run = project.command().arg("render").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole_run * step / 6);
        run.kill().unwrap();
        stopped += u32::from(!run.wait().unwrap().success());

        let temporary = |path: &str| path.contains("/.groundplan-");
        for file in project.tree("generated").iter().filter(|file| !temporary(&file.0)) {
            assert!(old.contains(file) || new.contains(file), "{} is neither old nor new", file.0);
        }
        let project = project.rendered();
        assert_eq!(project.tree("generated"), new, "after a second run");
        assert_eq!(project.run(["check"]).code, 0);
    }
    assert!(stopped > 0, "no run was slow enough to be killed");
}

#[test]
fn a_run_that_finds_another_at_work_says_so_and_writes_nothing() {
    let project = Project::small();
    let lock = fs::File::open(project.path("")).unwrap();
    lock.try_lock().unwrap();
    let said = project.run(["render"]);
    assert_eq!(said.code, 4);
    assert!(said.err.starts_with("error: cannot write to `.`: another groundplan is writing to this project\nhint: "));
    assert!(!project.path("generated").exists());
    drop(lock);
    assert_eq!(project.run(["render"]).code, 0);
}

#[test]
fn a_folder_where_a_file_is_rendered_is_named_and_nothing_is_written() {
    let project = Project::small().file("environments/prod.yaml", "{}\n");
    // Without a file in it, so that git and `check` do not see it.
    fs::create_dir_all(project.path(FILE)).unwrap();
    let said = project.run(["render"]);
    assert_eq!(said.code, 4, "{}", said.out);
    let expected = format!(
        "error: cannot write `{FILE}`: it is a folder\n\
         hint: move `{FILE}` out of the way; groundplan writes real files in real folders\n"
    );
    assert_eq!(said.err, expected);
    assert_eq!(project.tree("generated"), []);
}

#[test]
fn a_folder_without_write_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::small().rendered().replace("environments/base.yaml", "v1.2.4", "v1.2.2");
    let folder = project.path("generated/dev/redis");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let may_write = fs::write(folder.join("probe"), "").is_ok();
    let before = project.tree("generated");
    let said = project.run(["render"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    if may_write {
        // The super-user writes everywhere, and then the run has to have done its work.
        assert_eq!(said.code, 0, "{}", said.err);
        return;
    }
    let expected =
        format!("error: cannot write `{FILE}`: permission denied\nhint: check who owns the file and its folder\n");
    assert_eq!((said.err, said.code), (expected, 4));
    assert_eq!(project.tree("generated"), before);
}

#[test]
fn a_disk_that_takes_no_more_leaves_the_old_tree_and_no_leftovers() {
    let project = much_to_do();
    let before = project.tree("generated");
    // No file may grow beyond 16 KiB, said by an error and not by a signal: all fit but the CRD.
    let limited = "trap '' XFSZ; ulimit -f 32; exec \"$0\" render";
    let mut command = Command::new("sh");
    command.args(["-c", limited, env!("CARGO_BIN_EXE_groundplan")]).current_dir(project.path(""));
    let said = said(command.env_clear());
    assert_eq!(said.code, 4, "{}", said.out);
    let crd = "generated/dev/redis-operator/crd.yaml";
    let expected = format!(
        "error: cannot write `{crd}`: the file would be larger than allowed here\n\
         hint: free some space and run the same command again\n"
    );
    assert_eq!(said.err, expected);
    assert_eq!(project.tree("generated"), before, "no leftovers either");
    project.rendered();
}
