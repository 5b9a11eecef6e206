//! Whatever several authors do at once while connections are killed: every change that was answered is there, and the document is what
//! the changes make of the first one, at every revision (invariant 5 of authoring).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ::app::backend::drafts::DraftChange;
use ::app::backend::views::drafts::DraftPage;
use ::app::error::AppError;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use resolutionflow::id::CommandId;
use resolutionflow::tree::{DocumentNode, Edit, NodeKind, TreeDocument, TreeOption, apply_all};
use sqlx::types::Json;
use uuid::Uuid;

use super::{Author, body, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, id};

/// An edit of a draft of the test's tree, which may be one that cannot be made.
fn edit() -> impl Strategy<Value = Edit> {
    let node = || prop::sample::select(vec!["q1", "a1", "q2", "s1", "s2", "n1", "n2", "n3"]);
    let words = || prop::sample::select(vec!["One", "Two\nlines", "", "Three → “four”"]);
    let solution = || NodeKind::Solution { suggested_outcome: None };
    prop_oneof![
        (node(), words()).prop_map(|(node, words)| title(node, words)),
        (node(), words()).prop_map(|(node, words)| body(node, words)),
        words().prop_map(|words| Edit::Name(words.into())),
        node().prop_map(|node| Edit::Root(node.into())),
        (node(), node(), words()).prop_map(move |(after, id, words)| Edit::Add {
            after: Some(after.into()),
            nodes: vec![DocumentNode { id: id.into(), kind: solution(), title: words.into(), body: String::new() }],
        }),
        (node(), any::<bool>()).prop_map(|(node, heal)| Edit::Remove { nodes: vec![node.into()], heal }),
        (node(), node()).prop_map(|(node, to)| Edit::Rename { node: node.into(), to: to.into() }),
        (node(), node()).prop_map(|(node, after)| Edit::Move { node: node.into(), after: Some(after.into()) }),
        (node(), node(), words()).prop_map(|(node, target, words)| Edit::AddOption {
            node: node.into(),
            after: None,
            option: TreeOption { id: target.into(), label: words.into(), next_node_id: target.into() },
        }),
        (node(), node()).prop_map(|(node, target)| Edit::Target { node: node.into(), option: "yes".into(), target: target.into() }),
        (node(), node()).prop_map(|(node, target)| Edit::Next { node: node.into(), target: target.into() }),
    ]
}

fn is_lost<T>(answer: &Result<T, AppError>) -> bool {
    matches!(answer, Err(AppError::Busy | AppError::Unknown))
}

/// The draft's page, however often the connection is lost.
async fn page(author: &Author) -> DraftPage {
    loop {
        let page = author.backend.draft(author.id).await;
        if !is_lost(&page) {
            return page.unwrap();
        }
    }
}

/// Something that an author does.
#[derive(Debug, Clone)]
enum Deed {
    Edits(Vec<Edit>),
    Back(bool),
}

/// Does it all, each on what its own last answer left; the commands that were answered with a revision.
async fn writes(author: Author, deeds: Vec<Deed>) -> Vec<(CommandId, u32)> {
    let (mut answered, mut seen) = (Vec::new(), 0);
    for deed in deeds {
        let command = id();
        let answer = loop {
            let answer = match &deed {
                Deed::Edits(edits) => author.backend.change_draft(author.id, command, seen, DraftChange::Edits(edits.clone())).await,
                Deed::Back(redo) => author.backend.undo_draft(author.id, command, *redo).await,
            };
            if !is_lost(&answer) {
                break answer;
            }
        };
        match answer {
            Ok(revision) => {
                answered.push((command, revision));
                seen = revision;
            }
            Err(AppError::Disputed(_) | AppError::BadEdit(_)) => {
                seen = page(&author).await.revision;
            }
            Err(error) => panic!("{error:?}"),
        }
    }
    answered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answered_change_is_in_the_document_which_is_the_fold_of_all_at_every_revision() {
    let app = Arc::new(TestApp::start().await);
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let first = mara.document().await;
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let deed = prop_oneof![4 => prop::collection::vec(edit(), 1..3).prop_map(Deed::Edits), 1 => any::<bool>().prop_map(Deed::Back)];
    let deeds = prop::collection::vec(deed, 60);
    let over = Arc::new(AtomicBool::new(false));
    let killer = tokio::spawn({
        let (app, over) = (app.clone(), over.clone());
        async move {
            while !over.load(Ordering::Relaxed) {
                let one = "select pg_terminate_backend(pid) from pg_stat_activity
                           where datname = current_database() and usename = 'resolutionflow_app' and state <> 'idle' limit 1";
                sqlx::query(one).execute(&app.superuser).await.unwrap();
                tokio::time::sleep(std::time::Duration::from_millis(25)).await;
            }
        }
    });
    let mut writing = Vec::new();
    for email in [MARA, ADA, MARA, ADA] {
        let author = Author { backend: app.sign_in(email).await, ..mara.clone() };
        let deeds = deeds.new_tree(&mut runner).unwrap().current();
        writing.push(tokio::spawn(writes(author, deeds)));
    }
    let mut answered = Vec::new();
    for writing in writing {
        answered.extend(writing.await.unwrap());
    }
    over.store(true, Ordering::Relaxed);
    killer.await.unwrap();

    let seen = page(&mara).await;
    type Row = (Uuid, i32, Option<Json<Vec<Edit>>>, Option<Json<Vec<Edit>>>);
    let rows: Vec<Row> =
        sqlx::query_as("select command_id, revision, edits, inverse from draft_edits where draft_id = $1 order by revision, edits is null")
            .bind(mara.id.0)
            .fetch_all(&app.superuser)
            .await
            .unwrap();
    for (command, revision) in &answered {
        assert!(rows.iter().any(|row| (row.0, row.1) == (command.0, i32::try_from(*revision).unwrap())), "{command:?} at {revision}");
    }
    let made: Vec<_> = rows.into_iter().filter_map(|row| Some((row.1, row.2?.0, row.3?.0))).collect();
    assert_eq!(made.iter().map(|row| row.0).collect::<Vec<_>>(), (1..=i32::try_from(seen.revision).unwrap()).collect::<Vec<_>>());
    assert!(made.len() > 30, "{}", made.len());
    let mut fold = vec![first];
    for (revision, edits, _) in &made {
        let mut document = TreeDocument::clone(fold.last().unwrap());
        apply_all(&mut document, edits).unwrap_or_else(|error| panic!("revision {revision}: {error}"));
        fold.push(document);
    }
    assert_eq!(fold.last().unwrap(), &*seen.document);
    let mut back = TreeDocument::clone(&seen.document);
    for (at, (_, _, inverse)) in made.iter().enumerate().rev() {
        apply_all(&mut back, inverse).unwrap();
        assert_eq!(back, fold[at], "before revision {}", at + 1);
    }
    // What is stored, not only what is in memory.
    assert_eq!(*page(&mara.elsewhere(&app, MARA).await).await.document, *seen.document);
}
