//! Reads figures: sums, walks that are not in them yet, and retractions, in one statement, so that the figures are exact at every moment.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Days as Count, Months, NaiveDate};
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{ALL_TREES, Figures, Group, Outcomes, SessionFigures, Walk, first_of_month};
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;
use sqlx::PgConnection;

use super::generations::Counted;
use super::part::Part;
use super::row::WalkRow;
use crate::store::{decode, positive};

/// Local days, the first and the last of them included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Days {
    /// First instant of the days in a zone, and the first one after them; none for days that the calendar does not reach.
    pub(crate) fn instants(self, zone: Zone) -> Option<(Timestamp, Timestamp)> {
        Some((zone.day_begins(&self.from.to_string())?, zone.day_ends(&self.to.to_string())?))
    }

    /// The months of which every day is among these, as their first days; none where there is no such month.
    fn whole_months(self) -> Option<(NaiveDate, NaiveDate)> {
        let first = if self.from.day() == 1 { self.from } else { next_month(self.from) };
        let last = first_of_month(self.to.checked_add_days(Count::new(1))?).checked_sub_days(Count::new(1)).map(first_of_month)?;
        (first <= last).then_some((first, last))
    }
}

/// First day of the next month.
pub(super) fn next_month(day: NaiveDate) -> NaiveDate {
    first_of_month(day).checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX)
}

/// Figures of a sum of walks as a whole, or of a walk.
fn figures(part: Part) -> Result<SessionFigures, sqlx::Error> {
    match &part.figures {
        Some(figures) => SessionFigures::decode(figures).map_err(decode),
        None => Ok(Figures::of(&part.walk()?).sessions),
    }
}

/// Walks by outcome of a sum of walks, or of a walk. No time is read.
fn outcomes(part: Part) -> Result<Outcomes, sqlx::Error> {
    match &part.figures {
        Some(figures) => SessionFigures::outcomes_in(figures).map_err(decode),
        None => Ok(Figures::of(&part.walk()?).sessions.outcomes()),
    }
}

/// Figures of walks as a whole by day: of one tree, by version, or of all trees together, whose version is none. Days without walks are
/// left out.
pub(crate) async fn by_day(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    tree: Option<TreeId>,
    days: Days,
) -> Result<Vec<(Option<VersionRef>, NaiveDate, SessionFigures)>, sqlx::Error> {
    let tree_id = tree.unwrap_or(ALL_TREES);
    let parts = sqlx::query_as!(
        Part,
        r#"select 1 as "sign!", tree_id as "tree_id!", version_number as "version_number!", day as "day!",
               null::bigint as node, figures as "figures?", null::uuid as session_id, null::uuid as holder_id, null as outcome,
               null::timestamptz as started_at, null::timestamptz as completed_at, null::bigint as total_seconds,
               null::bigint as active_seconds, null::bigint as parked_seconds, null::smallint as flags, null::bytea as "steps?"
           from flow_days
           where account_id = $1 and generation = $2 and tree_id = $3 and not is_month and day between $5 and $6
           union all
           select sign, tree_id, version_number, ended_on, null, null, session_id, holder_id, outcome, started_at, completed_at,
               total_seconds, active_seconds, parked_seconds, flags, steps
           from unfolded_walks
           where account_id = $1 and generation = $2 and ($4::uuid is null or tree_id = $4) and ended_on between $5 and $6"#,
        account.0,
        counted.generation,
        tree_id.0,
        tree.map(|tree| tree.0),
        days.from,
        days.to
    )
    .fetch_all(conn)
    .await?;
    let sums = sum(parts, |part| (tree.map(|_| positive(part.version_number)), part.day), figures)?;
    let version = |number: Option<u32>| Some(VersionRef { tree_id: tree?, number: number? });
    Ok(sums.into_iter().map(|((number, day), figures)| (version(number), day, figures)).collect())
}

/// Sums of whole months and of the other days, and walks that are not in them: of some trees' sums, and of the walks that are of these.
macro_rules! parts {
    ($sums:literal, $walks:literal, $account:expr, $counted:expr, $days:expr, $tree:expr) => {{
        let (first, last) = $days.whole_months().unzip();
        sqlx::query_as!(
            Part,
            r#"select 1 as "sign!", tree_id as "tree_id!", version_number as "version_number!", day as "day!",
                   null::bigint as node, figures as "figures?", null::uuid as session_id, null::uuid as holder_id, null as outcome,
                   null::timestamptz as started_at, null::timestamptz as completed_at, null::bigint as total_seconds,
                   null::bigint as active_seconds, null::bigint as parked_seconds, null::smallint as flags, null::bytea as "steps?"
               from flow_days
               where account_id = $1 and generation = $2 and is_month and day between $5 and $6 and tree_id "#
                + $sums
                + r#" $7
               union all
               select 1, tree_id, version_number, day, null, figures, null, null, null, null, null, null, null, null, null, null
               from flow_days
               where account_id = $1 and generation = $2 and not is_month and day between $3 and $4
                   and ($5 is null or day < $5 or day >= $8) and tree_id "#
                + $sums
                + r#" $7
               union all
               select sign, tree_id, version_number, ended_on, null, null, session_id, holder_id, outcome, started_at, completed_at,
                   total_seconds, active_seconds, parked_seconds, flags, steps
               from unfolded_walks
               where account_id = $1 and generation = $2 and ended_on between $3 and $4 "#
                + $walks,
            $account.0,
            $counted.generation,
            $days.from,
            $days.to,
            first,
            last,
            $tree.0,
            last.map(next_month)
        )
    }};
}

