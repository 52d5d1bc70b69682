//! The projection: the objects that controllers make of documents, which nobody wrote and others refer to.
//!
//! Every node keeps the place in the document that it came from; what has no field of its own stands at the nearest
//! one. What cannot be known without a cluster is said to be unknown, and never guessed.

mod applications;
mod part;
pub mod redis;
mod secret;

use rayon::prelude::*;

use crate::manifest::Manifest;
use crate::manifest::identity::ResourceId;
use crate::model::redis::OperatorVersion;
use crate::text::Place;
use crate::yaml::Composed;

/// The releases of the controllers, where they decide what is made.
#[derive(Debug, Clone, Copy)]
pub struct Releases {
    /// The redis-operator.
    pub redis_operator: OperatorVersion,
}

/// An object that a controller makes.
#[derive(Debug)]
pub struct Made {
    /// The object.
    pub manifest: Manifest,
    /// What it is made of.
    pub maker: ResourceId,
    /// Who makes it, as `redis-operator v1.2.4`.
    pub by: &'static str,
    /// Whether its data is all there.
    pub keys: Keys,
    /// Whether this is added to an object of the same name that somebody else makes, and is none by itself.
    pub adds: bool,
}

/// How much is known of the keys of a Secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// There are those that are written, and no others. So it is with everything that is no Secret.
    Closed,
    /// There may be others, which nobody knows without asking the cluster.
    Open,
}

/// Why a controller makes less than it was asked for, or why what it makes is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The controller refuses the document, and makes nothing of it.
    Refused,
    /// A pattern that the controller cannot read, and passes over.
    BadPattern,
    /// An element of an ApplicationSet that is no generator, several, or one without what it needs.
    GeneratorShape,
    /// A template names a parameter that no generator has.
    UnknownParameter,
    /// Several objects of one name would be made; only the first is.
    RepeatedName,
    /// What is made depends on something that is not among the documents.
    NotKnown,
}

/// Something that a rule may want to say of a document of which objects are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub fault: Fault,
    /// The node that has to change.
    pub place: Place,
    /// What is wrong or not known, in one sentence without a full stop.
    pub message: String,
}

/// What comes of one document.
#[derive(Debug, Default)]
pub struct Projection {
    /// The objects, in the order in which the controller makes them.
    pub made: Vec<Made>,
    /// What is to be said about it.
    pub problems: Vec<Problem>,
}

impl Projection {
    fn problem(&mut self, fault: Fault, place: &Place, message: impl Into<String>) {
        let problem = Problem { fault, place: place.clone(), message: message.into() };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Adds an object. What has neither kind nor apiVersion is none; a controller makes no such thing.
    fn make(&mut self, object: Composed, maker: &Manifest, by: &'static str, keys: Keys) {
        if let Ok(manifest) = Manifest::of(object.into_document()) {
            self.made.push(Made { manifest, maker: maker.id.clone(), by, keys, adds: false });
        }
    }
}

/// What the controllers make of a document; nothing for most.
pub fn project(manifest: &Manifest, releases: Releases) -> Projection {
    let version = manifest.id.api_version.rsplit('/').next().unwrap_or_default();
    match (manifest.id.group(), manifest.id.kind.as_str()) {
        ("databases.spotahome.com", "RedisFailover") => redis::project(manifest, releases.redis_operator),
        ("external-secrets.io", "ExternalSecret") if ["v1beta1", "v1"].contains(&version) => secret::external(manifest),
        ("argoproj.io", "ApplicationSet") => applications::project(manifest),
        ("bitnami.com", "SealedSecret") => secret::sealed(manifest),
        ("cert-manager.io", "Certificate") => secret::certificate(manifest),
        _ => Projection::default(),
    }
}

/// What comes of all documents of an environment.
#[derive(Debug, Default)]
pub struct Projected {
    /// The objects, in the order of what they are made of.
    pub made: Vec<Made>,
    /// What is to be said, with the document that it is said of.
    pub problems: Vec<(ResourceId, Problem)>,
}

/// What the controllers make of all documents. Without a known release of the redis-operator the last stable one is
/// taken: what its releases make differs in Services alone, and whoever asks for these asks for the release.
pub fn project_all(manifests: &[&Manifest], redis_operator: Option<OperatorVersion>) -> Projected {
    let releases = Releases { redis_operator: redis_operator.unwrap_or(OperatorVersion::V1_2_4) };
    let projections: Vec<Projection> = manifests.par_iter().map(|manifest| project(manifest, releases)).collect();
    let mut projected = Projected::default();
    for (manifest, projection) in manifests.iter().zip(projections) {
        projected.made.extend(projection.made);
        projected.problems.extend(projection.problems.into_iter().map(|problem| (manifest.id.clone(), problem)));
    }
    projected
}
