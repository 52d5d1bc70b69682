//! Whether two documents are meant for one cluster: a repository may hold examples that nobody applies together.

use std::collections::BTreeMap;

use crate::cluster::object::Object;
use crate::manifest::Manifest;
use crate::validate::rule::Context;

/// What lies, is built and is synced together.
pub(super) struct Vicinity<'c, 'a> {
    context: &'c Context<'a>,
    /// Numbers of the objects, and of the builds that they come from, by manifest.
    numbers: BTreeMap<*const Manifest, usize>,
    builds: BTreeMap<*const Manifest, usize>,
}

impl<'c, 'a> Vicinity<'c, 'a> {
    /// That of all objects.
    pub(super) fn of(context: &'c Context<'a>) -> Self {
        let objects = context.cluster.objects().iter().enumerate();
        let built = context.builds.iter().enumerate();
        let built =
            built.flat_map(|(at, (_, build))| build.manifests.iter().map(move |own| (std::ptr::from_ref(own), at)));
        Self {
            context,
            numbers: objects.map(|(at, object)| (std::ptr::from_ref(object.manifest), at)).collect(),
            builds: built.collect(),
        }
    }

    /// Whether two objects of one namespace are likely to meet. They are if it was declared what surrounds them, if
    /// both say in which namespace they are, or if they lie, are built or are synced together.
    pub(super) fn may_meet(&self, one: Object<'_>, other: Object<'_>) -> bool {
        let is_declared = self.context.project.is_some() || self.context.cluster.facts.says_what_is_applied();
        let namespace = one.id().namespace.as_str();
        let is_said = !matches!(namespace, "" | "default") && namespace == other.id().namespace;
        is_declared
            || is_said
            || folder(one) == folder(other)
            || self.is_built(one, other)
            || self.is_synced(one, other)
    }

    fn is_built(&self, one: Object<'_>, other: Object<'_>) -> bool {
        let build = |object: Object<'_>| self.builds.get(&std::ptr::from_ref(object.manifest));
        build(one).is_some() && build(one) == build(other)
    }

    fn is_synced(&self, one: Object<'_>, other: Object<'_>) -> bool {
        let owners = |object: Object<'_>| {
            let number = self.numbers.get(&std::ptr::from_ref(object.manifest));
            number.into_iter().flat_map(|number| self.context.cluster.applications().owners(*number))
        };
        owners(one).any(|application| owners(other).any(|own| std::ptr::eq(own, application)))
    }
}

fn folder(object: Object<'_>) -> &str {
    let path = object.manifest.source().path.as_str();
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
