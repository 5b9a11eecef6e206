//! The history: every filter with every order and many with each other, page by page and back.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::history::{Count, Cursor, Day, HistoryPage, HistoryQuery, HistoryRow, Order, SessionFilter, StateFilter, Technician};
use ::app::backend::views::SessionState;
use ::app::error::AppError;
use resolutionflow::id::{SessionId, UserId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Session};
use resolutionflow::stats::{Ending, Flags, Mark, NodeKey, OptionKey, Walk, Way, final_path, walk_of};
use resolutionflow::text::{Reason, Title};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::zone::Zone;

use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, OMAR, TESS, Walker, choose, complete, facts, id, tree};

/// All pages, one after the other.
async fn pages(backend: &Arc<dyn Backend>, query: &HistoryQuery) -> Vec<HistoryPage> {
    let mut pages = vec![backend.history(query.clone()).await.unwrap()];
    while let Some(next) = pages.last().unwrap().next.clone() {
        pages.push(backend.history(HistoryQuery { cursor: Cursor::After(next), ..query.clone() }).await.unwrap());
    }
    pages
}

async fn listed(backend: &Arc<dyn Backend>, query: &HistoryQuery) -> Vec<HistoryRow> {
    pages(backend, query).await.into_iter().flat_map(|page| page.rows).collect()
}

fn everything() -> HistoryQuery {
    SessionFilter::of_anyone().into()
}

/// The ticket of the sessions that wait for somebody.
const WAITS: &str = "waits";

/// North at work, and what rows do not say.
struct Busy {
    app: TestApp,
    hidden: Hidden,
}

/// What rows do not say of sessions.
#[derive(Default)]
struct Hidden {
    noted: HashSet<SessionId>,
    sessions: HashMap<SessionId, Session>,
}

/// Sessions of every kind: of two technicians and two trees, in every state and with every outcome, many at the same second.
async fn busy() -> Busy {
    let app = TestApp::start().await;
    let mut printer = tree("printer");
    printer["category"] = "Printing".into();
    printer["description"] = "Of another category, and so of another version.".into();
    let mut noted = HashSet::new();
    for (position, email) in [TESS, OMAR].into_iter().enumerate() {
        let backend = app.sign_in(email).await;
        let mut last = None;
        for number in 0..72_usize {
            app.wait(i64::from(number.is_multiple_of(4)) * 1_800);
            if (position, number) == (0, 30) {
                app.sign_in(MARA).await.import_tree(printer.to_string().as_bytes()).await.unwrap();
            }
            let (tree, client) = (["vpn", "printer"][number % 2], ["Fjord Shipping", "Alder Dental", "", "Fjord Shipping"][number % 4]);
            let follows = last.filter(|_| number % 11 == 10);
            let ticket = if number % 8 == 4 { String::new() } else { format!("{}{number}", ["INC-", "", "inc-5"][number % 3]) };
            let session = backend.start(id(), tree, facts(&ticket, client), follows).await.unwrap();
            let walker = Walker { backend: backend.clone(), id: session };
            app.wait(i64::try_from(number % 5).unwrap() * 60);
            let note = if number % 6 == 3 { "Somebody unplugged it." } else { "" };
            walker.writes(note, "", choose("yes")).await;
            if !note.is_empty() {
                noted.insert(session);
            }
            if number % 8 == 3 {
                walker.does(Action::PARK).await;
                app.wait(300);
                walker.does(Action::Resume).await;
            }
            if number % 7 == 2 {
                walker.does(Action::Detour { title: Title::parse("Look for the cable").unwrap() }).await;
                walker.does(Action::EndDetour).await;
            }
            if number % 10 == 6 {
                walker.does(Action::Back).await;
                walker.does(choose("no")).await;
            }
            let (ends, outcome) = (number % 9 < 8, Outcome::ALL[(number / 2 + position) % 6]);
            if ends && outcome.ends_a_walk() {
                walker.does(complete(outcome)).await;
            } else if ends {
                walker.does(Action::close_as(outcome)).await;
            }
            last = Some(session);
        }
        let waits = Walker::start_for(backend.clone(), "vpn", facts(WAITS, "")).await;
        waits.does(Action::Park { reason: None, for_someone_else: true }).await;
        Walker::start_for(backend, "vpn", facts("", "Fjord Shipping")).await;
    }
    // What runs has a time of its own, too.
    app.wait(150);
    let mara = app.sign_in(MARA).await;
    let mut sessions = HashMap::new();
    for row in listed(&mara, &everything()).await {
        sessions.insert(row.id, mara.session(row.id).await.unwrap().session);
    }
    Busy { app, hidden: Hidden { noted, sessions } }
}

