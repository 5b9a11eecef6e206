//! Drafts of trees: beginning, writing, publishing and discarding them.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use std::collections::{BTreeMap, BTreeSet};

use import::Mapping;
use leptos::prelude::*;
use leptos::server_fn::codec::{MultipartData, MultipartFormData};
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::text::{TextError, Title, normalise};
use resolutionflow::tree::{Edit, Hits, NodeId, Substitute, Wanted};

use super::deeds::Deed;
use super::support::{backend, field, id, parts};
use crate::backend::drafts::{DraftChange, DraftSource, StepDeed};
use crate::backend::views::drafts::DraftPage;
use crate::drafting::{HeadFields, StepFields, Steps};
use crate::error::{AppError, Fault};
use crate::query::Query;
use crate::respond;

/// Begins a draft, or goes on with that of a tree, and redirects to its page. `from` says with what: `blank` with the name, `tree` and
/// `copy` with the key of a tree, `draft` with a draft, `version` with the key and a number, `text` with a tree as text.
#[server(endpoint = "begin_draft", prefix = "/api")]
pub async fn begin_draft(
    command_id: String,
    from: String,
    #[server(default)] name: String,
    #[server(default)] tree: String,
    #[server(default)] text: String,
    #[server(default)] version: String,
    #[server(default)] draft: String,
) -> Result<(), AppError> {
    let key = normalise(&tree);
    if matches!(from.as_str(), "tree" | "copy" | "version") && key.is_empty() {
        return Err(AppError::invalid("tree", Fault::NotChosen));
    }
    let source = match from.as_str() {
        "blank" => DraftSource::Blank { name: field("name", &name, Title::parse)?.to_string() },
        "copy" => DraftSource::Copy { key, name: field("name", &name, Title::parse)?.to_string() },
        "draft" => DraftSource::Duplicate { draft: id(&draft)?, name: field("name", &name, Title::parse)?.to_string() },
        "tree" => DraftSource::Tree { key },
        "version" => DraftSource::Version { key, number: id(&version)? },
        "text" if text.trim().is_empty() => return Err(AppError::invalid("text", TextError::Empty)),
        "text" => DraftSource::File(text.into_bytes()),
        _ => return Err(AppError::Malformed),
    };
    begin(id(&command_id)?, source).await
}

/// Begins a draft with the tree file in the form's field `document`, and redirects to its page.
#[server(endpoint = "begin_draft_with_file", prefix = "/api", input = MultipartFormData)]
pub async fn begin_draft_with_file(form: MultipartData) -> Result<(), AppError> {
    let sent = parts(form, import::MAX_BYTES).await?;
    let command = sent.iter().find(|part| part.name == "command_id").ok_or(AppError::Malformed)?;
    let command: CommandId = id(std::str::from_utf8(&command.content).map_err(|_| AppError::Malformed)?)?;
    let file = sent.into_iter().find(|part| part.name == "document" && !part.content.is_empty());
    let file = file.ok_or_else(|| AppError::invalid("document", Fault::NotChosen))?;
    begin(command, DraftSource::Upload { bytes: file.content, name: file.file_name }).await
}

async fn begin(command: CommandId, source: DraftSource) -> Result<(), AppError> {
    let is_file = matches!(source, DraftSource::File(_) | DraftSource::Upload { .. });
    let backend = backend()?;
    let draft = backend.begin_draft(command, source).await?;
    // What was brought in from another program begins with the report of it.
    let is_imported = is_file && backend.draft_import(draft).await.is_ok_and(|import| import.is_some());
    respond::redirect(&if is_imported { format!("/drafts/{draft}/import") } else { format!("/drafts/{draft}") });
    Ok(())
}

/// Fields of every form that writes a draft.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sent {
    pub draft: String,
    pub command_id: String,
    /// Id of the command that the button makes after the fields are saved.
    #[serde(default)]
    pub then_id: String,
    pub base_revision: String,
    /// The chosen step; empty for none.
    #[serde(default)]
    pub step: String,
    /// The pressed button: `save`, `remove-row:2`, `fix:0.1`.
    #[serde(default)]
    pub deed: String,
}

impl Sent {
    fn base(&self) -> Result<u32, AppError> {
        id(&self.base_revision)
    }

    fn go(&self, step: &str, done: &str) {
        respond::redirect(&Query::default().with("step", step).with("done", done).href(&format!("/drafts/{}", self.draft)));
    }
}

/// Edits of a fix. The page counted problems at its revision; at another one they may be others.
fn fix_of(page: &DraftPage, base: u32, problem: usize, fix: usize) -> Result<Vec<Edit>, AppError> {
    let moved = || {
        AppError::BadEdit(
            "The draft has changed since this page was loaded. What you typed is saved: look at its problems again.".to_owned(),
        )
    };
    let fix = page.fixes.get(problem).and_then(|fixes| fixes.get(fix)).filter(|_| page.revision == base);
    fix.map(|fix| fix.edits.clone()).ok_or_else(moved)
}

