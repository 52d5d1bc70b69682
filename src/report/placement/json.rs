//! The same for programs. Amounts are millicores of `cpu`, bytes of `memory` and `ephemeral-storage`, else pieces; what
//! no node limits is left out.

use std::io;
use std::io::Write;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Placed;
use super::losses;
use super::waiting::words;
use crate::cluster::placement::Owner;
use crate::cluster::placement::amount;
use crate::cluster::scheduler::Reason;
use crate::cluster::scheduler::Resources;

/// Changes whenever something is renamed or removed.
const VERSION: u32 = 1;

/// All environments as one object.
pub fn json(out: &mut dyn Write, all: &[Placed<'_, '_>]) -> io::Result<()> {
    let environments: Vec<Value> = all.iter().map(environment).collect();
    serde_json::to_writer_pretty(&mut *out, &json!({ "version": VERSION, "environments": environments }))?;
    writeln!(out)
}

fn environment(placed: &Placed<'_, '_>) -> Value {
    let nodes = placed.placement.nodes().iter().enumerate().map(|(number, node)| {
        let pods = placed.on(number).into_iter().map(|(owner, count, first)| {
            let requests = &placed.arrangement.state.placed()[first].pod.requests;
            let mut pod = workload(placed, owner);
            pod.insert("pods".to_owned(), json!(count));
            pod.insert("requests".to_owned(), amounts(requests));
            Value::Object(pod)
        });
        let requested: Resources = node
            .allocatable
            .keys()
            .map(|resource| (resource.clone(), placed.arrangement.requested(number, resource)))
            .collect();
        json!({
            "name": node.name,
            "allocatable": amounts(&node.allocatable),
            "requested": amounts(&requested),
            "workloads": pods.collect::<Vec<_>>(),
        })
    });
    let waiting = placed.arrangement.waiting.iter().map(|waiting| {
        let mut object = workload(placed, Owner::Demand(waiting.demand));
        object.insert("pods".to_owned(), json!(waiting.pods));
        object.insert("of".to_owned(), json!(waiting.of));
        object.insert("reasons".to_owned(), reasons(placed, &waiting.reasons));
        Value::Object(object)
    });
    let losses = placed.arrangement.losses().into_iter().map(|lost| {
        let parts = lost.parts.iter().map(|part| {
            let mut object = workload(placed, Owner::Demand(part.demand));
            object.insert("pods".to_owned(), json!(part.here));
            object.insert("of".to_owned(), json!(placed.demand(part.demand).replicas));
            object.insert("waiting".to_owned(), json!(part.waiting));
            Value::Object(object)
        });
        let said = losses::sentences(placed, &lost).into_iter();
        json!({
            "node": placed.node(lost.node),
            "workloads": parts.collect::<Vec<_>>(),
            "says": said.map(|(what, said)| format!("{what}: {said}")).collect::<Vec<_>>(),
        })
    });
    json!({
        "name": placed.environment,
        "nodes": nodes.collect::<Vec<_>>(),
        "waiting": waiting.collect::<Vec<_>>(),
        "certain": placed.arrangement.is_certain,
        "losses": losses.collect::<Vec<_>>(),
    })
}

fn workload(placed: &Placed<'_, '_>, owner: Owner) -> Map<String, Value> {
    let object = &placed.workload(owner).object;
    let id = object.id();
    let mut map = Map::new();
    for (key, value) in [("kind", &id.kind), ("namespace", &id.namespace), ("name", &id.name)] {
        map.insert(key.to_owned(), json!(value));
    }
    if object.maker.is_some() {
        map.insert("madeOf".to_owned(), json!(object.written_id().to_string()));
    }
    map
}

fn reasons(placed: &Placed<'_, '_>, reasons: &[Reason]) -> Value {
    let reason = |(node, reason): (usize, &Reason)| json!({ "node": placed.node(node), "reason": words(reason) });
    reasons.iter().enumerate().map(reason).collect()
}

fn amounts(resources: &Resources) -> Value {
    let limited = resources.iter().filter(|(_, amount)| !amount::is_unlimited(**amount));
    Value::Object(limited.map(|(resource, amount)| (resource.clone(), json!(amount))).collect())
}
