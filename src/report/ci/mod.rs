//! What is said of continuous integration: the table of shared modules, a matrix for GitHub, and why.
//!
//! Names of files are anybody's: in text they are escaped, and for programs they are JSON.

mod matrix;
mod triggers;
mod why;

pub use matrix::Matrix;
pub use matrix::matrix_json;
pub use matrix::names;
pub use matrix::outputs;
pub use triggers::Shown;
pub use triggers::last_line;
pub use triggers::triggers;
pub use triggers::triggers_json;
pub use why::why;

use serde_json::Value;
use serde_json::json;

use crate::ci::reach::Step;
use crate::ci::reach::module;

/// A way as JSON: a list of steps, each with the line that says so.
fn way_json(way: &[Step]) -> Vec<Value> {
    let step = |step: &Step| {
        json!({
            "file": step.place.source.path,
            "line": step.place.line_column().0,
            "kind": step.kind.name(),
            "says": step.said,
            "needs": step.to,
            "module": module(&step.to),
        })
    };
    way.iter().map(step).collect()
}
