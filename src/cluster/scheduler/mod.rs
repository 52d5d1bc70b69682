//! Where pods can run: the filters of kube-scheduler, and whether a place for all of them exists.
//!
//! [`Pod`] and [`Node`] are read from manifests, and a [`State`] is nodes with pods on them. [`State::filter`] says of
//! each node whether the scheduler would take it and, if not, the reason in the scheduler's own words;
//! [`State::assign`] says whether there is a place for every pod of a list, [`State::loss_of`] what happens when a
//! node is lost.
//!
//! Scores are left out: among the nodes that pass all filters the scheduler chooses by scores that depend on what else
//! it has seen. Volumes are left out, too, for where they lie is not written in manifests. Values that the API server
//! refuses are read as if they were not there, since saying so is the business of validation.
//!
//! Sources: `k8s.io/kubernetes/pkg/scheduler/framework/plugins` (one folder for each filter) and
//! `k8s.io/component-helpers`; compared with the decisions of a real scheduler.

mod affinity;
mod assign;
mod attempt;
mod board;
mod check;
mod daemon;
mod facts;
mod greedy;
mod group;
mod improve;
mod interpod;
mod labels;
mod node;
mod packing;
mod pod;
mod port;
mod quantity;
mod read;
mod reason;
mod requests;
mod search;
mod spread;
mod state;
mod symmetry;
mod taint;
#[cfg(test)]
mod tests;

pub use affinity::meets;
pub use affinity::meets_field;
pub use assign::Assignment;
pub use assign::Attempt;
pub use assign::Pending;
pub use facts::Facts;
pub use facts::RuntimeClass;
pub use labels::Labels;
pub use node::Node;
pub use pod::Pod;
pub use port::HostPort;
pub use quantity::Resources;
pub use reason::Reason;
pub use reason::Shortage;
pub use reason::Skew;
pub use reason::message;
pub use state::Loss;
pub use state::Placed;
pub use state::State;
pub use taint::Taint;
pub use taint::Toleration;
