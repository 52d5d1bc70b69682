//! What a pod requests as a whole.
//!
//! Source: `component-helpers/resource/helpers.go` (`PodRequests`), and the defaults of the API server: a limit
//! without a request is a request. Limits that a `LimitRange` would add are not known here.

use crate::cluster::scheduler::facts::Facts;
use crate::cluster::scheduler::quantity;
use crate::cluster::scheduler::quantity::Exact;
use crate::cluster::scheduler::quantity::Resources;
use crate::cluster::scheduler::read;
use crate::yaml::Node;

/// The first minor with sidecars.
pub(super) const SIDECARS: u32 = 29;
const POD_LEVEL: u32 = 34;

/// Whether an init container keeps running beside the containers.
pub(super) fn is_sidecar(container: Node<'_>, facts: &Facts) -> bool {
    facts.minor >= SIDECARS && read::text(container, "restartPolicy") == "Always"
}

/// What the scheduler counts for a pod with this spec; resources of which nothing is requested are left out.
pub(super) fn of(spec: Node<'_>, facts: &Facts) -> Resources {
    let mut sum = Exact::new();
    for container in read::items(spec, "containers") {
        add(&mut sum, &requested(container));
    }
    let mut sidecars = Exact::new();
    let mut most = Exact::new();
    for container in read::items(spec, "initContainers") {
        let own = requested(container);
        let mut running = sidecars.clone();
        add(&mut running, &own);
        if is_sidecar(container, facts) {
            add(&mut sum, &own);
            sidecars.clone_from(&running);
        }
        raise(&mut most, &running);
    }
    raise(&mut sum, &most);
    if facts.minor >= POD_LEVEL {
        of_the_pod(&mut sum, spec);
    }
    let class = facts.runtime_classes.get(&read::text(spec, "runtimeClassName"));
    match (spec.get("overhead").filter(|overhead| overhead.is_mapping()), class) {
        (Some(written), _) => add(&mut sum, &quantity::exact(Some(written))),
        (None, Some(class)) => add(&mut sum, &quantity::from_counted(&class.overhead)),
        (None, None) => {}
    }
    sum.retain(|name, amount| *amount > 0 && quantity::is_counted(name));
    quantity::counted(&sum)
}

fn requested(container: Node<'_>) -> Exact {
    let mut requests = quantity::exact(container.at(&["resources", "limits"]));
    requests.extend(quantity::exact(container.at(&["resources", "requests"])));
    requests
}

/// What is requested for the pod as a whole takes the place of what its containers request.
fn of_the_pod(sum: &mut Exact, spec: Node<'_>) {
    let whole = |name: &String| matches!(name.as_str(), "cpu" | "memory") || name.starts_with("hugepages-");
    for (name, amount) in quantity::exact(spec.at(&["resources", "limits"])).into_iter().filter(|(name, _)| whole(name))
    {
        sum.entry(name).or_insert(amount);
    }
    sum.extend(quantity::exact(spec.at(&["resources", "requests"])).into_iter().filter(|(name, _)| whole(name)));
}

fn add(sum: &mut Exact, more: &Exact) {
    for (name, amount) in more {
        let entry = sum.entry(name.clone()).or_default();
        *entry = entry.saturating_add(*amount);
    }
}

fn raise(most: &mut Exact, other: &Exact) {
    for (name, amount) in other {
        let entry = most.entry(name.clone()).or_default();
        *entry = (*entry).max(*amount);
    }
}
