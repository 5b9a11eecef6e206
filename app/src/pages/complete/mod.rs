//! `/sessions/:id/complete`: the question at the end of every walk, as a page.

mod fields;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::walk::{Held, Kept, Over, SubjectLine, session_id};
use crate::api::walk::CompleteWalk;
use crate::backend::views::WalkPage;
use crate::posted::Posted;
use crate::respond;
use crate::ui::{CommandFields, FormFault, Frame, Section, load};
use fields::Draft;

pub(super) use fields::OutcomeFields;

/// Page that asks for the outcome of a walk, and completes it.
#[component]
pub fn Complete() -> impl IntoView {
    let id = session_id();
    load(move |backend| async move { backend.walk(id?).await }, |walk| show(walk).into_any())
}

fn show(walk: WalkPage) -> AnyView {
    let walk = Arc::new(walk);
    if walk.session.completion().is_some() {
        if Posted::to(CompleteWalk::url()).is_none() {
            respond::redirect(&format!("/sessions/{}", walk.session.id));
        }
        return view! { <Over walk /> }.into_any();
    }
    if !walk.is_mine {
        return view! { <Held walk /> }.into_any();
    }
    view! { <CompletionForm walk /> }.into_any()
}

/// Form that completes the walk, filled with what a refused one carried.
#[component]
pub(super) fn CompletionForm(walk: Arc<WalkPage>) -> impl IntoView {
    let suggested = walk.node.suggested_outcome();
    view! {
        <Frame title=format!("Complete session · {}", walk.tree.name) section=Section::Sessions>
            <div class="mx-auto max-w-2xl">
                <FormFault action=CompleteWalk::url() />
                <Kept walk=walk.clone() />
                <form class="card" method="post" action=CompleteWalk::url()>
                    <div class="dialog-head">
                        <h1>"Did this resolve the issue?"</h1>
                        <SubjectLine walk=walk.clone() />
                    </div>
                    <div class="dialog-body">
                        <CommandFields session=walk.session.id revision=walk.session.revision />
                        <Draft walk=walk.clone() />
                        <OutcomeFields facts=walk.session.facts.clone() suggested required=true />
                    </div>
                    <div class="dialog-foot">
                        <a class="button" href=format!("/sessions/{}/walk", walk.session.id)>
                            "Keep walking"
                        </a>
                        <button class="button button-primary">"Complete session"</button>
                    </div>
                </form>
            </div>
        </Frame>
    }
}
