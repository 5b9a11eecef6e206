//! Every figure's link leads to exactly as many sessions as the figure says.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::history::{Cursor, HistoryQuery, read};
use ::app::backend::views::insights::{Asked, Progress, Table, TreeAsked, TreesAsked, Value};
use ::app::error::AppError;
use ::app::query::Query;
use resolutionflow::account::{Reading, Settings};
use resolutionflow::budget::{Budget, BudgetClock};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Session};
use resolutionflow::text::{Problem, Reason, Title};

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, OMAR, TESS, Walker, choose, complete, facts, tree};

/// Random numbers, the same every time.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Next action of a random walk; none to leave the session as it is.
fn next(session: &Session, dice: &mut Dice) -> Option<Action> {
    let Some(visit) = session.open_visit() else { return Some(Action::Resume) };
    let outcome = Outcome::OF_A_WALK[usize::try_from(dice.roll(4)).unwrap()];
    let node = visit.node_id.0.as_str();
    Some(match (node, dice.roll(20)) {
        ("s1" | "s2", 0) | (_, 1) => return None,
        ("s1" | "s2", _) | (_, 2) => complete(outcome),
        (_, 3) if session.records.iter().any(|record| !record.superseded) => Action::Back,
        (_, 4) => Action::PARK,
        ("q1", way) => choose(if way % 2 == 0 { "yes" } else { "no" }),
        ("q2", way) => choose(if way % 3 == 0 { "again" } else { "done" }),
        _ => Action::Continue,
    })
}

/// A session that goes some way through a tree, and ends in one of many ways.
async fn walk(app: &TestApp, backend: Arc<dyn Backend>, tree: &str, dice: &mut Dice) {
    let ticket = if dice.roll(3) == 0 { String::new() } else { format!("INC-{}", dice.roll(9)) };
    let walker = Walker::start_for(backend, tree, facts(&ticket, ["", "Fjord Shipping"][usize::try_from(dice.roll(2)).unwrap()])).await;
    for _ in 0..25 {
        app.wait(i64::try_from(dice.roll(400)).unwrap());
        let session = walker.session().await;
        if dice.roll(8) == 0 && session.open_visit().is_some() {
            let title = ["Clear the queue", "clear the QUEUE", "Restart the spooler"][usize::try_from(dice.roll(3)).unwrap()];
            walker.does(Action::Detour { title: Title::parse(title).unwrap() }).await;
            app.wait(20);
            walker.does(Action::EndDetour).await;
        }
        let Some(action) = next(&walker.session().await, dice) else { break };
        // Nothing to go back to.
        let Ok(()) = walker.try_to(action).await else { continue };
        if walker.session().await.completion().is_some() {
            return;
        }
    }
    let session = walker.session().await;
    if dice.roll(4) == 0
        && let Some(visit) = session.open_visit()
    {
        let problem = Problem::parse("It has no such button.").unwrap();
        walker.does(Action::ReportProblem { visit_id: visit.id, problem }).await;
    }
    if dice.roll(8) > 0 {
        walker.does(Action::close_as(Outcome::ALL[usize::try_from(dice.roll(6)).unwrap()])).await;
    }
}

/// An account with walks of some weeks, over two trees and two versions.
pub(super) async fn walked() -> TestApp {
    let app = TestApp::start().await;
    let backends = [app.sign_in(TESS).await, app.sign_in(OMAR).await];
    let mut dice = Dice(7);
    for number in 0..90_usize {
        if number == 45 {
            let mut vpn = tree("vpn");
            vpn["nodes"][0]["options"][0]["label"] = "Yes, all of it".into();
            app.sign_in(MARA).await.import_tree(vpn.to_string().as_bytes()).await.unwrap();
        }
        let tree = if number % 5 == 4 { "printer" } else { "vpn" };
        walk(&app, backends[number % 2].clone(), tree, &mut dice).await;
        app.wait(12 * 3600);
    }
    // Nobody is signed in for as long as that.
    let mara = app.sign_in(MARA).await;
    let all = mara.history_rows(::app::backend::history::SessionFilter::of_anyone().into()).await.unwrap().0;
    for row in all.iter().filter(|row| row.completed_at.is_some()).step_by(9) {
        let walker = Walker { backend: mara.clone(), id: row.id };
        let reason = Reason::parse("It came back.").unwrap();
        let _ = walker.try_to(Action::CorrectOutcome { outcome: Outcome::Unresolved, reason }).await;
    }
    app
}

