//! What rules on names have in common: one is asked for, and is not there.

use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::cluster::reference::Reference;
use crate::cluster::reference::Wanted;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Need;
use crate::validate::rule::Sink;

/// Reports every reference to one of these kinds that leads nowhere.
pub(super) fn report(context: &Context<'_>, sink: &mut Sink<'_>, kinds: &[Wanted]) {
    let cluster = context.cluster;
    for reference in cluster.references().iter().filter(|reference| kinds.contains(&reference.wanted)) {
        if reference.optional {
            continue;
        }
        match cluster.exists(reference.wanted, reference.namespace, reference.name) {
            Known::There(()) => {}
            Known::Unknown => sink.lacks(Need::External),
            Known::Missing => {
                let (kind, name) = (reference.wanted.kind(), reference.name);
                let message = match reference.namespace {
                    "" => format!("there is no {kind} `{name}`"),
                    namespace => format!("there is no {kind} `{name}` in namespace `{namespace}`"),
                };
                let finding = reference.object.finding(reference.node, reference.path.as_str(), message);
                sink.report(finding.help(meant(cluster, reference)));
            }
        }
    }
}

/// What was probably meant: a similar name here, or the same name elsewhere.
fn meant(cluster: &Cluster<'_>, reference: &Reference<'_>) -> String {
    let (kind, namespace) = (reference.wanted.kind(), reference.namespace);
    let here = cluster.known(reference.wanted).filter(|(other, _)| *other == namespace).map(|(_, name)| name);
    let mut here: Vec<&str> = here.collect();
    let claims;
    if reference.wanted == Wanted::Claim {
        claims = cluster.claims_of_sets(namespace);
        here.extend(claims.iter().map(String::as_str));
    }
    if let Some(near) = suggest::nearest(reference.name, here.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    if let Some((elsewhere, name)) = cluster.known(reference.wanted).find(|(_, name)| *name == reference.name) {
        return match elsewhere {
            "" => format!("{kind} `{name}` stands without a namespace: write `namespace: {namespace}` there"),
            _ => format!("{kind} `{name}` is in namespace `{elsewhere}`, and is only used there"),
        };
    }
    if here.is_empty() {
        format!("add a {kind} `{}`, or declare it under `external` if others apply it", reference.name)
    } else {
        suggest::known(here)
    }
}
