//! Reported problems that a version settles, and steps that nobody visits, at the gate.

use ::app::error::AppError;
use resolutionflow::id::CommandId;
use resolutionflow::insights::WALKED;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::Problem;
use resolutionflow::tree::WarningKind;

use super::{Author, blank, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, TESS, Walker, choose, complete, id};

async fn reports(app: &TestApp, email: &str, problem: &str) {
    let walker = Walker::start(app.sign_in(email).await, "vpn").await;
    let visit_id = walker.session().await.open_visit().unwrap().id;
    walker.does(Action::ReportProblem { visit_id, problem: Problem::parse(problem).unwrap() }).await;
    walker.finishes(Outcome::Resolved).await;
}

/// The problems at the gate with their ticks.
async fn offered(author: &Author) -> Vec<(CommandId, String, bool)> {
    let settling = author.gate().await.reports.into_iter();
    settling.map(|settling| (settling.report.id, settling.report.problem, settling.is_ticked)).collect()
}

#[tokio::test]
async fn publishing_settles_what_is_ticked_under_the_number_of_the_version_and_nothing_else() {
    let app = TestApp::start().await;
    for problem in ["There is no desk.", "The lamp is red.", "Nobody answers."] {
        reports(&app, TESS, problem).await;
    }
    reports(&app, BEN, "Theirs").await;
    let theirs = app.sign_in(BEN).await.tree("vpn").await.unwrap().reports[0].id;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ids: Vec<CommandId> = offered(&mara).await.into_iter().map(|(id, ..)| id).collect();
    assert_eq!(ids.len(), 3);
    mara.backend.tick_reports(mara.id, ids.clone(), vec![ids[0], ids[1], theirs]).await.unwrap();
    // A page that lists fewer says nothing of the others, and what somebody else's page says comes on top.
    let ada = Author { backend: app.sign_in(ADA).await, id: mara.id };
    ada.backend.tick_reports(ada.id, vec![ids[1]], Vec::new()).await.unwrap();
    assert_eq!(offered(&mara).await.iter().map(|(_, _, ticked)| *ticked).collect::<Vec<_>>(), [true, false, false]);
    mara.edits(vec![title("q1", "Is it on?")]).await;
    assert_eq!(mara.backend.publish_draft(mara.id, id(), 0).await, Err(AppError::Moved));
    assert_eq!(offered(&mara).await.iter().filter(|(_, _, ticked)| *ticked).count(), 1, "a refusal loses no tick");
    let (command, revision) = (id(), mara.page().await.revision);
    for _ in 0..2 {
        assert_eq!(mara.backend.publish_draft(mara.id, command, revision).await.unwrap().version, 2);
    }
    let settled: Vec<(uuid::Uuid, i32)> = sqlx::query_as("select id, settled_version from step_reports where settled_at is not null")
        .fetch_all(&app.superuser)
        .await
        .unwrap();
    assert_eq!(settled, [(ids[0].0, 2)]);
    let told: Vec<serde_json::Value> =
        sqlx::query_scalar("select after from audit where action = 'settle_report'").fetch_all(&app.superuser).await.unwrap();
    assert_eq!(told, [serde_json::json!({"report": ids[0], "version": 2})]);
    let rows = mara.backend.versions_of("vpn", None).await.unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.settled).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(mara.backend.tree("vpn").await.unwrap().reports.len(), 2);
    let next = Author::of_tree(&app, MARA, "vpn").await;
    assert!(offered(&next).await.iter().all(|(_, _, ticked)| !ticked), "ticks are of one draft");
    let new = Author::begins(&app, MARA, blank("Mailbox")).await;
    new.backend.tick_reports(new.id, ids.clone(), ids).await.unwrap();
    assert_eq!(offered(&new).await, [], "a tree that nobody walked has no problems");
}

#[tokio::test]
async fn a_step_that_nobody_visits_is_warned_of_once_its_version_was_walked_often() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let tess = app.sign_in(TESS).await;
    let walk = async |answer: &'static str| {
        let walker = Walker::start(tess.clone(), "vpn").await;
        walker.does(choose(answer)).await;
        walker.does(complete(Outcome::Resolved)).await;
    };
    let unvisited = async |author: &Author| -> Vec<String> {
        let warnings = author.gate().await.warnings.first.into_iter();
        warnings.filter(|warning| warning.kind == WarningKind::NeverVisited).map(|warning| warning.problem.node.unwrap().0).collect()
    };
    for _ in 1..WALKED {
        walk("no").await;
    }
    assert_eq!(unvisited(&mara).await, Vec::<String>::new(), "one too few");
    walk("no").await;
    app.service.fold(app.north).await.unwrap();
    assert_eq!(unvisited(&mara).await, ["a1", "q2", "s1"]);
    walk("yes").await;
    assert_eq!(unvisited(&mara).await, ["q2", "s1"]);
    app.wait(91 * 24 * 3600);
    let ada = Author { backend: app.sign_in(ADA).await, id: mara.id };
    assert_eq!(unvisited(&ada).await, Vec::<String>::new(), "of another quarter nothing is said");
}
