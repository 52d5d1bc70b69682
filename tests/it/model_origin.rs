//! `groundplan model`: every value with the place it comes from and what it overrode.

use crate::project::Project;

/// What `groundplan model dev` prints below a line, up to the next line that is not deeper; without the blanks that
/// align the origins.
fn shown(project: &Project, head: &str) -> String {
    let said = project.run(["model", "dev"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    let mut lines = said.out.lines().skip_while(|line| *line != head);
    let depth = |line: &str| line.len() - line.trim_start().len();
    let first = lines.next().unwrap_or_else(|| panic!("{head:?} must be a line of\n{}", said.out));
    let below = lines.take_while(|line| depth(line) > depth(first));
    let tidy = |line: &str| match line.split_once("  # ") {
        Some((value, origin)) => format!("{} # {origin}\n", value.trim_end()),
        None => format!("{line}\n"),
    };
    below.map(tidy).collect()
}

/// Three layers: `dev` upon `staging` upon `base`.
fn three_layers() -> Project {
    Project::small()
        .file(
            "environments/staging.yaml",
            "partial: true
redis:
  operator:
    version: v1.2.3
  instances:
    auth: { replicas: 3, config: { timeout: 0 } }
nodes:
  one:
    taints: []
",
        )
        .file(
            "environments/dev.yaml",
            "extends: staging
redis:
  operator:
    version: v1.2.2
  instances:
    auth:
      config: { maxmemory: null, maxclients: 100 }
values:
  regions: [north]
  \"odd key\": \"yes\"
",
        )
}

#[test]
fn each_value_is_shown_with_its_place_and_what_it_overrode_through_all_layers() {
    assert_eq!(
        shown(&three_layers(), "  operator:"),
        "    version: v1.2.2 # environments/dev.yaml:4:14, over v1.2.3 at environments/staging.yaml:4:14, \
         over v1.2.4 at environments/base.yaml:21:14
    image: quay.io/spotahome/redis-operator # default
    namespace: operators # environments/base.yaml:22:16
    replicas: 1 # default
    resources:
      requests:
        cpu: 100m # environments/base.yaml:24:24
        memory: 128Mi # environments/base.yaml:24:38
      limits:
        cpu: 200m # environments/base.yaml:25:22
        memory: 256Mi # environments/base.yaml:25:36
    nodes: {} # default
    monitoring: false # default
"
    );
}

#[test]
fn a_removed_key_is_absent_and_keys_of_all_layers_stand_side_by_side() {
    assert_eq!(
        shown(&three_layers(), "      config:"),
        "        timeout: \"0\" # environments/staging.yaml:6:45
        maxclients: \"100\" # environments/dev.yaml:7:46
"
    );
}

#[test]
fn a_list_is_replaced_whole() {
    assert_eq!(
        shown(&three_layers(), "  one:"),
        "    instanceType: small # environments/base.yaml:7:19
    zone: a # environments/base.yaml:8:11
    disk:
      size: 10Gi # environments/base.yaml:9:19
      type: gp3 # default
    labels:
      redis: auth # environments/base.yaml:10:22
    taints: [] # environments/staging.yaml:9:13, \
         over [{ key: domain, value: data, effect: NoSchedule }] at environments/base.yaml:11:13
"
    );
}

#[test]
fn values_of_the_users_own_are_shown_like_any_other() {
    assert_eq!(
        shown(&three_layers(), "values:"),
        "  regions: [north] # environments/dev.yaml:9:12
  odd key: \"yes\" # environments/dev.yaml:10:14
"
    );
}

#[test]
fn a_value_from_defaults_is_shown_where_the_defaults_were_written_and_an_entry_overrides_it() {
    let project = Project::small().file(
        "environments/dev.yaml",
        "argocd:
  defaults: { prune: false, wave: 9 }
  applications:
    operator: { path: operator }
",
    );
    let cache = shown(&project, "    cache:");
    assert!(cache.contains("      prune: false # environments/dev.yaml:2:22\n"), "{cache}");
    let wave = "      wave: 1 # environments/base.yaml:61:33, over 9 at environments/dev.yaml:2:35\n";
    assert!(cache.contains(wave), "{cache}");
    let operator = shown(&project, "    operator:");
    assert!(operator.contains("      wave: 9 # environments/dev.yaml:2:35\n"), "{operator}");
    assert!(operator.contains("      name: dev-operator # default\n"), "{operator}");
}

#[test]
fn what_a_part_has_from_its_service_is_shown_where_the_service_says_it() {
    let project = Project::small().file(
        "environments/dev.yaml",
        "services:
  cart: { source: services/cart }
  worker: { partOf: cart }
  scheduler: { partOf: cart, namespace: redis }
",
    );
    assert_eq!(
        shown(&project, "  worker:"),
        "    partOf: cart # environments/dev.yaml:3:21
    namespace: shop # environments/base.yaml:52:16
    source: services/cart # environments/dev.yaml:2:19
    pods: {} # default
    redis: {} # default
"
    );
    let scheduler = shown(&project, "  scheduler:");
    assert!(scheduler.contains("    namespace: redis # environments/dev.yaml:4:41\n"), "{scheduler}");
    assert!(scheduler.contains("    source: services/cart # environments/dev.yaml:2:19\n"), "{scheduler}");
}

#[test]
fn what_is_shown_can_be_read_as_yaml() {
    let said = three_layers().run(["model", "dev"]);
    let parsed = groundplan::yaml::parse(&groundplan::text::Source::new("model.yaml", said.out));
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let root = parsed.documents[0].root();
    let text = |path: &[&str]| root.at(path).and_then(groundplan::yaml::Node::string);
    assert_eq!(text(&["redis", "operator", "version"]), Some("v1.2.2"));
    assert_eq!(text(&["values", "odd key"]), Some("yes"));
}

#[test]
fn a_name_that_is_no_environment_is_answered_with_its_neighbour() {
    let project = three_layers();
    let before = project.tree(".");
    for (name, err) in [
        ("devv", "error: there is no environment `devv`; did you mean `dev`?\n"),
        ("zebra", "error: there is no environment `zebra`; the only one is `dev`\n"),
        ("staging", "error: there is no environment `staging`; the only one is `dev`\n"),
        ("base", "error: there is no environment `base`; the only one is `dev`\n"),
    ] {
        let said = project.run(["model", name]);
        assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (2, "", err));
    }
    assert_eq!(project.tree("."), before, "nothing may be written");
}

#[test]
fn a_broken_model_is_reported_instead_of_shown() {
    let said = Project::small().file("environments/dev.yaml", "redis: { namespace: rediss }\n").run(["model", "dev"]);
    assert_eq!(
        said.out,
        "error[dangling-reference]: there is no namespace `rediss`
 --> environments/dev.yaml:1:21
  |
1 | redis: { namespace: rediss }
  |                     ^^^^^^
  |
  = in: environment dev, `redis.namespace`
  = help: did you mean `redis`?

failed: 1 error
"
    );
    assert_eq!((said.code, said.err.as_str()), (2, ""));
}
