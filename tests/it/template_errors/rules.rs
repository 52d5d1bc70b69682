//! Objects that are right by themselves and do not fit together.

use crate::project::CONFIG_MAP;
use crate::project::Project;
use crate::template_errors::assert_refused;

#[test]
fn a_namespace_that_is_not_in_the_model_is_named_with_its_neighbour() {
    assert_refused(
        &Project::small().replace("templates/redis/settings.yaml.j2", "{{ redis.namespace }}", "rediss"),
        "
error[unknown-namespace]: environment dev has no namespace `rediss`
 --> generated/dev/redis/settings.yaml:7:14
  |
7 |   namespace: rediss
  |              ^^^^^^
  |
 ::: templates/redis/settings.yaml.j2:5:3
  |
5 |   namespace: rediss
  |   ----------------- written by this line of the template
  |
  = in: ConfigMap rediss/settings, `metadata.namespace`
  = why: the API server refuses objects in a namespace that does not exist
  = help: did you mean `redis`?

failed: 1 error
",
    );
}

#[test]
fn a_namespace_that_resembles_nothing_is_answered_with_how_to_add_it() {
    assert_refused(
        &Project::small().replace("templates/redis/settings.yaml.j2", "{{ redis.namespace }}", "billing"),
        "
error[unknown-namespace]: environment dev has no namespace `billing`
 --> generated/dev/redis/settings.yaml:7:14
  |
7 |   namespace: billing
  |              ^^^^^^^
  |
 ::: templates/redis/settings.yaml.j2:5:3
  |
5 |   namespace: billing
  |   ------------------ written by this line of the template
  |
  = in: ConfigMap billing/settings, `metadata.namespace`
  = why: the API server refuses objects in a namespace that does not exist
  = help: add `billing: {}` under `namespaces`, with `managed: false` if others create it

failed: 1 error
",
    );
}

#[test]
fn an_object_rendered_twice_is_shown_at_both_places() {
    assert_refused(
        &Project::small().file(
            "templates/redis/other.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: {{ redis.namespace }}
data:
  version: {{ redis.operator.version }}
",
        ),
        "
error[object-rendered-twice]: ConfigMap redis/settings is defined twice
 --> generated/dev/redis/settings.yaml:6:9
  |
6 |   name: settings
  |         ^^^^^^^^
  |
 ::: generated/dev/redis/other.yaml:6:9
  |
6 |   name: settings
  |         -------- first defined here
  |
 ::: templates/redis/settings.yaml.j2:4:3
  |
4 |   name: settings
  |   -------------- written by this line of the template
  |
  = in: ConfigMap redis/settings, `metadata.name`
  = why: the last one applied wins, and the other is lost without a word
  = help: remove one of them, or give it another name

failed: 1 error
",
    );
}

#[test]
fn a_kustomization_with_a_file_that_is_not_rendered_is_refused() {
    assert_refused(
        &Project::small().file(
            "templates/redis/kustomization.yaml.j2",
            "apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - settings.yaml
  - sentinel.yaml
",
        ),
        "
error[kustomization-mismatch]: `sentinel.yaml` is not rendered in generated/dev/redis/
 --> generated/dev/redis/kustomization.yaml:7:5
  |
7 |   - sentinel.yaml
  |     ^^^^^^^^^^^^^
  |
 ::: templates/redis/kustomization.yaml.j2:5:3
  |
5 |   - sentinel.yaml
  |   --------------- written by this line of the template
  |
  = in: Kustomization, `resources`
  = why: a named file that is missing fails the build; a file that is not named is never applied
  = help: correct the name, or remove the line

failed: 1 error
",
    );
}

#[test]
fn a_kustomization_that_leaves_out_a_file_is_refused() {
    assert_refused(
        &Project::small().file(
            "templates/redis/kustomization.yaml.j2",
            "apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: []
",
        ),
        "
error[kustomization-mismatch]: `settings.yaml` is rendered beside it and not named
 --> generated/dev/redis/kustomization.yaml:5:12
  |
5 | resources: []
  |            ^^
  |
 ::: templates/redis/kustomization.yaml.j2:3:1
  |
3 | resources: []
  | ------------- written by this line of the template
  |
  = in: Kustomization, `resources`
  = why: a named file that is missing fails the build; a file that is not named is never applied
  = help: add `- settings.yaml` to `resources`

failed: 1 error
",
    );
}

