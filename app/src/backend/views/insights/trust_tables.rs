//! Tables of Trust, on its page and in its files.

use resolutionflow::insights::figures::trust::{AWAY, BROWSER_TIME, BROWSER_WALKS, CLOSED, CORRECTED, NO_TICKET, SHORT_STEPS};
use resolutionflow::insights::{Figure, Period};
use resolutionflow::stats::Flags;

use super::{Cell, Column, Kind, Part, Table, Trust, TrustRow, Value};

/// A figure of trust: its name, its share, and the filter of the history that finds its walks; none where it is no number of walks.
type TrustFigure = (&'static Figure, fn(&TrustRow) -> Value, Option<&'static str>);

/// Figures of trust, as the page lists them.
pub(crate) const FIGURES: [TrustFigure; 7] = [
    (BROWSER_TIME, |row| Value::Part(Part { rate: row.browser_time(), walks: row.walks(), is_time: true }), None),
    (BROWSER_WALKS, |row| Value::Share(row.marked(Flags::BROWSER_CLOCK)), Some("browser_clock")),
    (CLOSED, |row| Value::Share(row.marked(Flags::CLOSED)), Some("closed")),
    (AWAY, |row| Value::Share(row.marked(Flags::AWAY)), Some("away")),
    (CORRECTED, |row| Value::Share(row.corrected()), Some("corrected")),
    (SHORT_STEPS, |row| Value::Part(Part { rate: row.short_steps(), walks: row.walks(), is_time: false }), None),
    (NO_TICKET, |row| Value::Share(row.marked(Flags::NO_TICKET)), Some("no_ticket")),
];

impl Trust {
    /// The page's tables, in its order.
    pub fn tables(&self) -> Vec<Table> {
        vec![self.signs(), self.by_step()]
    }

    /// Each sign, now and before.
    pub fn signs(&self) -> Table {
        let row = |(figure, share, filter): TrustFigure| {
            let cell = |row: &TrustRow, period: Period| {
                let share = share(row);
                let some = matches!(share, Value::Share(Some(rate)) if rate.part() > 0 && rate.is_enough());
                let href = filter.filter(|_| some).map(|filter| self.asked.walks(period).with(filter, "yes").href("/sessions"));
                Cell::from(share).of(figure).leading_to(href)
            };
            let scope = &self.asked.scope;
            vec![Value::Text(figure.name.to_owned()).into(), cell(&self.now, scope.period), cell(&self.before, scope.before)]
        };
        Table {
            name: "signs",
            caption: "Signs that figures are to be read with care".to_owned(),
            columns: vec![Column::text("Sign"), Column::mixed("Now", Kind::Share), Column::mixed("Before", Kind::Share)],
            rows: FIGURES.map(row).to_vec(),
        }
    }

    /// Each sign by week or month.
    pub fn by_step(&self) -> Table {
        let rows = self.trend.iter().map(|(bucket, row)| {
            let named = bucket.remark().map_or(bucket.words(), |remark| format!("{}, {remark}", bucket.words()));
            let signs = FIGURES.map(|(_, share, _)| share(row).into());
            std::iter::once(Value::Text(named).into()).chain(signs).collect()
        });
        Table {
            name: "trend",
            caption: format!("The same {}", self.asked.scope.step.word().to_lowercase()),
            columns: std::iter::once(Column::text("When")).chain(FIGURES.map(|(figure, _, _)| Column::of(figure, Kind::Share))).collect(),
            rows: rows.collect(),
        }
    }
}
