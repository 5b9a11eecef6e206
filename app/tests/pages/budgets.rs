use crate::support::fixtures::{HOSTILE, demo_tree, manager, now, session, technician, tree_page};
use crate::support::walks::walk;
use crate::support::{Answer, Fake, visit};
use app::api::budgets::{RemoveBudget, SetSessionBudget, SetStepBudget};
use app::backend::views::{Pace, SessionBudget, SetBudget, StepPace, TreeBudgets, TreeName, WalkPage};
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::budget::{BadBudget, Budget, BudgetClock};
use resolutionflow::session::Action;
use resolutionflow::text::Title;

const PAGE: &str = "/trees/vpn-does-not-connect/budgets";

fn step(minutes: u64) -> Budget {
    Budget::of_step(minutes, BudgetClock::Elapsed, 80).unwrap()
}

fn budgets(set: Vec<SetBudget>) -> Fake {
    let tree = demo_tree("vpn-does-not-connect");
    let name = TreeName { key: "vpn-does-not-connect".into(), name: tree.name().to_owned() };
    Fake { tree_budgets: Ok(TreeBudgets::of(name, tree, set, false)), ..Fake::default() }
}

fn some() -> Vec<SetBudget> {
    let root = demo_tree("vpn-does-not-connect").root().clone();
    vec![
        SetBudget { node: None, title: String::new(), budget: Budget::of_session(45, BudgetClock::Business, 90).unwrap() },
        SetBudget { node: Some(root), title: "As it was called".into(), budget: step(5) },
        SetBudget { node: Some("gone".into()), title: HOSTILE.into(), budget: step(7) },
    ]
}

#[tokio::test]
async fn a_tree_without_budgets_offers_to_set_them() {
    let page = visit(PAGE).by(manager()).over(budgets(Vec::new())).answer().await;
    assert!(page.html.says("Sessions have no budget yet.") && page.html.says("No step has a budget yet."));
    assert!(page.html.says("Business hours are not entered yet"));
    let form = page.html.form(SetStepBudget::url());
    assert_eq!(form.value("target").as_deref(), Some("90"));
    assert!(form.contains("option", &[("value", "elapsed")]) && !form.contains("option", &[("value", "business")]));
    assert!(page.html.form(SetSessionBudget::url()).contains("option", &[("value", "business")]));
}

#[tokio::test]
async fn the_budget_of_a_step_that_a_new_version_no_longer_has_is_shown_as_such_and_can_be_changed() {
    let page = visit(&format!("{PAGE}?step=gone")).by(manager()).over(budgets(some())).answer().await;
    assert!(page.html.says("The latest version has no such step.") && page.html.says(HOSTILE) && !page.html.has("<script>alert"));
    assert!(!page.html.says("As it was called"), "a step has the title of the latest version");
    assert!(page.html.says("45 min of business hours, to be kept by 90 %."));
    let form = page.html.form(SetStepBudget::url());
    assert!(form.contains("option", &[("value", "gone"), ("selected", "")]));
    assert_eq!((form.value("minutes").as_deref(), form.value("target").as_deref()), (Some("7"), Some("80")));
    assert_eq!(page.html.count("form", &[("action", RemoveBudget::url())]), 3);
}

#[tokio::test]
async fn a_refused_budget_stays_typed_with_its_fault_in_its_own_form() {
    let typed = [("key", "vpn-does-not-connect"), ("step", "gone"), ("minutes", "0"), ("clock", "active"), ("target", "95")];
    for (error, said) in [
        (AppError::invalid("minutes", Fault::OutOfRange { least: 1, most: 60_000 }), "Minutes must be a whole number from 1 to 60000."),
        (
            AppError::invalid("clock", BadBudget::StepInBusinessHours),
            "Of cannot be business hours at a step: they count for whole sessions.",
        ),
        (AppError::invalid("step", Fault::TooMany { most: TreeBudgets::MOST }), "Step would be one more than fits: 200 is the most."),
    ] {
        let page = visit(PAGE).by(manager()).over(budgets(some())).refused(SetStepBudget::url(), error, &typed).answer().await;
        let form = page.html.form(SetStepBudget::url());
        assert!(form.says(said), "{said}");
        assert_eq!((form.value("minutes").as_deref(), form.value("target").as_deref()), (Some("0"), Some("95")));
        let other = page.html.form(SetSessionBudget::url());
        assert!(!other.says(said));
        assert_eq!(other.value("minutes").as_deref(), Some("45"));
    }
}

