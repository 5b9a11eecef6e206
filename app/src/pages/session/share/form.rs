//! The form that asks for a link.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::SessionId;
use resolutionflow::share::{Audience, Expiry, Offer};

use super::word;
use crate::api::shares::ShareSession;
use crate::posted::Posted;
use crate::ui::{FieldFault, Icon};

/// Form that asks for a link; what its readers will see comes before it is made.
#[component]
pub(super) fn ShareForm(session: SessionId, offers: Vec<Offer>) -> impl IntoView {
    let action = ShareSession::url();
    let posted = Posted::to(action);
    let public = offers.iter().any(|offer| offer.audience() == Audience::Public);
    let output = posted.as_ref().and_then(|posted| posted.field("output")) == Some("1");
    view! {
        <details class="card fold-card" open=posted.is_some()>
            <summary>{Icon::Link.view()} "Make a link"</summary>
            <form class="fold-form" method="get" action=format!("/sessions/{session}#share")>
                <p class="text-muted">"A link shows this session in its current state, read-only, and nothing else."</p>
                <OfferCards action offers />
                {if public {
                    view! {
                        <div>
                            <span class="switch">
                                <input
                                    type="checkbox"
                                    id="share-output"
                                    name="output"
                                    value="1"
                                    checked=output
                                    aria-describedby="share-output-note"
                                />
                                <label for="share-output">"Show the output of commands to anyone, too"</label>
                            </span>
                            <p class="hint" id="share-output-note">
                                "Output often has names, addresses and secrets of the client in it. People of your account see it in any case."
                            </p>
                        </div>
                    }
                        .into_any()
                } else {
                    view! { <p class="hint">"Links for anyone are made by the holder of the session or a manager."</p> }.into_any()
                }}
                <ExpiryField action />
                <button class="button button-primary">{Icon::Search.view()} "See what it shows"</button>
            </form>
        </details>
    }
}

#[component]
fn OfferCards(action: &'static str, offers: Vec<Offer>) -> impl IntoView {
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("offer"));
    let chosen = posted.as_ref().and_then(|posted| posted.field("offer")?.parse().ok()).unwrap_or(Offer::Account);
    let meaning = |offer| match offer {
        Offer::Account => "They sign in first. Nothing is masked.",
        Offer::Public => "E-mail and IP addresses, passwords, tokens and card numbers are masked where they are found.",
        Offer::PublicWhole => "Everything is shown as it was typed.",
    };
    view! {
        <fieldset class="min-w-0" aria-describedby=fault.map(|_| "offer-note")>
            <legend class="label">"Who may open it?"</legend>
            <div class="grid gap-2">
                {offers
                    .into_iter()
                    .map(|offer| {
                        view! {
                            <label class="radio-card has-checked:bg-accent-surface has-checked:text-accent">
                                <input class="radio-card-dot" type="radio" name="offer" value=offer.as_str() required checked=offer == chosen />
                                <span class="min-w-0">
                                    <span class="font-semibold wrap-anywhere">{word(offer)}</span>
                                    <span class="radio-card-line">{meaning(offer)}</span>
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <FieldFault name="offer" label="Who may open it" fault />
        </fieldset>
    }
}

#[component]
fn ExpiryField(action: &'static str) -> impl IntoView {
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("expiry"));
    let chosen = posted.as_ref().and_then(|posted| posted.field("expiry")?.parse().ok()).unwrap_or_default();
    let option = |expiry: Expiry| {
        let unit = if expiry == Expiry::Day { "day" } else { "days" };
        view! { <option value=expiry.as_str() selected=expiry == chosen>{format!("{} {unit}", expiry.as_str())}</option> }
    };
    view! {
        <div>
            <label class="label" for="expiry">
                "Works for"
            </label>
            <select class="control max-w-xs" id="expiry" name="expiry" aria-describedby=fault.map(|_| "expiry-note")>
                {Expiry::ALL.map(option).into_iter().collect_view()}
            </select>
            <FieldFault name="expiry" label="How long it works" fault />
        </div>
    }
}
