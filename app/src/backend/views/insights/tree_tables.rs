//! Tables of A tree, on its page and in its files.

use std::collections::HashMap;

use resolutionflow::insights::figures::overview::{ACTIVE_MEDIAN, ACTIVE_P90, RESOLUTION, WALKS};
use resolutionflow::insights::figures::tree::{
    AD_HOC, ANSWER_DROPS, ARRIVALS, BACK_OUTS, DETOURS, DROP_OFF, ENDS, HOURS, MEDIAN, P90, PARKS, PATH, REPORTS, RETURNS, SESSIONS,
};
use resolutionflow::insights::figures::trees::{DROP_SHARE, LOST, SPENT};
use resolutionflow::insights::{Detour, Detours, Figure, Path, Period, SOLVED, Stuck, count};
use resolutionflow::outcome::Outcome;
use resolutionflow::stats::{Mark, NodeFigures, NodeKey, OptionFigures, OptionKey, PathStep, Quantile, Rate};
use resolutionflow::time::Seconds;
use resolutionflow::tree::{MAX_NODES, Node, NodeKind, TreeOption};

use super::tree::seconds;
use super::trees_tables::{counted, share};
use super::{Cell, Column, Kind, Part, Table, Time, TreeReport, TreeVersion, Value};
use crate::outline::outline;
use crate::query::Query;

/// Signs of being stuck, as the table has them, in the order of [`Stuck::signs`].
pub(crate) const SIGNS: [&Figure; 5] = [BACK_OUTS, RETURNS, PARKS, DETOURS, REPORTS];

/// Steps at the beginning of a long path that are named, and at its end.
const FIRST_STEPS: usize = 20;
const LAST_STEPS: usize = 10;

impl TreeReport {
    /// The page's tables, in its order.
    pub fn tables(&self) -> Vec<Table> {
        vec![self.by_version(), self.steps(), self.answers(), self.exits(), self.stuck(), self.most_frequent(), self.ad_hoc()]
    }

    /// Address of the history with the walks of the version that is shown, in the days that its steps are counted of.
    pub(crate) fn walks(&self) -> Query {
        self.version_in(self.days)
    }

    /// The same, of a final path, in the days that paths are counted of.
    pub fn took(&self, path: &Path) -> Query {
        self.version_in(self.paths_of).with("path", &path.mark.to_string())
    }

    /// The same, of those with an ad-hoc step at a step, in the days that their words are read of.
    pub fn added_at(&self, node: NodeKey) -> Query {
        self.version_in(self.detours_of).with("ad_hoc", &Mark::from(node).to_string())
    }

    fn version_in(&self, days: Period) -> Query {
        self.question.asked.walks(days).with("version", &self.version.to_string())
    }

    /// Name of a table, with its days where they are not all of those that steps are counted of.
    fn caption(&self, name: &str, days: Period) -> String {
        if days == self.days { name.to_owned() } else { format!("{name}, {}", days.words()) }
    }

    /// The same, of those that visited a step.
    pub(crate) fn visitors(&self, node: NodeKey) -> Query {
        self.walks().with("visited", &Mark::from(node).to_string())
    }

    /// The same, of those that ended at a step.
    pub(crate) fn ended_at(&self, node: NodeKey) -> Query {
        self.walks().with("exit", &Mark::from(node).to_string())
    }

    /// The same, of those that chose an option.
    pub(crate) fn chosen(&self, option: OptionKey) -> Query {
        self.walks().with("chose", &Mark::from(option).to_string())
    }

    /// Nodes in the order of the outline, each with its key and its number there.
    fn rows(&self) -> Vec<(usize, Node, NodeKey)> {
        let entries = outline(&self.tree, MAX_NODES).entries.into_iter();
        entries
            .map(|entry| (entry.number, NodeKey::of(&entry.node.id), entry.node))
            .map(|(number, key, node)| (number, node, key))
            .collect()
    }

    /// Each version as a whole.
    pub fn by_version(&self) -> Table {
        let row = |version: &TreeVersion| {
            let (asked, figures) = (&self.question.asked, &version.figures);
            let number = version.number.to_string();
            let period = asked.scope.period;
            let walks = asked.walks(period).with("version", &number);
            let solved = asked.walks_with(period, &SOLVED).with("version", &number);
            let time = |quantile| Cell::from(Value::Time(Time::of(&figures.times(), quantile)));
            vec![
                text(format!("v{number}")),
                text(version.published.to_string()),
                counted(figures.walks(), walks.clone()),
                share(figures.sessions.resolution(), solved),
                share(figures.sessions.drop_share(), walks.with("dropped", "yes")),
                time(Quantile::MEDIAN),
                time(Quantile::P90),
                sum(figures.spent()),
                sum(figures.lost()),
            ]
        };
        let figures = [
            (WALKS, Kind::Count),
            (RESOLUTION, Kind::Share),
            (DROP_SHARE, Kind::Share),
            (ACTIVE_MEDIAN, Kind::Time),
            (ACTIVE_P90, Kind::Time),
            (SPENT, Kind::Sum),
            (LOST, Kind::Sum),
        ];
        table("versions", "By version", &["Version", "Published"], &figures, self.versions.iter().map(row).collect())
    }

