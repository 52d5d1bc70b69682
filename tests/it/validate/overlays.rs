//! What kustomizations build is held to the schemas, too: a patch is no manifest, and what it makes of one is.

use crate::project::Project;
use crate::validate::folder;
use crate::validate::last_line;

const CART: &str = "apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      containers: [{ name: cart, image: 'shop/cart:1.4.0' }]
";

/// A base and an overlay with one patch.
fn patched(patch: &str) -> Project {
    folder([
        ("base/cart.yaml", CART),
        ("base/kustomization.yaml", "resources: [cart.yaml]\n"),
        ("prod/kustomization.yaml", "resources: [../base]\npatches: [{ path: cart.yaml }]\n"),
        ("prod/cart.yaml", patch),
    ])
}

const HEAD: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart, namespace: shop }\n";

#[test]
fn a_patch_that_misspells_a_field_is_shown_at_that_field() {
    let said = patched(&format!("{HEAD}spec:\n  replcias: 3\n")).run(["validate", "."]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("error[unknown-field]: `spec` has no field `replcias`"), "{}", said.out);
    assert!(said.out.contains("--> prod/cart.yaml:5:3") && said.out.contains("write `replicas`"), "{}", said.out);
    assert_eq!(said.out.matches("error[").count(), 1, "{}", said.out);
}

#[test]
fn a_value_of_the_wrong_type_in_a_json_patch_is_shown_in_the_kustomization() {
    let overlay = "resources: [../base]\npatches:\n- target: { kind: Deployment }\n  patch: |-\n    - op: add\n      path: /spec/replicas\n      value: three\n";
    let project = patched(HEAD).file("prod/kustomization.yaml", overlay);
    let said = project.run(["validate", "."]);
    assert_eq!(said.code, 1, "{}", said.out);
    let json = project.run(["validate", ".", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let object = &json["findings"][0]["resource"];
    assert_eq!(
        (&object["kind"], &object["name"]),
        (&"Deployment".into(), &"cart".into()),
        "what the patch makes wrong"
    );
    assert!(said.out.contains("error[wrong-type]: `spec.replicas` must be an integer"), "{}", said.out);
    assert!(said.out.contains("--> prod/kustomization.yaml:"), "{}", said.out);
}

#[test]
fn what_is_wrong_in_a_base_is_said_once_however_many_overlays_build_on_it() {
    let base = CART.replace("  selector:", "  replcias: 3\n  selector:");
    let said = patched(&format!("{HEAD}spec:\n  replicas: 3\n"))
        .file("base/cart.yaml", base)
        .file("dev/kustomization.yaml", "resources: [../base]\n")
        .run(["validate", "."]);
    assert_eq!(said.out.matches("error[").count(), 1, "{}", said.out);
    assert!(said.out.contains("--> base/cart.yaml:5:3"), "{}", said.out);
}

#[test]
fn a_sound_patch_leaves_nothing_to_say() {
    let said = patched(&format!("{HEAD}spec:\n  replicas: 3\n")).run(["validate", "."]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(last_line(&said.out).starts_with("ok: "), "{}", said.out);
}

#[test]
fn a_copied_list_of_a_custom_resource_is_noted_where_it_lacks_what_the_base_has() {
    let redis = |config: &str| {
        format!(
            "apiVersion: databases.spotahome.com/v1\nkind: RedisFailover\nmetadata: {{ name: cache, namespace: shop }}\n\
             spec:\n  redis:\n    customConfig: [{config}]\n"
        )
    };
    let run = |patch: &str| {
        folder([
            ("base/redis.yaml", &redis("maxmemory 256mb, maxmemory-policy allkeys-lru, timeout 300")),
            ("base/kustomization.yaml", "resources: [redis.yaml]\n"),
            ("prod/kustomization.yaml", "resources: [../base]\npatches: [{ path: redis.yaml }]\n"),
            ("prod/redis.yaml", &redis(patch)),
        ])
        .run(["validate", ".", "--allow", "all", "--warn", "list-replaced-by-overlay"])
    };
    let said = run("maxmemory 768mb, maxmemory-policy allkeys-lru");
    assert_eq!(said.code, 0, "a note, whatever it is warned of: {}", said.out);
    let message = "replaces that of the base, and lacks `maxmemory 256mb` and `timeout 300`";
    assert!(said.out.contains(message) && said.out.contains("--> prod/redis.yaml:6:19"), "{}", said.out);
    let all = "maxmemory 256mb, maxmemory-policy allkeys-lru, timeout 300, tcp-keepalive 60";
    for silent in [all, "hz 20"] {
        assert!(!run(silent).out.contains("list-replaced-by-overlay"), "{silent}");
    }
}
