//! The session history.

use app::backend::views::{HistoryPage, HistoryQuery, HistoryRow, SessionState};
use resolutionflow::access::{Actor, Deed};
use resolutionflow::session::UNDO_WINDOW;
use resolutionflow::text::normalise;
use resolutionflow::time::Timestamp;

use super::Service;
use super::authority::Technician;
use super::cursor;
use super::failure::Failure;
use crate::store::history::{Listed, list};
use crate::store::{Tx, trees, users};

/// How many sessions a page shows.
const PAGE: usize = 50;

impl Service {
    /// A page of the history, newest first.
    pub(super) async fn history_page(&self, mut tx: Tx, technician: &Technician, query: &HistoryQuery) -> Result<HistoryPage, Failure> {
        let after = cursor::read(query.after.as_deref())?;
        let query = HistoryQuery { tree: query.tree.as_deref().map(normalise), ..query.clone() };
        let now = self.now();
        let listed = list(&mut tx, technician.reach(), technician.actor().user_id, &query, after, now, PAGE as i64 + 1).await?;
        let trees = trees::names(&mut tx, technician.account()).await?;
        let technicians = users::people(&mut tx, technician.account()).await?;
        tx.commit().await?;
        let (listed, next) = cursor::page(listed, PAGE, |listed| (listed.row.started_at, listed.row.id.0.simple()));
        let rows = listed.into_iter().map(|listed| with_deeds(listed, technician.actor(), now)).collect();
        Ok(HistoryPage { rows, next, trees, technicians, now })
    }
}

fn with_deeds(Listed { row, closed_at }: Listed, actor: Actor, now: Timestamp) -> HistoryRow {
    let allowed = row.technician.id == actor.user_id || actor.role.may(Deed::OverseeSessions);
    let active = !matches!(row.state, SessionState::Completed(_));
    let undoable = closed_at.is_some_and(|closed_at| now.since(closed_at) <= UNDO_WINDOW);
    HistoryRow { can_close: allowed && active, can_undo_close: allowed && undoable, ..row }
}
