//! The search of the history.

use ::app::backend::history::{HistoryQuery, Order, SessionFilter};
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::{Note, OutcomeNotes};
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, facts};

async fn found(app: &TestApp, text: &str) -> Vec<SessionId> {
    let query = SessionFilter { text: text.to_owned(), ..SessionFilter::of_anyone() };
    app.sign_in(MARA).await.history(query.into()).await.unwrap().rows.into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn sessions_are_found_by_everything_that_was_written_in_them() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("INC-48213", "Brückner Maschinenbau")).await;
    walker.writes("The Ärger began on Monday.", "\tInet\\Fritzbox-7590: unreachable", choose("yes")).await;
    walker.does(Action::Continue).await;
    let outcome = OutcomeNotes::parse("Router replaced.").unwrap();
    let next_steps = OutcomeNotes::parse("Call tomorrow.").unwrap();
    walker.does(Action::Complete { outcome: Outcome::Workaround, notes: outcome, next_steps }).await;
    Walker::start(app.sign_in(MARA).await, "printer").await;
    for words in [
        "48213",
        "inc-48",
        "BRÜCK",
        "masch",
        "ärger monday",
        "vpn tree",
        "plugged",
        "yes it is",
        "ping gateway",
        "replac",
        "tomorrow call",
        "fritzbox",
        "7590 unreach",
    ] {
        assert_eq!(found(&app, words).await, [walker.id], "{words}");
    }
    assert_eq!(found(&app, "plugged nothing").await, []);
    assert_eq!(found(&app, "   ").await.len(), 2, "no words: all");
}

#[tokio::test]
async fn notes_are_found_as_people_look_for_them() {
    let app = TestApp::start().await;
    let mut ids = Vec::new();
    for notes in [
        "The “printer” is offline",
        "•Restarted the spooler",
        "user’s laptop 10.1.168.192 and 192.168.1.10",
        "error 0x80070005 access denied",
        "the printers were offline",
        "Müller called back",
        "Exchange\u{200b}Server restarted",
        "会議室のプリンターが印刷できない",
        "10.1.168.192 alone",
        "of INC-48213 again",
    ] {
        let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
        walker.writes(notes, "", choose("yes")).await;
        ids.push(walker.id);
        app.wait(60);
    }
    for (text, expected) in [
        ("printer offline", &[0][..]),
        ("“printer”", &[0, 4]),
        ("restarted", &[1, 6]),
        ("user's laptop", &[2]),
        ("192.168", &[2]),
        ("10.1.168.192", &[2, 8]),
        ("168.192", &[]),
        ("80070005", &[3]),
        ("0x8007", &[3]),
        ("muller", &[5]),
        ("mueller called", &[5]),
        ("exchange server", &[6]),
        ("exchangeserver", &[6]),
        ("プリンター", &[7]),
        ("印刷", &[7]),
        ("8213", &[9]),
        ("inc48213", &[9]),
    ] {
        let expected: Vec<_> = expected.iter().rev().map(|number| ids[*number]).collect();
        let filter = SessionFilter { text: text.to_owned(), ..SessionFilter::of_anyone() };
        let rows = app.sign_in(MARA).await.history(filter.into()).await.unwrap().rows;
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), expected, "{text}");
        assert!(rows.iter().all(|row| row.excerpt.iter().any(|piece| piece.found)), "{text}: a row without a mark");
    }
}

#[tokio::test]
async fn a_word_of_any_length_is_kept_and_found_by_its_beginning() {
    let app = TestApp::start().await;
    let mut ids = Vec::new();
    // Postgres takes words of up to 2,046 bytes.
    for (letter, length) in [("x", 2_046), ("x", 500), ("ж", 1_023)] {
        let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("", "")).await;
        walker.writes(&letter.repeat(length), "", choose("yes")).await;
        ids.insert(0, walker.id);
    }
    assert_eq!(found(&app, &"x".repeat(500)).await, ids[1..]);
    assert_eq!(found(&app, "xxx").await, ids[1..]);
    assert_eq!(found(&app, &"ж".repeat(500)).await, ids[..1]);
}

