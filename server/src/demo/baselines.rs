//! Baselines of the demo, and what an hour costs.

use chrono::Days;
use resolutionflow::id::{AccountId, BaselineId, UserId};
use resolutionflow::insights::{Baseline, BaselineEntry, Currency, HourlyRate};
use resolutionflow::text::Source;
use resolutionflow::time::Timestamp;
use uuid::Uuid;

use crate::store::baselines::{self, Of};
use crate::store::{Tx, trees};

/// Tree, least and most minutes without it, and where they come from.
const BASELINES: [(&str, u32, u32, &str); 4] = [
    ("vpn-does-not-connect", 20, 35, "14 tickets timed in the month before the tree"),
    ("printer-does-not-print", 12, 20, "9 tickets timed in the month before the tree"),
    ("outlook-does-not-sync", 25, 40, "11 tickets timed in the month before the tree"),
    // Nobody finds a full disk much faster by a tree.
    ("disk-space-on-a-server", 10, 14, "6 tickets timed in the month before the tree"),
];

/// Enters the baselines of the trees that an account has, by one of its managers.
pub(super) async fn enter(tx: &mut Tx, account: AccountId, by: UserId, now: Timestamp) -> anyhow::Result<()> {
    let entered_at = now.plus(-59 * super::DAY);
    let to = entered_at.utc().date_naive();
    for (key, low, high, source) in BASELINES {
        let (Some(shelved), Some(minutes)) = (trees::find(tx, account, key).await?, Baseline::new(low, high)) else { continue };
        let entry = BaselineEntry { minutes, source: Source::parse(source)?, from: to - Days::new(28), to };
        baselines::insert(tx, account, BaselineId(Uuid::now_v7()), &Of::Tree(shelved.id), &entry, by, entered_at).await?;
    }
    let rate = HourlyRate::parse("85", Currency::parse("EUR")?)?;
    Ok(baselines::set_hourly_rate(tx, account, Some(rate)).await?)
}
