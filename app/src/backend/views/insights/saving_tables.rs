//! Tables of "Does it save time?", on its page and in its files.

use resolutionflow::insights::figures::overview::WALKS;
use resolutionflow::insights::figures::saving::{
    BASELINE, CASE_SOLVED, CASE_TIME, CASES, CASES_OPEN, DECLINED, FIRST_WALKS, LAST_WALKS, LEARNING, SAVED, SOLVED, SPENT, SWITCHED,
    UNSTARTED, WORTH,
};
use resolutionflow::insights::{Arm, SOLVED as SOLVED_OUTCOMES};
use resolutionflow::stats::Quantile;
use resolutionflow::time::Seconds;

use super::{BaselineRow, Cell, Column, Kind, Money, SavingPage, Table, Time, TreeSaving, Value};

impl SavingPage {
    /// The page's tables, in its order.
    pub fn tables(&self) -> Vec<Table> {
        vec![self.saved(), self.learning(), self.groups(), self.used()]
    }

    /// What each tree saved.
    pub fn saved(&self) -> Table {
        let row = |tree: &TreeSaving| {
            let asked = super::Asked { tree: tree.key.clone(), category: String::new(), ..self.asked.clone() };
            let (period, saving) = (self.asked.scope.period, &tree.saving);
            let walks = (saving.walks > 0).then(|| asked.walks(period).href("/sessions"));
            let solved = (saving.solved > 0).then(|| asked.walks_with(period, &SOLVED_OUTCOMES).href("/sessions"));
            let saved = saving.saved.map(|saved| (saved, saving.walks));
            let mut cells = vec![
                Value::Text(tree.name.clone()).into(),
                Cell::from(Value::Count(saving.walks)).leading_to(walks),
                Cell::from(Value::Count(saving.solved)).leading_to(solved),
                Value::Sum(Seconds(saving.spent.max(0).unsigned_abs())).into(),
                Value::Text(tree.baseline.as_ref().map_or("none".to_owned(), said)).into(),
                Value::Saved(saved).into(),
            ];
            if let Some(rate) = self.rate {
                cells.push(Value::Money(saved.map(|(saved, walks)| Money { saved, rate, walks })).into());
            }
            cells
        };
        let mut columns = vec![
            Column::text("Tree"),
            Column::of(WALKS, Kind::Count),
            Column::of(SOLVED, Kind::Count),
            Column::of(SPENT, Kind::Sum),
            Column::of(BASELINE, Kind::Text),
            Column::of(SAVED, Kind::Saved),
        ];
        if let Some(rate) = self.rate {
            columns.push(Column::of(WORTH, Kind::Money).headed(format!("{} in {}", WORTH.name, rate.currency())));
        }
        Table { name: "saved", caption: "Time saved by tree".to_owned(), columns, rows: self.trees.iter().map(row).collect() }
    }

    /// How much faster each tree is walked than in the beginning.
    pub fn learning(&self) -> Table {
        let row = |tree: &TreeSaving| {
            let median = |table| Value::Time(Time::of(table, Quantile::MEDIAN)).into();
            vec![
                Value::Text(tree.name.clone()).into(),
                median(&tree.learning.first),
                median(&tree.learning.last),
                Value::Ratio(tree.learning.ratio()).into(),
            ]
        };
        Table {
            name: "learning",
            caption: "First 30 walks against the last 90 days".to_owned(),
            columns: vec![
                Column::text("Tree"),
                Column::of(FIRST_WALKS, Kind::Time),
                Column::of(LAST_WALKS, Kind::Time),
                Column::of(LEARNING, Kind::Ratio),
            ],
            rows: self.trees.iter().map(row).collect(),
        }
    }

    /// Both groups of each measurement.
    pub fn groups(&self) -> Table {
        let rows = self.measurements.iter().flat_map(|measurement| {
            let found = |value: Value, kind: Kind| if measurement.found().is_some() { value } else { Value::OnceStopped(kind) };
            let arm = |name: &str, arm: &Arm, unstarted: i64| {
                let since: String = measurement.started_at.to_string().chars().take(10).collect();
                vec![
                    Value::Text(format!("{}, since {since}", measurement.category)).into(),
                    Value::Text(name.to_owned()).into(),
                    Value::Count(arm.cases).into(),
                    Value::Count(arm.open).into(),
                    Value::Count(unstarted).into(),
                    Value::Count(arm.declined).into(),
                    Value::Count(arm.switched).into(),
                    found(Value::Time(Time::of(&arm.active, Quantile::MEDIAN)), Kind::Time).into(),
                    found(Value::Share(arm.resolution()), Kind::Share).into(),
                ]
            };
            let experiment = &measurement.experiment;
            [arm("Stopwatch", &experiment.drawn, measurement.unstarted[0]), arm("Trees", &experiment.others, measurement.unstarted[1])]
        });
        Table {
            name: "measurements",
            caption: "Groups of measurements".to_owned(),
            columns: vec![
                Column::text("Category"),
                Column::text("Group"),
                Column::of(CASES, Kind::Count),
                Column::of(CASES_OPEN, Kind::Count),
                Column::of(UNSTARTED, Kind::Count),
                Column::of(DECLINED, Kind::Count),
                Column::of(SWITCHED, Kind::Count),
                Column::of(CASE_TIME, Kind::Time),
                Column::of(CASE_SOLVED, Kind::Share),
            ],
            rows: rows.collect(),
        }
    }

    /// Every baseline that is or was used.
    pub fn used(&self) -> Table {
        let row = |row: &BaselineRow| {
            let ended = row.ended.as_ref().map_or(String::new(), |(at, by)| format!("{at} {by}"));
            [
                row.subject.name.clone(),
                row.entry.minutes.to_string(),
                row.entry.source.to_string(),
                row.entry.from.to_string(),
                row.entry.to.to_string(),
                format!("{} {}", row.at, row.by),
                ended,
            ]
            .map(|text| Cell::from(Value::Text(text)))
            .to_vec()
        };
        Table {
            name: "baselines",
            caption: "Baselines, those of earlier times included".to_owned(),
            columns: ["For", "Minutes", "Source", "Measured from", "Measured to", "Entered", "Ended"].map(Column::text).to_vec(),
            rows: self.baselines.iter().chain(&self.earlier).map(row).collect(),
        }
    }
}

/// Baseline as the table of savings names it.
fn said(row: &BaselineRow) -> String {
    match row.subject.about {
        super::About::Tree(_) => format!("{}, {}", row.entry.minutes, row.entry.source),
        super::About::Category(_) => format!("{}, {} (category {})", row.entry.minutes, row.entry.source, row.subject.name),
    }
}
