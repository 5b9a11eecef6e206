//! The gate of a draft: one form, of which every button saves the note and the reasons first.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use std::collections::BTreeMap;

use leptos::prelude::*;
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::text::{Reason, VersionNote};
use resolutionflow::tree::{NodeId, WarningKind};

use super::support::{backend, field, id};
use crate::backend::Backend;
use crate::error::{AppError, Fault};
use crate::query::Query;
use crate::respond;

/// Fields of the gate's form. Keys of the maps are made by [`GateFields::warning`] and [`GateFields::dispute`].
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct GateFields {
    /// What changed and why.
    #[serde(default)]
    pub note: String,
    /// The note as it was when the page was made.
    #[serde(default)]
    pub was: String,
    /// Warnings, each as [`warning_name`] writes it.
    #[serde(default)]
    pub about: BTreeMap<String, String>,
    /// Reasons for which they are silenced; empty for those that are not.
    #[serde(default)]
    pub reasons: BTreeMap<String, String>,
    /// Ids of the reported problems that the page lists.
    #[serde(default)]
    pub reports: BTreeMap<String, String>,
    /// Keys of those that the draft settles.
    #[serde(default)]
    pub settles: BTreeMap<String, String>,
    /// `mine` or `theirs` for each dispute.
    #[serde(default)]
    pub keep: BTreeMap<String, String>,
    /// The version that was published meanwhile.
    #[serde(default)]
    pub version: String,
}

impl GateFields {
    /// Key of the warning at a position.
    pub fn warning(at: usize) -> String {
        format!("w{at}")
    }

    /// Key of the dispute at a position.
    pub fn dispute(at: usize) -> String {
        format!("d{at}")
    }

    /// Key of the reported problem at a position.
    pub fn report(at: usize) -> String {
        format!("r{at}")
    }

    /// Says which of the listed problems are ticked.
    async fn tick(&self, backend: &dyn Backend, draft: DraftId) -> Result<(), AppError> {
        if self.reports.is_empty() {
            return Ok(());
        }
        let (mut listed, mut ticked) = (Vec::new(), Vec::new());
        for (key, report) in &self.reports {
            let report = id::<CommandId>(report)?;
            listed.push(report);
            ticked.extend(self.settles.contains_key(key).then_some(report));
        }
        backend.tick_reports(draft, listed, ticked).await
    }

    /// Silences what has a reason.
    async fn silence(&self, backend: &dyn Backend, draft: DraftId) -> Result<(), AppError> {
        for (key, reason) in self.reasons.iter().filter(|(_, reason)| !reason.trim().is_empty()) {
            let about = self.about.get(key).ok_or(AppError::Malformed)?;
            let reason = field(&format!("form[reasons][{key}]"), reason, Reason::parse)?;
            backend.silence_warning(draft, warning_of(about)?, Some(reason)).await?;
        }
        Ok(())
    }

    /// For each dispute in its order whether the draft's text stays, up to the first that is not decided.
    fn kept(&self) -> Vec<bool> {
        kept(&self.keep)
    }
}

/// For each dispute in its order whether mine stays, up to the first that is not decided. Keys are made by [`GateFields::dispute`].
pub(super) fn kept(keep: &BTreeMap<String, String>) -> Vec<bool> {
    let chosen = (0..).map(|at| keep.get(&GateFields::dispute(at)).map(String::as_str));
    chosen.map_while(|chosen| chosen.filter(|chosen| ["mine", "theirs"].contains(chosen))).map(|chosen| chosen == "mine").collect()
}

/// Name of a warning in forms: its kind, and the step that it is about, if it is about one.
pub fn warning_name(kind: WarningKind, node: Option<&NodeId>) -> String {
    node.map_or_else(|| kind.as_str().to_owned(), |node| format!("{}:{node}", kind.as_str()))
}

fn warning_of(name: &str) -> Result<(WarningKind, Option<NodeId>), AppError> {
    let (kind, node) = name.split_once(':').map_or((name, None), |(kind, node)| (kind, Some(node)));
    Ok((kind.parse().map_err(|_| AppError::Malformed)?, node.map(NodeId::from)))
}

/// What a button does beside saving the form's texts.
#[derive(Debug, PartialEq, Eq)]
enum Deed {
    Publish,
    Save,
    /// True if somebody waits from now on.
    Ask(bool),
    /// False to take it back.
    Approve(bool),
    /// The change that made a revision.
    TakeBack(u32),
    ShowAgain(WarningKind, Option<NodeId>),
    Rebase,
}