/// Saves the fields of a step, and does what the pressed button says.
#[server(endpoint = "save_step", prefix = "/api")]
pub async fn save_step(#[server(flatten)] sent: Sent, form: StepFields) -> Result<(), AppError> {
    let (backend, draft, node) = (backend()?, id::<DraftId>(&sent.draft)?, NodeId(sent.step.clone()));
    let deed = Deed::of(&sent.deed, &form.below, &form.branch)?;
    let page = backend.draft(draft).await?;
    let typed = form.form(&Steps::of(&page.document)).map_err(AppError::Invalid)?;
    let fixed = fixed(&deed, &page, sent.base()?);
    let of_step = if let Deed::OfStep(deed) = &deed { Some(deed.clone()) } else { None };
    let change = DraftChange::Step { node: node.clone(), form: typed, deed: of_step };
    let revision = backend.change_draft(draft, id(&sent.command_id)?, sent.base()?, change).await?;
    match deed {
        Deed::OfStep(StepDeed::Remove) => sent.go("", "step-deleted"),
        Deed::OfStep(StepDeed::RemoveBranch) => sent.go("", "branch-deleted"),
        Deed::OfStep(StepDeed::Move { .. }) => sent.go(&sent.step, "moved"),
        Deed::OfStep(StepDeed::AddStep(_) | StepDeed::Adopt(_) | StepDeed::Paste(_)) => {
            // It stands behind this one.
            let now = backend.draft(draft).await?;
            let mut nodes = now.document.nodes.iter().skip_while(|other| other.id != node).skip(1);
            let done = if matches!(deed, Deed::OfStep(StepDeed::Paste(_))) { "pasted" } else { "step-added" };
            sent.go(nodes.next().map_or(&sent.step, |new| &new.id.0), done);
        }
        deed => then(&sent, deed, revision, fixed).await?,
    }
    Ok(())
}

/// Saves what was changed of a draft's head, and does what the pressed button says.
#[server(endpoint = "save_head", prefix = "/api")]
pub async fn save_head(#[server(flatten)] sent: Sent, form: HeadFields) -> Result<(), AppError> {
    let (backend, draft) = (backend()?, id::<DraftId>(&sent.draft)?);
    let deed = Deed::of(&sent.deed, &form.below, "")?;
    let page = backend.draft(draft).await?;
    let mut edits = form.edits(&Steps::of(&page.document))?;
    let added = match &deed {
        Deed::OfStep(StepDeed::AddStep(_)) => Some(form.added(&page.document)?),
        Deed::OfStep(_) => return Err(AppError::Malformed),
        _ => None,
    };
    edits.extend(added.iter().flat_map(|(_, edits)| edits.clone()));
    let fixed = fixed(&deed, &page, sent.base()?);
    let revision = if edits.is_empty() {
        page.revision
    } else {
        backend.change_draft(draft, id(&sent.command_id)?, sent.base()?, DraftChange::Edits(edits)).await?
    };
    if let Some((new, _)) = added {
        sent.go(&new.0, "step-added");
        return Ok(());
    }
    then(&sent, deed, revision, fixed).await
}

fn fixed(deed: &Deed, page: &DraftPage, base: u32) -> Result<Vec<Edit>, AppError> {
    if let Deed::Fix(problem, fix) = deed { fix_of(page, base, *problem, *fix) } else { Ok(Vec::new()) }
}

/// What a button does after the fields were saved, which made `revision`.
async fn then(sent: &Sent, deed: Deed, revision: u32, fixed: Result<Vec<Edit>, AppError>) -> Result<(), AppError> {
    let (backend, draft) = (backend()?, id::<DraftId>(&sent.draft)?);
    match deed {
        Deed::Save | Deed::OfStep(_) => sent.go(&sent.step, "saved"),
        Deed::Undo | Deed::Redo => {
            let redo = deed == Deed::Redo;
            backend.undo_draft(draft, id(&sent.then_id)?, redo).await?;
            sent.go(&sent.step, if redo { "redone" } else { "undone" });
        }
        Deed::Fix(..) => {
            backend.change_draft(draft, id(&sent.then_id)?, revision, DraftChange::Edits(fixed?)).await?;
            sent.go(&sent.step, "fixed");
        }
        Deed::Publish => respond::redirect(&format!("/drafts/{draft}/publish")),
        Deed::Preview(is_here) => {
            let start = Some(NodeId(sent.step.clone())).filter(|step| is_here && !step.0.is_empty());
            backend.begin_preview(draft, id(&sent.then_id)?, start).await?;
            respond::redirect(&format!("/drafts/{draft}/preview"));
        }
        Deed::Settle(report) => {
            backend.settle_report(report).await?;
            sent.go(&sent.step, "settled");
        }
        Deed::Discard => {
            backend.discard_draft(draft, true).await?;
            respond::redirect("/trees?done=draft-discarded");
        }
    }
    Ok(())
}

/// Puts a text in the place of the whole draft, merged with what others did since.
#[server(endpoint = "save_draft_text", prefix = "/api")]
pub async fn save_draft_text(#[server(flatten)] sent: Sent, #[server(default)] text: String) -> Result<(), AppError> {
    let draft = id::<DraftId>(&sent.draft)?;
    backend()?.change_draft(draft, id(&sent.command_id)?, sent.base()?, DraftChange::Text(text)).await?;
    respond::redirect(&format!("/drafts/{draft}/text?done=saved"));
    Ok(())
}

