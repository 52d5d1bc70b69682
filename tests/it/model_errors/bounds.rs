//! Files that are no text, too deep, or too large: an answer in bounded time, and never a crash.

use std::time::Duration;
use std::time::Instant;

use crate::model_errors::assert_unusable;
use crate::project::BASE;
use crate::project::Project;
use crate::project::Said;

const DEV: &str = "environments/dev.yaml";

/// Far more than any of these takes on a busy machine, and far less than a hook or a pipeline waits.
const SOON: Duration = Duration::from_mins(1);

fn checked_soon(project: &Project) -> Said {
    let start = Instant::now();
    let said = project.run(["check"]);
    assert!(start.elapsed() < SOON, "took {:?}", start.elapsed());
    assert!(!said.err.contains("panicked"), "{}", said.err);
    said
}

fn assert_unreadable(project: &Project, err: &str) {
    let before = project.tree(".");
    for command in ["check", "render"] {
        let said = project.run([command]);
        assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (4, "", err), "{command}");
    }
    assert_eq!(project.tree("."), before, "nothing may be written");
}

#[test]
fn a_file_that_is_not_utf_8_is_named_with_its_line() {
    assert_unreadable(
        &Project::small().file(DEV, b"redis:\n  namespace: \xff\xfe\n"),
        "error: cannot read `environments/dev.yaml`: line 2 is not UTF-8 text\nhint: save the file as UTF-8\n",
    );
}

#[test]
fn a_program_is_no_environment() {
    assert_unreadable(
        &Project::small().file(DEV, b"\x7fELF\x02\x01\x01\x00\x00"),
        "error: cannot read `environments/dev.yaml`: line 1 is not UTF-8 text\nhint: save the file as UTF-8\n",
    );
}

#[test]
fn without_a_folder_of_environments_the_folder_is_named() {
    assert_unreadable(
        &Project::empty().file("templates/a.yaml.j2", ""),
        "error: cannot read `environments`: it does not exist\n\
         hint: run groundplan in the project's folder, or name that folder on the command line\n",
    );
}

#[test]
fn without_environments_there_is_nothing_to_check() {
    let nothing = "nothing to check: no environment renders any file; \
                   environments are environments/*.yaml beside base.yaml\n";
    for project in [
        Project::small().without(DEV),
        Project::empty().file("environments/notes.md", "later").file("templates/a.yaml.j2", ""),
    ] {
        let before = project.tree(".");
        for command in ["check", "render"] {
            let said = project.run([command]);
            assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (3, nothing, ""), "{command}");
        }
        assert_eq!(project.tree("."), before, "nothing may be written");
    }
}

#[test]
fn windows_line_endings_and_a_byte_order_mark_change_no_place() {
    assert_unusable(
        &Project::small().file(DEV, "\u{feff}redis:\r\n  namespace: rediss\r\n"),
        "
error[dangling-reference]: there is no namespace `rediss`
 --> environments/dev.yaml:2:14
  |
2 |   namespace: rediss
  |              ^^^^^^
  |
  = in: environment dev, `redis.namespace`
  = help: did you mean `redis`?

failed: 1 error
",
    );
}

#[test]
fn a_file_nested_without_end_is_refused_where_it_becomes_too_deep() {
    let block = (1..3000).map(|depth| format!("{}a:\n", "  ".repeat(depth))).collect::<Vec<_>>().concat();
    for (text, place) in [
        (format!("values: {}{}\n", "[".repeat(100_000), "]".repeat(100_000)), "environments/dev.yaml:1:264\n"),
        (format!("values: {}{}\n", "{a: ".repeat(100_000), "}".repeat(100_000)), "environments/dev.yaml:1:1029\n"),
        (format!("values:\n{block}"), "environments/dev.yaml:256:511\n"),
    ] {
        let said = checked_soon(&Project::small().file(DEV, text));
        assert_eq!(said.code, 2);
        assert!(said.out.starts_with("error[invalid-yaml]: this is nested deeper than 255 levels\n"), "{}", said.out);
        assert!(said.out.contains(place), "{}", said.out);
        assert!(said.out.len() < 2000, "a line of {} bytes must not be shown whole", said.out.len());
    }
}

#[test]
fn aliases_that_multiply_without_end_are_refused() {
    let mut lines = vec!["values:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned()];
    for level in 1..12 {
        let names = vec![format!("*a{}", level - 1); 9].join(", ");
        lines.push(format!("  a{level}: &a{level} [{names}]\n"));
    }
    assert_unusable(
        &Project::small().file(DEV, lines.concat()),
        "
error[invalid-yaml]: aliases expand this to more than a million nodes
 --> environments/dev.yaml:8:12
  |
8 |   a6: &a6 [*a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5]
  |            ^^^

failed: 1 error
",
    );
}

#[test]
fn an_alias_inside_what_it_names_is_refused() {
    assert_unusable(
        &Project::small().file(DEV, "values: &all\n  again: *all\n"),
        "
error[invalid-yaml]: this alias stands inside the node that it names
 --> environments/dev.yaml:2:10
  |
2 |   again: *all
  |          ^^^^

failed: 1 error
",
    );
}

#[test]
fn five_megabytes_of_values_are_read() {
    let keys = (0..100_000)
        .map(|key| format!("  key{key}: \"a value that is a little longer than {key}\"\n"))
        .collect::<Vec<_>>()
        .concat();
    let text = "x".repeat(5_000_000);
    for values in [format!("values:\n{keys}"), format!("values: {{ text: \"{text}\" }}\n")] {
        assert!(values.len() > 5_000_000);
        let project = Project::small().file(DEV, values);
        let said = checked_soon(&project);
        assert_eq!(said.code, 1, "{}", said.out);
        assert!(said.out.ends_with("drift         1 missing\nfailed: the committed tree differs\n"), "{}", said.out);
    }
}

#[test]
fn large_layers_are_laid_upon_each_other_in_no_time() {
    let values = |text: &str| (0..30_000).map(|key| format!("  key{key}: {text}\n")).collect::<Vec<_>>().concat();
    let project = Project::small()
        .file("environments/base.yaml", format!("{BASE}values:\n{}", values("one")))
        .file(DEV, format!("values:\n{}", values("two")))
        .file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ values.key29999 }}\n",
        );
    let said = checked_soon(&project);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("drift         1 missing\n"), "{}", said.out);
}

#[test]
fn thousands_of_mistakes_are_counted_and_the_first_of_them_shown() {
    let keys = (0..3000).map(|key| format!("  key{key}: 1\n")).collect::<Vec<_>>().concat();
    let said = checked_soon(&Project::small().file(DEV, format!("redis:\n{keys}")));
    assert_eq!(said.code, 2);
    assert_eq!(said.out.matches("error[unknown-key]").count(), 200);
    assert!(said.out.ends_with("\nand 2800 more like these\n\nfailed: 3000 errors\n"), "{}", said.out);
}
