//! `/start?tree=&ticket=&client=&follows=`: the form that begins a walk. A ticket system can link to it.

mod choose;
mod form;

use leptos::prelude::*;
use resolutionflow::id::SessionId;

use super::trees::from_the_top;
use crate::backend::views::{LinkedSession, Occasion, SessionState, StartPage, TreeLibrary, TreeQuery, Viewer};
use crate::error::AppError;
use crate::ui::{Frame, Query, Section, load};
use choose::ChooseTree;
use form::StartForm;

const PATH: &str = "/start";

/// Content of the page: the form, or the trees to choose from.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct Found {
    tree: Option<StartPage>,
    choice: Option<TreeLibrary>,
    follows: Option<LinkedSession>,
}

/// Starts a walk on the tree that the address names, or lets one be chosen.
#[component]
pub fn StartWalk() -> impl IntoView {
    let query = Query::of_page();
    // A ticket system may link here with the address of its ticket.
    let number = use_context::<Viewer>().and_then(|viewer| viewer.ticket_link?.ticket_in(query.get("ticket")));
    let query = number.map_or_else(|| query.clone(), |number| query.with("ticket", number.as_str()));
    let key = query.filled("tree");
    let follows = query.get("follows").parse::<SessionId>().ok();
    let occasion = Occasion { ticket: query.get("ticket").to_owned(), client: query.get("client").to_owned(), ..Occasion::default() };
    let wanted = TreeQuery { text: query.get("q").to_owned(), after: query.filled("after"), ..TreeQuery::default() };
    load(
        move |backend| async move {
            // A follow-up of a session that is gone is a start like any other.
            let follows = match follows {
                Some(id) => backend.session(id).await.ok().map(|page| LinkedSession {
                    id,
                    tree: page.tree.name.clone(),
                    started_at: page.session.started_at,
                    state: SessionState::from(&page.session),
                }),
                None => None,
            };
            let tree = match key {
                Some(tree) => match backend.start_page(Occasion { tree, ..occasion }).await {
                    Ok(page) => Some(page),
                    Err(AppError::NotFound) => None,
                    Err(error) => return Err(error),
                },
                None => None,
            };
            let choice = if tree.is_none() { Some(from_the_top(backend, wanted).await?) } else { None };
            Ok(Found { tree, choice, follows })
        },
        move |found| {
            let query = query.clone();
            view! {
                <Frame title="Start a walk" section=Section::Trees>
                    {match (found.tree, found.choice) {
                        (Some(page), _) => view! { <StartForm page follows=found.follows query /> }.into_any(),
                        (None, library) => view! { <ChooseTree library query follows=found.follows /> }.into_any(),
                    }}
                </Frame>
            }
        },
    )
}
