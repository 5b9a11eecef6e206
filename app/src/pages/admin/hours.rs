//! `/admin/hours`: when the account is open. Time budgets can be in business hours.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::access::Deed;
use resolutionflow::hours::{DayHours, Holidays, Hours, WEEKDAYS};

use super::{AdminFrame, Place, only};
use crate::api::budgets::{DAYS, SaveHours};
use crate::backend::views::Viewer;
use crate::ui::{FormFault, TextArea, TextField, load};

/// Shows the business hours, in the form that changes them.
#[component]
pub fn HoursPage() -> impl IntoView {
    only(Deed::KeepAccount, || load(|backend| async move { backend.hours().await }, |hours| show(hours).into_any()).into_any())
}

fn show(hours: Hours) -> impl IntoView {
    let action = SaveHours::url();
    let zone = use_context::<Viewer>().map(|viewer| viewer.zone.to_string()).unwrap_or_default();
    let days = DAYS.into_iter().zip(WEEKDAYS).zip(&hours.week).map(|((name, label), day)| {
        let hint =
            if name == DAYS[0] { "Times such as 09:00–17:00, with commas between several. Empty where you are closed." } else { "" };
        view! { <TextField action name label value=day.to_string() limit=DayHours::LIMIT hint /> }
    });
    let days = days.collect_view();
    view! {
        <AdminFrame title="Business hours" place=Place::Hours>
            <h1>"Business hours"</h1>
            <p class="mb-4 mt-1 max-w-2xl text-muted">
                {if hours.are_entered() {
                    "Time budgets in business hours count this time alone."
                } else {
                    "No opening times are entered, so time budgets in business hours count around the clock, holidays excepted."
                }} " Times are by the clocks of " <span class="whitespace-nowrap">{zone}</span> ", also when they are changed."
            </p>
            <div class="max-w-2xl">
                <FormFault action />
                <form class="card divide-y divide-line" method="post" action=action>
                    <fieldset class="settings">
                        <legend>"Opening times"</legend>
                        {days}
                    </fieldset>
                    <fieldset class="settings">
                        <legend>"Holidays"</legend>
                        <TextArea
                            action
                            name="holidays"
                            label="Days on which you are closed"
                            value=hours.holidays.to_string()
                            limit=Holidays::LIMIT
                            class="min-h-48 font-mono text-sm"
                            hint="A date and a name a line, such as 2026-12-25 Christmas Day."
                        />
                    </fieldset>
                    <div class="px-5 py-4">
                        <button class="button button-primary">"Save business hours"</button>
                    </div>
                </form>
            </div>
        </AdminFrame>
    }
}
