//! Notice of recurrence: recent walks of the same tree for the same ticket or client.

use leptos::prelude::*;

use crate::backend::views::Recurrence;
use crate::ui::{Icon, Instant, StateBadge};

/// Notice of the earlier walks with their states and outcomes; empty where there are none.
#[component]
pub fn Recurring(
    /// Newest first.
    walks: Vec<Recurrence>,
) -> impl IntoView {
    (!walks.is_empty()).then(|| {
        let of_ticket = walks.iter().filter(|walk| walk.same_ticket).count();
        let (whose, mixed) = match of_ticket {
            0 => ("this client", false),
            _ if of_ticket == walks.len() => ("this ticket", false),
            _ => ("this ticket or client", true),
        };
        view! {
            <section class="notice print:hidden" aria-labelledby="recurring">
                <h2 class="flex items-center gap-2 text-base font-medium" id="recurring">
                    {Icon::History.view()}
                    "Recurring"
                </h2>
                <p class="mt-1">{format!("This tree was walked for {whose} in the 30 days before.")}</p>
                <ul class="mt-2 space-y-2">{walks.into_iter().map(|walk| view! { <Earlier walk mixed /> }).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Earlier(
    walk: Recurrence,
    /// True if others of the list are for the same client alone.
    mixed: bool,
) -> impl IntoView {
    let Recurrence { session, technician, same_ticket } = walk;
    view! {
        <li class="flex flex-wrap items-center gap-x-2 gap-y-1">
            <StateBadge state=session.state />
            <a class="link" href=format!("/sessions/{}", session.id)>
                <Instant at=session.started_at />
            </a>
            <span class="min-w-0 wrap-anywhere text-muted" dir="auto">{technician.name}</span>
            {(same_ticket && mixed).then_some("same ticket")}
        </li>
    }
}
