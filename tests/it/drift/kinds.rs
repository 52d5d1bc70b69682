#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "the tests damage the committed tree")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;

use super::FILE;
use super::check;
use super::refuses;
use super::settles;
use crate::project::CONFIG_MAP;
use crate::project::Project;

const RENDER: &str = "  = help: run `groundplan render` and commit the result\n";
const IN_THE_WAY: &str = "  = help: something stands where groundplan writes: move it out of the folder or delete it, \
                          then run `groundplan render`\n";

#[test]
fn a_clean_tree_is_said_to_be_clean() {
    check(&Project::small().rendered(), "", "none");
}

#[test]
fn a_file_that_was_never_committed_is_missing() {
    let project = Project::small();
    let listed = format!(
        "missing       {FILE}\n\n\
         drift: 1 file differs from what the model renders (1 missing)\n{RENDER}"
    );
    check(&project, &listed, "1 missing");
    settles(&project, &format!("wrote     {FILE}\n"));
}

#[test]
fn a_hand_edit_is_shown_line_by_line_and_undone() {
    let project = Project::small().rendered().replace(FILE, "version: v1.2.4", "version: v1.2.2");
    let listed = format!(
        "changed       {FILE}
--- committed/{FILE}
+++ rendered/{FILE}
@@ -6,4 +6,4 @@
   name: settings
   namespace: redis
 data:
-  version: v1.2.2
+  version: v1.2.4

drift: 1 file differs from what the model renders (1 changed)
{RENDER}  = help: a change made by hand belongs in the model or in a template: rendering undoes it here
"
    );
    check(&project, &listed, "1 changed");
    settles(&project, &format!("wrote     {FILE}\n"));
}

