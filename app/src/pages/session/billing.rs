//! Charge for the session.

use std::sync::Arc;

use leptos::prelude::*;
use resolutionflow::zone::Zone;

use crate::backend::views::{Bill, BillPart, SessionPage, Viewer};
use crate::ui::{Instant, StateBadge};

/// Card of the billable time: active and billed time, the rule in words, and the parts of a ticket that is rounded as a whole.
#[component]
pub(super) fn Billable(page: Arc<SessionPage>) -> impl IntoView {
    let Bill { rule, billed, parts, is_too_long } = page.bill.clone();
    let ticket = page.session.facts.ticket.to_string();
    let zone = use_context::<Viewer>().map_or(Zone::UTC, |viewer| viewer.zone);
    view! {
        <section class="card" aria-labelledby="billable">
            <div class="card-head">
                <h2 id="billable">"Billable time"</h2>
                <p class="tabular-nums">
                    {(page.totals.active != billed)
                        .then(|| view! { <span class="whitespace-nowrap text-muted">{format!("{} active → ", page.totals.active.exact())}</span> })}
                    <span class="whitespace-nowrap font-medium">{format!("{} billed", billed.exact())}</span>
                </p>
            </div>
            <p class="hint px-5 py-3">
                {format!("{}.", rule.in_words())}
                {is_too_long.then_some(" So many sessions have this ticket that this one is rounded by itself.")}
                {page.session.completion().is_none().then(|| format!(" As of {}; it goes on, so this may change.", zone.exact(page.now)))}
            </p>
            {(parts.len() > 1).then(|| view! { <Parts ticket parts session=page.session.id.to_string() /> })}
        </section>
    }
}

#[component]
fn Parts(ticket: String, parts: Vec<BillPart>, session: String) -> impl IntoView {
    let active = parts.iter().map(|part| part.active).sum::<resolutionflow::time::Seconds>();
    let billed = parts.iter().map(|part| part.billed).sum::<resolutionflow::time::Seconds>();
    view! {
        <table class="bill">
            <caption class="sr-only">{format!("Sessions of ticket {ticket}")}</caption>
            <thead>
                <tr>
                    <th scope="col">"Session"</th>
                    <th class="text-right" scope="col">
                        "Active"
                    </th>
                    <th class="text-right" scope="col">
                        "Billed"
                    </th>
                </tr>
            </thead>
            <tbody>
                {parts
                    .into_iter()
                    .map(|part| {
                        view! {
                            <tr>
                                <th scope="row">
                                    {match part.session {
                                        Some(linked) if linked.id.to_string() == session => "This session".into_any(),
                                        Some(linked) => {
                                            view! {
                                                <span class="flex flex-wrap items-center gap-x-2 gap-y-1">
                                                    <a class="link min-w-0 wrap-anywhere" href=format!("/sessions/{}", linked.id) dir="auto">
                                                        {linked.tree}
                                                    </a>
                                                    <Instant at=linked.started_at />
                                                    <StateBadge state=linked.state />
                                                </span>
                                            }
                                                .into_any()
                                        }
                                        None => "Another session".into_any(),
                                    }}
                                </th>
                                <td class="text-right">{part.active.exact()}</td>
                                <td class="text-right">{part.billed.exact()}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
            <tfoot>
                <tr>
                    <th scope="row">{format!("Ticket {ticket}")}</th>
                    <td class="text-right">{active.exact()}</td>
                    <td class="text-right">{billed.exact()}</td>
                </tr>
            </tfoot>
        </table>
    }
}
