//! Care of trees: owners, reviews, and the list of those that need somebody's eyes.

use ::app::backend::reviews::Care;
use ::app::backend::views::reviews::NeedsEyes;
use ::app::error::AppError;
use resolutionflow::id::UserId;
use resolutionflow::insights::NaiveDate;
use resolutionflow::outcome::Outcome;
use resolutionflow::review::{NotAReviewDay, Sign};
use resolutionflow::session::Action;
use resolutionflow::text::{Problem, ReviewNote, Title};

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, OMAR, SVEN, TESS, Walker, choose, complete, id};

/// The tests' clock stands on this day.
const TODAY: &str = "2026-02-10";
const DAY: i64 = 24 * 3600;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn set(owner: Option<UserId>, due: Option<&str>) -> Care {
    Care::Set { owner, due: due.map(day) }
}

fn reviewed(due: Option<&str>, note: &str) -> Care {
    Care::Reviewed { due: due.map(day), note: ReviewNote::parse(note).unwrap() }
}

/// Signs of each tree in the list, by its key.
async fn listed(app: &TestApp, email: &str, mine: bool) -> Vec<(String, Vec<Sign>)> {
    let NeedsEyes { trees, .. } = app.sign_in(email).await.needs_eyes(mine).await.unwrap();
    trees.into_iter().map(|tree| (tree.tree.key, tree.signs)).collect()
}

async fn signs(app: &TestApp, key: &str) -> Vec<Sign> {
    listed(app, MARA, false).await.into_iter().find(|(of, _)| of == key).map(|(_, signs)| signs).unwrap_or_default()
}

#[tokio::test]
async fn owner_and_review_are_set_once_for_a_command_shown_and_recorded() {
    let app = TestApp::start().await;
    let (mara, ada, omar) = (app.sign_in(MARA).await, app.user(ADA).await, app.user(OMAR).await);
    let command = id();
    for _ in 0..2 {
        mara.care_for_tree(command, "VPN", set(Some(ada), Some("2026-05-01"))).await.unwrap();
    }
    assert_eq!(mara.care_for_tree(command, "vpn", set(None, None)).await, Err(AppError::DifferentContent));
    assert_eq!(
        app.sign_in(ADA).await.care_for_tree(command, "vpn", set(Some(ada), Some("2026-05-01"))).await,
        Err(AppError::DifferentContent)
    );
    let care = app.sign_in(TESS).await.tree("vpn").await.unwrap().care;
    assert_eq!((care.owner.unwrap().person.name.as_str(), care.due, care.last), ("Ada Okafor", Some(day("2026-05-01")), None));
    // Sent again after somebody else's change it takes nothing back.
    app.sign_in(ADA).await.care_for_tree(id(), "vpn", reviewed(Some("2026-06-01"), "All as it should be.")).await.unwrap();
    mara.care_for_tree(command, "vpn", set(Some(ada), Some("2026-05-01"))).await.unwrap();
    let care = mara.tree("vpn").await.unwrap().care;
    let last = care.last.unwrap();
    assert_eq!((care.owner.unwrap().person.id, care.due), (ada, Some(day("2026-06-01"))), "a review leaves the owner");
    assert_eq!((last.by.name.as_str(), last.note.as_str(), last.at), ("Ada Okafor", "All as it should be.", app.now()));
    // What changes nothing is not recorded.
    mara.care_for_tree(id(), "vpn", set(Some(ada), Some("2026-06-01"))).await.unwrap();
    let trail: Vec<(String, serde_json::Value)> =
        sqlx::query_as("select action, after from audit where action in ('set_care', 'review_tree') order by id")
            .fetch_all(&app.superuser)
            .await
            .unwrap();
    assert_eq!(
        trail,
        [
            ("set_care".to_owned(), serde_json::json!({"owner": "Ada Okafor", "next review": "2026-05-01"})),
            (
                "review_tree".to_owned(),
                serde_json::json!({"owner": "Ada Okafor", "next review": "2026-06-01", "note": "All as it should be."})
            ),
        ]
    );
    for (care, fault) in [
        (set(Some(omar), None), AppError::invalid("owner", ::app::error::Fault::Unknown)),
        (set(Some(app.user(BEN).await), None), AppError::invalid("owner", ::app::error::Fault::Unknown)),
        (set(None, Some("2026-02-09")), AppError::invalid("due", NotAReviewDay::OutOfRange)),
        (reviewed(Some("2031-12-31"), ""), AppError::invalid("due", NotAReviewDay::OutOfRange)),
    ] {
        assert_eq!(mara.care_for_tree(id(), "vpn", care).await, Err(fault));
    }
}

