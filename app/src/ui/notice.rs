//! Confirmation of a change, shown once after the redirect.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;
use resolutionflow::id::SessionId;

use super::{CommandFields, Icon};
use crate::api::sessions::UndoClose;
use crate::posted::Posted;

/// Status message for the `done` parameter of the address.
#[component]
pub fn Done() -> impl IntoView {
    let done = use_query_map().with_untracked(|query| query.get("done"));
    // A page that shows a refused form again still has the address of what succeeded before.
    let said = done.filter(|_| use_context::<Posted>().is_none()).and_then(|done| {
        if done == "published" {
            return published();
        }
        let said = match done.as_str() {
            "completed" => "Session completed. The documentation is ready to copy.",
            "cancelled" => "Walk cancelled. It counts in no rate.",
            "closed" => "Session closed. You can take this back for ten minutes.",
            "reopened" => "Session reopened. It is parked.",
            "saved" => "Saved.",
            "people-on" => "Figures per person are on. Everybody in the account can see that.",
            "people-off" => "Figures per person are off. No page shows them any longer.",
            "budget-removed" => "Time budget removed.",
            "corrected" => "Outcome corrected. The first one stays in the audit trail.",
            "reassigned" => "Session reassigned.",
            "taken" => "You hold this session now. Resume it when you are ready; its clock stands until then.",
            "reported" => "Reported to those who look after the tree.",
            "reviewed" => "Review saved.",
            "settled" => "Marked as seen to.",
            "imported" => "Tree imported.",
            "unchanged" => "Nothing to do: the same content was imported before.",
            "archived" => "Tree archived. Sessions that walked it keep it.",
            "restored" => "Tree restored to the library.",
            "password" => "Password changed. Your other logins have ended.",
            "ended" => "Login ended.",
            "ended-others" => "Signed out everywhere else.",
            "ended-all" => "All of their logins have ended.",
            "invited" => "Invited. They choose a password with the link below.",
            "linked" => "Link made. Earlier ones do not work any longer.",
            "shared" => "Link made. Copy it now: it is not shown again.",
            "revoked" => "Link taken back. It does not work any longer.",
            "deactivated" => "Deactivated. Their logins have ended.",
            "reactivated" => "Reactivated. They can sign in again.",
            "view-saved" => "View saved.",
            "view-deleted" => "View deleted.",
            "baseline-saved" => "Baseline saved. The figures use it from now on.",
            "baseline-removed" => "Baseline removed. It stays in the list of earlier ones.",
            "measurement-started" => "Measurement started. Technicians are told when their ticket is drawn.",
            "measurement-stopped" => "Measurement stopped. Nothing more is drawn; what was measured stays.",
            "undone" => "Undone. Redo does it again.",
            "redone" => "Done again.",
            "fixed" => "Put right.",
            "read-again" => "Read again. Undo brings back what the draft was before.",
            "step-added" => "Saved, and the step was added.",
            "moved" => "Step moved.",
            "replaced" => "Replaced. Undo takes all of it back.",
            "pasted" => "Saved, and the branch was added.",
            "branch-deleted" => "Branch deleted. Undo brings it back.",
            "step-deleted" => "Step deleted. Undo brings it back.",
            "preview" => "Preview started.",
            "test-kept" => "Kept as a test. It is run whenever the changes of the draft are looked at.",
            "test-renamed" => "Test renamed.",
            "test-deleted" => "Test deleted.",
            "step-created" => "The step was created. Write it here.",
            "draft-discarded" => "Draft discarded. It can be brought back for 30 days.",
            "draft-back" => "The draft is back.",
            "taken-back" => "Taken back. Under Changes it stays with everything that was done.",
            "asked" => "Others see here that this draft waits for an approval.",
            "approved" => "Approved as it stands. A change makes the approval void.",
            "withdrawn" => "Approval taken back.",
            "rebased" => "The draft stands on the latest version now, with all of its own changes. Look at it again, then publish.",
            "proposed" => "Suggested. The authors of the tree see it at its step; what becomes of it stands here.",
            "proposal-taken" => "The suggestion is in the draft, where Undo takes out what it changed.",
            "proposal-declined" => "Declined. Who suggested it sees your reason.",
            "proposal-withdrawn" => "Withdrawn. The authors do not see it any longer.",
            "merged" => "Merged. The sessions of both are here now.",
            _ => return None,
        };
        Some(said.to_owned())
    });
    let undo = use_query_map().with_untracked(|query| query.get("undo")).filter(|_| said.is_some()).and_then(|undo| {
        let (session, revision) = undo.split_once('.')?;
        Some((session.parse::<SessionId>().ok()?, revision.parse::<u32>().ok()?))
    });
    view! {
        <div role="status">
            {said
                .map(|said| {
                    view! {
                        <div class="notice mb-4 flex flex-wrap items-center justify-between gap-2">
                            <p>{said}</p>
                            {undo.map(|(session, revision)| view! { <TakeBack session revision /> })}
                        </div>
                    }
                })}
        </div>
    }
}

/// `Version 5 is published.`
fn published() -> Option<String> {
    let version: u32 = use_query_map().with_untracked(|query| query.get("changed"))?.parse().ok()?;
    Some(format!("Version {version} is published. Walks that are under way go on in the version that they were started on."))
}

/// A session that was just closed may have left the list that shows the message.
#[component]
fn TakeBack(session: SessionId, revision: u32) -> impl IntoView {
    view! {
        <form method="post" action=UndoClose::url()>
            <CommandFields session revision />
            <button class="button button-small">
                {Icon::Undo.view()}
                "Take it back"
            </button>
        </form>
    }
}