    /// Each step of the version, in the order of the outline.
    pub fn steps(&self) -> Table {
        let rows = self.rows().into_iter().map(|(number, node, key)| {
            let named = [number.to_string(), node.title.clone(), kind(&node).to_owned()].map(text);
            named.into_iter().chain(self.figures_of(&node)).chain([counted(self.node(key).trail.exits, self.ended_at(key))]).collect()
        });
        let figures = [
            (SESSIONS, Kind::Count),
            (ARRIVALS, Kind::Count),
            (DROP_OFF, Kind::Share),
            (HOURS, Kind::Share),
            (MEDIAN, Kind::Time),
            (P90, Kind::Time),
            (ENDS, Kind::Count),
        ];
        table("steps", &format!("Steps of version {}", self.version), &["Number", "Step", "Type"], &figures, rows.collect())
    }

    /// Sessions, arrivals, drop-off, share of hours, median and p90 of a step.
    pub(crate) fn figures_of(&self, node: &Node) -> [Cell; 6] {
        let key = NodeKey::of(&node.id);
        let figures = self.node(key);
        let hours = Part { rate: Rate::new(seconds(&figures), self.seconds()), walks: figures.sessions, is_time: true };
        let time = |quantile| Cell::from(Value::Time(Time::of(&figures.active, quantile)));
        [
            counted(figures.sessions, self.visitors(key)),
            Value::Count(figures.trail.arrived()).into(),
            share(figures.drop_off(), self.ended_at(key).with("dropped", "yes")),
            Value::Part(hours).into(),
            time(Quantile::MEDIAN),
            time(Quantile::P90),
        ]
    }

    /// Each answer of each decision.
    pub fn answers(&self) -> Table {
        let rows = self.rows().into_iter().flat_map(|(number, node, key)| {
            let NodeKind::Decision { options } = &node.kind else { return Vec::new() };
            let figures = self.node(key);
            let of_option = |option: &TreeOption| {
                let named = [number.to_string(), node.title.clone(), option.label.clone()].map(text);
                named.into_iter().chain(self.figures_of_answer(&figures, OptionKey::of(&node.id, &option.id))).collect()
            };
            options.iter().map(of_option).collect::<Vec<Vec<Cell>>>()
        });
        let figures = [(SESSIONS, Kind::Count), (ANSWER_DROPS, Kind::Share), (MEDIAN, Kind::Time), (P90, Kind::Time)];
        table("answers", &format!("Answers of version {}", self.version), &["Number", "Step", "Answer"], &figures, rows.collect())
    }

    /// Sessions, drops later, median and p90 of an answer.
    pub(crate) fn figures_of_answer(&self, node: &NodeFigures, key: OptionKey) -> [Cell; 4] {
        let option = node.options.get(&key).cloned().unwrap_or_default();
        let time = |quantile| Cell::from(Value::Time(Time::of(&option.active, quantile)));
        [counted(option.sessions, self.chosen(key)), Value::Share(drops_later(&option)).into(), time(Quantile::MEDIAN), time(Quantile::P90)]
    }

    /// Where walks end, the step with most drops first.
    pub fn exits(&self) -> Table {
        let mut rows: Vec<_> = self.rows().into_iter().map(|(number, node, key)| (number, node, key, self.node(key).exits)).collect();
        rows.retain(|(.., exits)| exits.count() > 0);
        rows.sort_by_key(|(number, .., exits)| (std::cmp::Reverse((exits.drop, exits.count())), *number));
        let rows = rows.into_iter().map(|(number, node, key, exits)| {
            let here = self.ended_at(key);
            let external = here.without("counted").with("outcome", Outcome::ResolvedExternally.as_str());
            let figures = [
                counted(exits.count(), here.clone()),
                counted(exits.end, here.with("at_solution", "yes")),
                counted(exits.early, here.with("early", "yes")),
                counted(exits.drop, here.with("dropped", "yes")),
                counted(exits.other, external),
            ];
            [number.to_string(), node.title].map(text).into_iter().chain(figures.map(|cell| cell.of(ENDS))).collect()
        });
        let heads = ["Walks", "At a solution", "Finished early", "Dropped", "Resolved externally"];
        let columns = heads.map(|head| Column::of(ENDS, Kind::Count).headed(head));
        Table {
            name: "exits",
            caption: "Where walks end".to_owned(),
            columns: ["Number", "Step"].map(Column::text).into_iter().chain(columns).collect(),
            rows: rows.collect(),
        }
    }

