use ::app::backend::views::insights::Overview;
use ::app::error::AppError;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::stats::{COUNTED, Quantile};
use resolutionflow::text::Reason;
use resolutionflow::time::Seconds;

use super::{asked, ready};
use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, OMAR, TESS, Walker, choose, complete, facts};

async fn overview(app: &TestApp, query: &str) -> Overview {
    ready(app.sign_in(MARA).await.overview(asked(app, query).await).await.unwrap()).page
}

/// A walk of so many seconds.
async fn walk(app: &TestApp, email: &str, tree: &str, outcome: Outcome, seconds: i64) -> Walker {
    let walker = Walker::start_for(app.sign_in(email).await, tree, facts("48213", "Acme")).await;
    walker.does(choose("no")).await;
    app.wait(seconds);
    walker.does(complete(outcome)).await;
    walker
}

#[tokio::test]
async fn what_ended_is_counted_at_once_and_again_after_each_change() {
    let app = TestApp::start().await;
    walk(&app, TESS, "vpn", Outcome::Resolved, 60).await;
    let second = walk(&app, TESS, "printer", Outcome::Escalated, 120).await;
    walk(&app, BEN, "vpn", Outcome::Resolved, 999).await;
    let open = Walker::start(app.sign_in(OMAR).await, "vpn").await;

    let found = overview(&app, "").await;
    let walks = |found: &Overview| COUNTED.map(|outcome| found.now.figures.walks(&[outcome]));
    assert_eq!((walks(&found), found.before.walks()), ([1, 0, 1, 0, 0], 0), "of this account alone");
    assert_eq!((found.open.sessions, found.open.running), (1, 1));
    assert_eq!(found.now.figures.elapsed(&COUNTED).quantile(Quantile::MEDIAN), Some(Seconds(60)));
    assert_eq!(found.trend.iter().map(|(_, headline)| headline.walks()).sum::<i64>(), 2);

    app.service.fold(app.north).await.unwrap();
    assert_eq!(walks(&overview(&app, "").await), [1, 0, 1, 0, 0], "folded or not");

    let reason = Reason::parse("It came up by itself").unwrap();
    let manager = Walker { backend: app.sign_in(MARA).await, ..second };
    manager.does(Action::CorrectOutcome { outcome: Outcome::Workaround, reason }).await;
    assert_eq!(walks(&overview(&app, "").await), [1, 1, 0, 0, 0]);

    open.does(Action::Close { outcome: Outcome::Cancelled, reason: None }).await;
    let found = overview(&app, "").await;
    assert_eq!((walks(&found), found.open.sessions), ([1, 1, 0, 0, 0], 0), "cancelled is in no figure");
}

#[tokio::test]
async fn a_walk_counts_for_its_local_day_its_tree_and_its_category() {
    let app = TestApp::start().await;
    // 23:30 of 10 February in Berlin is still that day; half an hour later it is not.
    app.wait(13 * 3600 + 1800 - 60);
    walk(&app, TESS, "vpn", Outcome::Resolved, 60).await;
    app.wait(1800);
    walk(&app, TESS, "printer", Outcome::Unresolved, 0).await;

    let walks = async |query: &str| overview(&app, query).await.now.walks();
    assert_eq!(walks("from=2026-02-10&to=2026-02-10").await, 1);
    assert_eq!(walks("from=2026-02-11&to=2026-02-11").await, 1);
    assert_eq!(walks("").await, 2);
    assert_eq!(walks("tree=vpn").await, 1);
    assert_eq!(walks("category=Network").await, 2);
    assert_eq!(walks("category=Gardening").await, 0);
    assert_eq!(walks("tree=printer&category=Network").await, 1);

    let next = overview(&app, "from=2026-02-11&to=2026-02-11").await;
    assert_eq!((next.now.walks(), next.before.walks()), (1, 1), "compared with the day before");
    assert_eq!(next.split.map(|split| split.total()), Some(-1.0), "none against all");
}

#[tokio::test]
async fn what_was_solved_lasts_where_nobody_comes_back() {
    const DAY: i64 = 24 * 3600;
    let app = TestApp::start().await;
    let rates = async |query: &str| {
        let now = overview(&app, query).await.now;
        [now.first_contact, now.came_back].map(|rate| rate.map(|rate| (rate.part(), rate.whole())))
    };
    walk(&app, TESS, "vpn", Outcome::Resolved, 60).await;
    walk(&app, TESS, "printer", Outcome::Resolved, 60).await;
    walk(&app, BEN, "vpn", Outcome::Resolved, 60).await;
    assert_eq!(rates("").await, [None, None], "too young to say");
    app.wait(3 * DAY);
    // The same problem of the same client, in the same tree.
    walk(&app, OMAR, "vpn", Outcome::Workaround, 60).await;
    app.wait(8 * DAY);
    assert_eq!(rates("").await, [Some((2, 3)), None]);
    app.service.fold(app.north).await.unwrap();
    assert_eq!(rates("").await, [Some((2, 3)), None], "folded or not");
    assert_eq!(rates("tree=vpn").await, [Some((1, 2)), None]);
    app.wait(30 * DAY);
    assert_eq!(rates("from=2026-02-01&to=2026-04-30").await, [Some((2, 3)), Some((1, 3))]);
    assert_eq!(rates("from=2026-02-01&to=2026-02-11").await[1], Some((1, 2)), "chains of the days in which they began to end");
}

#[tokio::test]
async fn versions_are_marked_on_the_local_day_of_their_publication() {
    let app = TestApp::start().await;
    let found = overview(&app, "").await;
    let mut marked: Vec<_> = found.published.iter().map(|published| (published.key.as_str(), published.version)).collect();
    marked.sort_unstable();
    assert_eq!(marked, [("printer", 1), ("vpn", 1)]);
    assert!(found.published.iter().all(|published| found.asked.scope.period.contains(published.day)));
    assert!(overview(&app, "from=2026-01-01&to=2026-01-31").await.published.is_empty());
    assert_eq!(overview(&app, "tree=vpn").await.published.len(), 1);
}

#[tokio::test]
async fn overview_is_for_managers_and_knows_no_tree_of_another_account() {
    let app = TestApp::start().await;
    let question = asked(&app, "").await;
    assert_eq!(app.sign_in(TESS).await.overview(question.clone()).await, Err(AppError::Forbidden));
    assert_eq!(app.nobody().overview(question).await, Err(AppError::NotSignedIn));
    let theirs = asked(&app, "tree=their-own").await;
    assert_eq!(app.sign_in(MARA).await.overview(theirs).await, Err(AppError::NotFound));
}
