//! The page of time budgets, over sessions that were counted by hand.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::views::insights::{Asked, BudgetsPage, Progress};
use ::app::error::AppError;
use ::app::query::Query;
use resolutionflow::budget::{Budget, BudgetClock, Kept};
use resolutionflow::hours::{DayHours, Hours};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::tree::NodeId;

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, OMAR, TESS, Walker, choose, tree};

async fn page(backend: &Arc<dyn Backend>, address: &str) -> BudgetsPage {
    let asked = Asked::read(&Query::parse(address), &backend.viewer().await.unwrap()).unwrap();
    match backend.budgets(asked).await.unwrap() {
        Progress::Ready(answer) => answer.page,
        Progress::Counting { percent } => panic!("counting, {percent} %"),
    }
}

/// A walk that takes so long at its first step.
async fn walked(app: &TestApp, seconds: i64, outcome: Outcome) {
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(seconds);
    walker.finishes(outcome).await;
}

#[tokio::test]
async fn sessions_and_steps_are_judged_with_the_open_ones_that_are_past() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    assert!(!page(&mara, "").await.has_budgets);
    mara.set_budget("vpn", None, Budget::of_session(10, BudgetClock::Elapsed, 80).unwrap()).await.unwrap();
    mara.set_budget("vpn", Some(NodeId("q1".into())), Budget::of_step(9, BudgetClock::Active, 90).unwrap()).await.unwrap();
    mara.set_budget("vpn", Some(NodeId("a1".into())), Budget::of_step(1, BudgetClock::Elapsed, 90).unwrap()).await.unwrap();
    // Eight within 600 s, two past; one that is in no rate, one that was cancelled.
    for seconds in [1, 60, 300, 540, 541, 599, 600, 0] {
        walked(&app, seconds, Outcome::Resolved).await;
    }
    walked(&app, 601, Outcome::Escalated).await;
    walked(&app, 2_000, Outcome::Unresolved).await;
    let external = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(3_000);
    external.does(Action::Close { outcome: Outcome::ResolvedExternally, reason: None }).await;
    // Two are open: one has been at its first step for too long, one only just began.
    let _lying = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(700);
    let omar = Walker::start(app.sign_in(OMAR).await, "vpn").await;
    omar.does(choose("yes")).await;
    app.wait(30);

    let read = page(&mara, "").await;
    let tree = &read.sessions[0];
    assert_eq!((read.sessions.len(), tree.kept_ended(), tree.over()), (1, Kept { within: 8, missed: 2 }, 1));
    assert_eq!((tree.kept(), tree.open.count()), (Kept { within: 8, missed: 3 }, 2));
    // ⌊22 × 0.2⌋ − 3 of the next eleven.
    assert_eq!(tree.kept().left(tree.budget.target, 11), Some(1));
    let steps = read.steps.as_ref().unwrap();
    let rows: Vec<_> = steps.rows.iter().map(|step| (step.node.0.as_str(), step.ended, step.over)).collect();
    // Closed from a list, the external one ended with its last activity, its start.
    assert_eq!(rows, [("q1", Kept { within: 6, missed: 5 }, 1), ("a1", Kept { within: 0, missed: 0 }, 0)]);

    app.wait(60);
    assert_eq!(page(&mara, "").await.steps.unwrap().rows[1].over, 1, "the step of Omar's is past its minute by now");
    let before = page(&mara, "from=2025-01-01&to=2025-01-31").await;
    assert_eq!((before.kept(), before.sessions[0].open.count()), (Kept::default(), 0), "open sessions are those of now");
    assert!(page(&mara, "tree=printer").await.sessions.is_empty());
}

