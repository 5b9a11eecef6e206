//! Read-only links to the session: those that there are, and the way to another one.

mod form;
mod links;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::SessionId;
use resolutionflow::share::{Audience, Expiry, MOST, Offer};

use crate::api::shares::ShareSession;
use crate::backend::Backend;
use crate::backend::exports::Reading;
use crate::backend::shares::SharesPage;
use crate::backend::views::Viewer;
use crate::error::AppError;
use crate::pages::reading::ReadingView;
use crate::posted::Posted;
use crate::ui::{Hidden, Icon, Query};
use form::ShareForm;
use links::{Living, Past};

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

/// Kind of link, in words.
fn word(offer: Offer) -> String {
    match offer {
        Offer::Public => format!("{}, redacted", audience(offer.audience())),
        Offer::PublicWhole => format!("{}, not redacted", audience(offer.audience())),
        Offer::Account => audience(offer.audience()),
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
