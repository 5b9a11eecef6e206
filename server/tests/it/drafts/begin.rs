//! Beginnings and ends of drafts.

use ::app::backend::drafts::DraftSource;
use ::app::error::AppError;
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::tree::TreeDocument;
use serde_json::json;

use super::{Author, blank, recorded, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, id, tree};

const DAY: i64 = 24 * 60 * 60;

#[tokio::test]
async fn a_blank_draft_has_a_step_to_go_on_from_and_a_key_of_its_own() {
    let app = TestApp::start().await;
    let mara = Author::begins(&app, MARA, blank("  VPN ")).await;
    let page = mara.page().await;
    assert_eq!((page.document.name.as_str(), page.document.key.as_str(), page.revision), ("VPN", "vpn-2", 0));
    assert_eq!(page.document.nodes.iter().map(|node| node.title.as_str()).collect::<Vec<_>>(), ["What is the problem?"]);
    assert_eq!((page.card.base, page.newer, page.undo, page.redo, page.text), (None, None, None, None, None));
    assert!(!page.problems.is_empty() && page.problems.first.len() == page.fixes.len());
    // Drafts have keys of their own, too.
    assert_eq!(Author::begins(&app, MARA, blank("VPN")).await.document().await.key, "vpn-3");
    assert_eq!(Author::begins(&app, MARA, blank("Дверь")).await.document().await.key, "tree");
}

#[tokio::test]
async fn everybody_writes_in_the_one_draft_of_a_tree() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    assert_eq!(mara.document().await, TreeDocument::from_json(tree("vpn").to_string().as_bytes()).unwrap());
    assert_eq!(mara.page().await.card.base, Some(("vpn".into(), 1)));
    assert_eq!(Author::of_tree(&app, ADA, "VPN").await.id, mara.id);
    let missing = DraftSource::Tree { key: "gone".into() };
    assert_eq!(mara.backend.begin_draft(id(), missing).await, Err(AppError::NotFound));
    let copy = Author::begins(&app, ADA, DraftSource::Copy { key: "vpn".into(), name: "VPN of Fjord".into() }).await;
    let document = copy.document().await;
    assert_eq!((document.key.as_str(), document.name.as_str()), ("vpn-of-fjord", "VPN of Fjord"));
    assert_eq!((document.nodes, copy.page().await.card.base), (mara.document().await.nodes, None));
    // What is duplicated is the draft as it stands, under a key of its own.
    mara.edits(vec![title("q1", "Is it on?")]).await;
    let source = || DraftSource::Duplicate { draft: mara.id, name: "Copy of the vpn tree".into() };
    let command = id();
    let double = ada_begins(&app, command, source()).await.unwrap();
    assert_eq!(ada_begins(&app, command, source()).await, Ok(double));
    let double = Author { backend: app.sign_in(ADA).await, id: double };
    let document = double.document().await;
    assert_eq!((document.key.as_str(), document.name.as_str()), ("copy-of-the-vpn-tree", "Copy of the vpn tree"));
    assert_eq!((document.nodes, double.page().await.card.base), (mara.document().await.nodes, None));
    double.backend.discard_draft(double.id, true).await.unwrap();
    let gone = DraftSource::Duplicate { draft: double.id, name: "X".into() };
    assert_eq!(mara.backend.begin_draft(id(), gone).await, Err(AppError::NotFound));
    let listed = mara.backend.drafts().await.unwrap().open;
    assert_eq!(listed.iter().map(|card| card.id).collect::<Vec<_>>(), [copy.id, mara.id]);
    assert_eq!((listed[1].name.as_str(), listed[1].nodes, listed[1].changed_by.as_str()), ("The vpn tree", 5, "Mara Lindqvist"));
}

async fn ada_begins(app: &TestApp, command: CommandId, source: DraftSource) -> Result<DraftId, AppError> {
    app.sign_in(ADA).await.begin_draft(command, source).await
}

#[tokio::test]
async fn of_several_who_begin_the_draft_of_a_tree_at_once_all_get_the_same() {
    let app = TestApp::start().await;
    let backends = [app.sign_in(MARA).await, app.sign_in(ADA).await, app.sign_in(MARA).await, app.sign_in(ADA).await];
    let begun = backends
        .map(|backend| tokio::spawn(async move { backend.begin_draft(id(), DraftSource::Tree { key: "vpn".into() }).await.unwrap() }));
    let mut ids = Vec::new();
    for begun in begun {
        ids.push(begun.await.unwrap());
    }
    ids.dedup();
    assert_eq!((ids.len(), app.count("tree_drafts").await), (1, 1));
}

