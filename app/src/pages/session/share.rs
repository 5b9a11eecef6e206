//! Read-only links to the session: those that there are, and the form that makes one.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::SessionId;
use resolutionflow::share::{Audience, Expiry, MOST, Offer, ShareStatus};

use crate::api::shares::{RevokeShare, ShareSession};
use crate::backend::Backend;
use crate::backend::exports::Reading;
use crate::backend::shares::{ShareRow, SharesPage};
use crate::backend::views::Viewer;
use crate::error::AppError;
use crate::pages::reading::ReadingView;
use crate::posted::Posted;
use crate::respond;
use crate::ui::{FieldFault, FreshLink, Hidden, Icon, Instant, Query, fresh_link};

/// Link that the address asks for, before it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asking {
    pub(super) offer: Offer,
    output: bool,
    expiry: Expiry,
}

impl Asking {
    /// Reads the address: none, unless all of it is one of the choices, and none where one of them was refused.
    pub(super) fn of(query: &Query) -> Option<Self> {
        let refused = Posted::to(ShareSession::url()).map(|posted| posted.error);
        if refused.is_some_and(|error| ["offer", "expiry"].into_iter().any(|name| error.fault(name).is_some())) {
            return None;
        }
        let expiry = query.get("expiry");
        let expiry = if expiry.is_empty() { Expiry::default() } else { expiry.parse().ok()? };
        Some(Self { offer: query.get("offer").parse().ok()?, output: query.get("output") == "1", expiry })
    }

    /// The session as strangers will read it; none of a link for the account, whose people may read it anyway.
    pub(super) async fn reading(self, backend: &dyn Backend, session: SessionId) -> Result<Option<Reading>, AppError> {
        match self.offer.audience() {
            Audience::Public => backend.preview_share(session, self.offer, self.output).await.map(Some),
            Audience::Account => Ok(None),
        }
    }
}

/// Card of the links to a session: those that work, the form that makes another one, and those that worked once.
#[component]
pub(super) fn Share(
    session: SessionId,
    shares: SharesPage,
    /// The link that the address asks for, and what strangers will read of it.
    wanted: Option<(Asking, Option<Reading>)>,
) -> impl IntoView {
    let SharesPage { living, past, offers, fits } = shares;
    let list = (!living.is_empty()).then(|| {
        view! {
            <ul class="card divide-y divide-line" aria-label="Links that work">
                {living.into_iter().map(|share| view! { <Living session share /> }).collect_view()}
            </ul>
        }
    });
    view! {
        <section class="space-y-3 print:hidden" aria-labelledby="share">
            <h2 id="share">"Share"</h2>
            {list}
            {match wanted {
                Some((asking, reading)) => view! { <Making session asking reading /> }.into_any(),
                None if fits => view! { <ShareForm session offers /> }.into_any(),
                None => {
                    view! { <p class="text-muted">{format!("{MOST} links work, and no more fit. Take one back to make another one.")}</p> }.into_any()
                }
            }}
            {(!past.is_empty()).then(|| view! { <Past past /> })}
        </section>
    }
}

/// Audience of a link, in words.
fn audience(audience: Audience) -> String {
    match audience {
        Audience::Public => "Anyone with the link".to_owned(),
        Audience::Account => {
            let account = use_context::<Viewer>().map_or_else(|| "your account".to_owned(), |viewer| viewer.account);
            format!("People of {account}")
        }
    }
}

#[component]
fn Living(session: SessionId, share: ShareRow) -> impl IntoView {
    let address = fresh_link(&["shared"], share.id).map(|token| format!("{}/shared/{token}", respond::origin()));
    let which =
        use_context::<Viewer>().map(|viewer| format!(": {}, made {}", audience(share.audience), viewer.zone.exact(share.created_at)));
    view! {
        <li class="space-y-3 px-5 py-4">
            <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
                <Facts share=share.clone() />
                {share
                    .may_take_back
                    .then(|| {
                        view! {
                            <form method="post" action=RevokeShare::url()>
                                <Hidden name="session" value=session.to_string() />
                                <Hidden name="share" value=share.id.to_string() />
                                <button class="button button-small">"Take back" <span class="sr-only">{which}</span></button>
                            </form>
                        }
                    })}
            </div>
            {address
                .map(|address| {
                    view! {
                        <FreshLink address />
                        <p class="text-muted">"Pass it on yourself. It is shown only now."</p>
                    }
                })}
        </li>
    }
}

