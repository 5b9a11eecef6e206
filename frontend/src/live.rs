//! The page that the player shows.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlButtonElement, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement};
use resolutionflow::id::VisitId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Draft, Session};
use resolutionflow::sync::Status;
use resolutionflow::text::{Note, OutcomeNotes, Output, Scratchpad};
use send_wrapper::SendWrapper;
use walk_view::{Columns, Key, OpenStep, TAKE_STEP, WalkHeader, Walker, rows, tree_line};
use wasm_bindgen_futures::spawn_local;

use super::away::Away;
use super::ending::Ending;
use super::engine::Engine;
use super::keys::{self, Keys};
use super::not_saved::NotSaved;
use super::outcome;
use super::parts::part;
use super::{asides, browser, values};

/// How long somebody has to stop typing before it is saved.
const PAUSE_IN_TYPING: std::time::Duration = std::time::Duration::from_millis(1200);

/// Loads the walk that the page is about, and takes the page's place once that is done.
pub fn start() {
    let place: Option<HtmlElement> = document().query_selector("[data-player]").ok().flatten().and_then(|place| place.dyn_into().ok());
    let Some(place) = place else { return };
    let Some(walker) = place.get_attribute("data-player").as_deref().and_then(Walker::read) else { return };
    spawn_local(async move {
        let Some(engine) = Engine::begin(walker).await else { return };
        let typed = Typed::of(&place);
        place.set_inner_html("");
        // It lives as long as the page.
        mount_to(place, move || view! { <Live engine typed /> }).forget();
    });
}

/// What was typed before the player took over.
#[derive(Debug, Clone, Default)]
struct Typed {
    texts: Vec<(&'static str, String)>,
    /// The field in which the caret was, and where.
    caret: Option<(&'static str, u32)>,
    /// Whether the output was unfolded.
    is_open: bool,
}

const TEXTS: [&str; 3] = ["notes", "output", "scratchpad"];

impl Typed {
    fn of(plain: &HtmlElement) -> Self {
        let is_open = plain.query_selector(".beside details[open]").is_ok_and(|fold| fold.is_some());
        let mut typed = Self { is_open, ..Self::default() };
        for name in TEXTS {
            let Some(area) = area(plain, name) else { continue };
            if document().active_element().is_some_and(|active| active.is_same_node(Some(&area))) {
                typed.caret = Some((name, area.selection_end().ok().flatten().unwrap_or_default()));
            }
            if area.default_value().is_ok_and(|sent| sent != area.value()) {
                typed.texts.push((name, area.value()));
            }
        }
        typed
    }

    /// Puts it back; whether the caret is.
    fn restore(&self, form: &HtmlElement) -> bool {
        if self.is_open
            && let Ok(Some(fold)) = form.query_selector(".beside details")
        {
            _ = fold.set_attribute("open", "");
        }
        for (name, text) in &self.texts {
            if let Some(area) = area(form, name) {
                area.set_value(text);
            }
        }
        if let Some((area, at)) = self.caret.and_then(|(name, at)| Some((area(form, name)?, at))) {
            _ = area.focus();
            _ = area.set_selection_range(at, at);
        }
        self.caret.is_some()
    }
}

pub(super) fn area(within: &HtmlElement, name: &str) -> Option<HtmlTextAreaElement> {
    within.query_selector(&format!("textarea[name={name}]")).ok()??.dyn_into().ok()
}

#[component]
fn Live(engine: Engine, typed: Typed) -> impl IntoView {
    provide_context(engine.now());
    keep_ticking(engine);
    watch(engine);
    keys::listen();
    let first = Cell::new(Some(typed));
    let shown = Cell::new(engine.session().open_visit().map(|visit| visit.id));
    // What is typed there, and what is unfolded, stays from step to step.
    let asides = SendWrapper::new(asides::make());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let button = event.submitter().and_then(|button| button.dyn_into::<HtmlButtonElement>().ok());
        let Some(form) = form() else { return };
        let pressed = press(engine, &form, &button.map(|button| button.value()).unwrap_or_default());
        say(&form, pressed.err().unwrap_or_default().as_str());
    };
    let header = move || {
        engine.track_session();
        let (session, now) = (engine.session(), engine.now().get_untracked());
        let (node, tree) = engine.here()?;
        let here = rows(&session, &node, now).into_iter().find(|row| row.here)?.step.duration;
        let (tree, total) = (tree_line(&tree, &session), session.totals(now).total);
        let saved = view! { <Saved engine /> }.into_any();
        Some(view! { <WalkHeader session=session.id tree facts=session.facts here total now saved /> })
    };
    let columns = move || {
        engine.track_step();
        let (session, now) = (engine.session(), engine.now().get_untracked());
        let (node, tree) = engine.here()?;
        document().set_title(&format!("{} · {tree} · ResolutionFlow", node.title));
        let visit = session.open_visit()?.id;
        let rows = rows(&session, &node, now);
        let open = OpenStep::of(&session, node, engine.output());
        // The same step is shown anew when what there is to read has come: what is being typed stays.
        let again = (shown.replace(Some(visit)) == Some(visit)).then(form).flatten();
        let typed = first.take().or_else(|| again.map(|form| Typed::of(&form)));
        let unread = engine.is_unread();
        let asides = asides.clone();
        request_animation_frame(move || {
            let Some(form) = form() else { return };
            asides::place(engine, &form, &asides);
            let has_caret = typed.as_ref().is_some_and(|typed| typed.restore(&form));
            if !has_caret {
                focus_step();
            }
            save_typed(engine, &form);
        });
        let asides = view! { <div class="contents" data-asides=""></div> }.into_any();
        Some(view! {
            {unread.then(|| view! { <p class="notice mb-4" role="status">"What there is to read at this step is on its way. Its answers are all here."</p> })}
            <Columns open rows now asides />
            <div class="contents" inner_html=part("outcome") on:change=outcome::choose on:keydown=outcome::hold on:click=outcome::close></div>
        })
    };
    let ending = move || {
        engine.track_step();
        (engine.session().open_visit().is_none() || !engine.is_mine()).then(|| view! { <Ending engine /> })
    };
    view! {
        <form class="walk" method="post" action=TAKE_STEP data-player-form="" on:submit=submit on:click=click_once>
            // Enter in a field presses a form's first button.
            <button name="act" value="enter" hidden>
                "Save notes"
            </button>
            {header}
            <NotSaved engine />
            <Away engine />
            <p class="notice notice-fault mb-4" id="said" role="alert" hidden></p>
            {columns}
            {ending}
        </form>
        <Keys />
    }
}

/// The second half of a double click would answer the step that has just come up.
fn click_once(event: ev::MouseEvent) {
    if event.detail() > 1 {
        event.prevent_default();
    }
}

/// The player's form.
fn form() -> Option<HtmlFormElement> {
    document().query_selector("form.walk").ok()??.dyn_into().ok()
}

/// Says above the step why something could not be done.
fn say(form: &HtmlFormElement, words: &str) {
    // A modal dialog covers the rest of the page.
    let place = if form.query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some()) { "dialog .said-here" } else { "#said" };
    if let Ok(Some(said)) = form.query_selector(place) {
        said.set_text_content(Some(words));
        _ = said.toggle_attribute_with_force("hidden", words.is_empty());
    }
}

