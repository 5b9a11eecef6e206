//! `/admin/settings`: how the account works.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::access::Deed;
use resolutionflow::account::{Reading, Settings, TicketLink};
use resolutionflow::billing::{Per, Rounding, Rule};
use resolutionflow::insights::WeekBegins;
use resolutionflow::text::Name;
use resolutionflow::time::Seconds;

use super::people::PeopleState;
use super::{AdminFrame, Place, only};
use crate::api::admin::SaveSettings;
use crate::posted::Posted;
use crate::ui::{FieldFault, FormFault, SelectField, TextField, ZoneField, load};

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

/// Shows the settings, in the form that changes them.
#[component]
pub fn SettingsPage() -> impl IntoView {
    only(Deed::KeepAccount, || load(|backend| async move { backend.settings().await }, |settings| show(settings).into_any()).into_any())
}

/// In whole units, as the form takes them; a rest counts as one more.
fn whole(time: Seconds, unit: u64) -> String {
    time.0.div_ceil(unit).to_string()
}

fn show(settings: Settings) -> impl IntoView {
    let action = SaveSettings::url();
    let lifetimes = settings.lifetimes;
    let weeks = WeekBegins::ALL.map(|week| (week.as_str().to_owned(), week.word().to_owned()));
    let ticket_link = settings.ticket_link.map(|link| link.as_str().to_owned()).unwrap_or_default();
    view! {
        <AdminFrame title="Settings" place=Place::Settings>
            <h1 class="mb-4">"Settings"</h1>
            <div class="max-w-2xl">
                <FormFault action />
                <form class="card divide-y divide-line" method="post" action=action>
                    <fieldset class="settings">
                        <legend>"Account"</legend>
                        <TextField action name="name" label="Account name" value=settings.name.to_string() limit=Name::LIMIT required=true />
                        <ZoneField action value=settings.zone.to_string() />
                        <SelectField action name="week_begins" label="Weeks begin on" choices=weeks.to_vec() chosen=settings.week.as_str() />
                    </fieldset>
                    <fieldset class="settings">
                        <legend>"Sessions"</legend>
                        <TextField
                            action
                            name="idle_minutes"
                            label="Minutes until an absence is asked about"
                            value=whole(settings.idle_threshold, MINUTE)
                            range=(1, 1_440)
                            hint="After this long without input, technicians are asked whether the time counts as work."
                            required=true
                        />
                        <ReadingCards chosen=settings.reading />
                        <TextField
                            action
                            name="ticket_link"
                            label="Link to tickets"
                            value=ticket_link
                            limit=TicketLink::LIMIT
                            placeholder="https://psa.example.com/tickets/{ticket}"
                            hint="An address in your ticket system, with {ticket} where the number goes. Leave it empty for none."
                        />
                        <SelectField
                            action
                            name="usual"
                            label="What usually comes of a step"
                            choices=vec![
                                ("shown".to_owned(), "Shown in the walk and on trees’ pages, from 30 walks on".to_owned()),
                                ("hidden".to_owned(), "Not shown".to_owned()),
                            ]
                            chosen=if settings.shows_usual { "shown" } else { "hidden" }
                        />
                        <SelectField
                            action
                            name="times"
                            label="Colleagues’ times"
                            choices=vec![
                                ("shown".to_owned(), "Shown to technicians who read the session".to_owned()),
                                ("hidden".to_owned(), "Hidden from technicians, in lists, pages and files".to_owned()),
                            ]
                            chosen=if settings.hides_times { "hidden" } else { "shown" }
                        />
                    </fieldset>
                    <fieldset class="settings">
                        <legend>"Trees"</legend>
                        <SelectField
                            action
                            name="approval"
                            label="Publishing a draft"
                            choices=vec![
                                ("free".to_owned(), "Whoever writes a draft may publish it".to_owned()),
                                ("needed".to_owned(), "Needs the approval of somebody who did not write all of it".to_owned()),
                            ]
                            chosen=if settings.needs_approval { "needed" } else { "free" }
                        />
                        <SelectField
                            action
                            name="proposals"
                            label="Suggested changes"
                            choices=vec![
                                ("off".to_owned(), "Not taken".to_owned()),
                                ("taken".to_owned(), "Everybody who walks a tree may suggest other words for a step".to_owned()),
                            ]
                            chosen=if settings.takes_proposals { "taken" } else { "off" }
                        />
                    </fieldset>
                    <BillingFields rule=settings.billing />
                    <fieldset class="settings">
                        <legend>"Logins"</legend>
                        <TextField
                            action
                            name="login_idle_hours"
                            label="Hours without input until a login ends"
                            value=whole(lifetimes.idle, HOUR)
                            range=(1, 720)
                            hint="Applies to existing logins, too."
                            required=true
                        />
                        <TextField
                            action
                            name="login_days"
                            label="Days until a login ends in any case"
                            value=whole(lifetimes.absolute, DAY)
                            range=(1, 90)
                            required=true
                        />
                    </fieldset>
                    <div class="px-5 py-4">
                        <button class="button button-primary">"Save settings"</button>
                    </div>
                </form>
                <PeopleState />
            </div>
        </AdminFrame>
    }
}

