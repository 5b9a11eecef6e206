//! Insights over a database: the sessions that a page counts, and who may read it.

mod files;
mod links;
mod overview;
mod trust;

use app::backend::views::insights::{Answer, Asked, Progress};
use app::query::Query;

use crate::app::TestApp;
use crate::fixtures::MARA;

/// Question of an address, by the manager of the north.
pub async fn asked(app: &TestApp, query: &str) -> Asked {
    Asked::read(&Query::parse(query), &app.sign_in(MARA).await.viewer().await.unwrap()).unwrap()
}

/// Figures, which are all counted.
#[track_caller]
pub fn ready<T>(progress: Progress<T>) -> Answer<T> {
    match progress {
        Progress::Ready(answer) => *answer,
        Progress::Counting { percent } => panic!("only {percent} % are counted"),
    }
}
