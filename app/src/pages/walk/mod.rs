//! `/sessions/:id/walk`: the open step, what is beside it, and the way that led here.

mod beside;
mod elsewhere;
mod header;
mod kept;
mod rows;
mod step;
mod trail;

use leptos::hydration::HydrationScripts;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use resolutionflow::id::SessionId;
use resolutionflow::session::Phase;
use resolutionflow::tree::NodeKind;

use crate::api::walk::{CompleteWalk, LeaveTree, TakeStep};
use crate::backend::views::WalkPage;
use crate::error::AppError;
use crate::islands::OutcomeDialog;
use crate::pages::complete::{CompletionForm, OutcomeFields};
use crate::posted::Posted;
use crate::respond;
use crate::ui::{CommandFields, FormFault, Frame, Hidden, Icon, Section, load};
use beside::Beside;
use header::WalkHeader;
use rows::{Row, rows};
use step::StepCard;
use trail::Trail;

pub(super) use elsewhere::{Held, Over};
pub(super) use header::{Subject, SubjectLine, tree_line};
pub(super) use kept::Kept;

/// Walks a session.
#[component]
pub fn Walk() -> impl IntoView {
    let id = session_id();
    load(move |backend| async move { backend.walk(id?).await }, |walk| show(walk).into_any())
}

/// The session that the address names.
pub(super) fn session_id() -> Result<SessionId, AppError> {
    let id = use_params_map().with_untracked(|params| params.get("id"));
    id.and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)
}

fn show(walk: WalkPage) -> AnyView {
    let refused = [TakeStep::url(), CompleteWalk::url(), LeaveTree::url()].into_iter().any(|action| Posted::to(action).is_some());
    if walk.session.completion().is_some() {
        if !refused {
            respond::redirect(&format!("/sessions/{}", walk.session.id));
        }
        return view! { <Over walk /> }.into_any();
    }
    if !walk.is_mine {
        return view! { <Held walk /> }.into_any();
    }
    // The dialog's form as a page: everything that was typed into it is shown again.
    if Posted::to(CompleteWalk::url()).is_some() {
        return view! { <CompletionForm walk /> }.into_any();
    }
    match &walk.session.phase {
        Phase::Parked { .. } => view! { <elsewhere::Parked walk /> }.into_any(),
        _ => view! { <Running walk /> }.into_any(),
    }
}

/// One form around everything, so that what was typed beside the step is kept whatever is pressed.
#[component]
fn Running(walk: WalkPage) -> impl IntoView {
    let rows = rows(&walk);
    let Some(here) = rows.iter().find(|row| row.here).cloned() else { return ().into_any() };
    let (now, total) = (walk.now, walk.session.totals(walk.now).total);
    let visit = walk.session.open_visit().map(|visit| visit.id.to_string()).unwrap_or_default();
    let can_go_back = walk.session.back_target().is_some();
    let foot = walk.clone();
    view! {
        <Frame title=format!("{} · {}", walk.node.title, walk.tree.name) section=Section::Sessions>
            {use_context::<LeptosOptions>().map(|options| view! { <HydrationScripts options islands=true /> })}
            <form class="walk" method="post" action=TakeStep::url()>
                // Enter in a field presses a form's first button; this one is harmless.
                <button name="act" value="save" hidden>
                    "Save notes"
                </button>
                <CommandFields session=walk.session.id revision=walk.session.revision />
                <Hidden name="visit" value=visit />
                <WalkHeader walk=walk.clone() here=here.step.duration total />
                <FormFault action=TakeStep::url() />
                <Kept walk=walk.clone() />
                <div class="walk-columns">
                    <StepCard node=walk.node.clone() number=here.step.number>
                        <Foot walk=foot.clone() can_go_back total />
                    </StepCard>
                    <Beside walk=walk.clone() earlier=here.step.notes.clone() />
                    <Trail rows now />
                </div>
            </form>
        </Frame>
    }
    .into_any()
}

/// What can be done at every step. On a phone it stays under the thumb.
#[component]
fn Foot(walk: WalkPage, can_go_back: bool, total: resolutionflow::time::Seconds) -> impl IntoView {
    let (is_end, suggested) = match walk.node.kind {
        NodeKind::Solution { suggested_outcome } => (true, suggested_outcome),
        NodeKind::Decision { .. } | NodeKind::Action { .. } => (false, None),
    };
    view! {
        <div class="walk-foot">
            <button class="button" name="act" value="back" disabled=!can_go_back>
                {Icon::ArrowLeft.view()}
                "Back"
            </button>
            <button class="button button-quiet" name="act" value="park">
                {Icon::Pause.view()}
                <span class="max-sm:sr-only md:max-lg:sr-only">"Park"</span>
            </button>
            <button class="button button-quiet" name="act" value="leave">
                {Icon::Tree.view()}
                <span class="max-sm:sr-only md:max-lg:sr-only">"Wrong tree?"</span>
            </button>
            <span class="flex-1"></span>
            <OutcomeDialog action=CompleteWalk::url().to_owned() primary=is_end>
                <div class="dialog-head">
                    <h2 class="text-xl" id="outcome-title" tabindex="-1">
                        "Did this resolve the issue?"
                    </h2>
                    <SubjectLine walk=walk.clone() total />
                </div>
                <div class="dialog-body">
                    <OutcomeFields facts=walk.session.facts.clone() suggested />
                </div>
            </OutcomeDialog>
        </div>
    }
}
