//! Reads what walks took: the steps that they visited and the answers that they chose.

use std::collections::HashMap;

use chrono::{Days as Count, NaiveDate};
use resolutionflow::id::AccountId;
use resolutionflow::insights::Used;
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{Group, NodeFigures, NodeKey, OptionKey, first_of_month};
use sqlx::PgConnection;
use uuid::Uuid;

use super::generations::Counted;
use super::nodes::figures;
use super::part::Part;
use super::read::next_month;
use super::row::version;
use crate::store::integer;

/// Reads what walks of some versions that ended on or after a day took. From the sums of months; only what no walk took since the month of that
/// day is looked for among the walks of its rest.
pub(crate) async fn since(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    versions: &[VersionRef],
    day: NaiveDate,
) -> Result<HashMap<VersionRef, Used>, sqlx::Error> {
    let whole = if first_of_month(day) == day { day } else { next_month(day) };
    let mut of_months: HashMap<(VersionRef, NodeKey, bool), NodeFigures> = HashMap::new();
    for part in parts(conn, account, counted, versions, first_of_month(day)).await? {
        let (of, is_whole, sign) = (version(part.tree_id, part.version_number), part.day >= whole, part.sign.into());
        for (node, figures) in figures(part)? {
            of_months.entry((of, node, is_whole)).or_default().add(&figures, sign);
        }
    }
    let (mut used, mut before): (HashMap<_, Used>, HashMap<_, Used>) = (HashMap::new(), HashMap::new());
    for ((of, node, is_whole), figures) in of_months {
        let month = if is_whole { &mut used } else { &mut before };
        month.entry(of).or_default().add(node, &figures);
    }
    let mut unsure: HashMap<VersionRef, Used> = HashMap::new();
    for (of, before) in before {
        let known = used.entry(of).or_default();
        unsure.insert(of, before.without(known));
    }
    let rest = (day, whole.checked_sub_days(Count::new(1)).unwrap_or(whole));
    for (of, found) in on_days(conn, account, counted, &unsure, rest).await? {
        let known = used.entry(of).or_default();
        known.nodes.extend(found.nodes);
        known.options.extend(found.options);
    }
    Ok(used)
}

fn columns(versions: &[VersionRef]) -> (Vec<Uuid>, Vec<i32>) {
    versions.iter().map(|version| (version.tree_id.0, integer(version.number))).unzip()
}

/// Sums of the months of some versions from one on, and walks that are not in them.
async fn parts(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    versions: &[VersionRef],
    from: NaiveDate,
) -> Result<Vec<Part>, sqlx::Error> {
    let (trees, numbers) = columns(versions);
    sqlx::query_as!(
        Part,
        r#"with wanted as (select * from unnest($3::uuid[], $4::int[]) as wanted (tree_id, version_number))
           select 1 as "sign!", tree_id as "tree_id!", version_number as "version_number!", month as "day!",
               node as "node?", figures as "figures?", null::uuid as session_id, null::uuid as holder_id, null as outcome,
               null::timestamptz as started_at, null::timestamptz as completed_at, null::bigint as total_seconds,
               null::bigint as active_seconds, null::bigint as parked_seconds, null::smallint as flags, null::bytea as "steps?"
           from wanted join flow_months using (tree_id, version_number)
           where account_id = $1 and generation = $2 and month >= $5
           union all
           select sign, tree_id, version_number, ended_on, null, null, session_id, holder_id, outcome, started_at, completed_at,
               total_seconds, active_seconds, parked_seconds, flags, steps
           from wanted join unfolded_walks using (tree_id, version_number)
           where account_id = $1 and generation = $2 and ended_on >= $5"#,
        account.0,
        counted.generation,
        &trees,
        &numbers,
        from
    )
    .fetch_all(conn)
    .await
}

/// Those of some steps and answers that walks took which ended on some days, the first and the last of them included.
async fn on_days(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    wanted: &HashMap<VersionRef, Used>,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<HashMap<VersionRef, Used>, sqlx::Error> {
    let mut rows = Vec::new();
    for (of, used) in wanted {
        rows.extend(used.nodes.iter().map(|node| (*of, node.0, false)));
        rows.extend(used.options.iter().map(|option| (*of, option.0, true)));
    }
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let (trees, numbers) = columns(&rows.iter().map(|(of, _, _)| *of).collect::<Vec<_>>());
    let keys: Vec<i64> = rows.iter().map(|(_, key, _)| *key).collect();
    let are_options: Vec<bool> = rows.iter().map(|(_, _, is_option)| *is_option).collect();
    let found = sqlx::query!(
        r#"select tree_id as "tree_id!", version_number as "version_number!", key as "key!", is_option as "is_option!"
           from unnest($3::uuid[], $4::int[], $5::bigint[], $6::bool[]) as wanted (tree_id, version_number, key, is_option)
           where exists (
               select from walks
               where walks.account_id = $1 and generation = $2 and walks.tree_id = wanted.tree_id and ended_on between $7 and $8
                   and walks.version_number = wanted.version_number
                   and wanted.key = any(case when is_option then chosen else visited end)
           )"#,
        account.0,
        counted.generation,
        &trees,
        &numbers,
        &keys,
        &are_options,
        first,
        last
    )
    .fetch_all(conn)
    .await?;
    let mut used: HashMap<VersionRef, Used> = HashMap::new();
    for row in found {
        let known = used.entry(version(row.tree_id, row.version_number)).or_default();
        if row.is_option {
            known.options.insert(OptionKey(row.key));
        } else {
            known.nodes.insert(NodeKey(row.key));
        }
    }
    Ok(used)
}
