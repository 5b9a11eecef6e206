//! The session history.

mod place;

use app::backend::history::{HistoryPage, HistoryQuery, HistoryRow, Order, Place, StateFilter, Technician as Whose, TreeChoice};
use app::backend::views::SessionState;
use resolutionflow::access::{Actor, Deed};
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{ClientId, TreeId};
use resolutionflow::search::{Piece, excerpt};
use resolutionflow::session::Custody;
use resolutionflow::text::{ClientName, normalise};
use resolutionflow::time::Timestamp;
use serde_json::json;
use tokio::task::spawn_blocking;

use super::Service;
use super::authority::Technician;
use super::failure::Failure;
use crate::store::audit::Entry;
use crate::store::history::{Ending, Found, Listed, Narrowing, Scan, Standing, counts, find, rows, texts};
use crate::store::{Tx, audit, clients, trees, users, views};

/// How many sessions a page shows.
const PAGE: usize = 50;
/// How many of them go into a file at a time.
const FILE: usize = 500;
/// How much of an address the audit trail keeps: all that one can have.
const ADDRESS: usize = 8 * 1024;
/// How many clients are suggested.
const SUGGESTED: i64 = 200;
/// How long a session must rest to count as untouched, in seconds.
const UNTOUCHED: i64 = 24 * 3600;

/// Sessions, and where the pages after and before them are.
#[derive(Default)]
pub(super) struct Listing {
    pub rows: Vec<HistoryRow>,
    pub next: Option<String>,
    pub previous: Option<String>,
}

impl Service {
    /// A page of the history, with what it can be filtered by.
    pub(super) async fn history_page(&self, mut tx: Tx, technician: &Technician, query: &HistoryQuery) -> Result<HistoryPage, Failure> {
        let account = technician.account();
        let now = self.now();
        let shelf = trees::choices(&mut tx, account).await?;
        let narrowing = narrowing(&mut tx, technician, query, &shelf, now).await?;
        let mut page = HistoryPage {
            rows: Vec::new(),
            next: None,
            previous: None,
            counts: Default::default(),
            trees: Vec::new(),
            technicians: users::people(&mut tx, account).await?,
            colleagues: Vec::new(),
            clients: clients::names(&mut tx, account, SUGGESTED).await?,
            views: views::of_user(&mut tx, account, technician.actor().user_id).await?,
            now,
        };
        if technician.actor().role.may(Deed::OverseeSessions) {
            let active = users::active(&mut tx, account).await?;
            page.colleagues = page.technicians.iter().filter(|person| active.contains(&person.id)).cloned().collect();
        }
        if let Some(narrowing) = &narrowing {
            let (counts, matches) = counts(&mut tx, narrowing).await?;
            page.counts = counts;
            // The first page of a search for whatever ending is the beginning of what was counted.
            let is_counted = narrowing.text.is_some() && narrowing.endings.is_none() && narrowing.standing.is_none();
            let mut listing = if is_counted && query.order == Order::Newest && query.place == Place::First {
                self.listed(&mut tx, technician, query, matches, PAGE).await?
            } else {
                self.listing(&mut tx, technician, query, narrowing, &shelf, PAGE).await?
            };
            if listing.rows.is_empty() && matches!(query.place, Place::After(_)) {
                // What stood here was closed or given away: the list begins at its beginning rather than claim that there is none.
                let first = HistoryQuery { place: Place::First, ..query.clone() };
                listing = self.listing(&mut tx, technician, &first, narrowing, &shelf, PAGE).await?;
            }
            (page.rows, page.next, page.previous) = (listing.rows, listing.next, listing.previous);
        }
        let mut written = Vec::new();
        let words = narrowing.and_then(|narrowing| narrowing.text);
        if words.is_some() {
            let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
            written = texts(&mut tx, account, &ids).await?;
        }
        tx.commit().await?;
        if let Some(words) = words {
            for (row, excerpt) in page.rows.iter_mut().zip(excerpts(written, words).await?) {
                row.excerpt = excerpt;
            }
        }
        Ok(HistoryPage { trees: shelf, ..page })
    }

