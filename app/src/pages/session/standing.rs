//! While a session is active: where it stands, and the way back to it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::tree::NodeType;

use super::head::{Remarks, Times};
use super::oversight::Oversight;
use crate::api::sessions::TakeOver;
use crate::backend::views::{SessionPage, SessionStep};
use crate::pages::walk::{ResumeForm, reason};
use crate::ui::{CommandFields, Icon};

/// The head of an active session: its position and times; Resume and Complete for its holder, the holder's name for everyone else.
#[component]
pub(super) fn StandingHead(page: Arc<SessionPage>, children: Children) -> impl IntoView {
    let session = &page.session;
    let (id, running) = (session.id, session.open_visit().is_some());
    // An ad-hoc step is over when a session is parked.
    let stands = |step: &&SessionStep| step.in_progress || (!running && step.step.node_type != NodeType::Custom);
    let at = page.steps.iter().rev().find(stands).map(|step| step.step.title.clone());
    let reason = reason(session);
    let said = match (page.may.walk.is_ok(), running) {
        (true, true) => "You are walking this session".to_owned(),
        (true, false) if session.waits_for_someone() => "This session waits for someone to take it over".to_owned(),
        (true, false) => "This session is parked. Its clock stands".to_owned(),
        (false, true) => format!("{} is walking this session", page.holder.name),
        (false, false) if session.waits_for_someone() => format!("{} parked this session for someone else", page.holder.name),
        (false, false) => format!("{} holds this session. It is parked", page.holder.name),
    };
    view! {
        <section class="standing" aria-labelledby="standing">
            <div class="head-line">
                <div class="min-w-0 flex-1 basis-72">
                    <h2 class="head-word" id="standing">
                        {if running { Icon::Play } else { Icon::Pause }.view()}
                        <span class="min-w-0 wrap-anywhere" dir="auto">{said}</span>
                    </h2>
                    {reason.map(|reason| view! { <p class="wrap-anywhere">"Because: " <span dir="auto">{reason}</span></p> })}
                    {at.map(|title| view! { <p class="text-muted wrap-anywhere">"At: " <span dir="auto">{title}</span></p> })}
                    <Times page=page.clone() />
                </div>
                {page
                    .may
                    .take_over
                    .is_ok()
                    .then(|| {
                        view! {
                            <form method="post" action=TakeOver::url()>
                                <CommandFields session=id revision=page.session.revision />
                                <button class="button button-primary">{Icon::User.view()} "Take over"</button>
                            </form>
                        }
                    })}
                {page
                    .may
                    .walk
                    .is_ok()
                    .then(|| {
                        view! {
                            <div class="flex flex-wrap gap-2">
                                {if running {
                                    view! {
                                        <a class="button button-primary" href=format!("/sessions/{id}/walk")>
                                            {Icon::Play.view()}
                                            "Go on"
                                        </a>
                                    }
                                        .into_any()
                                } else {
                                    view! { <ResumeForm session=id revision=page.session.revision /> }.into_any()
                                }}
                                <a class="button" href=format!("/sessions/{id}/complete")>
                                    "Complete session"
                                </a>
                            </div>
                        }
                    })}
            </div>
            <Remarks page=page.clone() />
            {children()}
            <Oversight page=page.clone() />
        </section>
    }
}
