//! Where schemas come from: the embedded packs, files in the layout of kubeconform, CustomResourceDefinitions, and
//! schema sets, asked in the order given.
//!
//! A location that is not there, or that holds nothing of use, is an error: what it was named for would otherwise not be
//! checked, or be checked by something else. Files are read through [`Files`], and nothing is ever fetched.

mod convert;
pub(super) mod crds;
mod fault;
mod file;
mod restrict;
mod scan;
pub(super) mod template;

use std::sync::Arc;

use crate::schema::custom::CustomKinds;
use crate::schema::import::set::Set;
use crate::schema::version::KubernetesVersion;

pub use fault::LocationError;
pub(super) use file::Loaded;
pub use scan::SET_EXTENSION;

/// How files are read; whoever may open files gives this.
pub trait Files: std::fmt::Debug + Send + Sync {
    /// The text of a file; `None` when there is none of this path. The error says why it cannot be read.
    fn read(&self, path: &str) -> Result<Option<String>, String>;

    /// The names in a folder, sorted, those of folders with a `/` behind them; `None` when there is no such folder.
    fn list(&self, folder: &str) -> Result<Option<Vec<String>>, String>;
}

/// Schema locations in the order in which they are asked.
#[derive(Debug)]
pub struct Locations {
    pub(super) list: Vec<Location>,
    files: Arc<dyn Files>,
}

/// One location, as written, and what it turned out to be.
#[derive(Debug)]
pub(super) struct Location {
    pub(super) written: String,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    /// The packs in the binary.
    Embedded,
    /// A file for each kind, read when the kind is asked for.
    Files { template: template::Template, shared: file::Shared },
    /// CustomResourceDefinitions.
    Definitions(Vec<CustomKinds>),
    /// A schema set.
    Set(Set),
}

impl Locations {
    /// Opens locations as given on the command line. Every fault is told, not only the first.
    ///
    /// A location is `default`, a template in the notation of kubeconform, a folder of schemas in the layout of the
    /// kubernetes-json-schema repository, a file or folder with CustomResourceDefinitions, or a schema set. `strict`
    /// decides what `StrictSuffix` in a template stands for, and nothing else.
    pub fn open(
        written: &[String],
        version: &KubernetesVersion,
        strict: bool,
        files: Arc<dyn Files>,
    ) -> Result<Self, Vec<LocationError>> {
        let mut list = Vec::new();
        let mut errors = Vec::new();
        for location in written {
            match scan::open(location, version, strict, &*files) {
                Ok(found) => list.extend(found),
                Err(found) => errors.extend(found),
            }
        }
        if errors.is_empty() { Ok(Self { list, files }) } else { Err(errors) }
    }

    /// The schema file of a kind in a location of files; `None` when it has none.
    pub(super) fn load(&self, at: usize, api_version: &str, kind: &str) -> Result<Option<Loaded>, LocationError> {
        let Some(Content::Files { template, shared }) = self.list.get(at).map(|location| &location.content) else {
            return Ok(None);
        };
        let Some(path) = template.path(api_version, kind) else { return Ok(None) };
        let group = api_version.split_once('/').map_or("", |(group, _)| group);
        // Groups of the project itself have dots only if they end like this; so do some of its custom resources.
        let builtin = !group.contains('.') || group.ends_with(".k8s.io");
        file::load(&*self.files, shared, &path, builtin)
    }
}
