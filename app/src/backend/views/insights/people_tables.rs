//! Table of figures per person, on its page and in its file. It is in the order of names and of nothing else.

use resolutionflow::insights::figures::people::{ACTIVE, ACTIVE_EXPECTED, ACTIVE_RATIO, DECIDED, EXPECTED, LIMITS, RATIO, SOLVED, WALKS};
use resolutionflow::insights::people::{Against, Standing};
use resolutionflow::time::Seconds;

use super::overview_tables::SOLVED as OUTCOMES;
use super::{Cell, Column, Kind, NOT_ENOUGH, PeopleFigures, PeoplePage, Table, Value};
use crate::backend::views::Person;

/// Head of the column that says where a person stands.
const READING: &str = "Reading";
/// Columns after the name.
const COLUMNS: [(Kind, &str); 11] = [
    (Kind::Count, "Walks"),
    (Kind::Count, "Decided"),
    (Kind::Count, "Resolved"),
    (Kind::Real, "Expected"),
    (Kind::Range, "Limits, 95 %"),
    (Kind::Range, "Limits, 99.8 %"),
    (Kind::Factor, "Resolved ÷ expected"),
    (Kind::Text, READING),
    (Kind::Sum, "Active time"),
    (Kind::Sum, "Expected active time"),
    (Kind::Factor, "Active ÷ expected"),
];

impl PeoplePage {
    /// The page's table, while the account has figures per person. Where nobody is shown it has no rows.
    pub fn tables(&self) -> Vec<Table> {
        if self.figures == PeopleFigures::Off { Vec::new() } else { vec![self.table()] }
    }

    /// Each person's results against what would be expected, by name.
    pub fn table(&self) -> Table {
        let figures = [WALKS, DECIDED, SOLVED, EXPECTED, LIMITS, LIMITS, RATIO, LIMITS, ACTIVE, ACTIVE_EXPECTED, ACTIVE_RATIO];
        let columns = COLUMNS.into_iter().zip(figures).map(|((kind, head), figure)| Column::of(figure, kind).headed(head));
        let columns: Vec<Column> = std::iter::once(Column::text("Person")).chain(columns).collect();
        let mut rows: Vec<Vec<Cell>> = self.people().iter().map(|(person, standing)| self.row(person, standing)).collect();
        if let PeopleFigures::Shown { others, .. } = &self.figures {
            rows.extend(others.iter().map(few));
        }
        Table { name: "people", caption: "Results of each person against what would be expected, by name".to_owned(), columns, rows }
    }

    fn row(&self, person: &Person, standing: &Standing) -> Vec<Cell> {
        let of = |query: crate::query::Query| query.with("technician", &person.id.to_string()).href("/sessions");
        let period = self.asked.scope.period;
        let (all, solved) = (of(self.asked.walks(period)), of(self.asked.walks_with(period, &OUTCOMES)));
        let count = |number: u64| Value::Count(i64::try_from(number).unwrap_or(i64::MAX));
        let limits = |ends: [u64; 2]| Value::Range(ends).into();
        let ratio = |against: Against| Value::Factor(against.shrunk).into();
        let seconds = |sum: f64| Value::Sum(Seconds(sum.round() as u64)).into();
        vec![
            Value::Text(person.name.clone()).into(),
            Cell::from(count(standing.walks.walks)).leading_to(Some(all)),
            count(standing.walks.decided).into(),
            Cell::from(count(standing.walks.solved)).leading_to(Some(solved).filter(|_| standing.walks.solved > 0)),
            Value::Real(standing.solved.expected).into(),
            limits(standing.funnel.inner),
            limits(standing.funnel.outer),
            ratio(standing.solved),
            Value::Text(standing.limits.words().to_owned()).into(),
            seconds(standing.active.observed),
            seconds(standing.active.expected),
            ratio(standing.active),
        ]
    }
}

/// Row of somebody without enough walks: their name, and no number that could be added up with others. What it says stands once.
fn few(person: &Person) -> Vec<Cell> {
    let said = |(_, head): &(Kind, &str)| if *head == READING { NOT_ENOUGH.to_owned() } else { String::new() };
    let cells = COLUMNS.iter().map(|column| Value::Text(said(column)).into());
    std::iter::once(Value::Text(person.name.clone()).into()).chain(cells).collect()
}
