//! What walks say of a draft's steps: reported problems and ad-hoc steps.

use ::app::backend::drafts::{DraftChange, StepDeed};
use ::app::backend::views::walked_steps::AddedStep;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::{Problem, Title};
use resolutionflow::tree::{NodeKind, StepForm};

use super::{Author, blank, title};
use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, OMAR, TESS, Walker, choose, complete};

/// Walks to the action, does something there that the tree does not say, and ends.
async fn adds(app: &TestApp, email: &str, words: &str, outcome: Outcome) -> Walker {
    let walker = Walker::start(app.sign_in(email).await, "vpn").await;
    walker.does(choose("yes")).await;
    walker.does(Action::Detour { title: Title::parse(words).unwrap() }).await;
    walker.does(Action::EndDetour).await;
    walker.does(complete(outcome)).await;
    walker
}

#[tokio::test]
async fn reports_and_ad_hoc_steps_stand_at_their_step_and_reports_can_be_settled() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let visit_id = walker.session().await.open_visit().unwrap().id;
    walker.does(Action::ReportProblem { visit_id, problem: Problem::parse("There is no desk.").unwrap() }).await;
    walker.finishes(Outcome::Resolved).await;
    adds(&app, TESS, "Swap the cable", Outcome::Resolved).await;
    adds(&app, OMAR, "swap  the CABLE", Outcome::Escalated).await;
    adds(&app, BEN, "Theirs", Outcome::Resolved).await;
    app.service.fold(app.north).await.unwrap();
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("a1", "Ping it")]).await;
    let walked = mara.backend.walked_steps(mara.id).await.unwrap();
    let report = &walked.reports[0];
    assert_eq!((walked.reports.len(), report.node.0.as_str(), report.problem.as_str()), (1, "q1", "There is no desk."));
    assert_eq!(report.by.name, "Tess Tanaka");
    let added = AddedStep { node: "a1".into(), words: walked.added[0].words.clone(), sessions: 2, solved: 1 };
    assert_eq!(walked.added, [added]);
    assert_eq!(walked.added[0].words.to_lowercase(), "swap the cable");
    mara.backend.settle_report(report.id).await.unwrap();
    assert_eq!(mara.backend.walked_steps(mara.id).await.unwrap().reports, []);
    let other = Author::begins(&app, MARA, blank("Mailbox")).await;
    assert_eq!(other.backend.walked_steps(other.id).await.unwrap(), Default::default());
}

#[tokio::test]
async fn an_ad_hoc_step_becomes_an_action_that_walks_come_to_and_one_undo_takes_it_back() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let before = mara.document().await;
    for (at, next) in [("a1", "q2"), ("q1", "q1"), ("s1", "s1")] {
        let node = mara.node(at).await;
        let form = StepForm { title: node.title, body: node.body, kind: node.kind };
        let deed = Some(StepDeed::Adopt("Swap the cable".into()));
        let revision = mara.page().await.revision;
        mara.changes_at(revision, DraftChange::Step { node: at.into(), form, deed }).await.unwrap();
        let new = mara.node("swap-the-cable").await;
        assert!(matches!(new.kind, NodeKind::Action { next_node_id, .. } if next_node_id == next.into()), "{at}");
        let led = mara.node(at).await.kind.targets().any(|target| target.0 == "swap-the-cable");
        assert_eq!((new.title.as_str(), led), ("Swap the cable", at == "a1"));
        mara.undoes(false).await.unwrap();
        assert_eq!(mara.document().await, before, "{at}");
    }
}
