//! Publication, and what is not seen before it.

use ::app::backend::drafts::{DraftChange, DraftSource};
use ::app::backend::views::{Imported, TreeQuery};
use ::app::error::AppError;
use resolutionflow::id::CommandId;
use resolutionflow::tree::{Edit, TreeDocument};
use sqlx::AssertSqlSafe;

use super::{Author, blank, ends, recorded, title};
use crate::app::TestApp;
use crate::catalogue::account_tables;
use crate::fixtures::{ADA, MARA, TESS, Walker, choose, export, facts, id, text_of, tree};

async fn publishes(author: &Author) -> Result<Imported, AppError> {
    author.publishes().await
}

/// Publishes a tree file under a key, with this name.
pub async fn import(app: &TestApp, key: &str, name: &str) {
    let document = TreeDocument { name: name.into(), ..TreeDocument::from_json(tree(key).to_string().as_bytes()).unwrap() };
    app.sign_in(ADA).await.import_tree(document.to_json().as_bytes()).await.unwrap();
}

#[tokio::test]
async fn what_the_checker_finds_keeps_a_draft_from_being_published_and_nothing_else_does() {
    let app = TestApp::start().await;
    let mara = Author::begins(&app, MARA, blank("Mailbox")).await;
    let Err(AppError::BrokenTree(problems)) = publishes(&mara).await else { panic!("published") };
    assert_eq!(problems, mara.page().await.problems);
    let document = mara.document().await;
    mara.edits(ends(&document)).await;
    assert!(mara.page().await.problems.is_empty());
    assert_eq!(publishes(&mara).await, Ok(Imported { key: "mailbox".into(), version: 1, unchanged: false }));
    let page = mara.backend.tree("mailbox").await.unwrap();
    assert_eq!((page.card.version, page.tree.nodes().len()), (1, 2));
    let ended = AppError::DraftEnded(Some(1));
    assert_eq!(ended.to_string(), "This draft was published meanwhile, as version 1: begin another one.");
    assert_eq!(mara.backend.draft(mara.id).await.err(), Some(ended.clone()));
    assert_eq!(mara.edits_at(1, vec![Edit::Name("X".into())]).await, Err(ended.clone()));
    assert_eq!(mara.backend.discard_draft(mara.id, true).await, Err(ended));
    assert_eq!(recorded(&app).await, ["begin_draft", "publish_draft"]);
    // The next one is based on it.
    assert_eq!(Author::of_tree(&app, MARA, "mailbox").await.page().await.card.base, Some(("mailbox".into(), 1)));
}

#[tokio::test]
async fn a_draft_that_moved_is_not_published() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    assert_eq!(mara.backend.publish_draft(mara.id, id(), 0).await, Err(AppError::Moved));
    assert_eq!(app.count("tree_versions").await, 4);
    mara.backend.discard_draft(mara.id, true).await.unwrap();
    assert_eq!(mara.backend.publish_draft(mara.id, id(), 1).await, Err(AppError::DraftEnded(None)));
}

#[tokio::test]
async fn a_draft_never_becomes_a_version_of_another_tree() {
    let app = TestApp::start().await;
    let mara = Author::begins(&app, MARA, DraftSource::Copy { key: "vpn".into(), name: "Mailbox".into() }).await;
    import(&app, "mailbox", "Theirs").await;
    let Err(AppError::BrokenTree(problems)) = publishes(&mara).await else { panic!("published") };
    assert_eq!(problems.first[0].message, "Another tree has the key “mailbox”: choose another one.");
    mara.edits(vec![Edit::Key("printer".into())]).await;
    assert!(matches!(publishes(&mara).await, Err(AppError::BrokenTree(_))));
    mara.edits(vec![Edit::Key("mailbox-full".into())]).await;
    assert_eq!(publishes(&mara).await.unwrap().version, 1);

    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![Edit::Key("printer".into())]).await;
    let page = mara.page().await;
    assert_eq!((page.problems.count, page.fixes.len(), page.fixes[0][0].words.as_str()), (1, 1, "Keep the key “vpn”"));
    assert_eq!(publishes(&mara).await, Err(AppError::BrokenTree(page.problems)));
    mara.changes_at(1, DraftChange::Edits(page.fixes[0][0].edits.clone())).await.unwrap();
    assert_eq!(publishes(&mara).await, Ok(Imported { key: "vpn".into(), version: 1, unchanged: true }));
}

