//! The part of the page that is fetched anew: the sentence and the lists. Nothing in it goes with the clock but what changes at a moment that
//! it names, so that it is the same, byte for byte, as long as nothing happens.

use leptos::prelude::*;
use resolutionflow::insights::figures::now::{PARKED, PAST_P90, QUEUE, RUNNING};
use resolutionflow::insights::{Figure, count};

use super::PART;
use super::rows::{Parked, Running};
use crate::backend::views::insights::{Listed, Now, ParkedNow};
use crate::pages::insights::Sessions;
use crate::pages::insights::said::Said;
use crate::ui::{Empty, Icon, Query};

/// The part as it is fetched: HTML of it alone. Timers have no words in it, which the page's script gives them.
pub fn part(now: Now) -> String {
    Owner::new_root(None).with(|| view! { <Live now ticks=false /> }.to_html())
}

/// Sentence and lists.
#[component]
pub(super) fn Live(
    now: Now,
    /// True if timers say what they showed at the time of the page.
    ticks: bool,
) -> impl IntoView {
    let sentence = said(&now);
    // Said to whoever listens, when it changes.
    let counts = format!("{} running, {} parked, {} in the queue", count(now.running.all), count(now.parked()), count(now.queue.all));
    let counting = now.is_counting.then(|| {
        view! { <p class="notice mt-3">"Sessions of before are being counted. Until then the p90 of a step is not known."</p> }
    });
    let zone = now.zone.to_string();
    let nothing = now.running.all == 0 && now.parked() == 0;
    view! {
        <div id="now" class="report-body" data-refresh=PART data-says=counts data-zone=zone>
            <div class="report-lead">
                <p class="report-answer">{sentence}</p>
                {counting}
            </div>
            {if nothing {
                view! {
                    <Empty icon=Icon::Clock title="No session is open">
                        <p>"Sessions that run, are parked or wait in the queue will be here, with how long they have been at their step."</p>
                        <a class="button" href="/sessions?technician=anyone">
                            "Look at ended sessions"
                        </a>
                    </Empty>
                }
                    .into_any()
            } else {
                lists(now, ticks)
            }}
        </div>
    }
}

fn lists(now: Now, ticks: bool) -> AnyView {
    let (as_of, zone, all_parked) = (now.as_of, now.zone, now.parked());
    let (running, queue, parked) = (now.running, now.queue, now.parked);
    let runs = (running.all, running.others());
    let waits = (queue.all, queue.others());
    let kept = (parked.all, parked.others());
    let of_parked = move |listed: Listed<ParkedNow>, caption: &'static str| view! { <Parked listed as_of zone caption /> }.into_any();
    view! {
        <List id="now-running" title="Running" figure=RUNNING number=runs.0 others=runs.1 state="running" none="No session is running.">
            <Running rows=running.rows as_of zone ticks />
        </List>
        <List
            id="now-queue"
            title="In the queue"
            figure=QUEUE
            number=waits.0
            others=waits.1
            state="waiting"
            none="No session waits for somebody to take it."
        >
            {of_parked(queue, "Sessions in the queue")}
        </List>
        <List
            id="now-parked"
            title="Parked by their technicians"
            figure=PARKED
            number=all_parked
            others=kept.1
            state="parked"
            none="No technician has parked a session for themselves."
            shown=kept.0
        >
            {of_parked(parked, "Parked sessions")}
        </List>
    }
    .into_any()
}

/// A list with its heading, its link to all of its sessions, and how many have no row.
#[component]
fn List(
    id: &'static str,
    title: &'static str,
    figure: &'static Figure,
    /// Number of the sessions that the link leads to.
    number: i64,
    /// Number of those without a row.
    others: i64,
    /// State by which the history has them.
    state: &'static str,
    /// Said in place of rows.
    none: &'static str,
    /// Number of the list's own sessions, where that is not `number`.
    #[prop(optional)]
    shown: Option<i64>,
    children: Children,
) -> impl IntoView {
    let href = Query::default().with("technician", "anyone").with("state", state).href("/sessions");
    let own = shown.unwrap_or(number);
    let link = (number > 0).then(|| {
        let said = (own != number)
            .then(|| view! { <Said figure text=format!("{} parked in all, those in the queue among them.", count(number)) /> " " });
        view! {
            {said}
            <Sessions figure number href=href.clone() />
        }
    });
    view! {
        <section class="report-part" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <p class="report-finding">{(own == 0).then_some(format!("{none} "))} {link}</p>
            {(own > 0).then(children)}
            {(others > 0)
                .then(|| {
                    view! {
                        <p class="mt-3">
                            "and "
                            <a class="link" href=href>
                                <span data-figure=figure.id>{count(others)}</span>
                                " more"
                            </a>
                        </p>
                    }
                })}
        </section>
    }
}

/// What is going on, in a sentence.
fn said(now: &Now) -> AnyView {
    let (running, parked, queue) = (now.running.all, now.parked(), now.queue.all);
    if running == 0 && parked == 0 {
        return "Nobody is walking a tree, and no session is parked.".into_any();
    }
    let are = |number: i64| if number == 1 { "is" } else { "are" };
    let sessions = match running {
        0 => "No session is running".to_owned(),
        number => format!("{} {} running", resolutionflow::insights::sessions(number), are(number)),
    };
    let past = (now.past() > 0).then(|| {
        // Of thousands of technicians the first are looked at.
        let least = if now.running.others() > 0 { "at least " } else { "" };
        let text = match now.past() {
            1 if running == 1 => "longer at its step than 9 of 10 walks were".to_owned(),
            1 => format!("{least}1 of them longer at its step than 9 of 10 walks were"),
            past => format!("{least}{} of them longer at their step than 9 of 10 walks were", count(past)),
        };
        view! { ", " <Said figure=PAST_P90 text strong=true /> }
    });
    let parked = (parked > 0).then(|| {
        let text = format!("{} {} parked", count(parked), are(parked));
        view! { "; " <Said figure=PARKED text /> }
    });
    let queue = (queue > 0).then(|| {
        let text = match (queue, now.parked()) {
            (1, 1) => "and waits for somebody to take it".to_owned(),
            (1, _) => "1 of them waits for somebody to take it".to_owned(),
            (number, _) => format!("{} of them wait for somebody to take them", count(number)),
        };
        view! { ", " <Said figure=QUEUE text /> }
    });
    view! {
        <Said figure=RUNNING text=sessions strong=true />
        {past}
        {parked}
        {queue}
        "."
    }
    .into_any()
}
