//! This repository's own environments and templates, and what they render.

mod addresses; // every address leads to a Service, and every policy lets it through
mod applications; // what Argo CD is told, and in which order
mod builds; // Kustomize reads every folder
mod capacity; // the pods fit their nodes, also with one node less
mod reference_values; // what the reference system has in production is refused
mod reproducible; // the same bytes whatever the surroundings
mod workflow; // the linters of workflows find nothing
