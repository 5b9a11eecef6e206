//! Tables of Versions, on its page and in its files.

use resolutionflow::insights::figures::versions::{
    DIFFERENCE, STANDS_OUT, STEP_DROP, STEP_TIME, TIMES, VERSION_DROP, VERSION_RESOLUTION, VERSION_TIME,
};
use resolutionflow::insights::{Figure, RatePair, StepComparison, TimePair};
use resolutionflow::stats::{FrequencyTable, Quantile, Rate};

use super::{Cell, Column, Compared, Kind, Table, Time, Value, VersionsPage};

impl VersionsPage {
    /// The page's tables, in its order; none for a tree of one version.
    pub fn tables(&self) -> Vec<Table> {
        self.compared.iter().flat_map(|compared| [self.rates(compared), self.times(compared), self.steps(compared)]).collect()
    }

    /// Address of the walks of a version, of all outcomes.
    pub fn walks_of(&self, version: u32) -> crate::query::Query {
        let asked = super::Asked { tree: self.key.clone(), category: String::new(), ..self.asked.clone() };
        let number = version.to_string();
        asked.walks(self.asked.scope.period).with("version_from", &number).with("version_to", &number)
    }

    /// Resolution and drop of both versions.
    pub fn rates(&self, compared: &Compared) -> Table {
        let row = |figure: &'static Figure, pair: Option<RatePair>| {
            let rate = |rate: fn(&RatePair) -> Rate| Cell::from(Value::Share(pair.as_ref().map(rate))).of(figure);
            vec![
                Value::Text(figure.name.replace(" of a version", "")).into(),
                rate(|pair| pair.before),
                rate(|pair| pair.after),
                Value::Difference(pair.and_then(|pair| pair.difference)).into(),
                remark(pair.is_some_and(|pair| pair.stands_out)),
            ]
        };
        let made = &compared.comparison;
        Table {
            name: "rates",
            caption: format!("Version {} against version {}", compared.after, compared.before),
            columns: vec![
                Column::text("Rate"),
                Column::mixed(format!("v{}", compared.before), Kind::Share),
                Column::mixed(format!("v{}", compared.after), Kind::Share),
                Column::of(DIFFERENCE, Kind::Difference),
                Column::of(STANDS_OUT, Kind::Text),
            ],
            rows: vec![row(VERSION_RESOLUTION, made.resolution), row(VERSION_DROP, made.drop)],
        }
    }

    /// Active times of both versions.
    pub fn times(&self, compared: &Compared) -> Table {
        let pair = &compared.comparison.times;
        Table {
            name: "times",
            caption: format!("Active time, version {} against version {}", compared.after, compared.before),
            columns: vec![
                Column::text("Time"),
                Column::of(VERSION_TIME, Kind::Time).headed(format!("v{}", compared.before)),
                Column::of(VERSION_TIME, Kind::Time).headed(format!("v{}", compared.after)),
                Column::of(TIMES, Kind::Ratio),
                Column::of(STANDS_OUT, Kind::Text),
            ],
            rows: vec![vec![
                Value::Text("Median active of solved walks".to_owned()).into(),
                median(&pair.before),
                median(&pair.after),
                Value::Ratio(pair.ratio).into(),
                remark(pair.stands_out),
            ]],
        }
    }

    /// Each step of both versions.
    pub fn steps(&self, compared: &Compared) -> Table {
        let row = |step: &StepComparison| {
            let (drop_off, times) = step.both.clone().unwrap_or((None, TimePair::default()));
            let rate = |rate: fn(&RatePair) -> Rate| Value::Share(drop_off.as_ref().map(rate)).into();
            let said = match (&step.both, step.is_gone) {
                (Some(_), _) => remark(drop_off.is_some_and(|pair| pair.stands_out) || times.stands_out),
                (None, true) => Value::Text(format!("only in v{}", compared.before)).into(),
                (None, false) => Value::Text(format!("only in v{}", compared.after)).into(),
            };
            vec![
                Value::Text(step.title.clone()).into(),
                rate(|pair| pair.before),
                rate(|pair| pair.after),
                Value::Difference(drop_off.and_then(|pair| pair.difference)).into(),
                median(&times.before),
                median(&times.after),
                Value::Ratio(times.ratio).into(),
                said,
            ]
        };
        let [before, after] = [compared.before, compared.after];
        Table {
            name: "steps",
            caption: format!("Steps, version {after} against version {before}"),
            columns: vec![
                Column::text("Step"),
                Column::of(STEP_DROP, Kind::Share).headed(format!("Drop-off v{before}")),
                Column::of(STEP_DROP, Kind::Share).headed(format!("Drop-off v{after}")),
                Column::of(DIFFERENCE, Kind::Difference),
                Column::of(STEP_TIME, Kind::Time).headed(format!("Median active v{before}")),
                Column::of(STEP_TIME, Kind::Time).headed(format!("Median active v{after}")),
                Column::of(TIMES, Kind::Ratio),
                Column::of(STANDS_OUT, Kind::Text).headed("Remark"),
            ],
            rows: compared.comparison.steps.iter().map(row).collect(),
        }
    }
}

fn median(table: &FrequencyTable) -> Cell {
    Value::Time(Time::of(table, Quantile::MEDIAN)).into()
}

fn remark(stands_out: bool) -> Cell {
    Value::Text(if stands_out { "stands out" } else { "" }.to_owned()).into()
}
