//! Taking tree documents in, and giving them out.

use ::app::error::AppError;
use resolutionflow::tree::TreeDocument;
use serde_json::json;

use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, text_of, tree};

#[tokio::test]
async fn the_same_content_again_is_a_no_op_however_it_is_laid_out() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let document = tree("new");
    let first = mara.import_tree(document.to_string().as_bytes()).await.unwrap();
    assert_eq!((first.key.as_str(), first.version, first.unchanged), ("new", 1, false));
    let windows = format!("\u{feff}{}", serde_json::to_string_pretty(&document).unwrap().replace('\n', "\r\n"));
    let tree_text = TreeDocument::from_json(document.to_string().as_bytes()).unwrap().to_text();
    for same in [document.to_string(), windows, tree_text, text_of(&mara.tree_document("new").await.unwrap())] {
        let again = mara.import_tree(same.as_bytes()).await.unwrap();
        assert_eq!((again.version, again.unchanged), (1, true));
    }
}

#[tokio::test]
async fn other_content_becomes_the_next_version_and_walks_stay_on_theirs() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(60);
    let mut document = tree("vpn");
    document["name"] = json!("The better tree");
    document["nodes"][1]["title"] = json!("Ping the firewall");
    let imported = mara.import_tree(document.to_string().as_bytes()).await.unwrap();
    assert_eq!((imported.version, imported.unchanged), (2, false));
    let card = mara.tree("vpn").await.unwrap().card;
    assert_eq!((card.version, card.name.as_str(), card.published_at), (2, "The better tree", app.now()));
    walker.does(choose("yes")).await;
    let page = walker.backend.walk(walker.id).await.unwrap();
    assert_eq!((page.node.title.as_str(), page.tree.name.as_str()), ("Ping the gateway", "The vpn tree"));
    let new = Walker::start(walker.backend.clone(), "vpn").await;
    assert_eq!(new.session().await.version.number, 2);

    let back = mara.import_tree(tree("vpn").to_string().as_bytes()).await.unwrap();
    assert_eq!((back.version, back.unchanged), (3, false), "only the latest version counts as the same");
}

#[tokio::test]
async fn a_broken_document_changes_nothing_and_every_problem_is_told() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let mut document = tree("vpn");
    document["nodes"][0]["title"] = json!("");
    document["nodes"][1]["next_node_id"] = json!("nowhere");
    let Err(AppError::BrokenTree(problems)) = mara.import_tree(document.to_string().as_bytes()).await else { panic!("it is broken") };
    assert!(problems.count >= 2, "{problems:?}");
    assert!(matches!(mara.import_tree(b"{\"format\": ").await, Err(AppError::NotATree(_))));
    assert!(matches!(mara.import_tree(b"\xff\xfe").await, Err(AppError::NotATree(_))));
    assert_eq!(mara.import_tree(&vec![b' '; 4 * 1024 * 1024 + 1]).await, Err(AppError::TooLarge));
    assert_eq!(app.count("tree_versions").await, 4);
    assert_eq!(mara.tree("vpn").await.unwrap().card.version, 1);
}

#[tokio::test]
async fn two_imports_of_a_new_tree_at_once_make_one_version() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let document = tree("new").to_string();
    let (one, two) = tokio::join!(mara.import_tree(document.as_bytes()), mara.import_tree(document.as_bytes()));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!((one.version, two.version), (1, 1));
    assert!(one.unchanged != two.unchanged);
}

#[tokio::test]
async fn what_is_given_out_is_what_was_taken_in() {
    let app = TestApp::start().await;
    let mut document = tree("new");
    document["description"] = json!("</textarea><script>alert(1)</script> | `x` \"quoted\" \\ 東京");
    document["nodes"][0]["body"] = json!("a\u{0}b\r\n[x](javascript:alert(1))");
    app.service.import_tree(app.north, document.to_string().as_bytes()).await.unwrap();
    let exported = app.service.tree_document(app.north, "new").await.unwrap();
    assert_eq!(exported.file_name, "new.json");
    let given: serde_json::Value = serde_json::from_str(&text_of(&exported)).unwrap();
    assert_eq!(given["description"], document["description"]);
    assert_eq!(given["nodes"][0]["body"], "ab\n[x](javascript:alert(1))");
    assert_eq!(app.service.tree_document(app.south, "new").await.err(), Some(AppError::NotFound));
}

#[tokio::test]
async fn an_archived_tree_stays_archived_when_it_gets_a_new_version() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    mara.archive_tree("vpn", true).await.unwrap();
    let mut document = tree("vpn");
    document["name"] = json!("The better tree");
    mara.import_tree(document.to_string().as_bytes()).await.unwrap();
    let card = mara.tree("vpn").await.unwrap().card;
    assert_eq!((card.version, card.archived), (2, true));
}
