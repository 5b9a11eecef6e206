//! Time budgets of trees and their steps, and what the walk says of them.

use ::app::backend::views::SessionBudget;
use ::app::error::{AppError, Fault};
use resolutionflow::budget::{BadBudget, Budget, BudgetClock};
use resolutionflow::hours::{DayHours, Hours};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::tree::NodeId;
use server::service::Caller;

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, TESS, Walker, choose, tree};

fn session(minutes: u64, clock: BudgetClock) -> Budget {
    Budget::of_session(minutes, clock, 90).unwrap()
}

fn step(id: &str) -> Option<NodeId> {
    Some(NodeId(id.to_owned()))
}

#[tokio::test]
async fn a_manager_sets_changes_and_removes_budgets_and_each_change_is_written_down_once() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let five = Budget::of_step(5, BudgetClock::Elapsed, 80).unwrap();
    for _ in 0..2 {
        mara.set_budget("vpn", None, session(45, BudgetClock::Active)).await.unwrap();
        mara.set_budget("vpn", step("a1"), five).await.unwrap();
    }
    let page = mara.tree_budgets("vpn").await.unwrap();
    assert_eq!((page.session, page.hours_are_entered), (Some(session(45, BudgetClock::Active)), false));
    assert_eq!(page.steps.iter().map(|step| (step.title.as_str(), step.budget)).collect::<Vec<_>>(), [("Ping the gateway", five)]);
    mara.set_budget("vpn", None, session(60, BudgetClock::Business)).await.unwrap();
    for _ in 0..2 {
        mara.remove_budget("vpn", step("a1")).await.unwrap();
    }
    let page = mara.tree_budgets("vpn").await.unwrap();
    assert_eq!((page.session, page.steps.len()), (Some(session(60, BudgetClock::Business)), 0));
    let told = ["action = 'set_budget'", "action = 'remove_budget'"];
    assert_eq!(app.count(&format!("audit where {}", told[0])).await, 3);
    assert_eq!(app.count(&format!("audit where {}", told[1])).await, 1);
    assert_eq!(mara.tree_budgets("printer").await.unwrap().session, None);
}

#[tokio::test]
async fn a_budget_needs_a_step_of_the_tree_a_manager_and_ones_own_account() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let budget = Budget::of_step(5, BudgetClock::Active, 90).unwrap();
    assert_eq!(mara.set_budget("vpn", step("nowhere"), budget).await.err(), Some(AppError::invalid("step", Fault::Unknown)));
    assert_eq!(mara.set_budget("no-such-tree", None, budget).await.err(), Some(AppError::NotFound));
    let tess = app.sign_in(TESS).await;
    assert_eq!(tess.set_budget("vpn", None, budget).await.err(), Some(AppError::Forbidden));
    assert_eq!(tess.tree_budgets("vpn").await.err(), Some(AppError::Forbidden));
    assert_eq!(tess.remove_budget("vpn", None).await.err(), Some(AppError::Forbidden));
    mara.set_budget("vpn", None, budget).await.unwrap();
    assert_eq!(app.sign_in(BEN).await.tree_budgets("vpn").await.unwrap().session, None, "their tree of the same key");
    // What the domain refuses, the database does, too.
    assert_eq!(Budget::of_step(5, BudgetClock::Business, 90), Err(BadBudget::StepInBusinessHours));
    let refused = sqlx::query("update time_budgets set node_id = 'q1', clock = 'business'").execute(&app.superuser).await.unwrap_err();
    assert_eq!(refused.as_database_error().and_then(|error| error.constraint()), Some("time_budgets_steps_by_clocks"));
}

#[tokio::test]
async fn the_budget_of_a_step_that_a_new_version_no_longer_has_stays_and_says_so() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let budget = Budget::of_step(5, BudgetClock::Active, 90).unwrap();
    mara.set_budget("vpn", step("a1"), budget).await.unwrap();
    let mut next = tree("vpn");
    next["nodes"][1]["id"] = "ping".into();
    next["nodes"][0]["options"][0]["next_node_id"] = "ping".into();
    mara.import_tree(next.to_string().as_bytes()).await.unwrap();
    let page = mara.tree_budgets("vpn").await.unwrap();
    assert_eq!((page.steps[0].is_gone, page.steps[0].title.as_str()), (true, "Ping the gateway"));
    // Walks of the version before have it still, and it can be changed and removed.
    mara.set_budget("vpn", step("a1"), Budget::of_step(6, BudgetClock::Active, 90).unwrap()).await.unwrap();
    mara.remove_budget("vpn", step("a1")).await.unwrap();
    assert!(mara.tree_budgets("vpn").await.unwrap().steps.is_empty());
}