/// Links of some tables, each with the number of sessions that it says and the words for a failure.
pub fn links(tables: &[Table]) -> Vec<(String, u64, String)> {
    let mut links = Vec::new();
    for table in tables {
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(row) {
                let Some(href) = &cell.sessions else { continue };
                let number = match cell.value {
                    Value::Count(number) => u64::try_from(number).unwrap(),
                    Value::Share(Some(rate)) => rate.part(),
                    ref other => panic!("{other:?} leads to {href}"),
                };
                links.push((href.clone(), number, format!("{}, {}: {href}", table.name, column.head)));
            }
        }
    }
    links
}

/// Number of sessions that an address of the history lists.
pub async fn listed(backend: &Arc<dyn Backend>, href: &str) -> u64 {
    let (path, query) = href.split_once('?').unwrap();
    let (mut query, unknown): (HistoryQuery, _) = read(&Query::parse(query), None);
    assert!(path == "/sessions" && unknown.is_empty(), "{href}: {unknown:?}");
    let mut number = 0;
    loop {
        let (rows, next) = backend.history_rows(query.clone()).await.unwrap();
        number += rows.len() as u64;
        let Some(next) = next else { return number };
        query.cursor = Cursor::After(next);
    }
}

pub fn ready<T>(progress: Progress<T>) -> T {
    match progress {
        Progress::Ready(answer) => answer.page,
        Progress::Counting { percent } => panic!("counting, {percent} %"),
    }
}

/// Tables of every page for an address.
async fn tables(backend: &Arc<dyn Backend>, address: &str) -> Vec<Table> {
    let (query, viewer) = (Query::parse(address), backend.viewer().await.unwrap());
    let asked = Asked::read(&query, &viewer).unwrap();
    let trees = ready(backend.trees_report(TreesAsked::read(asked.clone(), &query)).await.unwrap());
    let mut tables = [ready(backend.overview(asked.clone()).await.unwrap()).tables(), trees.tables()].concat();
    tables.extend(ready(backend.trust(asked.clone()).await.unwrap()).tables());
    for (key, version) in [("vpn", None), ("vpn", Some(1)), ("vpn", Some(2)), ("printer", None)] {
        let question = TreeAsked { version, ..TreeAsked::read(asked.clone(), key, &Query::default()) };
        tables.extend(ready(backend.tree_report(question).await.unwrap()).tables());
    }
    tables.extend(ready(backend.saving(asked.clone()).await.unwrap()).tables());
    tables.extend(ready(backend.budgets(asked).await.unwrap()).tables());
    tables
}

/// Sets budgets by either clock, so that the page of budgets has figures.
async fn set_up(app: &TestApp) {
    let mara = app.sign_in(MARA).await;
    let (vpn, printer) = (Budget::of_session(12, BudgetClock::Elapsed, 80), Budget::of_session(9, BudgetClock::Active, 90));
    mara.set_budget("vpn", None, vpn.unwrap()).await.unwrap();
    mara.set_budget("printer", None, printer.unwrap()).await.unwrap();
}

#[tokio::test]
async fn every_link_of_a_figure_leads_to_exactly_its_sessions() {
    let app = walked().await;
    let mara = app.sign_in(MARA).await;
    set_up(&app).await;
    let mut seen = Vec::new();
    for address in ["", "period=year", "from=2026-02-13&to=2026-03-05", "category=Network&period=quarter"] {
        let links = links(&tables(&mara, address).await);
        assert!(links.len() > 36, "{address}: {} links", links.len());
        for (href, number, words) in links {
            assert_eq!(listed(&mara, &href).await, number, "{address}: {words}");
            seen.push(href);
        }
    }
    let filters = [
        "visited",
        "chose",
        "exit",
        "path",
        "dropped",
        "early",
        "at_solution",
        "closed",
        "no_ticket",
        "corrected",
        "came_back",
        "version",
        "total_max",
        "active_max",
    ];
    for filter in filters {
        assert!(seen.iter().any(|href| href.contains(&format!("{filter}="))), "no figure leads by {filter}");
    }
}

