//! Figures of Mine: one's own walks, and their trees beside everybody's.

use resolutionflow::insights::Effectiveness;
use resolutionflow::insights::figures::mine::{MEDIAN_OF_ALL, RESOLUTION_OF_ALL};
use resolutionflow::insights::figures::overview::{ACTIVE_MEDIAN, RESOLUTION, WALKS};
use resolutionflow::insights::figures::trees::SPENT;
use resolutionflow::stats::Quantile;

use super::{Cell, Column, Kind, Overview, Table, Time, Value, WalkedTree};

/// One's own figures.
#[derive(Debug, Clone, PartialEq)]
pub struct MinePage {
    /// Overview of one's walks.
    pub overview: Overview,
    /// Trees that one walked, those with most walks first.
    pub trees: Vec<MyTree>,
    /// True if more walks ended in the days that were asked for than are read; the overview is of fewer days then.
    pub is_cut: bool,
}

/// Tree that one walked.
#[derive(Debug, Clone, PartialEq)]
pub struct MyTree {
    /// One's own walks of it.
    pub own: WalkedTree,
    /// Everybody's, one's own among them; none where too few others walked it to hide each of them.
    pub all: Option<Effectiveness>,
}

impl MinePage {
    /// The page's tables, in its order.
    pub fn tables(&self) -> Vec<Table> {
        self.overview.tables().into_iter().chain([self.walked()]).collect()
    }

    /// Trees that one walked, beside everybody's walks of them.
    pub fn walked(&self) -> Table {
        Table {
            name: "trees",
            caption: "Your trees".to_owned(),
            columns: vec![
                Column::text("Tree"),
                Column::of(WALKS, Kind::Count),
                Column::of(SPENT, Kind::Sum),
                Column::of(RESOLUTION, Kind::Share),
                Column::of(RESOLUTION_OF_ALL, Kind::Share),
                Column::of(ACTIVE_MEDIAN, Kind::Time),
                Column::of(MEDIAN_OF_ALL, Kind::Time),
            ],
            rows: self.trees.iter().map(|tree| self.row(tree)).collect(),
        }
    }

    fn row(&self, tree: &MyTree) -> Vec<Cell> {
        let [walks, resolution, median, spent] = tree.own.cells(&self.overview.asked);
        let of_all = |kind: Kind, value: &dyn Fn(&Effectiveness) -> Value| tree.all.as_ref().map_or(Value::Withheld(kind), value).into();
        let rate = of_all(Kind::Share, &|all| Value::Share(all.sessions.resolution()));
        let time = of_all(Kind::Time, &|all| Value::Time(Time::of(&all.times(), Quantile::MEDIAN)));
        vec![Value::Text(tree.own.name.clone()).into(), walks, spent, resolution, rate, median, time]
    }
}
