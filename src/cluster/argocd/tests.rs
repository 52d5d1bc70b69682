//! Claims about what Applications apply, who lives together, and what a project permits.

use super::application::Application;
use super::project::Permissions;
use super::project::Project;
use crate::cluster::facts;
use crate::cluster::facts::Facts;
use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::cluster::project::project_all;
use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::manifest::documents;
use crate::text::Source;

const ROOT: &str = "{repositories: [{url: https://git.example.com/deploy.git, root: true}]}";

/// What `look` sees of a repository with these files.
fn seen<T>(files: &[(&str, &str)], look: impl FnOnce(&Cluster<'_>) -> T) -> T {
    let facts: Facts = facts::read(&mut Findings::default(), &Source::new("facts.yaml", ROOT)).unwrap();
    let read = |(path, text): &(&str, &str)| documents::manifests(&Source::new(*path, *text)).0;
    let manifests: Vec<Manifest> = files.iter().flat_map(read).collect();
    let all: Vec<&Manifest> = manifests.iter().collect();
    let projected = project_all(&all, None);
    look(&Cluster::new(&all, &projected, &facts, true))
}

fn application(name: &str, source: &str) -> String {
    format!(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}, namespace: argocd}}\nspec:\n  \
         project: shop\n  source: {{repoURL: 'https://Git.example.com/deploy', {source}}}\n  destination: {{server: \
         'https://kubernetes.default.svc', namespace: web}}\n"
    )
}

fn config(name: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n")
}

/// Namespaces and names of all that is applied.
fn applied(application: &Application<'_>) -> Vec<String> {
    application.applies.iter().map(|applied| format!("{}/{}", applied.namespace, applied.name)).collect()
}

#[test]
fn a_folder_yields_its_own_files_unless_it_says_otherwise() {
    let (one, inner) = (config("one"), config("inner"));
    for (options, expected) in [
        ("", &["web/one"][..]),
        (", directory: {recurse: true}", &["web/inner", "web/one"]),
        (", directory: {recurse: true, exclude: 'b/*'}", &["web/one"]),
        (", directory: {recurse: true, include: '{c.yaml,b/inner.yaml}'}", &["web/inner"]),
    ] {
        let own = application("cart", &format!("path: ./apps/{options}"));
        let files = [("x/clusters/a.yaml", own.as_str()), ("x/apps/one.yaml", &one), ("x/apps/b/inner.yaml", &inner)];
        seen(&files, |cluster| assert_eq!(applied(&cluster.applications().all[0]), expected, "{options}"));
    }
}

#[test]
fn a_kustomization_yields_what_it_names_with_the_names_that_it_gives() {
    let (own, one) = (application("cart", "path: apps/live"), config("one"));
    let files = [
        ("clusters/a.yaml", own.as_str()),
        ("apps/base/kustomization.yaml", "resources: [one.yaml]\nnamePrefix: b-\nnamespace: base\n"),
        ("apps/base/one.yaml", &one),
        ("apps/base/two.yaml", &config("two")),
        ("apps/live/kustomization.yaml", "resources: [../base]\nnamePrefix: a-\nnamespace: live\n"),
    ];
    seen(&files, |cluster| {
        let application = &cluster.applications().all[0];
        assert_eq!(applied(application), ["live/a-b-one"]);
        assert!(!application.open && !application.rescales && !application.removes);
    });
}

#[test]
fn what_cannot_be_followed_leaves_an_application_open() {
    for source in
        ["path: apps, helm: {releaseName: x}", "chart: cart, targetRevision: 1.0.0", "path: apps, plugin: {name: x}"]
    {
        let own = application("cart", source);
        let one = config("one");
        seen(&[("clusters/a.yaml", own.as_str()), ("apps/one.yaml", &one)], |cluster| {
            let application = &cluster.applications().all[0];
            assert!(application.open && application.applies.is_empty(), "{source}");
        });
    }
    let own = application("cart", "path: apps");
    let files = [
        ("clusters/a.yaml", own.as_str()),
        ("apps/kustomization.yaml", "resources: [https://example.com/x.yaml, ../apps]\n"),
    ];
    seen(&files, |cluster| assert!(cluster.applications().all[0].open, "a remote base, and a circle"));
}

#[test]
fn applications_below_one_live_together_and_those_of_two_folders_do_not() {
    let (root, one, other) =
        (application("root", "path: apps"), application("one", "path: x"), application("other", "path: y"));
    let together = [("root.yaml", root.as_str()), ("apps/one.yaml", &one), ("apps/other.yaml", &other)];
    let realms =
        |cluster: &Cluster<'_>| cluster.applications().all.iter().map(|one| one.realm.clone()).collect::<Vec<_>>();
    let all = seen(&together, realms);
    assert!(all.iter().all(|realm| *realm == all[0]), "{all:?}");
    let apart = seen(&[("dev/one.yaml", one.as_str()), ("prod/other.yaml", &other)], realms);
    assert_ne!(apart[0], apart[1]);
}

#[test]
fn a_project_permits_what_it_lists_and_nothing_that_it_denies() {
    let project = "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: shop, namespace: argocd}\nspec:\n  \
                   sourceRepos: ['https://git.example.com/*', '!https://git.example.com/secret']\n  destinations:\n  - \
                   {server: '*', namespace: 'web*'}\n  - {server: '*', namespace: '!web-live'}\n  \
                   namespaceResourceBlacklist: [{group: '', kind: ResourceQuota}]\n  clusterResourceWhitelist: [{group: \
                   rbac.authorization.k8s.io, kind: '*'}]\n";
    let own = application("cart", "path: apps");
    seen(&[("p.yaml", project), ("a.yaml", own.as_str())], |cluster| {
        let application = &cluster.applications().all[0];
        let Known::There(Project::Written(object)) = cluster.project_of(application) else { panic!("it is there") };
        let permissions = Permissions::of(object);
        assert!(permissions.permits_source("https://GIT.example.com/deploy.git"));
        assert!(!permissions.permits_source("https://git.example.com/secret.git"));
        assert!(permissions.permits_source("https://other.example.com/a"), "what denies one lets all others through");
        assert_eq!(permissions.permits_destination(application, "web-dev"), Some(true));
        assert_eq!(permissions.permits_destination(application, "web-live"), Some(false));
        assert!(permissions.permits_kind("", "ConfigMap", "x", true));
        assert!(!permissions.permits_kind("", "ResourceQuota", "x", true));
        assert!(permissions.permits_kind("rbac.authorization.k8s.io", "ClusterRole", "x", false));
        assert!(!permissions.permits_kind("", "Namespace", "x", false));
    });
}
