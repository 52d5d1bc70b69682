//! Letting fewer pods wait, once it is known that some must.

use crate::cluster::scheduler::attempt::Best;
use crate::cluster::scheduler::board::Board;
use crate::cluster::scheduler::board::Occupancy;
use crate::cluster::scheduler::search::Outcome;
use crate::cluster::scheduler::search::search;

/// How many selections of pods that might wait instead are tried.
const TRIES: usize = 200;

/// How many groups are looked at on how many nodes, multiplied, in all tries together.
const LOOKS: usize = 200_000;

/// What is asked, and what of it runs before the search begins.
pub(super) struct Goal<'g> {
    pub(super) start: &'g Occupancy,
    pub(super) want: &'g [i64],
}

impl Goal<'_> {
    /// Looks for an attempt in which exactly these pods wait.
    fn without(&self, board: &mut Board<'_>, left: Vec<i64>, steps: &mut usize) -> Option<Best> {
        let goal: Vec<i64> = self.want.iter().zip(&left).map(|(want, left)| want - left).collect();
        board.now.clone_from(self.start);
        let allowance = *steps / 4;
        let mut own = allowance;
        let outcome = search(board, &goal, &mut own);
        *steps -= allowance - own;
        (outcome == Outcome::Found).then(|| Best::new(board, left))
    }

    /// Betters an attempt: first by one more of the pods that wait, then, from few to many, by other pods that could
    /// wait instead. Where there are many, not all are tried.
    pub(super) fn improve(&self, board: &mut Board<'_>, best: &mut Best, steps: &mut usize) {
        let mut tries = (LOOKS / (self.want.len() * board.nodes.len()).max(1)).min(TRIES);
        while best.waiting() > 1 {
            let better = best.by_priority(board).into_iter().find_map(|group| {
                tries = tries.checked_sub(1)?;
                let mut left = best.left.clone();
                left[group] -= 1;
                self.without(board, left, steps)
            });
            match better {
                Some(better) => *best = better,
                None => break,
            }
        }
        for count in 1..best.waiting() {
            let mut selections = Vec::new();
            select(self.want, &mut vec![0; self.want.len()], 0, count, &mut selections);
            for left in selections {
                if tries == 0 {
                    return;
                }
                tries -= 1;
                if let Some(better) = self.without(board, left, steps).filter(|better| better.is_better_than(best)) {
                    *best = better;
                    return;
                }
            }
        }
    }
}

/// Every way to let `count` pods of the groups from `group` on wait, as far as there is time to try them.
fn select(want: &[i64], left: &mut Vec<i64>, group: usize, count: i64, selections: &mut Vec<Vec<i64>>) {
    if count == 0 {
        selections.push(left.clone());
        return;
    }
    let Some(most) = want.get(group) else { return };
    for waiting in (0..=count.min(*most)).rev() {
        if selections.len() > TRIES || want[group..].iter().sum::<i64>() < count {
            return;
        }
        left[group] = waiting;
        select(want, left, group + 1, count - waiting, selections);
    }
    left[group] = 0;
}
