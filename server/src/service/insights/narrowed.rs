//! Overview of some of the account's walks, which no sum has: those for a client, or of one technician.

use std::collections::BTreeMap;

use app::backend::views::insights::{Asked, Headline, Overview, WalkedTree};
use resolutionflow::id::{SessionId, TreeId};
use resolutionflow::insights::{Effectiveness, Period, split};
use resolutionflow::stats::{SessionFigures, Walk};

use super::{Reading, days};
use crate::service::failure::Failure;
use crate::store::client_figures;
use crate::store::figures::narrowed::{Of, cut, lasting, walks};

/// Figures of some walks.
pub(super) struct Narrowed {
    pub overview: Overview,
    /// Trees that were walked, those with most walks first.
    pub trees: Vec<(TreeId, WalkedTree)>,
    /// True if the overview is of fewer days than were asked for, because more walks ended in them than are read.
    pub is_cut: bool,
}

impl Reading {
    /// Overview of the walks for a client, or of a holder, in a period and the one before.
    pub(super) async fn narrowed(&mut self, mut asked: Asked, of: Of) -> Result<Narrowed, Failure> {
        let (period, before) = (asked.scope.period, asked.scope.before);
        asked.scope.period = self.cut(of, period).await?;
        asked.scope.before = self.cut(of, before).await?;
        let is_cut = (asked.scope.period, asked.scope.before) != (period, before);
        let now_walks = self.walks(of, asked.scope.period).await?;
        let before_walks = self.walks(of, asked.scope.before).await?;
        let trees = self.by_walked_tree(&now_walks, &before_walks);
        let parts = trees.values().map(|(now, before)| (now.resolution(), before.resolution()));
        let split = split(&parts.collect::<Vec<_>>());
        let mut trend: Vec<_> = asked.scope.buckets().into_iter().map(|bucket| (bucket, Headline::default())).collect();
        for walk in &now_walks {
            if let Some((_, headline)) = trend.iter_mut().find(|(bucket, _)| bucket.period.contains(walk.ended_on)) {
                headline.figures += &SessionFigures::of(walk);
            }
        }
        let now = self.headline(&now_walks).await?;
        let before = self.headline(&before_walks).await?;
        let open = client_figures::open(&mut self.tx, self.account, of, self.subject.ids()).await?;
        let overview = Overview { asked, now, before, split, trend, published: Vec::new(), open };
        Ok(Narrowed { overview, trees: self.walked(trees), is_cut })
    }

    /// The days of a period of which all walks are read.
    async fn cut(&mut self, of: Of, period: Period) -> Result<Period, Failure> {
        let beyond = cut(&mut self.tx, self.account, &self.counted, of, days(period.from(), period.to())).await?;
        Ok(beyond.map_or(period, |day| period.since(day + chrono::Days::new(1))))
    }

    async fn walks(&mut self, of: Of, period: Period) -> Result<Vec<Walk>, Failure> {
        let mut found = walks(&mut self.tx, self.account, &self.counted, of, days(period.from(), period.to())).await?;
        found.retain(|walk| self.subject.has(walk.version.tree_id));
        Ok(found)
    }

    async fn headline(&mut self, walks: &[Walk]) -> Result<Headline, Failure> {
        let mut figures = SessionFigures::default();
        walks.iter().for_each(|walk| figures += &SessionFigures::of(walk));
        let sessions: Vec<SessionId> = walks.iter().map(|walk| walk.session).collect();
        let lasting = lasting(&mut self.tx, self.account, &sessions, self.now).await?;
        Ok(Headline { figures, first_contact: lasting.first_contact, came_back: lasting.came_back })
    }

    /// Figures of each tree, of the period and of the one before.
    fn by_walked_tree(&self, now: &[Walk], before: &[Walk]) -> BTreeMap<TreeId, (SessionFigures, SessionFigures)> {
        let mut trees: BTreeMap<TreeId, (SessionFigures, SessionFigures)> = BTreeMap::new();
        now.iter().for_each(|walk| trees.entry(walk.version.tree_id).or_default().0 += &SessionFigures::of(walk));
        before.iter().for_each(|walk| trees.entry(walk.version.tree_id).or_default().1 += &SessionFigures::of(walk));
        trees
    }

    fn walked(&self, trees: BTreeMap<TreeId, (SessionFigures, SessionFigures)>) -> Vec<(TreeId, WalkedTree)> {
        let named = trees.into_iter().filter_map(|(id, (now, before))| {
            let tree = self.shelf.iter().find(|tree| tree.id == id)?;
            let before = Effectiveness { sessions: before, ..Effectiveness::default() }.walks();
            Some((
                id,
                WalkedTree {
                    key: tree.key.clone(),
                    name: tree.name.clone(),
                    figures: Effectiveness { sessions: now, ..Effectiveness::default() },
                    before,
                },
            ))
        });
        let mut walked: Vec<_> = named.collect();
        // Stable: the same number of walks stays in the order of ids.
        walked.sort_by_key(|(_, tree)| std::cmp::Reverse((tree.figures.walks(), tree.before)));
        walked
    }
}