#[tokio::test]
async fn only_those_who_write_see_the_list_and_care_and_only_for_their_own_accounts_trees() {
    let app = TestApp::start().await;
    app.sign_in(BEN).await.care_for_tree(id(), "vpn", set(None, Some(TODAY))).await.unwrap();
    let (tess, sven) = (app.sign_in(TESS).await, app.sign_in(SVEN).await);
    assert_eq!(tess.needs_eyes(false).await.err(), Some(AppError::Forbidden));
    assert_eq!(tess.care_for_tree(id(), "vpn", set(None, None)).await, Err(AppError::Forbidden));
    assert_eq!(app.nobody().needs_eyes(false).await.err(), Some(AppError::NotSignedIn));
    assert!(!signs(&app, "vpn").await.contains(&Sign::DueSoon(0)), "that is another account's tree");
    assert!(app.sign_in(MARA).await.tree("vpn").await.unwrap().care.due.is_none());
    assert_eq!(sven.care_for_tree(id(), "no-such-tree", set(None, None)).await, Err(AppError::NotFound));
    assert_eq!(tess.tree("vpn").await.unwrap().owners, []);
    // An admin lets her write: then she does, and may own.
    app.sign_in(ADA).await.let_author(app.user(TESS).await, true).await.unwrap();
    let tess = app.sign_in(TESS).await;
    tess.care_for_tree(id(), "vpn", set(Some(app.user(TESS).await), None)).await.unwrap();
    assert_eq!(listed(&app, TESS, true).await, [], "it is hers, and needs nobody");
}

#[tokio::test]
async fn the_list_has_what_is_open_the_most_urgent_first_and_a_review_settles_what_it_saw() {
    let app = TestApp::start().await;
    let (mara, ada) = (app.user(MARA).await, app.user(ADA).await);
    let boss = app.sign_in(MARA).await;
    boss.care_for_tree(id(), "vpn", set(Some(mara), Some("2026-02-12"))).await.unwrap();
    boss.care_for_tree(id(), "printer", set(Some(ada), Some("2026-02-26"))).await.unwrap();
    assert_eq!(listed(&app, MARA, true).await, [("vpn".to_owned(), vec![Sign::DueSoon(2)])]);
    assert_eq!(signs(&app, "printer").await, [], "sixteen days are not soon");
    for _ in 0..2 {
        let walker = Walker::start(app.sign_in(TESS).await, "printer").await;
        let visit_id = walker.session().await.open_visit().unwrap().id;
        walker.does(Action::ReportProblem { visit_id, problem: Problem::parse("There is no desk.").unwrap() }).await;
        walker.does(Action::Detour { title: Title::parse("Swap the cable").unwrap() }).await;
        walker.does(Action::EndDetour).await;
        walker.does(complete(Outcome::Resolved)).await;
    }
    assert_eq!(
        listed(&app, MARA, false).await.into_iter().take(2).collect::<Vec<_>>(),
        [("printer".to_owned(), vec![Sign::Reports(2), Sign::Added(2)]), ("vpn".to_owned(), vec![Sign::DueSoon(2)])]
    );
    app.wait(60);
    boss.care_for_tree(id(), "printer", reviewed(Some("2026-05-11"), "The cable is gone.")).await.unwrap();
    assert_eq!(signs(&app, "printer").await, [Sign::Reports(2)], "problems are settled one by one");
    app.wait(3 * DAY);
    assert_eq!(signs(&app, "vpn").await, [Sign::Overdue(1)]);
    app.sign_in(ADA).await.archive_tree("vpn", true).await.unwrap();
    assert_eq!(signs(&app, "vpn").await, [], "nobody walks it any more");
    app.sign_in(ADA).await.care_for_tree(id(), "printer", set(Some(mara), None)).await.unwrap();
    app.sign_in(ADA).await.set_active(mara, false).await.unwrap();
    let list = app.sign_in(ADA).await.needs_eyes(false).await.unwrap();
    let printer = list.trees.iter().find(|tree| tree.tree.key == "printer").unwrap();
    assert_eq!(printer.signs, [Sign::Reports(2), Sign::OwnerGone]);
    assert!(printer.care.owner.as_ref().unwrap().is_gone);
}

#[tokio::test]
async fn a_share_resolved_that_has_fallen_is_told_with_its_numbers() {
    let app = TestApp::start().await;
    let walk = async |outcome| {
        let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
        walker.does(choose("no")).await;
        walker.does(complete(outcome)).await;
    };
    for _ in 0..12 {
        walk(Outcome::Resolved).await;
    }
    app.wait(40 * DAY);
    for _ in 0..9 {
        walk(Outcome::Unresolved).await;
    }
    let fell = async || signs(&app, "vpn").await.into_iter().find(|sign| matches!(sign, Sign::Fell { .. }));
    assert_eq!(fell().await, None, "nine are too few");
    walk(Outcome::Unresolved).await;
    app.service.fold(app.north).await.unwrap();
    let Some(Sign::Fell { now, before, difference }) = fell().await else { panic!("not told") };
    assert_eq!(((now.part(), now.whole()), (before.part(), before.whole())), ((0, 10), (12, 12)));
    assert!(difference.interval.high < 0.0);
    let boss = app.sign_in(MARA).await;
    boss.care_for_tree(id(), "vpn", reviewed(None, "The gateway was replaced.")).await.unwrap();
    assert_eq!(fell().await, None, "somebody has seen it");
}
