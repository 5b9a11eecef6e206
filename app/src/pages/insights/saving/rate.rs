//! Cost of an hour, by which time saved is said in money.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::insights::HourlyRate;

use crate::api::baselines::SetHourlyRate;
use crate::ui::{FormFault, TextField};

#[component]
pub(super) fn Rate(rate: Option<HourlyRate>) -> impl IntoView {
    let action = SetHourlyRate::url();
    view! {
        <section class="report-part print:hidden" aria-labelledby="rate">
            <h2 id="rate">"What does an hour cost?"</h2>
            <p class="report-finding">"With an hourly rate the time saved is said in money, too. Leave the amount empty to forget it."</p>
            <FormFault action />
            <form class="flex max-w-3xl flex-wrap items-end gap-3" method="post" action=action>
                <div class="basis-40">
                    <TextField action name="amount" label="Amount per hour" value=rate.map(HourlyRate::amount).unwrap_or_default() />
                </div>
                <div class="basis-28">
                    <TextField
                        action
                        name="currency"
                        label="Currency"
                        value=rate.map(|rate| rate.currency().to_string()).unwrap_or_default()
                        placeholder="EUR"
                    />
                </div>
                <button class="button">"Save hourly rate"</button>
            </form>
        </section>
    }
}
