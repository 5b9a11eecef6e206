//! Mine: one's own figures, and everybody's of the same trees where these hide each colleague.

use std::collections::{BTreeMap, HashSet};

use app::backend::views::insights::{Asked, MinePage, MyTree, Progress, Whose};
use resolutionflow::id::TreeId;
use resolutionflow::insights::{Effectiveness, FEWEST_OTHERS, Period};

use super::{Begun, Reading, days};
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::client_figures::others;
use crate::store::figures::narrowed::Of;
use crate::store::figures::read::by_tree;

pub(super) async fn page(request: &Request, asked: Asked) -> Result<Progress<MinePage>, Failure> {
    let (tx, technician) = request.technician().await?;
    let me = technician.actor().user_id;
    let mut reading = match request.reading(tx, technician.account(), &asked).await? {
        Begun::Reading(reading) => reading,
        Begun::Counting { percent } => return Ok(Progress::Counting { percent }),
    };
    let found = reading.narrowed(Asked { whose: Whose::Own, ..asked }, Of::Holder(me)).await?;
    let period = found.overview.asked.scope.period;
    let walked: Vec<TreeId> = found.trees.iter().map(|(tree, _)| *tree).collect();
    let shown = others(&mut reading.tx, reading.account, &reading.counted, days(period.from(), period.to()), &walked, me).await?;
    let shown: HashSet<TreeId> = shown.into_iter().filter(|(_, people)| *people >= FEWEST_OTHERS).map(|(tree, _)| tree).collect();
    let mut all = reading.of_everybody(period, &shown).await?;
    let trees = found
        .trees
        .into_iter()
        .filter(|(_, own)| own.figures.walks() > 0)
        .map(|(tree, own)| MyTree { own, all: all.remove(&tree) })
        .collect();
    let page = MinePage { overview: found.overview, trees, is_cut: found.is_cut };
    Ok(reading.answer(page))
}

impl Reading {
    /// Everybody's figures of some trees.
    async fn of_everybody(&mut self, period: Period, trees: &HashSet<TreeId>) -> Result<BTreeMap<TreeId, Effectiveness>, Failure> {
        let mut sums: BTreeMap<TreeId, Effectiveness> = BTreeMap::new();
        if trees.is_empty() {
            return Ok(sums);
        }
        for (tree, sessions) in by_tree(&mut self.tx, self.account, &self.counted, days(period.from(), period.to())).await? {
            if trees.contains(&tree) {
                sums.entry(tree).or_default().sessions = sessions;
            }
        }
        Ok(sums)
    }
}
