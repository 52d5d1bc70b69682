//! What the loss of one node does to every workload, and to every Redis and its quorum.

use std::io;
use std::io::Write;

use super::Placed;
use super::columns;
use super::count;
use crate::cluster::failover::Failover;
use crate::cluster::failover::GROUP;
use crate::cluster::failover::Half;
use crate::cluster::placement::Lost;
use crate::cluster::placement::Owner;
use crate::cluster::placement::Part;

pub(super) fn write(out: &mut dyn Write, placed: &Placed<'_, '_>) -> io::Result<()> {
    let losses = placed.arrangement.losses();
    if losses.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nif a node is lost for good")?;
    let mut rows = Vec::new();
    for lost in &losses {
        let mut name = format!("  {}", placed.node(lost.node));
        for (what, said) in sentences(placed, lost) {
            rows.push(vec![std::mem::take(&mut name), what, said]);
        }
    }
    columns(out, &rows)
}

/// Who is affected, and how.
pub(super) fn sentences(placed: &Placed<'_, '_>, lost: &Lost) -> Vec<(String, String)> {
    let mut sentences = Vec::new();
    let mut failovers: Vec<(Failover<'_>, [Option<&Part>; 2])> = Vec::new();
    for part in &lost.parts {
        let workload = placed.workload(Owner::Demand(part.demand));
        let maker = workload.object.maker.filter(|maker| maker.id.group() == GROUP);
        let own = |failover: &Failover<'_>| maker.is_some_and(|maker| failover.object.id() == maker.id);
        let Some(failover) = placed.cluster.failovers().find(own) else {
            let pods = placed.demand(part.demand).replicas as usize;
            let text = format!("{} of {}; {}", part.here, count(pods, "pod"), elsewhere(part.here, part.waiting));
            sentences.push((workload.object.id().to_string(), text));
            continue;
        };
        let is_redis = Half::of_workload(workload.name()) == Some((Half::Redis, failover.name()));
        let half = usize::from(!is_redis);
        let known = failovers.iter().position(|(known, _)| known.object.id() == failover.object.id());
        let at = known.unwrap_or_else(|| {
            failovers.push((failover, [None, None]));
            failovers.len() - 1
        });
        failovers[at].1[half] = Some(part);
    }
    let of = |(failover, [redis, sentinel]): (Failover<'_>, [Option<&Part>; 2])| {
        (failover.object.id().to_string(), quorum(&failover, redis, sentinel))
    };
    sentences.extend(failovers.into_iter().map(of));
    sentences
}

/// What becomes of a RedisFailover: who is left, whether they agree on a new master, and whether all start again.
fn quorum(failover: &Failover<'_>, redis: Option<&Part>, sentinel: Option<&Part>) -> String {
    let (all_redis, all_sentinels) = (failover.replicas(Half::Redis), failover.replicas(Half::Sentinel));
    let lost = |part: Option<&Part>| part.map_or(0, |part| part.here);
    let waiting = |part: Option<&Part>| part.map_or(0, |part| part.waiting);
    let mut said = Vec::new();
    if lost(redis) > 0 {
        said.push(format!("{} of {all_redis} Redis", lost(redis)));
    }
    if lost(sentinel) > 0 {
        said.push(format!("{} of {}", lost(sentinel), count(all_sentinels as usize, "Sentinel")));
    }
    let (left, majority) = (all_sentinels.saturating_sub(lost(sentinel)), all_sentinels / 2 + 1);
    let remain = format!("{left} of {} remain", count(all_sentinels as usize, "Sentinel"));
    let then = if lost(redis) >= all_redis {
        "no Redis is left, and nothing can take over".to_owned()
    } else if left < majority {
        format!("{remain}, no majority: no failover")
    } else if lost(redis) > 0 {
        format!("{remain}, a majority: they fail over")
    } else {
        format!("{remain}, a majority")
    };
    let (here, stay) = (lost(redis) + lost(sentinel), waiting(redis) + waiting(sentinel));
    let mut text = format!("{}; {then}; {}", said.join(" and "), elsewhere(here, stay));
    if waiting(redis) > 0 && lost(redis) < all_redis {
        text.push_str(", and the operator makes no Redis the master while one is Pending");
    }
    text
}

fn elsewhere(here: u32, waiting: u32) -> String {
    match (here, waiting) {
        (1, 0) => "it starts again on another node".to_owned(),
        (_, 0) => "they start again on other nodes".to_owned(),
        (1, _) => "it finds no other place".to_owned(),
        (here, waiting) if here == waiting => "they find no other place".to_owned(),
        (_, waiting) => format!("{waiting} of them find no other place"),
    }
}