/// Fields of the form that replaces texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct SubstituteFields {
    /// Text that is replaced.
    pub find: String,
    /// Text in its place.
    pub with: String,
    /// `1` where letters of another case are others.
    pub case: String,
    /// `1` where nothing in the middle of a word counts.
    pub words: String,
    /// The places that are ticked, each by its key.
    pub hits: BTreeMap<String, String>,
}

impl SubstituteFields {
    /// Name of the box of the place at a position.
    pub fn name(at: usize) -> String {
        format!("form[hits][h{at}]")
    }

    /// Position of the place of a key.
    pub fn position(key: &str) -> Option<usize> {
        key.strip_prefix('h')?.parse().ok().filter(|at| *at < Hits::LISTED)
    }

    fn change(&self) -> Result<DraftChange, AppError> {
        let wanted = field("form[find]", &self.find, |text| Wanted::parse(text, self.case == "1", self.words == "1"))?;
        let with = field("form[with]", &self.with, Substitute::parse)?;
        let chosen = self.hits.keys().map(|key| Self::position(key)).collect::<Option<BTreeSet<_>>>().ok_or(AppError::Malformed)?;
        if chosen.is_empty() {
            return Err(AppError::invalid("form[hits]", Fault::NotChosen));
        }
        Ok(DraftChange::Substitute { wanted, with, chosen })
    }
}

/// Puts a text in the place of another one, wherever that is ticked.
#[server(endpoint = "replace_in_draft", prefix = "/api")]
pub async fn replace_in_draft(
    draft: String,
    command_id: String,
    base_revision: String,
    #[server(default)] form: SubstituteFields,
) -> Result<(), AppError> {
    let draft = id::<DraftId>(&draft)?;
    backend()?.change_draft(draft, id(&command_id)?, id(&base_revision)?, form.change()?).await?;
    let query = Query::default().with("find", &form.find).with("with", &form.with).with("case", &form.case).with("words", &form.words);
    respond::redirect(&query.with("done", "replaced").href(&format!("/drafts/{draft}/replace")));
    Ok(())
}

/// Reads the file that a draft was made of again, by the fields that were chosen.
#[server(endpoint = "map_import", prefix = "/api")]
pub async fn map_import(draft: String, command_id: String, base_revision: String, fields: Mapping) -> Result<(), AppError> {
    let draft = id::<DraftId>(&draft)?;
    backend()?.map_import(draft, id(&command_id)?, id(&base_revision)?, fields).await?;
    respond::redirect(&format!("/drafts/{draft}/import?done=read-again"));
    Ok(())
}

/// Undoes the last change of the one who asks, or does it again.
#[server(endpoint = "undo_draft", prefix = "/api")]
pub async fn undo_draft(draft: String, command_id: String, redo: bool) -> Result<(), AppError> {
    let draft = id::<DraftId>(&draft)?;
    backend()?.undo_draft(draft, id(&command_id)?, redo).await?;
    respond::redirect(&format!("/drafts/{draft}/changes?done={}", if redo { "redone" } else { "undone" }));
    Ok(())
}

/// Discards a draft, or brings it back.
#[server(endpoint = "discard_draft", prefix = "/api")]
pub async fn discard_draft(draft: String, discarded: bool) -> Result<(), AppError> {
    let draft = id::<DraftId>(&draft)?;
    backend()?.discard_draft(draft, discarded).await?;
    respond::redirect(&if discarded { "/trees?done=draft-discarded".to_owned() } else { format!("/drafts/{draft}?done=draft-back") });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drafting::AnswerRow;

    #[test]
    fn a_step_is_read_as_a_browser_sends_it() {
        let sent = "draft=d&command_id=c&base_revision=7&step=ask&deed=add-row&form%5Btitle%5D=On%3F+%26+%E2%80%AE%F0%9F%A6%8A\
                    &form%5Bbody%5D=a%0D%0Ab&form%5Bkind%5D=decision&form%5Banswers%5D%5B0%5D%5Bid%5D=yes&form%5Banswers%5D%5B0%5D%5Blabel%5D=Yes\
                    &form%5Banswers%5D%5B0%5D%5Bto%5D=3.+%22End%22+%5Bend%5D&form%5Banswers%5D%5B1%5D%5Blabel%5D=";
        let read: SaveStep = serde_qs::Config::new(5, false).deserialize_str(sent).unwrap();
        assert_eq!((read.sent.base(), read.sent.deed.as_str()), (Ok(7), "add-row"));
        assert_eq!((read.form.title.as_str(), read.form.body.as_str()), ("On? & \u{202e}🦊", "a\r\nb"));
        assert_eq!(read.form.answers[0], AnswerRow { id: "yes".into(), label: "Yes".into(), to: "3. \"End\" [end]".into() });
        assert_eq!(read.form.answers.len(), 2);
    }
}
