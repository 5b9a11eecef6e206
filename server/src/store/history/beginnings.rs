//! Sessions that are found by the beginnings of words, where whole words find none. What begins so is read list by list, so that this takes
//! as long as there are sessions; it looks through the newest, a quarter at a time.

use std::time::{Duration, Instant};

use app::backend::history::{BEGINNINGS, Beginnings};
use resolutionflow::id::SessionId;
use resolutionflow::search::{Matching, Query};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use super::filter::ResolvedFilter;
use super::find::{Axis, Found, Scan, find};
use crate::store::at;

/// Seconds of a quarter, as the index of words counts them from 1970.
const QUARTER: i64 = 7_776_000;
/// Quarters that are looked through without being asked: that of the newest session, and as many before it.
const NEWEST: i64 = 1;
/// Time after which no further quarter is looked through.
const PATIENCE: Duration = Duration::from_secs(3);

/// The filter that lets through what the page of the history lists: the same one, unless whole words find nothing and their beginnings may
/// find something.
pub(crate) async fn as_on_the_page(conn: &mut PgConnection, filter: ResolvedFilter, older: bool) -> Result<ResolvedFilter, sqlx::Error> {
    if !may_find_more(&filter) || !first(conn, bare(&filter), 1).await?.is_empty() {
        return Ok(filter);
    }
    let found = beginnings(conn, &filter, older).await?;
    Ok(found.map_or(filter, |(found, _)| found))
}

/// Finds the newest sessions that have the beginnings of all words: the filter that lets through those of them that pass, without words, and
/// how far it looked. With `older` it goes on to older quarters as long as there is time. None where beginnings find no more than words.
pub(crate) async fn beginnings(
    conn: &mut PgConnection,
    filter: &ResolvedFilter,
    older: bool,
) -> Result<Option<(ResolvedFilter, Beginnings)>, sqlx::Error> {
    if !may_find_more(filter) {
        return Ok(None);
    }
    let began = Instant::now();
    let (oldest, newest) = span(conn, filter).await?;
    let (mut found, mut since) = (Vec::new(), None);
    if let (Some(oldest), Some(newest)) = (oldest, newest) {
        let quarter = |at: Timestamp| at.unix().div_euclid(QUARTER);
        let last = quarter(newest);
        for at in (quarter(oldest)..=last).rev() {
            let is_in_time = if older { began.elapsed() < PATIENCE } else { last - at <= NEWEST };
            let most = (BEGINNINGS as usize).saturating_sub(found.len());
            if !is_in_time || most == 0 {
                since = Some(Timestamp::from_unix((at + 1) * QUARTER));
                break;
            }
            let (from, to) = (Timestamp::from_unix(at * QUARTER), Timestamp::from_unix((at + 1) * QUARTER));
            let within = ResolvedFilter {
                matching: Matching::Beginnings,
                from: Some(filter.from.map_or(from, |begin| begin.max(from))),
                to: Some(filter.to.map_or(to, |end| end.min(to))),
                ..bare(filter)
            };
            found.extend(first(conn, within, most).await?);
            if found.len() >= BEGINNINGS as usize {
                since = start(conn, filter, found.last()).await?;
                break;
            }
        }
    }
    let selected = found.into_iter().map(|found: Found| found.id).collect();
    Ok(Some((ResolvedFilter { text: None, selected: Some(selected), ..filter.clone() }, Beginnings { since })))
}

/// True if beginnings find what whole words do not: a word of three characters or more stands before the last.
fn may_find_more(filter: &ResolvedFilter) -> bool {
    filter.text.as_ref().is_some_and(|text| Query::of(text, Matching::Words) != Query::of(text, Matching::Beginnings))
}

/// The filter without regard to states and outcomes, which are counted.
fn bare(filter: &ResolvedFilter) -> ResolvedFilter {
    ResolvedFilter { endings: None, active_state: None, ..filter.clone() }
}

async fn first(conn: &mut PgConnection, filter: ResolvedFilter, most: usize) -> Result<Vec<Found>, sqlx::Error> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    find(conn, &filter, &Scan { axis: Axis::Started(None), ascending: false, limit }).await
}

/// Starts of the oldest and the newest session of the account, within the days of the filter.
async fn span(conn: &mut PgConnection, filter: &ResolvedFilter) -> Result<(Option<Timestamp>, Option<Timestamp>), sqlx::Error> {
    let row = sqlx::query!(
        "select min(started_at) as oldest, max(started_at) as newest from sessions
         where account_id = $1 and ($2::timestamptz is null or started_at >= $2) and ($3::timestamptz is null or started_at < $3)",
        filter.reach.account.0,
        filter.from.map(Timestamp::utc),
        filter.to.map(Timestamp::utc)
    )
    .fetch_one(conn)
    .await?;
    Ok((at(row.oldest), at(row.newest)))
}

async fn start(conn: &mut PgConnection, filter: &ResolvedFilter, found: Option<&Found>) -> Result<Option<Timestamp>, sqlx::Error> {
    let Some(Found { id: SessionId(id), .. }) = found else { return Ok(None) };
    let started = sqlx::query_scalar!("select started_at from sessions where account_id = $1 and id = $2", filter.reach.account.0, id);
    Ok(Some(Timestamp::from_utc(started.fetch_one(conn).await?)))
}