/// Billing rule: how active time becomes billable time. The session page shows the result.
#[component]
fn BillingFields(rule: Rule) -> impl IntoView {
    let action = SaveSettings::url();
    let rounding = Rounding::ALL.map(|rounding| {
        let word = match rounding {
            Rounding::Up => "Up: a started increment counts in full",
            Rounding::Nearest => "To the nearer increment",
        };
        (rounding.as_str().to_owned(), word.to_owned())
    });
    let per = Per::ALL.map(|per| {
        let word = match per {
            Per::Session => "Each session by itself",
            Per::Ticket => "All sessions of a ticket together",
        };
        (per.as_str().to_owned(), word.to_owned())
    });
    view! {
        <fieldset class="settings">
            <legend>"Billable time"</legend>
            <TextField
                action
                name="billing_increment"
                label="Minutes to round to"
                value=rule.increment().to_string()
                range=Rule::INCREMENT
                hint="Active time is rounded to a whole number of these."
                required=true
            />
            <TextField
                action
                name="billing_minimum"
                label="Minutes at least"
                value=rule.minimum().to_string()
                range=Rule::MINIMUM
                hint="The least that is charged for any active time. 0 for no minimum."
                required=true
            />
            <SelectField action name="billing_rounding" label="Rounding" choices=rounding.to_vec() chosen=rule.rounding().as_str() />
            <SelectField action name="billing_per" label="What is rounded" choices=per.to_vec() chosen=rule.per().as_str() />
        </fieldset>
    }
}

#[component]
fn ReadingCards(chosen: Reading) -> impl IntoView {
    let posted = Posted::to(SaveSettings::url());
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("reading"));
    let chosen = posted.as_ref().and_then(|posted| posted.field("reading")?.parse().ok()).unwrap_or(chosen);
    view! {
        <fieldset class="min-w-0" aria-describedby=fault.map(|_| "reading-note")>
            <legend class="label">"What technicians read"</legend>
            <div class="grid gap-2">
                {Reading::ALL
                    .into_iter()
                    .map(|reading| {
                        let word = match reading {
                            Reading::All => "The whole account’s sessions",
                            Reading::Own => "Only their own and the hand-over queue",
                        };
                        view! {
                            <label class="radio-card has-checked:bg-accent-surface has-checked:text-accent">
                                <input class="radio-card-dot" type="radio" name="reading" value=reading.as_str() required checked=reading == chosen />
                                <span>{word}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <FieldFault name="reading" label="What technicians read" fault hint="Managers and admins read all of them." />
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_are_no_whole_unit_are_rounded_up_so_that_the_form_takes_them() {
        assert_eq!(whole(Seconds(1), MINUTE), "1");
        assert_eq!(whole(Seconds(600), MINUTE), "10");
        assert_eq!(whole(Seconds(3 * DAY), HOUR), "72");
        assert_eq!(whole(Seconds(DAY + 1), DAY), "2");
    }
}
