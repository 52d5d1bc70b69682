//! What is read, in which order, and what stops the run.

use std::process::Command;

use super::*;
use crate::disk::read_sources;
use crate::text::Content;

#[test]
fn the_tree_is_read_as_it_is_with_nothing_left_out() {
    let project = Project::new()
        .file("generated/b.yaml", "b: 1\n")
        .file("generated/.hidden/a.yaml", "a: 1\n")
        .file("generated/.git/config", "not ours to look at")
        .file("generated/latin1.yaml", b"a: \xe9\n")
        .file("generated/torn.yaml", format!("{OWNED}a: \0\0"))
        .link("generated/link.yaml", "b.yaml")
        .link("generated/loop", ".");
    let status = Command::new("mkfifo").arg(project.root().join("generated/pipe")).status();
    assert!(status.unwrap().success());
    project.set_mode("generated/b.yaml", 0o755);

    let tree = read_tree(project.root(), "generated/").unwrap();
    let said: Vec<String> = tree
        .iter()
        .map(|(path, file)| match &file.content {
            Content::Text(source) => format!("{path} {:?} {}", source.text, file.executable),
            other => format!("{path} {other:?}"),
        })
        .collect();
    assert_eq!(
        said,
        [
            r#"generated/.hidden/a.yaml "a: 1\n" false"#,
            r#"generated/b.yaml "b: 1\n" true"#,
            "generated/latin1.yaml NotText { owned: false }",
            r#"generated/link.yaml Symlink("b.yaml")"#,
            r#"generated/loop Symlink(".")"#,
            r#"generated/pipe Unreadable("it is not a regular file")"#,
            "generated/torn.yaml NotText { owned: true }",
        ]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_reported_not_skipped() {
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new().file("generated/a.yaml", OWNED);
    let name = std::ffi::OsStr::from_bytes(b"b\xff.yaml");
    fs::write(project.root().join("generated").join(name), "a: 1\n").unwrap();
    let changes = project.changes();
    assert_eq!(changes.count(Kind::Unreadable), 1);
}

#[test]
fn a_folder_that_is_not_there_is_an_empty_tree() {
    let project = Project::new();
    let tree = read_tree(project.root(), "generated").unwrap();
    assert!(!tree.exists && tree.is_empty());
    fs::create_dir(project.root().join("generated")).unwrap();
    let tree = read_tree(project.root(), "generated").unwrap();
    assert!(tree.exists && tree.is_empty());
}

#[test]
fn a_generated_folder_that_is_a_link_is_not_followed() {
    let project =
        Project::new().file("elsewhere/a.yaml", OWNED).link("generated", "elsewhere").renders("generated/a.yaml", "");
    assert_eq!(project.changes().count(Kind::Symlink), 1);
    check_error(project.write(), "cannot write `generated`: it is a symbolic link to `elsewhere`");
}

#[test]
fn sources_are_read_in_path_order_by_extension() {
    let project = Project::new()
        .file("environments/prod.yaml", "p: 1\n")
        .file("environments/base/a.yml", "a: 1\n")
        .file("environments/base-eu.yaml", "e: 1\n")
        .file("environments/dev.yaml", "d: 1\n")
        .file("environments/README.md", "hello\n")
        .link("environments/.#dev.yaml", "somebody@host.1234")
        .link("environments/stage.yaml", "dev.yaml")
        .link("environments/shared", "../shared")
        .file("shared/s.yaml", "s: 1\n");
    let sources = read_sources(project.root(), "environments", &["yaml", "yml"]).unwrap();
    let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "environments/base-eu.yaml",
            "environments/base/a.yml",
            "environments/dev.yaml",
            "environments/prod.yaml",
            "environments/shared/s.yaml",
            "environments/stage.yaml",
        ]
    );
    assert_eq!(sources[5].text, "d: 1\n");
}

#[test]
fn sources_that_cannot_be_read_stop_the_run() {
    let check = |project: &Project, said: &str| {
        let error = read_sources(project.root(), "environments", &["yaml"]).unwrap_err();
        assert_eq!(error.to_string(), said);
        assert!(error.hint.is_some());
        error
    };
    let error = check(&Project::new(), "cannot read `environments`: it does not exist");
    assert!(error.is_missing());
    check(
        &Project::new().file("environments/a.yaml", b"a: 1\nb: \xff\n"),
        "cannot read `environments/a.yaml`: line 2 is not UTF-8 text",
    );
    check(
        &Project::new().file("environments/a.yaml", b"a: 1\n\n\0"),
        "cannot read `environments/a.yaml`: line 3 is not UTF-8 text",
    );
    check(
        &Project::new().link("environments/a.yaml", "/etc/hostname"),
        "cannot read `environments/a.yaml`: it is a link that leads out of the project",
    );
    check(
        &Project::new().link("environments/a.yaml", "nowhere"),
        "cannot read `environments/a.yaml`: it is a link to something that does not exist",
    );
    check(
        &Project::new().link("environments/loop", "../environments"),
        "cannot read `environments/loop`: it is a link to a folder around itself",
    );
    check(
        &Project::new().file("environments", "a file\n"),
        "cannot read `environments`: a part of its path is not a folder",
    );
}

#[test]
fn the_order_of_creation_does_not_matter() {
    let forwards = Project::new().file("environments/a.yaml", b"\xff").file("environments/b.yaml", b"\xff");
    let backwards = Project::new().file("environments/b.yaml", b"\xff").file("environments/a.yaml", b"\xff");
    for project in [forwards, backwards] {
        for _ in 0..20 {
            let error = read_sources(project.root(), "environments", &["yaml"]).unwrap_err();
            assert_eq!(error.path, "environments/a.yaml");
        }
    }
}
