//! Tables of Trees, on its page and in its files.

use resolutionflow::insights::figures::overview::{ACTIVE_MEDIAN, ACTIVE_P90, CAME_BACK, RESOLUTION, WALKS};
use resolutionflow::insights::figures::trees::{DROP_SHARE, LOST, SPENT, UNUSED};
use resolutionflow::insights::{Figure, SOLVED, TreeOrder};
use resolutionflow::outcome::Outcome;
use resolutionflow::stats::{Quantile, Rate};
use resolutionflow::time::Seconds;

use super::{Cell, Column, Kind, Table, Time, TreeRow, TreesReport, UnusedSteps, Value};
use crate::query::Query;

/// Columns of figures, as the table has them: the figure, its kind and the order by it.
pub(crate) const COLUMNS: [(&Figure, Kind, TreeOrder); 8] = [
    (WALKS, Kind::Count, TreeOrder::Walks),
    (RESOLUTION, Kind::Share, TreeOrder::Resolution),
    (DROP_SHARE, Kind::Share, TreeOrder::Drops),
    (ACTIVE_MEDIAN, Kind::Time, TreeOrder::Median),
    (ACTIVE_P90, Kind::Time, TreeOrder::P90),
    (SPENT, Kind::Sum, TreeOrder::Spent),
    (LOST, Kind::Sum, TreeOrder::Lost),
    (CAME_BACK, Kind::Share, TreeOrder::CameBack),
];

impl TreesReport {
    /// The page's tables, in its order.
    pub fn tables(&self) -> Vec<Table> {
        std::iter::once(self.effectiveness()).chain(self.unused.as_ref().map(UnusedSteps::table)).collect()
    }

    /// Each tree with its figures.
    pub fn effectiveness(&self) -> Table {
        let columns = COLUMNS.map(|(figure, kind, _)| Column::of(figure, kind));
        Table {
            name: "trees",
            caption: "Effectiveness of trees".to_owned(),
            columns: ["Tree", "Key", "Category", "Archived"].map(Column::text).into_iter().chain(columns).collect(),
            rows: self.trees.iter().map(|tree| self.row(tree)).collect(),
        }
    }

    fn row(&self, tree: &TreeRow) -> Vec<Cell> {
        let text = |text: &str| Cell::from(Value::Text(text.to_owned()));
        let archived = if tree.archived { "yes" } else { "" };
        let named = [text(&tree.name), text(&tree.key), text(&tree.category), text(archived)];
        named.into_iter().chain(self.figures(tree)).collect()
    }

    /// Cells of a tree for [`COLUMNS`].
    pub(crate) fn figures(&self, tree: &TreeRow) -> Vec<Cell> {
        let asked = &self.question.asked;
        let (period, figures) = (asked.scope.period, &tree.figures);
        let of_tree = |query: Query| query.without("category").with("tree", &tree.key);
        let walks = of_tree(asked.walks(period));
        let with = |outcomes: &[Outcome]| of_tree(asked.walks_with(period, outcomes));
        let dropped = walks.with("dropped", "yes");
        let times = figures.times();
        let sum = |seconds: i64| Value::Sum(Seconds(u64::try_from(seconds).unwrap_or(0)));
        let time = |quantile| Cell::from(Value::Time(Time::of(&times, quantile)));
        vec![
            counted(figures.walks(), walks.clone()),
            share(figures.sessions.resolution(), with(&SOLVED)),
            share(figures.sessions.drop_share(), dropped.clone()),
            time(Quantile::MEDIAN),
            time(Quantile::P90),
            sum(figures.spent()).into(),
            sum(figures.lost()).into(),
            share(figures.came_back, walks.with("came_back", "yes")),
        ]
    }
}

impl UnusedSteps {
    /// Each step and answer that nobody takes.
    pub fn table(&self) -> Table {
        let rows = self.trees.iter().flat_map(|tree| {
            tree.unused.iter().map(|unused| {
                let answer = unused.answer.clone().unwrap_or_default();
                let texts = [
                    tree.name.clone(),
                    tree.key.clone(),
                    format!("v{}", tree.version),
                    unused.step.clone(),
                    answer,
                    tree.since.to_string(),
                ];
                let walks = Cell::from(Value::Count(tree.walks)).of(WALKS);
                texts.map(|text| Cell::from(Value::Text(text)).of(UNUSED)).into_iter().chain([walks]).collect()
            })
        });
        Table {
            name: "unused",
            caption: "Steps and answers that nobody takes".to_owned(),
            columns: ["Tree", "Key", "Version", "Step", "Answer", "Since"]
                .map(Column::text)
                .into_iter()
                .chain([Column::of(WALKS, Kind::Count)])
                .collect(),
            rows: rows.collect(),
        }
    }
}

/// Number of walks that leads to them, unless there are none.
pub(super) fn counted(number: i64, sessions: Query) -> Cell {
    Cell::from(Value::Count(number)).leading_to((number > 0).then(|| sessions.href("/sessions")))
}

/// Share that leads to the sessions that are its part, where it is shown and has any.
pub(super) fn share(rate: Option<Rate>, sessions: Query) -> Cell {
    let leads = rate.is_some_and(|rate| rate.is_enough() && rate.part() > 0);
    Cell::from(Value::Share(rate)).leading_to(leads.then(|| sessions.href("/sessions")))
}