    /// Sessions for a file, more of them at once than on a page, and where the next ones begin.
    pub(super) async fn history_rows(
        &self,
        mut tx: Tx,
        technician: &Technician,
        query: &HistoryQuery,
    ) -> Result<(Vec<HistoryRow>, Option<String>), Failure> {
        let shelf = trees::choices(&mut tx, technician.account()).await?;
        let listing = match narrowing(&mut tx, technician, query, &shelf, self.now()).await? {
            Some(narrowing) => self.listing(&mut tx, technician, query, &narrowing, &shelf, FILE).await?,
            None => Listing::default(),
        };
        tx.commit().await?;
        Ok((listing.rows, listing.next))
    }

    /// Writes down that sessions are taken out of the account.
    pub(super) async fn export_sessions(&self, mut tx: Tx, technician: &Technician, address: &str, format: &str) -> Result<(), Failure> {
        let filters: String = address.chars().take(ADDRESS).collect();
        let after = Some(json!({"format": format, "filters": filters}));
        let entry =
            Entry { by: technician.by(), action: AuditAction::ExportSessions, subject: technician.account().0, before: None, after };
        audit::insert(&mut tx, technician.account(), self.now(), &entry).await?;
        Ok(tx.commit().await?)
    }

    /// So many sessions from the place that is asked for.
    async fn listing(
        &self,
        tx: &mut Tx,
        technician: &Technician,
        query: &HistoryQuery,
        narrowing: &Narrowing,
        shelf: &[TreeChoice],
        size: usize,
    ) -> Result<Listing, Failure> {
        let order = match query.order {
            Order::Relevance if narrowing.text.is_none() => Order::Newest,
            order => order,
        };
        let back = matches!(query.place, Place::Before(_));
        let scan: Scan = place::scan(order, &query.place, narrowing, shelf, size as i64 + 1)?;
        let found = find(tx, narrowing, &scan).await?;
        if back && found.len() <= size {
            // Nothing is before these: a full page from the beginning has them all.
            let first = HistoryQuery { place: Place::First, ..query.clone() };
            return Box::pin(self.listing(tx, technician, &first, narrowing, shelf, size)).await;
        }
        self.listed(tx, technician, &HistoryQuery { order, ..query.clone() }, found, size).await
    }

    /// The rows of what was found; more than fit tell that there is a next page.
    async fn listed(
        &self,
        tx: &mut Tx,
        technician: &Technician,
        query: &HistoryQuery,
        mut found: Vec<Found>,
        size: usize,
    ) -> Result<Listing, Failure> {
        let (order, back) = (query.order, matches!(query.place, Place::Before(_)));
        let more = found.len() > size;
        found.truncate(size);
        if back {
            found.reverse();
        }
        let now = self.now();
        let ids: Vec<_> = found.iter().map(|found| found.id).collect();
        let listed = rows(tx, technician.account(), &ids, now).await?;
        let at = |listed: Option<&Listed>| {
            let listed = listed?;
            let rank = found.iter().find(|found| found.id == listed.row.id)?.rank;
            Some(place::write(order, listed, rank))
        };
        let next = at(listed.last()).filter(|_| more || back);
        let previous = at(listed.first()).filter(|_| query.place != Place::First);
        let rows = listed.into_iter().map(|listed| with_deeds(listed, technician.actor(), now)).collect();
        Ok(Listing { rows, next, previous })
    }
}

/// Where the words stand in the texts of each session, looked for beside the requests that others make: there can be a lot to read.
async fn excerpts(written: Vec<Vec<String>>, words: String) -> Result<Vec<Vec<Piece>>, Failure> {
    let each = move || {
        let of = |texts: &Vec<String>| excerpt(texts.iter().map(String::as_str), &words).unwrap_or_default();
        written.iter().map(of).collect()
    };
    Ok(spawn_blocking(each).await?)
}

