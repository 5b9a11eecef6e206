//! `/proposals/:proposal`: a suggestion with what it changes; for authors what it meets, to be taken or declined, for its own author to be
//! withdrawn.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use resolutionflow::id::ProposalId;
use resolutionflow::proposal::Standing;
use resolutionflow::text::Reason;
use resolutionflow::tree::{Change, Word};

use super::{badge, section};
use crate::api::gate::GateFields;
use crate::api::proposals::{DeclineProposal, TakeProposal, WithdrawProposal};
use crate::backend::views::Viewer;
use crate::backend::views::proposals::{Meets, ProposalCard, ProposalPage as Page};
use crate::error::{AppError, Dispute};
use crate::pages::Problem;
use crate::pages::drafts::{command, texts};
use crate::posted::Posted;
use crate::ui::{Done, FormFault, Frame, Hidden, Icon, Instant, Query, Section, TextField, load};

/// A suggestion.
#[component]
pub fn ProposalPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("proposal")).unwrap_or_default();
    match id.parse::<ProposalId>() {
        Ok(id) => load(move |backend| async move { backend.proposal(id).await }, |page| show(&page)).into_any(),
        Err(_) => view! { <Problem error=AppError::NotFound /> }.into_any(),
    }
}

fn show(page: &Page) -> AnyView {
    let card = &page.card;
    let is_author = use_context::<Viewer>().is_some_and(|viewer| viewer.may_author);
    let (back, back_to) = if is_author { ("/proposals", "For authors") } else { ("/proposals/mine", "My suggestions") };
    let parts: Vec<AnyView> = [
        Some(what(page)),
        page.meets.as_ref().map(|meets| take(card, meets)),
        page.meets.as_ref().map(|_| decline(card)),
        (page.is_mine && card.standing == Standing::Waiting).then(|| withdraw(card)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (title, badge, facts) = (card.title.clone(), badge(card.standing), facts(card));
    view! {
        <Frame title=format!("Suggestion · {title}") section=Section::Trees>
            <Done />
            <FormFault action=TakeProposal::url() />
            <FormFault action=DeclineProposal::url() />
            <FormFault action=WithdrawProposal::url() />
            <p class="mb-1">
                <a class="link inline-flex items-center gap-1" href=back>
                    {Icon::ArrowLeft.view()}
                    {back_to}
                </a>
            </p>
            <div class="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
                <h1 class="min-w-0 wrap-anywhere">"Suggestion: " <bdi>{title}</bdi></h1>
                {badge}
            </div>
            {facts}
            <div class="mt-6 max-w-3xl space-y-6">{parts}</div>
        </Frame>
    }
    .into_any()
}

fn facts(card: &ProposalCard) -> AnyView {
    let declined = card.declined.clone().map(|(by, reason)| {
        view! {
            <div class="notice mt-3">
                <p>
                    "Declined by "
                    <bdi>{by}</bdi>
                    ":"
                </p>
                <p class="wrap-anywhere" dir="auto">
                    {reason}
                </p>
            </div>
        }
    });
    view! {
        <p class="typed" dir="auto">
            {card.note.clone()}
        </p>
        <p class="facts editor-facts">
            <span>
                <a class="link" href=format!("/trees/{}", card.tree.key)>
                    <bdi>{card.tree.name.clone()}</bdi>
                </a>
                {format!(", version {}", card.version)}
            </span>
            <span>
                <bdi>{card.by.name.clone()}</bdi>
                ", "
                <Instant at=card.at aged=true />
            </span>
            <span>
                <a class="link" href=format!("/sessions/{}", card.session)>
                    "The session in which it came up"
                </a>
            </span>
        </p>
        {declined}
    }
    .into_any()
}

/// What it changes, word by word, and as a difference of texts.
fn what(page: &Page) -> AnyView {
    let changes: Vec<AnyView> = page.changes.iter().map(change).collect();
    let body = view! {
        <ol class="divide-y divide-line">{changes}</ol>
        <details class="mt-3">
            <summary class="link inline-flex min-h-10 items-center">"As a difference of texts"</summary>
            <pre class="code mt-2 max-h-96 overflow-auto" tabindex="0">
                {page.unified.clone()}
            </pre>
        </details>
    };
    section("card px-5 py-4", "what", "What it changes", body.into_any())
}

fn change(change: &Change) -> AnyView {
    let words = change.words().map(|words| {
        let words: Vec<AnyView> = words.into_iter().map(word).collect();
        view! {
            <p class="typed mt-1" dir="auto">
                {words}
            </p>
        }
    });
    view! {
        <li class="py-2">
            <p class="wrap-anywhere" dir="auto">
                {change.sentence.clone()}
            </p>
            {words}
        </li>
    }
    .into_any()
}

fn word(word: Word) -> AnyView {
    match word {
        Word::Same(text) => text.into_any(),
        Word::Gone(text) => view! { <del>{text}</del> }.into_any(),
        Word::New(text) => view! { <ins>{text}</ins> }.into_any(),
    }
}

/// Taking it, with decisions about what has changed meanwhile.
fn take(card: &ProposalCard, meets: &Meets) -> AnyView {
    let place = match meets.draft {
        Some(_) => "the draft of the tree",
        None => "a new draft of the tree, on its latest version",
    };
    let body = if meets.is_gone {
        view! { <p>"The step is not there any more, so there is nothing to take this into. Decline it, or bring the step back in the draft first."</p> }
            .into_any()
    } else {
        let said = match (meets.is_there, meets.disputes.is_empty()) {
            (true, _) => "The step reads so already. Taking the suggestion says that it is done.".to_owned(),
            (_, true) => format!("Nothing is in its way. It goes into {place}, where Undo takes it out again."),
            (_, false) => {
                format!(
                    "The same was changed since. Decide for each of these which text the step has from now on; the rest goes into {place} by itself."
                )
            }
        };
        let parts: Vec<AnyView> = meets.disputes.iter().enumerate().map(|(at, dispute)| decision(meets, at, dispute)).collect();
        let step = meets.draft.map(|draft| {
            let href = Query::default().with("step", &card.node.0).href(&format!("/drafts/{draft}"));
            view! {
                <a class="link inline-flex min-h-10 items-center" href=href>
                    "The step in the draft"
                </a>
            }
        });
        view! {
            <form class="space-y-4" method="post" action=TakeProposal::url()>
                <Hidden name="proposal" value=card.id.to_string() />
                <Hidden name="command_id" value=command() />
                <Hidden name="met" value=meets.at.to_string() />
                <p>{said}</p>
                {parts}
                <div class="flex flex-wrap items-center gap-4">
                    <button class="button button-primary">{Icon::Check.view()} "Take it"</button>
                    {step}
                </div>
            </form>
        }
        .into_any()
    };
    section("card px-5 py-4", "take", "Take it into the draft", body)
}

fn decision(meets: &Meets, at: usize, dispute: &Dispute) -> AnyView {
    let name = format!("keep[{}]", GateFields::dispute(at));
    let posted = Posted::to(TakeProposal::url());
    // Of another document it would be another decision.
    let here = posted.as_ref().filter(|posted| posted.field("met") == Some(&meets.at.to_string()));
    let chosen = here.and_then(|posted| posted.field(&name)).map(str::to_owned);
    let choice = |value: &'static str, words: &'static str| {
        view! {
            <label class="flex min-h-10 items-center gap-2">
                <input type="radio" name=name.clone() value=value checked=chosen.as_deref() == Some(value) required=true />
                <span>{words}</span>
            </label>
        }
    };
    let theirs = if meets.draft.is_some() { "The draft" } else { "The latest version" };
    view! {
        <fieldset class="editor-part">
            <legend class="wrap-anywhere" dir="auto">
                {dispute.part.clone()}
            </legend>
            <div class="col-span-full">{texts(dispute, theirs.to_owned(), "The suggestion".to_owned())}</div>
            {(posted.is_some() && chosen.is_none()).then(|| view! { <p class="fault">"Choose one of them."</p> })}
            {choice("mine", "Take what is suggested")}
            {choice("theirs", "Keep what is there")}
        </fieldset>
    }
    .into_any()
}

fn decline(card: &ProposalCard) -> AnyView {
    let action = DeclineProposal::url();
    let body = view! {
        <form class="space-y-3" method="post" action=action>
            <Hidden name="proposal" value=card.id.to_string() />
            <TextField action name="reason" label="Reason" hint="Shown to who suggested it." limit=Reason::LIMIT required=true />
            <button class="button">{Icon::Cross.view()} "Decline"</button>
        </form>
    };
    section("card px-5 py-4", "decline", "Or decline it", body.into_any())
}

fn withdraw(card: &ProposalCard) -> AnyView {
    view! {
        <form method="post" action=WithdrawProposal::url()>
            <Hidden name="proposal" value=card.id.to_string() />
            <button class="button">{Icon::Undo.view()} "Withdraw this suggestion"</button>
        </form>
    }
    .into_any()
}
