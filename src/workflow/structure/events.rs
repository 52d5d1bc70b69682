//! The events that start workflows, with their activity types and filters.
//!
//! Source: GitHub, Events that trigger workflows; Workflow syntax, `on`.

/// An event.
pub(super) struct Event {
    pub(super) name: &'static str,
    /// Its activity types.
    pub(super) types: &'static [&'static str],
    /// The keys that it has beside `types`.
    pub(super) filters: &'static [&'static str],
}

const PULL_REQUEST: &[&str] = &[
    "assigned",
    "unassigned",
    "labeled",
    "unlabeled",
    "opened",
    "edited",
    "closed",
    "reopened",
    "synchronize",
    "converted_to_draft",
    "locked",
    "unlocked",
    "enqueued",
    "dequeued",
    "milestoned",
    "demilestoned",
    "ready_for_review",
    "review_requested",
    "review_request_removed",
    "auto_merge_enabled",
    "auto_merge_disabled",
];
const PULL_REQUEST_FILTERS: &[&str] = &["branches", "branches-ignore", "paths", "paths-ignore"];
const COMMENT: &[&str] = &["created", "edited", "deleted"];

const fn event(name: &'static str, types: &'static [&'static str]) -> Event {
    Event { name, types, filters: &[] }
}

/// All of them; what the values of `workflow_dispatch` and others look like is said elsewhere.
pub(super) const EVENTS: [Event; 34] = [
    event("branch_protection_rule", COMMENT),
    event("check_run", &["created", "rerequested", "completed", "requested_action"]),
    event("check_suite", &["completed", "requested", "rerequested"]),
    event("create", &[]),
    event("delete", &[]),
    event("deployment", &[]),
    event("deployment_status", &[]),
    event(
        "discussion",
        &[
            "created",
            "edited",
            "deleted",
            "transferred",
            "pinned",
            "unpinned",
            "labeled",
            "unlabeled",
            "locked",
            "unlocked",
            "category_changed",
            "answered",
            "unanswered",
        ],
    ),
    event("discussion_comment", COMMENT),
    event("fork", &[]),
    event("gollum", &[]),
    Event { name: "image_version", types: &[], filters: &["names", "versions"] },
    event("issue_comment", COMMENT),
    event(
        "issues",
        &[
            "opened",
            "edited",
            "deleted",
            "transferred",
            "pinned",
            "unpinned",
            "closed",
            "reopened",
            "assigned",
            "unassigned",
            "labeled",
            "unlabeled",
            "locked",
            "unlocked",
            "milestoned",
            "demilestoned",
            "typed",
            "untyped",
        ],
    ),
    event("label", COMMENT),
    Event { name: "merge_group", types: &["checks_requested"], filters: &["branches", "branches-ignore"] },
    event("milestone", &["created", "closed", "opened", "edited", "deleted"]),
    event("page_build", &[]),
    event("project", &["created", "closed", "reopened", "edited", "deleted"]),
    event("project_card", &["created", "moved", "converted", "edited", "deleted"]),
    event("project_column", &["created", "updated", "moved", "deleted"]),
    event("public", &[]),
    Event { name: "pull_request", types: PULL_REQUEST, filters: PULL_REQUEST_FILTERS },
    event("pull_request_review", &["submitted", "edited", "dismissed"]),
    event("pull_request_review_comment", COMMENT),
    Event { name: "pull_request_target", types: PULL_REQUEST, filters: PULL_REQUEST_FILTERS },
    Event {
        name: "push",
        types: &[],
        filters: &["branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore"],
    },
    event("registry_package", &["published", "updated"]),
    event("release", &["published", "unpublished", "created", "edited", "deleted", "prereleased", "released"]),
    event("repository_dispatch", &[]),
    event("status", &[]),
    event("watch", &["started"]),
    Event {
        name: "workflow_run",
        types: &["completed", "requested", "in_progress"],
        filters: &["workflows", "branches", "branches-ignore"],
    },
    event("schedule", &[]),
];

/// Events whose values are not filters.
pub(super) const OTHERS: [&str; 2] = ["workflow_call", "workflow_dispatch"];
