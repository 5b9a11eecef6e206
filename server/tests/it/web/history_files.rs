//! The history as CSV, as XLSX and as JSON Lines.

use std::io::Cursor;

use ::app::backend::history::SessionFilter;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use calamine::{Data, Reader, Xlsx};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::OutcomeNotes;
use serde_json::Value;
use tower::ServiceExt;

use super::wire::{Answer, ask, routes};
use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, TESS, Walker, choose, complete, facts};

async fn fetch(app: &TestApp, email: &str, address: &str) -> Answer {
    let cookie = format!("login={}", app.cookie_of(email).await);
    ask(&routes(app), Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
}

/// The rows of an XLSX file, the heads among them.
async fn sheet(app: &TestApp, email: &str, address: &str) -> Vec<Vec<Data>> {
    let cookie = format!("login={}", app.cookie_of(email).await);
    let answer = routes(app).oneshot(Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"sessions-2026-02-10.xlsx\"");
    let bytes = to_bytes(answer.into_body(), 10_000_000).await.unwrap();
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    workbook.worksheet_range("Sessions").unwrap().rows().map(<[Data]>::to_vec).collect()
}

/// More sessions than a file takes at a time, some with a ticket that a spreadsheet would run.
async fn busy() -> TestApp {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    for number in 0..6 {
        let ticket = if number % 2 == 0 { "=1+1" } else { "INC-1" };
        let walker = Walker::start_for(tess.clone(), "vpn", facts(ticket, "Fjord, \"Shipping\"")).await;
        app.wait(60);
        walker.does(choose("yes")).await;
        walker.does(complete(Outcome::Resolved)).await;
    }
    // What a walk leaves behind, often enough for three pages of a file.
    app.copy_sessions(200).await;
    app
}

#[tokio::test]
async fn a_table_has_exactly_the_rows_of_the_filter_in_its_order() {
    let app = busy().await;
    let answer = fetch(&app, MARA, "/sessions.csv?technician=anyone&ticket=INC&sort=oldest&after=nonsense").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"sessions-2026-02-10.csv\"");
    assert!(answer.body.starts_with("\u{feff}id,state,") && answer.body.lines().count() == answer.body.matches("\r\n").count());
    let mut reader = csv::Reader::from_reader(answer.body.as_bytes());
    let heads = reader.headers().unwrap().iter().map(str::to_owned).collect::<Vec<_>>();
    let shown = [
        "id",
        "state",
        "tree",
        "version",
        "ticket",
        "client",
        "technician",
        "started_at",
        "started_local",
        "total_seconds",
        "steps",
        "as_of",
    ];
    assert_eq!(heads, shown);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 603);
    assert!(rows.iter().all(|row| &row[4] == "INC-1" && &row[5] == "Fjord, \"Shipping\"" && &row[1] == "resolved"));
    let places: Vec<_> = rows.iter().map(|row| (row[7].to_owned(), row[0].to_owned())).collect();
    assert!(places.is_sorted_by(|one, next| one < next), "each once, oldest first");
    let query = SessionFilter { ticket: "inc".into(), ..SessionFilter::of_anyone() }.into();
    let page = app.sign_in(MARA).await.history(query).await.unwrap();
    assert_eq!(page.rows[0].id.to_string(), rows[602][0]);
}

#[tokio::test]
async fn hidden_columns_come_on_request_and_no_cell_is_a_formula() {
    let app = busy().await;
    let answer = fetch(&app, TESS, "/sessions.csv?ticket=%3D1&columns=all").await;
    let mut reader = csv::Reader::from_reader(answer.body.as_bytes());
    let heads = reader.headers().unwrap().clone();
    for hidden in ["completed_at", "active_seconds", "parked_seconds", "category", "outcome_notes", "next_steps"] {
        assert!(heads.iter().any(|head| head == hidden), "{hidden}");
    }
    let first = reader.records().next().unwrap().unwrap();
    assert_eq!(&first[4], "'=1+1");
}

#[tokio::test]
async fn a_workbook_has_the_rows_of_the_filter_with_the_types_that_spreadsheets_have() {
    let app = busy().await;
    let rows = sheet(&app, MARA, "/sessions.xlsx?technician=anyone&ticket=INC&sort=oldest&columns=all").await;
    let heads: Vec<_> = rows[0].iter().map(ToString::to_string).collect();
    let expected = [
        "Outcome",
        "Tree",
        "Version",
        "Ticket",
        "Client",
        "Technician",
        "Started",
        "Started, UTC offset",
        "Total",
        "Steps",
        "Completed",
        "Completed, UTC offset",
        "Active",
        "Parked",
        "Category",
        "Outcome notes",
        "Next steps",
        "Times as of",
        "Session",
    ];
    assert_eq!(heads, expected);
    assert_eq!(rows.len(), 1 + 603);
    for row in &rows[1..] {
        let text = |column: usize| row[column].to_string();
        assert_eq!([text(0), text(3), text(4)], ["Resolved", "INC-1", "Fjord, \"Shipping\""]);
        assert!(matches!(row[2], Data::Float(1.0)) && matches!(row[9], Data::Float(2.0)), "{row:?}");
        assert!(matches!(row[6], Data::DateTime(date) if date.is_datetime()) && text(7) == "+01:00", "{row:?}");
        assert!(matches!(row[8], Data::DateTime(time) if time.is_duration() && (time.as_f64() * 86_400.0).round() == 60.0), "{row:?}");
    }
    let formulas = sheet(&app, TESS, "/sessions.xlsx?ticket=%3D1&columns=none").await;
    assert_eq!(formulas[1][3], Data::String("=1+1".to_owned()));
    assert_eq!(sheet(&app, BEN, "/sessions.xlsx?technician=anyone").await.len(), 1, "of another account there are heads alone");
}

