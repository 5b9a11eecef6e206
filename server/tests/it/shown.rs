//! What lists show, filter and sort by is what the session's own page shows: its times up to now, and the name of the tree as it was walked.

use std::collections::HashSet;
use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::history::{Cursor, HistoryQuery, Order, SessionFilter, StateFilter};
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::time::Seconds;

use crate::app::TestApp;
use crate::fixtures::{MARA, OMAR, TESS, Walker, choose, complete, facts, id, tree};

async fn found(backend: &Arc<dyn Backend>, filter: SessionFilter) -> Vec<SessionId> {
    backend.history(filter.into()).await.unwrap().rows.into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn a_running_session_is_found_by_the_time_that_it_shows() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let walker = Walker::start_for(tess.clone(), "vpn", facts("7", "Fjord")).await;
    app.wait(63);
    let all = SessionFilter::of_anyone;
    let minute = Some(Seconds(60));
    let outcomes = vec![Outcome::Resolved];
    for text in ["", "fjord"] {
        let filters = [
            (SessionFilter { total_min: minute, ..all() }, true),
            (SessionFilter { total_max: minute, ..all() }, false),
            (SessionFilter { active_min: minute, ..all() }, true),
            (SessionFilter { active_max: minute, ..all() }, false),
            (SessionFilter { total_min: minute, state: Some(StateFilter::Running), ..all() }, true),
            (SessionFilter { total_min: minute, outcomes: outcomes.clone(), ..all() }, false),
        ];
        for (filter, is_found) in filters {
            let filter = SessionFilter { text: text.to_owned(), ..filter };
            for order in Order::ALL {
                let page = tess.history(HistoryQuery { order, ..filter.clone().into() }).await.unwrap();
                assert!(page.rows.iter().map(|row| row.id).eq(is_found.then_some(walker.id)), "{filter:?} {order:?}");
                let counted = if filter.outcomes.is_empty() { usize::from(is_found) } else { 1 };
                assert_eq!(page.counts.active.number as usize, counted, "{filter:?}");
            }
        }
    }
}

#[tokio::test]
async fn lists_and_the_page_show_the_same_times_in_every_state() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let walker = Walker::start(tess.clone(), "vpn").await;
    let check = async |parked: u64| {
        let row = tess.history(HistoryQuery::default()).await.unwrap().rows.remove(0);
        let totals = tess.session(walker.id).await.unwrap().totals;
        assert_eq!((row.total, row.active, row.parked), (totals.total, totals.active, totals.parked));
        assert_eq!(row.parked, Seconds(parked));
        let was_parked = SessionFilter { parked: true, ..SessionFilter::of_anyone() };
        assert_eq!(found(&tess, was_parked.clone()).await.is_empty(), parked == 0);
        let counts = tess.history(was_parked.into()).await.unwrap().counts;
        assert_eq!(counts.all().number, u32::from(parked > 0));
    };
    app.wait(30);
    check(0).await;
    walker.does(choose("yes")).await;
    app.wait(10);
    let visit_id = walker.session().await.open_visit().unwrap().id;
    walker.does(Action::SetIdle { visit_id, idle_seconds: Seconds(5), reason: None }).await;
    check(0).await;
    walker.does(Action::PARK).await;
    app.wait(600);
    check(600).await;
    walker.does(Action::Resume).await;
    app.wait(20);
    check(600).await;
    walker.does(complete(Outcome::Resolved)).await;
    app.wait(100);
    check(600).await;
}

#[tokio::test]
async fn a_list_keeps_its_moment_so_that_a_running_session_is_on_one_page_of_it() {
    for order in [Order::Shortest, Order::Longest] {
        let app = TestApp::start().await;
        let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
        app.wait(60);
        walker.does(complete(Outcome::Resolved)).await;
        app.copy_sessions(70).await;
        // Shorter than the others when the list begins, longer when it goes on.
        let running = Walker::start(app.sign_in(OMAR).await, "vpn").await;
        app.wait(30);
        let mara = app.sign_in(MARA).await;
        let query = HistoryQuery { order, ..SessionFilter::of_anyone().into() };
        let first = mara.history(query.clone()).await.unwrap();
        app.wait(1_000);
        let next = HistoryQuery { cursor: Cursor::After(first.next.clone().unwrap()), ..query.clone() };
        let second = mara.history(next.clone()).await.unwrap();
        let rows: Vec<_> = first.rows.iter().chain(&second.rows).collect();
        assert_eq!(rows.iter().map(|row| row.id).collect::<HashSet<_>>().len(), 72, "{order:?}");
        assert_eq!(rows.len(), 72, "{order:?}");
        assert_eq!(rows.iter().find(|row| row.id == running.id).unwrap().total, Seconds(30), "{order:?}");
        assert_eq!(mara.history_rows(next).await.unwrap().0, second.rows, "a file goes on like the page");
        let back = HistoryQuery { cursor: Cursor::Before(second.previous.unwrap()), ..query };
        assert_eq!(mara.history(back).await.unwrap().rows, first.rows, "{order:?}");
    }
}

#[tokio::test]
async fn a_session_shows_the_name_of_its_own_version_wherever_it_is_listed() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let walker = Walker::start_for(tess.clone(), "vpn", facts("7", "Fjord")).await;
    let mut renamed = tree("vpn");
    renamed["name"] = "Remote access".into();
    app.service.import_tree(app.north, renamed.to_string().as_bytes()).await.unwrap();
    let own = "The vpn tree";
    assert_eq!(tess.viewer().await.unwrap().running.unwrap().tree, own);
    walker.finishes(Outcome::Escalated).await;
    app.wait(60);

    let next = tess.start(id(), "vpn", facts("7", "Fjord"), Some(walker.id)).await.unwrap();
    let trees = tess.history(HistoryQuery::default()).await.unwrap().rows.into_iter().map(|row| row.tree).collect::<Vec<_>>();
    assert_eq!(trees, ["Remote access", own]);
    let (file, _) = tess.history_rows(HistoryQuery::default()).await.unwrap();
    assert_eq!(file[1].tree, own);
    let page = tess.session(next).await.unwrap();
    assert_eq!((page.tree.name.as_str(), page.follows.unwrap().tree.as_str()), ("Remote access", own));
    assert_eq!(page.recurring[0].session.tree, own);
    let earlier = tess.session(walker.id).await.unwrap();
    assert_eq!((earlier.tree.name.as_str(), earlier.followed_by[0].tree.as_str()), (own, "Remote access"));
}
