//! People, where nobody is shown, and why.

use leptos::prelude::*;
use resolutionflow::access::Deed;
use resolutionflow::insights::people::{HeldBack as Why, LEAST_PEOPLE, Narrowed};
use resolutionflow::stats::ENOUGH;

use crate::backend::views::Viewer;
use crate::pages::admin::SWITCH;
use crate::ui::{Empty, Icon};

/// Says that the account has no figures per person.
#[component]
pub(super) fn Off() -> impl IntoView {
    let is_admin = use_context::<Viewer>().is_some_and(|viewer| viewer.role.may(Deed::KeepAccount));
    view! {
        <Empty icon=Icon::Users title="Figures per person are off">
            <p>
                "Nothing is worked out about a person. Everybody sees " <a class="link" href="/insights/mine">
                    "their own figures"
                </a> " in any case, and no page or file of Insights has those of others."
            </p>
            {if is_admin {
                view! {
                    <a class="button" href=SWITCH>
                        "What turning them on means…"
                    </a>
                }
                    .into_any()
            } else {
                view! { <p>"An admin can turn them on. Where there is a works council, it may have to agree first."</p> }.into_any()
            }}
        </Empty>
    }
}

/// The answer where nobody is shown.
pub(super) fn sentence() -> &'static str {
    "Nobody is shown for these days and trees."
}

/// Says why nobody is shown, and where to look instead.
#[component]
pub(super) fn HeldBack(
    why: Why,
    /// True if the page is about all trees and this year already.
    is_widest: bool,
) -> impl IntoView {
    let (title, text, (away, href)) = match why {
        Why::SmallGroup => (
            "Too few people",
            format!(
                "Figures are shown of at least {LEAST_PEOPLE} people with at least {ENOUGH} decided walks each, here and in files. Look at more days, or at \
                 all trees."
            ),
            ("All trees, this year", "/insights/people?period=year"),
        ),
        Why::Remainder(Narrowed::Trees) => (
            "The rest would be of few people",
            "All trees less the ones that you chose would be the figures of fewer than five people, or of fewer than ten walks of somebody, so these are \
             not shown either."
                .to_owned(),
            ("All trees, last 30 days", "/insights/people"),
        ),
        Why::Remainder(Narrowed::Days) => (
            "The other days would be of few people",
            "The last 30 days less the ones that you chose would be the figures of fewer than five people, or of fewer than ten walks of somebody, so these \
             are not shown either."
                .to_owned(),
            ("All trees, last 30 days", "/insights/people"),
        ),
    };
    view! {
        <Empty icon=Icon::Users title=title>
            <p>{text}</p>
            {(!is_widest)
                .then(|| {
                    view! {
                        <a class="button" href=href>
                            {away}
                        </a>
                    }
                })}
        </Empty>
    }
}
