//! Component that the player puts in the place of the server's form.

use std::cell::Cell;
use std::rc::Rc;

use leptos::leptos_dom::helpers::queue_microtask;
use leptos::mount::mount_to;
use leptos::prelude::*;
use resolutionflow::session::Session;
use resolutionflow::sync::Status;
use resolutionflow::tree::Node;
use send_wrapper::SendWrapper;
use walk_view::{Columns, Key, NearlyFullNotice, OpenStep, TAKE_STEP, WalkHeader, Walker, rows, tree_line};
use wasm_bindgen_futures::spawn_local;

use super::away::Away;
use super::dom::{blur, find, focus, form, set_hidden};
use super::ending::Ending;
use super::engine::Engine;
use super::form::{Typed, save_typed};
use super::keys::{self, Keys};
use super::not_saved::{NotSaved, settle};
use super::parts::part;
use super::trail::TrailList;
use super::{asides, events, pace};

/// Loads the walk that the page is about, and takes the form's place once that is done. The form stays where it cannot be loaded.
pub fn start() {
    let Some(place) = find("[data-player]") else { return };
    let Some(walker) = place.get_attribute("data-player").as_deref().and_then(Walker::read) else { return };
    spawn_local(async move {
        let Some(engine) = Engine::begin(walker).await else { return };
        let typed = Typed::of(&place);
        place.set_inner_html("");
        // It lives as long as the page.
        mount_to(place, move || view! { <Live engine typed /> }).forget();
    });
}

/// The walk page's form.
#[component]
fn Live(
    engine: Engine,
    /// Texts typed before the player took over.
    typed: Typed,
) -> impl IntoView {
    provide_context(engine.now());
    events::keep_ticking(engine);
    events::listen(engine);
    keys::listen();
    engine.on_news(move |news| settle(engine, news));
    let header = move || {
        engine.track_session();
        if !engine.is_walking() {
            return None;
        }
        let now = engine.now().get_untracked();
        let tree = engine.with_tree(|tree| tree.name().to_owned());
        let saved = view! { <Saved engine /> }.into_any();
        engine.with_session(|session| {
            let here = session.time_here(now)?;
            let (tree, total) = (tree_line(&tree, session), session.totals(now).total);
            Some(view! { <WalkHeader session=session.id tree facts=session.facts.clone() here total now saved /> })
        })
    };
    let columns = columns(engine, typed);
    let is_over = move || {
        engine.track_step();
        !engine.is_walking()
    };
    let was_over = Cell::new(false);
    let ending = move || {
        let is_over = is_over();
        if was_over.replace(is_over) != is_over {
            say_elsewhere(engine, is_over);
        }
        is_over.then(|| view! { <Ending engine /> })
    };
    view! {
        <form
            class="walk"
            method="post"
            action=TAKE_STEP
            data-player-form=""
        >
            // Enter in a field presses a form's first button.
            <button name="act" value="enter" hidden>
                "Save notes"
            </button>
            {header}
            <div class="contents" inner_html=part("budget")></div>
            <NotSaved engine />
            <Away engine />
            {move || {
                engine.track_session();
                pace::reckon(engine);
                engine.with_session(Session::nearly_full).map(|full| view! { <NearlyFullNotice full /> })
            }}
            <p class="notice notice-fault mb-4" id="said" role="alert" hidden></p>
            <div class="contents" data-step="" hidden=is_over>
                {columns}
            </div>
            <div class="contents" inner_html=part("outcome")></div>
            {ending}
        </form>
        <Keys />
    }
}

/// Brings what stands around the form in line with it: the way back to the running session, and the title of the step that is open again.
fn say_elsewhere(engine: Engine, is_over: bool) {
    if let Some(pill) = find(&format!("[data-running='{}']", engine.with_session(|session| session.id))) {
        set_hidden(&pill, is_over);
    }
    if let Some((node, tree)) = engine.here().filter(|_| !is_over) {
        title(&node, &tree);
    }
}

fn title(node: &Node, tree: &str) {
    document().set_title(&format!("{} · {tree} · ResolutionFlow", node.title));
}

/// The open step, the texts beside it and the trail: painted with every step. Once the walk is left they stay, unseen, until the server has
/// accepted that.
fn columns(engine: Engine, typed: Typed) -> impl Fn() -> Option<AnyView> + Send {
    let first = Cell::new(Some(typed));
    let shown = Cell::new(engine.with_session(|session| session.open_visit().map(|visit| visit.id)));
    // Their texts and folds stay from step to step.
    let asides = SendWrapper::new(asides::make());
    let paces = SendWrapper::new(pace::make());
    let trail = SendWrapper::new(TrailList::make().map(Rc::new));
    move || {
        engine.track_open_step();
        let now = engine.now().get_untracked();
        if !engine.is_walking() {
            return None;
        }
        let (node, tree) = engine.here()?;
        title(&node, &tree);
        let visit = engine.with_session(|session| session.open_visit().map(|visit| visit.id))?;
        let (rows, open) = engine.with_session(|session| (rows(session, &node, now), OpenStep::of(session, node, engine.output())));
        // The same step is painted anew when its texts have come: what is being typed stays.
        let is_same = shown.replace(Some(visit)) == Some(visit);
        if !is_same {
            // The pressed button may go, and a browser that removes what has the focus lays the page out first.
            blur();
        }
        let again = is_same.then(form).flatten();
        let typed = first.take().or_else(|| again.map(|form| Typed::of(&form)));
        let unread = engine.is_unread();
        let (asides, trail, paces) = (asides.clone(), trail.clone(), paces.clone());
        if let Some(trail) = &*trail {
            trail.show(&rows, now);
        }
        let fill = move || {
            let Some(form) = form() else { return };
            asides::place(engine, &form, &asides);
            pace::place(engine, &form, &paces);
            if let Some(trail) = &*trail {
                trail.place(&form);
            }
            let has_caret = typed.as_ref().is_some_and(|typed| typed.restore(&form));
            if !has_caret {
                focus("#step-title");
            }
            save_typed(engine, &form);
        };
        // Before the next key, which would write into a field that has not its text back; a page that is out of sight has no next frame.
        // The fields have their first texts one microtask later than they are there.
        queue_microtask(|| queue_microtask(fill));
        let asides = view! { <div class="contents" data-asides=""></div> }.into_any();
        let trail = view! { <div class="contents" data-trail=""></div> }.into_any();
        let pace = view! { <div class="step-pace empty:hidden" data-pace=""></div> }.into_any();
        let view = view! {
            {unread.then(|| view! { <p class="notice mb-4" role="status">"Loading this step's instructions. You can already answer."</p> })}
            <Columns open rows trail asides pace />
        };
        Some(view.into_any())
    }
}

/// Status beside the timer.
#[component]
fn Saved(engine: Engine) -> impl IntoView {
    let words = move || {
        engine.track_safety();
        engine.status_words()
    };
    view! {
        <p role="status">{words}</p>
        <button class="link max-sm:hidden" type="button" popovertarget="keys">
            "Keys"
            <Key key="?" />
        </button>
        <SignInAgain engine />
    }
}

/// Link to the sign-in page, once the login has ended.
#[component]
pub(super) fn SignInAgain(engine: Engine) -> impl IntoView {
    move || {
        engine.track_safety();
        matches!(engine.status(), Status::SignedOut(_)).then(|| {
            let here = window().location().pathname().unwrap_or_default();
            view! {
                <a class="link" href=format!("/sign-in?next={here}")>
                    "Sign in again"
                </a>
            }
        })
    }
}