#[tokio::test]
async fn links_of_versions_lead_to_the_walks_of_each() {
    let app = walked().await;
    let mara = app.sign_in(MARA).await;
    for address in ["period=year", "from=2026-02-13&to=2026-03-05"] {
        let asked = Asked::read(&Query::parse(address), &mara.viewer().await.unwrap()).unwrap();
        let page = ready(mara.versions(asked, "vpn", None).await.unwrap());
        let compared = page.compared.as_ref().unwrap();
        assert!(compared.walks.iter().sum::<i64>() > 10, "{address}: {:?}", compared.walks);
        for (version, walks) in [compared.before, compared.after].into_iter().zip(compared.walks) {
            assert_eq!(listed(&mara, &page.walks_of(version).href("/sessions")).await, walks.unsigned_abs(), "{address}: v{version}");
        }
    }
}

#[tokio::test]
async fn figures_of_trees_are_for_everybody_of_the_account_and_nobody_else() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let walker = Walker::start(tess.clone(), "vpn").await;
    walker.finishes(Outcome::Resolved).await;
    let asked = |viewer| Asked::read(&Query::default(), &viewer).unwrap();
    let of = async |backend: &Arc<dyn Backend>, key: &str, version| {
        let question = TreeAsked { version, ..TreeAsked::read(asked(backend.viewer().await.unwrap()), key, &Query::default()) };
        backend.tree_report(question).await
    };
    let report = ready(of(&tess, "vpn", None).await.unwrap());
    assert_eq!((report.version, report.figures().walks(), report.paths.walks), (1, 1, 1));
    let ben = app.sign_in(BEN).await;
    let theirs = ready(of(&ben, "vpn", None).await.unwrap());
    assert_eq!((theirs.figures().walks(), theirs.nodes.len(), theirs.paths.walks), (0, 0, 0));
    for version in [Some(0), Some(2)] {
        assert_eq!(of(&tess, "vpn", version).await.err(), Some(AppError::NotFound));
    }
    assert_eq!(of(&tess, "nowhere", None).await.err(), Some(AppError::NotFound));
    assert_eq!(
        app.nobody().trees_report(TreesAsked::read(asked(tess.viewer().await.unwrap()), &Query::default())).await.err(),
        Some(AppError::NotSignedIn)
    );
    // An archived tree is listed as long as it was walked.
    app.sign_in(MARA).await.archive_tree("printer", true).await.unwrap();
    app.sign_in(MARA).await.archive_tree("vpn", true).await.unwrap();
    let trees = ready(tess.trees_report(TreesAsked::read(asked(tess.viewer().await.unwrap()), &Query::default())).await.unwrap()).trees;
    assert_eq!(trees.iter().map(|tree| (tree.key.as_str(), tree.archived, tree.figures.walks())).collect::<Vec<_>>(), [("vpn", true, 1)]);
    let unused = Query::parse("show=unused");
    let report = ready(tess.trees_report(TreesAsked::read(asked(tess.viewer().await.unwrap()), &unused)).await.unwrap());
    assert_eq!(report.unused.map(|unused| unused.all), Some(0), "steps of archived trees are nobody's work");
}

#[tokio::test]
async fn words_of_steps_that_people_add_are_for_those_who_may_read_their_sessions() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(OMAR).await, "vpn").await;
    walker.does(Action::Detour { title: Title::parse("Ring Mr Grey of Fjord Shipping").unwrap() }).await;
    walker.does(Action::EndDetour).await;
    walker.finishes(Outcome::Resolved).await;
    let added = async || {
        let tess = app.sign_in(TESS).await;
        let asked = Asked::read(&Query::default(), &tess.viewer().await.unwrap()).unwrap();
        let report = ready(tess.tree_report(TreeAsked::read(asked, "vpn", &Query::default())).await.unwrap());
        (report.detours.len(), report.figures().walks())
    };
    assert_eq!(added().await, (1, 1));
    let ada = app.sign_in(ADA).await;
    let settings = ada.settings().await.unwrap();
    ada.save_settings(Settings { reading: Reading::Own, ..settings }).await.unwrap();
    assert_eq!(added().await, (0, 1), "figures are everybody's, words are not");
}