/// Whether everything is safe, beside the timer.
#[component]
fn Saved(engine: Engine) -> impl IntoView {
    let words = move || {
        engine.track_safety();
        engine.status().words(engine.is_kept())
    };
    view! {
        <p role="status">{words}</p>
        <button class="link max-sm:hidden" type="button" popovertarget="keys">
            "Keys"
            <Key key="?" />
        </button>
        {move || {
            engine.track_safety();
            matches!(engine.status(), Status::SignedOut(_))
                .then(|| {
                    let here = window().location().pathname().unwrap_or_default();
                    view! {
                        <a class="link" href=format!("/sign-in?next={here}")>
                            "Sign in again"
                        </a>
                    }
                })
        }}
    }
}

/// Puts a text below what stands in the notes of the open step, and saves it.
pub(super) fn add_to_notes(engine: Engine, text: &str) -> bool {
    let Some(form) = form() else { return false };
    let Some(area) = area(&form, "notes") else { return false };
    let typed = area.value();
    let joined = if typed.trim().is_empty() { text.to_owned() } else { format!("{typed}\n{text}") };
    area.set_value(&joined.chars().take(Note::LIMIT).collect::<String>());
    save_typed(engine, &form);
    true
}

/// Does what a button of the form says.
fn press(engine: Engine, form: &HtmlFormElement, value: &str) -> Result<(), String> {
    let session = engine.session();
    let visit = session.open_visit().map(|visit| visit.id);
    let draft = visit.map(|visit| draft(form, &session, visit)).transpose()?;
    let (verb, object) = value.split_once(':').unwrap_or((value, ""));
    let verb = if verb == "enter" { asides::entered(form) } else { verb };
    let action = match verb {
        "choose" => Action::Choose { option_id: object.to_owned() },
        "continue" => Action::Continue,
        "back" => Action::Back,
        "jump" => Action::Jump { record_id: object.parse().map_err(|_| "There is no such step.")? },
        "park" => asides::park(form)?,
        "detour" => asides::detour(form)?,
        "end-detour" => Action::EndDetour,
        "report" => asides::report(form, visit)?,
        "resume" => Action::Resume,
        "complete" => completion(form)?,
        "finish" => {
            outcome::open(engine, form);
            return Ok(());
        }
        _ => {
            let (Some(visit_id), Some(draft)) = (visit, &draft) else { return Ok(()) };
            Action::Note { visit_id, notes: draft.notes.clone() }
        }
    };
    engine.set_typed(false);
    engine.act(action, draft).map_err(|refusal| refusal.to_string())?;
    match verb {
        "park" => engine.go_to(format!("/sessions/{}", session.id)),
        "complete" => engine.go_to(format!("/sessions/{}?done=completed", session.id)),
        "leave" => engine.go_to(format!("/sessions/{}/wrong-tree", session.id)),
        "detour" => asides::clear(form, "detour"),
        "report" => {
            asides::clear(form, "problem");
            browser::say("Noted for those who look after the tree");
        }
        _ => {}
    }
    Ok(())
}

