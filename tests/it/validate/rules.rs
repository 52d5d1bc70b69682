//! Rules over any manifests: what is declared beside them, how much each rule counts, and what is said of facts that
//! are missing.

use crate::project::Project;
use crate::validate::folder;
use crate::validate::last_line;

/// An address in a namespace that has no such Service.
const CART: &str = "apiVersion: v1
kind: ConfigMap
metadata:
  name: cart
  namespace: shop
data:
  URL: http://prices.shop.svc:8080/
---
apiVersion: v1
kind: Service
metadata:
  name: prices
  namespace: data
spec:
  type: ExternalName
  externalName: prices.example.net
";

const CLOSED: &str = "external: { namespaces: [shop, data] }\n";

fn cart() -> Project {
    folder([("cart.yaml", CART), ("facts.yaml", CLOSED)])
}

#[test]
fn what_is_declared_lets_a_rule_find_what_is_missing() {
    let said = cart().run(["validate", "cart.yaml", "--assume", "facts.yaml"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("error[unknown-host]") && said.out.contains("cart.yaml:7:8"), "{}", said.out);
    assert!(said.out.contains("write `prices.data.svc.cluster.local`"), "{}", said.out);
}

#[test]
fn nothing_is_guessed_and_what_is_lacking_is_said() {
    let said = cart().run(["validate", "cart.yaml", "--summary"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(said.out.contains("need all that exists beside the documents") && said.out.contains("`unknown-host`"));
    assert!(last_line(&said.out).contains("lack facts (--summary)"), "{}", said.out);
}

#[test]
fn a_rule_counts_as_much_as_the_command_line_says() {
    let run = |flag: &str, value: &str| cart().run(["validate", "cart.yaml", "--assume", "facts.yaml", flag, value]);
    let warned = run("--warn", "network");
    assert_eq!(warned.code, 0, "{}", warned.out);
    assert!(warned.out.contains("warning[unknown-host]"), "{}", warned.out);
    let both = ["validate", "cart.yaml", "--assume", "facts.yaml", "--warn", "all", "--fail-on", "warning"];
    assert_eq!(cart().run(both).code, 1);
    let named = ["validate", "cart.yaml", "--assume", "facts.yaml", "--allow", "all", "--deny", "unknown-host"];
    assert_eq!(cart().run(named).code, 1, "the rule by its name counts more");
    let allowed = run("--allow", "unknown-host");
    assert_eq!(allowed.code, 0, "{}", allowed.out);
    let wrong = run("--allow", "unknown-hots");
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("did you mean `unknown-host`?"), "{}", wrong.err);
}

#[test]
fn without_rules_nothing_is_said_of_them() {
    let said = cart().run(["validate", "cart.yaml", "--allow", "all", "--summary"]);
    assert!(!said.out.contains("rule"), "{}", said.out);
}

#[test]
fn a_finding_is_suppressed_with_a_reason_and_for_a_time() {
    let with = |until: &str| {
        let suppress = "suppress:\n  - { rule: unknown-host, resource: ConfigMap shop/cart, reason: moved next week";
        let facts = format!("{CLOSED}{suppress}, until: {until} }}\n");
        folder([("cart.yaml", CART), ("facts.yaml", &facts)]).run(["validate", "cart.yaml", "--assume", "facts.yaml"])
    };
    assert_eq!(with("9000-01-01").code, 0, "{}", with("9000-01-01").out);
    let late = with("2020-01-01");
    assert_eq!(late.code, 1);
    assert!(late.out.contains("error[expired-suppression]") && late.out.contains("facts.yaml:3:5"), "{}", late.out);
    assert!(late.out.contains("error[unknown-host]"), "{}", late.out);
}

#[test]
fn a_suppression_that_hides_nothing_is_told() {
    let facts =
        format!("{CLOSED}suppress:\n  - {{ rule: unknown-host, resource: ConfigMap shop/web, reason: none }}\n");
    let project = folder([("cart.yaml", CART), ("facts.yaml", &facts)]);
    let said = project.run(["validate", "cart.yaml", "--assume", "facts.yaml"]);
    assert!(said.out.contains("warning[unused-suppression]"), "{}", said.out);
}

#[test]
fn facts_with_a_slip_are_refused_at_their_place() {
    let project = folder([("cart.yaml", CART), ("facts.yaml", "external: { namespaces: [shop]\n")]);
    let said = project.run(["validate", "cart.yaml", "--assume", "facts.yaml"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("facts.yaml:") && said.err.contains("invalid-yaml"), "{}", said.err);
    let project = folder([("cart.yaml", CART), ("facts.yaml", "externl: {}\n")]);
    let said = project.run(["validate", "cart.yaml", "--assume", "facts.yaml"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("did you mean `external`?"), "{}", said.err);
    let said = project.run(["validate", "cart.yaml", "--assume", "nothing.yaml"]);
    assert_eq!((said.code, said.err.contains("nothing.yaml")), (2, true), "{}", said.err);
}

#[test]
fn the_model_of_an_environment_declares_its_cluster() {
    let said = Project::small().file("cart.yaml", CART).run(["validate", "cart.yaml", "--environment", "dve"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("no environment `dve`"), "{}", said.err);
    let said = Project::small().file("cart.yaml", CART).run(["validate", "cart.yaml", "--environment", "dev"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

/// A base with two overlays, whose patch is no object by itself.
fn overlays(patch: &str) -> Project {
    let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart, namespace: shop }\nspec:\n  selector: { \
                      matchLabels: { app: cart } }\n  template:\n    metadata: { labels: { app: cart } }\n    spec: { containers: [{ \
                      name: cart, image: example.org/cart:1.0 }] }\n";
    let overlay = format!("resources: [../base]\npatches: [{{ path: patch.yaml, target: {{ kind: {patch} }} }}]\n");
    let patch = "- { op: add, path: /spec/replicas, value: 2 }\n";
    folder([
        ("base/kustomization.yaml", "resources: [cart.yaml]\n"),
        ("base/cart.yaml", deployment),
        ("dev/kustomization.yaml", &overlay),
        ("dev/patch.yaml", patch),
        ("prod/kustomization.yaml", &overlay),
        ("prod/patch.yaml", patch),
    ])
}

#[test]
fn a_patch_is_no_manifest_and_overlays_are_environments() {
    let said = overlays("Deployment").run(["validate", "."]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(last_line(&said.out).contains("2 skipped (that are patches or values"), "{}", said.out);
}

#[test]
fn a_base_that_was_not_named_is_read_all_the_same() {
    let said = overlays("Deployment").run(["validate", "dev"]);
    assert_eq!(said.code, 0, "{}", said.out);
    let said = overlays("StatefulSet").run(["validate", "prod"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("error[patch-matches-nothing]") && said.out.contains("prod/kustomization.yaml:2:"));
}

#[test]
fn values_of_a_chart_are_no_manifest() {
    let application = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: cart, namespace: argocd }\nspec:\n  \
                       project: default\n  destination: { server: https://kubernetes.default.svc, namespace: shop }\n  sources:\n    \
                       - { repoURL: https://charts.example.net, chart: cart, targetRevision: 1.0.0, helm: { valueFiles: \
                       [$values/values/cart.yaml] } }\n    - { repoURL: https://git.example.net/shop.git, targetRevision: main, ref: \
                       values }\n";
    let project = folder([("app.yaml", application), ("values/cart.yaml", "replicas: 2\n")]);
    let said = project.run(["validate", "."]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert_eq!(project.run(["validate", "values"]).code, 1, "nothing says that these are values");
}

#[test]
fn rules_are_listed_and_explained() {
    let listed = Project::empty().run(["rules"]);
    assert!(listed.out.contains("network\n") && listed.out.contains("  unknown-host "), "{}", listed.out);
    let explained = Project::empty().run(["explain", "unknown-host"]);
    assert!(explained.out.contains("- Why: ") && explained.out.contains("Fires:\n"), "{}", explained.out);
    let schema = Project::empty().run(["explain", "unknown-field"]);
    assert_eq!(schema.code, 0, "{}", schema.err);
    let wrong = Project::empty().run(["explain", "unknown-hots"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("did you mean `unknown-host`?"), "{}", wrong.err);
}

#[test]
fn what_is_skipped_is_there_and_nothing_is_said_of_it() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: cart, namespace: shop }\nspec:\n  containers:\n  \
               - { name: cart, image: 'shop/cart:1.4.0', envFrom: [{ secretRef: { name: cart } }] }\n";
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: { name: cart, namespace: shop }\nstringData: { PASSWORD: hunter22hunter }\n";
    let project = folder([("pod.yaml", pod), ("secret.yaml", secret), ("facts.yaml", CLOSED)]);
    let all = project.run(["validate", "pod.yaml", "secret.yaml", "--assume", "facts.yaml"]);
    assert!(all.out.contains("secret.yaml"), "{}", all.out);
    let skipped = project.run(["validate", "pod.yaml", "secret.yaml", "--assume", "facts.yaml", "--skip", "Secret"]);
    assert_eq!(skipped.code, 0, "{}", skipped.out);
    let missing = project.run(["validate", "pod.yaml", "--assume", "facts.yaml"]);
    assert_eq!(missing.code, 1, "{}", missing.out);
}
