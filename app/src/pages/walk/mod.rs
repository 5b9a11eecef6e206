//! `/sessions/:id/walk`: the open step, what is beside it, and the way that led here.

mod aside;
mod follow_up;
mod kept;
mod not_walkable;
mod pace;
mod parts;
mod player;
mod resume;
mod subject_line;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use resolutionflow::access::Actor;
use resolutionflow::id::SessionId;
use resolutionflow::session::Phase;
use walk_view::{Columns, NearlyFullNotice, OpenStep, Refill, TrailRow, WalkHeader, Walker, rows, tree_line};

use crate::api::walk::{CompleteWalk, LeaveTree, TakeStep};
use crate::backend::views::{Viewer, WalkPage};
use crate::error::AppError;
use crate::pages::complete::CompletionForm;
use crate::posted::Posted;
use crate::respond;
use crate::ui::{CommandFields, FormFault, Frame, Hidden, Query, Section, load};
use aside::Asides;
use follow_up::FollowUp;
use kept::typed_here;
use pace::{SessionLine, StepLines};
use parts::Parts;
use player::Player;

pub(super) use aside::suggest_href;
pub(super) use kept::Kept;
pub(super) use not_walkable::{Held, Over, reason};
pub(super) use resume::ResumeForm;
pub(super) use subject_line::SubjectLine;

/// Walk page of a session: the open step for its holder, or else the reason why there is none to take.
#[component]
pub fn Walk() -> impl IntoView {
    let id = session_id();
    load(move |backend| async move { backend.walk(id?).await }, |walk| show(walk).into_any())
}

/// Id of the session in the page's address.
///
/// # Errors
/// [`AppError::NotFound`] where it is no id.
pub(super) fn session_id() -> Result<SessionId, AppError> {
    let id = use_params_map().with_untracked(|params| params.get("id"));
    id.and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)
}

fn show(walk: WalkPage) -> AnyView {
    // Shared by the parts of the page: a copy for each would be of all steps.
    let walk = Arc::new(walk);
    let refused = [TakeStep::url(), CompleteWalk::url(), LeaveTree::url()].into_iter().any(|action| Posted::to(action).is_some());
    if !refused && Query::of_page().filled("unsent").is_some() {
        return view! { <Unsent walk /> }.into_any();
    }
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
        Phase::Parked { .. } => view! { <not_walkable::Parked walk /> }.into_any(),
        _ => view! { <Running walk /> }.into_any(),
    }
}

/// One form around everything, so that what was typed beside the step is kept whatever is pressed. Where the browser can, the
/// player takes its place.
#[component]
fn Running(walk: Arc<WalkPage>) -> impl IntoView {
    let rows = rows(&walk.session, &walk.node, walk.now);
    let Some(here) = rows.iter().find(|row| row.here).cloned() else { return ().into_any() };
    let visit = walk.session.open_visit().map(|visit| visit.id.to_string()).unwrap_or_default();
    let open = OpenStep::of(&walk.session, walk.node.clone(), walk.output.clone());
    let now = walk.now;
    let list = rows.iter().cloned().map(|row| view! { <TrailRow row now /> }).collect_view();
    let trail = view! { <ol class="trail-list">{list}</ol> }.into_any();
    let lines = view! { <StepLines walk=walk.clone() here=here.clone() /> };
    let pace = view! { <div class="step-pace empty:hidden">{lines}</div> }.into_any();
    let form = view! {
        <form class="walk" method="post" action=TakeStep::url()>
            // Enter in a field presses a form's first button.
            <button name="act" value="enter" hidden>
                "Save notes"
            </button>
            <CommandFields session=walk.session.id revision=walk.session.revision />
            <Hidden name="visit" value=visit />
            <WalkHeader
                session=walk.session.id
                tree=tree_line(&walk.tree.name, &walk.session)
                facts=walk.session.facts.clone()
                here=here.step.duration
                total=walk.session.totals(walk.now).total
                now=walk.now
            />
            <SessionLine walk=walk.clone() />
            <FormFault action=TakeStep::url() />
            {walk.session.nearly_full().map(|full| view! { <NearlyFullNotice full /> })}
            <Kept walk=walk.clone() />
            <Columns open rows trail asides=view! { <Asides suggest=suggest_href(walk.session.id) /> }.into_any() pace refill=refill(&walk) />
        </form>
    };
    // A refused form shows what was typed and why it was refused, which the player does not know of.
    let walker = walker(&walk).filter(|_| use_context::<Posted>().is_none());
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
            {walk.before.clone().map(|before| view! { <FollowUp before=*before now=walk.now /> })}
        </Frame>
    }
    .into_any()
}

/// Data for the player, of the viewer.
fn walker(walk: &WalkPage) -> Option<Walker> {
    use_context::<Viewer>().map(|viewer| Walker {
        session: walk.session.id,
        version: walk.session.version,
        actor: Actor { user_id: viewer.user_id, role: viewer.role },
        idle_threshold: viewer.idle_threshold,
    })
}

/// The player alone, also where there is no step to take: it sends what this browser kept of the walk, or shows what was refused.
#[component]
fn Unsent(walk: Arc<WalkPage>) -> impl IntoView {
    let session = format!("/sessions/{}", walk.session.id);
    let line = tree_line(&walk.tree.name, &walk.session);
    view! {
        <Frame title=walk.tree.name.clone() section=Section::Sessions>
            {walker(&walk)
                .map(|walker| {
                    view! {
                        <Player walker>
                            <section class="card mx-auto max-w-xl p-6">
                                <p class="step-kind">{line}</p>
                                <h1 class="mt-2">"Steps kept by this browser"</h1>
                                <p class="mt-4 text-muted">"They are read with JavaScript, once the server answers."</p>
                                <a class="button mt-6" href=session>
                                    "Read the session"
                                </a>
                            </section>
                        </Player>
                        <Parts walk=walk.clone() />
                    }
                })}
        </Frame>
    }
}

/// The texts of a refused form for the fields of the open step. What was typed beside another step must not slip into this one.
fn refill(walk: &WalkPage) -> Refill {
    let Some(posted) = Posted::to(TakeStep::url()) else { return Refill::default() };
    let is_shown = |name: &str| typed_here(walk) || !matches!(name, "notes" | "output");
    let faults = posted.error.faults().iter().map(|error| (error.field.clone(), error.fault.to_string()));
    Refill {
        faults: faults.filter(|(name, _)| is_shown(name)).collect(),
        texts: posted.fields.into_iter().filter(|(name, _)| is_shown(name)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use leptos::server_fn::ServerFn;

    use crate::api::walk::TakeStep;

    #[test]
    fn the_player_posts_where_the_server_function_is() {
        assert_eq!(TakeStep::url(), walk_view::TAKE_STEP);
    }
}
