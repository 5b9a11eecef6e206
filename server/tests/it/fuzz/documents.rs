//! Tree documents that are not quite what authors write.

use ::app::error::AppError;
use axum::body::Body;
use axum::http::{Request, header};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::json::{edit, spoilt, value};
use super::{Arena, made};
use crate::fixtures::{MARA, TESS, Walker, text_of, tree};
use crate::web::wire::ask;

/// Number of documents made up.
const DOCUMENTS: u32 = 120;

fn documents() -> impl Strategy<Value = Vec<u8>> {
    let edited = || {
        prop::collection::vec(edit(), 1..4).prop_map(|edits| {
            let mut document = tree("made-up");
            edits.iter().for_each(|edit| edit.apply(&mut document));
            document.to_string().into_bytes()
        })
    };
    prop_oneof![
        8 => edited(),
        2 => edited().prop_flat_map(spoilt),
        1 => value().prop_map(|document: Value| document.to_string().into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..100),
    ]
}

#[tokio::test]
async fn no_document_is_our_fault_or_half_imported() {
    let arena = Arena::open().await;
    let (mara, tess) = (arena.app.sign_in(MARA).await, arena.app.sign_in(TESS).await);
    let mut before = arena.state().await;
    let (mut taken, mut broken, mut unread) = (0, 0, 0);
    for document in made(DOCUMENTS, documents()) {
        let shown = String::from_utf8_lossy(&document).chars().take(3_000).collect::<String>();
        match mara.import_tree(&document).await {
            Ok(imported) => {
                taken += 1;
                let address = format!("/trees/{}", imported.key);
                for address in [address.clone(), format!("{address}/tree.json"), "/trees".to_owned()] {
                    let request = Request::get(&address).header(header::COOKIE, format!("login={}", arena.cookies[1]));
                    let answer = ask(&arena.router, request.body(Body::empty()).unwrap()).await;
                    assert_eq!(answer.status, 200, "{address} of {shown}");
                }
                let walker = Walker::start(tess.clone(), &imported.key).await;
                assert!(walker.session().await.open_visit().is_some());
                let given = text_of(&mara.tree_document(&imported.key).await.unwrap());
                assert!(mara.import_tree(given.as_bytes()).await.unwrap().unchanged, "what is given out is what was taken in: {shown}");
            }
            Err(error) => {
                match error {
                    AppError::BrokenTree(problems) => {
                        assert!(!problems.is_empty());
                        broken += 1;
                    }
                    AppError::NotATree(_) => unread += 1,
                    AppError::TooLarge | AppError::Invalid(_) => {}
                    other => panic!("{other:?} for {shown}"),
                }
                assert_eq!(arena.rows(arena.app.north).await, before.north, "half an import of {shown}");
            }
        }
        let after = arena.state().await;
        assert_eq!(after.south, before.south);
        before = after;
    }
    // Else the documents would be too strange to get anywhere.
    assert!(taken > 0 && broken > 0 && unread > 0, "{taken}, {broken}, {unread}");
}

/// As large as a document may be, and made to grow.
#[tokio::test]
async fn a_document_at_the_limit_is_taken_or_refused_in_words() {
    let arena = Arena::open().await;
    let mara = arena.app.sign_in(MARA).await;
    let solution = |number: usize, body: String| json!({"id": number.to_string(), "type": "solution", "title": "x", "body": body});
    let decision = |options: Vec<Value>| json!({"id": "q", "type": "decision", "title": "x", "options": options});
    let options = |count: usize| {
        (0..count).map(|number| json!({"id": number.to_string(), "label": number.to_string(), "next_node_id": number.to_string()}))
    };
    let whole = |nodes: Vec<Value>| {
        let mut document = tree("large");
        document["root"] = "q".into();
        document["nodes"] = nodes.into();
        document.to_string()
    };
    // Words of which none comes twice, and which are long in the index.
    let words = |number: usize| (0..1_300).map(|word| format!("w{number}é{word}ßx")).collect::<Vec<_>>().join(" ");
    let wordy = (0..100).map(|number| solution(number, words(number))).chain([decision(options(100).collect())]).collect();
    // More commas and colons than anything else: what stores it may put a space behind each.
    let small = |count: usize| {
        let many = (0..count).map(|number| json!({"id": number.to_string(), "label": number.to_string(), "next_node_id": "0"}));
        whole(vec![solution(0, String::new()), decision(many.collect())])
    };
    let dense = small(73_000);
    let levels = format!("{}x", "> ".repeat(9_990));
    let mut taken = 0;
    for document in [whole(wordy), dense, whole(vec![solution(0, levels), decision(options(1).collect())])] {
        assert!(document.len() < 4 * 1024 * 1024, "{}", document.len());
        let before = arena.state().await.north;
        let imported = mara.import_tree(document.as_bytes()).await;
        let said = format!("{:.200?} of {} bytes", imported, document.len());
        match imported {
            Ok(_) => {
                taken += 1;
                for address in ["/trees/large", "/start?tree=large", "/trees?q=w1"] {
                    let request = Request::get(address).header(header::COOKIE, format!("login={}", arena.cookies[1]));
                    assert_eq!(ask(&arena.router, request.body(Body::empty()).unwrap()).await.status, 200, "{address}: {said}");
                }
            }
            Err(AppError::BrokenTree(_) | AppError::TooLarge | AppError::NotATree(_)) => {
                assert_eq!(arena.rows(arena.app.north).await, before, "{said}");
            }
            Err(_) => panic!("{said}"),
        }
    }
    assert_eq!(taken, 2, "the many words and the many levels");
}
