//! What overlays override: where, and what it was before.
//!
//! Whether that is a mistake is for rules to say.

use crate::kustomize::value;
use crate::manifest::identity::ResourceId;
use crate::text::Place;
use crate::yaml::Composed;

/// A value of a base that an overlay replaced.
#[derive(Debug, Clone)]
pub struct Override {
    /// The value that won.
    pub place_in_overlay: Place,
    /// The value that it replaced.
    pub place_in_base: Place,
    /// The object as it came out of the build.
    pub object: ResourceId,
    /// Where in the object, as a JSON pointer; items of lists that merge by key are named by the key.
    pub path: String,
    /// What the base said: the text of a scalar, the rest as JSON.
    pub was: String,
    /// What the overlay says; empty where it takes the value away.
    pub now: String,
    /// The items of the base's list that the overlay's list does not have, each as text or JSON. Empty for scalars.
    pub lost: Vec<String>,
    /// Whether a whole list was replaced: what the base adds to it later does not reach this overlay.
    pub is_list: bool,
}

/// The same, before the object has its last name.
#[derive(Debug, Clone)]
pub(super) struct Record {
    overlay: Place,
    base: Place,
    path: String,
    was: String,
    now: String,
    lost: Vec<String>,
    is_list: bool,
}

impl Record {
    /// What replaced what, at a JSON pointer; `None` where nothing changed.
    pub(super) fn of(path: &str, was: &Composed, now: Option<&Composed>, overlay: &Place) -> Option<Self> {
        if now.is_some_and(|now| value::same(was, now)) || was.is_null() {
            return None;
        }
        let kept = now.map(Composed::items).unwrap_or_default();
        let lost = was.items().iter().filter(|item| !kept.iter().any(|kept| value::same(item, kept)));
        Some(Self {
            overlay: overlay.clone(),
            base: was.place.clone(),
            path: path.to_owned(),
            was: value::words(was),
            now: now.map(value::words).unwrap_or_default(),
            lost: lost.map(value::words).collect(),
            is_list: value::is_sequence(was) && now.is_some_and(value::is_sequence),
        })
    }

    pub(super) fn of_object(self, object: &ResourceId) -> Override {
        Override {
            place_in_overlay: self.overlay,
            place_in_base: self.base,
            object: object.clone(),
            path: self.path,
            was: self.was,
            now: self.now,
            lost: self.lost,
            is_list: self.is_list,
        }
    }
}

/// The way down into an object while it is merged, and what was replaced on it.
#[derive(Debug, Default)]
pub(super) struct Trail {
    path: Vec<String>,
    pub(super) records: Vec<Record>,
}

impl Trail {
    pub(super) fn within<T>(&mut self, name: &str, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(name.replace('~', "~0").replace('/', "~1"));
        let result = inside(self);
        self.path.pop();
        result
    }

    /// Notes what a patch puts in the place of a value.
    pub(super) fn record(&mut self, was: &Composed, now: Option<&Composed>) {
        let overlay = now.map_or(&was.place, |now| &now.place);
        let path = format!("/{}", self.path.join("/"));
        self.records.extend(Record::of(&path, was, now.filter(|now| !now.is_null()), overlay));
    }
}