#[tokio::test]
async fn any_tree_file_begins_a_draft_broken_ones_too() {
    let app = TestApp::start().await;
    let file = |value: serde_json::Value| DraftSource::File(value.to_string().into_bytes());
    let mut broken = tree("broken");
    broken["nodes"][1]["id"] = json!("q1");
    broken["nodes"][2]["id"] = json!("");
    broken["root"] = json!("gone");
    broken["nodes"][0]["title"] = json!("t".repeat(10_000));
    broken["nodes"][3]["id"] = json!("i".repeat(20_000));
    let mara = Author::begins(&app, MARA, file(broken)).await;
    let document = mara.document().await;
    assert!(document.is_draft() && document.nodes.len() == 5);
    assert!(!mara.page().await.problems.is_empty());
    // A file of a tree that is there is its next version, as an upload is, unless somebody writes one.
    let next = Author::begins(&app, MARA, file(tree("vpn"))).await;
    assert_eq!(next.page().await.card.base, Some(("vpn".into(), 1)));
    let own = Author::begins(&app, MARA, file(tree("vpn"))).await;
    assert_eq!(own.page().await.card.base, None);
    assert!(own.page().await.problems.first.iter().any(|problem| problem.message.contains("Another tree has the key “vpn”")));
    let text = DraftSource::File(document.to_text().into_bytes());
    assert_eq!(Author::begins(&app, MARA, text).await.document().await.nodes, document.nodes);
    for (bytes, refused) in [(b"No tree.".to_vec(), 422), (vec![b' '; 9 * 1024 * 1024], 413)] {
        assert_eq!(mara.backend.begin_draft(id(), DraftSource::File(bytes)).await.unwrap_err().status(), refused);
    }
    let many: Vec<_> = (0..10_001).map(|n| json!({"id": format!("n{n}"), "type": "solution"})).collect();
    let refused = mara.backend.begin_draft(id(), file(json!({"format": "resolutionflow.tree/1", "key": "k", "name": "K", "nodes": many})));
    assert_eq!(refused.await, Err(AppError::NotATree("A tree has at most 10000 steps; this file has 10001.".into())));
}

#[tokio::test]
async fn a_draft_is_begun_once_for_a_form() {
    let app = TestApp::start().await;
    let (mara, ada) = (app.sign_in(MARA).await, app.sign_in(ADA).await);
    let form = id();
    let begun = mara.begin_draft(form, blank("One")).await.unwrap();
    assert_eq!(begun.0, form.0);
    assert_eq!(mara.begin_draft(form, blank("One")).await, Ok(begun));
    assert_eq!(mara.begin_draft(form, blank("Other")).await, Err(AppError::DifferentContent));
    assert_eq!(ada.begin_draft(form, blank("One")).await, Err(AppError::DifferentContent));
    assert_eq!((app.count("tree_drafts").await, recorded(&app).await.len()), (1, 1));
    mara.discard_draft(begun, true).await.unwrap();
    assert_eq!(mara.begin_draft(form, blank("One")).await, Ok(begun));
}

#[tokio::test]
async fn a_discarded_draft_is_brought_back_within_thirty_days() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    mara.backend.discard_draft(mara.id, true).await.unwrap();
    mara.backend.discard_draft(mara.id, true).await.unwrap();
    assert_eq!(mara.backend.draft(mara.id).await.err(), Some(AppError::DraftEnded(None)));
    assert_eq!(mara.edits_at(1, vec![title("q1", "X")]).await, Err(AppError::DraftEnded(None)));
    let listed = mara.backend.drafts().await.unwrap();
    assert_eq!((listed.open.len(), listed.discarded.len()), (0, 1));
    // Meanwhile another one is begun.
    let other = Author::of_tree(&app, ADA, "vpn").await;
    assert_ne!(other.id, mara.id);
    assert!(matches!(mara.backend.discard_draft(mara.id, false).await, Err(AppError::BadEdit(_))));
    other.backend.discard_draft(other.id, true).await.unwrap();
    mara.backend.discard_draft(mara.id, false).await.unwrap();
    assert_eq!(mara.node("q1").await.title, "Is it on?");
    assert_eq!(recorded(&app).await, ["begin_draft", "discard_draft", "begin_draft", "discard_draft", "restore_draft"]);

    mara.backend.discard_draft(mara.id, true).await.unwrap();
    app.wait(30 * DAY);
    let mara = Author { backend: app.sign_in(MARA).await, ..mara };
    assert_eq!(mara.backend.drafts().await.unwrap().discarded, []);
    assert_eq!(app.count("tree_drafts").await, 2);
    mara.backend.begin_draft(id(), blank("New")).await.unwrap();
    assert_eq!((app.count("tree_drafts").await, app.count("draft_edits").await, app.count("draft_nodes").await), (1, 0, 1));
    assert_eq!(mara.backend.discard_draft(mara.id, false).await, Err(AppError::NotFound));
}

#[tokio::test]
async fn an_account_has_two_hundred_drafts_at_most() {
    let app = TestApp::start().await;
    let mara = Author::begins(&app, MARA, blank("One")).await;
    sqlx::query(
        "insert into tree_drafts (account_id, id, fingerprint, head, node_order, node_count, text_bytes, revision, begun_at, begun_by, changed_at, changed_by)
         select account_id, gen_random_uuid(), fingerprint, '{}', '{}', 0, 0, 0, begun_at, begun_by, changed_at, changed_by
         from tree_drafts, generate_series(2, 200)",
    )
    .execute(&app.superuser)
    .await
    .unwrap();
    let full = AppError::BadEdit("There are 200 drafts already. Publish or discard one first.".into());
    assert_eq!(mara.backend.begin_draft(id(), blank("Two")).await, Err(full.clone()));
    mara.backend.discard_draft(mara.id, true).await.unwrap();
    mara.backend.begin_draft(id(), blank("Two")).await.unwrap();
    assert_eq!(mara.backend.discard_draft(mara.id, false).await, Err(full));
    assert_eq!(mara.backend.drafts().await.unwrap().open.len(), 100);
}
