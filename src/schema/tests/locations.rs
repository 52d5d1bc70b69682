//! Locations of schemas: which are asked, in which order, and that none of them is silent about a fault.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;

use crate::schema::Catalog;
use crate::schema::Files;
use crate::schema::KubernetesVersion;
use crate::schema::LocationError;
use crate::schema::Locations;
use crate::schema::parse_version;

/// Files that exist in memory only, and which of them were read.
#[derive(Debug, Default)]
pub(super) struct Memory {
    files: BTreeMap<String, String>,
    read: Mutex<Vec<String>>,
}

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Option<String>, String> {
        self.read.lock().unwrap().push(path.to_owned());
        match self.files.get(path).map(String::as_str) {
            Some("(locked)") => Err("permission denied".to_owned()),
            text => Ok(text.map(str::to_owned)),
        }
    }

    fn list(&self, folder: &str) -> Result<Option<Vec<String>>, String> {
        let below = self.files.keys().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
        let mut names: Vec<String> =
            below.map(|path| path.split_inclusive('/').next().unwrap_or_default().to_owned()).collect();
        names.dedup();
        Ok((!names.is_empty()).then_some(names))
    }
}

pub(super) const WIDGET: &str = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.org }
spec:
  group: example.org
  names: { kind: Widget, plural: widgets }
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, properties: { size: { type: integer } } }
";

fn memory(files: &[(&str, &str)]) -> Arc<Memory> {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    Arc::new(Memory { files, read: Mutex::default() })
}

fn open(locations: &[&str], files: &Arc<Memory>) -> Result<Catalog, Vec<LocationError>> {
    let version = parse_version("1.28").unwrap();
    let written: Vec<String> = locations.iter().map(|&location| location.to_owned()).collect();
    let files: Arc<dyn Files> = Arc::<Memory>::clone(files);
    let mut catalog = Catalog::new(version.minor).unwrap();
    catalog.set_locations(Locations::open(&written, &version, true, files)?);
    Ok(catalog)
}

/// What is said about the one fault of a location.
fn refused(location: &str, files: &[(&str, &str)]) -> String {
    let errors = open(&[location], &memory(files)).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].to_string()
}

fn source<'c>(catalog: &'c Catalog, api_version: &str, kind: &str) -> Option<&'c str> {
    catalog.find(api_version, kind).map(|found| found.source())
}

const BY_GROUP: &str = "crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json";

#[test]
fn the_first_location_that_knows_a_kind_decides() {
    let files = memory(&[
        ("crds/example.org/widget_v1.json", "{}"),
        ("crds/apps/deployment_v1.json", "{}"),
        ("own/widget.yaml", WIDGET),
    ]);
    let catalog = open(&[BY_GROUP, "default", "own"], &files).unwrap();
    assert_eq!(source(&catalog, "example.org/v1", "Widget"), Some(BY_GROUP));
    assert_eq!(source(&catalog, "apps/v1", "Deployment"), Some(BY_GROUP));
    assert_eq!(source(&catalog, "apps/v1", "StatefulSet"), Some("Kubernetes 1.28"));
    let catalog = open(&["own/", "default", BY_GROUP], &files).unwrap();
    assert_eq!(source(&catalog, "example.org/v1", "Widget"), Some("own/"));
    assert_eq!(source(&catalog, "apps/v1", "Deployment"), Some("Kubernetes 1.28"));
    assert_eq!(source(&catalog, "apps/v2", "Deployment"), None);
}

#[test]
fn without_default_the_embedded_kinds_are_not_asked() {
    let catalog = open(&["own"], &memory(&[("own/widget.yaml", WIDGET)])).unwrap();
    assert_eq!(source(&catalog, "example.org/v1", "Widget"), Some("own"));
    assert_eq!(source(&catalog, "v1", "Pod"), None);
    assert_eq!(catalog.entries(), [("example.org/v1", "Widget", "own")]);
}

#[test]
fn a_folder_in_the_layout_of_kubeconform_needs_no_template() {
    let files = memory(&[("schemas/v1.28.0-standalone-strict/deployment-apps-v1.json", "{}")]);
    let catalog = open(&["schemas"], &files).unwrap();
    assert_eq!(source(&catalog, "apps/v1", "Deployment"), Some("schemas"));
    assert!(open(&["file://schemas/"], &files).is_ok());
    let said = refused("schemas", &[("schemas/v1.27.0-standalone-strict/deployment-apps-v1.json", "{}")]);
    assert!(
        said.contains("no folder `schemas/v1.28.0-standalone-strict`; in `schemas` are `v1.27.0-standalone-strict`")
    );
}

