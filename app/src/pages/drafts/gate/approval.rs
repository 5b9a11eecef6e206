//! A second person's approval, where the account wants one.

use leptos::prelude::*;

use super::{button, section as gate_section};
use crate::backend::views::gate::GatePage;
use crate::backend::views::{Person, Viewer};
use crate::ui::Instant;

/// The section of the approval; none where the account needs none.
pub(super) fn section(gate: &GatePage) -> Option<AnyView> {
    let approval = gate.approval.as_ref()?;
    let own = use_context::<Viewer>().map(|viewer| viewer.user_id);
    let is_given = approval.given.iter().any(|(person, _)| Some(person.id) == own);
    let is_sole_author = approval.authors.len() == 1 && approval.authors.iter().any(|author| Some(author.id) == own);
    let given = approval.given.iter().map(|(person, at)| {
        view! {
            <li>
                <bdi>{person.name.clone()}</bdi>
                " approved this draft as it stands, "
                <Instant at=*at aged=true />
                "."
            </li>
        }
    });
    let asked = approval.asked.as_ref().filter(|_| !approval.is_enough).map(|(at, person)| {
        view! {
            <p class="mt-2">
                <bdi>{person.name.clone()}</bdi>
                " asked for an approval, "
                <Instant at=*at aged=true />
                "."
            </p>
        }
    });
    let words = if approval.is_enough {
        "This draft is approved. Any change of it makes the approval void."
    } else {
        "Before it is published, somebody else has to approve what each of its authors wrote. Any change makes an approval void."
    };
    let buttons = [
        (!is_given && !is_sole_author).then(|| button("approve".to_owned(), "Approve this draft", String::new())),
        is_given.then(|| button("withdraw".to_owned(), "Take your approval back", String::new())),
        (approval.asked.is_none() && !approval.is_enough).then(|| button("ask".to_owned(), "Ask for approval", String::new())),
        approval.asked.is_some().then(|| button("unask".to_owned(), "Ask no longer", String::new())),
    ];
    let body = view! {
        <p>{words}</p>
        {(!approval.authors.is_empty()).then(|| view! { <p class="mt-2">"Written by " <bdi>{names(&approval.authors)}</bdi> "."</p> })}
        {asked}
        <ul class="mt-2">{given.collect_view()}</ul>
        <div class="mt-3 flex flex-wrap gap-2">{buttons.into_iter().flatten().collect_view()}</div>
    };
    Some(gate_section("approval", "Approval by a second person", body.into_any()))
}

fn names(people: &[Person]) -> String {
    people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ")
}
