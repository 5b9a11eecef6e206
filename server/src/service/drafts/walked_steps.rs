//! What walks say of a draft's steps.

use std::collections::HashMap;

use app::backend::views::walked_steps::{AddedStep, WalkedSteps};
use app::error::AppError;
use resolutionflow::id::DraftId;
use resolutionflow::insights::detours;
use resolutionflow::session::VersionRef;
use resolutionflow::stats::NodeKey;
use resolutionflow::tree::NodeId;
use sqlx::PgConnection;

use crate::service::authority::{Authority, Technician};
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::drafts::{self, node_ids};
use crate::store::figures::Days;
use crate::store::figures::generations::{self, Standing};
use crate::store::tree_figures::{OfVersion, ad_hoc, first_day_of_detours};
use crate::store::{end_read, proposals, reports};

/// Reported problems of a tree.
const REPORTS: i64 = 100;
/// Suggestions for a tree.
const PROPOSALS: i64 = 100;
/// Days whose ad-hoc steps are read, and versions: that which the draft is based on, and those before.
const DAYS: u64 = 90;
const VERSIONS: u32 = 3;
/// The most sessions of a version that are read; of more, those of the last days.
const SESSIONS: i64 = 50;
/// Words that are listed for a step.
const WORDS: usize = 10;

impl Request {
    pub(super) async fn walked_steps_of(&self, id: DraftId) -> Result<WalkedSteps, Failure> {
        let (mut tx, technician) = self.technician().await?;
        let account = technician.author()?.account();
        let draft = drafts::find(&mut tx, account, id).await?.filter(|draft| draft.end.is_none()).ok_or(AppError::NotFound)?;
        let Some(base) = draft.base else {
            end_read(tx);
            return Ok(WalkedSteps::default());
        };
        let reports = reports::unsettled(&mut tx, account, base.tree_id, REPORTS).await?;
        let proposals = proposals::waiting(&mut tx, account, Some(base.tree_id), PROPOSALS).await?;
        // Words that colleagues typed are for those who may read their sessions.
        let added = match technician.reach().only_of {
            None => self.added_steps(&mut tx, &technician, id, base).await?,
            Some(_) => Vec::new(),
        };
        end_read(tx);
        Ok(WalkedSteps { reports, added, proposals })
    }

    /// Ad-hoc steps of the last sessions; none while sessions are still being counted.
    async fn added_steps(
        &self,
        conn: &mut PgConnection,
        technician: &Technician,
        id: DraftId,
        base: VersionRef,
    ) -> Result<Vec<AddedStep>, Failure> {
        let account = technician.account();
        let Standing::Counted(counted) = generations::standing(conn, account).await? else { return Ok(Vec::new()) };
        let to = counted.zone.day(self.service.now());
        let days = Days { from: to - chrono::Days::new(DAYS), to };
        let mut steps = Vec::new();
        for number in (base.number.saturating_sub(VERSIONS - 1).max(1)..=base.number).rev() {
            let version = VersionRef { number, ..base };
            let of = OfVersion { account, generation: counted.generation, version, days };
            let from = first_day_of_detours(conn, &of, SESSIONS).await?;
            steps.extend(ad_hoc(conn, &OfVersion { days: Days { from, ..days }, ..of }).await?.0);
        }
        if steps.is_empty() {
            return Ok(Vec::new());
        }
        let ids: HashMap<NodeKey, NodeId> = node_ids(conn, account, id).await?.into_iter().map(|id| (NodeKey::of(&id), id)).collect();
        let found = detours(steps, WORDS).into_iter().filter_map(|(node, found)| Some((ids.get(&node)?, found.words)));
        let added = found.flat_map(|(node, words)| {
            words.into_iter().map(|detour| AddedStep {
                node: node.clone(),
                words: detour.words,
                sessions: detour.sessions,
                solved: detour.solved,
            })
        });
        Ok(added.collect())
    }
}
