//! When Argo CD applies an object: hooks, phases and waves; and with which options.
//!
//! Sources: gitops-engine `pkg/sync/hook`, `pkg/sync/syncwaves/waves.go`, `pkg/sync/sync_tasks.go`,
//! `pkg/sync/resource/annotations.go`.

use crate::cluster::object::Object;
use crate::yaml::Node;

/// The annotation with the number of the wave.
pub const WAVE: &str = "argocd.argoproj.io/sync-wave";
/// The annotation that makes a hook of an object.
pub const HOOK: &str = "argocd.argoproj.io/hook";
/// The annotation that says when a hook is deleted.
pub const HOOK_DELETE_POLICY: &str = "argocd.argoproj.io/hook-delete-policy";
/// The annotation with options for one object.
pub const OPTIONS: &str = "argocd.argoproj.io/sync-options";

/// A part of a sync; each begins when the one before it is done and healthy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Hooks before everything.
    PreSync,
    /// What is no hook, and hooks among it.
    Sync,
    /// Hooks after everything.
    PostSync,
}

impl Phase {
    /// Its name in the annotation.
    pub fn name(self) -> &'static str {
        match self {
            Self::PreSync => "PreSync",
            Self::Sync => "Sync",
            Self::PostSync => "PostSync",
        }
    }
}

/// When an object is applied; whatever comes later waits until this is healthy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The phase.
    pub phase: Phase,
    /// The wave in it.
    pub wave: i64,
}

impl std::fmt::Display for Step {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.phase {
            Phase::Sync => write!(out, "wave {}", self.wave),
            phase => write!(out, "{} wave {}", phase.name(), self.wave),
        }
    }
}

/// The parts of an annotation that lists several, separated by commas.
pub fn listed<'a>(object: &Object<'a>, annotation: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let text = object.annotation(annotation).and_then(Node::text).unwrap_or_default();
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// Whether an option is set on the object itself.
pub fn has_option(object: &Object<'_>, option: &str) -> bool {
    listed(object, OPTIONS).any(|known| known == option)
}

/// The wave of an object; what is no whole number counts as if nothing was written.
pub fn wave(object: &Object<'_>) -> i64 {
    let number = |annotation: &str| object.annotation(annotation)?.text()?.parse().ok();
    number(WAVE).or_else(|| number("helm.sh/hook-weight")).unwrap_or(0)
}

/// Whether an object is applied in phases of its own.
pub fn is_hook(object: &Object<'_>) -> bool {
    object.annotation(HOOK).is_some() || object.annotation("helm.sh/hook").is_some()
}

/// When an object is first applied; `None` if it is not, or only if a sync fails.
pub fn first_step(object: &Object<'_>) -> Option<Step> {
    let wave = wave(object);
    if !is_hook(object) {
        return Some(Step { phase: Phase::Sync, wave });
    }
    let own = listed(object, HOOK).filter_map(|hook| match hook {
        "PreSync" => Some(Phase::PreSync),
        "Sync" => Some(Phase::Sync),
        "PostSync" => Some(Phase::PostSync),
        _ => None,
    });
    let of_helm = listed(object, "helm.sh/hook").filter_map(|hook| match hook {
        "pre-install" | "pre-upgrade" => Some(Phase::PreSync),
        "post-install" | "post-upgrade" => Some(Phase::PostSync),
        _ => None,
    });
    let is_own = object.annotation(HOOK).is_some();
    let phase = if is_own { own.min() } else { of_helm.min() };
    phase.map(|phase| Step { phase, wave })
}