    /// Signs of being stuck, by step; those without any are left out.
    pub fn stuck(&self) -> Table {
        let rows = self.rows().into_iter().filter_map(|(number, node, key)| {
            let stuck = Stuck::of(&self.node(key), self.reports.get(&key).copied().unwrap_or_default());
            let per_hundred = |number| Cell::from(Value::PerHundred { number, of: stuck.sessions });
            let named = [number.to_string(), node.title].map(text);
            let sessions = counted(stuck.sessions, self.visitors(key));
            (!stuck.is_none()).then(|| named.into_iter().chain([sessions]).chain(stuck.signs().map(per_hundred)).collect())
        });
        let figures: Vec<_> = [(SESSIONS, Kind::Count)].into_iter().chain(SIGNS.map(|figure| (figure, Kind::PerHundred))).collect();
        table("stuck", "Signs of being stuck, per 100 sessions at the step", &["Number", "Step"], &figures, rows.collect())
    }

    /// The most frequent final paths.
    pub fn most_frequent(&self) -> Table {
        let row = |(place, path): (usize, &Path)| {
            let walks = counted(i64::try_from(path.walks).unwrap_or(i64::MAX), self.took(path));
            vec![text((place + 1).to_string()), text(self.words(path)), walks]
        };
        table(
            "paths",
            &self.caption("Most frequent paths", self.paths_of),
            &["Place", "Steps"],
            &[(PATH, Kind::Count)],
            self.paths.top.iter().enumerate().map(row).collect(),
        )
    }

    /// Steps of a path in words: `Is it one user? Only this one → Which client?`.
    fn words(&self, path: &Path) -> String {
        let step = |(title, answer): (String, Option<String>)| answer.map_or(title.clone(), |answer| format!("{title} {answer}"));
        self.steps_of(path).into_iter().map(step).collect::<Vec<_>>().join(" → ")
    }

    /// Titles of a path's steps, each with the answer that was chosen there. Of a path of thousands of steps, as loops make them, the first
    /// and the last ones with the number of those between.
    pub(crate) fn steps_of(&self, path: &Path) -> Vec<(String, Option<String>)> {
        let nodes: HashMap<NodeKey, &Node> = self.tree.nodes().iter().map(|node| (NodeKey::of(&node.id), node)).collect();
        let step = |step: &PathStep| {
            let Some(node) = nodes.get(&step.node) else { return ("a step that this version does not have".to_owned(), None) };
            let NodeKind::Decision { options } = &node.kind else { return (node.title.clone(), None) };
            let chosen = options.iter().find(|option| Some(OptionKey::of(&node.id, &option.id)) == step.option());
            (node.title.clone(), chosen.map(|option| option.label.clone()))
        };
        let between = path.steps.len().saturating_sub(FIRST_STEPS + LAST_STEPS);
        if between < 2 {
            return path.steps.iter().map(step).collect();
        }
        let (first, rest) = path.steps.split_at(FIRST_STEPS);
        let others = (format!("… {} more steps …", count(i64::try_from(between).unwrap_or(i64::MAX))), None);
        first.iter().map(step).chain([others]).chain(rest[between..].iter().map(step)).collect()
    }

    /// Ad-hoc steps by step and words.
    pub fn ad_hoc(&self) -> Table {
        let rows = self.rows().into_iter().flat_map(|(number, node, key)| {
            let Detours { visitors, words, .. } = self.detours.get(&key).cloned().unwrap_or_default();
            let row = move |detour: Detour| {
                let count = |number: u64| Cell::from(Value::Count(i64::try_from(number).unwrap_or(i64::MAX)));
                let named = [number.to_string(), node.title.clone(), detour.words].map(text);
                named.into_iter().chain([detour.sessions, visitors, detour.solved].map(count)).collect::<Vec<_>>()
            };
            words.into_iter().map(row).collect::<Vec<_>>()
        });
        let heads = ["Sessions", "Of", "Resolved or worked around"];
        let columns = heads.map(|head| Column::of(AD_HOC, Kind::Count).headed(head));
        Table {
            name: "ad-hoc",
            caption: self.caption("Ad-hoc steps that people add", self.detours_of),
            columns: ["Number", "Step", "Words"].map(Column::text).into_iter().chain(columns).collect(),
            rows: rows.collect(),
        }
    }
}

/// Share of decided walks with an option on their final path that dropped.
fn drops_later(option: &OptionFigures) -> Option<Rate> {
    Rate::new(option.endings.drop, option.endings.count().saturating_sub(option.endings.other))
}

/// Type of a node in a word.
fn kind(node: &Node) -> &'static str {
    match node.kind {
        NodeKind::Decision { .. } => "Decision",
        NodeKind::Action { .. } => "Action",
        NodeKind::Solution { .. } => "Solution",
    }
}

fn text(text: String) -> Cell {
    Value::Text(text).into()
}

fn sum(seconds: i64) -> Cell {
    Value::Sum(Seconds(u64::try_from(seconds).unwrap_or(0))).into()
}

fn table(name: &'static str, caption: &str, named: &[&str], figures: &[(&'static Figure, Kind)], rows: Vec<Vec<Cell>>) -> Table {
    let names = named.iter().map(|name| Column::text(*name));
    let columns = names.chain(figures.iter().map(|(figure, kind)| Column::of(figure, *kind))).collect();
    Table { name, caption: caption.to_owned(), columns, rows }
}
