//! Header of the walk: tree, ticket, client and clocks.

use leptos::prelude::*;
use resolutionflow::id::SessionId;
use resolutionflow::session::{Facts, Session};
use resolutionflow::time::{Seconds, Timestamp};

use super::{Icon, Ticking};

/// The tree and its version in one line: `VPN does not connect · v3`.
pub fn tree_line(name: &str, session: &Session) -> String {
    format!("{name} · v{}", session.version.number)
}

/// Header of the walk page: tree, ticket, client, clocks and the state of saving.
#[component]
pub fn WalkHeader(
    /// The session.
    session: SessionId,
    /// Its tree and version in one line.
    tree: String,
    /// Its ticket and client.
    facts: Facts,
    /// Elapsed time of the open step.
    here: Seconds,
    /// Elapsed time of the walk.
    total: Seconds,
    /// The server's time at which those were so.
    now: Timestamp,
    /// The state of saving, for the player.
    #[prop(optional, into)]
    saved: Option<AnyView>,
) -> impl IntoView {
    view! {
        <header class="walk-header">
            <p class="walk-tree line-clamp-2" dir="auto">{tree}</p>
            <p class="walk-clocks">
                <span class="walk-clock">
                    <strong>
                        <Ticking elapsed=here now />
                    </strong>
                    <span class="max-sm:sr-only">" this"</span>
                    " step"
                </span>
                <span class="walk-clock">
                    <strong>
                        <Ticking elapsed=total now />
                    </strong>
                    " total"
                </span>
            </p>
            <p class="walk-subject">
                <Subject facts />
                <a class="link whitespace-nowrap text-sm" href=format!("/sessions/{session}?edit=facts&from=walk#facts")>
                    "Edit"
                    <span class="sr-only">" ticket and client"</span>
                </a>
            </p>
            <div class="walk-saved">{saved}</div>
        </header>
    }
}

/// The ticket and the client, with a picture each and cut where they are too long for a line; says so where there is neither.
#[component]
pub fn Subject(
    /// The session's facts.
    facts: Facts,
    /// The ticket's address in the account's PSA.
    #[prop(optional_no_strip)]
    ticket_at: Option<String>,
) -> impl IntoView {
    let (ticket, client) = (facts.ticket, facts.client);
    let neither = (ticket.is_empty() && client.is_empty()).then(|| view! { <span class="text-muted">"No ticket, no client"</span> });
    view! {
        {neither}
        {(!ticket.is_empty())
            .then(|| {
                view! {
                    <span class="subject">
                        {Icon::Ticket.view()}
                        <span class="sr-only">"Ticket "</span>
                        <bdi title=ticket.to_string()>
                            {match ticket_at {
                                Some(href) => view! { <TicketLink ticket=ticket.to_string() href /> }.into_any(),
                                None => ticket.to_string().into_any(),
                            }}
                        </bdi>
                    </span>
                }
            })}
        {(!client.is_empty())
            .then(|| {
                view! {
                    <span class="subject">
                        {Icon::Client.view()}
                        <span class="sr-only">"Client "</span>
                        <bdi title=client.to_string()>{client.to_string()}</bdi>
                    </span>
                }
            })}
    }
}

/// A ticket as a link to the account's ticket system (PSA), which opens in a new tab.
#[component]
pub fn TicketLink(
    /// The ticket.
    ticket: String,
    /// Its address there.
    href: String,
) -> impl IntoView {
    view! {
        <a class="link" href=href target="_blank" rel="noopener noreferrer">
            {ticket}
        </a>
    }
}
