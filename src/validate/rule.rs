//! What a rule is: an id, what it means, an example, and a function from a cluster to findings.

use std::collections::BTreeSet;

use crate::cluster::objects::Cluster;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::kustomize::Build;
use crate::model::Environment;
use crate::text::FileTree;
use crate::workflow::Workflow;

/// A question about the objects of an environment that no schema can answer.
pub struct Rule {
    /// Names the bad pattern; stamped on every finding.
    pub id: &'static str,
    /// What it is about.
    pub group: Group,
    /// How bad it is; stamped on every finding that does not say otherwise.
    pub severity: Severity,
    /// What is wrong when it fires, in one sentence.
    pub summary: &'static str,
    /// What would happen in the cluster; stamped on every finding without a reason of its own.
    pub why: &'static str,
    /// Where it is written that this is so.
    pub source: &'static str,
    /// What fires it, and what nearly does.
    pub example: Option<Example>,
    /// Looks at the cluster and reports.
    pub check: fn(&Context<'_>, &mut Sink<'_>),
}

/// Manifests that show what a rule is about; both are run.
pub struct Example {
    /// What is declared beside them, as in a file for `--assume`; may be empty.
    pub facts: &'static str,
    /// Fires the rule, and no other.
    pub bad: &'static str,
    /// Fires nothing, although it looks nearly the same.
    pub good: &'static str,
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Names that lead to other objects.
    References,
    /// Addresses, ports, selectors and network policies.
    Network,
    /// Nodes, taints, capacity and spreading.
    Scheduling,
    /// Pods and their containers.
    Workloads,
    /// Who scales what.
    Autoscaling,
    /// Metrics and who scrapes them.
    Monitoring,
    /// RedisFailovers, their operator and their clients.
    Redis,
    /// Applications, projects, and what is synced when.
    ArgoCd,
    /// Patches, images and overlays.
    Kustomize,
    /// What environments have in common.
    Environments,
    /// Credentials.
    Security,
    /// Workflows of GitHub Actions.
    Workflows,
}

impl Group {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 12] = [
        Self::References,
        Self::Network,
        Self::Scheduling,
        Self::Workloads,
        Self::Autoscaling,
        Self::Monitoring,
        Self::Redis,
        Self::ArgoCd,
        Self::Kustomize,
        Self::Environments,
        Self::Security,
        Self::Workflows,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::References => "references",
            Self::Network => "network",
            Self::Scheduling => "scheduling",
            Self::Workloads => "workloads",
            Self::Autoscaling => "autoscaling",
            Self::Monitoring => "monitoring",
            Self::Redis => "redis",
            Self::ArgoCd => "argocd",
            Self::Kustomize => "kustomize",
            Self::Environments => "environments",
            Self::Security => "security",
            Self::Workflows => "workflows",
        }
    }
}

/// What a rule may look at.
pub struct Context<'a> {
    /// The objects, and what is known beside them.
    pub cluster: &'a Cluster<'a>,
    /// The project that rendered them, if one did.
    pub project: Option<Project<'a>>,
    /// The kustomizations that no other one refers to, each with its folder and what it builds: those of all
    /// environments.
    pub builds: &'a [(&'a str, &'a Build)],
    /// The workflows beside them, which are judged by rules of their own.
    pub workflows: Workflows<'a>,
}

/// Workflows of GitHub Actions, and the repository that they stand in.
#[derive(Default, Clone, Copy)]
pub struct Workflows<'a> {
    /// All of them, and composite actions.
    pub all: &'a [Workflow],
    /// Every file of the repository, by its path from the root; `None` where that is not known.
    pub files: Option<&'a [&'a str]>,
}

/// A project of groundplan's own.
#[derive(Clone, Copy)]
pub struct Project<'a> {
    /// The environment.
    pub environment: &'a Environment,
    /// Every rendered file.
    pub tree: &'a FileTree,
}

/// A fact that a rule cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// All nodes.
    Nodes,
    /// Everything that exists beside the documents.
    External,
    /// The release of the redis-operator.
    RedisOperator,
    /// The namespace of the redis-operator.
    RedisOperatorNamespace,
    /// The namespace of Argo CD.
    ArgoCd,
    /// The repositories that Argo CD reads.
    Repositories,
    /// What each Redis instance is for.
    Purposes,
    /// Who reads and who writes.
    Access,
    /// The variables that the code reads.
    Settings,
    /// The tags that are published.
    Images,
}

impl Need {
    /// Its name in reports for programs: the key of a file of facts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nodes => "nodes",
            Self::External => "external",
            Self::RedisOperator => "redisOperator",
            Self::RedisOperatorNamespace => "redisOperatorNamespace",
            Self::ArgoCd => "argocd",
            Self::Repositories => "repositories",
            Self::Purposes => "purposes",
            Self::Access => "access",
            Self::Settings => "settings",
            Self::Images => "images",
        }
    }

    /// What to declare, as the end of "it needs".
    pub fn declared(self) -> &'static str {
        match self {
            Self::Nodes => "nodes (`kind: Node` documents, or `nodes` in --assume)",
            Self::External => "all that exists beside the documents (`external` in --assume)",
            Self::RedisOperator => "the release of the redis-operator (its Deployment, or --redis-operator-version)",
            Self::RedisOperatorNamespace => "the redis-operator's namespace (`redisOperatorNamespace` in --assume)",
            Self::ArgoCd => "Argo CD's namespace (`argocd` in --assume)",
            Self::Repositories => "the repositories (`repositories` in --assume)",
            Self::Purposes => "what each Redis is for (`purposes` in --assume)",
            Self::Access => "who reads and who writes (`access` in --assume)",
            Self::Settings => "the variables that the code reads (`settings` in --assume)",
            Self::Images => "the published tags (`images` in --assume)",
        }
    }
}

/// Where a rule puts what it has to say.
pub struct Sink<'s> {
    rule: &'static Rule,
    findings: &'s mut Vec<Finding>,
    lacks: &'s mut BTreeSet<Need>,
}

impl<'s> Sink<'s> {
    /// For one rule.
    pub fn new(rule: &'static Rule, findings: &'s mut Vec<Finding>, lacks: &'s mut BTreeSet<Need>) -> Self {
        Self { rule, findings, lacks }
    }

    /// Reports, with the severity of the rule.
    pub fn report(&mut self, finding: Finding) {
        self.report_as(self.rule.severity, finding);
    }

    /// Reports, with a severity that differs from that of the rule.
    pub fn report_as(&mut self, severity: Severity, mut finding: Finding) {
        finding.rule = self.rule.id;
        finding.severity = severity;
        finding.why.get_or_insert_with(|| self.rule.why.to_owned());
        self.findings.push(finding);
    }

    /// Says that there is something to check, and that a fact is missing for it.
    pub fn lacks(&mut self, need: Need) {
        self.lacks.insert(need);
    }
}
