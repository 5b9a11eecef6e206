//! Suggested changes: made in walks, taken into drafts, declined and withdrawn.

mod access;

use ::app::backend::Backend;
use ::app::backend::views::proposals::At;
use ::app::error::AppError;
use resolutionflow::account::Settings;
use resolutionflow::id::ProposalId;
use resolutionflow::proposal::Standing;
use resolutionflow::text::{ProposalNote, Reason};
use resolutionflow::tree::{Edit, NodeId, StepWords};

use super::{Author, body, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, OMAR, SVEN, TESS, Walker, export, id, text_of};

fn note(text: &str) -> ProposalNote {
    ProposalNote::parse(text).unwrap()
}

fn reason(text: &str) -> Reason {
    Reason::parse(text).unwrap()
}

/// An account that takes suggestions, with a walk of Tess's.
async fn open() -> (TestApp, Walker) {
    let app = TestApp::start().await;
    for admin in [ADA, SVEN] {
        let admin = app.sign_in(admin).await;
        admin.save_settings(Settings { takes_proposals: true, ..admin.settings().await.unwrap() }).await.unwrap();
    }
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    (app, walker)
}

async fn words(walker: &Walker, step: &str) -> StepWords {
    StepWords::of(&walker.backend.suggest_page(walker.id, Some(step.into())).await.unwrap().node)
}

/// Suggests another title for a step.
async fn retitles(walker: &Walker, step: &str, title: &str) -> ProposalId {
    let id = ProposalId(id().0);
    let words = StepWords { title: title.to_owned(), ..words(walker, step).await };
    walker.backend.propose(id, walker.id, step.into(), words, note("Nobody knew.")).await.unwrap();
    id
}

async fn standing(backend: &dyn Backend, id: ProposalId) -> Standing {
    backend.proposal(id).await.unwrap().card.standing
}

#[tokio::test]
async fn nobody_suggests_anything_unless_the_account_takes_suggestions() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    assert_eq!(walker.backend.suggest_page(walker.id, None).await.err(), Some(AppError::NotFound));
    let step = NodeId::from("q1");
    let said = walker.backend.propose(ProposalId(id().0), walker.id, step, StepWords::default(), note("x")).await;
    assert_eq!((said, walker.backend.viewer().await.unwrap().may_propose), (Err(AppError::NotFound), false));
    assert_eq!(app.count("proposals").await, 0);
}

#[tokio::test]
async fn a_suggestion_is_stored_once_with_what_it_changes_and_nothing_else() {
    let (app, walker) = open().await;
    let page = walker.backend.suggest_page(walker.id, None).await.unwrap();
    assert_eq!((page.node.id.0.as_str(), page.version, page.latest, page.steps.len()), ("q1", 1, 1, 1));
    let mut words = words(&walker, "q1").await;
    words.answers[1].1 = "No, not at all".to_owned();
    let form = ProposalId(id().0);
    let send = |id: ProposalId, words: &StepWords| walker.backend.propose(id, walker.id, "q1".into(), words.clone(), note("They say so."));
    assert_eq!((send(form, &words).await, send(form, &words).await), (Ok(()), Ok(())));
    let other = StepWords { title: "Other".to_owned(), ..words.clone() };
    assert_eq!(send(form, &other).await, Err(AppError::DifferentContent));
    let omar = Walker::start(app.sign_in(OMAR).await, "vpn").await;
    let same = omar.backend.propose(form, walker.id, "q1".into(), words.clone(), note("They say so.")).await;
    assert_eq!(same, Err(AppError::DifferentContent), "of somebody else");
    let unchanged = StepWords::of(&page.node);
    assert!(matches!(send(ProposalId(id().0), &unchanged).await, Err(AppError::BadEdit(_))));
    let gone = walker.backend.propose(ProposalId(id().0), walker.id, "nowhere".into(), words.clone(), note("x")).await;
    assert_eq!(gone, Err(AppError::NotFound));
    assert_eq!((app.count("proposals").await, app.count("audit where action = 'propose_change'").await), (1, 1));
    let page = walker.backend.proposal(form).await.unwrap();
    assert_eq!(page.changes.len(), 1);
    assert!(page.changes[0].sentence.contains("No, not at all") && page.unified.contains("+ [no] No, not at all"), "{}", page.unified);
    assert_eq!((page.card.standing, page.is_mine, page.meets), (Standing::Waiting, true, None));
    // It is in nobody's tree, walk, search or file.
    assert_eq!(walker.backend.trees(Default::default()).await.unwrap().trees.len(), 2);
    let file = export(&*walker.backend, walker.id, export::Format::Text).await.unwrap();
    assert!(!text_of(&file).contains("not at all") && !text_of(&file).contains("They say so"));
    let searched = ::app::backend::views::TreeQuery { text: "not at all".into(), ..Default::default() };
    assert_eq!(walker.backend.trees(searched).await.unwrap().trees, []);
    for _ in 1..50 {
        retitles(&walker, "q2", "Does it reply?").await;
    }
    assert!(matches!(send(ProposalId(id().0), &other).await, Err(AppError::BadEdit(words)) if words.starts_with("50 of your suggestions")));
}

