//! Trust: how much of the figures the server saw itself.

use app::backend::views::insights::{Asked, Trust, TrustRow};

use resolutionflow::stats::{Group, SessionFigures};

use super::Reading;
use crate::service::failure::Failure;
use crate::store::insights;

/// Signs of a period, of the one before and of each week or month.
pub(super) async fn read(reading: &mut Reading, asked: Asked) -> Result<Trust, Failure> {
    let scope = asked.scope;
    let mut before = TrustRow { figures: reading.together(scope.before).await?, ..TrustRow::default() };
    let buckets = reading.by_bucket(&scope).await?;
    let mut trend: Vec<_> = buckets.into_iter().map(|(bucket, figures)| (bucket, TrustRow { figures, ..TrustRow::default() })).collect();
    let (first, last) = (scope.before.from(), scope.period.to());
    // A correction comes after the end of its walk.
    let since = reading.counted.zone.day_begins(&first.to_string());
    if let Some(since) = since {
        let days = super::days(first, last);
        let (trees, generation) = (reading.subject.ids(), reading.counted.generation);
        for (day, walks) in insights::corrected(&mut reading.tx, reading.account, generation, trees, days, since).await? {
            if scope.before.contains(day) {
                before.corrected += walks;
            }
            if let Some((_, row)) = trend.iter_mut().find(|(bucket, _)| bucket.period.contains(day)) {
                row.corrected += walks;
            }
        }
    }
    let now = TrustRow {
        figures: SessionFigures::sum_of(trend.iter().map(|(_, row)| (row.figures.clone(), 1))),
        corrected: trend.iter().map(|(_, row)| row.corrected).sum(),
    };
    Ok(Trust { asked, now, before, trend })
}
