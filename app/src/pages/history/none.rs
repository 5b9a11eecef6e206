//! What stands where the list would be.

use leptos::prelude::*;

use super::PATH;
use super::chips::cleared;
use crate::backend::history::{HistoryQuery, Technician};
use crate::ui::{Empty, Icon, Query};

/// Why there are none, and how to go on.
#[component]
pub(super) fn NoSessions(
    /// What is known of the address.
    query: Query,
    /// The same, as it is understood.
    asked: HistoryQuery,
    /// Whether the account lets the viewer read no more than their own, and what waits for somebody.
    own_only: bool,
) -> impl IntoView {
    let clear = cleared(&query, &asked).without("state").without("outcome");
    let narrowed = query.without("technician").without("columns").without("sort") != Query::default();
    let technician = asked.technician;
    let everyone = (technician != Technician::Anyone && !own_only).then(|| query.with("technician", "anyone").href(PATH));
    let title = match (narrowed, technician) {
        (true, _) => "No session matches",
        (false, Technician::Me) => "No sessions of yours yet",
        (false, _) => "No sessions yet",
    };
    view! {
        <Empty icon=Icon::History title>
            <p>
                {if narrowed {
                    "The filters let nothing through. Take one away, or look further."
                } else {
                    "Every walk through a tree will be here with its outcome, its times and its documentation."
                }}
            </p>
            <div class="flex flex-wrap justify-center gap-2">
                {if narrowed {
                    view! {
                        <a class="button" href=clear.href(PATH)>
                            "Clear filters"
                        </a>
                    }
                        .into_any()
                } else {
                    view! {
                        <a class="button button-primary" href="/trees">
                            "Choose a tree to walk"
                        </a>
                    }
                        .into_any()
                }}
                {everyone
                    .map(|href| {
                        view! {
                            <a class="button" href=href>
                                "Look at everyone’s"
                            </a>
                        }
                    })}
            </div>
        </Empty>
    }
}