#[tokio::test]
async fn business_hours_count_while_the_account_is_open() {
    let app = TestApp::start().await;
    let (ada, mara) = (app.sign_in(ADA).await, app.sign_in(MARA).await);
    // It is ten o'clock in Berlin, and the account closes in ten minutes.
    let mut hours = Hours::default();
    hours.week.fill(DayHours::parse("09:10–10:10").unwrap());
    ada.save_hours(hours).await.unwrap();
    mara.set_budget("vpn", None, Budget::of_session(10, BudgetClock::Business, 90).unwrap()).await.unwrap();
    walked(&app, 20 * 3_600, Outcome::Resolved).await;
    let tree = page(&mara, "").await.sessions.remove(0);
    assert_eq!(tree.kept_ended(), Kept { within: 1, missed: 0 }, "ten minutes of it were business hours");
    // Six o'clock on the next morning; it opens at ten past nine.
    let _open = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(3 * 3_600 + 10 * 60 + 600);
    assert_eq!(page(&mara, "").await.over(), 0);
    app.wait(1);
    assert_eq!(page(&mara, "").await.over(), 1);
}

#[tokio::test]
async fn the_steps_of_a_new_version_and_those_that_it_no_longer_has_are_judged_together() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    mara.set_budget("vpn", Some(NodeId("q1".into())), Budget::of_step(1, BudgetClock::Elapsed, 90).unwrap()).await.unwrap();
    mara.set_budget("vpn", Some(NodeId("s2".into())), Budget::of_step(1, BudgetClock::Elapsed, 90).unwrap()).await.unwrap();
    walked(&app, 30, Outcome::Resolved).await;
    let mut next = tree("vpn");
    next["nodes"][4]["id"] = "other".into();
    next["nodes"][0]["options"][1]["next_node_id"] = "other".into();
    mara.import_tree(next.to_string().as_bytes()).await.unwrap();
    walked(&app, 90, Outcome::Resolved).await;
    let steps = page(&mara, "").await.steps.unwrap();
    let rows: Vec<_> = steps.rows.iter().map(|step| (step.title.as_str(), step.is_gone, step.ended)).collect();
    assert_eq!(rows, [("Is it plugged in?", false, Kept { within: 1, missed: 1 }), ("Plug it in", true, Kept { within: 1, missed: 0 })]);
}

#[tokio::test]
async fn only_managers_read_budgets_and_only_their_own_accounts() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    mara.set_budget("vpn", None, Budget::of_session(10, BudgetClock::Elapsed, 80).unwrap()).await.unwrap();
    walked(&app, 60, Outcome::Resolved).await;
    let tess = app.sign_in(TESS).await;
    let asked = Asked::read(&Query::default(), &tess.viewer().await.unwrap()).unwrap();
    assert_eq!(tess.budgets(asked).await.err(), Some(AppError::Forbidden));
    let theirs = page(&app.sign_in(BEN).await, "").await;
    assert_eq!((theirs.sessions.len(), theirs.has_budgets), (0, false));
}

#[tokio::test]
async fn a_step_that_meant_something_else_before_is_not_judged_by_the_budget_of_what_it_is_now() {
    let app = TestApp::start().await;
    walked(&app, 60, Outcome::Resolved).await;
    let mara = app.sign_in(MARA).await;
    let renamed = |title: &str| {
        let mut vpn = tree("vpn");
        vpn["nodes"][0]["title"] = title.into();
        vpn.to_string()
    };
    mara.import_tree(renamed("Which colour is the light?").as_bytes()).await.unwrap();
    mara.set_budget("vpn", Some(NodeId("q1".into())), Budget::of_step(9, BudgetClock::Active, 90).unwrap()).await.unwrap();
    walked(&app, 700, Outcome::Resolved).await;
    walked(&app, 120, Outcome::Resolved).await;
    let judged = async || page(&mara, "").await.steps.unwrap().rows[0].ended;
    assert_eq!(judged().await, Kept { within: 1, missed: 1 }, "without the minute of the first version");
    // Only written in another way, it is the same step.
    mara.import_tree(renamed("which COLOUR is  the light?").as_bytes()).await.unwrap();
    walked(&app, 30, Outcome::Resolved).await;
    assert_eq!(judged().await, Kept { within: 2, missed: 1 });
}
