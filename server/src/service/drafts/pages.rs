//! What pages show of drafts.

use app::backend::views::drafts::{DraftChanges, DraftPage, Drafts as List};
use app::error::AppError;
use resolutionflow::id::DraftId;
use resolutionflow::session::VersionRef;
use resolutionflow::text::brief;
use resolutionflow::tree::{Edit, Fix, Problem, TreeDocument, diff, unified};

use super::change::within;
use super::{authors, facts_of, is_large};
use crate::heavy::Place;
use crate::service::authority::Authority;
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::drafts::{self, Facts, edits, readers};
use crate::store::{end_read, trees};

/// Time for which a discarded draft is listed, in seconds.
const DISCARDED: i64 = 30 * 24 * 60 * 60;

impl Request {
    pub(super) async fn list_drafts(&self) -> Result<List, Failure> {
        let (mut tx, author) = self.author().await?;
        let open = drafts::list(&mut tx, author.account(), None).await?;
        let discarded = drafts::list(&mut tx, author.account(), Some(self.service.now().plus(-DISCARDED))).await?;
        end_read(tx);
        Ok(List { open, discarded })
    }

    pub(super) async fn draft_page(&self, id: DraftId) -> Result<DraftPage, Failure> {
        let (mut tx, author) = self.author().await?;
        let (account, user) = (author.account(), authors(author)?);
        let facts = facts_of(&mut tx, account, id).await?;
        let source = self.service.drafts.source(&mut tx, account, id, facts.revision).await?;
        let (undo, redo) = drafts::undo_words(&mut tx, account, id, user).await?;
        let text = readers::text(&mut tx, account, id, user).await?;
        let present = readers::note_reader(&mut tx, account, id, user, self.service.now()).await?;
        tx.commit().await?;
        let revision = source.revision();
        let needs_place = facts.is_large() && !source.is_checked();
        let place = if needs_place { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let held = within(place, move || {
            let held = source.held()?;
            held.checked();
            Ok::<_, serde_json::Error>(held)
        })
        .await??;
        self.service.drafts.keep(account, id, revision, held.clone()).await;
        let (mut problems, mut fixes) = held.checked().clone();
        if let Some((problem, fix)) = key_problem(&facts) {
            problems.count += 1;
            problems.first.push(problem);
            fixes.push(fix.into_iter().collect());
        }
        let (newer, is_imported) = (facts.newer(), facts.is_imported);
        Ok(DraftPage {
            card: facts.card,
            revision,
            document: held.document,
            problems,
            fixes,
            newer,
            undo,
            redo,
            present,
            text,
            is_imported,
        })
    }

    pub(super) async fn changes_page(&self, id: DraftId) -> Result<DraftChanges, Failure> {
        let (mut tx, author) = self.author().await?;
        let account = author.account();
        let facts = facts_of(&mut tx, account, id).await?;
        let source = self.service.drafts.source(&mut tx, account, id, facts.revision).await?;
        let number = facts.card.base.as_ref().map(|(_, number)| *number);
        let base = match facts.tree.zip(number) {
            Some(((tree_id, _), number)) => Some(trees::document(&mut tx, account, VersionRef { tree_id, number }).await?),
            None => None,
        };
        let history = edits::history(&mut tx, account, id).await?;
        end_read(tx);
        let is_large = facts.is_large() || base.as_ref().is_some_and(|base| is_large(0, base.len()));
        let place = if is_large { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let (changes, unified) = within(place, move || {
            let document = source.held()?.document;
            let base = match base {
                Some(base) => serde_json::from_str::<TreeDocument>(&base)?,
                None => TreeDocument { format: document.format.clone(), ..TreeDocument::default() },
            };
            let name = number.map_or("nothing".to_owned(), |number| format!("version {number}"));
            Ok::<_, serde_json::Error>((diff(&base, &document), unified((&name, &base), ("draft", &document))))
        })
        .await??;
        Ok(DraftChanges { card: facts.card, changes, unified, history })
    }
}

impl Facts {
    pub(super) fn is_large(&self) -> bool {
        is_large(self.card.nodes, self.text_bytes)
    }
}

/// What is wrong with a draft's key, which only the other trees can tell, with its fix.
pub(super) fn key_problem(facts: &Facts) -> Option<(Problem, Option<Fix>)> {
    let of_tree = |message| Problem { node: None, message };
    match &facts.card.base {
        Some((key, _)) if *key != facts.key => {
            let fix = Fix { words: format!("Keep the key “{key}”"), edits: vec![Edit::Key(key.clone())] };
            let now = brief(&facts.key);
            Some((of_tree(format!("The key of a published tree stays as it is: it is “{key}”, and here it is “{now}”.")), Some(fix)))
        }
        None if facts.is_key_taken => {
            Some((of_tree(format!("Another tree has the key “{}”: choose another one.", brief(&facts.key))), None))
        }
        _ => None,
    }
}
