//! Versions of a tree, listed and compared.

use app::backend::versions::Versions;
use app::backend::views::versions::{Compared, VersionsOfTree};
use app::compared::outline;
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::session::VersionRef;
use resolutionflow::text::normalise;
use resolutionflow::tree::{TreeDocument, diff, unified};
use tracing::instrument;

use super::failure::{Failure, answer};
use super::request::Request;
use crate::heavy::Place;
use crate::store::{end_read, trees, versions};

/// Bytes of two documents from which they are compared in a place of heavy work.
const LARGE: usize = 200_000;

#[async_trait]
impl Versions for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn versions_of(&self, key: &str, compared: Option<(u32, u32)>) -> Result<VersionsOfTree, AppError> {
        answer(self.versions_of_tree(key, compared)).await
    }
}

impl Request {
    async fn versions_of_tree(&self, key: &str, compared: Option<(u32, u32)>) -> Result<VersionsOfTree, Failure> {
        let (mut tx, technician) = self.technician().await?;
        let account = technician.account();
        let tree = trees::find(&mut tx, account, &normalise(key)).await?.ok_or(AppError::NotFound)?;
        let rows = versions::list(&mut tx, account, tree.id).await?;
        let both = match compared {
            None => None,
            Some((from, to)) => {
                let known = 1..=tree.card.version;
                if !known.contains(&from) || !known.contains(&to) {
                    return Err(AppError::NotFound.into());
                }
                let version = |number| VersionRef { number, ..tree.latest() };
                let older = trees::document(&mut tx, account, version(from)).await?;
                Some(((from, to), older, trees::document(&mut tx, account, version(to)).await?))
            }
        };
        end_read(tx);
        let compared = match both {
            None => None,
            Some((numbers, older, newer)) => {
                let is_large = older.len() + newer.len() > LARGE;
                let work = move || side_by_side(numbers, &older, &newer);
                Some(if is_large { Place::take().await.ok_or(AppError::Busy)?.work(work).await?? } else { work()? })
            }
        };
        Ok(VersionsOfTree { card: tree.card, rows, compared })
    }
}

/// Compares two documents. Of large ones it takes a while.
fn side_by_side((from, to): (u32, u32), older: &str, newer: &str) -> Result<Compared, serde_json::Error> {
    let (older, newer): (TreeDocument, TreeDocument) = (serde_json::from_str(older)?, serde_json::from_str(newer)?);
    let changes = diff(&older, &newer);
    let outline = outline(&older, &newer, &changes);
    let unified = unified((&format!("version {from}"), &older), (&format!("version {to}"), &newer));
    Ok(Compared { from, to, changes, outline, unified })
}
