//! groundplan reads one environment model, renders it, validates the result, and compares it with the committed tree.
//!
//! The modules stand in reading order, and each may use only those above it (`tests/it/tidy.rs` holds that).

pub mod text;
pub mod yaml;
pub mod finding;
pub mod code;
pub mod schema;
pub mod model;
pub mod ci;
pub mod render;
pub mod manifest;
pub mod workflow;
pub mod kustomize;
pub mod redis;
pub mod cluster;
pub mod validate;
pub mod diff;
pub mod report;
pub mod disk;
pub mod git;
pub mod commands;
pub mod cli;