#[tokio::test]
async fn a_suggestion_is_taken_once_waits_again_where_that_is_undone_and_is_named_in_the_version() {
    let (app, walker) = open().await;
    let form = retitles(&walker, "q1", "Is it on?").await;
    let mara = app.sign_in(MARA).await;
    let meets = mara.proposal(form).await.unwrap().meets.unwrap();
    assert_eq!((meets.draft, meets.at, meets.is_gone, meets.is_there, &meets.disputes[..]), (None, At::Version(1), false, false, &[][..]));
    let command = id();
    let draft = mara.take_proposal(form, command, Some(meets.at), vec![]).await.unwrap().unwrap();
    assert_eq!(mara.take_proposal(form, command, Some(meets.at), vec![]).await, Ok(Some(draft)), "sent twice");
    assert_eq!(mara.take_proposal(form, command, None, vec![true]).await, Err(AppError::DifferentContent));
    assert!(matches!(mara.take_proposal(form, id(), None, vec![]).await, Err(AppError::BadEdit(_))), "it is in the draft");
    let mara = Author { backend: mara, id: draft };
    let history = mara.backend.draft_changes(draft).await.unwrap().history;
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].2, "Suggested by Tess Tanaka: Step “Is it plugged in?” is called “Is it on?” now.");
    let tess = &*walker.backend;
    assert_eq!((mara.node("q1").await.title.as_str(), standing(tess, form).await), ("Is it on?", Standing::Taken));
    assert!(matches!(tess.withdraw_proposal(form).await, Err(AppError::BadEdit(_))));
    for (redo, expected) in [(false, Standing::Waiting), (true, Standing::Taken), (false, Standing::Waiting), (true, Standing::Taken)] {
        mara.undoes(redo).await.unwrap();
        assert_eq!(standing(tess, form).await, expected);
    }
    mara.backend.discard_draft(draft, true).await.unwrap();
    assert_eq!(standing(tess, form).await, Standing::Waiting);
    mara.backend.discard_draft(draft, false).await.unwrap();
    assert_eq!(standing(tess, form).await, Standing::Taken);
    // What is taken back at the gate is taken back here, too.
    let entry = mara.gate().await.entries[0].revision;
    mara.backend.take_back(draft, id(), entry).await.unwrap();
    assert_eq!(standing(tess, form).await, Standing::Waiting);
    mara.backend.take_proposal(form, id(), None, vec![]).await.unwrap();
    assert_eq!(mara.publishes().await.unwrap().version, 2);
    assert_eq!(standing(tess, form).await, Standing::Published(2));
    let version = &tess.versions_of("vpn", None).await.unwrap().rows[0];
    assert_eq!(version.contributors, ["Mara Lindqvist", "Tess Tanaka"]);
    // The draft goes after a while, the version stays.
    app.wait(91 * 24 * 60 * 60);
    app.sign_in(MARA).await.begin_draft(id(), super::blank("Mailbox")).await.unwrap();
    assert_eq!(standing(&*app.sign_in(TESS).await, form).await, Standing::Published(2));
}

#[tokio::test]
async fn a_suggestion_merges_and_what_was_changed_since_is_decided() {
    let (app, walker) = open().await;
    let mut both = words(&walker, "q1").await;
    (both.title, both.answers[0].1) = ("Is it on?".to_owned(), "Yes!".to_owned());
    let form = ProposalId(id().0);
    walker.backend.propose(form, walker.id, "q1".into(), both, note("Short.")).await.unwrap();
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it lit?"), body("q1", "At the wall.")]).await;
    let meets = mara.backend.proposal(form).await.unwrap().meets.unwrap();
    assert_eq!((meets.draft, meets.at, meets.disputes.len()), (Some(mara.id), At::Revision(1), 1));
    assert_eq!((meets.disputes[0].theirs.as_deref(), meets.disputes[0].mine.as_deref()), (Some("Is it lit?"), Some("Is it on?")));
    let take = async |at, keep: &[bool]| mara.backend.take_proposal(form, id(), at, keep.to_vec()).await;
    assert_eq!(take(Some(meets.at), &[]).await, Err(AppError::Disputed(meets.disputes.clone())));
    mara.edits(vec![body("q2", "Somebody writes on.")]).await;
    assert_eq!(take(Some(meets.at), &[true]).await, Err(AppError::Disputed(meets.disputes.clone())), "decided of another revision");
    assert_eq!((mara.page().await.revision, standing(&*walker.backend, form).await), (2, Standing::Waiting));
    take(Some(At::Revision(2)), &[false]).await.unwrap();
    let q1 = mara.node("q1").await;
    let labels = StepWords::of(&q1).answers;
    assert_eq!((q1.title.as_str(), q1.body.as_str(), labels[0].1.as_str()), ("Is it lit?", "At the wall.", "Yes!"));

    // One of which nothing is taken is declined instead.
    let title_alone = retitles(&walker, "q1", "Is it glowing?").await;
    let at = mara.backend.proposal(title_alone).await.unwrap().meets.unwrap().at;
    let said = mara.backend.take_proposal(title_alone, id(), Some(at), vec![false]).await;
    assert!(matches!(said, Err(AppError::BadEdit(_))), "{said:?}");
    mara.backend.take_proposal(title_alone, id(), Some(at), vec![true]).await.unwrap();
    assert_eq!(mara.node("q1").await.title, "Is it glowing?");
    // One that the draft says already is done with it.
    let again = retitles(&walker, "q1", "Is it glowing?").await;
    assert!(mara.backend.proposal(again).await.unwrap().meets.unwrap().is_there);
    mara.backend.take_proposal(again, id(), None, vec![]).await.unwrap();
    assert_eq!(standing(&*walker.backend, again).await, Standing::Taken);
}

