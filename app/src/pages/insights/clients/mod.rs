//! `/insights/clients`: for whom most was done, and below it what was done for one.

mod list;
mod one;

pub use list::InsightsClients;
pub use one::InsightsClient;