/// What the query comes to in this account; none where nothing can meet it.
async fn narrowing(
    tx: &mut Tx,
    technician: &Technician,
    query: &HistoryQuery,
    shelf: &[TreeChoice],
    now: Timestamp,
) -> Result<Option<Narrowing>, Failure> {
    let zone = technician.settings().zone;
    let Some(client) = client(tx, technician, &query.client).await? else { return Ok(None) };
    let text = Some(query.text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
    let ticket = Some(normalise(query.ticket.trim())).filter(|ticket| !ticket.is_empty());
    let (endings, standing) = endings(query, now);
    let narrowing = Narrowing {
        reach: technician.reach(),
        selected: None,
        holder: match query.technician {
            Whose::Me => Some(technician.actor().user_id),
            Whose::User(user) => Some(user),
            Whose::Anyone => None,
        },
        trees: chosen(query, shelf),
        version: query.version,
        client,
        ticket,
        endings,
        standing,
        from: zone.day_begins(&query.from),
        to: zone.day_ends(&query.to),
        total: query.total,
        active: query.active,
        parked: query.parked,
        follow_ups: query.follow_ups,
        with_notes: query.with_notes,
        text,
    };
    let nothing = narrowing.trees.as_ref().is_some_and(Vec::is_empty) || narrowing.endings.as_ref().is_some_and(Vec::is_empty);
    Ok((!nothing).then_some(narrowing))
}

/// The client of that id or name; none within where none is asked for, none at all where nobody is called so.
async fn client(tx: &mut Tx, technician: &Technician, text: &str) -> Result<Option<Option<ClientId>>, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Some(None));
    }
    if let Ok(id) = text.parse::<ClientId>() {
        return Ok(Some(Some(id)));
    }
    let Ok(name) = ClientName::parse(text) else { return Ok(None) };
    Ok(clients::find(tx, technician.account(), &name).await?.map(Some))
}

/// The trees of that key and category.
fn chosen(query: &HistoryQuery, shelf: &[TreeChoice]) -> Option<Vec<TreeId>> {
    (query.tree.is_some() || !query.category.is_empty()).then(|| {
        let fits = |tree: &&TreeChoice| {
            query.tree.as_ref().is_none_or(|key| tree.key == *key) && (query.category.is_empty() || tree.category == query.category)
        };
        shelf.iter().filter(fits).map(|tree| tree.id).collect()
    })
}

/// State and outcomes say the same of a session in two ways, and both must hold.
fn endings(query: &HistoryQuery, now: Timestamp) -> (Option<Vec<Ending>>, Option<Standing>) {
    let (states, standing): (Vec<Ending>, _) = match query.state {
        None => (Ending::all().collect(), None),
        Some(StateFilter::Completed) => (Ending::all().filter(|ending| ending.0.is_some()).collect(), None),
        Some(StateFilter::Active) => (vec![Ending(None)], None),
        Some(StateFilter::Running) => (vec![Ending(None)], Some(Standing::Running)),
        Some(StateFilter::Parked) => (vec![Ending(None)], Some(Standing::Parked)),
        Some(StateFilter::Waiting) => (vec![Ending(None)], Some(Standing::Waiting)),
        Some(StateFilter::Untouched) => (vec![Ending(None)], Some(Standing::Untouched(now.plus(-UNTOUCHED)))),
    };
    let asked = |ending: &Ending| query.outcomes.is_empty() || ending.0.is_some_and(|outcome| query.outcomes.contains(&outcome));
    let narrowed = query.state.is_some() || !query.outcomes.is_empty();
    (narrowed.then(|| states.into_iter().filter(asked).collect()), standing)
}

pub(super) fn with_deeds(Listed { row, closed_at, .. }: Listed, actor: Actor, now: Timestamp) -> HistoryRow {
    let is_active = !matches!(row.state, SessionState::Completed(_));
    let custody = Custody { holder: row.technician.id, is_active, waits_for_someone: false, closed_at };
    let deeds = custody.deeds(&actor, now);
    HistoryRow { can_close: deeds.close.is_ok(), can_undo_close: deeds.undo_close.is_ok(), ..row }
}