#[tokio::test]
async fn the_walk_knows_when_session_and_step_are_past_their_budgets() {
    let app = TestApp::start().await;
    let (mara, cookie) = (app.sign_in(MARA).await, app.cookie_of(TESS).await);
    // Each looks it up anew.
    let tess = || app.holding(&cookie);
    let started = app.now();
    let walker = Walker::start(tess(), "vpn").await;
    assert_eq!(tess().walk(walker.id).await.unwrap().pace, Default::default());
    let budget = session(30, BudgetClock::Elapsed);
    mara.set_budget("vpn", None, budget).await.unwrap();
    mara.set_budget("vpn", step("a1"), Budget::of_step(5, BudgetClock::Active, 90).unwrap()).await.unwrap();
    app.wait(600);
    walker.does(choose("yes")).await;
    let page = tess().walk(walker.id).await.unwrap();
    assert_eq!(page.pace.session, Some(SessionBudget { budget, past_at: Some(started.plus(1_801)) }), "at once");
    assert_eq!(page.position.and_then(|position| page.pace.at(position)).unwrap().budget.unwrap().minutes(), 5);
    // Parked time is no elapsed time at steps.
    walker.does(Action::PARK).await;
    app.wait(3_600);
    walker.does(Action::Resume).await;
    assert_eq!(tess().walk(walker.id).await.unwrap().pace.session.unwrap().past_at, Some(started.plus(1_801 + 3_600)));
}

#[tokio::test]
async fn a_budget_or_opening_hours_that_are_changed_on_one_server_are_so_on_the_others_at_once() {
    let app = TestApp::start().await;
    let other = app.server_on(app.pool.clone());
    let (cookie, mara, ada) = (app.cookie_of(TESS).await, app.sign_in(MARA).await, app.sign_in(ADA).await);
    let tess = || other.backend(Caller { cookie: Some(&cookie), ..Caller::default() });
    let walker = Walker::start(tess(), "vpn").await;
    let said = async || tess().walk(walker.id).await.unwrap().pace.session;
    assert_eq!(said().await, None);
    for minutes in [30, 60] {
        mara.set_budget("vpn", None, session(minutes, BudgetClock::Business)).await.unwrap();
        assert_eq!(said().await.and_then(|said| said.past_at), Some(app.now().plus(minutes as i64 * 60 + 1)));
    }
    // It is ten o'clock in Berlin.
    let mut hours = Hours::default();
    hours.week.fill(DayHours::parse("09:10–10:10").unwrap());
    ada.save_hours(hours).await.unwrap();
    assert_eq!(said().await.and_then(|said| said.past_at), Some(app.now().plus(86_401)));
    mara.remove_budget("vpn", None).await.unwrap();
    assert_eq!(said().await, None);
}

#[tokio::test]
async fn a_budget_in_business_hours_goes_on_only_while_the_account_is_open() {
    let app = TestApp::start().await;
    let (ada, cookie) = (app.sign_in(ADA).await, app.cookie_of(TESS).await);
    ada.set_budget("vpn", None, session(60, BudgetClock::Business)).await.unwrap();
    let walker = Walker::start(app.holding(&cookie), "vpn").await;
    let past_at = async || app.holding(&cookie).walk(walker.id).await.unwrap().pace.session.unwrap().past_at.unwrap();
    assert_eq!(past_at().await, app.now().plus(3_601), "around the clock, until hours are entered");
    // It is ten o'clock in Berlin. The account closes in ten minutes, and opens for an hour a day from then on.
    let mut hours = Hours::default();
    hours.week.fill(DayHours::parse("09:10–10:10").unwrap());
    ada.save_hours(hours).await.unwrap();
    assert_eq!(past_at().await, app.now().plus(86_401));
}

#[tokio::test]
async fn no_budget_is_shown_once_a_walk_is_over() {
    let app = TestApp::start().await;
    app.sign_in(MARA).await.set_budget("vpn", None, session(30, BudgetClock::Active)).await.unwrap();
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.finishes(Outcome::Resolved).await;
    assert_eq!(walker.backend.walk(walker.id).await.unwrap().pace, Default::default());
}
