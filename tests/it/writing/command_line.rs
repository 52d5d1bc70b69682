use std::fs::File;
use std::process::Command;
use std::process::Stdio;

use crate::project::Project;
use crate::project::said;

const EXIT_CODES: &str = "
Exit codes:
  0  clean
  1  findings, or the committed tree differs
  2  the command line, the model, a template or a schema is wrong: nothing could be checked
  3  nothing to check
  4  a file could not be read or written
";

const OPTIONS: &str = "
Options:
  -C, --project <FOLDER>  The project folder, which holds environments/, templates/ and generated/;
                          paths are relative to it [default: .]
      --color <WHEN>      When to colour the output; `NO_COLOR` and `FORCE_COLOR` are heeded
                          [default: auto] [possible values: auto, always, never]
  -j, --jobs <N>          Threads to use; as many as there are processors, up to 8, if not given.
                          The output does not depend on it
  -h, --help              Print help
";

#[track_caller]
fn check_help<const N: usize>(arguments: [&str; N], expected: &str) {
    let said = Project::empty().run(arguments);
    assert_eq!(said.out, expected);
    assert_eq!((said.err.as_str(), said.code), ("", 0));
}

#[test]
fn the_help_names_every_command_and_exit_code() {
    let expected = format!(
        "One environment model, rendered, validated, and compared with the committed tree

Usage: groundplan [OPTIONS] <COMMAND>

Commands:
  render     Render, validate, and write generated/: what is new or changed, and nothing that
             groundplan did not write
  check      Render and validate in memory, and compare with the committed tree; writes nothing
  model      Print the effective model of an environment, with the place each value comes from and
             what it overrode
  placement  Show which pod runs on which node, what is left there, what fits nowhere, and what the
             loss of a node does
  validate   Validate manifests of any origin against the schemas of a Kubernetes minor; writes
             nothing
  ci         Say which services a change concerns, and hold the shared triggers to what the code
             imports
  schema     List the kinds that are known, or make a schema set of what a cluster or a project
             publishes
  rules      List the rules that look across the objects of an environment
  explain    Say what a rule means, why it matters, and what fires it
  help       Print this message or the help of the given subcommand(s)
{OPTIONS}  -V, --version           Print version
{EXIT_CODES}"
    );
    check_help(["--help"], &expected);
    check_help(["help"], &expected);
}

#[test]
fn the_help_of_each_command_says_its_exit_codes_too() {
    let check = "Render and validate in memory, and compare with the committed tree; writes nothing\n\n\
                 Usage: groundplan check [OPTIONS]\n";
    check_help(["check", "--help"], &format!("{check}{OPTIONS}{EXIT_CODES}"));
    let render = "Render, validate, and write generated/: what is new or changed, and nothing that groundplan did not\n\
                  write\n\nUsage: groundplan render [OPTIONS]\n";
    check_help(["render", "--help"], &format!("{render}{OPTIONS}{EXIT_CODES}"));
    let model = "Print the effective model of an environment, with the place each value comes from and what it\n\
                 overrode\n\nUsage: groundplan model [OPTIONS] <ENVIRONMENT>\n\n\
                 Arguments:\n  <ENVIRONMENT>  The environment, such as `dev`\n";
    check_help(["model", "--help"], &format!("{model}{OPTIONS}{EXIT_CODES}"));
}

#[test]
fn a_wrong_command_line_ends_with_2_and_writes_nothing() {
    let wrong: [&[&str]; 7] = [
        &[],
        &["rendre"],
        &["render", "--forse"],
        &["check", "extra"],
        &["--jobs", "many", "check"],
        &["model"],
        &["model", "staging"],
    ];
    let project = Project::small();
    for arguments in wrong {
        let said = said(project.command().args(arguments));
        assert_eq!(said.code, 2, "{arguments:?}");
        assert!(said.out.is_empty() && !said.err.is_empty(), "{arguments:?}: {}", said.out);
    }
    assert!(!project.path("generated").exists());
    let said = project.run(["model", "dve"]);
    assert_eq!(said.err, "error: there is no environment `dve`; did you mean `dev`?\n");
}

#[test]
fn a_folder_without_a_project_ends_with_4_and_says_where_to_run() {
    for command in ["render", "check"] {
        let said = Project::empty().run([command]);
        let expected = "error: cannot read `environments`: it does not exist\n\
                        hint: run groundplan in the project's folder, or name that folder on the command line\n";
        assert_eq!((said.out.as_str(), said.err.as_str(), said.code), ("", expected, 4));
    }
}

#[test]
fn a_project_folder_that_is_none_is_a_wrong_command_line() {
    let project = Project::small();
    for folder in ["nowhere", "environments/dev.yaml"] {
        for command in ["render", "check"] {
            let said = project.run(["-C", folder, command]);
            let expected = format!("error: there is no folder `{folder}`\n");
            assert_eq!((said.out.as_str(), said.err, said.code), ("", expected, 2));
        }
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let project = Project::copy_of_repository();
    for arguments in [&["model", "prod"][..], &["check"], &["--help"]] {
        let mut run = project.command().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Closed before anything is written: the worst that `head` can do.
        drop(run.stdout.take());
        let output = run.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
    }
    let head = "\"$0\" model prod | head -1";
    let first =
        said(Command::new("sh").args(["-c", head, env!("CARGO_BIN_EXE_groundplan")]).current_dir(project.path("")));
    assert_eq!((first.out.lines().count(), first.err.as_str(), first.code), (1, "", 0));
}

#[test]
fn a_drift_that_nobody_reads_on_is_still_a_failure() {
    let project = Project::small();
    let mut run = project.command().arg("check").stdout(Stdio::piped()).spawn().unwrap();
    drop(run.stdout.take());
    assert_eq!(run.wait().unwrap().code(), Some(1));
}

#[test]
fn a_report_that_cannot_be_written_is_a_failure() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let project = Project::small().rendered();
    for argument in ["check", "--help"] {
        let output = project.command().arg(argument).stdout(full.try_clone().unwrap()).output().unwrap();
        assert_eq!(output.status.code(), Some(4), "{argument}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with("error: cannot write the report: "), "{said}");
    }
}
