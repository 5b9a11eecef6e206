//! Keeps walks as their sessions are.

use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::session::Session;
use resolutionflow::stats::{Walk, encode_steps, walk_of};
use resolutionflow::zone::Zone;
use sqlx::PgConnection;

use super::due;
use super::generations::{self, Generation};
use super::row::{Marks, whole};
use crate::store::integer;

/// Keeps the walk of a session that changed, whichever command changed it: where the session counts as before, which is every step, note
/// and park, nothing is done. The caller has locked and written the session, in this transaction.
pub(in crate::store) async fn keep(
    conn: &mut PgConnection,
    account: AccountId,
    before: &Session,
    after: &Session,
) -> Result<(), sqlx::Error> {
    // In whatever zone: days differ where the instants do.
    let (was_counted, walk) = (walk_of(before, &Zone::UTC), walk_of(after, &Zone::UTC));
    if was_counted == walk {
        return Ok(());
    }
    // Read after the session was locked: a generation that was begun since finds the session as this leaves it.
    let kept = generations::kept(conn, account).await?;
    if was_counted.is_some() {
        take_back(conn, account, &kept.generations, after.id).await?;
    }
    if let Some(walk) = walk {
        insert_each(conn, account, &kept.generations, walk).await?;
    }
    if kept.is_any_later {
        due::note(conn, account, after.id).await?;
    }
    Ok(())
}

/// Makes the walk of a locked session what the session says, whatever there is.
pub(super) async fn set(conn: &mut PgConnection, account: AccountId, session: &Session) -> Result<(), sqlx::Error> {
    let kept = generations::kept(conn, account).await?;
    take_back(conn, account, &kept.generations, session.id).await?;
    match walk_of(session, &Zone::UTC) {
        Some(walk) => insert_each(conn, account, &kept.generations, walk).await,
        None => Ok(()),
    }
}

async fn insert_each(conn: &mut PgConnection, account: AccountId, generations: &[Generation], mut walk: Walk) -> Result<(), sqlx::Error> {
    for generation in generations {
        walk.ended_on = generation.zone.day(walk.completed_at);
        // One may be left by the version before, which opened the session again.
        if !insert(conn, account, generation.number, &walk).await? {
            take_back(conn, account, std::slice::from_ref(generation), walk.session).await?;
            insert(conn, account, generation.number, &walk).await?;
        }
    }
    Ok(())
}

/// Takes walks of a session away. What a folded one said is taken out of the sums later.
async fn take_back(conn: &mut PgConnection, account: AccountId, generations: &[Generation], session: SessionId) -> Result<(), sqlx::Error> {
    let numbers: Vec<i32> = generations.iter().map(|generation| generation.number).collect();
    // Waits for a fold that holds the walk, and then sees it folded.
    sqlx::query!(
        "with gone as (
             delete from walks where account_id = $1 and generation = any($2) and session_id = $3 returning *
         )
         insert into retractions (
             account_id, generation, session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on,
             total_seconds, active_seconds, parked_seconds, flags, steps
         )
         select account_id, generation, session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on,
             total_seconds, active_seconds, parked_seconds, flags, steps
         from gone where folded",
        account.0,
        &numbers,
        session.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds a walk that is not folded; false where there is one already, and nothing is changed.
pub(super) async fn insert(conn: &mut PgConnection, account: AccountId, generation: i32, walk: &Walk) -> Result<bool, sqlx::Error> {
    let marks = Marks::of(walk);
    let inserted = sqlx::query!(
        "insert into walks (
             account_id, generation, session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on,
             total_seconds, active_seconds, parked_seconds, flags, steps, ending, exit_node, visited, chosen, interrupted, path
         )
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
         on conflict do nothing",
        account.0,
        generation,
        walk.session.0,
        walk.version.tree_id.0,
        integer(walk.version.number),
        walk.holder.0,
        walk.outcome.as_str(),
        walk.started_at.utc(),
        walk.completed_at.utc(),
        walk.ended_on,
        whole(walk.totals.total),
        whole(walk.totals.active),
        whole(walk.totals.parked),
        walk.flags.0,
        encode_steps(&walk.steps),
        marks.ending,
        marks.exit_node,
        &marks.visited,
        &marks.chosen,
        &marks.interrupted,
        marks.path
    )
    .execute(conn)
    .await?;
    Ok(inserted.rows_affected() > 0)
}
