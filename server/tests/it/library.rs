//! The tree library: what is found, in which order, over how many pages.

use ::app::backend::views::TreeQuery;
use ::app::error::AppError;
use serde_json::json;

use crate::app::TestApp;
use crate::fixtures::{MARA, tree};

async fn found(app: &TestApp, query: TreeQuery) -> Vec<String> {
    let library = app.sign_in(MARA).await.trees(query).await.unwrap();
    library.trees.into_iter().map(|card| card.key).collect()
}

#[tokio::test]
async fn trees_are_found_by_their_words_titles_bodies_and_commands() {
    let app = TestApp::start().await;
    let mut other = tree("mail");
    other["category"] = json!("E-mail");
    other["nodes"][1]["commands"][0]["text"] = json!("Get-MailboxStatistics j.smith");
    app.wait(60);
    app.service.import_tree(app.north, other.to_string().as_bytes()).await.unwrap();
    let text = |text: &str| TreeQuery { text: text.to_owned(), ..TreeQuery::default() };
    assert_eq!(found(&app, TreeQuery::default()).await[0], "mail", "recent first");
    assert_eq!(found(&app, text("mailboxstat")).await, ["mail"]);
    assert_eq!(found(&app, text("  plugged vpn ")).await, ["vpn"]);
    assert_eq!(found(&app, text("behind desk")).await.len(), 3);
    assert_eq!(found(&app, text("nowhere")).await.len(), 0);
    let category = TreeQuery { category: "E-mail".to_owned(), ..TreeQuery::default() };
    assert_eq!(found(&app, category).await, ["mail"]);
    for nasty in ["'", "\\", ":*", "a & !b", "(", "\0", "<->", "%_"] {
        found(&app, text(nasty)).await;
    }
    let library = app.sign_in(MARA).await.trees(TreeQuery::default()).await.unwrap();
    assert_eq!(library.categories, ["E-mail", "Network"]);
}

#[tokio::test]
async fn archived_trees_are_on_a_shelf_of_their_own() {
    let app = TestApp::start().await;
    app.sign_in(MARA).await.archive_tree("vpn", true).await.unwrap();
    assert_eq!(found(&app, TreeQuery::default()).await, ["printer"]);
    assert_eq!(found(&app, TreeQuery { archived: true, ..TreeQuery::default() }).await, ["vpn"]);
}

#[tokio::test]
async fn every_tree_is_on_one_page_exactly() {
    let app = TestApp::start().await;
    for number in 0..130 {
        // Some at the same moment.
        app.wait(i64::from(number % 3 == 0));
        app.service.import_tree(app.north, tree(&format!("tree-{number}")).to_string().as_bytes()).await.unwrap();
    }
    let mara = app.sign_in(MARA).await;
    let (mut keys, mut sizes, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let page = mara.trees(TreeQuery { after: after.take(), ..TreeQuery::default() }).await.unwrap();
        sizes.push(page.trees.len());
        assert!(page.trees.is_sorted_by(|a, b| a.published_at >= b.published_at));
        keys.extend(page.trees.into_iter().map(|card| card.key));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(sizes, [60, 60, 12]);
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 132);
    let garbage = TreeQuery { after: Some("x".to_owned()), ..TreeQuery::default() };
    assert_eq!(mara.trees(garbage).await.err(), Some(AppError::Malformed));
}