#[tokio::test]
async fn a_step_that_is_gone_is_said_and_no_draft_is_begun_for_what_cannot_be_taken() {
    let (app, walker) = open().await;
    let (gone, disputed) = (retitles(&walker, "s2", "Put the plug in").await, retitles(&walker, "q1", "Is it on?").await);
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it lit?"), Edit::Remove { nodes: vec!["s2".into()], heal: false }]).await;
    mara.edits(vec![Edit::RemoveOption { node: "q1".into(), option: "no".into() }]).await;
    let walked = mara.backend.walked_steps(mara.id).await.unwrap();
    assert_eq!(walked.proposals.iter().map(|card| card.node.0.as_str()).collect::<Vec<_>>(), ["s2", "q1"]);
    assert!(mara.backend.proposal(gone).await.unwrap().meets.unwrap().is_gone);
    let refused = mara.backend.take_proposal(gone, id(), None, vec![]).await;
    assert!(matches!(&refused, Err(AppError::BadEdit(words)) if words.contains("gone from the draft")), "{refused:?}");
    mara.edits(vec![Edit::Target { node: "q2".into(), option: "again".into(), target: "s1".into() }]).await;
    mara.publishes().await.unwrap();
    // The same against the latest version.
    let drafts = app.count("tree_drafts").await;
    let meets = mara.backend.proposal(gone).await.unwrap().meets.unwrap();
    assert_eq!((meets.is_gone, meets.draft, meets.at), (true, None, At::Version(2)));
    assert!(matches!(mara.backend.take_proposal(gone, id(), Some(meets.at), vec![]).await, Err(AppError::BadEdit(_))));
    let both = mara.backend.proposal(disputed).await.unwrap().meets.unwrap().disputes;
    assert_eq!(mara.backend.take_proposal(disputed, id(), None, vec![]).await, Err(AppError::Disputed(both)));
    assert_eq!(app.count("tree_drafts").await, drafts);
    let draft = mara.backend.take_proposal(disputed, id(), Some(At::Version(2)), vec![true]).await.unwrap().unwrap();
    assert_eq!(Author { id: draft, ..mara }.node("q1").await.title, "Is it on?");
}

#[tokio::test]
async fn authors_decline_with_a_reason_and_proposers_withdraw_their_own() {
    let (app, walker) = open().await;
    let (declined, withdrawn) = (retitles(&walker, "q1", "Is it on?").await, retitles(&walker, "q2", "Does it reply?").await);
    let mara = app.sign_in(MARA).await;
    let decline = async |words: &str| mara.decline_proposal(declined, reason(words)).await;
    assert_eq!((decline("It may be on battery.").await, decline("It may be on battery.").await), (Ok(()), Ok(())));
    assert!(matches!(decline("Another reason.").await, Err(AppError::BadEdit(_))));
    assert!(matches!(mara.take_proposal(declined, id(), None, vec![]).await, Err(AppError::BadEdit(_))));
    let mine = walker.backend.my_proposals().await.unwrap();
    assert_eq!(mine[1].declined, Some(("Mara Lindqvist".to_owned(), "It may be on battery.".to_owned())));
    assert_eq!((mine[1].standing, mine[0].standing), (Standing::Declined, Standing::Waiting));
    assert_eq!(mara.withdraw_proposal(withdrawn).await, Err(AppError::Forbidden));
    let withdraw = async || walker.backend.withdraw_proposal(withdrawn).await;
    assert_eq!((withdraw().await, withdraw().await), (Ok(()), Ok(())));
    assert!(matches!(mara.decline_proposal(withdrawn, reason("x")).await, Err(AppError::BadEdit(_))));
    assert!(matches!(walker.backend.withdraw_proposal(declined).await, Err(AppError::BadEdit(_))));
    let for_authors = mara.for_authors().await.unwrap();
    assert_eq!((for_authors.waiting.len(), for_authors.decided.len()), (0, 2));
    let recorded: Vec<String> =
        sqlx::query_scalar("select action from audit where action like '%propos%' order by id").fetch_all(&app.superuser).await.unwrap();
    assert_eq!(recorded, ["propose_change", "propose_change", "decline_proposal", "withdraw_proposal"]);
}
