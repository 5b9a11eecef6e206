//! Figures of the steps of a tree, for its maps.

use std::collections::HashMap;

use app::backend::views::insights::{Asked, MapFigures};
use app::error::AppError;
use resolutionflow::id::DraftId;
use resolutionflow::insights::Effectiveness;
use resolutionflow::text::normalise;

use super::tree::{Wanted, flow};
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::service::tree_cache::Trees;
use crate::store::figures::generations::{self, Standing};
use crate::store::{end_read, trees};

pub(super) async fn figures(request: &Request, asked: &Asked, draft: Option<DraftId>) -> Result<Option<MapFigures>, Failure> {
    let work = async |cached: Trees| {
        let (mut tx, technician) = request.technician().await?;
        let account = technician.account();
        let shelved = trees::find(&mut tx, account, &normalise(&asked.tree)).await?.ok_or(AppError::NotFound)?;
        let Standing::Counted(counted) = generations::standing(&mut tx, account).await? else { return Ok(None) };
        let wanted = Wanted { account, latest: shelved.latest(), number: None, period: asked.scope.period };
        let flow = flow(&mut tx, &cached, &counted, wanted).await?;
        end_read(tx);
        Ok(Some(flow))
    };
    let Some(flow) = request.service.with_trees(work).await? else { return Ok(None) };
    let names = match draft {
        Some(draft) => request.names_in(draft, flow.shown).await?,
        None => HashMap::new(),
    };
    let version = flow.shown.number;
    let walks = flow.figures.get(&version).map_or(0, Effectiveness::walks);
    Ok(Some(MapFigures { version, tree: flow.tree, days: flow.read, walks, nodes: flow.nodes, names }))
}