#[tokio::test]
async fn technicians_set_no_budgets() {
    assert_eq!(visit(PAGE).by(technician()).over(budgets(some())).answer().await.status, 403);
    let tree = demo_tree("vpn-does-not-connect");
    let page = Fake { tree: Ok(tree_page(tree)), ..Fake::default() };
    assert!(!visit("/trees/vpn-does-not-connect").over(page).answer().await.html.leads_to(PAGE));
}

#[tokio::test]
async fn the_outline_says_budgets_and_what_is_usual_where_there_is_something_to_say() {
    let tree = demo_tree("vpn-does-not-connect");
    let mut page = tree_page(tree);
    page.budget = Some(Budget::of_session(90, BudgetClock::Active, 90).unwrap());
    page.pace = vec![StepPace { position: 0, usual: "Usually 6 min from here, 1 in 5 is escalated".into(), budget: Some(step(5)) }];
    let page = visit("/trees/vpn-does-not-connect").by(manager()).over(Fake { tree: Ok(page), ..Fake::default() }).answer().await;
    assert!(page.html.says("Session budget: 1 h 30 min of active time, to be kept by 90 %.") && page.html.leads_to(PAGE));
    assert!(page.html.says("Usually 6 min from here, 1 in 5 is escalated. Budget: 5 min of elapsed time."));
    assert_eq!(page.html.count("p", &[("class", "outline-pace")]), 1);
}

async fn walked(page: WalkPage) -> Answer {
    visit(&format!("/sessions/{}/walk", session(1))).over(Fake { walk: Ok(page), ..Fake::default() }).answer().await
}

fn pace(minutes: u64, past_at: i64) -> Pace {
    let budget = Budget::of_session(30, BudgetClock::Active, 90).unwrap();
    let step = StepPace { position: 0, usual: "Usually 6 min from here, none is escalated".into(), budget: Some(step(minutes)) };
    Pace { session: Some(SessionBudget { budget, past_at: Some(now().plus(past_at)) }), steps: vec![step] }
}

#[tokio::test]
async fn the_walk_says_budgets_and_as_of_now_whether_they_are_over() {
    // The walk began a quarter of an hour ago and is at its first step.
    let within = walked(WalkPage { pace: pace(15, 60), ..walk().page() }).await;
    let form = within.html.form(app::api::walk::TakeStep::url());
    assert!(form.says("Session budget: 30 min of active time.") && form.says("Step budget: 15 min of elapsed time."));
    assert!(form.says("Usually 6 min from here, none is escalated."));
    let past = walked(WalkPage { pace: pace(14, 0), ..walk().page() }).await;
    let form = past.html.form(app::api::walk::TakeStep::url());
    assert!(form.says("Past the session budget of 30 min of active time.") && form.says("Past the step budget of 14 min of elapsed time."));
    let line = form.element("p", &[("class", "step-budget")]);
    assert_eq!((line.attr("role"), line.attr("data-due")), (Some("status"), Some(&*now().plus(-59).unix().to_string())));
}

#[tokio::test]
async fn an_ad_hoc_step_has_no_budget_and_a_walk_without_any_says_nothing() {
    let detour = Action::Detour { title: Title::parse("Restart the router").unwrap() };
    let page = walked(WalkPage { pace: pace(15, 60), ..walk().act(detour).page() }).await;
    let form = page.html.form(app::api::walk::TakeStep::url());
    assert!(form.says("Session budget:") && !form.says("Step budget:") && !form.says("Usually"));
    let page = walked(walk().page()).await;
    assert!(!page.html.says("budget") && !page.html.contains("p", &[("class", "walk-budget")]));
}