/// A row passes a filter, by the words of the rules.
fn belongs(row: &HistoryRow, filter: &SessionFilter, viewer: UserId, now: Timestamp, hidden: &Hidden) -> bool {
    let completed = matches!(row.state, SessionState::Completed(_));
    let state = match filter.state {
        None => true,
        Some(StateFilter::Active) => !completed,
        Some(StateFilter::Running) => row.state == SessionState::Running,
        Some(StateFilter::Parked) => row.state == SessionState::Parked,
        Some(StateFilter::Waiting) => row.ticket == WAITS,
        Some(StateFilter::Completed) => completed,
        Some(StateFilter::Untouched) => !completed && now.since(row.last_activity_at) >= Seconds(24 * 3600),
    };
    let outcome = filter.outcomes.is_empty() || filter.outcomes.iter().any(|outcome| row.state == SessionState::Completed(*outcome));
    let tree = filter.tree.is_empty() || row.tree == format!("The {} tree", filter.tree);
    let technician = match filter.technician {
        Technician::Me => row.technician.id == viewer,
        Technician::Anyone => true,
        Technician::User(user) => row.technician.id == user,
    };
    let within = |least: Option<Seconds>, most: Option<Seconds>, seconds| {
        least.is_none_or(|least| seconds >= least) && most.is_none_or(|most| seconds <= most)
    };
    let zone = "Europe/Berlin".parse::<Zone>().unwrap();
    let (day, ended) = (zone.date(row.started_at), row.completed_at.map(|at| zone.date(at)));
    let session = &hidden.sessions[&row.id];
    let walk = walk_of(session, &zone);
    let of_walk = |is: &dyn Fn(&Walk) -> bool| walk.as_ref().is_some_and(is);
    let has = |mark: Option<Mark>, keys: &dyn Fn(&Walk) -> Vec<Mark>| mark.is_none_or(|mark| of_walk(&|walk| keys(walk).contains(&mark)));
    let chosen = |way| if let Some(Way::Option(option)) = way { Some(Mark::from(option)) } else { None };
    [
        state,
        outcome,
        tree,
        technician,
        filter.version.is_none_or(|version| row.version == version),
        filter.category.is_empty() || row.category == filter.category,
        filter.client.is_empty() || row.client.to_lowercase() == filter.client.to_lowercase(),
        row.ticket.to_lowercase().starts_with(&filter.ticket.to_lowercase()),
        filter.from.as_ref().is_none_or(|from| day.as_str() >= from.as_str()),
        filter.to.as_ref().is_none_or(|to| day.as_str() <= to.as_str()),
        within(filter.total_min, filter.total_max, row.total),
        within(filter.active_min, filter.active_max, row.active),
        !filter.parked || row.parked > Seconds(0),
        !filter.follow_ups || row.is_follow_up,
        !filter.with_notes || hidden.noted.contains(&row.id),
        filter.version_from.is_none_or(|least| row.version >= least),
        filter.version_to.is_none_or(|most| row.version <= most),
        filter.ended_from.as_ref().is_none_or(|from| ended.as_deref().is_some_and(|ended| ended >= from.as_str())),
        filter.ended_to.as_ref().is_none_or(|to| ended.as_deref().is_some_and(|ended| ended <= to.as_str())),
        !filter.counted || walk.is_some(),
        has(filter.visited, &|walk| walk.trail().map(|one| one.step.node.into()).collect()),
        has(filter.chose, &|walk| walk.trail().filter_map(|one| chosen(one.left_by)).collect()),
        has(filter.ad_hoc, &|walk| walk.steps.iter().filter(|step| step.is_ad_hoc()).map(|step| step.node.into()).collect()),
        has(filter.path, &|walk| vec![Mark::of_path(&final_path(&walk.steps))]),
        has(filter.exit_node, &|walk| walk.exit().map(|step| step.node.into()).into_iter().collect()),
        !filter.ended || of_walk(&|walk| walk.ending() == Ending::End),
        !filter.early || of_walk(&|walk| walk.ending() == Ending::Early),
        !filter.dropped || of_walk(&|walk| walk.ending() == Ending::Drop),
        !filter.by_browser || of_walk(&|walk| walk.flags.has(Flags::BROWSER_CLOCK)),
        !filter.closed || session.completion().is_some_and(|completion| completion.closed.is_some()),
        !filter.away || of_walk(&|walk| walk.flags.has(Flags::AWAY)),
        !filter.corrected,
        // All of these sessions are younger than 30 days.
        !filter.came_back,
        !filter.no_ticket || row.ticket.is_empty(),
        filter.text.is_empty() || row.client.to_lowercase().contains(&filter.text),
    ]
    .into_iter()
    .all(|holds| holds)
}

