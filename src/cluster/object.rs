//! An object of the cluster to be, and what is known of something that is asked for by name.

use crate::cluster::labels::Labels;
use crate::cluster::project::Keys;
use crate::cluster::project::Made;
use crate::finding::Finding;
use crate::manifest::Manifest;
use crate::manifest::identity::ResourceId;
use crate::text::Place;
use crate::yaml::Node;

/// An object.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    /// The object itself; one that is made has the places of what it is made of.
    pub manifest: &'a Manifest,
    /// Who makes it, if nobody wrote it.
    pub maker: Option<Maker<'a>>,
    /// Whether it may have keys beside those that are known: a Secret that is made in the cluster.
    pub is_open: bool,
}

/// Who makes an object.
#[derive(Debug, Clone, Copy)]
pub struct Maker<'a> {
    /// The object that it is made of.
    pub id: &'a ResourceId,
    /// The controller, such as `redis-operator v1.2.4`.
    pub by: &'a str,
}

impl<'a> Object<'a> {
    /// An object that a controller makes.
    pub fn made(made: &'a Made) -> Self {
        let maker = Maker { id: &made.maker, by: made.by };
        Self { manifest: &made.manifest, maker: Some(maker), is_open: made.keys == Keys::Open }
    }

    /// An object that somebody wrote.
    pub fn written(manifest: &'a Manifest) -> Self {
        Self { manifest, maker: None, is_open: false }
    }

    /// What it is called.
    pub fn id(&self) -> &'a ResourceId {
        &self.manifest.id
    }

    /// The object that people wrote: itself, or what it is made of.
    pub fn written_id(&self) -> &'a ResourceId {
        self.maker.map_or(&self.manifest.id, |maker| maker.id)
    }

    /// Its name for people: `StatefulSet redis/rfr-auth, which redis-operator v1.2.4 makes`.
    pub fn called(&self) -> String {
        match self.maker {
            None => self.manifest.id.to_string(),
            Some(maker) => format!("{}, which {} makes of it,", self.manifest.id, maker.by),
        }
    }

    /// The value at a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<Node<'a>> {
        self.manifest.root().at(path)
    }

    /// The place of the value at a path, or of the deepest part of it that is there.
    pub fn place(&self, path: &[&str]) -> Place {
        self.manifest.place(path)
    }

    /// Its labels.
    pub fn labels(&self) -> Labels<'a> {
        Labels::of(self.at(&["metadata", "labels"]))
    }

    /// An annotation.
    pub fn annotation(&self, key: &str) -> Option<Node<'a>> {
        self.at(&["metadata", "annotations"]).and_then(|annotations| annotations.get(key))
    }

    /// A finding about the node at a path for people, such as `spec.template.spec.containers[0].image`; the rule is
    /// stamped by the caller.
    pub fn finding(&self, node: Node<'_>, path: impl Into<String>, message: impl Into<String>) -> Finding {
        self.finding_at(node.place(), path, message)
    }

    /// A finding about a place in it.
    pub fn finding_at(&self, place: Place, path: impl Into<String>, message: impl Into<String>) -> Finding {
        let finding = Finding::error("", place, message).resource(self.written_id().to_string());
        // The path inside something made means nothing to whoever looks at what was written.
        if self.maker.is_some() { finding } else { finding.path(path) }
    }

    /// A finding about the value at a path of keys, or about the deepest part of it that is there.
    pub fn about(&self, path: &[&str], message: impl Into<String>) -> Finding {
        self.finding_at(self.place(path), path.join("."), message)
    }
}

/// What is known of something that is asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<T> {
    /// It is there.
    There(T),
    /// It is not there, and everything that is there is known.
    Missing,
    /// It may be there: not everything is known.
    Unknown,
}

impl<T> Known<T> {
    /// What is there, if it is.
    pub fn there(self) -> Option<T> {
        match self {
            Self::There(what) => Some(what),
            _ => None,
        }
    }

    /// Whether it is certain that it is not there.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}
