//! Views of Insights, a file a page, and what all of its pages ask and answer.

mod amount;
mod asked;
mod baselines;
mod budgets;
mod budgets_tables;
mod cell;
mod clients;
mod clients_tables;
mod map;
mod mine;
mod now;
mod overview;
mod overview_tables;
mod people;
mod people_tables;
mod saving;
mod saving_tables;
mod table;
mod tree;
mod tree_tables;
mod trees;
mod trees_tables;
mod trust;
mod trust_tables;
mod versions;
mod versions_tables;

use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;

use crate::backend::history::TreeChoice;

pub use amount::Money;
pub(crate) use amount::{signed, signed_interval};
pub use asked::{Asked, NotAsked, Whose};
pub use baselines::{About, BaselineRow, MeasurementRow, Subject};
pub use budgets::{BudgetsPage, SessionsKept, StepKept, StepsKept, ended_by, enough};
pub(crate) use budgets_tables::left;
pub use cell::{Cell, NOT_ENOUGH, Part, Time, Value};
pub use clients::{ClientReport, ClientRow, ClientsAsked, ClientsReport, WalkedTree};
pub(crate) use clients_tables::OF_CLIENTS;
pub use map::{MapFigures, StepFigures};
pub use mine::{MinePage, MyTree};
pub use now::{Listed, Now, OpenSession, ParkedNow, RunningNow};
pub use overview::{Headline, Open, Overview, Published, Resolution};
pub(crate) use overview_tables::{SOLVED, TIMES};
pub use people::{Look, PeopleFigures, PeoplePage};
pub use saving::{SavingPage, Total, TreeSaving, range};
pub use table::{Column, Kind, Table};
pub(crate) use tree::seconds;
pub use tree::{TreeAsked, TreeReport, TreeVersion};
pub(crate) use tree_tables::SIGNS as SIGNS_OF_STUCK;
pub use trees::{TreeRow, TreesAsked, TreesReport, UnusedOfTree, UnusedSteps};
pub(crate) use trees_tables::COLUMNS;
pub use trust::{Trust, TrustRow};
pub(crate) use trust_tables::FIGURES as SIGNS;
pub use versions::{Compared, VersionRow, VersionsPage};

/// Answer of a page of Insights: its figures, once all sessions are counted.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress<T> {
    /// The sessions of before the figures are still being counted; any figure would be wrong.
    Counting {
        /// Part that is done, 0 to 99.
        percent: u8,
    },
    /// The figures.
    Ready(Box<Answer<T>>),
}

/// Figures of a page, with what its frame shows of the account.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<T> {
    /// Server's time at which they were read.
    pub as_of: Timestamp,
    /// Zone whose days they are of: the account's, but for the time that counting takes after that was changed.
    pub zone: Zone,
    /// Trees of the account by name, to choose from, archived ones included.
    pub trees: Vec<TreeChoice>,
    /// The figures.
    pub page: T,
}
