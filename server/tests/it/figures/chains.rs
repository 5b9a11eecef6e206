//! Chains: what is stored and read of them is what looking through all sessions gives.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Session};
use resolutionflow::text::{ClientName, Key, Reason};
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;
use server::service::Chains;

use super::{assert_exact, day};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, complete, facts, id};

const DAY: i64 = 24 * 3_600;

fn outcome(session: &Session) -> Option<Outcome> {
    session.completion().map(|completion| completion.outcome)
}

/// True if `later` is of the same tree and of the same ticket or client as `first`, within 30 days.
fn comes_back(first: &Session, later: &Session) -> bool {
    let same_ticket =
        !first.facts.ticket.is_empty() && first.facts.ticket.as_str().to_lowercase() == later.facts.ticket.as_str().to_lowercase();
    let same_client = !first.facts.client.is_empty() && first.facts.client == later.facts.client;
    first.version.tree_id == later.version.tree_id && (same_ticket || same_client) && is_within(first, later)
}

fn is_within(first: &Session, later: &Session) -> bool {
    first.started_at < later.started_at && later.started_at <= first.started_at.plus(30 * DAY)
}

/// Compares chains with those of all sessions.
pub fn assert_are_of(sessions: &[Session], read: Vec<Chains>, zone: Zone, (from, to): (NaiveDate, NaiveDate), now: Timestamp) {
    let by_id: BTreeMap<SessionId, &Session> = sessions.iter().map(|session| (session.id, session)).collect();
    let mut chains: BTreeMap<SessionId, Vec<&Session>> = BTreeMap::new();
    let counted: Vec<&Session> = sessions.iter().filter(|session| outcome(session) != Some(Outcome::Cancelled)).collect();
    for session in &counted {
        let mut root = *session;
        while let Some(before) = root.follows {
            root = by_id[&before];
        }
        chains.entry(root.id).or_default().push(session);
    }
    let mut expected: BTreeMap<_, [i64; 6]> = BTreeMap::new();
    for members in chains.values_mut() {
        members.sort_by_key(|session| (session.started_at, session.id));
        let (first, last) = (members[0], members[members.len() - 1]);
        let Some(end) = first.completion() else { continue };
        if !(from..=to).contains(&zone.day(end.completed_at)) {
            continue;
        }
        let follow_ups = members[1..].iter().filter(|later| later.started_at <= first.started_at.plus(30 * DAY));
        let others = counted.iter().filter(|later| later.id != first.id && comes_back(first, later));
        let came_back = follow_ups.chain(others).map(|later| later.started_at).min();
        let is_settled = end.completed_at <= now.plus(-7 * DAY);
        let is_resolved = matches!(outcome(last), Some(Outcome::Resolved | Outcome::Workaround));
        let is_first = members.len() == 1 && is_resolved && came_back.is_none_or(|at| at > end.completed_at.plus(7 * DAY));
        let is_closed = first.started_at <= now.plus(-30 * DAY);
        let counts = [true, is_settled, is_settled && is_first, came_back.is_some(), is_closed, is_closed && came_back.is_some()];
        let sums = expected.entry((first.version.tree_id, first.version.number)).or_default();
        std::iter::zip(sums, counts).for_each(|(sum, counts)| *sum += i64::from(counts));
    }
    let read: BTreeMap<_, [i64; 6]> = read
        .into_iter()
        .map(|chains| {
            let counts = [chains.count, chains.settled, chains.first_contact, chains.came_back, chains.closed, chains.came_back_of_closed];
            ((chains.version.tree_id, chains.version.number), counts)
        })
        .collect();
    assert_eq!(read, expected, "{from} {to}");
}

/// The only version's counts: all, settled, solved at first contact, came back.
async fn counts(app: &TestApp) -> [i64; 4] {
    let read = app.service.read_figures(app.north, None, day("2026-02-01"), day("2026-06-30")).await.unwrap().unwrap();
    read.chains.iter().fold([0; 4], |sum, chains| {
        let counts = [chains.count, chains.settled, chains.first_contact, chains.came_back];
        [0, 1, 2, 3].map(|at| sum[at] + counts[at])
    })
}

