//! `/proposals/mine`: what the viewer has suggested, and what became of it.

use leptos::prelude::*;

use super::rows;
use crate::backend::views::proposals::ProposalCard;
use crate::ui::{Done, Empty, Frame, Icon, Section, load};

/// Suggestions of the viewer.
#[component]
pub fn MyProposals() -> impl IntoView {
    load(|backend| async move { backend.my_proposals().await }, |cards| show(cards).into_any())
}

fn show(cards: Vec<ProposalCard>) -> impl IntoView {
    let list = if cards.is_empty() {
        view! {
            <Empty icon=Icon::Pencil title="No suggestions yet">
                <p>"Where a step of a tree could say it better, “Suggest a change” beside it in the walk leads to a form with its words."</p>
            </Empty>
        }
        .into_any()
    } else {
        rows(cards, false)
    };
    view! {
        <Frame title="My suggestions" section=Section::Trees>
            <Done />
            <h1 class="mb-4">"My suggestions"</h1>
            {list}
        </Frame>
    }
}
