//! The workflows of a repository, judged by the rules about them. They belong to no environment, and are judged once.

use std::sync::Arc;

use crate::cluster::facts::Facts;
use crate::cluster::objects::Cluster;
use crate::cluster::project::Projected;
use crate::finding::Findings;
use crate::manifest::documents;
use crate::manifest::documents::Found;
use crate::text::Source;
use crate::validate::engine;
use crate::validate::engine::About;
use crate::validate::engine::Ruled;
use crate::validate::environment::Policy;
use crate::validate::rule::Context;
use crate::validate::rule::Workflows;
use crate::validate::suppression;
use crate::workflow::Workflow;

/// Runs the rules about workflows; what GitHub would refuse in them is said elsewhere.
pub fn check(findings: &mut Findings, workflows: Workflows<'_>, facts: &Facts, policy: &Policy) -> Ruled {
    if workflows.all.is_empty() {
        return Ruled::default();
    }
    let projected = Projected::default();
    let cluster = Cluster::new(&[], &projected, facts, false);
    let context = Context { cluster: &cluster, project: None, builds: &[], workflows };
    let mut found = Findings::default();
    let ruled = engine::run(&mut found, &context, About::Workflows, &policy.levels);
    let suppressions = suppression::about(About::Workflows, facts.suppress.as_deref().unwrap_or_default());
    for finding in suppression::apply(found.into_sorted(), &suppressions, policy.today) {
        findings.push(finding);
    }
    ruled
}

/// The same for texts of which each is a workflow or an action, with what is wrong in their structure. `files` are the
/// paths of everything in the repository, if that is known.
pub fn judge(
    findings: &mut Findings,
    sources: &[Arc<Source>],
    files: Option<&[&str]>,
    facts: &Facts,
    policy: &Policy,
) -> Ruled {
    let mut all = Vec::new();
    for source in sources {
        let (found, problems) = documents::all(source);
        for problem in problems {
            findings.push(problem);
        }
        for found in found {
            let Found::Other(document, finding) = found else { continue };
            let Some((workflow, wrong)) = Workflow::read(&document) else {
                findings.push(*finding);
                continue;
            };
            for finding in wrong {
                findings.push(finding);
            }
            all.extend(Some(workflow).filter(|workflow| workflow.is_whole));
        }
    }
    check(findings, Workflows { all: &all, files }, facts, policy)
}
