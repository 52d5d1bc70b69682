//! Why a changed file selects a service, as numbers: most claims are given up for better ones, and need no words.

use crate::ci::graph::inputs::is_data;
use crate::ci::graph::inputs::package_of;
use crate::ci::pipeline::Pipeline;
use crate::ci::revision::Revision;

/// Why a file selects a service, before anybody asks for the words.
#[derive(Clone, Copy)]
pub(super) enum Claim {
    /// It is the service's own.
    Own,
    /// By a pattern of the service.
    Watched(usize),
    /// Its tools read it.
    Settings,
    /// In so many steps.
    Reached { revision: usize, number: u32, beside: bool, steps: usize },
    /// By an entry of the map of shared triggers.
    Declared(usize),
}

impl Claim {
    /// How far the file is from the service.
    pub(super) fn rank(self) -> usize {
        match self {
            Self::Own => 0,
            Self::Watched(_) => 1,
            Self::Settings => 2,
            Self::Reached { steps, .. } => 3 + steps,
            // A way says more than a line that somebody wrote.
            Self::Declared(_) => usize::MAX - 1,
        }
    }
}

/// Where a changed file is in the graphs: its number, and the package that it lies beside, in each revision.
pub(super) struct Found<'f>(Vec<(Option<u32>, Option<&'f str>)>);

impl<'f> Found<'f> {
    pub(super) fn new(pipeline: &Pipeline<'_>, revisions: &[Revision], file: &'f str) -> Self {
        let is_data = is_data(file);
        let of = |revision: &Revision| {
            let package = is_data.then(|| package_of(pipeline, &revision.checkout, file)).flatten();
            (revision.graph.find(file), package)
        };
        Self(revisions.iter().map(of).collect())
    }

    /// The shortest way to the file from a service in any revision.
    pub(super) fn reached(&self, revisions: &[Revision], service: usize) -> Option<Claim> {
        let mut claims = Vec::new();
        for (revision, (number, package)) in self.0.iter().enumerate() {
            let reach = &revisions[revision].reaches[service];
            let own = number.filter(|number| reach.reaches(*number) && !reach.is_setting(*number));
            let beside = package.and_then(|folder| reach.package(folder));
            for (number, beside) in own.map(|it| (it, false)).into_iter().chain(beside.map(|it| (it, true))) {
                let steps = reach.steps(number) + usize::from(beside);
                claims.push(Claim::Reached { revision, number, beside, steps });
            }
        }
        claims.into_iter().min_by_key(|claim| claim.rank())
    }
}
