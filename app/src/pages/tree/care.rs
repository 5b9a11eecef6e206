//! Owner and review of a tree, and the form that sets them.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::insights::day_words;

use crate::api::reviews::SetCare;
use crate::backend::views::reviews::{Owner, TreeCare};
use crate::backend::views::{Person, TreePage, Viewer};
use crate::posted::Posted;
use crate::ui::{Hidden, Icon, Instant, SelectField, TextField};

/// Owner, next and last review; those who write trees can set them.
#[component]
pub(super) fn Care(page: TreePage) -> impl IntoView {
    let TreePage { card, care, owners, .. } = page;
    let writes = use_context::<Viewer>().is_some_and(|viewer| viewer.may_author);
    let is_said = care != TreeCare::default();
    let said = is_said.then(|| said(&care));
    let form = writes.then(|| form(card.key, &care, owners));
    (is_said || writes).then(move || {
        view! {
            <section class="mt-6" id="care" aria-labelledby="care-title">
                <h2 class="sr-only" id="care-title">
                    "Owner and review"
                </h2>
                {said}
                {form}
            </section>
        }
    })
}

fn said(care: &TreeCare) -> AnyView {
    let owner = care.owner.as_ref().map(|owner| {
        let gone = owner.is_gone.then_some(", who was deactivated");
        view! { <span>"Owner: " <bdi>{owner.person.name.clone()}</bdi> {gone}</span> }
    });
    let today = use_context::<Viewer>().map(|viewer| viewer.today());
    let due = care.due.map(|due| {
        let over = today.is_some_and(|today| due < today);
        view! { <span>{format!("Next review: {}{}", day_words(due), if over { ", overdue" } else { "" })}</span> }
    });
    let last = care.last.as_ref().map(|last| {
        let note = (!last.note.is_empty()).then(|| view! { <p class="typed" dir="auto">{last.note.clone()}</p> });
        view! {
            <p class="hint">"Last reviewed " <Instant at=last.at aged=true /> " by " <bdi>{last.by.name.clone()}</bdi></p>
            {note}
        }
    });
    view! {
        <p class="facts">{owner} {due}</p>
        {last}
    }
    .into_any()
}

fn form(key: String, care: &TreeCare, people: Vec<Person>) -> AnyView {
    let action = SetCare::url();
    let is_refused = Posted::to(action).is_some();
    let owner = care.owner.as_ref();
    let chosen = owner.map(|owner| owner.person.id.to_string()).unwrap_or_default();
    let mut choices = vec![(String::new(), "Nobody".to_owned())];
    // Whoever owns it stays a choice, also without the right to write.
    let present = owner.filter(|owner| people.iter().all(|person| person.id != owner.person.id));
    choices.extend(present.map(|Owner { person, .. }| (person.id.to_string(), person.name.clone())));
    choices.extend(people.into_iter().map(|person| (person.id.to_string(), person.name)));
    let due = care.due.map(|due| due.to_string()).unwrap_or_default();
    view! {
        <details class="mt-1" open=is_refused>
            <summary class="link inline-flex min-h-10 items-center">"Set owner and review"</summary>
            <form class="mt-2 grid max-w-3xl items-end gap-3 sm:grid-cols-[minmax(0,1fr)_12rem_auto]" method="post" action=action>
                <Hidden name="command_id" value=crate::pages::drafts::command() />
                <Hidden name="key" value=key />
                <SelectField action name="owner" label="Owner" choices chosen />
                <TextField action name="due" kind="date" label="Next review" value=due />
                <button class="button">{Icon::Check.view()} "Save owner and review"</button>
            </form>
        </details>
    }
    .into_any()
}
