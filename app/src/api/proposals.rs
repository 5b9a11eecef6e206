//! Suggested changes: making, taking, declining and withdrawing them.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use std::collections::BTreeMap;

use leptos::prelude::*;
use resolutionflow::id::{CommandId, ProposalId, SessionId};
use resolutionflow::text::{ProposalNote, Reason};
use resolutionflow::tree::NodeId;

use super::gate::kept;
use super::support::{backend, field, id};
use crate::backend::views::proposals::At;
use crate::drafting::StepFields;
use crate::error::{AppError, FieldError};
use crate::query::Query;
use crate::respond;

/// Suggests other words for a step of the version that a session walks, and redirects to the suggestion.
#[server(endpoint = "propose_change", prefix = "/api")]
pub async fn propose_change(
    session: String,
    command_id: String,
    step: String,
    form: StepFields,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let (session, proposal) = (id::<SessionId>(&session)?, ProposalId(id::<CommandId>(&command_id)?.0));
    let note = ProposalNote::parse(&why).map_err(|error| FieldError { field: "why".to_owned(), fault: error.into() });
    let (words, note) = match (form.words(), note) {
        (Ok(words), Ok(note)) => (words, note),
        (words, note) => return Err(AppError::Invalid(words.err().into_iter().flatten().chain(note.err()).collect())),
    };
    backend()?.propose(proposal, session, NodeId(step), words, note).await?;
    respond::redirect(&format!("/proposals/{proposal}?done=proposed"));
    Ok(())
}

/// Takes a suggestion into the draft of its tree, and redirects to its step there. `keep` says of each dispute whether it stands, `met` of what
/// document they are.
#[server(endpoint = "take_proposal", prefix = "/api")]
pub async fn take_proposal(
    proposal: String,
    command_id: String,
    #[server(default)] met: String,
    #[server(default)] keep: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let (backend, proposal) = (backend()?, id::<ProposalId>(&proposal)?);
    let at = if met.is_empty() { None } else { Some(met.parse::<At>()?) };
    let draft = backend.take_proposal(proposal, id(&command_id)?, at, kept(&keep)).await?;
    let node = backend.proposal(proposal).await?.card.node;
    respond::redirect(&match draft {
        Some(draft) => Query::default().with("step", &node.0).with("done", "proposal-taken").href(&format!("/drafts/{draft}")),
        None => format!("/proposals/{proposal}"),
    });
    Ok(())
}

/// Declines a suggestion, with a reason for its author.
#[server(endpoint = "decline_proposal", prefix = "/api")]
pub async fn decline_proposal(proposal: String, #[server(default)] reason: String) -> Result<(), AppError> {
    let reason = field("reason", &reason, Reason::parse)?;
    backend()?.decline_proposal(id(&proposal)?, reason).await?;
    respond::redirect("/proposals?done=proposal-declined");
    Ok(())
}

/// Withdraws a suggestion of one's own.
#[server(endpoint = "withdraw_proposal", prefix = "/api")]
pub async fn withdraw_proposal(proposal: String) -> Result<(), AppError> {
    backend()?.withdraw_proposal(id(&proposal)?).await?;
    respond::redirect("/proposals/mine?done=proposal-withdrawn");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_as_a_browser_sends_them() {
        let sent = "session=s&command_id=c&step=ask&form%5Btitle%5D=On%3F&form%5Bbody%5D=a%0D%0Ab&form%5Banswers%5D%5B0%5D%5Bid%5D=yes\
                    &form%5Banswers%5D%5B0%5D%5Blabel%5D=Yes&why=Nobody+knew";
        let read: ProposeChange = serde_qs::Config::new(5, false).deserialize_str(sent).unwrap();
        let words = read.form.words().unwrap();
        assert_eq!((words.title.as_str(), &words.answers[..]), ("On?", &[("yes".to_owned(), "Yes".to_owned())][..]));
        let sent = "proposal=p&command_id=c&met=r7&keep%5Bd0%5D=mine&keep%5Bd1%5D=theirs";
        let read: TakeProposal = serde_qs::Config::new(5, false).deserialize_str(sent).unwrap();
        assert_eq!((read.met.parse(), kept(&read.keep)), (Ok(At::Revision(7)), vec![true, false]));
        assert_eq!((At::Version(5).to_string().parse(), "7".parse::<At>()), (Ok(At::Version(5)), Err(AppError::Malformed)));
    }
}