/// Puts rows that come newest first in order; what is equal stays newest first, but where the order goes by one thing alone.
fn ordered(mut rows: Vec<HistoryRow>, order: Order) -> Vec<HistoryRow> {
    let place = |row: &HistoryRow| match row.state {
        SessionState::Completed(outcome) => Outcome::ALL.iter().position(|other| *other == outcome).unwrap() + 1,
        SessionState::Running | SessionState::Parked => 0,
    };
    match order {
        Order::Newest | Order::Relevance => {}
        Order::Oldest => rows.reverse(),
        Order::Longest => rows.sort_by_key(|row| Reverse((row.total, row.id))),
        Order::Shortest => rows.sort_by_key(|row| (row.total, row.id)),
        Order::Tree => rows.sort_by_key(|row| row.tree.clone()),
        Order::TreeReversed => rows.sort_by_key(|row| Reverse(row.tree.clone())),
        Order::Outcome => rows.sort_by_key(place),
        Order::OutcomeReversed => rows.sort_by_key(|row| Reverse(place(row))),
    }
    rows
}

/// Each filter alone, and some together.
fn filters(omar: UserId) -> Vec<SessionFilter> {
    let node = |id: &str| Some(NodeKey::of(&id.into()).into());
    let option = |node: &str, option: &str| Some(OptionKey::of(&node.into(), option).into());
    let vpn = || SessionFilter { tree: "vpn".into(), ..SessionFilter::of_anyone() };
    let minutes = |minutes: u64| Some(Seconds(minutes * 60));
    let all = SessionFilter::of_anyone;
    vec![
        all(),
        SessionFilter::default(),
        SessionFilter { technician: Technician::User(omar), ..all() },
        SessionFilter { state: Some(StateFilter::Active), ..all() },
        SessionFilter { state: Some(StateFilter::Parked), ..all() },
        SessionFilter { state: Some(StateFilter::Waiting), ..all() },
        SessionFilter { state: Some(StateFilter::Completed), ..all() },
        SessionFilter { outcomes: vec![Outcome::Escalated], ..all() },
        SessionFilter { outcomes: vec![Outcome::Cancelled, Outcome::Resolved], technician: Technician::User(omar), ..all() },
        SessionFilter { tree: "printer".into(), ..all() },
        SessionFilter { tree: "printer".into(), version: Some(2), ..all() },
        SessionFilter { version: Some(1), ..all() },
        SessionFilter { category: "Printing".into(), ..all() },
        SessionFilter { category: "Nothing".into(), ..all() },
        SessionFilter { client: "FJORD shipping".into(), ..all() },
        SessionFilter { client: "Nobody".into(), ..all() },
        SessionFilter { ticket: "iNc-".into(), ..all() },
        SessionFilter { ticket: "INC-5".into(), tree: "vpn".into(), ..all() },
        SessionFilter { from: Day::parse("2026-02-10"), to: Day::parse("2026-02-10"), ..all() },
        SessionFilter { from: Day::parse("2026-02-11"), ..all() },
        SessionFilter { total_min: minutes(3), ..all() },
        SessionFilter { total_max: minutes(2), with_notes: true, ..all() },
        SessionFilter { active_min: minutes(2), active_max: minutes(3), ..all() },
        SessionFilter { parked: true, ..all() },
        SessionFilter { follow_ups: true, ..all() },
        SessionFilter { with_notes: true, ..all() },
        SessionFilter { text: "fjord".into(), ..all() },
        SessionFilter {
            text: "fjord".into(),
            state: Some(StateFilter::Completed),
            outcomes: vec![Outcome::Resolved, Outcome::Workaround],
            tree: "vpn".into(),
            version: Some(1),
            ticket: "inc".into(),
            client: "Fjord Shipping".into(),
            from: Day::parse("2026-02-10"),
            to: Day::parse("2026-02-12"),
            total_min: minutes(0),
            total_max: minutes(60),
            active_min: minutes(0),
            active_max: minutes(60),
            ..all()
        },
        SessionFilter { text: "fjord".into(), parked: true, ..all() },
        SessionFilter { text: "fjord".into(), follow_ups: true, ..all() },
        SessionFilter { text: "fjord".into(), with_notes: true, technician: Technician::User(omar), ..all() },
        SessionFilter { text: "alder".into(), state: Some(StateFilter::Active), ..all() },
        SessionFilter { version_from: Some(2), ..all() },
        SessionFilter { version_to: Some(1), tree: "printer".into(), ..all() },
        SessionFilter { ended_from: Day::parse("2026-02-11"), ..all() },
        SessionFilter { ended_from: Day::parse("2026-02-10"), ended_to: Day::parse("2026-02-10"), counted: true, ..all() },
        SessionFilter { counted: true, ..all() },
        SessionFilter { visited: node("a1"), ..vpn() },
        SessionFilter { visited: node("s2"), category: "Network".into(), ..all() },
        SessionFilter { chose: option("q1", "no"), ..vpn() },
        SessionFilter { ad_hoc: node("a1"), ..vpn() },
        SessionFilter { exit_node: node("a1"), dropped: true, ..vpn() },
        SessionFilter { exit_node: node("s2"), ended: true, ended_to: Day::parse("2026-02-12"), version: Some(1), ..vpn() },
        SessionFilter { ended: true, ..all() },
        SessionFilter { early: true, ..all() },
        SessionFilter { dropped: true, ..all() },
        SessionFilter { closed: true, ..all() },
        SessionFilter { no_ticket: true, counted: true, ..all() },
        SessionFilter { text: "fjord".into(), visited: node("s2"), ended_from: Day::parse("2026-02-10"), ..vpn() },
        SessionFilter { text: "fjord".into(), chose: option("q1", "yes"), dropped: true, no_ticket: true, ..vpn() },
        SessionFilter { text: "fjord".into(), ad_hoc: node("a1"), counted: true, version_from: Some(1), ..vpn() },
        SessionFilter { text: "fjord".into(), exit_node: node("a1"), early: true, counted: true, version_to: Some(1), ..vpn() },
    ]
}