/// Parts of every tree, by version.
async fn parts_of_trees(conn: &mut PgConnection, account: AccountId, counted: &Counted, days: Days) -> Result<Vec<Part>, sqlx::Error> {
    parts!("<>", "", account, counted, days, ALL_TREES).fetch_all(conn).await
}

/// Figures of walks as a whole of each version of each tree, over all days together. Versions without walks are left out.
pub(crate) async fn by_version(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    days: Days,
) -> Result<Vec<(VersionRef, SessionFigures)>, sqlx::Error> {
    let parts = parts_of_trees(conn, account, counted, days).await?;
    let sums = sum(parts, |part| (part.tree_id, part.version_number), figures)?;
    Ok(sums.into_iter().map(|((tree, number), figures)| (super::row::version(tree, number), figures)).collect())
}

/// Figures of walks as a whole of each tree, over all days together. Trees without walks are left out.
pub(crate) async fn by_tree(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    days: Days,
) -> Result<BTreeMap<TreeId, SessionFigures>, sqlx::Error> {
    let parts = parts_of_trees(conn, account, counted, days).await?;
    sum(parts, |part| TreeId(part.tree_id), figures)
}

/// Walks of each version of each tree by outcome, over all days together. Versions without walks are left out.
pub(crate) async fn outcomes_by_version(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    days: Days,
) -> Result<HashMap<VersionRef, Outcomes>, sqlx::Error> {
    let parts = parts_of_trees(conn, account, counted, days).await?;
    let sums = sum(parts, |part| (part.tree_id, part.version_number), outcomes)?;
    Ok(sums.into_iter().map(|((tree, number), walks)| (super::row::version(tree, number), walks)).collect())
}

/// Walks of each tree by outcome, over all days together. Trees without walks are left out.
pub(crate) async fn outcomes_by_tree(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    days: Days,
) -> Result<BTreeMap<TreeId, Outcomes>, sqlx::Error> {
    let parts = parts_of_trees(conn, account, counted, days).await?;
    sum(parts, |part| TreeId(part.tree_id), outcomes)
}

/// Figures of walks as a whole of each version of a tree, over all days together. Versions without walks are left out.
pub(crate) async fn of_tree(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    tree: TreeId,
    days: Days,
) -> Result<BTreeMap<u32, SessionFigures>, sqlx::Error> {
    let parts = parts!("=", "and tree_id = $7", account, counted, days, tree).fetch_all(conn).await?;
    sum(parts, |part| positive(part.version_number), figures)
}

/// Figures of walks as a whole of all trees, over all days together.
pub(crate) async fn together(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    days: Days,
) -> Result<SessionFigures, sqlx::Error> {
    let parts = parts!("=", "", account, counted, days, ALL_TREES).fetch_all(conn).await?;
    Ok(sum(parts, |_| (), figures)?.remove(&()).unwrap_or_default())
}

/// Adds figures of parts up by a key, without sums of nothing.
fn sum<K: Ord, F: Group>(
    parts: Vec<Part>,
    key: impl Fn(&Part) -> K,
    figures: impl Fn(Part) -> Result<F, sqlx::Error>,
) -> Result<BTreeMap<K, F>, sqlx::Error> {
    let mut keyed: BTreeMap<K, Vec<(F, i64)>> = BTreeMap::new();
    for part in parts {
        let (key, sign) = (key(&part), part.sign.into());
        keyed.entry(key).or_default().push((figures(part)?, sign));
    }
    let sums = keyed.into_iter().map(|(key, parts)| (key, F::sum_of(parts)));
    Ok(sums.filter(|(_, figures)| !figures.is_zero()).collect())
}

/// Reads walks of a tree that ended on some days, the newest first, at most so many.
pub(crate) async fn walks_of_tree(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    tree: TreeId,
    days: Days,
    most: i64,
) -> Result<Vec<Walk>, sqlx::Error> {
    let rows = sqlx::query_as!(
        WalkRow,
        "select session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on, total_seconds,
             active_seconds, parked_seconds, flags, steps
         from walks
         where account_id = $1 and generation = $2 and tree_id = $3 and ended_on between $4 and $5
         order by ended_on desc
         limit $6",
        account.0,
        counted.generation,
        tree.0,
        days.from,
        days.to,
        most
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Walk::try_from).collect()
}
