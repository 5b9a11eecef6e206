//! Words on time in the walk. They are kept in memory, so that a step asks the database for nothing more: budgets until one of them is
//! changed, on whichever server; what is usual for an hour, after which it is counted anew beside the work.

use std::sync::Arc;
use std::time::Duration;

use app::backend::views::{Pace, SessionBudget, StepPace};
use moka::future::Cache;
use resolutionflow::budget::{Budget, BudgetClock};
use resolutionflow::hours::Hours;
use resolutionflow::id::AccountId;
use resolutionflow::session::{Session, VersionRef};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::Tree;
use resolutionflow::zone::Zone;

use super::Service;
use super::authority::Technician;
use super::failure::Failure;
use super::usual::UsualCache;
use crate::store::{Tx, budgets, end_read, hours};

/// Time after which budgets go that nobody asks for: nobody walks the version.
const IDLE: Duration = Duration::from_secs(60 * 60);
/// The most versions whose budgets are kept.
const VERSIONS: u64 = 10_000;

/// Version of a tree, by its account: nobody is answered from another one's trees.
pub(super) type Key = (AccountId, VersionRef);

/// Budgets, by their account's revision of budgets, and usual times of the versions that were walked lately. Clones share them.
#[derive(Clone)]
pub(super) struct Paces {
    budgets: Cache<(Key, i32), Arc<VersionBudgets>>,
    pub(super) usual: UsualCache,
}

/// Budgets of a version.
struct VersionBudgets {
    session: Option<Budget>,
    /// By the positions of the steps in the version; those that it does not have are left out.
    steps: Vec<(usize, Budget)>,
    /// The account's, where the budget of sessions is by them.
    hours: Hours,
}

impl Default for Paces {
    fn default() -> Self {
        let budgets = Cache::builder().max_capacity(VERSIONS).time_to_idle(IDLE).build();
        Self { budgets, usual: UsualCache::default() }
    }
}

impl Paces {
    async fn budgets(
        &self,
        tx: &mut Tx,
        technician: &Technician,
        version: VersionRef,
        tree: &Tree,
    ) -> Result<Arc<VersionBudgets>, sqlx::Error> {
        let key = (technician.account(), version);
        // Read in this transaction, before what it is the revision of: what is kept is of this one or a later one.
        let revision = technician.budgets_revision();
        if let Some(kept) = self.budgets.get(&(key, revision)).await {
            return Ok(kept);
        }
        let set = budgets::of_tree(tx, key.0, key.1.tree_id).await?;
        let session = set.iter().find(|set| set.node.is_none()).map(|set| set.budget);
        let is_by_hours = session.is_some_and(|budget| budget.clock == BudgetClock::Business);
        let hours = if is_by_hours { hours::read(tx, key.0).await? } else { Hours::default() };
        let steps = set.iter().filter_map(|set| Some((tree.position(set.node.as_ref()?)?, set.budget))).collect();
        let read = Arc::new(VersionBudgets { session, steps, hours });
        self.budgets.insert((key, revision), read.clone()).await;
        Ok(read)
    }
}

impl Service {
    /// What the walk says on time: at each step of the version of which there is something to say, and of a running session.
    pub(super) async fn pace(&self, tx: &mut Tx, technician: &Technician, session: &Session, tree: &Tree) -> Result<Pace, Failure> {
        if session.open_visit().is_none() {
            return Ok(Pace::default());
        }
        let key = (technician.account(), session.version);
        let set = self.paces.budgets(tx, technician, session.version, tree).await?;
        let usual = if technician.settings().shows_usual { self.usual_so_far(key).await } else { Arc::default() };
        let (now, zone) = (self.now(), technician.settings().zone);
        let session = set.session.map(|budget| SessionBudget { budget, past_at: past_at(budget, &set.hours, zone, session, now) });
        Ok(Pace { session, steps: steps(&set, &usual.words) })
    }

    /// The budgets of a version's sessions and steps and what is usual there, for the page of its tree. Ends the transaction, and waits a
    /// moment for what is not counted yet.
    pub(super) async fn pace_of_tree(
        &self,
        mut tx: Tx,
        technician: &Technician,
        version: VersionRef,
        tree: &Tree,
    ) -> Result<(Option<Budget>, Vec<StepPace>), Failure> {
        let key = (technician.account(), version);
        let set = self.paces.budgets(&mut tx, technician, version, tree).await?;
        end_read(tx);
        let usual = if technician.settings().shows_usual { self.usual(key).await } else { Arc::default() };
        Ok((set.session, steps(&set, &usual.words)))
    }

    /// First instants at which a running session and its open step are past their budgets, if they go on; none where they have none.
    pub(super) async fn past_budgets(
        &self,
        tx: &mut Tx,
        technician: &Technician,
        session: &Session,
        tree: &Tree,
    ) -> Result<(Option<Timestamp>, Option<Timestamp>), Failure> {
        let set = self.paces.budgets(tx, technician, session.version, tree).await?;
        let now = self.now();
        let of_session = set.session.and_then(|budget| past_at(budget, &set.hours, technician.settings().zone, session, now));
        let at_node = session.open_visit().filter(|visit| visit.detour.is_none()).and_then(|visit| tree.position(&visit.node_id));
        let budget = at_node.and_then(|at| set.steps.iter().find(|(of, _)| *of == at)).map(|(_, budget)| *budget);
        let of_step = budget.and_then(|budget| {
            let so_far = if budget.clock == BudgetClock::Active { session.active_here(now) } else { session.time_here(now) };
            Some(budget.past_at(so_far?, now))
        });
        Ok((of_session, of_step))
    }
}

/// Steps of which there is something to say, in the order of the nodes, at most [`Pace::STEPS`].
fn steps(set: &VersionBudgets, usual: &[(usize, String)]) -> Vec<StepPace> {
    let mut steps: Vec<StepPace> = set
        .steps
        .iter()
        .map(|(position, budget)| {
            let words = usual.iter().find(|(of, _)| of == position).map(|(_, words)| words.clone()).unwrap_or_default();
            StepPace { position: *position, usual: words, budget: Some(*budget) }
        })
        .collect();
    let others = usual.iter().filter(|(position, _)| !set.steps.iter().any(|(of, _)| of == position));
    let room = Pace::STEPS.saturating_sub(steps.len());
    steps.extend(others.take(room).map(|(position, words)| StepPace { position: *position, usual: words.clone(), budget: None }));
    steps.sort_unstable_by_key(|step| step.position);
    steps
}

/// First instant at which a running session is past its budget, if its clocks go on; none where that is too far away to be reckoned.
fn past_at(budget: Budget, hours: &Hours, zone: Zone, session: &Session, now: Timestamp) -> Option<Timestamp> {
    let totals = session.totals(now);
    let so_far = match budget.clock {
        BudgetClock::Active => totals.active,
        BudgetClock::Elapsed => totals.total,
        BudgetClock::Business => return hours.reached(zone, session.started_at, budget.time + Seconds(1)),
    };
    Some(budget.past_at(so_far, now))
}
