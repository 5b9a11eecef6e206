//! The pages, one a file.

mod account;
mod admin;
pub(crate) mod complete;
mod drafts;
pub mod history;
mod home;
mod insights;
mod link;
mod logins;
mod maps;
mod needs_eyes;
mod new_tree;
mod problem;
mod proposals;
mod reading;
mod recurring;
mod session;
mod set_up;
mod sign_in;
mod start;
mod tree;
mod tree_budgets;
pub(crate) mod trees;
mod upload;
mod versions;
pub(crate) mod walk;
mod wrong_tree;

pub use account::Account;
pub use admin::{Admin, AuditTrail, Categories, ClientPage, Clients, HoursPage, PeopleSwitch, SettingsPage, UserPage, Users};
pub use complete::Complete;
pub use drafts::{Draft, DraftChanges, DraftGate, DraftImport, DraftMap, DraftPreview, DraftReplace, DraftText};
pub use history::{History, RedactedFile};
pub use home::Home;
pub use insights::now as insights_now;
pub use insights::{
    BudgetsKept, InsightsClient, InsightsClients, InsightsPeople, InsightsTree, InsightsTrees, Mine, NowPage, Overview, Saving, Trust,
    Versions,
};
pub use link::LinkPage;
pub use needs_eyes::NeedsEyes;
pub use new_tree::NewTree;
pub use problem::{NotFound, Problem};
pub use proposals::{ForAuthors, MyProposals, ProposalPage, SuggestChange};
pub use session::SessionPage;
pub use set_up::SetUp;
pub use sign_in::SignIn;
pub use start::StartWalk;
pub use tree::{TreeMapPage, TreePage};
pub use tree_budgets::TreeBudgetsPage;
pub use trees::TreeLibrary;
pub use upload::UploadTree;
pub use versions::TreeVersions;
pub use walk::Walk;
pub use wrong_tree::WrongTree;
