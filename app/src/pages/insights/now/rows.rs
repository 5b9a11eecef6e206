//! Rows of open sessions.

use leptos::prelude::*;
use resolutionflow::insights::figures::now::{AT_STEP, BUDGET_UNTIL, PARKED_SINCE, STEP_P90};
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;

use crate::backend::views::insights::{Listed, NOT_ENOUGH, OpenSession, ParkedNow, RunningNow};

/// Table of running sessions.
#[component]
pub(super) fn Running(
    rows: Vec<RunningNow>,
    as_of: Timestamp,
    zone: Zone,
    /// True if timers say what they showed at `as_of`.
    ticks: bool,
) -> impl IntoView {
    let rows = rows.into_iter().map(|row| {
        let timer = if ticks { row.at_step.clock() } else { String::new() };
        let since = row.since(as_of).unix().to_string();
        let budgets = [("Session", row.budget), ("Step", row.step_budget)];
        let budgets =
            budgets.into_iter().filter_map(|(of, past_at)| Some(view! { <Budget of past_at=past_at? as_of zone /> })).collect_view();
        view! {
            <tr>
                <Subject session=row.session.clone() />
                <td class="report-number" data-figure=AT_STEP.id>
                    <span data-since=since>{timer}</span>
                </td>
                <td class="report-number" data-figure=STEP_P90.id>
                    <P90 row=row.clone() as_of />
                </td>
                <Step session=row.session.clone() is_ad_hoc=row.is_ad_hoc />
                <td data-name="" dir="auto">{row.session.technician}</td>
                <td class="report-number" data-figure=BUDGET_UNTIL.id>{budgets}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="report-table" role="region" tabindex="0" aria-label="Table: Running sessions">
            <table>
                <caption class="sr-only">"Running sessions"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Session"</th>
                        <th class="report-number" scope="col">{AT_STEP.name}</th>
                        <th class="report-number" scope="col">{STEP_P90.name}</th>
                        <th scope="col">"Step"</th>
                        <th scope="col">"Technician"</th>
                        <th class="report-number" scope="col">"Budget"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// p90 of a step, and whether the session is past it, which the page's script says at its moment.
#[component]
fn P90(row: RunningNow, as_of: Timestamp) -> impl IntoView {
    let (Some(p90), Some(past_at)) = (row.p90, row.past_at(as_of)) else {
        return if row.is_ad_hoc { "not in the tree".into_any() } else { NOT_ENOUGH.into_any() };
    };
    view! {
        {p90.to_string()}
        <Due past_at as_of within="within it".to_owned() past="past it".to_owned() />
    }
    .into_any()
}

/// A budget and until when it lasts.
#[component]
fn Budget(of: &'static str, past_at: Timestamp, as_of: Timestamp, zone: Zone) -> impl IntoView {
    let at = when(past_at.plus(-1), as_of, zone);
    view! { <Due past_at as_of within=format!("{of}: until {at}") past=format!("{of}: over since {at}") /> }
}

/// Words that change at an instant. Both are words, and colour adds to them.
#[component]
fn Due(past_at: Timestamp, as_of: Timestamp, within: String, past: String) -> impl IntoView {
    let is_past = past_at <= as_of;
    let words = if is_past { past.clone() } else { within.clone() };
    view! {
        <span class="now-due" data-due=past_at.unix().to_string() data-within=within data-past=past data-over=is_past.then_some("")>
            {words}
        </span>
    }
}

/// Table of parked sessions.
#[component]
pub(super) fn Parked(listed: Listed<ParkedNow>, as_of: Timestamp, zone: Zone, caption: &'static str) -> impl IntoView {
    let rows = listed.rows.into_iter().map(|row| {
        view! {
            <tr>
                <Subject session=row.session.clone() />
                <td class="report-number" data-figure=PARKED_SINCE.id>
                    <time datetime=row.since.to_string() title=zone.exact(row.since)>
                        {when(row.since, as_of, zone)}
                    </time>
                </td>
                <Step session=row.session.clone() is_ad_hoc=false />
                <td data-name="" dir="auto">{row.session.technician}</td>
                <td class="wrap-anywhere" data-name="" dir="auto">{row.reason}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="report-table" role="region" tabindex="0" aria-label=format!("Table: {caption}")>
            <table>
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Session"</th>
                        <th class="report-number" scope="col">{PARKED_SINCE.name}</th>
                        <th scope="col">"Step"</th>
                        <th scope="col">"Technician"</th>
                        <th scope="col">"Reason"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// Ticket and client, which lead to the session.
#[component]
fn Subject(session: OpenSession) -> impl IntoView {
    let beside = if session.ticket.is_empty() { String::new() } else { session.client.clone() };
    let words = [session.ticket, session.client].into_iter().find(|words| !words.is_empty()).unwrap_or("No ticket".to_owned());
    view! {
        <th scope="row">
            <a class="link" href=format!("/sessions/{}", session.id) dir="auto">
                {words}
            </a>
            {(!beside.is_empty())
                .then(|| view! { <span class="report-beside"><bdi>{beside}</bdi></span> })}
        </th>
    }
}

/// Title of the step, and its tree.
#[component]
fn Step(session: OpenSession, is_ad_hoc: bool) -> impl IntoView {
    view! {
        <td class="now-step" data-name="">
            <bdi>{session.step}</bdi>
            <span class="report-beside">
                <bdi>{session.tree}</bdi>
                {format!(" v{}", session.version)}
                {is_ad_hoc.then_some(", ad-hoc step")}
            </span>
        </td>
    }
}

/// Time of day, with the day where it is another one.
fn when(at: Timestamp, as_of: Timestamp, zone: Zone) -> String {
    if zone.day(at) == zone.day(as_of) { zone.time(at) } else { zone.short(at) }
}
