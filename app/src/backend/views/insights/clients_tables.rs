//! Tables of Clients, on its pages and in its files.

use resolutionflow::insights::figures::overview::{ACTIVE_MEDIAN, CAME_BACK, RESOLUTION, WALKS};
use resolutionflow::insights::figures::trees::SPENT;
use resolutionflow::insights::{Figure, SOLVED};
use resolutionflow::outcome::Outcome;
use resolutionflow::stats::Quantile;
use resolutionflow::time::Seconds;

use super::trees_tables::{counted, share};
use super::{Asked, Cell, ClientReport, ClientRow, ClientsReport, Column, Kind, Table, Time, Value, WalkedTree, Whose};
use crate::query::Query;

/// Columns of figures of the list.
pub(crate) const OF_CLIENTS: [(&Figure, Kind); 4] =
    [(WALKS, Kind::Count), (RESOLUTION, Kind::Share), (CAME_BACK, Kind::Share), (SPENT, Kind::Sum)];

impl ClientsReport {
    /// The page's tables, in its order.
    pub fn tables(&self) -> Vec<Table> {
        vec![self.table()]
    }

    /// Each client with its figures.
    pub fn table(&self) -> Table {
        let rows = self.clients.iter().map(|client| {
            let name = Cell::from(Value::Text(client.name.clone()));
            std::iter::once(name).chain(self.figures(client)).collect()
        });
        Table {
            name: "clients",
            caption: "Clients".to_owned(),
            columns: std::iter::once(Column::text("Client")).chain(OF_CLIENTS.map(|(figure, kind)| Column::of(figure, kind))).collect(),
            rows: rows.collect(),
        }
    }

    /// Cells of a client for [`OF_CLIENTS`].
    pub(crate) fn figures(&self, client: &ClientRow) -> [Cell; 4] {
        let asked = Asked { whose: Whose::Client(client.name.clone()), ..self.question.asked.clone() };
        let period = asked.scope.period;
        [
            counted(client.walks, asked.walks(period)),
            share(client.resolution, asked.walks_with(period, &SOLVED)),
            Value::Share(client.came_back).into(),
            sum(client.spent),
        ]
    }
}

impl ClientReport {
    /// The page's tables, in its order.
    pub fn tables(&self) -> Vec<Table> {
        self.overview.tables().into_iter().chain([self.walked()]).collect()
    }

    /// Trees that were walked for the client.
    pub fn walked(&self) -> Table {
        let asked = &self.overview.asked;
        Table {
            name: "trees",
            caption: "Trees that were walked".to_owned(),
            columns: vec![
                Column::text("Tree"),
                Column::of(WALKS, Kind::Count),
                Column::of(RESOLUTION, Kind::Share),
                Column::of(ACTIVE_MEDIAN, Kind::Time),
                Column::of(SPENT, Kind::Sum),
                Column::of(WALKS, Kind::Count).headed("Walks before"),
            ],
            rows: self
                .trees
                .iter()
                .map(|tree| {
                    let [walks, resolution, median, spent] = tree.cells(asked);
                    let before = counted(tree.before, of_tree(asked.walks(asked.scope.before), tree));
                    vec![Value::Text(tree.name.clone()).into(), walks, resolution, median, spent, before]
                })
                .collect(),
        }
    }
}

impl WalkedTree {
    /// Walks, resolution rate, median active time and hours spent, with their links.
    pub(super) fn cells(&self, asked: &Asked) -> [Cell; 4] {
        let (period, figures) = (asked.scope.period, &self.figures);
        let with = |outcomes: &[Outcome]| of_tree(asked.walks_with(period, outcomes), self);
        [
            counted(figures.walks(), of_tree(asked.walks(period), self)),
            share(figures.sessions.resolution(), with(&SOLVED)),
            Value::Time(Time::of(&figures.times(), Quantile::MEDIAN)).into(),
            sum(figures.spent()),
        ]
    }
}

fn of_tree(sessions: Query, tree: &WalkedTree) -> Query {
    sessions.without("category").with("tree", &tree.key)
}

fn sum(seconds: i64) -> Cell {
    Value::Sum(Seconds(u64::try_from(seconds).unwrap_or(0))).into()
}