#[test]
fn a_comment_added_by_hand_is_drift_although_it_means_the_same() {
    let project = Project::small().rendered().replace(FILE, "\ndata:", "\ndata: # settings");
    let said = project.run(["check"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("\n-data: # settings\n+data:\n"), "{}", said.out);
}

#[test]
fn a_model_that_moved_on_without_a_render_is_the_same_drift_the_other_way_round() {
    let project = Project::small().rendered().replace("environments/base.yaml", "version: v1.2.4", "version: v1.2.2");
    let said = project.run(["check"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("\n-  version: v1.2.4\n+  version: v1.2.2\n"), "{}", said.out);
    settles(&project, &format!("wrote     {FILE}\n"));
}

#[test]
fn a_file_whose_template_is_gone_is_orphaned_and_removed_with_its_folder() {
    let project = Project::small().file("templates/old/a.yaml.j2", CONFIG_MAP.replace("settings", "old")).rendered();
    let project = project.without("templates/old/a.yaml.j2");
    let listed = format!(
        "orphaned      generated/dev/old/a.yaml\n\n\
         drift: 1 file differs from what the model renders (1 orphaned)\n{RENDER}"
    );
    check(&project, &listed, "1 orphaned");
    settles(&project, "removed   generated/dev/old/a.yaml\n1 more file was already as it should be\n");
    assert!(!project.path("generated/dev/old").exists());
}

#[test]
fn a_manifest_of_somebody_else_fails_and_is_never_removed() {
    for name in ["extra.yaml", "extra.yml", "extra.json", "Kustomization"] {
        let path = format!("generated/dev/redis/{name}");
        let project = Project::small().rendered().file(&path, "kind: X\n");
        let listed = format!(
            "foreign       {path}\n\n\
             drift: 1 file differs from what the model renders (1 foreign)\n  \
             = help: move foreign manifests elsewhere: kubectl and Argo CD would apply them with the rest\n"
        );
        check(&project, &listed, "1 foreign");
        assert_eq!(project.run(["render"]).code, 0);
        check(&project, &listed, "1 foreign");
    }
}

#[test]
fn a_file_that_the_cluster_does_not_read_is_noted_and_fails_nothing() {
    let project = Project::small().rendered().file("generated/README.md", "Look, do not touch.\n");
    check(&project, "note: `generated/README.md` is not groundplan's and left alone\n", "none");
    let project = project.file("generated/dev/redis/LICENSE", "MIT\n");
    let listed = "note: `generated/README.md` and `generated/dev/redis/LICENSE` are not groundplan's and left alone\n";
    check(&project, listed, "none");
}

#[test]
fn an_executable_manifest_loses_its_bit_and_nothing_else() {
    let project = Project::small().rendered();
    let modified = || fs::metadata(project.path(FILE)).unwrap().modified().unwrap();
    let before = modified();
    fs::set_permissions(project.path(FILE), fs::Permissions::from_mode(0o755)).unwrap();
    let listed = format!(
        "executable    {FILE}\n\n\
         drift: 1 file differs from what the model renders (1 executable)\n{RENDER}"
    );
    check(&project, &listed, "1 executable");
    settles(&project, &format!("repaired  {FILE}\n"));
    assert_eq!(fs::metadata(project.path(FILE)).unwrap().permissions().mode() & 0o777, 0o644);
    assert_eq!(modified(), before, "the content was not written again");
}

#[test]
fn windows_line_endings_are_a_kind_of_their_own() {
    let project = Project::small().rendered();
    let text = project.read(FILE).replace('\n', "\r\n");
    let project = project.file(FILE, text);
    let listed = format!(
        "line endings  {FILE}\n\n\
         drift: 1 file differs from what the model renders (1 line endings)\n{RENDER}  \
         = help: keep git from converting line endings: `generated/** -text` in .gitattributes\n"
    );
    check(&project, &listed, "1 line endings");
    settles(&project, &format!("wrote     {FILE}\n"));
}

#[test]
fn a_damaged_file_of_ours_is_not_text_and_is_written_again() {
    let project = Project::small().rendered();
    let bytes = [project.read(FILE).as_bytes(), b"\xff\xfe"].concat();
    let project = project.file(FILE, bytes);
    let listed = format!(
        "not text      {FILE}\n\n\
         drift: 1 file differs from what the model renders (1 not text)\n{RENDER}"
    );
    check(&project, &listed, "1 not text");
    settles(&project, &format!("wrote     {FILE}\n"));
}

#[test]
fn an_image_where_a_manifest_is_rendered_is_left_to_its_owner() {
    let project = Project::small().file(FILE, b"\x89PNG\r\n\x1a\n\0");
    let listed = format!(
        "not text      {FILE}\n\n\
         drift: 1 file differs from what the model renders (1 not text)\n{IN_THE_WAY}"
    );
    check(&project, &listed, "1 not text");
    refuses(&project, &format!("not written  {FILE}: it is not text and does not carry groundplan's header\n"));
}

#[test]
fn a_file_of_somebody_elses_at_a_rendered_path_is_not_written_over() {
    let project = Project::small().file(FILE, "kind: Mine\n");
    let listed = format!(
        "not owned     {FILE}\n\n\
         drift: 1 file differs from what the model renders (1 not owned)\n{IN_THE_WAY}"
    );
    check(&project, &listed, "1 not owned");
    refuses(&project, &format!("not written  {FILE}: it does not carry groundplan's header\n"));
}

#[test]
fn a_generated_file_without_its_first_line_belongs_to_whoever_took_it_away() {
    let project = Project::small().rendered();
    let (_, text) = project.read(FILE).split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let project = project.file(FILE, text);
    refuses(&project, &format!("not written  {FILE}: it does not carry groundplan's header\n"));
}

#[test]
fn a_file_where_a_folder_is_rendered_is_in_the_way() {
    let project = Project::small().file("generated/dev/redis", "a note\n");
    let listed = format!(
        "not owned     generated/dev/redis\nmissing       {FILE}\n\n\
         drift: 2 files differ from what the model renders (1 missing, 1 not owned)\n{IN_THE_WAY}"
    );
    check(&project, &listed, "1 missing, 1 not owned");
    refuses(&project, "not written  generated/dev/redis: it is a file where a folder is rendered\n");
}

#[test]
fn a_folder_where_a_file_is_rendered_is_in_the_way() {
    let project = Project::small().file(&format!("{FILE}/mine.txt"), "mine\n");
    let listed = format!(
        "not owned     {FILE}: it is a folder\n\n\
         drift: 1 file differs from what the model renders (1 not owned)\n{IN_THE_WAY}\
         note: `{FILE}/mine.txt` is not groundplan's and left alone\n"
    );
    check(&project, &listed, "1 not owned");
    refuses(&project, &format!("not written  {FILE}: it is a folder\n"));
}

#[test]
fn a_link_is_drift_even_if_what_it_leads_to_is_right() {
    let project = Project::small().rendered();
    let project = project.file("elsewhere.yaml", "").without(FILE);
    symlink("../../../elsewhere.yaml", project.path(FILE)).unwrap();
    let listed = format!(
        "symlink       {FILE} -> ../../../elsewhere.yaml\n\n\
         drift: 1 file differs from what the model renders (1 symlink)\n{IN_THE_WAY}"
    );
    let said = project.run(["check"]);
    assert!(said.code == 1 && said.out.starts_with(&listed), "{}", said.out);
    let said = project.run(["render"]);
    assert_eq!(said.code, 1);
    let refused = format!("not written  {FILE}: it is a symbolic link to `../../../elsewhere.yaml`\n");
    assert!(said.out.starts_with(&refused), "{}", said.out);
    assert_eq!(project.read("elsewhere.yaml"), "", "nothing is written through the link");
}

#[test]
fn what_is_not_a_file_is_said_and_not_waited_for() {
    let project = Project::small().rendered();
    let pipe = project.path("generated/dev/redis/pipe.yaml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let said = project.run(["check"]);
    let listed = "unreadable    generated/dev/redis/pipe.yaml: it is not a regular file\n\n\
                  drift: 1 file differs from what the model renders (1 unreadable)\n  \
                  = help: make the unreadable files readable: nothing is known about what is in them\n";
    assert!(said.code == 1 && said.out.starts_with(listed), "{}", said.out);
}

#[test]
fn a_file_without_read_permission_is_unreadable_not_missing() {
    let project = Project::small().rendered();
    fs::set_permissions(project.path(FILE), fs::Permissions::from_mode(0o000)).unwrap();
    let readable = fs::read(project.path(FILE)).is_ok();
    let said = project.run(["check"]);
    if readable {
        // The super-user reads everything, and groundplan then has nothing to complain of.
        assert_eq!(said.code, 0, "{}", said.out);
    } else {
        let listed = format!("unreadable    {FILE}: permission denied\n");
        assert!(said.code == 1 && said.out.starts_with(&listed), "{}", said.out);
    }
}

#[test]
fn what_a_stopped_run_left_behind_is_cleared() {
    let leftover = "generated/dev/redis/.groundplan-a1B2c3.tmp";
    let project = Project::small().rendered().file(leftover, "half a fi");
    let listed = format!(
        "interrupted   {leftover}\n\n\
         drift: 1 file differs from what the model renders (1 interrupted)\n{RENDER}  \
         = help: an earlier run was stopped half way: rendering again finishes its work\n"
    );
    check(&project, &listed, "1 interrupted");
    settles(&project, &format!("cleared   {leftover}\n1 more file was already as it should be\n"));
}
