//! Overview: how walks ended, how long they took, and whether that lasted.

use std::collections::BTreeMap;

use app::backend::views::insights::{Asked, Headline, Overview, Published};
use resolutionflow::id::TreeId;
use resolutionflow::insights::{Period, Split, split};
use resolutionflow::stats::{Group, Outcomes, Rate, SessionFigures};
use resolutionflow::time::Timestamp;

use super::Reading;
use crate::service::failure::Failure;
use crate::store::figures::chains;
use crate::store::figures::read::outcomes_by_tree;
use crate::store::insights;

/// Figures of a period, of the one before and of each week or month.
pub(super) async fn read(reading: &mut Reading, asked: Asked) -> Result<Overview, Failure> {
    let scope = asked.scope;
    let headline = |figures| Headline { figures, ..Headline::default() };
    let buckets = reading.by_bucket(&scope).await?;
    let trend: Vec<_> = buckets.into_iter().map(|(bucket, figures)| (bucket, headline(figures))).collect();
    let figures = SessionFigures::sum_of(trend.iter().map(|(_, headline)| (headline.figures.clone(), 1)));
    let (mut now, mut before) = (headline(figures), headline(reading.together(scope.before).await?));
    (now.first_contact, now.came_back) = reading.lasting(scope.period).await?;
    (before.first_contact, before.came_back) = reading.lasting(scope.before).await?;
    let split = reading.split(scope.period, scope.before).await?;
    let published = reading.published(scope.period).await?;
    let open = insights::open(&mut reading.tx, reading.account, reading.subject.ids()).await?;
    Ok(Overview { asked, now, before, split, trend, published, open })
}

impl Reading {
    /// Change of the resolution rate between two periods, split into that of the trees and that of their mix.
    async fn split(&mut self, now: Period, before: Period) -> Result<Option<Split>, Failure> {
        let (now, before) = (self.by_tree(now).await?, self.by_tree(before).await?);
        let mut parts: BTreeMap<TreeId, (Option<Rate>, Option<Rate>)> = BTreeMap::new();
        now.iter().for_each(|(tree, walks)| parts.entry(*tree).or_default().0 = walks.resolution());
        before.iter().for_each(|(tree, walks)| parts.entry(*tree).or_default().1 = walks.resolution());
        Ok(split(&parts.into_values().collect::<Vec<_>>()))
    }

    async fn by_tree(&mut self, period: Period) -> Result<BTreeMap<TreeId, Outcomes>, Failure> {
        let mut sums = outcomes_by_tree(&mut self.tx, self.account, &self.counted, super::days(period.from(), period.to())).await?;
        sums.retain(|tree, _| self.subject.has(*tree));
        Ok(sums)
    }

    /// First-contact resolution, and the share of chains that came back, of the chains whose first sessions ended in a period.
    async fn lasting(&mut self, period: Period) -> Result<(Option<Rate>, Option<Rate>), Failure> {
        let Some((from, to)) = self.instants(period) else { return Ok((None, None)) };
        let (mut first_contact, mut settled, mut came_back, mut closed) = (0, 0, 0, 0);
        for chains in chains::by_version(&mut self.tx, self.account, (from, to), self.now).await? {
            if self.subject.has(chains.version.tree_id) {
                first_contact += chains.first_contact;
                settled += chains.settled;
                came_back += chains.came_back_of_closed;
                closed += chains.closed;
            }
        }
        Ok((Rate::new(first_contact, settled), Rate::new(came_back, closed)))
    }

    /// First instant of a period, and the first one after it.
    fn instants(&self, period: Period) -> Option<(Timestamp, Timestamp)> {
        super::days(period.from(), period.to()).instants(self.counted.zone)
    }

    /// Versions that were published in a period, the earliest first.
    async fn published(&mut self, period: Period) -> Result<Vec<Published>, Failure> {
        let zone = self.counted.zone;
        let Some((from, to)) = self.instants(period) else { return Ok(Vec::new()) };
        let rows = insights::published(&mut self.tx, self.account, from, to).await?;
        let named = rows.into_iter().filter(|(version, _)| self.subject.has(version.tree_id)).filter_map(|(version, at)| {
            let tree = self.shelf.iter().find(|tree| tree.id == version.tree_id)?;
            Some(Published { day: zone.day(at), key: tree.key.clone(), tree: tree.name.clone(), version: version.number })
        });
        Ok(named.collect())
    }
}
