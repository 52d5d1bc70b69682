//! What controllers make of an environment: its objects with those that follow from them, and what is known of the
//! cluster that they live in.
//!
//! Rules ask this stage plain questions: does this Service exist, which pods does it select, which node takes a pod.
//! Nothing is guessed here: what is not among the documents and was not declared is unknown, and says so.

pub mod facts;
pub mod kubeadm;
pub mod project;
pub mod labels;
pub mod object;
pub mod workload;
mod releases;
mod labelled;
pub mod objects;
pub mod namespaces;
pub mod service;
pub mod config;
pub mod variables;
pub mod address;
pub mod texts;
pub mod failover;
pub mod purpose;
pub mod redis_operator;
pub mod definition;
pub mod scheduler;
pub mod placement;
pub mod argocd;
pub mod scaling;
pub mod existence;
pub mod reference;
mod reference_of_pods;
mod reference_of_objects;
pub mod made;
pub mod usage;
pub mod policy;
pub mod backend;
pub mod connection;
pub mod mesh;
pub mod monitor;
pub mod image;
pub mod replication;
pub mod credential;
