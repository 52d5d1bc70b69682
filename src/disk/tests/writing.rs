//! What a write leaves on disk, also when it is stopped, refused or out of space.

use std::process::Command;

use super::*;
use crate::disk::stage;

/// Runs one test of this binary in a shell that first sets something up, with a folder to work in.
fn run_in_shell(setup: &str, test: &str, folder: &Path) {
    let status = Command::new("sh")
        .arg("-c")
        .arg(format!(r#"{setup}; exec "$0" --exact "$1""#))
        .arg(std::env::current_exe().unwrap())
        .arg(format!("disk::tests::writing::{test}"))
        .env("GROUNDPLAN_TEST_FOLDER", folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&status.stdout).into_owned();
    assert!(status.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn rendering_twice_writes_once() {
    let project = project_with_everything_to_do();
    let written = project.write().unwrap();
    assert_eq!(written, Written { written: 3, repaired: 0, removed: 2, cleared: 1 });
    assert!(project.changes().is_clean());

    let before = fs::metadata(project.root().join("generated/dev/a.yaml")).unwrap();
    assert_eq!(project.write().unwrap(), Written::default());
    let after = fs::metadata(project.root().join("generated/dev/a.yaml")).unwrap();
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());

    let paths: Vec<String> = project.everything().into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        [
            "generated/",
            "generated/README.md",
            "generated/dev/",
            "generated/dev/a.yaml",
            "generated/dev/new/",
            "generated/dev/new/b.yaml",
            "generated/prod/",
            "generated/prod/new/",
            "generated/prod/new/c.yaml",
        ]
    );
}

#[test]
fn a_folder_with_somebody_elses_file_is_kept() {
    let project = Project::new()
        .file("generated/gone/o.yaml", format!("{OWNED}old: o\n"))
        .file("generated/gone/notes.txt", "mine\n");
    project.write().unwrap();
    assert_eq!(project.read("generated/gone/notes.txt"), "mine\n");
    assert!(!project.root().join("generated/gone/o.yaml").exists());
}

#[test]
fn killed_at_any_moment_every_file_is_old_or_new_and_the_next_run_repairs_the_rest() {
    let old = format!("{OWNED}old: a\n");
    let new = format!("{OWNED}new: a\n");
    let finished = {
        let project = project_with_everything_to_do();
        project.write().unwrap();
        project.everything()
    };
    let check = |project: &Project, moment: &str| {
        let a = project.read("generated/dev/a.yaml");
        assert!(a == old || a == new, "{moment}: {a}");
        assert!(!project.changes().is_clean(), "{moment}");
        assert_eq!(project.changes().count(Kind::Foreign), 0, "{moment}");
        project.write().unwrap();
        assert_eq!(project.everything(), finished, "{moment}");
    };

    for staged in 0..=3 {
        let project = project_with_everything_to_do();
        let plan = project.plan();
        // A process that is killed runs no destructors.
        std::mem::forget(stage::stage(project.root(), &plan.write[..staged]).unwrap());
        check(&project, &format!("{staged} staged"));
    }
    for swapped in 1..=3 {
        let project = project_with_everything_to_do();
        let mut all = stage::stage(project.root(), &project.plan().write).unwrap();
        let rest = all.files.split_off(swapped);
        all.swap().unwrap();
        std::mem::forget(rest);
        check(&project, &format!("{swapped} swapped"));
    }
    let project = project_with_everything_to_do();
    stage::stage(project.root(), &project.plan().write).unwrap().swap().unwrap();
    fs::remove_file(project.root().join("generated/gone/p.yaml")).unwrap();
    check(&project, "one orphan removed");
}

#[test]
fn a_file_that_was_torn_while_being_staged_is_cleared_unread() {
    let project =
        Project::new().renders("generated/a.yaml", "a: 1\n").file("generated/dev/.groundplan-Zz09Aa.tmp", [0xff, 0x00]);
    project.write().unwrap();
    let paths: Vec<String> = project.everything().into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["generated/", "generated/a.yaml"]);
}

#[test]
fn a_full_disk_changes_nothing() {
    if let Some(folder) = std::env::var_os("GROUNDPLAN_TEST_FOLDER") {
        let mut plan = WritePlan::default();
        for (path, length) in [("a", 10), ("dev/b", 10), ("dev/new/c", 1_000_000)] {
            let text = format!("{OWNED}{}", "x".repeat(length));
            plan.write.push(Source::new(format!("generated/{path}.yaml"), text));
        }
        plan.remove.push("generated/old.yaml".to_owned());
        check_error(
            write_changes(Path::new(&folder), &plan),
            "cannot write `generated/dev/new/c.yaml`: the file would be larger than allowed here",
        );
        return;
    }
    let project = Project::new()
        .file("generated/a.yaml", format!("{OWNED}old: a\n"))
        .file("generated/old.yaml", format!("{OWNED}old: o\n"));
    let before = project.everything();
    // A limit on the size of files stands in for a disk with little space: both fail in the middle of a write.
    run_in_shell("trap '' XFSZ; ulimit -f 64", "a_full_disk_changes_nothing", project.root());
    assert_eq!(project.everything(), before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_in_plain_words() {
    use std::io::Write;
    let mut full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let error = DiskError::from_os("generated/a.yaml", "write", &full.write(b"x").unwrap_err());
    assert_eq!(error.to_string(), "cannot write `generated/a.yaml`: the disk is full");
    assert_eq!(error.hint.unwrap(), "free some space and run the same command again");
}

#[test]
fn files_are_written_with_the_same_mode_under_every_umask() {
    if let Some(folder) = std::env::var_os("GROUNDPLAN_TEST_FOLDER") {
        let plan = WritePlan { write: vec![Source::new("generated/dev/a.yaml", OWNED)], ..WritePlan::default() };
        write_changes(Path::new(&folder), &plan).unwrap();
        return;
    }
    for umask in ["000", "022", "077", "277"] {
        let project = Project::new();
        let test = "files_are_written_with_the_same_mode_under_every_umask";
        run_in_shell(&format!("umask {umask}"), test, project.root());
        assert_eq!(project.mode("generated/dev/a.yaml"), 0o644, "umask {umask}");
        assert_eq!(project.mode("generated/dev"), 0o755, "umask {umask}");
    }
}

#[test]
fn an_executable_bit_is_taken_away_and_the_content_stays() {
    let project =
        Project::new().renders("generated/a.yaml", "a: 1\n").file("generated/a.yaml", format!("{OWNED}a: 1\n"));
    project.set_mode("generated/a.yaml", 0o755);
    assert_eq!(project.changes().count(Kind::Mode), 1);
    let before = fs::metadata(project.root().join("generated/a.yaml")).unwrap();
    assert_eq!(project.write().unwrap().repaired, 1);
    let after = fs::metadata(project.root().join("generated/a.yaml")).unwrap();
    assert_eq!(project.mode("generated/a.yaml"), 0o644);
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
}

#[test]
fn a_process_that_is_really_killed_leaves_whole_files() {
    const FILES: usize = 20;
    let path = |file: usize| format!("generated/env{}/{file}.yaml", file % 3);
    let body = |version: usize| format!("version: {version}\n").repeat(2000);
    if let Some(folder) = std::env::var_os("GROUNDPLAN_TEST_FOLDER") {
        for version in 0..100_000 {
            let text = format!("{OWNED}{}", body(version % 2));
            let write = (0..FILES).map(|file| Source::new(path(file), text.as_str())).collect();
            let plan = WritePlan { write, ..WritePlan::default() };
            write_changes(Path::new(&folder), &plan).unwrap();
        }
        return;
    }
    let mut project = Project::new();
    for file in 0..FILES {
        project = project.renders(&path(file), &body(0));
    }
    for round in 0..8 {
        project.write().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("--exact")
            .arg("disk::tests::writing::a_process_that_is_really_killed_leaves_whole_files")
            .env("GROUNDPLAN_TEST_FOLDER", project.root())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20 + 7 * round));
        child.kill().unwrap();
        child.wait().unwrap();

        for file in 0..FILES {
            let text = project.read(&path(file));
            let body = [body(0), body(1)].map(|body| format!("{OWNED}{body}"));
            assert!(body.contains(&text), "{} is torn", path(file));
        }
        project.write().unwrap();
        assert!(project.changes().is_clean());
        let files = project.everything().into_iter().filter(|(path, _)| !path.ends_with('/'));
        assert_eq!(files.count(), FILES);
    }
}
