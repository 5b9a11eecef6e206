//! The session history.

use app::backend::views::{HistoryPage, HistoryQuery, HistoryRow, SessionState};
use resolutionflow::access::Deed;
use resolutionflow::session::UNDO_WINDOW;
use resolutionflow::text::normalise;
use resolutionflow::time::Timestamp;

use super::cursor;
use super::failure::Failure;
use super::member::Member;
use super::request::Request;
use crate::store::history::{Listed, list};
use crate::store::{trees, users};

/// How many sessions a page shows.
const PAGE: usize = 50;

impl Request {
    /// A page of the history, newest first.
    pub(super) async fn history_page(&self, query: &HistoryQuery) -> Result<HistoryPage, Failure> {
        let (mut tx, member) = self.begin().await?;
        let after = cursor::read(query.after.as_deref())?;
        let query = HistoryQuery { tree: query.tree.as_deref().map(normalise), ..query.clone() };
        let now = self.service.now();
        let listed = list(&mut tx, member.account, member.actor.user_id, &query, after, now, PAGE as i64 + 1).await?;
        let trees = trees::names(&mut tx, member.account).await?;
        let technicians = users::people(&mut tx, member.account).await?;
        tx.commit().await?;
        let (listed, next) = cursor::page(listed, PAGE, |listed| (listed.row.started_at, listed.row.id.0));
        let rows = listed.into_iter().map(|listed| with_deeds(listed, &member, now)).collect();
        Ok(HistoryPage { rows, next, trees, technicians, now })
    }
}

fn with_deeds(Listed { row, closed_at }: Listed, member: &Member, now: Timestamp) -> HistoryRow {
    let allowed = row.technician.id == member.actor.user_id || member.actor.role.may(Deed::OverseeSessions);
    let active = !matches!(row.state, SessionState::Completed(_));
    let undoable = closed_at.is_some_and(|closed_at| now.since(closed_at) <= UNDO_WINDOW);
    HistoryRow { can_close: allowed && active, can_undo_close: allowed && undoable, ..row }
}