#[tokio::test]
async fn words_are_looked_for_in_any_number_of_trees() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("INC-48213", "")).await;
    let mut tx = app.superuser.begin().await.unwrap();
    let account = "select set_config('resolutionflow.account_id', account_id::text, true), tree_id from sessions where id = $1";
    let (_, tree): (String, Uuid) = sqlx::query_as(account).bind(walker.id.0).fetch_one(&mut *tx).await.unwrap();
    for trees in [vec![tree], vec![tree; 100_000]] {
        let found: Vec<Uuid> = sqlx::query_scalar(
            "select id from find_sessions(e'''\\x0148213''', null, 10000, jsonb_populate_record(null::session_filter, jsonb_build_object('trees', $1)))",
        )
        .bind(&trees)
        .fetch_all(&mut *tx)
        .await
        .unwrap();
        assert_eq!(found, [walker.id.0], "{}", trees.len());
    }
}

#[tokio::test]
async fn a_row_shows_what_was_found_and_the_best_match_comes_first() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let mut walks = Vec::new();
    for (notes, output) in [("Gyroscope, gyroscope and gyroscope.", ""), ("", "error: gyroscope <stuck>"), ("Nothing of the kind.", "")] {
        let walker = Walker::start_for(tess.clone(), "vpn", facts("1", "")).await;
        walker.writes(notes, output, choose("yes")).await;
        walks.push(walker.id);
        app.wait(60);
    }
    let ask = async |order| {
        let page =
            tess.history(HistoryQuery { order, ..SessionFilter { text: "gyro".into(), ..SessionFilter::default() }.into() }).await.unwrap();
        assert_eq!(page.counts.active.number, 2);
        page.rows
    };
    let newest = ask(Order::Newest).await;
    assert_eq!(newest.iter().map(|row| row.id).collect::<Vec<_>>(), [walks[1], walks[0]]);
    let found: Vec<_> = newest[0].excerpt.iter().filter(|piece| piece.found).map(|piece| piece.text.as_str()).collect();
    assert_eq!((found, newest[0].excerpt.len()), (vec!["gyroscope"], 3));
    assert_eq!(ask(Order::Relevance).await.iter().map(|row| row.id).collect::<Vec<_>>(), [walks[0], walks[1]]);
}

#[tokio::test]
async fn of_what_was_written_or_printed_the_newest_is_shown() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.writes("The gyroscope hums.", "quasar: one", choose("yes")).await;
    walker.writes("The gyroscope is new.", &format!("quasar: two {}", "x ".repeat(20_000)), Action::Continue).await;
    let shown = async |text: &str| {
        let filter = SessionFilter { text: text.to_owned(), ..SessionFilter::default() };
        let page = walker.backend.history(filter.into()).await.unwrap();
        page.rows[0].excerpt.iter().map(|piece| piece.text.as_str()).collect::<String>()
    };
    assert_eq!(shown("gyroscope").await, "The gyroscope is new.");
    assert!(shown("quasar").await.starts_with("quasar: two x"));
    assert_eq!(shown("quasar one").await, "quasar: one");
}

#[tokio::test]
async fn any_text_is_a_query() {
    let app = TestApp::start().await;
    for nasty in
        ["'", "''", "\\", "\\'", ":*", "a:*", "a & b", "!", "(", "\0", "a\0b", "<->", "%", "--", "'; drop table sessions", "ß", "\u{202e}"]
    {
        found(&app, nasty).await;
    }
    found(&app, &"word ".repeat(5_000)).await;
    found(&app, &"x".repeat(5_000)).await;
}

#[tokio::test]
async fn notes_that_are_worst_for_the_index_are_stored() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    // Short words that are all different take the most room.
    let mut words = 0x1000..;
    for _ in 0..40 {
        let notes: String = words.by_ref().take(1_300).map(|word| format!("{word:x} ")).collect();
        let visit_id = walker.session().await.open_visit().unwrap().id;
        walker.does(Action::Note { visit_id, notes: Note::parse(&notes).unwrap(), reason: None }).await;
        walker.does(choose("yes")).await;
        walker.does(Action::Back).await;
    }
    let words: i32 = sqlx::query_scalar("select length(search) from sessions").fetch_one(&app.superuser).await.unwrap();
    assert!(words > 25_000, "{words} words: the test does not get near");
}

#[tokio::test]
async fn titles_are_marked_however_long_the_notes_are() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let notes = "ä".repeat(8_000);
    for _ in 0..4 {
        for action in [choose("yes"), Action::Continue, choose("again")] {
            walker.writes(&notes, "", action).await;
        }
    }
    let filter = SessionFilter { text: "plugged".to_owned(), ..SessionFilter::default() };
    let page = walker.backend.history(filter.into()).await.unwrap();
    assert!(page.rows[0].excerpt.iter().any(|piece| piece.found && piece.text == "plugged"), "{:?}", page.rows[0].excerpt);
    assert!(page.is_search_made);
}
