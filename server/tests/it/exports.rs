//! Documents of sessions: what is left out, masked and changed, and what the trail keeps of it.

use ::app::backend::exports::{EDIT_LIMIT, PREVIEW_LIMIT};
use ::app::error::AppError;
use export::{Format, Options};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::fixtures::{BEN, TESS, Walker, choose, complete, facts, text_of};

const REDACTED: Options = Options {
    up_to: None,
    notes: true,
    output: true,
    summary: true,
    detail: export::Detail::Standard,
    naming: export::Naming::Names,
    redacted: true,
};

async fn walked(app: &TestApp) -> Walker {
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord")).await;
    walker.writes("Mailed ann@fjord.example.", "Reply from 10.20.30.40", choose("yes")).await;
    walker.does(complete(Outcome::Resolved)).await;
    walker
}

async fn kept(app: &TestApp) -> Vec<Value> {
    let trail = "select after from audit where action = 'export' order by id";
    sqlx::query_scalar(trail).fetch_all(&app.superuser).await.unwrap()
}

#[tokio::test]
async fn looking_at_a_document_leaves_no_trace_and_taking_it_does() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let options = Options { notes: false, ..REDACTED };
    let preview = walker.backend.preview(walker.id, Format::Note, options).await.unwrap();
    assert!(preview.is_whole && preview.file_name.ends_with("_note.txt") && preview.steps == 2);
    let reading = preview.reading.unwrap();
    assert_eq!(reading.redacted.as_deref(), Some("1 IP address"), "what is left out is not counted");
    let marked: Vec<_> = reading.parts.iter().filter(|part| part.is_mask).map(|part| part.text.as_str()).collect();
    assert_eq!(marked, ["[IP-address]"]);
    assert_eq!(kept(&app).await, Vec::<Value>::new());
    let taken = walker.backend.export(walker.id, Format::Note, options, None).await.unwrap();
    assert_eq!(text_of(&taken), preview.text.unwrap());
    assert_eq!(kept(&app).await, [json!({"format": "note", "options": {"notes": "0", "redact": "1"}, "edited": false})]);
}

#[tokio::test]
async fn an_edited_document_is_redacted_like_the_rest() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let edited = |text: &str| Some(text.to_owned());
    let taken = async |options, text: &str| walker.backend.export(walker.id, Format::Text, options, edited(text)).await;
    let text = "Call ben@fjord.example at 10.1.2.3.\r\nVersion 10.0.19045.1 stays.";
    assert_eq!(text_of(&taken(REDACTED, text).await.unwrap()), "Call [e-mail] at [IP-address].\nVersion 10.0.19045.1 stays.");
    assert_eq!(text_of(&taken(Options::default(), text).await.unwrap()), text.replace('\r', ""));
    assert_eq!(kept(&app).await.len(), 2);
    assert_eq!(kept(&app).await[0]["edited"], json!(true));
    assert_eq!(taken(REDACTED, &"x".repeat(EDIT_LIMIT + 1)).await.err(), Some(AppError::TooLarge));
    assert_eq!(kept(&app).await.len(), 2, "what was refused was not taken");
}

#[tokio::test]
async fn a_document_of_another_account_is_neither_looked_at_nor_taken_nor_edited() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let ben = app.sign_in(BEN).await;
    for format in Format::ALL {
        assert_eq!(ben.preview(walker.id, format, REDACTED).await, Err(AppError::NotFound));
        assert_eq!(ben.export(walker.id, format, REDACTED, Some("x".into())).await.err(), Some(AppError::NotFound));
    }
    assert_eq!(kept(&app).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_document_that_is_too_long_for_a_page_is_shown_in_part_and_taken_whole() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let output = "é".repeat(30_000);
    for _ in 0..8 {
        walker.writes("", &output, choose("yes")).await;
        walker.does(Action::Continue).await;
        walker.does(choose("again")).await;
    }
    let preview = walker.backend.preview(walker.id, Format::Markdown, Options::default()).await.unwrap();
    let shown = preview.text.unwrap();
    assert_eq!((preview.is_whole, shown.chars().count()), (false, PREVIEW_LIMIT));
    let taken = text_of(&walker.backend.export(walker.id, Format::Markdown, Options::default(), None).await.unwrap());
    assert!(taken.chars().count() > 8 * 30_000);
}
