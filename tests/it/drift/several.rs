use super::FILE;
use super::check;
use crate::project::Project;

#[test]
fn several_at_once_come_in_path_order_and_are_counted_by_kind() {
    let project = Project::small()
        .file("templates/redis/b.yaml.j2", crate::project::CONFIG_MAP.replace("settings", "b"))
        .rendered()
        .without("templates/redis/b.yaml.j2")
        .file("generated/z.yaml", "kind: X\n")
        .file("generated/dev/.groundplan-x1.tmp", "")
        .file("generated/a.json", "{}\n")
        .file("generated/NOTES.txt", "mine\n")
        .without(FILE);
    let listed = format!(
        "foreign       generated/a.json
interrupted   generated/dev/.groundplan-x1.tmp
orphaned      generated/dev/redis/b.yaml
missing       {FILE}
foreign       generated/z.yaml

drift: 5 files differ from what the model renders (1 missing, 1 orphaned, 2 foreign, 1 interrupted)
  = help: run `groundplan render` and commit the result
  = help: move foreign manifests elsewhere: kubectl and Argo CD would apply them with the rest
  = help: an earlier run was stopped half way: rendering again finishes its work
note: `generated/NOTES.txt` is not groundplan's and left alone
"
    );
    check(&project, &listed, "1 missing, 1 orphaned, 2 foreign, 1 interrupted");
}

#[test]
fn an_environment_that_was_removed_takes_its_whole_tree_with_it() {
    let project = Project::small().file("environments/prod.yaml", "{}\n").rendered();
    let other = "generated/prod/redis/settings.yaml";
    let project = project.file("generated/prod/redis/README.md", "ours\n").without("environments/prod.yaml");
    let listed = format!(
        "orphaned      {other}

drift: 1 file differs from what the model renders (1 orphaned)
  = help: run `groundplan render` and commit the result
note: `generated/prod/redis/README.md` is not groundplan's and left alone
"
    );
    check(&project, &listed, "1 orphaned");
    let said = project.run(["render"]);
    assert_eq!(said.out, format!("removed   {other}\n1 more file was already as it should be\n"));
    let left: Vec<String> = project.tree("generated").into_iter().map(|(path, _)| path).collect();
    assert_eq!(left, [FILE, "generated/prod/redis/README.md"]);
}

#[test]
fn a_new_environment_is_missing_as_a_whole() {
    let project = Project::small().rendered().file("environments/prod.yaml", "{}\n");
    let said = project.run(["check"]);
    assert_eq!(said.code, 1);
    assert!(said.out.starts_with("missing       generated/prod/redis/settings.yaml\n\ndrift: 1 file "), "{}", said.out);
    assert!(said.out.contains("environments  2 (dev, prod)\n"), "{}", said.out);
}

#[test]
fn two_files_of_one_environment_are_named_and_no_template_is_blamed() {
    let twice = |second: &str, first: &str| {
        format!(
            "error[environment-named-twice]: `dev` is the name of two environments
--> environments/{second}
::: environments/{first}
 = note: the first of them
 = why: both would render the same files
 = help: give one of the two files another name
"
        )
    };
    let capital = "error[environment-name]: `Dev` is no name for an environment
--> environments/Dev.yaml
 = why: it becomes a folder, and part of the names of objects
 = help: use small letters, digits and `-`
";
    for (other, report) in [
        ("dev.yml", format!("{}\nfailed: 1 error\n", twice("dev.yml", "dev.yaml"))),
        ("more/dev.yaml", format!("{}\nfailed: 1 error\n", twice("more/dev.yaml", "dev.yaml"))),
        ("Dev.yaml", format!("{capital}\n{}\nfailed: 2 errors\n", twice("dev.yaml", "Dev.yaml"))),
    ] {
        let project = Project::small().file(&format!("environments/{other}"), "{}\n");
        let said = project.run(["check"]);
        assert_eq!((said.out, said.code), (report, 2));
    }
}

#[test]
fn without_any_environment_there_is_nothing_to_check_and_nothing_is_removed() {
    let project = Project::small().rendered().without("environments/dev.yaml");
    let before = project.tree("generated");
    for command in ["check", "render"] {
        let said = project.run([command]);
        assert_eq!(said.code, 3, "{}", said.out);
        assert!(said.out.starts_with("nothing to check: no environment renders any file"), "{}", said.out);
    }
    assert_eq!(project.tree("generated"), before);
}

#[test]
fn every_file_is_named_however_long_the_diffs_of_the_others_are() {
    let mut project = Project::small();
    let lines: Vec<String> = (0..80).map(|line| format!("  line{line}: {{{{ redis.operator.version }}}}\n")).collect();
    let long = lines.concat();
    for file in 10..40 {
        let map = crate::project::CONFIG_MAP.replace("settings", &format!("settings-{file}"));
        project = project.file(&format!("templates/redis/{file}.yaml.j2"), map + &long);
    }
    let project = project.rendered().replace("environments/base.yaml", "version: v1.2.4", "version: v1.2.2");
    let said = project.run(["check"]);
    let named = said.out.lines().filter(|line| line.starts_with("changed ")).count();
    assert_eq!(named, 31, "{}", said.out);
    assert!(said.out.lines().count() < 500, "the diffs are cut");
}

#[test]
fn drift_beside_an_error_is_answered_with_the_error_first() {
    let project = Project::small().rendered().replace("environments/base.yaml", "v1.2.4", "v1.2.2").file(
        "templates/redis/b.yaml.j2",
        "apiVersion: v1
kind: ConfigMap
metadata: { name: b, namespace: rediss }
",
    );
    let said = project.run(["check"]);
    assert!(said.out.starts_with("error[unknown-namespace]: "), "{}", said.out);
    let (_, summary) = said.out.split_once("drift: ").unwrap();
    let help = "2 files differ from what the model renders (1 missing, 1 changed)
  = help: mend the errors above first: `groundplan render` writes nothing before
";
    assert!(summary.starts_with(help), "{summary}");
    assert_eq!(summary.matches("help:").count(), 1, "{summary}");
    assert_eq!(said.code, 1);
}
