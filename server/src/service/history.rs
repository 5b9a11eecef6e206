//! The session history.

mod cursor;
mod filter;
mod marks;

use app::backend::history::{Cursor, Histories, HistoryPage, HistoryQuery, HistoryRow, Order, TreeChoice};
use app::backend::views::SessionState;
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::access::Deed;
use resolutionflow::audit::AuditAction;
use resolutionflow::search::{Piece, Query, excerpt};
use resolutionflow::session::Custody;
use resolutionflow::time::Timestamp;
use serde_json::json;
use tokio::task::spawn_blocking;
use tracing::instrument;

use super::Service;
use super::authority::Technician;
use super::failure::{Failure, answer};
use super::request::Request;
use crate::store::audit::Entry;
use crate::store::history::{Found, ListedSession, ResolvedFilter, Scan, as_on_the_page, beginnings, counts, find, rows, texts};
use crate::store::{Tx, accounts, audit, clients, end_read, trees, users, views};

/// Sessions on a page.
const PAGE: usize = 50;
/// Sessions that are read at a time for a file.
const FILE: usize = 500;
/// Characters of an address that the audit trail keeps: as many as one can have.
const ADDRESS: usize = 8 * 1024;
/// Clients that are suggested.
const SUGGESTED: i64 = 200;

/// Rows of a page of the history, and the cursors of the pages after and before it; none where there is no such page.
#[derive(Default)]
pub(super) struct Listing {
    pub rows: Vec<HistoryRow>,
    pub next: Option<String>,
    pub previous: Option<String>,
}

