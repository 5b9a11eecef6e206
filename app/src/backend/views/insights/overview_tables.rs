//! Tables of Overview, on its page and in its files.

use resolutionflow::insights::figures::overview::{
    ACTIVE_MEDIAN, ACTIVE_P90, CAME_BACK, ELAPSED_MEDIAN, ELAPSED_P90, FIRST_CONTACT, OUTCOMES, RESOLUTION, WALKS,
};
use resolutionflow::insights::{Figure, Period};
use resolutionflow::outcome::Outcome;
use resolutionflow::stats::{COUNTED, FrequencyTable, Quantile, Rate};

use super::trees_tables::share;
use super::{Cell, Column, Headline, Kind, Overview, Table, Time, Value};
use crate::query::Query;

/// The outcomes that solve a problem.
pub(crate) const SOLVED: [Outcome; 2] = [Outcome::Resolved, Outcome::Workaround];

/// A figure of times: its name, whose times, and the quantile.
type TimeFigure = (&'static Figure, fn(&Headline) -> FrequencyTable, Quantile);

/// Figures of times, as the page lists them.
pub(crate) const TIMES: [TimeFigure; 4] = [
    (ELAPSED_MEDIAN, |headline| headline.figures.elapsed(&SOLVED), Quantile::MEDIAN),
    (ELAPSED_P90, |headline| headline.figures.elapsed(&SOLVED), Quantile::P90),
    (ACTIVE_MEDIAN, |headline| headline.figures.active(&SOLVED), Quantile::MEDIAN),
    (ACTIVE_P90, |headline| headline.figures.active(&SOLVED), Quantile::P90),
];

impl Overview {
    /// The page's tables, in its order.
    pub fn tables(&self) -> Vec<Table> {
        let lasting = self.is_old_enough().then(|| self.lasting());
        [self.outcomes(), self.trend(), self.times()].into_iter().chain(lasting).collect()
    }

    /// How walks ended, now and before.
    pub fn outcomes(&self) -> Table {
        let share = |headline: &Headline, outcome: Outcome| {
            Value::Share(Rate::new(headline.figures.walks(&[outcome]), headline.walks()).or_else(|| Rate::new(0, headline.walks())))
        };
        let row = |outcome: Outcome| {
            let walks = |headline: &Headline, period: Period| {
                let number = headline.figures.walks(&[outcome]);
                let href = (number > 0).then(|| self.asked.walks_with(period, &[outcome]).href("/sessions"));
                Cell::from(Value::Count(number)).leading_to(href)
            };
            let scope = &self.asked.scope;
            vec![
                Value::Text(outcome.word().to_owned()).into(),
                walks(&self.now, scope.period),
                share(&self.now, outcome).into(),
                walks(&self.before, scope.before),
                share(&self.before, outcome).into(),
            ]
        };
        let (walks, mix) = (Column::of(WALKS, Kind::Count), Column::of(OUTCOMES, Kind::Share));
        Table {
            name: "outcomes",
            caption: "Walks by outcome".to_owned(),
            columns: vec![
                Column::text("Outcome"),
                walks.clone(),
                mix.clone().headed("Share"),
                walks.headed("Walks before"),
                mix.headed("Share before"),
            ],
            rows: COUNTED.map(row).to_vec(),
        }
    }

    /// Figures of each week or month.
    pub fn trend(&self) -> Table {
        let rows = self.trend.iter().map(|(bucket, headline)| {
            let walks = headline.walks();
            let time = |(_, times, quantile): TimeFigure| Value::Time(Time::of(&times(headline), quantile)).into();
            let named = bucket.remark().map_or(bucket.words(), |remark| format!("{}, {remark}", bucket.words()));
            vec![
                Value::Text(named).into(),
                Cell::from(Value::Count(walks)).leading_to((walks > 0).then(|| self.asked.walks(bucket.period).href("/sessions"))),
                Value::Share(headline.figures.resolution()).into(),
                time(TIMES[0]),
                time(TIMES[2]),
            ]
        });
        Table {
            name: "trend",
            caption: format!("Resolution and times, {}", self.asked.scope.step.word().to_lowercase()),
            columns: vec![
                Column::text("When"),
                Column::of(WALKS, Kind::Count),
                Column::of(RESOLUTION, Kind::Share),
                Column::of(ELAPSED_MEDIAN, Kind::Time),
                Column::of(ACTIVE_MEDIAN, Kind::Time),
            ],
            rows: rows.collect(),
        }
    }

    /// Whether what was solved stayed so.
    pub fn lasting(&self) -> Table {
        let scope = &self.asked.scope;
        // What the history has no filter for leads nowhere.
        let row = |figure: &'static Figure, rate: fn(&Headline) -> Option<Rate>, sessions: &dyn Fn(Period) -> Option<Query>| {
            let cell = |headline: &Headline, period: Period| match sessions(period) {
                Some(sessions) => share(rate(headline), sessions).of(figure),
                None => Cell::from(Value::Share(rate(headline))).of(figure),
            };
            vec![Value::Text(figure.name.to_owned()).into(), cell(&self.now, scope.period), cell(&self.before, scope.before)]
        };
        Table {
            name: "lasting",
            caption: "Resolved, and nobody came back".to_owned(),
            columns: vec![Column::text("Figure"), Column::mixed("Now", Kind::Share), Column::mixed("Before", Kind::Share)],
            rows: vec![
                row(RESOLUTION, |headline| headline.figures.resolution(), &|period| Some(self.asked.walks_with(period, &SOLVED))),
                row(FIRST_CONTACT, |headline| headline.first_contact, &|_| None),
                row(CAME_BACK, |headline| headline.came_back, &|period| Some(self.asked.walks(period).with("came_back", "yes"))),
            ],
        }
    }

    /// How long walks took that solved the problem, now and before.
    pub fn times(&self) -> Table {
        let row = |(figure, times, quantile): TimeFigure| {
            let time = |headline: &Headline| Cell::from(Value::Time(Time::of(&times(headline), quantile))).of(figure);
            vec![Value::Text(figure.name.to_owned()).into(), time(&self.now), time(&self.before)]
        };
        Table {
            name: "times",
            caption: "Time to resolve".to_owned(),
            columns: vec![Column::text("Time"), Column::mixed("Now", Kind::Time), Column::mixed("Before", Kind::Time)],
            rows: TIMES.map(row).to_vec(),
        }
    }
}