#[tokio::test]
async fn every_filter_in_every_order_lists_each_of_its_rows_once_there_and_back() {
    let Busy { app, hidden } = busy().await;
    let (tess, viewer, omar) = (app.sign_in(TESS).await, app.user(TESS).await, app.user(OMAR).await);
    let all = listed(&tess, &everything()).await;
    assert_eq!(all.len(), 148);
    assert!(all.is_sorted_by(|a, b| (a.started_at, a.id) > (b.started_at, b.id)), "newest first, each once");
    for filter in filters(omar) {
        let fitting: Vec<_> = all.iter().filter(|row| belongs(row, &filter, viewer, app.now(), &hidden)).cloned().collect();
        let named = !["Nothing", "Nobody"].contains(&filter.category.as_str()) && filter.client != "Nobody";
        assert_eq!(fitting.is_empty(), !named, "{filter:?} tells nothing");
        for order in Order::ALL {
            if order == Order::Relevance && !filter.text.is_empty() {
                continue;
            }
            let query = HistoryQuery { order, ..filter.clone().into() };
            let there = pages(&tess, &query).await;
            let ids = |rows: &[HistoryRow]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
            let expected = ids(&ordered(fitting.clone(), order));
            assert_eq!(there.iter().flat_map(|page| ids(&page.rows)).collect::<Vec<_>>(), expected, "{query:?}");
            let mut back = there.last().unwrap().clone();
            for page in there.iter().rev().skip(1) {
                let cursor = Cursor::Before(back.previous.clone().unwrap());
                back = tess.history(HistoryQuery { cursor, ..query.clone() }).await.unwrap();
                assert_eq!(ids(&back.rows), ids(&page.rows), "{query:?}");
            }
            assert_eq!(back.previous, None, "{query:?}");
        }
    }
}