#[async_trait]
impl Histories for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, AppError> {
        answer(async {
            let (mut tx, technician) = self.reader().await?;
            let account = technician.account();
            let now = self.service.now();
            let shelf = trees::choices(&mut tx, account).await?;
            let as_of = self.service.as_of(&query.cursor);
            let filter = filter::resolve(&mut tx, &technician, &query, &shelf, as_of).await?;
            let mut page = HistoryPage {
                rows: Vec::new(),
                next: None,
                previous: None,
                counts: Default::default(),
                trees: Vec::new(),
                technicians: users::people(&mut tx, account).await?,
                colleagues: Vec::new(),
                clients: clients::names(&mut tx, account, SUGGESTED).await?,
                marks: Vec::new(),
                views: views::of_user(&mut tx, account, technician.actor().user_id).await?,
                beginnings: None,
                is_search_made: true,
                now,
            };
            if technician.actor().role.may(Deed::OverseeSessions) {
                let active = users::active(&mut tx, account).await?;
                page.colleagues = page.technicians.iter().filter(|person| active.contains(&person.id)).cloned().collect();
            }
            let words = filter.as_ref().and_then(|filter| filter.text.clone());
            if let Some(mut filter) = filter {
                let (mut numbers, matches) = counts(&mut tx, &filter).await?;
                if matches.is_empty()
                    && let Some((found, searched)) = beginnings(&mut tx, &filter, query.filter.older).await?
                {
                    (filter, page.beginnings) = (found, Some(searched));
                    numbers = counts(&mut tx, &filter).await?.0;
                }
                let filter = &filter;
                page.counts = numbers;
                // The first page of a search without regard to endings is the beginning of the matches that were counted.
                let is_counted = filter.text.is_some() && filter.endings.is_none() && filter.active_state.is_none();
                let mut listing = if is_counted && query.order == Order::Newest && query.cursor == Cursor::First {
                    self.service.listed(&mut tx, &technician, &query, filter, matches, PAGE).await?
                } else {
                    self.service.listing(&mut tx, &technician, &query, filter, &shelf, PAGE).await?
                };
                if listing.rows.is_empty() && matches!(query.cursor, Cursor::After(_)) {
                    // The sessions of this page were closed or given away: the first page instead of none.
                    let first = HistoryQuery { cursor: Cursor::First, ..query.clone() };
                    listing = self.service.listing(&mut tx, &technician, &first, filter, &shelf, PAGE).await?;
                }
                (page.rows, page.next, page.previous) = (listing.rows, listing.next, listing.previous);
            }
            let mut written = Vec::new();
            if words.is_some() {
                let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
                written = texts(&mut tx, account, &ids).await?;
                page.is_search_made = accounts::is_search_made(&mut tx, account).await?;
            }
            end_read(tx);
            page.marks = self.names_of_marks(&query.filter).await?;
            if let Some(words) = words {
                let words = Query::of(&words, page.matching());
                for (row, excerpt) in page.rows.iter_mut().zip(excerpts(written, words).await?) {
                    row.excerpt = excerpt;
                }
            }
            Ok(HistoryPage { trees: shelf, ..page })
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn history_rows(&self, query: HistoryQuery) -> Result<(Vec<HistoryRow>, Option<String>), AppError> {
        answer(async {
            // A later page is one of a download that may have begun long ago.
            let (mut tx, technician) = if query.cursor == Cursor::First { self.reader().await? } else { self.reader_now().await? };
            let shelf = trees::choices(&mut tx, technician.account()).await?;
            let as_of = self.service.as_of(&query.cursor);
            let listing = match filter::resolve(&mut tx, &technician, &query, &shelf, as_of).await? {
                Some(filter) => {
                    let filter = as_on_the_page(&mut tx, filter, query.filter.older).await?;
                    self.service.listing(&mut tx, &technician, &query, &filter, &shelf, FILE).await?
                }
                None => Listing::default(),
            };
            end_read(tx);
            Ok((listing.rows, listing.next))
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn export_sessions(&self, address: &str, format: &'static str) -> Result<(), AppError> {
        answer(async {
            let (mut tx, technician) = self.technician().await?;
            let filters: String = address.chars().take(ADDRESS).collect();
            let after = Some(json!({"format": format, "filters": filters}));
            let entry =
                Entry { by: technician.by(), action: AuditAction::ExportSessions, subject: technician.account().0, before: None, after };
            audit::insert(&mut tx, technician.account(), self.service.now(), &entry).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

impl Service {
    /// Instant up to which times of running sessions count: that of the list's first page, so that no session moves while it is read.
    fn as_of(&self, cursor: &Cursor) -> Timestamp {
        let now = self.now();
        cursor::as_of(cursor).map_or(now, |as_of| as_of.min(now))
    }

    /// So many rows from the query's cursor on.
    async fn listing(
        &self,
        tx: &mut Tx,
        technician: &Technician,
        query: &HistoryQuery,
        filter: &ResolvedFilter,
        shelf: &[TreeChoice],
        size: usize,
    ) -> Result<Listing, Failure> {
        let order = match query.order {
            Order::Relevance if filter.text.is_none() => Order::Newest,
            order => order,
        };
        let back = matches!(query.cursor, Cursor::Before(_));
        let scan: Scan = cursor::scan(order, &query.cursor, filter, shelf, size as i64 + 1)?;
        let found = find(tx, filter, &scan).await?;
        if back && found.len() <= size {
            // These are the first ones: a full page from the beginning has them all.
            let first = HistoryQuery { cursor: Cursor::First, ..query.clone() };
            return Box::pin(self.listing(tx, technician, &first, filter, shelf, size)).await;
        }
        self.listed(tx, technician, &HistoryQuery { order, ..query.clone() }, filter, found, size).await
    }

    /// The rows of the sessions found. One more than fits means that there is a next page.
    async fn listed(
        &self,
        tx: &mut Tx,
        technician: &Technician,
        query: &HistoryQuery,
        filter: &ResolvedFilter,
        mut found: Vec<Found>,
        size: usize,
    ) -> Result<Listing, Failure> {
        let (order, back) = (query.order, matches!(query.cursor, Cursor::Before(_)));
        let more = found.len() > size;
        found.truncate(size);
        if back {
            found.reverse();
        }
        let now = self.now();
        let ids: Vec<_> = found.iter().map(|found| found.id).collect();
        let listed = rows(tx, technician.account(), &ids, filter.as_of).await?;
        let cursor = |listed: Option<&ListedSession>| {
            let listed = listed?;
            let rank = found.iter().find(|found| found.id == listed.row.id)?.rank;
            Some(cursor::write(order, listed, rank, filter.as_of))
        };
        let next = cursor(listed.last()).filter(|_| more || back);
        let previous = cursor(listed.first()).filter(|_| query.cursor != Cursor::First);
        let rows = listed.into_iter().map(|listed| as_read(listed, technician, now)).collect();
        Ok(Listing { rows, next, previous })
    }
}

/// The excerpts of each session's texts, made on a thread of their own: there can be a lot to read.
async fn excerpts(written: Vec<Vec<String>>, words: Query) -> Result<Vec<Vec<Piece>>, Failure> {
    let each = move || {
        let of = |texts: &Vec<String>| excerpt(texts.iter().map(String::as_str), &words).unwrap_or_default();
        written.iter().map(of).collect()
    };
    Ok(spawn_blocking(each).await?)
}

/// Row as the technician reads it: with the changes that they may make right in the list, closing it or undoing its close, and without its
/// times where they are not to see those.
pub(super) fn as_read(ListedSession { row, closed_at, .. }: ListedSession, technician: &Technician, now: Timestamp) -> HistoryRow {
    let is_active = !matches!(row.state, SessionState::Completed(_));
    let custody = Custody { holder: row.technician.id, is_active, waits_for_someone: false, closed_at };
    let deeds = custody.deeds(&technician.actor(), now);
    let row = if technician.sees_times_of(row.technician.id) { row } else { row.without_times() };
    HistoryRow { can_close: deeds.close.is_ok(), can_undo_close: deeds.undo_close.is_ok(), ..row }
}
