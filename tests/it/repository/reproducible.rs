#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::process::Command;

use groundplan::text::ownership::HEADER;

use crate::project::Project;
use crate::project::repository;
use crate::project::said;

type Tree = Vec<(String, Vec<u8>)>;

/// A copy of the repository without its generated tree.
fn unrendered() -> (Project, Tree) {
    let project = Project::copy_of_repository();
    let committed = project.tree("generated");
    assert!(committed.len() > 100);
    fs::remove_dir_all(project.path("generated")).unwrap();
    (project, committed)
}

/// Names the files that differ, which says more than the bytes of two trees.
#[track_caller]
fn same(left: &Tree, right: &Tree) {
    let differ: Vec<&String> = left
        .iter()
        .filter(|file| !right.contains(file))
        .chain(right.iter().filter(|file| !left.contains(file)))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(differ, Vec::<&String>::new());
}

#[test]
fn the_committed_tree_is_what_the_model_renders_byte_for_byte() {
    let (project, committed) = unrendered();
    let project = project.rendered();
    same(&project.tree("generated"), &committed);
    let project = project.rendered();
    same(&project.tree("generated"), &committed);
}

#[test]
fn the_number_of_threads_does_not_show() {
    for jobs in ["1", "8"] {
        let (project, committed) = unrendered();
        assert_eq!(project.run(["render", "-j", jobs]).code, 0);
        same(&project.tree("generated"), &committed);
    }
    let project = Project::copy_of_repository().replace("environments/base.yaml", "v1.62.0", "v1.63.0");
    let reports = ["1", "8"].map(|jobs| project.run(["check", "-j", jobs]).out);
    assert_eq!(reports[0], reports[1], "nor in what is said");
}

#[test]
fn neither_language_nor_time_zone_nor_umask_shows() {
    for (language, zone, umask) in
        [("C", "UTC", "022"), ("ko_KR.UTF-8", "Asia/Seoul", "077"), ("tr_TR", "America/St_Johns", "000")]
    {
        let (project, committed) = unrendered();
        let mut command = Command::new("sh");
        command.args(["-c", "umask $UMASK && exec \"$0\" render", env!("CARGO_BIN_EXE_groundplan")]);
        command.env("LANG", language).env("LC_ALL", language).env("TZ", zone).env("UMASK", umask);
        let said = said(command.current_dir(project.path("")));
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        same(&project.tree("generated"), &committed);
        assert_eq!(project.run(["check"]).code, 0, "modes are right, too");
    }
}

#[test]
fn the_folder_that_groundplan_is_run_in_does_not_show() {
    let (project, committed) = unrendered();
    let elsewhere = Project::empty();
    let folder = project.path("");
    let said = said(elsewhere.command().arg("-C").arg(&folder).arg("render"));
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(!said.out.contains(folder.to_str().unwrap().trim_end_matches('/')), "{}", said.out);
    same(&project.tree("generated"), &committed);
    assert_eq!(elsewhere.tree(""), []);

    fs::create_dir(project.path("templates/deep")).unwrap();
    let said = crate::project::said(
        project.command().args(["-C", "../..", "check"]).current_dir(project.path("templates/deep")),
    );
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn the_order_in_which_files_were_created_does_not_show() {
    let (source, committed) = unrendered();
    let mut files = source.tree("");
    files.reverse();
    let project =
        files.into_iter().fold(Project::empty(), |project, (path, text)| project.file(&path, text)).rendered();
    same(&project.tree("generated"), &committed);
}

#[test]
fn a_checkout_with_windows_line_endings_renders_the_same() {
    let (source, committed) = unrendered();
    let windows = |text: Vec<u8>| String::from_utf8(text).unwrap().replace('\n', "\r\n");
    let files = source.tree("").into_iter();
    let project = files.fold(Project::empty(), |project, (path, text)| project.file(&path, windows(text))).rendered();
    same(&project.tree("generated"), &committed);
}

#[test]
fn no_rendered_file_says_where_when_or_by_which_version_it_was_made() {
    let (project, _) = unrendered();
    let project = project.rendered();
    let here = [project.path(""), repository().to_path_buf()]
        .map(|path| path.to_str().unwrap().trim_end_matches('/').to_owned());
    let is_date = |text: &str| {
        let digits = |range: std::ops::Range<usize>| text.as_bytes()[range].iter().all(u8::is_ascii_digit);
        text.len() == 10 && digits(0..4) && digits(5..7) && digits(8..10) && &text[4..5] == "-" && &text[7..8] == "-"
    };
    assert!(is_date("2025-12-26"), "dates are known when seen");
    for (path, text) in project.tree("generated") {
        let text = String::from_utf8(text).unwrap();
        for place in &here {
            assert!(!text.contains(place.as_str()), "{path} contains {place}");
        }
        let version = env!("CARGO_PKG_VERSION");
        // Which release a workflow installs stands in the model.
        let text: String = text.lines().filter(|line| !line.contains("uses: ")).flat_map(|line| [line, "\n"]).collect();
        let words = || text.split(|letter: char| letter.is_whitespace() || "\"'{}[],T".contains(letter));
        assert!(!words().any(|word| word.trim_start_matches('v') == version), "{path} contains {version}");
        assert_eq!(words().find(|word| is_date(word)), None, "{path} contains a date");
    }
}

#[test]
fn every_rendered_file_begins_with_the_header_and_ends_with_a_line_break() {
    for (path, text) in Project::copy_of_repository().tree("generated") {
        let text = String::from_utf8(text).unwrap();
        let mut lines = text.lines();
        let template =
            lines.next().and_then(|line| line.strip_prefix(&format!("# {HEADER}"))?.strip_suffix("; do not edit."));
        let template = template.unwrap_or_else(|| panic!("{path}: first line"));
        assert!(repository().join(template).is_file(), "{path}: {template} is there");
        let second = "# To change it, edit that template or environments/ and run `groundplan render`.";
        assert_eq!(lines.next(), Some(second), "{path}");
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path}");
    }
}

#[test]
fn check_is_clean_here_and_its_last_lines_say_what_was_covered() {
    let said = said(Command::new(env!("CARGO_BIN_EXE_groundplan")).arg("check").current_dir(repository()));
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    let project = Project::copy_of_repository();
    let generated = project.tree("generated");
    let of_repository = generated.iter().filter(|(path, _)| path.starts_with("generated/ci/")).count();
    let files = generated.len() - of_repository;
    let workflows = project.tree(".github/workflows").len();
    let lines: Vec<&str> = said.out.lines().collect();
    let from = lines.iter().position(|line| line.starts_with("environments ")).unwrap();
    assert_eq!(lines[from], "environments  2 (dev, prod)");
    assert_eq!(lines[from + 1], format!("files         {} rendered", files + of_repository + workflows));
    assert_eq!(lines[from + 2], format!("documents     {files}, of which {files} validated"));
    let counts = |line: &&str| line.split_whitespace().next().and_then(|count| count.parse::<usize>().ok());
    let by_schema: usize = lines[from + 3..].iter().map_while(counts).sum();
    assert_eq!(by_schema, files, "every document was held to a schema:\n{}", said.out);
    assert!(lines[lines.len() - 4].starts_with("rules ") && lines[lines.len() - 4].ends_with(" in every environment"));
    assert!(lines[lines.len() - 3].starts_with("ci            7 services in 2 jobs"), "{}", said.out);
    assert_eq!(lines[lines.len() - 2], "drift         none");
    assert!(lines[lines.len() - 1].starts_with("ok"), "{}", said.out);
}
