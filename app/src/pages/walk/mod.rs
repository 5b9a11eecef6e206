//! `/sessions/:id/walk`: the open step, what is beside it, and the way that led here.

mod aside;
mod before;
mod beside;
mod elsewhere;
mod header;
mod kept;
mod parts;
mod rows;
mod step;
mod trail;
mod values;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use resolutionflow::access::Actor;
use resolutionflow::id::SessionId;
use resolutionflow::session::Phase;
use resolutionflow::tree::NodeKind;

use crate::api::walk::{CompleteWalk, LeaveTree, TakeStep};
use crate::backend::views::{Viewer, WalkPage};
use crate::error::AppError;
use crate::pages::complete::CompletionForm;
use crate::player::{Player, Walker};
use crate::posted::Posted;
use crate::respond;
use crate::ui::{CommandFields, FormFault, Frame, Hidden, Icon, Key, Now, Section, load};
use aside::Asides;
use before::Before;
use beside::Beside;
use parts::Parts;
use step::StepCard;
use trail::Trail;

pub(super) use elsewhere::{Held, Over, reason};
pub(crate) use header::WalkHeader;
pub(super) use header::{Subject, TicketLink};
pub(crate) use header::{SubjectLine, tree_line};
pub(super) use kept::Kept;
pub(crate) use rows::{Row, rows};

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

/// One form around everything, so that what was typed beside the step is kept whatever is pressed. Where the browser can, the
/// player takes its place.
#[component]
fn Running(walk: WalkPage) -> impl IntoView {
    let rows = rows(&walk);
    let Some(here) = rows.iter().find(|row| row.here).cloned() else { return ().into_any() };
    let visit = walk.session.open_visit().map(|visit| visit.id.to_string()).unwrap_or_default();
    let form = view! {
        <form class="walk" method="post" action=TakeStep::url()>
            // Enter in a field presses a form's first button.
            <button name="act" value="enter" hidden>
                "Save notes"
            </button>
            <CommandFields session=walk.session.id revision=walk.session.revision />
            <Hidden name="visit" value=visit />
            <WalkHeader walk=walk.clone() here=here.step.duration />
            <FormFault action=TakeStep::url() />
            <Kept walk=walk.clone() />
            <Columns walk=walk.clone() rows asides=view! { <Asides /> }.into_any() />
        </form>
    };
    // A refused form shows what was typed and why it was refused, which the player does not know of.
    let viewer = use_context::<Viewer>().filter(|_| use_context::<Posted>().is_none());
    let walker = viewer.map(|viewer| Walker {
        session: walk.session.id,
        version: walk.session.version,
        actor: Actor { user_id: viewer.user_id, role: viewer.role },
        idle_threshold: viewer.idle_threshold,
    });
    view! {
        <Frame title=format!("{} · {}", walk.node.title, walk.tree.name) section=Section::Sessions>
            {match walker {
                Some(walker) => {
                    view! {
                        <Player walker>{form}</Player>
                        <Parts walk=walk.clone() />
                    }
                        .into_any()
                }
                None => form.into_any(),
            }}
            {walk.before.map(|before| view! { <Before before=*before now=walk.now /> })}
        </Frame>
    }
    .into_any()
}

/// The step, what is beside it, and the trail.
#[component]
pub(crate) fn Columns(
    walk: WalkPage,
    rows: Vec<Row>,
    /// What stands below the notes.
    asides: AnyView,
) -> impl IntoView {
    let here = rows.iter().find(|row| row.here).map(|row| (row.step.number, row.step.notes.clone()));
    let (number, earlier) = here.unwrap_or_default();
    let (now, beside, values) = (walk.now, walk.clone(), walk.session.values.clone());
    let detour = walk.session.open_visit().and_then(|visit| visit.detour.clone());
    let aside = detour.is_some().then_some("");
    view! {
        <div class="walk-columns" data-detour=aside>
            <StepCard node=walk.node.clone() number values detour>
                <Foot walk=walk.clone() />
            </StepCard>
            <Beside walk=beside earlier asides />
            <Trail rows now />
        </div>
    }
}

/// What can be done at every step. On a phone it stays under the thumb.
#[component]
fn Foot(walk: WalkPage) -> impl IntoView {
    let in_tree = walk.session.open_visit().is_none_or(|visit| visit.detour.is_none());
    let is_end = in_tree && matches!(walk.node.kind, NodeKind::Solution { .. });
    let opens = use_context::<Now>().map(|_| "dialog");
    view! {
        <div class="walk-foot">
            <button class="button" name="act" value="back" disabled=walk.session.back_target().is_none()>
                {Icon::ArrowLeft.view()}
                "Back"
                <Key key="⌫" />
            </button>
            <button class="button button-quiet" name="act" value="park">
                {Icon::Pause.view()}
                <span class="max-sm:sr-only md:max-lg:sr-only">"Park"</span>
                <Key key="p" />
            </button>
            <button class="button button-quiet" name="act" value="leave">
                {Icon::Tree.view()}
                <span class="max-sm:sr-only md:max-lg:sr-only">"Wrong tree?"</span>
            </button>
            <span class="flex-1"></span>
            <button
                class=if is_end { "button button-primary" } else { "button" }
                name="act"
                value="finish"
                aria-haspopup=opens
            >
                "Complete session"
                <Key key="f" />
            </button>
        </div>
    }
}
