//! Question of a page of Insights, as its address has it.

use resolutionflow::insights::{NotAScope, Period, Scope};
use resolutionflow::outcome::Outcome;

use crate::backend::views::Viewer;
use crate::query::Query;

/// Days, tree and category that a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The days, those that they are compared with, and steps of trends.
    pub scope: Scope,
    /// Key of a tree; empty for all.
    pub tree: String,
    /// A category; empty for all.
    pub category: String,
    /// Whose walks it is about. The address says that by its path, and the server by its answer.
    pub whose: Whose,
}

/// Sessions that a page is about, whatever their trees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Whose {
    /// All of the account.
    #[default]
    Everybody,
    /// Those for the client of this name.
    Client(String),
    /// The viewer's own.
    Own,
}

/// Reason for which an address asks nothing.
pub type NotAsked = NotAScope;

/// Parameters of an address that are part of the question, in the order of the form.
const NAMES: [&str; 6] = ["period", "from", "to", "by", "tree", "category"];

impl Asked {
    /// Reads an address for a viewer, whose account says what day it is and when weeks begin.
    ///
    /// # Errors
    /// [`NotAScope`] where its days are no period.
    pub fn read(query: &Query, viewer: &Viewer) -> Result<Self, NotAsked> {
        let scope = Scope::read(|name| query.get(name).to_owned(), viewer.today(), viewer.week)?;
        Ok(Self::of(scope, query))
    }

    /// The tree and category of an address, and the days of one that names none.
    pub fn usual(query: &Query, viewer: &Viewer) -> Self {
        Self::of(Scope::usual(viewer.today(), viewer.week), query)
    }

    fn of(scope: Scope, query: &Query) -> Self {
        Self { scope, tree: query.get("tree").to_owned(), category: query.get("category").to_owned(), whose: Whose::default() }
    }

    /// The part of an address that is a question of Insights, which leads from page to page.
    pub fn known(query: &Query) -> Query {
        NAMES.iter().fold(Query::default(), |known, name| known.with(name, query.get(name)))
    }

    /// True if it is about some of the trees.
    pub fn is_narrowed(&self) -> bool {
        !self.tree.is_empty() || !self.category.is_empty()
    }

    /// Address of the history with the walks of a period that the page is about, of the asked tree and category, and of no other filter.
    pub fn walks(&self, period: Period) -> Query {
        self.sessions()
            .with("counted", "yes")
            .with("ended_from", &period.from().to_string())
            .with("ended_to", &period.to().to_string())
            .with("tree", &self.tree)
            .with("category", &self.category)
    }

    /// Address of the history with those that are open, of the asked tree and category.
    pub fn open(&self) -> Query {
        self.sessions().with("state", "active").with("tree", &self.tree).with("category", &self.category)
    }

    /// Address of the history with all sessions that the page is about. One that names no technician has the viewer's own.
    fn sessions(&self) -> Query {
        let anyone = || Query::default().with("technician", "anyone");
        match &self.whose {
            Whose::Everybody => anyone(),
            Whose::Client(client) => anyone().with("client", client),
            Whose::Own => Query::default(),
        }
    }

    /// The same, with any of some outcomes.
    pub fn walks_with(&self, period: Period, outcomes: &[Outcome]) -> Query {
        outcomes.iter().fold(self.walks(period).without("counted"), |query, outcome| query.and("outcome", outcome.as_str()))
    }
}
