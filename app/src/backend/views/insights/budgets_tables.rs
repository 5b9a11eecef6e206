//! Tables of Time budgets, on its page and in its files.

use resolutionflow::budget::{Budget, BudgetClock, Kept, span};
use resolutionflow::insights::figures::budgets::{BUDGET, BUDGETED, ENDED_BY, KEPT, LEFT, OVER, STEPS_JUDGED, STEPS_KEPT, STEPS_OVER};
use resolutionflow::insights::{Figure, count};
use resolutionflow::outcome::Outcome;
use resolutionflow::stats::ENOUGH;
use resolutionflow::time::Seconds;

use super::budgets::ended_by;
use super::{BudgetsPage, Cell, Column, Kind, NOT_ENOUGH, SessionsKept, Table, Value};

impl BudgetsPage {
    /// The page's tables, in its order.
    pub fn tables(&self) -> Vec<Table> {
        let curve = self.curve_of().map(|tree| self.ended_by(tree));
        [Some(self.sessions()), curve, Some(self.steps())].into_iter().flatten().collect()
    }

    /// Budgets of sessions, a tree a row.
    pub fn sessions(&self) -> Table {
        let rows = self.sessions.iter().map(|tree| {
            let (kept, over) = (tree.kept(), tree.over());
            vec![
                Value::Text(tree.tree.name.clone()).into(),
                Value::Text(in_words(tree.budget)).into(),
                Value::Count(signed(kept.judged())).into(),
                Cell::from(Value::Share(kept.rate())).leading_to(self.within(tree)),
                Value::Count(signed(over)).into(),
                Value::Text(left(kept, tree.budget)).into(),
            ]
        });
        Table {
            name: "sessions",
            caption: "Time budgets of sessions by tree".to_owned(),
            columns: vec![
                Column::text("Tree"),
                mixed(BUDGET),
                Column::of(BUDGETED, Kind::Count),
                Column::of(KEPT, Kind::Share),
                Column::of(OVER, Kind::Count),
                mixed(LEFT),
            ],
            rows: rows.collect(),
        }
    }

    /// Address of the walks of a tree that ended within its budget; none where the history has no filter by the budget's clock.
    fn within(&self, tree: &SessionsKept) -> Option<String> {
        let filter = match tree.budget.clock {
            BudgetClock::Active => "active_max",
            BudgetClock::Elapsed => "total_max",
            BudgetClock::Business => return None,
        };
        let walks = self.asked.walks_with(self.asked.scope.period, &Outcome::OF_A_WALK);
        let address = walks.with("tree", &tree.tree.key).with(filter, &tree.budget.minutes().to_string()).href("/sessions");
        Some(address).filter(|_| tree.kept_ended().within > 0)
    }

    /// Sessions of a tree that had ended by parts and multiples of its budget.
    pub fn ended_by(&self, tree: &SessionsKept) -> Table {
        let curve = tree.curve();
        let is_enough = tree.kept().judged() >= ENOUGH;
        let minutes = tree.budget.minutes();
        let times = [minutes.div_ceil(4), minutes.div_ceil(2), minutes, minutes * 2, minutes * 4];
        let mut times = times.to_vec();
        times.dedup();
        let rows = times.into_iter().map(|minutes| {
            let ended = ended_by(&curve, Seconds(minutes * 60));
            let percent = |share: f64| format!("{:.0}\u{a0}%", share * 100.0);
            let share = |share: Option<f64>| if is_enough { percent(share.unwrap_or(0.0)) } else { NOT_ENOUGH.to_owned() };
            let interval = ended
                .filter(|_| is_enough)
                .map(|ended| format!("{:.0} to {:.0}\u{a0}%", ended.interval.low * 100.0, ended.interval.high * 100.0));
            let by = if minutes == tree.budget.minutes() { format!("{}, the budget", span(minutes)) } else { span(minutes) };
            vec![
                Value::Text(by).into(),
                Cell::from(Value::Text(share(ended.map(|ended| ended.share)))).of(ENDED_BY),
                Cell::from(Value::Text(interval.unwrap_or_default())).of(ENDED_BY),
                Cell::from(Value::Text(share(ended.and_then(|ended| ended.shares.first().copied())))).of(ENDED_BY),
            ]
        });
        Table {
            name: "ended-by",
            caption: format!("{}: ended by a time of {}", tree.tree.name, tree.budget.clock.words()),
            columns: vec![Column::text("By"), mixed(ENDED_BY).headed("Ended"), Column::text("Interval"), mixed(ENDED_BY).headed("Solved")],
            rows: rows.collect(),
        }
    }

    /// Budgets of steps of one tree.
    pub fn steps(&self) -> Table {
        let rows = self.steps.iter().flat_map(|steps| &steps.rows).map(|step| {
            let kept = step.kept();
            let title = if step.is_gone { format!("{} (no longer in the tree)", step.title) } else { step.title.clone() };
            vec![
                Value::Text(title).into(),
                Value::Text(in_words(step.budget)).into(),
                Value::Count(signed(kept.judged())).into(),
                Value::Share(kept.rate()).into(),
                Value::Count(signed(step.over)).into(),
                Value::Text(left(kept, step.budget)).into(),
            ]
        });
        let name = self.steps.as_ref().map_or("no tree", |steps| &steps.tree.name);
        Table {
            name: "steps",
            caption: format!("Time budgets of steps: {name}"),
            columns: vec![
                Column::text("Step"),
                mixed(BUDGET),
                Column::of(STEPS_JUDGED, Kind::Count),
                Column::of(STEPS_KEPT, Kind::Share),
                Column::of(STEPS_OVER, Kind::Count),
                mixed(LEFT),
            ],
            rows: rows.collect(),
        }
    }
}

fn mixed(figure: &'static Figure) -> Column {
    Column { head: figure.name.to_owned(), kind: Kind::Text, figure: Some(figure) }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// `45 min of active time, 90 %`.
fn in_words(budget: Budget) -> String {
    format!("{budget}, {}\u{a0}%", budget.target.percent())
}

/// `4 of the next 60`; that nothing helps any more, where none of them missing would not do.
pub(crate) fn left(kept: Kept, budget: Budget) -> String {
    let next = kept.judged();
    if next < ENOUGH {
        return NOT_ENOUGH.to_owned();
    }
    match kept.left(budget.target, next) {
        Some(left) => format!("{} of the next {}", count(signed(left)), count(signed(next))),
        None => format!("out of reach in the next {}", count(signed(next))),
    }
}