pub(super) fn text(form: &HtmlFormElement, name: &str) -> String {
    area(form, name).map(|area| area.value()).unwrap_or_default()
}

pub(super) fn input(form: &HtmlFormElement, which: &str) -> Option<HtmlInputElement> {
    form.query_selector(&format!("input{which}")).ok()??.dyn_into().ok()
}

/// What was typed beside the open step, and what of the rest was changed.
fn draft(form: &HtmlFormElement, session: &Session, visit: VisitId) -> Result<Draft, String> {
    let scratchpad = match area(form, "scratchpad") {
        Some(area) => Scratchpad::parse(&area.value()).map_err(|error| format!("The scratchpad {error}."))?,
        None => session.facts.scratchpad.clone(),
    };
    Ok(Draft {
        visit_id: Some(visit),
        notes: Note::parse(&text(form, "notes")).map_err(|error| format!("Notes for this step {error}."))?,
        output: Output::parse(&text(form, "output")).map_err(|error| format!("What the commands printed {error}."))?,
        scratchpad: (scratchpad != session.facts.scratchpad).then_some(scratchpad),
        values: values::changed(form, &session.values)?,
    })
}

fn completion(form: &HtmlFormElement) -> Result<Action, String> {
    let chosen = input(form, "[name=outcome]:checked");
    let outcome: Outcome = chosen.and_then(|input| input.value().parse().ok()).ok_or("An outcome must be chosen.")?;
    Ok(Action::Complete {
        outcome,
        notes: OutcomeNotes::parse(&text(form, "outcome_notes")).map_err(|error| format!("Outcome notes {error}."))?,
        next_steps: OutcomeNotes::parse(&text(form, "next_steps")).map_err(|error| format!("Next steps {error}."))?,
    })
}

fn focus_step() {
    if let Some(body) = document().body() {
        focus(&body, "#step-title");
    }
}

pub(super) fn focus(within: &HtmlElement, selector: &str) {
    if let Ok(Some(element)) = within.query_selector(selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        _ = element.focus();
    }
}

/// Saves what was typed beside the open step, if it differs from what was saved.
fn save_typed(engine: Engine, form: &HtmlFormElement) {
    let session = engine.session();
    let Some(visit) = session.open_visit() else { return };
    engine.set_typed(false);
    match draft(form, &session, visit.id) {
        Ok(draft)
            if draft.notes != visit.notes
                || draft.output.as_str() != engine.output()
                || draft.scratchpad.is_some()
                || draft.values.is_some() =>
        {
            engine.set_output(draft.output.as_str());
            _ = engine.act(Action::Note { visit_id: visit.id, notes: draft.notes.clone() }, Some(draft));
        }
        Ok(_) => {}
        Err(words) => {
            say(form, &words);
            engine.cannot_save();
        }
    }
}

/// Saves as somebody types, and holds back who is about to leave with something unsaved.
fn watch(engine: Engine) {
    let typed = Rc::new(Cell::new(0_u32));
    window_event_listener(ev::input, move |event| {
        engine.note_input();
        let typed_into = event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|field| field.get_attribute("name"));
        match typed_into.as_deref() {
            Some(name) if TEXTS.contains(&name) => engine.set_typed(true),
            Some("problem") => asides::began_report(engine),
            Some(name) if name.starts_with("values[") => {
                engine.set_typed(true);
                values::fill_in(engine);
            }
            _ => {}
        }
        let now = typed.get() + 1;
        typed.set(now);
        let typed = Rc::clone(&typed);
        set_timeout(
            move || {
                if typed.get() == now
                    && let Some(form) = form()
                {
                    save_typed(engine, &form);
                }
            },
            PAUSE_IN_TYPING,
        );
    });
    window_event_listener(ev::pointerdown, move |_| engine.note_input());
    window_event_listener(ev::pointermove, move |_| engine.note_input());
    window_event_listener(ev::visibilitychange, move |_| engine.note_input());
    window_event_listener(ev::keydown, move |_| engine.note_input());
    window_event_listener(ev::online, move |_| engine.try_now());
    window_event_listener(ev::focus, move |_| {
        engine.tick();
        engine.try_now();
    });
    window_event_listener(ev::beforeunload, move |event| {
        if let Some(form) = form() {
            save_typed(engine, &form);
        }
        if engine.waiting() > 0 {
            event.prevent_default();
        }
    });
}

fn keep_ticking(engine: Engine) {
    engine.tick();
    set_timeout(move || keep_ticking(engine), engine.to_the_next_second());
}
