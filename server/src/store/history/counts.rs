//! The number of sessions of each ending.

use app::backend::history::{COUNTED, Count, Counts};
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use sqlx::{PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use super::filter::{Ending, ResolvedFilter};
use super::find::Found;
use super::search::{self, Matches};

/// Counts the sessions of each ending, up to [`COUNTED`] of each, without regard to the filters by ending and state. A search counts its
/// newest matches, which come with the counts, newest first; otherwise the list is empty.
pub(crate) async fn counts(conn: &mut PgConnection, filter: &ResolvedFilter) -> Result<(Counts, Vec<Found>), sqlx::Error> {
    let mut sql = statement(filter);
    if filter.text.is_none() {
        let numbers: Vec<(String, i64)> = sql.build_query_as().persistent(false).fetch_all(conn).await?;
        let number = |ending: Ending| numbers.iter().find(|(name, _)| name == ending.as_str()).map_or(0, |(_, number)| *number);
        return Ok((each(number, false), Vec::new()));
    }
    let matches: Vec<(Uuid, String)> = sql.build_query_as().persistent(false).fetch_all(conn).await?;
    let number = |ending: Ending| matches.iter().filter(|(_, name)| name == ending.as_str()).count() as i64;
    let counts = each(number, matches.len() > COUNTED as usize);
    Ok((counts, matches.into_iter().map(|(id, _)| Found { id: SessionId(id), rank: 0.0 }).collect()))
}

/// The counts by the number of each ending; `cut` where more were left uncounted, of whatever ending.
fn each(number: impl Fn(Ending) -> i64, cut: bool) -> Counts {
    let count = |ending| {
        let number = u32::try_from(number(ending)).unwrap_or(u32::MAX);
        Count { number: number.min(COUNTED), or_more: cut || number > COUNTED }
    };
    Counts { active: count(Ending(None)), outcomes: Outcome::ALL.map(|outcome| count(Ending(Some(outcome)))) }
}

/// Builds the statement that [`counts`] sends, with every value bound.
pub(super) fn statement(filter: &ResolvedFilter) -> QueryBuilder<Postgres> {
    let bare = ResolvedFilter { endings: None, active_state: None, ..filter.clone() };
    let alone = bare.is_counted_by_an_index();
    let mut sql = QueryBuilder::<Postgres>::new("");
    if bare.text.is_some() {
        sql.push("select s.id, s.ending from ");
        search::push(&mut sql, &bare, &Matches::newest(COUNTED + 1));
        sql.push(" as s");
    } else if !alone
        && (bare.selected.is_some() || bare.holder.is_some() || bare.client.is_some() || matches!(bare.trees.as_deref(), Some([_])))
    {
        // Few enough to read them once, rather than once for each ending that has fewer than are counted.
        sql.push("select s.ending::text, count(*) from ");
        bare.push_sessions(&mut sql, false, "s.ending", |_| {});
        sql.push(" group by 1");
    } else {
        for (position, ending) in Ending::all().enumerate() {
            sql.push(if position == 0 { "select " } else { " union all select " }).push_bind(ending.as_str());
            sql.push(", (select count(*) from ");
            ResolvedFilter { endings: Some(vec![ending]), ..bare.clone() }.push_sessions(&mut sql, false, "s.id", |sql| {
                // In an order, or all sessions might be read on the chance that enough come soon.
                if !alone {
                    sql.push(" order by s.started_at desc, s.id desc");
                }
                sql.push(" limit ").push_bind(i64::from(COUNTED) + 1);
            });
            sql.push(")");
        }
    }
    sql
}