/// A link with its status, views and the button that takes it back.
#[component]
fn Facts(share: ShareRow) -> impl IntoView {
    let end = match share.standing {
        ShareStatus::Living => view! { "Works until " <Instant at=share.expires_at /> }.into_any(),
        ShareStatus::Expired => view! { "Expired " <Instant at=share.expires_at /> }.into_any(),
        ShareStatus::Revoked => "Taken back".into_any(),
    };
    let views = match share.views {
        0 => "Not opened yet".to_owned(),
        1 => "Opened once".to_owned(),
        times => format!("Opened {times} times"),
    };
    view! {
        <div class="min-w-0 basis-64 grow">
            <p class="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium wrap-anywhere">
                {if share.audience == Audience::Public { Icon::Earth } else { Icon::Users }.view()} {audience(share.audience)}
                {share.redacted.then(|| view! { <span class="badge">"Redacted"</span> })}
                {(!share.with_output).then(|| view! { <span class="badge">"Without output"</span> })}
            </p>
            <p class="hint wrap-anywhere">"Made by " {share.by.name} " " <Instant at=share.created_at /> " · " {end}</p>
            <p class="hint">
                {views} {share.last_viewed_at.map(|at| view! { <span>", last " <Instant at aged=true /></span> })}
            </p>
        </div>
    }
}

#[component]
fn Past(past: Vec<ShareRow>) -> impl IntoView {
    let counted = if past.len() == 1 { "1 past link".to_owned() } else { format!("{} past links", past.len()) };
    view! {
        <details>
            <summary class="summary-link">{Icon::History.view()} {counted}</summary>
            <ul class="card mt-2 divide-y divide-line" aria-label="Past links">
                {past
                    .into_iter()
                    .map(|share| {
                        view! {
                            <li class="px-5 py-4">
                                <Facts share />
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
}

/// Form that asks for a link; what its readers will see comes before it is made.
#[component]
fn ShareForm(session: SessionId, offers: Vec<Offer>) -> impl IntoView {
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

/// The link that is asked for, what its readers will see, and the button that makes it.
#[component]
fn Making(session: SessionId, asking: Asking, reading: Option<Reading>) -> impl IntoView {
    let command = use_context::<Arc<dyn Backend>>().map(|backend| backend.new_command_id().to_string()).unwrap_or_default();
    let Asking { offer, output, expiry } = asking;
    let unit = if expiry == Expiry::Day { "day" } else { "days" };
    let with_output = if offer.with_output(output) { "with the output of commands" } else { "without the output of commands" };
    view! {
        <div class="card space-y-4 p-5">
            <p>
                <span class="font-semibold wrap-anywhere">{word(offer)}</span>
                {format!(", for {} {unit}, {with_output}", expiry.as_str())}
            </p>
            {reading
                .map(|reading| {
                    view! {
                        <ReadingView reading />
                        <p class="hint">"A link shows the session as it stands when it is opened. What is written later is in it, too."</p>
                    }
                })}
            <form class="flex flex-wrap gap-2" method="post" action=ShareSession::url()>
                <Hidden name="session" value=session.to_string() />
                <Hidden name="command_id" value=command />
                <Hidden name="offer" value=offer.as_str() />
                <Hidden name="output" value=if output { "1" } else { "" } />
                <Hidden name="expiry" value=expiry.as_str() />
                <button class="button button-primary">{Icon::Link.view()} "Make link"</button>
                <a class="button" href=format!("/sessions/{session}#share")>
                    "Cancel"
                    <span class="sr-only">" making a link"</span>
                </a>
            </form>
        </div>
    }
}

/// Kind of link, in words.
fn word(offer: Offer) -> String {
    match offer {
        Offer::Public => format!("{}, redacted", audience(offer.audience())),
        Offer::PublicWhole => format!("{}, not redacted", audience(offer.audience())),
        Offer::Account => audience(offer.audience()),
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
