//! The page without sessions.

use leptos::prelude::*;

use super::PATH;
use super::chips::cleared;
use crate::backend::history::{HistoryQuery, Technician};
use crate::ui::{Empty, Icon, Query};

/// Page without sessions: the reason why there are none, and the next step.
#[component]
pub(super) fn NoSessions(
    /// The known part of the address.
    address: Query,
    /// Its meaning.
    query: HistoryQuery,
    /// The viewer reads their own sessions and the hand-over queue alone.
    own_only: bool,
) -> impl IntoView {
    let clear = cleared(&address, &query).without("state").without("outcome");
    let filtered = address.without("technician").without("columns").without("sort") != Query::default();
    let technician = query.filter.technician;
    let everyone = (technician != Technician::Anyone && !own_only).then(|| address.with("technician", "anyone").href(PATH));
    let title = match (filtered, technician) {
        (true, _) => "No session matches",
        (false, Technician::Me) => "No sessions of yours yet",
        (false, _) => "No sessions yet",
    };
    view! {
        <Empty icon=Icon::History title>
            <p>
                {if filtered {
                    "No session passes these filters. Remove one, or look further."
                } else {
                    "Every walk through a tree will be here with its outcome, its times and its documentation."
                }}
            </p>
            <div class="flex flex-wrap justify-center gap-2">
                {if filtered {
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