#[tokio::test]
async fn states_outcomes_trees_technicians_and_words_narrow_together() {
    let Busy { app, hidden } = busy().await;
    let (mara, viewer, omar) = (app.sign_in(MARA).await, app.user(MARA).await, app.user(OMAR).await);
    let all = listed(&mara, &everything()).await;
    let states = [
        StateFilter::Active,
        StateFilter::Running,
        StateFilter::Parked,
        StateFilter::Waiting,
        StateFilter::Completed,
        StateFilter::Untouched,
    ];
    let outcomes: Vec<_> = [vec![]].into_iter().chain(Outcome::ALL.map(|outcome| vec![outcome])).collect();
    let mut matched = 0;
    app.wait(24 * 3600 - 9 * 3600);
    for state in [None].into_iter().chain(states.map(Some)) {
        for outcomes in &outcomes {
            for tree in ["", "vpn", "nowhere"] {
                for technician in [Technician::Me, Technician::Anyone, Technician::User(omar)] {
                    for text in ["", "fjord"] {
                        let (outcomes, tree, text) = (outcomes.clone(), tree.to_owned(), text.to_owned());
                        let filter = SessionFilter { state, outcomes, tree, technician, text, ..SessionFilter::default() };
                        let now = app.now();
                        let expected: Vec<_> =
                            all.iter().filter(|row| belongs(row, &filter, viewer, now, &hidden)).map(|row| row.id).collect();
                        let found: Vec<_> = listed(&mara, &filter.clone().into()).await.iter().map(|row| row.id).collect();
                        assert_eq!(found, expected, "{filter:?}");
                        matched += usize::from(!expected.is_empty());
                    }
                }
            }
        }
    }
    assert!(matched > 50, "only {matched} filters found anything");
}

#[tokio::test]
async fn counts_tell_how_many_there_are_of_each_ending_whatever_the_tabs_show() {
    let Busy { app, .. } = busy().await;
    let tess = app.sign_in(TESS).await;
    for text in ["", "fjord"] {
        let filter = SessionFilter { text: text.to_owned(), ..SessionFilter::of_anyone() };
        let rows = listed(&tess, &filter.clone().into()).await;
        let shown = SessionFilter { outcomes: vec![Outcome::Escalated], state: Some(StateFilter::Completed), ..filter };
        let counts = tess.history(shown.into()).await.unwrap().counts;
        let exactly = |number: usize| Count { number: u32::try_from(number).unwrap(), or_more: false };
        assert_eq!(counts.all(), exactly(rows.len()));
        for outcome in Outcome::ALL {
            let there = rows.iter().filter(|row| row.state == SessionState::Completed(outcome)).count();
            assert_eq!(counts.of(outcome), exactly(there), "{outcome:?}");
        }
    }
}

