//! The walk page where there is no step to take: parked, held by somebody else, or over.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::session::{Phase, Session};
use walk_view::{Subject, tree_line};

use super::follow_up::{FollowUp, SoFar};
use super::{Kept, ResumeForm};
use crate::api::walk::{CompleteWalk, LeaveTree, TakeStep};
use crate::backend::views::WalkPage;
use crate::ui::{FormFault, Frame, Icon, OutcomeBadge, Section};

#[component]
fn Faults() -> impl IntoView {
    view! {
        <FormFault action=TakeStep::url() />
        <FormFault action=CompleteWalk::url() />
        <FormFault action=LeaveTree::url() />
    }
}

/// Walk page of a session that its holder parked: the clock stands until they resume it.
#[component]
pub(super) fn Parked(walk: Arc<WalkPage>) -> impl IntoView {
    let id = walk.session.id;
    let total = walk.session.totals(walk.now).total;
    let reason = reason(&walk.session);
    view! {
        <Frame title=format!("Parked · {}", walk.tree.name) section=Section::Sessions>
            <div class="mx-auto max-w-xl">
                <Faults />
                <Kept walk=walk.clone() />
                <section class="card p-6">
                    <p class="step-kind flex items-center gap-2">{Icon::Pause.view()} "Parked"</p>
                    <h1 class="mt-2 wrap-anywhere" dir="auto">{tree_line(&walk.tree.name, &walk.session)}</h1>
                    <p class="subject-line mt-2">
                        <Subject facts=walk.session.facts.clone() />
                        <span class="subject">{Icon::Clock.view()} {format!("{total} total")}</span>
                    </p>
                    {reason.map(|reason| view! { <p class="mt-4"><span class="text-muted">"Parked because: "</span> <span class="wrap-anywhere" dir="auto">{reason}</span></p> })}
                    <p class="mt-4 text-muted">"The clock stands. It goes on at this step:"</p>
                    <p class="mt-1 text-lg font-medium wrap-anywhere" dir="auto">{walk.node.title.clone()}</p>
                    <div class="mt-6 flex flex-wrap gap-2">
                        <ResumeForm session=id revision=walk.session.revision />
                        <a class="button" href=format!("/sessions/{id}/complete")>
                            "Complete session"
                        </a>
                        <a class="button button-quiet" href=format!("/sessions/{id}")>
                            "Look at the session"
                        </a>
                    </div>
                </section>
                <section class="card mt-6 p-5" aria-labelledby="so-far">
                    <h2 id="so-far">"So far"</h2>
                    <SoFar session=walk.session.clone() />
                </section>
                {walk.before.clone().map(|before| view! { <FollowUp before=*before now=walk.now /> })}
            </div>
        </Frame>
    }
}

/// Reason that was given for parking a session; none if there was none, or it is not parked.
pub(in crate::pages) fn reason(session: &Session) -> Option<String> {
    match &session.phase {
        Phase::Parked { reason, .. } => reason.as_ref().map(ToString::to_string),
        Phase::Running(_) | Phase::Completed(_) => None,
    }
}

/// Walk page of a session that another user holds.
#[component]
pub(in crate::pages) fn Held(walk: Arc<WalkPage>) -> impl IntoView {
    let doing = if walk.session.open_visit().is_some() { "It stands at this step:" } else { "It is parked at this step:" };
    view! {
        <Frame title=walk.tree.name.clone() section=Section::Sessions>
            <div class="mx-auto max-w-xl">
                <Faults />
                <Kept walk=walk.clone() />
                <section class="card p-6">
                    <p class="step-kind" dir="auto">{tree_line(&walk.tree.name, &walk.session)}</p>
                    <h1 class="mt-2 wrap-anywhere">{format!("{} holds this session", walk.holder.name)}</h1>
                    <p class="subject-line mt-2">
                        <Subject facts=walk.session.facts.clone() />
                    </p>
                    <p class="mt-4 text-muted">{format!("Only the holder can take steps. {doing}")}</p>
                    <p class="mt-1 text-lg font-medium wrap-anywhere" dir="auto">{walk.node.title.clone()}</p>
                    <div class="mt-6 flex flex-wrap gap-2">
                        <a class="button button-primary" href=format!("/sessions/{}", walk.session.id)>
                            "Read the session"
                        </a>
                    </div>
                </section>
            </div>
        </Frame>
    }
}

/// Walk page of a session that has an outcome. Texts of a form that came too late are shown to be copied.
#[component]
pub(in crate::pages) fn Over(walk: Arc<WalkPage>) -> impl IntoView {
    view! {
        <Frame title=walk.tree.name.clone() section=Section::Sessions>
            <div class="mx-auto max-w-xl">
                <Faults />
                <Kept walk=walk.clone() />
                <section class="card p-6">
                    <p class="step-kind" dir="auto">{tree_line(&walk.tree.name, &walk.session)}</p>
                    <h1 class="mt-2">"This session is completed"</h1>
                    {walk.session.completion().map(|completion| view! { <p class="mt-2"><OutcomeBadge outcome=completion.outcome /></p> })}
                    <div class="mt-6">
                        <a class="button button-primary" href=format!("/sessions/{}", walk.session.id)>
                            "Read the session"
                        </a>
                    </div>
                </section>
            </div>
        </Frame>
    }
}
