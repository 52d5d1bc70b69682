//! The services of the reference system, what their code shares, and which of them a change concerns.
//!
//! Its sources are found through the environment variable `GROUNDPLAN_REFERENCE_SOURCES`. Where only its facts are at
//! hand, a repository is written from them: a file for each that has evidence, with its imports on the lines named.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod defect; // a trigger that was missing, before and after its repair
mod edges; // what the code of services shares
mod pairs; // repositories of which one is watched as a whole and the other nearly
mod selected; // which services changed files select
mod system; // the repository

use std::collections::BTreeSet;

use serde_json::Value;

use crate::objects::entries;
use crate::objects::items;

/// The texts of a list.
fn texts(list: &Value) -> BTreeSet<String> {
    items(list).map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// Every pair of a map to lists of texts.
fn pairs(map: &Value) -> BTreeSet<(String, String)> {
    entries(map).flat_map(|(key, list)| texts(list).into_iter().map(|text| (key.to_owned(), text))).collect()
}
