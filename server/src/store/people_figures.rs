//! Sums over walks by who holds them and by tree, for figures per person.

use app::backend::views::Person;
use resolutionflow::id::{AccountId, TreeId, UserId};
use resolutionflow::insights::people::Tally;
use sqlx::PgConnection;

use super::figures::Days;

/// Walks that somebody holds, of one tree.
pub(crate) struct Held {
    pub person: Person,
    pub tree: TreeId,
    pub walks: Tally,
    /// Number of decided walks of `also` that did not end on the days that are asked for.
    pub other_days: u64,
}

/// Adds up the walks of each person that ended on some days, by tree, and counts those of `also`, of which the days are a part. By name,
/// deactivated people included. The index by holder has the days of each, so that nobody's other walks are read.
pub(crate) async fn by_holder(
    conn: &mut PgConnection,
    account: AccountId,
    generation: i32,
    days: Days,
    also: Days,
) -> Result<Vec<Held>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select users.id, users.name, held.tree_id as "tree_id!", held.walks as "walks!", held.decided as "decided!",
               held.solved as "solved!", held.active as "active!", held.squares as "squares!", held.other_days as "other_days!"
           from users
           cross join lateral (
               select tree_id,
                   count(*) filter (where ended_on between $3 and $4) as walks,
                   count(*) filter (where ended_on between $3 and $4 and outcome <> 'resolved_externally') as decided,
                   count(*) filter (where ended_on between $3 and $4 and outcome in ('resolved', 'workaround')) as solved,
                   coalesce(sum(active_seconds) filter (where ended_on between $3 and $4), 0)::bigint as active,
                   coalesce(sum(active_seconds::float8 * active_seconds) filter (where ended_on between $3 and $4), 0) as squares,
                   count(*) filter (where ended_on not between $3 and $4 and outcome <> 'resolved_externally') as other_days
               from walks
               where account_id = $1 and generation = $2 and holder_id = users.id and ended_on between $5 and $6
               group by tree_id
           ) as held
           where users.account_id = $1
           order by users.name collate alphabetical, users.id, held.tree_id"#,
        account.0,
        generation,
        days.from,
        days.to,
        also.from,
        also.to
    )
    .fetch_all(conn)
    .await?;
    let number = |number: i64| u64::try_from(number).unwrap_or(0);
    let held = rows.into_iter().map(|row| Held {
        person: Person { id: UserId(row.id), name: row.name },
        tree: TreeId(row.tree_id),
        walks: Tally {
            walks: number(row.walks),
            decided: number(row.decided),
            solved: number(row.solved),
            active: number(row.active),
            squares: row.squares,
        },
        other_days: number(row.other_days),
    });
    Ok(held.collect())
}
