//! Sums of the walks that are loaded.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use resolutionflow::id::AccountId;
use resolutionflow::stats::{Group, Rollup, Walk};
use sqlx::PgConnection;

use crate::store::figures::{FIRST, copied::bytes};

/// Days after which no walk is loaded any more that ended before them, nor in their months.
const SETTLED: Days = Days::new(62);

/// Sums of walks by account.
#[derive(Default)]
pub(crate) struct Sums(BTreeMap<AccountId, Rollup>);

impl Sums {
    pub(super) fn add(&mut self, account: AccountId, walk: &Walk) {
        self.0.entry(account).or_default().add(walk, 1);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(account, sums)| self.0.entry(*account).or_default().merge(sums));
    }

    /// Loads the sums to which nothing is added any more, where walks are loaded in the order of their days, and forgets them.
    pub(crate) async fn copy_settled(&mut self, conn: &mut PgConnection) -> anyhow::Result<()> {
        let newest = self.0.values().filter_map(|sums| sums.days.keys().map(|key| key.day).max()).max();
        match newest.and_then(|newest| newest.checked_sub_days(SETTLED)) {
            Some(settled) => self.copy_before(conn, settled).await,
            None => Ok(()),
        }
    }

    /// Loads all sums.
    pub(crate) async fn copy_all(mut self, conn: &mut PgConnection) -> anyhow::Result<()> {
        self.copy_before(conn, NaiveDate::MAX).await
    }

    async fn copy_before(&mut self, conn: &mut PgConnection, settled: NaiveDate) -> anyhow::Result<()> {
        let (mut days, mut months) = (csv::Writer::from_writer(Vec::new()), csv::Writer::from_writer(Vec::new()));
        let generation = FIRST.to_string();
        for (account, sums) in &mut self.0 {
            let account = account.to_string();
            for (key, figures) in sums.days.extract_if(.., |key, _| key.day < settled) {
                let (tree, version, is_month) = (key.tree.to_string(), key.version.to_string(), key.is_month.to_string());
                let (day, figures) = (key.day.to_string(), bytes(&figures.encode()));
                days.write_record([&account, &generation, &tree, &version, &is_month, &day, &figures])?;
            }
            for (key, figures) in sums.months.extract_if(.., |key, _| key.month < settled) {
                let (tree, version, month) = (key.tree.to_string(), key.version.to_string(), key.month.to_string());
                let (node, figures) = (key.node.0.to_string(), bytes(&figures.encode()));
                months.write_record([&account, &generation, &tree, &version, &month, &node, &figures])?;
            }
        }
        const DAYS: &str =
            "copy flow_days (account_id, generation, tree_id, version_number, is_month, day, figures) from stdin with (format csv)";
        super::send(conn, DAYS, days).await?;
        const MONTHS: &str =
            "copy flow_months (account_id, generation, tree_id, version_number, month, node, figures) from stdin with (format csv)";
        super::send(conn, MONTHS, months).await
    }
}