#[tokio::test]
async fn of_two_who_publish_at_once_one_makes_the_version() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    let ada = Author { backend: app.sign_in(ADA).await, ..mara.clone() };
    let send = |author: &Author, command: CommandId| {
        let author = author.clone();
        tokio::spawn(async move { author.backend.publish_draft(author.id, command, 1).await })
    };
    let (one, other) = (send(&mara, id()), send(&ada, id()));
    let answers = [one.await.unwrap(), other.await.unwrap()];
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| **answer == Err(AppError::Moved)).count(), 1, "{answers:?}");
    assert_eq!(app.count("tree_versions").await, 5);
}

#[tokio::test]
async fn running_sessions_go_on_in_the_version_that_they_began_with() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?"), Edit::Remove { nodes: vec!["a1".into()], heal: true }]).await;
    publishes(&mara).await.unwrap();
    walker.does(choose("yes")).await;
    let exported = text_of(&export(&*walker.backend, walker.id, export::Format::Text).await.unwrap());
    assert!(exported.contains("Is it plugged in?") && !exported.contains("Is it on?"), "{exported}");
}

#[tokio::test]
async fn nothing_of_a_draft_is_anywhere_else_before_it_is_published() {
    let app = TestApp::start().await;
    let own = Author::begins(&app, MARA, blank("Zebrafish")).await;
    let document = own.document().await;
    own.edits(ends(&document)).await;
    own.edits(vec![Edit::Key("zebrafish".into()), Edit::Tags(vec!["zebrafish".into()]), title("end", "zebrafish")]).await;
    let next = Author::of_tree(&app, MARA, "vpn").await;
    next.edits(vec![title("q1", "zebrafish"), Edit::Name("Zebrafish".into()), Edit::Category("Zebrafish".into())]).await;
    let whole = next.document().await.to_text().replace("zebrafish", "zebrafish again");
    next.changes_at(1, DraftChange::Text(whole)).await.unwrap();
    assert!(next.changes_at(2, DraftChange::Text("zebrafish".into())).await.is_err());

    let tess = app.sign_in(TESS).await;
    let walker = Walker::start(tess.clone(), "vpn").await;
    walker.finishes(resolutionflow::outcome::Outcome::Resolved).await;
    app.service.fold(app.north).await.unwrap();
    let holds = async |table: &str| -> i64 {
        let sql = format!("select count(*) from {table} t where to_jsonb(t)::text ilike '%zebrafish%'");
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&app.superuser).await.unwrap()
    };
    let mut with = Vec::new();
    for table in account_tables(&app.superuser).await {
        if holds(&table).await > 0 {
            with.push(table);
        }
    }
    // The audit trail, which admins read, has the name under which a draft was begun.
    assert_eq!(with, ["audit", "draft_edits", "draft_nodes", "draft_texts", "tree_drafts"]);
    let library = tess.trees(TreeQuery { text: "zebrafish".into(), ..TreeQuery::default() }).await.unwrap();
    assert_eq!(library.trees.len(), 0);
    assert_eq!(tess.trees(TreeQuery::default()).await.unwrap().trees.len(), 2);
    assert_eq!(tess.tree("zebrafish").await.err(), Some(AppError::NotFound));
    assert!(tess.start(id(), "zebrafish", facts("1", ""), None).await.is_err());
    assert!(!format!("{:?}", tess.tree("vpn").await.unwrap()).to_lowercase().contains("zebrafish"));
    let exported = text_of(&export(&*tess, walker.id, export::Format::Text).await.unwrap());
    assert!(!exported.to_lowercase().contains("zebrafish"));
    publishes(&next).await.unwrap();
    assert_eq!(holds("trees").await, 1);
}
