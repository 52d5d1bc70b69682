//! The defects, each with the findings that tell it and those that its repair left.

use std::path::Path;

use serde_json::Value;

use crate::reference::defects::surroundings;

/// A defect, and the findings that tell it.
pub(super) struct Defect {
    pub(super) folder: &'static str,
    /// How what is known beside the manifests follows from the data at hand.
    pub(super) known: fn(&Path) -> Value,
    /// What stood beside the repaired files, by path.
    pub(super) beside: fn() -> Vec<(String, String)>,
    /// Rule, file and object of each finding before the repair.
    pub(super) told: &'static [Told],
    /// Those that the repair left.
    pub(super) left: &'static [Told],
}

/// Rule, file, the document as kind, namespace and name, and words of the message.
pub(super) type Told = (&'static str, &'static str, &'static str, &'static str);

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

/// A Deployment whose pods select what no node has.
macro_rules! unselected {
    ($file:literal, $name:literal) => {
        (
            "selector-without-node",
            concat!("workloads/domains/", $file, ".yaml"),
            concat!("Deployment auth/", $name),
            "`workload-type: storage`",
        )
    };
}

/// All that are told.
pub(super) const DEFECTS: &[Defect] = &[
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
        folder: "13-toleration-missing-for-tainted-node",
        known: |folder| surroundings::nodes(folder, "nodes-as-live.json"),
        beside: Vec::new,
        told: &[(
            "untolerated-taint",
            "workloads/domains/scan-worker/base/deployment.yaml",
            "Deployment scan/scan-worker",
            "domain=worker-ai:NoSchedule",
        )],
        left: &[],
    },
    Defect {
        folder: "14-node-selector-matches-no-node",
        known: |folder| surroundings::nodes(folder, "nodes.json"),
        beside: Vec::new,
        told: &[
            unselected!("auth-relay/base/deployment", "auth-relay"),
            unselected!("auth-relay/base/deployment-canary", "auth-relay-canary"),
            unselected!("auth-worker/base/deployment", "auth-worker"),
            unselected!("auth-worker/base/deployment-canary", "auth-worker-canary"),
        ],
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
        folder: "17-autoscaler-exceeds-node-capacity-and-overlay-undoes-fix",
        known: surroundings::worker_node,
        beside: surroundings::scaled_worker,
        told: MORE_THAN_FIT,
        // The base was repaired, and both overlays replace what it says.
        left: MORE_THAN_FIT,
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
pub(super) const RELAYS: &[Told] = &[
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

/// An autoscaler that both overlays let go beyond what fits.
const MORE_THAN_FIT: &[Told] = &[
    (
        "autoscaling-beyond-nodes",
        "workloads/scaling/dev/kustomization.yaml",
        "ScaledObject scan/scan-worker-scaledobject",
        "5 pods of Deployment scan/scan-worker, and only 4 can be placed",
    ),
    (
        "autoscaling-beyond-nodes",
        "workloads/scaling/prod/kustomization.yaml",
        "ScaledObject scan/scan-worker-scaledobject",
        "10 pods of Deployment scan/scan-worker, and only 4 can be placed",
    ),
];

/// Defects in what no manifest says, and where else they are told.
pub(super) const ELSEWHERE: &[(&str, &str)] = &[("05-ci-missing-trigger-shared-events", "tests/it/reference/affected")];
