//! Files of other programs: read into drafts, and read again by fields that somebody chose.

use app::backend::views::drafts::DraftImport;
use app::error::AppError;
use import::{Mapping, Refusal, bring, bring_by};
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::session::Fingerprint;
use resolutionflow::text::one_line;
use resolutionflow::tree::{MAX_NODES, TreeDocument, file_text};
use serde_json::json;

use super::asked::Asked;
use super::change::within;
use super::{LARGE, facts_of, refuse_ended};
use crate::heavy::Place;
use crate::service::authority::Authority;
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::drafts::imports::{self, Import};
use crate::store::drafts::{self, edits};
use crate::store::end_read;

/// The most characters of a file's name.
const NAME: usize = 255;
/// The most characters of a field's name.
const FIELD: usize = 1_000;

impl Request {
    pub(super) async fn import_of(&self, id: DraftId) -> Result<Option<DraftImport>, Failure> {
        let (mut tx, author) = self.author().await?;
        let account = author.account();
        facts_of(&mut tx, account, id).await?;
        let import = imports::find(&mut tx, account, id, false).await?;
        end_read(tx);
        Ok(import.map(|import| DraftImport {
            file_name: import.file_name,
            report: import.report,
            fields: import.source.map(|(_, fields)| fields),
        }))
    }

    pub(super) async fn read_again(&self, id: DraftId, command: CommandId, base: u32, mapping: Mapping) -> Result<u32, Failure> {
        let (mut tx, author) = self.author().await?;
        let account = author.account();
        let draft = drafts::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        let fingerprint = Fingerprint::of_kind("draft mapping", &json!([base, mapping]));
        if let Some((receipt, revision)) = edits::receipt(&mut tx, account, id, command).await? {
            let is_same = receipt.fingerprint == fingerprint && Some(receipt.by) == author.by().user;
            end_read(tx);
            return if is_same { Ok(revision) } else { Err(AppError::DifferentContent.into()) };
        }
        refuse_ended(draft.end.as_ref())?;
        let refused = |words: &str| Err(AppError::BadEdit(words.to_owned()).into());
        if draft.revision != base {
            end_read(tx);
            return refused("The draft has changed since this page was loaded. Nothing was changed: load the page again first.");
        }
        let Some(facts) = drafts::facts(&mut tx, account, id).await? else { return Err(AppError::NotFound.into()) };
        let import = imports::find(&mut tx, account, id, true).await?;
        end_read(tx);
        let Some((Import { file_name, .. }, source)) =
            import.and_then(|mut import| import.source.take().map(|(source, _)| (import, source)))
        else {
            return refused("This draft was not made of a file whose fields could be chosen.");
        };
        if [&mapping.question, &mapping.body, &mapping.answers, &mapping.label, &mapping.target, &mapping.id]
            .into_iter()
            .any(|field| field.chars().count() > FIELD || field.contains('\0'))
        {
            return Err(AppError::Malformed.into());
        }
        let place = if source.len() > LARGE.1 { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let read = move || bring_by(&source, &file_name, &mapping).map(|brought| (brought, source, file_name));
        let (brought, source, file_name) = within(place, read).await?.map_err(said)?;
        let document = TreeDocument { key: facts.key, name: facts.card.name, ..brought.document };
        let import = Import { file_name, report: brought.report.unwrap_or_default(), source: Some(source).zip(brought.fields) };
        self.make(Asked::again((id, base), (command, fingerprint), document, import)).await
    }
}

/// The tree of a file, and what is kept of a file of another program.
///
/// # Errors
/// [`AppError::NotATree`] with what it is instead, [`AppError::TooLarge`].
pub(super) async fn read(bytes: Vec<u8>, name: String) -> Result<(TreeDocument, Option<Import>), Failure> {
    let name: String = one_line(&name).chars().take(NAME).collect();
    // What is packed may be much larger than it looks.
    let is_large = bytes.len() > LARGE.1 || bytes.starts_with(b"PK");
    let place = if is_large { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
    let work = move || {
        let brought = bring(&bytes, &name)?;
        let source = brought.fields.and_then(|fields| Some((normal(&bytes)?, fields)));
        let import = brought.report.map(|report| Import { file_name: name, report, source });
        Ok((brought.document, import))
    };
    let (document, import) = within(place, work).await?.map_err(said)?;
    if document.nodes.len() > MAX_NODES {
        return Err(AppError::NotATree(format!("A tree has at most {MAX_NODES} steps; this file has {}.", document.nodes.len())).into());
    }
    Ok((document, import))
}

/// Text of a file as it is kept.
fn normal(bytes: &[u8]) -> Option<String> {
    file_text(bytes).ok().map(|text| resolutionflow::text::normalise(&text))
}

fn said(refusal: Refusal) -> AppError {
    match refusal {
        Refusal::TooLarge => AppError::TooLarge,
        refusal => AppError::NotATree(refusal.to_string()),
    }
}