#[tokio::test]
async fn a_chain_is_solved_at_first_contact_where_nobody_comes_back_within_a_week() {
    let app = TestApp::start().await;
    let start = async |ticket: &str, client: &str, follows: Option<SessionId>| {
        let tess = app.sign_in(TESS).await;
        let id = tess.start(id(), "vpn", facts(ticket, client), follows).await.unwrap();
        Walker { backend: tess, id }
    };
    let first = start("48213", "Fjord", None).await;
    app.wait(60);
    first.does(choose("no")).await;
    first.does(complete(Outcome::Resolved)).await;
    assert_eq!(counts(&app).await, [1, 0, 0, 0]);
    app.service.fold(app.north).await.unwrap();
    app.wait(8 * DAY);
    assert_eq!(counts(&app).await, [1, 1, 1, 0]);
    assert_exact(&app).await;

    // Somebody comes back after the week, but within the month; cancelled, nobody did.
    let second = start("", "Fjord", None).await;
    assert_eq!(counts(&app).await, [1, 1, 1, 1]);
    assert_exact(&app).await;
    second.does(Action::close_as(Outcome::Cancelled)).await;
    assert_eq!(counts(&app).await, [1, 1, 1, 0]);
    app.service.fold(app.north).await.unwrap();
    second.does(Action::UndoClose).await;
    assert_exact(&app).await;
    second.does(Action::Resume).await;
    second.does(complete(Outcome::Escalated)).await;
    assert_eq!(counts(&app).await, [2, 1, 1, 1]);

    // A follow-up is no chain of its own.
    let third = start("", "", Some(second.id)).await;
    third.does(complete(Outcome::Resolved)).await;
    app.service.fold(app.north).await.unwrap();
    assert_eq!(counts(&app).await, [2, 1, 1, 2]);
    app.wait(9 * DAY);
    assert_eq!(counts(&app).await, [2, 2, 1, 2], "of two sessions, and so not at first contact");
    assert_exact(&app).await;

    // When it is long ago the sums are read, and what is not counted yet in their place.
    app.wait(40 * DAY);
    assert_eq!(counts(&app).await, [2, 2, 1, 2]);
    assert_exact(&app).await;
    let mara = Walker { backend: app.sign_in(MARA).await, id: first.id };
    mara.does(Action::CorrectOutcome { outcome: Outcome::Unresolved, reason: Reason::parse("It came back.").unwrap() }).await;
    assert_eq!(counts(&app).await, [2, 2, 0, 2]);
    assert_exact(&app).await;
    app.service.fold(app.north).await.unwrap();
    assert_eq!(counts(&app).await, [2, 2, 0, 2]);
    assert_exact(&app).await;
}

#[tokio::test]
async fn tickets_and_clients_that_become_the_same_or_others_change_who_came_back() {
    let app = TestApp::start().await;
    let mut walkers = Vec::new();
    for (ticket, client) in [("1", "Fjord"), ("2", "Alder"), ("3", "")] {
        let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts(ticket, client)).await;
        app.wait(60);
        walker.does(choose("no")).await;
        walker.does(complete(Outcome::Resolved)).await;
        app.wait(3_600);
        walkers.push(walker);
    }
    let came_back = async || {
        let unfolded = counts(&app).await;
        assert_exact(&app).await;
        app.service.fold(app.north).await.unwrap();
        assert_eq!(counts(&app).await, unfolded);
        assert_exact(&app).await;
        unfolded[3]
    };
    assert_eq!(came_back().await, 0);
    walkers[2].does(Action::EditFacts { facts: facts("1", "") }).await;
    assert_eq!(came_back().await, 1);
    walkers[2].does(Action::EditFacts { facts: facts("4", "") }).await;
    assert_eq!(came_back().await, 0);
    let mara = app.sign_in(MARA).await;
    let alder = ClientName::parse("Alder").unwrap();
    let row = mara.clients(::app::backend::admin::ClientQuery { text: "Alder".into(), after: None }).await.unwrap().rows;
    assert_eq!(Key::of(&row[0].name), Key::of(alder.as_str()));
    mara.merge_clients(row[0].id, ClientName::parse("Fjord").unwrap()).await.unwrap();
    assert_eq!(came_back().await, 1);
    let correct = Action::CorrectOutcome { outcome: Outcome::Unresolved, reason: Reason::parse("It came back.").unwrap() };
    walkers[0].does(correct).await;
    assert_eq!(came_back().await, 1);
}
