//! Defects that the reference system really had, each as it was before and after its repair.
//!
//! What is at hand of each are the files that were repaired. What stood beside them is written here as a user has it
//! in the same repository, and what no manifest says is declared as a user knows it.

#![expect(clippy::disallowed_methods, reason = "the reference folder is not part of the project")]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod surroundings; // what stood beside the repaired files

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::objects::items;
use crate::project::Project;
use crate::project::said;
use crate::project::walk;
use crate::reference::facts;

/// A defect, and the findings that tell it.
struct Defect {
    folder: &'static str,
    /// How what is known beside the manifests follows from the data at hand.
    known: fn(&Path) -> Value,
    /// What stood beside the repaired files, by path.
    beside: fn() -> Vec<(String, String)>,
    /// Rule, file and object of each finding before the repair.
    told: &'static [Told],
    /// Those that the repair left.
    left: &'static [Told],
}

/// Rule, file, the object as kind, namespace and name, and words of the message.
type Told = (&'static str, &'static str, &'static str, &'static str);

/// A finding as the report has it, with the whole message.
type Found = (String, String, String, String);

/// An Application that resets the number of pods of a Deployment.
macro_rules! reset {
    ($environment:literal, $folder:literal, $deployment:literal) => {
        (
            "replicas-reset-by-sync",
            concat!("workloads/domains/", $folder, "/base/deployment.yaml"),
            concat!("Deployment ", $deployment),
            concat!("argocd/", $environment, "-api-", $folder, " "),
        )
    };
}

/// A Deployment that writes to a Service with replicas behind it.
macro_rules! write_to_all {
    ($folder:literal, $deployment:literal) => {
        (
            "write-address-on-replicas",
            concat!("workloads/domains/", $folder, "/base/deployment.yaml"),
            concat!("Deployment ", $deployment),
            "`dev-redis`",
        )
    };
}

const DEFECTS: &[Defect] = &[
    Defect {
        folder: "01-servicemonitor-port-name",
        known: surroundings::operators,
        beside: || surroundings::failovers(&["auth-redis", "cache-redis", "streams-redis"]),
        told: &[(
            "unknown-monitor-port",
            "workloads/redis/base/servicemonitor.yaml",
            "ServiceMonitor redis/redis-cluster",
            "`metrics`",
        )],
        left: &[],
    },
    Defect {
        folder: "03-argocd-foreign-repo-url",
        known: surroundings::repository,
        beside: surroundings::redis_overlays,
        told: &[
            (
                "unknown-repository",
                "clusters/dev/apps/28-redis-cluster.yaml",
                "Application argocd/dev-redis-cluster",
                "mng990/eco2-backend",
            ),
            (
                "unknown-repository",
                "clusters/prod/apps/28-redis-cluster.yaml",
                "Application argocd/prod-redis-cluster",
                "mng990/eco2-backend",
            ),
        ],
        left: &[],
    },
    Defect {
        folder: "08-write-url-points-at-all-nodes",
        known: surroundings::writers,
        beside: surroundings::replicated_redis,
        told: &[
            write_to_all!("celery-beat", "scan/celery-beat"),
            write_to_all!("character-match-worker", "character/character-match-worker"),
            write_to_all!("character-worker", "character/character-worker"),
            write_to_all!("my-worker", "my/my-worker"),
            write_to_all!("scan-worker", "scan/scan-worker"),
            write_to_all!("scan", "scan/scan-api"),
        ],
        left: &[],
    },
    Defect {
        folder: "09-unknown-host-in-secret-shadows-configmap",
        known: surroundings::operators,
        beside: || surroundings::failovers(&["streams-redis", "pubsub-redis"]),
        told: &[(
            "unknown-host",
            "workloads/secrets/external-secrets/dev/chat-worker-secrets.yaml",
            "ExternalSecret chat/chat-worker-secret",
            "`dev-redis.redis.svc.cluster.local`",
        )],
        left: &[],
    },
    Defect {
        folder: "15-secret-key-does-not-exist",
        known: |folder| surroundings::keys_of_secrets(folder, "secret-keys-dev.json"),
        beside: Vec::new,
        told: RELAYS,
        left: &[],
    },
    Defect {
        folder: "18-argocd-selfheal-fights-autoscaler",
        known: surroundings::repository,
        beside: surroundings::scaled_apis,
        told: &[
            reset!("dev", "auth", "auth/auth-api"),
            reset!("dev", "ext-authz", "auth/ext-authz"),
            reset!("dev", "scan", "scan/scan-api"),
            reset!("dev", "character", "character/character-api"),
            reset!("prod", "auth", "auth/auth-api"),
            reset!("prod", "ext-authz", "auth/ext-authz"),
            reset!("prod", "scan", "scan/scan-api"),
            reset!("prod", "character", "character/character-api"),
        ],
        // Only development was repaired.
        left: &[
            reset!("prod", "auth", "auth/auth-api"),
            reset!("prod", "ext-authz", "auth/ext-authz"),
            reset!("prod", "scan", "scan/scan-api"),
            reset!("prod", "character", "character/character-api"),
        ],
    },
    Defect {
        folder: "19-same-object-defined-twice",
        known: surroundings::nothing,
        beside: Vec::new,
        told: &[(
            "object-rendered-twice",
            "workloads/rabbitmq/base/topology/bindings.yaml",
            "Binding rabbitmq/my-sync-binding",
            "twice",
        )],
        left: &[],
    },
];

