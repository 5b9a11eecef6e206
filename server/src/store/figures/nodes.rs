//! Reads figures of a tree's nodes: from the sums of months, and of months that are broken from walks.

use std::collections::BTreeMap;

use chrono::{Days as Count, NaiveDate};
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::stats::{Figures, Group, NodeFigures, NodeKey, first_of_month};
use sqlx::PgConnection;

use super::generations::Counted;
use super::part::Part;
use super::read::{Days, next_month};
use crate::store::{decode, positive};

/// Most walks of broken months that are read; where there are more, whole months are.
const MOST_WALKS: i64 = 20_000;

/// Figures of nodes.
pub(crate) struct Nodes {
    /// Days that they are of: those that were asked for, or the months around them where those would have been too many walks to read.
    pub days: Days,
    /// By version.
    pub versions: BTreeMap<u32, BTreeMap<NodeKey, NodeFigures>>,
}

/// How days are put together of months and days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cover {
    /// First days of the first and the last month that are read from the sums; none: no month.
    months: Option<(NaiveDate, NaiveDate)>,
    /// Days whose walks are added, if they are in no such month, or else taken away.
    broken: [Option<Days>; 2],
}

impl Cover {
    /// The cover of days with the fewest days of which walks are read: of a month of which more than half is asked for, those of the rest
    /// are taken away.
    fn of(days: Days) -> Self {
        let (first, last) = (first_of_month(days.from), first_of_month(days.to));
        let before = |day: NaiveDate| day.checked_sub_days(Count::new(1)).unwrap_or(day);
        let count = |from: NaiveDate, to: NaiveDate| to.signed_duration_since(from).num_days() + 1;
        // Days at the beginning of the first month, and at the end of the last, that are not asked for.
        let left = (first < days.from).then(|| Days { from: first, to: before(days.from) });
        let last_day = before(next_month(days.to));
        let right = (days.to < last_day).then(|| Days { from: next_day(days.to), to: last_day });
        let length = |days: Option<Days>| days.map_or(0, |days| count(days.from, days.to));
        if first == last {
            let whole = length(left) + length(right) <= count(days.from, days.to);
            return if whole {
                Self { months: Some((first, last)), broken: [left, right] }
            } else {
                Self { months: None, broken: [Some(days), None] }
            };
        }
        let (end_of_first, begin_of_last) = (before(next_month(days.from)), last);
        let (takes_first, takes_last) = (length(left) <= count(days.from, end_of_first), length(right) <= count(begin_of_last, days.to));
        let from = if takes_first { first } else { next_month(first) };
        let to = if takes_last { last } else { first_of_month(before(last)) };
        Self {
            months: (from <= to).then_some((from, to)),
            broken: [
                if takes_first { left } else { Some(Days { from: days.from, to: end_of_first }) },
                if takes_last { right } else { Some(Days { from: begin_of_last, to: days.to }) },
            ],
        }
    }
}

fn next_day(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Count::new(1)).unwrap_or(day)
}

/// Figures of a sum of walks at a node, or of a walk's nodes.
pub(super) fn figures(part: Part) -> Result<BTreeMap<NodeKey, NodeFigures>, sqlx::Error> {
    match (part.node, &part.figures) {
        (Some(node), Some(figures)) => Ok(BTreeMap::from([(NodeKey(node), NodeFigures::decode(figures).map_err(decode)?)])),
        _ => Ok(Figures::of(&part.walk()?).nodes),
    }
}

