//! Who sees suggestions and what waits, and two authors at once.

use ::app::backend::Backend;
use ::app::backend::views::ToDo;
use ::app::error::AppError;
use resolutionflow::account::Settings;
use resolutionflow::id::ProposalId;
use resolutionflow::outcome::Outcome;
use resolutionflow::proposal::Standing;
use resolutionflow::session::Action;
use resolutionflow::text::Problem;
use resolutionflow::tree::StepWords;

use super::super::{Author, title};
use super::{note, open, reason, retitles, standing};
use crate::fixtures::{ADA, BEN, MARA, OMAR, TESS, id};

/// What somebody is answered about a suggestion, whatever they try.
async fn answers(backend: &dyn Backend, form: ProposalId) -> Vec<Option<AppError>> {
    vec![
        backend.proposal(form).await.err(),
        backend.withdraw_proposal(form).await.err(),
        backend.take_proposal(form, id(), None, vec![]).await.err(),
        backend.decline_proposal(form, reason("x")).await.err(),
    ]
}

#[tokio::test]
async fn a_suggestion_is_there_for_its_proposer_and_for_authors_alone() {
    let (app, walker) = open().await;
    let form = retitles(&walker, "q1", "Is it on?").await;
    let omar = app.sign_in(OMAR).await;
    let (gone, refused) = (Some(AppError::NotFound), Some(AppError::Forbidden));
    assert_eq!(answers(&*omar, form).await, [gone.clone(), gone.clone(), refused.clone(), refused.clone()]);
    assert_eq!((omar.for_authors().await.err(), omar.my_proposals().await), (refused.clone(), Ok(vec![])));
    let ben = app.sign_in(BEN).await;
    assert_eq!(answers(&*ben, form).await, vec![gone.clone(); 4]);
    assert_eq!((ben.for_authors().await.unwrap().waiting, ben.my_proposals().await), (vec![], Ok(vec![])));
    assert_eq!(ben.suggest_page(walker.id, None).await.err(), gone.clone());
    assert_eq!(ben.propose(form, walker.id, "q1".into(), StepWords::default(), note("x")).await.err(), gone);
    assert_eq!(answers(&*app.nobody(), form).await, vec![Some(AppError::NotSignedIn); 4]);
    assert_eq!((standing(&*walker.backend, form).await, app.count("proposals").await), (Standing::Waiting, 1));
    // Its own proposer takes and declines nothing without being an author.
    assert_eq!(walker.backend.take_proposal(form, id(), None, vec![]).await.err(), refused);
    // Who may write is an author, too.
    app.sign_in(ADA).await.let_author(app.user(OMAR).await, true).await.unwrap();
    let omar = app.sign_in(OMAR).await;
    assert_eq!(omar.for_authors().await.unwrap().waiting.len(), 1);
    assert!(omar.take_proposal(form, id(), None, vec![]).await.is_ok());
}

#[tokio::test]
async fn two_authors_take_a_suggestion_at_once_and_it_is_in_the_draft_once() {
    let (app, walker) = open().await;
    for round in 0..4 {
        let form = retitles(&walker, "q1", &format!("Is it on, round {round}?")).await;
        let mut takes = Vec::new();
        for email in [MARA, ADA] {
            let author = app.sign_in(email).await;
            let at = author.proposal(form).await.unwrap().meets.map(|meets| meets.at);
            takes.push((author, at));
        }
        let takes =
            takes.into_iter().map(|(author, at)| tokio::spawn(async move { author.take_proposal(form, id(), at, vec![true]).await }));
        let takes: Vec<_> = takes.collect();
        let mut answers = Vec::new();
        for take in takes {
            answers.push(take.await.unwrap());
        }
        let taken = answers.iter().filter(|answer| answer.is_ok()).count();
        assert!(taken <= 1, "{answers:?}");
        let of_draft = app.count("draft_edits where sentence like 'Suggested by%'").await;
        let standing = standing(&*walker.backend, form).await;
        assert_eq!(standing == Standing::Taken, taken == 1, "{answers:?}");
        assert!(of_draft <= i64::from(round + 1));
    }
}

#[tokio::test]
async fn authors_see_how_much_waits_for_them_and_others_see_nothing() {
    let (app, walker) = open().await;
    let to_do = async |email: &str| app.sign_in(email).await.viewer().await.unwrap().to_do;
    assert_eq!(to_do(MARA).await, ToDo::default());
    let form = retitles(&walker, "q1", "Is it on?").await;
    let visit_id = walker.session().await.open_visit().unwrap().id;
    walker.does(Action::ReportProblem { visit_id, problem: Problem::parse("There is no desk.").unwrap() }).await;
    walker.finishes(Outcome::Resolved).await;
    let ada = app.sign_in(ADA).await;
    ada.save_settings(Settings { needs_approval: true, ..ada.settings().await.unwrap() }).await.unwrap();
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q2", "Does it reply?")]).await;
    mara.backend.ask_for_approval(mara.id, true).await.unwrap();
    assert_eq!(to_do(MARA).await, ToDo { reports: 1, proposals: 1, approvals: 0 }, "her own draft waits for somebody else");
    assert_eq!(to_do(ADA).await, ToDo { reports: 1, proposals: 1, approvals: 1 });
    assert_eq!((to_do(TESS).await, to_do(BEN).await), (ToDo::default(), ToDo::default()));
    let waits = ada.for_authors().await.unwrap();
    assert_eq!((waits.reported[0].1, waits.asked[0].by.as_str(), waits.asked[0].name.as_str()), (1, "Mara Lindqvist", "The vpn tree"));
    app.wait(1);
    app.sign_in(ADA).await.approve_draft(mara.id, 1, true).await.unwrap();
    let report = mara.backend.walked_steps(mara.id).await.unwrap().reports[0].id;
    app.sign_in(MARA).await.settle_report(report).await.unwrap();
    app.sign_in(MARA).await.decline_proposal(form, reason("x")).await.unwrap();
    assert_eq!(to_do(ADA).await, ToDo::default());
}
