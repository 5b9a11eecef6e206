//! Files of other programs, and the reports that are kept of them.

use ::app::backend::drafts::DraftSource;
use ::app::error::AppError;
use import::{Fate, Mapping};

use super::Author;
use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, TESS, id};

const CHART: &str = "graph TD\nA[Is it on?] -->|Yes| B[Done]\nA -->|No| C[Plug it in]\nC --> A\nstyle A fill:#f00\n";
const JSON: &str =
    r#"{"items": [{"id": 1, "ask": "On?", "say": "Look.\u0000", "to": [{"w": "Yes", "z": 2}]}, {"id": 2, "ask": "Done", "say": "Fine."}]}"#;

fn upload(bytes: impl Into<Vec<u8>>, name: &str) -> DraftSource {
    DraftSource::Upload { bytes: bytes.into(), name: name.to_owned() }
}

#[tokio::test]
async fn a_file_of_another_program_makes_a_draft_once_and_its_report_is_kept() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    let form = id();
    let draft = mara.begin_draft(form, upload(CHART, "vpn.mmd")).await.unwrap();
    assert_eq!(mara.begin_draft(form, upload(CHART, "vpn.mmd")).await, Ok(draft));
    assert_eq!(mara.begin_draft(form, upload(CHART, "other.mmd")).await, Err(AppError::DifferentContent));
    assert_eq!((app.count("tree_drafts").await, app.count("draft_imports").await), (1, 1));

    let page = mara.draft(draft).await.unwrap();
    // The key is that of no other tree, whatever the file is called: it is no next version of one.
    assert_eq!((page.document.name.as_str(), page.document.key.as_str(), page.card.base), ("vpn", "vpn-2", None));
    assert!(page.is_imported && page.problems.is_empty(), "{:?}", page.problems);
    let import = mara.draft_import(draft).await.unwrap().unwrap();
    assert_eq!((import.file_name.as_str(), import.fields), ("vpn.mmd", None));
    assert_eq!(import.report.count(Fate::LeftOut), 1);
    let again = Author { backend: mara, id: draft }.elsewhere(&app, MARA).await;
    assert_eq!(again.backend.draft_import(draft).await.unwrap().unwrap().report, import.report);

    // One of ours, and a blank one, have none.
    let own = again.backend.begin_draft(id(), upload(page.document.to_text(), "own.tree.md")).await.unwrap();
    assert_eq!(again.backend.draft_import(own).await, Ok(None));
    assert!(!again.backend.draft(own).await.unwrap().is_imported);
    assert_eq!(app.count("draft_imports").await, 1);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_words_and_nothing_is_written() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    for (bytes, name, status, words) in [
        (b"%PDF-1.7".to_vec(), "a.pdf", 422, "it is a PDF"),
        (b"PK\x03\x04".to_vec(), "a.docx", 422, "damaged or encrypted"),
        (b"sequenceDiagram\nA->>B: x".to_vec(), "", 422, "a Mermaid sequence diagram"),
        (b"Some words.".to_vec(), "a.txt", 422, "it has no steps"),
        (b"".to_vec(), "a.txt", 422, "empty"),
        (b"[".repeat(100_000), "a.json", 422, "nested too deeply"),
        (vec![b'x'; 8 * 1024 * 1024 + 1], "a.txt", 413, "Too much was sent"),
    ] {
        let refused = mara.begin_draft(id(), upload(bytes, name)).await.unwrap_err();
        assert_eq!(refused.status(), status, "{name}: {refused}");
        assert!(refused.to_string().contains(words), "{name}: {refused}");
    }
    assert_eq!((app.count("tree_drafts").await, app.count("draft_imports").await), (0, 0));
}

#[tokio::test]
async fn fields_are_chosen_and_the_file_is_read_again_once_with_undo() {
    let app = TestApp::start().await;
    let mara = Author::begins(&app, MARA, upload(JSON, "items.json")).await;
    let fields = mara.backend.draft_import(mara.id).await.unwrap().unwrap().fields.unwrap();
    let before = mara.document().await;
    let chosen = Mapping {
        question: "ask".into(),
        body: "say".into(),
        answers: "to".into(),
        label: "w".into(),
        target: "z".into(),
        id: "id".into(),
    };
    assert_ne!(fields.mapping, chosen);
    let command = id();
    assert_eq!(mara.backend.map_import(mara.id, command, 0, chosen.clone()).await, Ok(1));
    assert_eq!(mara.backend.map_import(mara.id, command, 0, chosen.clone()).await, Ok(1));
    let other = Mapping { body: String::new(), ..chosen.clone() };
    assert_eq!(mara.backend.map_import(mara.id, command, 0, other.clone()).await, Err(AppError::DifferentContent));
    let after = mara.document().await;
    assert!(after.to_text().contains("## [on] On?\n\nLook.\n\n+ [yes] Yes -> done"), "{}", after.to_text());
    assert_eq!((after.key, after.name), (before.key.clone(), before.name.clone()));
    assert_eq!(mara.backend.draft_import(mara.id).await.unwrap().unwrap().fields.unwrap().mapping, chosen);
    // Who saw another revision changes nothing.
    assert!(matches!(mara.backend.map_import(mara.id, id(), 0, other).await, Err(AppError::BadEdit(_))));
    let nothing = Mapping { question: "gone".into(), ..Mapping::default() };
    assert!(matches!(mara.backend.map_import(mara.id, id(), 1, nothing).await, Err(AppError::NotATree(_))));
    assert_eq!(mara.page().await.revision, 1);
    mara.undoes(false).await.unwrap();
    assert_eq!(mara.document().await, before);
}

#[tokio::test]
async fn reports_are_for_those_who_write() {
    let app = TestApp::start().await;
    let mara = Author::begins(&app, MARA, upload(JSON, "items.json")).await;
    for (email, refused) in [(TESS, AppError::Forbidden), (BEN, AppError::NotFound)] {
        let backend = app.sign_in(email).await;
        assert_eq!(backend.draft_import(mara.id).await, Err(refused.clone()));
        assert_eq!(backend.map_import(mara.id, id(), 0, Mapping::default()).await, Err(refused));
    }
    let chart = Author::begins(&app, MARA, upload(CHART, "")).await;
    assert!(matches!(chart.backend.map_import(chart.id, id(), 0, Mapping::default()).await, Err(AppError::BadEdit(_))));
}

#[tokio::test]
async fn large_files_are_read_and_written() {
    let app = TestApp::start().await;
    let chain: String = (0..9_999).map(|n| format!("s{n}[Step {n}] --> s{}\n", n + 1)).collect();
    let mara = Author::begins(&app, MARA, upload(format!("flowchart TD\n{chain}"), "chain.mmd")).await;
    assert_eq!(mara.document().await.nodes.len(), 10_000);
    assert_eq!(mara.backend.draft_import(mara.id).await.unwrap().unwrap().report.count(Fate::Taken), 19_999);
}
