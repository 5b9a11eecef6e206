//! `/admin/settings/people`: the switch for figures per person, with what it means, and what pages say about it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::access::Deed;

use super::{AdminFrame, Place, only};
use crate::api::admin::ShowPeople;
use crate::ui::{FormFault, Hidden, people_since};

/// Address of the switch.
pub const SWITCH: &str = "/admin/settings/people";

/// Says what figures per person mean, and turns them on or off.
#[component]
pub fn PeopleSwitch() -> impl IntoView {
    only(Deed::KeepAccount, || switch().into_any())
}

/// State of the figures on the page of the settings, with the way to the switch.
#[component]
pub(super) fn PeopleState() -> impl IntoView {
    let since = people_since();
    let (state, verb) = match &since {
        Some(since) => (format!("On since {since}: managers can see figures per person."), "Turn off…"),
        None => ("Off: no page and no file of Insights has figures of a person.".to_owned(), "Turn on…"),
    };
    view! {
        <section class="card mt-6 px-5 py-4" aria-labelledby="people">
            <h2 id="people">"Figures per person"</h2>
            <p class="mt-1">{state}</p>
            <p class="hint mt-1">
                "Turning them on changes what people are watched for, and may need an agreement first. Their own figures everybody sees in any case."
            </p>
            <p class="mt-3">
                <a class="button" href=SWITCH>
                    {verb}
                </a>
            </p>
        </section>
    }
}

fn switch() -> impl IntoView {
    let action = ShowPeople::url();
    let since = people_since();
    let is_on = since.is_some();
    let (verb, changes) = if is_on {
        (
            "Turn figures per person off",
            "From then on no page and no file has figures of a person, and nothing is worked out. Files that were taken out before stay where they \
             are. The audit trail keeps who looked, and that you turned them off.",
        )
    } else {
        (
            "Turn figures per person on",
            "From then on every manager and admin can open the page, also for days before. Everybody in the account reads on their own pages \
             that the figures are on, and since when. The audit trail says that you turned them on.",
        )
    };
    view! {
        <AdminFrame title="Figures per person" place=Place::Settings>
            <h1>"Figures per person"</h1>
            <p class="mt-1 max-w-2xl text-muted">
                {match since {
                    Some(since) => format!("On since {since}."),
                    None => "Off, as for every new account.".to_owned(),
                }}
            </p>
            <div class="card mt-4 max-w-2xl divide-y divide-line">
                <WhatItMeans />
                <section class="px-5 py-4" aria-labelledby="changes">
                    <h2 id="changes">"What changes now"</h2>
                    <p class="mt-1">{changes}</p>
                    <FormFault action />
                    <form class="mt-4 flex flex-wrap gap-2" method="post" action=action>
                        <Hidden name="shown" value=if is_on { "no" } else { "yes" } />
                        <button class=if is_on { "button" } else { "button button-primary" }>{verb}</button>
                        <a class="button" href="/admin/settings">
                            "Leave it as it is"
                        </a>
                    </form>
                </section>
            </div>
        </AdminFrame>
    }
}

/// What figures per person are, who sees them, and what may have to be done before.
#[component]
fn WhatItMeans() -> impl IntoView {
    let points: [(&str, &str); 5] = [
        (
            "What managers see",
            "How many walks a person ended, how many of them were resolved, and their active time, each beside what everybody’s walks of the same \
             trees would lead one to expect. Nobody is ranked. Nobody is shown in a group of fewer than five, or with fewer than ten walks.",
        ),
        ("Who sees them", "Managers and admins. Technicians do not see each other’s figures. One’s own figures everybody sees, on or off."),
        (
            "That is written down",
            "Each look at the page, and each file of it, is an entry of the audit trail: who, when, and for which days. So is turning the figures on \
             or off.",
        ),
        (
            "Works council",
            "Such figures can monitor conduct and performance. Where there is a works council or another representation of employees, it may have to \
             agree first: in Germany by § 87 (1) no. 6 BetrVG, elsewhere by the law that applies to you.",
        ),
        (
            "Data protection",
            "These are personal data of employees. You need a legal basis (GDPR art. 6, in employment with art. 88 and national law), people have to be \
             informed, and a data protection impact assessment may be required (art. 35). This page is no legal advice.",
        ),
    ];
    view! {
        <dl class="space-y-3 px-5 py-4">
            {points
                .into_iter()
                .map(|(head, text)| {
                    view! {
                        <div>
                            <dt class="font-medium">{head}</dt>
                            <dd class="mt-0.5">{text}</dd>
                        </div>
                    }
                })
                .collect_view()}
        </dl>
    }
}