#[tokio::test]
async fn json_lines_are_a_session_each() {
    let app = busy().await;
    let answer = fetch(&app, TESS, "/sessions.jsonl?sort=longest&columns=none").await;
    let lines: Vec<Value> = answer.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1_206);
    assert_eq!(
        (&lines[0]["tree"], &lines[0]["total_seconds"], &lines[0]["is_follow_up"]),
        (&"The vpn tree".into(), &60.into(), &false.into())
    );
    let foreign = fetch(&app, BEN, "/sessions.jsonl?technician=anyone").await;
    assert_eq!((foreign.status.as_u16(), foreign.body.as_str()), (200, ""));
}

#[tokio::test]
async fn what_is_not_understood_lets_nothing_out_and_what_goes_out_is_kept() {
    let app = busy().await;
    for address in [
        "/sessions.csv?outcome=won",
        "/sessions.xlsx?outcome=won",
        "/sessions.xlsx?names=short",
        "/sessions.jsonl?columns=mood",
        "/sessions.csv?from=yesterday",
        "/sessions.csv?technician=me",
        "/sessions.csv?redact=please",
        "/sessions.jsonl?names=short",
    ] {
        assert_eq!(fetch(&app, TESS, address).await.status, 400, "{address}");
    }
    fetch(&app, TESS, "/sessions.csv?outcome=resolved&q=fjord").await;
    fetch(&app, TESS, "/sessions.xlsx").await;
    let kept: Vec<Value> =
        sqlx::query_scalar("select after from audit where action = 'export_sessions'").fetch_all(&app.superuser).await.unwrap();
    let entries = [("csv", "outcome=resolved&q=fjord"), ("xlsx", "")];
    assert_eq!(kept, entries.map(|(format, filters)| serde_json::json!({"format": format, "filters": filters})));
}

#[tokio::test]
async fn files_hide_what_documents_hide_and_search_to_the_end() {
    let app = TestApp::start().await;
    for (client, notes) in [("Fjord ada@fjord.example", "Tell bo@fjord.example."), ("Fjord", "The router at 10.0.0.17.")] {
        let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", client)).await;
        app.wait(if client == "Fjord" { 30 } else { 60 });
        let notes = OutcomeNotes::parse(notes).unwrap();
        let next_steps = OutcomeNotes::default();
        walker.does(Action::Complete { outcome: Outcome::Resolved, notes, next_steps }).await;
    }
    let lines = async |address| -> Vec<Value> {
        let answer = fetch(&app, MARA, address).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let hidden = lines("/sessions.jsonl?technician=anyone&redact=1&names=initials&q=fjord&sort=longest").await;
    let told =
        hidden.iter().map(|line| ["client", "outcome_notes", "technician"].map(|name| line[name].as_str().unwrap())).collect::<Vec<_>>();
    // A search comes newest first, whatever the page is sorted by.
    assert_eq!(told, [["Fjord", "The router at [IP-address].", "TT"], ["Fjord [e-mail]", "Tell [e-mail].", "TT"]]);
    let whole = lines("/sessions.jsonl?technician=anyone").await;
    assert_eq!((&whole[1]["client"], &whole[1]["technician"]), (&"Fjord ada@fjord.example".into(), &"Tess Tanaka".into()));
}

#[tokio::test]
async fn a_session_that_goes_on_has_the_times_that_are_shown_and_says_up_to_when() {
    let app = TestApp::start().await;
    let parked = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(40);
    parked.does(Action::PARK).await;
    app.wait(20);
    parked.does(Action::Resume).await;
    app.wait(63);
    let answer = fetch(&app, TESS, "/sessions.jsonl?total_min=1").await;
    let line: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((&line["total_seconds"], &line["active_seconds"], &line["parked_seconds"]), (&103.into(), &103.into(), &20.into()));
    assert_eq!(line["as_of"], app.now().to_string());
    let answer = fetch(&app, TESS, "/sessions.csv?columns=all").await;
    let mut reader = csv::Reader::from_reader(answer.body.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let cell = |head: &str| row[heads.iter().position(|other| other == head).unwrap()].to_owned();
    assert_eq!(["total_seconds", "active_seconds", "parked_seconds"].map(cell), ["103", "103", "20"]);
    assert_eq!(cell("as_of"), app.now().to_string());
    parked.does(complete(Outcome::Resolved)).await;
    let answer = fetch(&app, TESS, "/sessions.jsonl").await;
    assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap()["as_of"], Value::Null, "its times stand");
}