impl Deed {
    fn of(text: &str) -> Result<Self, AppError> {
        let (verb, object) = text.split_once(':').unwrap_or((text, ""));
        Ok(match verb {
            "" | "publish" => Self::Publish,
            "save" => Self::Save,
            "ask" => Self::Ask(true),
            "unask" => Self::Ask(false),
            "approve" => Self::Approve(true),
            "withdraw" => Self::Approve(false),
            "take-back" => Self::TakeBack(id(object)?),
            "show" => warning_of(object).map(|(kind, node)| Self::ShowAgain(kind, node))?,
            "rebase" => Self::Rebase,
            _ => return Err(AppError::Malformed),
        })
    }
}

/// Saves the texts of the gate's form, and does what the pressed button says: publishes the draft as its page showed it, and redirects to
/// the tree's page; or goes back to the gate.
#[server(endpoint = "publish_draft", prefix = "/api")]
pub async fn publish_draft(
    draft: String,
    command_id: String,
    revision: u32,
    #[server(default)] looked: String,
    #[server(default)] deed: String,
    #[server(default)] form: GateFields,
) -> Result<(), AppError> {
    let (backend, draft, command, deed) = (backend()?, id::<DraftId>(&draft)?, id(&command_id)?, Deed::of(&deed)?);
    if form.note != form.was {
        let note = field("form[note]", &form.note, VersionNote::parse)?;
        backend.note_draft(draft, note, VersionNote::parse(&form.was).map_err(|_| AppError::Malformed)?).await?;
    }
    form.tick(&*backend, draft).await?;
    form.silence(&*backend, draft).await?;
    let done = match deed {
        Deed::Publish if looked.is_empty() => return Err(AppError::invalid("looked", Fault::NotTicked)),
        Deed::Publish => {
            let published = backend.publish_draft(draft, command, revision).await?;
            let query = Query::default().with("done", "published").with("changed", &published.version.to_string());
            respond::redirect(&query.href(&format!("/trees/{}", published.key)));
            return Ok(());
        }
        Deed::Save => "saved",
        Deed::Ask(asked) => {
            backend.ask_for_approval(draft, asked).await?;
            if asked { "asked" } else { "saved" }
        }
        Deed::Approve(approved) => {
            backend.approve_draft(draft, revision, approved).await?;
            if approved { "approved" } else { "withdrawn" }
        }
        Deed::TakeBack(entry) => {
            backend.take_back(draft, command, entry).await?;
            "taken-back"
        }
        Deed::ShowAgain(kind, node) => {
            backend.silence_warning(draft, (kind, node), None).await?;
            "saved"
        }
        Deed::Rebase => {
            backend.rebase_draft(draft, command, revision, id(&form.version)?, form.kept()).await?;
            "rebased"
        }
    };
    respond::redirect(&format!("/drafts/{draft}/publish?done={done}"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_is_read_as_a_browser_sends_it() {
        let sent = "draft=d&command_id=c&revision=7&deed=take-back%3A3&form%5Bnote%5D=a%0D%0Ab&form%5Bwas%5D=&form%5Babout%5D%5Bw0%5D=loop%3Aask\
                    &form%5Breasons%5D%5Bw0%5D=It+ends&form%5Babout%5D%5Bw1%5D=command&form%5Breasons%5D%5Bw1%5D=\
                    &form%5Breports%5D%5Br0%5D=a&form%5Breports%5D%5Br1%5D=b&form%5Bsettles%5D%5Br1%5D=1&form%5Bkeep%5D%5Bd0%5D=mine&form%5Bkeep%5D%5Bd1%5D=theirs&form%5Bversion%5D=5";
        let read: PublishDraft = serde_qs::Config::new(5, false).deserialize_str(sent).unwrap();
        assert_eq!((read.revision, Deed::of(&read.deed)), (7, Ok(Deed::TakeBack(3))));
        assert_eq!((read.form.note.as_str(), read.form.reasons["w0"].as_str(), read.form.kept()), ("a\r\nb", "It ends", vec![true, false]));
        assert_eq!((read.form.reports.len(), read.form.settles.contains_key(&GateFields::report(1))), (2, true));
        assert_eq!(warning_of(&read.form.about["w0"]), Ok((WarningKind::Loop, Some("ask".into()))));
        let bare: PublishDraft = serde_qs::Config::new(5, false).deserialize_str("draft=d&command_id=c&revision=7&looked=1").unwrap();
        assert_eq!((bare.form, Deed::of(&bare.deed)), (GateFields::default(), Ok(Deed::Publish)));
    }

    #[test]
    fn every_button_is_a_deed_and_a_warning_reads_back_from_its_name() {
        for (kind, node) in [(WarningKind::Loop, Some(NodeId::from("a:b"))), (WarningKind::NoOutcome, None)] {
            assert_eq!(Deed::of(&format!("show:{}", warning_name(kind, node.as_ref()))), Ok(Deed::ShowAgain(kind, node)));
        }
        for broken in ["x", "take-back", "take-back:-1", "show:x", "show"] {
            assert_eq!(Deed::of(broken), Err(AppError::Malformed), "{broken}");
        }
    }
}
