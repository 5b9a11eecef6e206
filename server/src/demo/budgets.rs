//! Business hours and time budgets of the demo.

use app::backend::views::SetBudget;
use resolutionflow::budget::{Budget, BudgetClock};
use resolutionflow::hours::{DayHours, Holidays, Hours};
use resolutionflow::id::AccountId;
use resolutionflow::tree::{NodeId, Tree};

use crate::store::{Tx, budgets, hours, trees};

/// Budget of a tree: its key, the step or else none for its sessions, minutes, clock and percent.
type DemoBudget = (&'static str, Option<&'static str>, u64, BudgetClock, u8);

const BUDGETS: [DemoBudget; 5] = [
    ("slow-computer", None, 25, BudgetClock::Active, 90),
    ("slow-computer", Some("what-is-slow"), 2, BudgetClock::Active, 80),
    ("wifi-drops", None, 12, BudgetClock::Elapsed, 80),
    ("outlook-does-not-sync", None, 20, BudgetClock::Business, 90),
    ("printer-does-not-print", None, 15, BudgetClock::Active, 75),
];

/// Open from Monday to Friday, with two holidays.
pub(super) async fn open(tx: &mut Tx, account: AccountId) -> anyhow::Result<()> {
    let mut open = Hours::default();
    open.week[..5].fill(DayHours::parse("08:00–18:00")?);
    open.holidays = Holidays::parse("2026-12-25 Christmas Day\n2027-01-01 New Year’s Day")?;
    Ok(hours::replace(tx, account, &open).await?)
}

/// Sets the budgets of a tree.
pub(super) async fn set(tx: &mut Tx, account: AccountId, tree: &Tree) -> anyhow::Result<()> {
    let Some(shelved) = trees::find(tx, account, tree.key()).await? else { return Ok(()) };
    for (_, step, minutes, clock, percent) in BUDGETS.into_iter().filter(|(key, ..)| *key == tree.key()) {
        let node = step.map(NodeId::from);
        let title = node.as_ref().and_then(|id| tree.node(id)).map(|node| node.title.clone()).unwrap_or_default();
        let budget = if node.is_some() { Budget::of_step(minutes, clock, percent)? } else { Budget::of_session(minutes, clock, percent)? };
        budgets::set(tx, account, shelved.id, &SetBudget { node, title, budget }).await?;
    }
    Ok(())
}
