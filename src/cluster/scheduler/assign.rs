//! Whether there is a place for every pod of a list.
//!
//! Cheap attempts come first, for nearly always one of them succeeds. Where all fail, an exact search decides; it has a
//! bound, and says so when it reaches it.

use crate::cluster::scheduler::attempt::Best;
use crate::cluster::scheduler::board::Board;
use crate::cluster::scheduler::greedy;
use crate::cluster::scheduler::greedy::Choice;
use crate::cluster::scheduler::improve::Goal;
use crate::cluster::scheduler::reason::Reason;
use crate::cluster::scheduler::search::Outcome;
use crate::cluster::scheduler::search::search;

/// How many steps a search may take where nobody says otherwise.
pub(super) const STEPS: usize = 20_000;

/// Whether all pods find a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assignment {
    /// All do: by pod, the number of a node of the state.
    Fits(Vec<usize>),
    /// It is certain that at least one has to wait, whatever the scheduler chooses.
    DoesNotFit(Attempt),
    /// No place was found for all of them before the bound on steps was reached; there may be one.
    Undecided(Attempt),
}

/// The best that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// By pod, the number of a node of the state, or `None` for those that wait.
    pub placement: Vec<Option<usize>>,
    /// Those that wait, equal ones together.
    pub pending: Vec<Pending>,
}

/// Equal pods that wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The numbers of the pods in the list. Which of several equal pods wait is chance.
    pub pods: Vec<usize>,
    /// By node, why it does not take them once all others are placed.
    pub reasons: Vec<Reason>,
}

impl Assignment {
    /// The attempt, where not all fit.
    pub fn shortfall(&self) -> Option<&Attempt> {
        match self {
            Self::Fits(_) => None,
            Self::DoesNotFit(attempt) | Self::Undecided(attempt) => Some(attempt),
        }
    }
}

impl Attempt {
    /// How many pods wait.
    pub fn waiting(&self) -> usize {
        self.placement.iter().filter(|node| node.is_none()).count()
    }
}

/// Places pods, given by their groups, on a board with those that run.
pub(super) fn assign(mut board: Board<'_>, asked: &[usize], mut steps: usize) -> Assignment {
    let running = board.now.clone();
    let mut want = vec![0; board.groups.len()];
    for group in asked {
        want[*group] += 1;
    }
    // What is bound is there before anything is scheduled.
    let bound: Vec<usize> = (0..want.len()).filter(|group| board.groups[*group].pod.node_name.is_some()).collect();
    let mut left = want.clone();
    greedy::place(&mut board, &mut left, &bound, Choice::Emptiest);
    let refused = bound.iter().any(|group| left[*group] > 0);
    let start = (board.now.clone(), left);
    let mut best: Option<Best> = None;
    for (order, choice) in greedy::strategies(&board, asked) {
        let mut left = start.1.clone();
        board.now.clone_from(&start.0);
        greedy::place(&mut board, &mut left, &order, choice);
        let found = Best::new(&board, left);
        if found.waiting() == 0 {
            return Assignment::Fits(
                found.placement(&running, asked, board.nodes.len()).into_iter().flatten().collect(),
            );
        }
        best = best.filter(|best| !found.is_better_than(best)).or(Some(found));
    }
    let Some(mut best) = best else { return Assignment::Fits(Vec::new()) };
    let outcome = if refused {
        Outcome::Impossible
    } else {
        board.now.clone_from(&start.0);
        search(&mut board, &start.1, &mut steps)
    };
    match outcome {
        Outcome::Found => best = Best::new(&board, vec![0; want.len()]),
        Outcome::Impossible => Goal { start: &start.0, want: &start.1 }.improve(&mut board, &mut best, &mut steps),
        Outcome::OutOfSteps => {}
    }
    let placement = best.placement(&running, asked, board.nodes.len());
    if best.waiting() == 0 {
        return Assignment::Fits(placement.into_iter().flatten().collect());
    }
    board.now.clone_from(&best.now);
    let waiting = |group: &usize| Pending {
        pods: (0..asked.len()).filter(|pod| asked[*pod] == *group && placement[*pod].is_none()).collect(),
        reasons: board.verdicts(*group).into_iter().filter_map(Result::err).collect(),
    };
    let pending =
        (0..want.len()).filter(|group| best.left[*group] > 0).collect::<Vec<_>>().iter().map(waiting).collect();
    let attempt = Attempt { placement, pending };
    match outcome {
        Outcome::OutOfSteps => Assignment::Undecided(attempt),
        _ => Assignment::DoesNotFit(attempt),
    }
}