#[tokio::test]
async fn pages_are_full_and_end() {
    let Busy { app, .. } = busy().await;
    let tess = app.sign_in(TESS).await;
    let all = pages(&tess, &everything()).await;
    assert_eq!(all.iter().map(|page| page.rows.len()).collect::<Vec<_>>(), [50, 50, 48]);
    let page = tess.history(HistoryQuery::default()).await.unwrap();
    assert!(page.rows.iter().all(|row| row.technician.name == "Tess Tanaka"), "one's own unless asked otherwise");
    assert_eq!(page.trees.iter().map(|tree| tree.key.as_str()).collect::<Vec<_>>(), ["printer", "vpn"]);
    assert_eq!((page.technicians.len(), page.clients), (4, vec!["Alder Dental".to_owned(), "Fjord Shipping".to_owned()]));
    // A few newer ones alone make no page: the list begins at its beginning, full.
    let third = tess.history(everything()).await.unwrap().rows[2].clone();
    let place = format!("newest.{}.{}", third.started_at.unix(), third.id.0.simple());
    let before = tess.history(HistoryQuery { cursor: Cursor::Before(place.clone()), ..everything() }).await.unwrap();
    assert_eq!((before.rows.len(), before.previous), (50, None));
    // Nor do none: what stood there is listed no longer. A file that goes on from there is at its end.
    let last = &all[2].rows[47];
    let emptied = Cursor::After(format!("newest.{}.{}", last.started_at.unix(), last.id.0.simple()));
    let emptied = HistoryQuery { cursor: emptied, ..everything() };
    let after = tess.history(emptied.clone()).await.unwrap();
    assert_eq!((after.rows.len(), after.previous, after.next), (50, None, all[0].next.clone()));
    assert_eq!(tess.history_rows(emptied).await, Ok((Vec::new(), None)));
    let cursors =
        ["", "x", "1-", "newest.1", "newest.x.0192f0c1000070008000000000000000", "newest.99999999999999.0192f0c1000070008000000000000000"];
    for garbage in cursors {
        let query = HistoryQuery { cursor: Cursor::After(garbage.to_owned()), ..everything() };
        assert_eq!(tess.history(query).await.err(), Some(AppError::Malformed), "{garbage}");
    }
    for order in Order::ALL.into_iter().filter(|order| !matches!(order, Order::Newest | Order::Relevance)) {
        let query = HistoryQuery { order, cursor: Cursor::After(place.clone()), ..everything() };
        assert_eq!(tess.history(query).await.err(), Some(AppError::Malformed), "of another order: {order:?}");
    }
    let nul = || "\0".to_owned();
    let filter = SessionFilter { tree: nul(), ticket: nul(), client: nul(), category: nul(), ..SessionFilter::of_anyone() };
    assert!(tess.history(filter.into()).await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn another_account_sees_nothing_of_it() {
    let Busy { app, .. } = busy().await;
    let (ben, omar) = (app.sign_in(BEN).await, app.user(OMAR).await);
    for order in Order::ALL {
        for filter in filters(omar) {
            assert_eq!(ben.history(HistoryQuery { order, ..filter.into() }).await.unwrap().rows, []);
        }
    }
}

#[tokio::test]
async fn a_final_path_finds_the_sessions_that_took_it() {
    let Busy { app, hidden } = busy().await;
    let mara = app.sign_in(MARA).await;
    let mut paths: HashMap<(String, Mark), HashSet<SessionId>> = HashMap::new();
    for row in listed(&mara, &everything()).await {
        if let Some(walk) = walk_of(&hidden.sessions[&row.id], &Zone::UTC) {
            let key = row.tree.split(' ').nth(1).unwrap_or_default().to_owned();
            paths.entry((key, Mark::of_path(&final_path(&walk.steps)))).or_default().insert(row.id);
        }
    }
    assert_eq!(paths.len(), 3, "yes in two trees, no in one");
    for ((tree, path), sessions) in paths {
        let filter = SessionFilter { tree, path: Some(path), ..SessionFilter::of_anyone() };
        let found: HashSet<_> = listed(&mara, &filter.into()).await.iter().map(|row| row.id).collect();
        assert_eq!(found, sessions);
    }
}

#[tokio::test]
async fn a_correction_and_a_step_without_its_tree() {
    let Busy { app, .. } = busy().await;
    let mara = app.sign_in(MARA).await;
    let all = listed(&mara, &everything()).await;
    let resolved = all.iter().find(|row| row.state == SessionState::Completed(Outcome::Resolved)).unwrap().id;
    let corrected = SessionFilter { corrected: true, ..SessionFilter::of_anyone() };
    assert!(listed(&mara, &corrected.clone().into()).await.is_empty());
    let reason = Reason::parse("It came back at once.").unwrap();
    Walker { backend: mara.clone(), id: resolved }.does(Action::CorrectOutcome { outcome: Outcome::Escalated, reason }).await;
    let found: Vec<_> = listed(&mara, &corrected.into()).await.iter().map(|row| row.id).collect();
    assert_eq!(found, [resolved]);
    let lost = SessionFilter { visited: Some(NodeKey::of(&"a1".into()).into()), ..SessionFilter::of_anyone() };
    assert!(listed(&mara, &lost.into()).await.is_empty(), "a step is one of a tree");
}

#[tokio::test]
async fn steps_on_chips_have_the_words_of_the_newest_version_that_has_them() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let mut vpn = tree("vpn");
    vpn["nodes"][0]["options"][0]["label"] = "Yes, all of it".into();
    vpn["nodes"][1] = serde_json::json!({"id": "b1", "type": "action", "title": "Call the provider", "next_node_id": "q2"});
    vpn["nodes"][0]["options"][0]["next_node_id"] = "b1".into();
    mara.import_tree(vpn.to_string().as_bytes()).await.unwrap();
    let names = async |filter: SessionFilter| {
        let page = mara.history(SessionFilter { tree: "vpn".into(), ..filter }.into()).await.unwrap();
        page.marks.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join("; ")
    };
    let all = SessionFilter::of_anyone;
    let (visited, chose) = (Some(NodeKey::of(&"a1".into()).into()), Some(OptionKey::of(&"q1".into(), "yes").into()));
    assert_eq!(names(SessionFilter { visited, chose, ..all() }).await, "“Yes, all of it” at “Is it plugged in?”; Ping the gateway");
    assert_eq!(names(SessionFilter { chose, version: Some(1), ..all() }).await, "“Yes, it is” at “Is it plugged in?”");
    assert_eq!(names(SessionFilter { exit_node: Some(Mark(1)), ..all() }).await, "");
}