/// The key that a Deployment and its canary ask for.
const RELAYS: &[Told] = &[
    (
        "unsupplied-key",
        "workloads/domains/auth-relay/base/deployment.yaml",
        "Deployment auth/auth-relay",
        "`AUTH_REDIS_URL`",
    ),
    (
        "unsupplied-key",
        "workloads/domains/auth-relay/base/deployment-canary.yaml",
        "Deployment auth/auth-relay-canary",
        "`AUTH_REDIS_URL`",
    ),
];

/// Defects that are not told yet, with the reason.
const NOT_TOLD: &[(&str, &str)] = &[
    ("05-ci-missing-trigger-shared-events", "what a pipeline starts for is in no manifest"),
    ("13-toleration-missing-for-tainted-node", "no rule asks yet which node takes a pod"),
    ("14-node-selector-matches-no-node", "no rule asks yet which node takes a pod"),
    ("17-autoscaler-exceeds-node-capacity-and-overlay-undoes-fix", "no rule asks yet which node takes a pod"),
];

/// The folder of a defect; `None` where the reference is not at hand.
fn folder(name: &str) -> PathBuf {
    Path::new(&std::env::var("GROUNDPLAN_REFERENCE").unwrap()).join("eco2/defects").join(name)
}

/// What is found in a state of a defect, with the whole message.
fn found(defect: &Defect, state: &str, known: &Value) -> BTreeSet<Found> {
    let root = folder(defect.folder).join(state);
    let mut files = Vec::new();
    walk(&root, &mut files);
    let mut project = Project::empty();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "yaml")) {
        let path = file.strip_prefix(&root).unwrap().to_str().unwrap();
        project = project.file(path, fs::read(file).unwrap());
    }
    for (path, text) in (defect.beside)() {
        project = project.file(&path, text);
    }
    let project = project.file("facts.json", known.to_string());
    let said = said(
        project
            .command()
            .args(["validate", ".", "--assume", "facts.json", "--format=json"])
            .args(["--ignore-filename-pattern", "^facts.json$"]),
    );
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err));
    let told = items(&report["findings"]).map(|finding| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let of = &finding["resource"];
        let object = format!("{} {}/{}", text(&of["kind"]), text(&of["namespace"]), text(&of["name"]));
        (text(&finding["rule"]), text(&finding["file"]), object, text(&finding["message"]))
    });
    told.collect()
}

/// What was not found, and what was found by the rules that tell the defect and is not listed.
fn differences(defect: &Defect, listed: &[Told], mut found: BTreeSet<Found>) -> Vec<String> {
    found.retain(|(rule, ..)| defect.told.iter().any(|told| told.0 == rule));
    let is_told = |told: &Told, found: &Found| {
        (told.0, told.1, told.2) == (&found.0, &found.1, &found.2) && found.3.contains(told.3)
    };
    let missing = listed.iter().filter(|told| !found.iter().any(|found| is_told(told, found)));
    let extra = found.iter().filter(|found| !listed.iter().any(|told| is_told(told, found)));
    missing.map(|told| format!("missing {told:?}")).chain(extra.map(|found| format!("not listed {found:?}"))).collect()
}

#[test]
fn every_defect_is_told_before_its_repair_and_not_after() {
    if facts("eco2/checks.md", "defects that the reference system had").is_none() {
        return;
    }
    let mut wrong = Vec::new();
    for defect in DEFECTS {
        let known = (defect.known)(&folder(defect.folder).join("before"));
        for (state, listed) in [("before", defect.told), ("after", defect.left)] {
            let differences = differences(defect, listed, found(defect, state, &known));
            wrong.extend(differences.into_iter().map(|one| format!("{}, {state} its repair: {one}", defect.folder)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let listed: BTreeSet<&str> =
        DEFECTS.iter().map(|defect| defect.folder).chain(NOT_TOLD.iter().map(|(name, _)| *name)).collect();
    let there = fs::read_dir(folder("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> = there.collect();
    assert_eq!(listed, there.iter().map(String::as_str).collect(), "every defect is told, or not told for a reason");
}

#[test]
fn what_the_repair_left_in_production_is_told() {
    if facts("eco2/checks.md", "defects that were left").is_none() {
        return;
    }
    let relay = DEFECTS.iter().find(|defect| defect.folder.starts_with("15-")).unwrap();
    let known = surroundings::keys_of_secrets(&folder(relay.folder).join("after"), "secret-keys-prod.json");
    let left = RELAYS.iter().map(|told| (told.0, told.1, told.2, "`AUTH_AMQP_URL`")).collect::<Vec<Told>>();
    assert_eq!(differences(relay, &left, found(relay, "after", &known)), [""; 0]);
}