#[test]
fn a_file_is_read_when_its_kind_is_met_and_only_once() {
    let files = memory(&[("crds/example.org/widget_v1.json", "{}")]);
    let catalog = open(&[BY_GROUP], &files).unwrap();
    assert!(files.read.lock().unwrap().is_empty());
    for _ in 0..3 {
        assert!(catalog.find("example.org/v1", "Widget").is_some());
        assert!(catalog.find("example.org/v1", "Gadget").is_none());
    }
    let read = ["crds/example.org/widget_v1.json", "crds/example.org/gadget_v1.json"];
    assert_eq!(*files.read.lock().unwrap(), read);
    assert_eq!(catalog.faults(), Vec::<&LocationError>::new());
}

#[test]
fn a_location_that_is_not_there_or_of_no_use_is_refused() {
    assert!(refused("nowhere", &[]).contains("there is no file or folder of this name"));
    assert!(refused(BY_GROUP, &[("other/a.json", "{}")]).contains("there is no folder `crds`"));
    assert!(refused("own", &[("own/a.yaml", "kind: ConfigMap\n")]).contains("no CustomResourceDefinition here"));
    assert!(refused("own/a.yaml", &[("own/a.yaml", "kind: ConfigMap\n")]).contains("no CustomResourceDefinition here"));
    let said = refused("crds", &[("crds/widget_v1.json", r#"{"properties":{}}"#)]);
    assert!(said.contains("say how such files are named, as in `crds/{{ .Group }}/"), "{said}");
    let said = refused("a.json", &[("a.json", r#"{"swagger":"2.0","definitions":{}}"#)]);
    assert!(said.contains("`groundplan schema import a.json --output cluster.schemas`"), "{said}");
    assert!(refused("own", &[("own/a.yaml", "(locked)")]).contains("own/a.yaml: permission denied"));
    assert!(refused("", &[]).contains("a location is missing"));
}

#[test]
fn an_address_is_refused_with_a_way_out() {
    for address in ["https://example.org/{{ .Group }}.json", "http://example.org/schemas"] {
        let said = refused(address, &[]);
        assert!(said.contains("groundplan has no network code") && said.contains("name the copy"), "{said}");
    }
}

#[test]
fn a_damaged_schema_file_is_told_with_its_place() {
    for (text, expected) in [
        ("{\n  \"type\": \"object\",\n}", ":3:1: this is not valid JSON: trailing comma"),
        ("null", ":1:1: this file holds no schema"),
        ("", ":1:0: this is not valid JSON"),
        ("{\n \"properties\": {\n  \"spec\": {\"type\": \"strng\"}}}", ":3:20: there is no such type"),
        ("{\n \"properties\": {\n  \"spec\": 7}}", ":3:11: a schema is an object, and this is a number"),
        ("{\n \"properties\": []}", ":2:16: `properties` cannot be a list"),
        ("{\n \"minLength\": \"x\"}", ":1:1: this schema cannot be read"),
        (
            "{\n \"items\": {\"$ref\": \"#/definitions/None\"}}",
            ":2:20: `crds/a.io/x_v1.json` has no `/definitions/None`",
        ),
        ("{\"items\": {\"$ref\": \"other.json#/a\"}}", ":1:20: there is no file `crds/a.io/other.json`"),
        ("{\"items\": {\"$ref\": \"https://a/b.json\"}}", ":1:20: `https://a/b.json` is on a network"),
        ("{\"items\": {\"$ref\": \"#name\"}}", ":1:20: `#name` is a name"),
        ("{\"allOf\": [{\"$ref\": \"#\"}]}", ":1:1: this schema is made of itself"),
    ] {
        let catalog = open(&[BY_GROUP], &memory(&[("crds/a.io/x_v1.json", text)])).unwrap();
        assert!(catalog.find("a.io/v1", "X").is_none());
        let error = catalog.look_up("a.io/v1", "X").unwrap_err();
        let expected = format!("crds/a.io/x_v1.json{expected}").replace("json:1:0:", "json:");
        assert!(error.to_string().starts_with(&expected), "{text}\n{error}\n{expected}");
        assert_eq!(catalog.faults(), [error]);
    }
}

#[test]
fn a_fault_in_a_file_that_is_referred_to_is_told_from_there() {
    let files = memory(&[
        ("crds/a.io/x_v1.json", r#"{"items": {"$ref": "_definitions.json#/definitions/A"}}"#),
        ("crds/a.io/_definitions.json", "{\n \"definitions\": {\n  \"A\": {\"type\": 1}}}"),
    ]);
    let catalog = open(&[BY_GROUP], &files).unwrap();
    let error = catalog.look_up("a.io/v1", "X").unwrap_err().to_string();
    assert!(error.starts_with("crds/a.io/_definitions.json:3:17: there is no such type"), "{error}");
}

#[test]
fn definitions_are_found_in_lists_and_below_folders() {
    let list = format!("apiVersion: v1\nkind: List\nitems:\n  - {}", WIDGET.trim_end().replace('\n', "\n    "));
    let chart = "kind: {{ .Values.kind }}\n";
    let catalog = open(&["own"], &memory(&[("own/a/b/list.yml", &list), ("own/chart.yaml", chart)])).unwrap();
    assert_eq!(source(&catalog, "example.org/v1", "Widget"), Some("own"));
}

#[test]
fn definitions_that_cannot_be_used_are_told_with_their_place() {
    let said = refused("own", &[("own/a.yaml", &WIDGET.replace("size: {", "size: }"))]);
    assert!(said.starts_with("own/a.yaml:14:"), "{said}");
    let said = refused("own", &[("own/a.yaml", &WIDGET.replace("io/v1\n", "io/v1beta1\n"))]);
    assert!(said.starts_with("own/a.yaml:1:13: `apiextensions.k8s.io/v1beta1` definitions are not read"), "{said}");
    let said = refused("own", &[("own/a.yaml", &WIDGET.replace("served: true", "served: false"))]);
    assert!(said.contains("serves no version with a schema"), "{said}");
    let other = WIDGET.replace("type: integer", "type: string");
    let said = refused("own", &[("own/a.yaml", WIDGET), ("own/b.yaml", &other)]);
    assert!(said.starts_with("own/b.yaml:12:11: example.org/v1 Widget is defined differently at own/a.yaml:12:11"));
    let twice = memory(&[("own/a.yaml", WIDGET), ("own/b.yaml", WIDGET)]);
    assert!(open(&["own"], &twice).is_ok());
    let bad = WIDGET.replace("type: integer", "type: int");
    let catalog = open(&["own"], &memory(&[("own/a.yaml", &bad)])).unwrap();
    let error = catalog.look_up("example.org/v1", "Widget").unwrap_err().to_string();
    assert!(error.starts_with("own/a.yaml:12:11: the schema of Widget cannot be read"), "{error}");
}

#[test]
fn every_fault_of_the_command_line_is_told_at_once() {
    let errors = open(&["nowhere", "{{ .Kind }}", "https://a"], &memory(&[])).unwrap_err();
    assert_eq!(errors.len(), 3);
    assert!(errors.iter().all(LocationError::is_usage));
}

#[test]
fn the_newest_stable_release_of_every_operator_is_chosen() {
    let mut catalog = Catalog::new(KubernetesVersion::newest().minor).unwrap();
    catalog.add_newest(&[]).unwrap();
    assert_eq!(source(&catalog, "argoproj.io/v1alpha1", "Application"), Some("argo-cd v3.5.1"));
    assert_eq!(source(&catalog, "databases.spotahome.com/v1", "RedisFailover"), Some("redis-operator v1.2.4"));
    let choose = |project: &str, version: &str| {
        let mut catalog = Catalog::new(28).unwrap();
        catalog.add_newest(&[(project.to_owned(), version.to_owned())]).map(|()| catalog)
    };
    let catalog = choose("argo-cd", "v2.14.0").unwrap();
    assert_eq!(source(&catalog, "argoproj.io/v1alpha1", "Application"), Some("argo-cd v2.14.0"));
    let catalog = choose("redis-operator", "v1.3.0-rc1").unwrap();
    assert_eq!(source(&catalog, "databases.spotahome.com/v1", "RedisFailover"), Some("redis-operator v1.3.0-rc1"));
    assert!(choose("argocd", "v2.14.0").unwrap_err().ends_with("did you mean `argo-cd`?"));
    let unknown = "there are no schemas for argo-cd `v9`; known are `v2.14.0` and `v3.5.1`";
    assert_eq!(choose("argo-cd", "v9").unwrap_err(), unknown);
}
