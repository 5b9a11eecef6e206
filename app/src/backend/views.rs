//! Views: answers of the backend, as pages show them.

mod budgets;
pub mod drafts;
pub mod gate;
pub mod insights;
mod pace;
pub mod previews;
pub mod proposals;
pub mod reviews;
mod session;
mod start;
mod trees;
pub mod versions;
mod viewer;
mod walk;
pub mod walked_steps;

pub use budgets::{SetBudget, StepBudget, TreeBudgets};
pub use pace::{Pace, SessionBudget, StepPace};
pub use session::{Bill, BillPart, LinkedSession, SessionPage, SessionState, SessionStep};
pub use start::{Occasion, Recurrence, StartPage};
pub use trees::{Imported, StepReport, TreeCard, TreeLibrary, TreeName, TreePage, TreeQuery};
pub use viewer::{Person, RunningSession, ToDo, Viewer};
pub use walk::{Earlier, WalkPage};