/// Figures of a tree's nodes by version, of walks that ended on some days. Nodes without walks are left out.
pub(crate) async fn by_node(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    tree: TreeId,
    days: Days,
) -> Result<Nodes, sqlx::Error> {
    let (mut days, mut cover) = (days, Cover::of(days));
    if broken_walks(conn, account, counted, tree, &cover).await? > MOST_WALKS {
        let last = next_month(days.to).checked_sub_days(Count::new(1)).unwrap_or(days.to);
        days = Days { from: first_of_month(days.from), to: last };
        cover = Cover::of(days);
    }
    let (first, last) = cover.months.unzip();
    let [one, other] = cover.broken.map(ends);
    let parts = sqlx::query_as!(
        Part,
        r#"select 1 as "sign!", tree_id as "tree_id!", version_number as "version_number!", month as "day!",
               node as "node?", figures as "figures?", null::uuid as session_id, null::uuid as holder_id, null as outcome,
               null::timestamptz as started_at, null::timestamptz as completed_at, null::bigint as total_seconds,
               null::bigint as active_seconds, null::bigint as parked_seconds, null::smallint as flags, null::bytea as "steps?"
           from flow_months
           where account_id = $1 and generation = $2 and tree_id = $3 and month between $4 and $5
           union all
           select sign, tree_id, version_number, ended_on, null, null, session_id, holder_id, outcome, started_at, completed_at,
               total_seconds, active_seconds, parked_seconds, flags, steps
           from unfolded_walks
           where account_id = $1 and generation = $2 and tree_id = $3 and ended_on >= $4 and ended_on < $12
           union all
           select case when ended_on between $10 and $11 then 1 else -1 end, tree_id, version_number, ended_on, null, null, session_id,
               holder_id, outcome, started_at, completed_at, total_seconds, active_seconds, parked_seconds, flags, steps
           from walks
           where account_id = $1 and generation = $2 and tree_id = $3
               and (ended_on between $6 and $7 or ended_on between $8 and $9)"#,
        account.0,
        counted.generation,
        tree.0,
        first,
        last,
        one.0,
        one.1,
        other.0,
        other.1,
        days.from,
        days.to,
        last.map(next_month)
    )
    .fetch_all(conn)
    .await?;
    let mut versions: BTreeMap<u32, BTreeMap<NodeKey, NodeFigures>> = BTreeMap::new();
    for part in parts {
        let (version, sign) = (positive(part.version_number), part.sign.into());
        let sums = versions.entry(version).or_default();
        for (node, figures) in figures(part)? {
            sums.entry(node).or_default().add(&figures, sign);
        }
    }
    versions.values_mut().for_each(|nodes| nodes.retain(|_, figures| !figures.is_zero()));
    versions.retain(|_, nodes| !nodes.is_empty());
    Ok(Nodes { days, versions })
}

/// Counts the walks of broken months, up to one more than are read.
async fn broken_walks(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    tree: TreeId,
    cover: &Cover,
) -> Result<i64, sqlx::Error> {
    if cover.broken == [None; 2] {
        return Ok(0);
    }
    let [one, other] = cover.broken.map(ends);
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               (select from walks where account_id = $1 and generation = $2 and tree_id = $3 and ended_on between $4 and $5 limit $8)
               union all
               (select from walks where account_id = $1 and generation = $2 and tree_id = $3 and ended_on between $6 and $7 limit $8)
           ) as walk"#,
        account.0,
        counted.generation,
        tree.0,
        one.0,
        one.1,
        other.0,
        other.1,
        MOST_WALKS + 1
    )
    .fetch_one(conn)
    .await
}

fn ends(days: Option<Days>) -> (Option<NaiveDate>, Option<NaiveDate>) {
    days.map(|days| (days.from, days.to)).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_cover_has_each_day_that_was_asked_for_once() {
        let begin = day("2026-01-01");
        for from in 0..75 {
            for length in 0..75 {
                let from = begin + Count::new(from);
                let days = Days { from, to: from + Count::new(length) };
                let cover = Cover::of(days);
                let mut read = 0;
                for one in begin.iter_days().take(200) {
                    let in_months = cover.months.is_some_and(|(first, last)| first <= one && one < next_month(last));
                    let broken = cover.broken.iter().flatten().filter(|days| days.from <= one && one <= days.to).count() as i64;
                    let is_asked = days.from <= one && one <= days.to;
                    let sign = if is_asked { 1 } else { -1 };
                    assert_eq!(i64::from(in_months) + sign * broken, i64::from(is_asked), "{days:?} {one} {cover:?}");
                    read += broken;
                }
                assert!(read <= 31, "{read} days of walks for {days:?}");
            }
        }
    }
}
