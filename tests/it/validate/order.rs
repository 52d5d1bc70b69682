//! One report: the same bytes for any number of threads and any order of arguments.

use std::fmt::Write;

use crate::project::Project;
use crate::validate::MISSPELT;
use crate::validate::SERVICE;
use crate::validate::WIDGETS;
use crate::validate::folder;
use crate::validate::widget;

fn many() -> Project {
    let mut project = folder([("zz/crd.yaml", WIDGETS)]);
    for number in 0..700 {
        let text = match number % 5 {
            0 => MISSPELT.to_owned(),
            1 => widget("none"),
            2 => format!("{SERVICE}---\n{MISSPELT}"),
            3 => "a: [\n".to_owned(),
            _ => SERVICE.to_owned(),
        };
        project = project.file(&format!("f{:02}/{number:03}.yaml", number % 7), text);
    }
    project
}

#[test]
fn the_report_does_not_depend_on_threads_or_on_the_order_of_arguments() {
    let project = many();
    let one = project.run(["validate", ".", "-j", "1"]);
    assert_eq!(one.code, 1);
    for jobs in ["2", "7"] {
        let other = project.run(["validate", ".", "-j", jobs]);
        assert!(one.out == other.out, "{jobs} threads say something else");
    }
    let named = project.run(["validate", "zz", "f06", "f05", "f04", "f03", "f02", "f01", "f00"]);
    assert!(one.out == named.out, "the order of arguments matters");
}

#[test]
fn what_is_wrong_with_the_text_stands_among_what_is_wrong_with_its_objects() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  a: 1\n  b: x\n  b: z\n  c: 2\n---\n[\n---\n\
                apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\nda: {}\n";
    let said = folder([("a.yaml", text)]).run(["validate", "a.yaml"]);
    let places: Vec<&str> = said.out.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
    assert_eq!(places, ["a.yaml:5:6", "a.yaml:7:3", "a.yaml:8:6", "a.yaml:10:1", "a.yaml:15:1"], "{}", said.out);
    assert!(said.out.contains("failed: 5 errors; 2 documents in 1 file"), "{}", said.out);
}

#[test]
fn findings_stand_in_the_order_of_files_and_lines() {
    let said = many().run(["validate", "."]);
    let mut places: Vec<(String, usize)> = Vec::new();
    for line in said.out.lines() {
        let Some(place) = line.trim_start().strip_prefix("--> ") else { continue };
        let mut parts = place.split(':');
        let file = parts.next().unwrap().to_owned();
        places.push((file, parts.next().unwrap().parse().unwrap()));
    }
    assert!(places.len() > 100, "{}", places.len());
    let mut sorted = places.clone();
    sorted.sort();
    let mut wrong = String::new();
    for (place, expected) in places.iter().zip(&sorted).filter(|(place, expected)| place != expected) {
        writeln!(wrong, "{place:?} where {expected:?} should be").unwrap();
    }
    assert_eq!(wrong, "");
}