/// An Application of Argo CD that reads a folder of the generated tree.
fn application(folder: &str) -> String {
    const APPLICATION: &str = r#"apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: cache
  namespace: argocd
spec:
  project: {{ argocd.project }}
  destination: { server: {{ argocd.server }} }
  source:
    repoURL: {{ argocd.repository.url }}
    targetRevision: {{ argocd.repository.revision }}
    path: {{ argocd.repository.path ~ "/" ~ environment ~ "/FOLDER" }}
"#;
    APPLICATION.replace("FOLDER", folder)
}

#[test]
fn an_application_of_a_folder_that_nothing_renders_is_refused() {
    assert_refused(
        &Project::small().file("templates/argocd/application.yaml.j2", application("cache")),
        r#"
error[application-path-missing]: no template renders anything into generated/dev/cache/
  --> generated/dev/argocd/application.yaml:14:11
   |
14 |     path: generated/dev/cache
   |           ^^^^^^^^^^^^^^^^^^^
   |
  ::: templates/argocd/application.yaml.j2:12:5
   |
12 |     path: {{ argocd.repository.path ~ "/" ~ environment ~ "/cache" }}
   |     ----------------------------------------------------------------- written by this line of the template
   |
   = in: Application argocd/cache, `spec.source.path`
   = why: Argo CD reports a comparison error, and nothing of the Application is applied
   = help: correct the path, or add the templates of the component

warning[folder-without-application]: no Application reads generated/dev/redis/
 --> generated/dev/redis/settings.yaml:3:1
  |
3 | apiVersion: v1
  | ^^^^^^^^^^^^^^
  |
 ::: templates/redis/settings.yaml.j2:1:1
  |
1 | apiVersion: v1
  | -------------- written by this line of the template
  |
  = in: ConfigMap redis/settings
  = why: nothing in it is ever applied, and nobody is told
  = help: add one with `path: redis` under `argocd.applications`

failed: 1 error, 1 warning
"#,
    );
}

#[test]
fn a_folder_that_no_application_reads_is_warned_of_and_written() {
    let project = Project::small()
        .file("templates/argocd/application.yaml.j2", application("redis"))
        .file("templates/cache/settings.yaml.j2", CONFIG_MAP.replace("settings", "other"))
        .file("templates/notes.yaml.j2", CONFIG_MAP.replace("settings", "notes"));
    let said = project.run(["render"]);
    assert_eq!(
        said.out,
        "\
warning[folder-without-application]: no Application reads generated/dev/cache/
 --> generated/dev/cache/settings.yaml:3:1
  |
3 | apiVersion: v1
  | ^^^^^^^^^^^^^^
  |
 ::: templates/cache/settings.yaml.j2:1:1
  |
1 | apiVersion: v1
  | -------------- written by this line of the template
  |
  = in: ConfigMap redis/other
  = why: nothing in it is ever applied, and nobody is told
  = help: add one with `path: cache` under `argocd.applications`

warning[folder-without-application]: no Application reads what lies directly in generated/dev/
 --> generated/dev/notes.yaml:3:1
  |
3 | apiVersion: v1
  | ^^^^^^^^^^^^^^
  |
 ::: templates/notes.yaml.j2:1:1
  |
1 | apiVersion: v1
  | -------------- written by this line of the template
  |
  = in: ConfigMap redis/notes
  = why: nothing in it is ever applied, and nobody is told
  = help: render it into a folder that an Application reads

wrote     generated/dev/argocd/application.yaml
wrote     generated/dev/cache/settings.yaml
wrote     generated/dev/notes.yaml
wrote     generated/dev/redis/settings.yaml
"
    );
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn a_folder_is_read_however_the_application_spells_it() {
    for folder in ["cache", "cache/", "."] {
        let application = application("FOLDER").replace("name: cache", "name: other");
        let more = match folder {
            "." => application.replace(r#" ~ "/FOLDER""#, ""),
            folder => application.replace("FOLDER", folder),
        };
        let project = Project::small()
            .file("templates/argocd/application.yaml.j2", self::application("redis"))
            .file("templates/argocd/more.yaml.j2", more)
            .file("templates/cache/settings.yaml.j2", CONFIG_MAP.replace("settings", "other"));
        let said = project.run(["render"]);
        assert!(!said.out.contains("folder-without-application") && said.code == 0, "{}", said.out);
    }
}
