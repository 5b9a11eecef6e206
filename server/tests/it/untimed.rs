//! Colleagues' times, where an account hides them from technicians: in no page, search or file, whatever is asked.

use std::io::Cursor as Bytes;

use ::app::backend::history::{HistoryQuery, Order, SessionFilter, Technician};
use axum::body::Body;
use axum::http::{Request, header};
use calamine::{Data, Reader, Xlsx};
use export::Format;
use resolutionflow::account::Settings;
use resolutionflow::billing::{Per, Rounding, Rule};
use resolutionflow::id::ShareId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::share::{Expiry, Offer};
use resolutionflow::sync::Batch;
use resolutionflow::time::Seconds;
use tower::ServiceExt;
use uuid::Uuid;

use crate::app::{TestApp, value};
use crate::fixtures::{ADA, MARA, OMAR, TESS, Walker, choose, complete, facts, id};
use crate::web::wire::routes;

/// Times of the colleague's steps, in seconds.
const STEPS: [i64; 2] = [4_321, 1_234];

/// A walk of Omar's, a day ago, and its times and ids of visits as pages and files write them.
async fn walked(app: &TestApp) -> (Walker, Vec<String>) {
    let omars = Walker::start_for(app.sign_in(OMAR).await, "vpn", facts("48213", "Fjord Shipping")).await;
    app.wait(STEPS[0]);
    omars.does(choose("yes")).await;
    app.wait(300);
    omars.does(Action::Park { reason: None, for_someone_else: false }).await;
    app.wait(7_777);
    omars.does(Action::Resume).await;
    app.wait(STEPS[1] - 300);
    let session = omars.does(complete(Outcome::Escalated)).await;
    app.wait(90_061);
    let total = STEPS.iter().sum::<i64>();
    let mut said = Vec::new();
    for seconds in [STEPS[0], STEPS[1], total, 7_777] {
        let time = Seconds(seconds.unsigned_abs());
        said.extend([time.to_string(), time.exact(), format!(",{seconds},"), format!(": {seconds}"), format!(":{seconds},")]);
    }
    let zone: resolutionflow::zone::Zone = "Europe/Berlin".parse().unwrap();
    for record in &session.records {
        said.extend([record.exited_at.to_string(), zone.exact(record.exited_at), zone.time(record.exited_at)]);
        if record.id.0 != session.id.0 {
            said.push(record.id.to_string());
        }
    }
    (omars, said)
}

async fn fetch(app: &TestApp, email: &str, address: &str) -> Vec<u8> {
    let cookie = format!("login={}", app.cookie_of(email).await);
    let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let answer = routes(app).oneshot(request).await.unwrap();
    assert!([200, 302].contains(&answer.status().as_u16()), "{address}: {}", answer.status());
    axum::body::to_bytes(answer.into_body(), 10_000_000).await.unwrap().to_vec()
}

/// What somebody reads at an address, a workbook as its cells.
async fn read(app: &TestApp, email: &str, address: &str) -> String {
    let bytes = fetch(app, email, address).await;
    if !address.contains(".xlsx") {
        return String::from_utf8(bytes).unwrap();
    }
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Bytes::new(bytes)).unwrap();
    let rows: Vec<Vec<Data>> = workbook.worksheet_range("Sessions").unwrap().rows().map(<[Data]>::to_vec).collect();
    // Times of day and durations are numbers of days.
    let days = |cell: &Data| match cell {
        Data::DateTime(at) => format!(":{:.0},", (at.as_f64() % 1.0) * 86_400.0),
        other => other.to_string(),
    };
    rows.iter().flatten().map(days).collect::<Vec<_>>().join(" ")
}

async fn hide(app: &TestApp) {
    let ada = app.sign_in(ADA).await;
    let billing = Rule::new(6, 0, Rounding::Up, Per::Ticket).unwrap();
    ada.save_settings(Settings { hides_times: true, billing, ..ada.settings().await.unwrap() }).await.unwrap();
}

#[tokio::test]
async fn colleagues_times_are_in_no_page_and_no_file_of_a_technician() {
    let app = TestApp::start().await;
    let (omars, said) = walked(&app).await;
    let tess = app.sign_in(TESS).await;
    let follow_up = tess.start(id(), "vpn", facts("48213", "Fjord Shipping"), Some(omars.id)).await.unwrap();
    let session = omars.id;
    let mut addresses: Vec<String> = [
        "/sessions?technician=anyone&columns=all",
        "/sessions?technician=anyone&columns=all&q=fjord",
        "/sessions?technician=anyone&columns=all&state=completed&sort=tree",
        "/sessions.csv?technician=anyone&columns=all",
        "/sessions.jsonl?technician=anyone",
        "/sessions.xlsx?technician=anyone&columns=all",
    ]
    .map(str::to_owned)
    .to_vec();
    addresses.extend([
        format!("/sessions.csv?session={session}&columns=all"),
        format!("/sessions/{session}"),
        format!("/sessions/{session}/walk"),
    ]);
    addresses.extend([format!("/sessions/{follow_up}/walk"), "/start?tree=vpn&ticket=48213".to_owned(), "/".to_owned()]);
    let endings = Format::ALL.into_iter().filter(|format| *format != Format::Pdf).map(Format::ending);
    addresses.extend(endings.flat_map(|ending| ["", "?detail=full"].map(|query| format!("/sessions/{session}/export.{ending}{query}"))));
    let found = async |email: &str| {
        let mut found = Vec::new();
        for address in &addresses {
            let text = read(&app, email, address).await;
            found.extend(said.iter().filter(|said| text.contains(said.as_str())).map(|said| format!("{address}: {said}")));
        }
        found
    };
    let before = found(TESS).await;
    for address in addresses.iter().filter(|address| address.contains("export") || address.contains("columns=all")) {
        assert!(before.iter().any(|found| found.starts_with(&format!("{address}: "))), "{address} says no time while times are shown");
    }
    hide(&app).await;
    assert_eq!(found(TESS).await, Vec::<String>::new());
    assert!(read(&app, TESS, &format!("/sessions/{session}")).await.contains("Times of colleagues are hidden"));
    assert!(read(&app, TESS, &format!("/sessions/{session}/export.json")).await.contains("\"times\": false"));
    let is_of_tess = |found: &str| found.contains(&follow_up.to_string());
    for (email, why) in [(OMAR, "one's own are there as always"), (MARA, "and all of them for managers")] {
        let found = found(email).await;
        assert!(before.iter().filter(|said| !is_of_tess(said)).all(|said| found.contains(said)), "{why}");
    }
    // What the player asks, and a look before a document is taken.
    let batch = Batch { known_revision: 0, commands: Vec::new(), active_at: None, by: None };
    let answer = serde_json::to_string(&app.sign_in(TESS).await.send(session, batch).await.unwrap().state).unwrap();
    assert!(said.iter().all(|said| !answer.contains(said.as_str())), "{answer}");
    for format in [Format::Note, Format::Markdown, Format::Json] {
        let preview = app.sign_in(TESS).await.preview(session, format, export::Options::default()).await.unwrap().text.unwrap();
        assert!(said.iter().all(|said| !preview.contains(said.as_str())), "{preview}");
    }
}

#[tokio::test]
async fn by_times_who_is_not_to_see_them_finds_only_their_own() {
    let app = TestApp::start().await;
    let (omars, _) = walked(&app).await;
    let own = Walker::start(app.sign_in(TESS).await, "printer").await;
    app.wait(600);
    own.finishes(Outcome::Resolved).await;
    let (omar, all) = (app.user(OMAR).await, SessionFilter::of_anyone);
    let at_least = |technician| SessionFilter { technician, total_min: Some(Seconds(60)), ..all() };
    let queries = || {
        [
            HistoryQuery::from(at_least(Technician::Anyone)),
            SessionFilter { active_max: Some(Seconds(90_000)), ..all() }.into(),
            SessionFilter { total_min: Some(Seconds(60)), text: "vpn printer".to_owned(), older: true, ..all() }.into(),
            HistoryQuery { order: Order::Longest, ..all().into() },
            HistoryQuery { order: Order::Shortest, ..all().into() },
        ]
    };
    let ids = async |email: &str, query: HistoryQuery| {
        let page = app.sign_in(email).await.history(query.clone()).await.unwrap();
        let rows = app.sign_in(email).await.history_rows(query).await.unwrap().0;
        let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
        assert_eq!(page.counts.all().number as usize, ids.len());
        ids
    };
    assert_eq!(ids(TESS, HistoryQuery { order: Order::Longest, ..all().into() }).await, [omars.id, own.id]);
    hide(&app).await;
    for query in queries() {
        assert!(!ids(TESS, query.clone()).await.contains(&omars.id), "{query:?}");
    }
    assert_eq!(ids(TESS, HistoryQuery { order: Order::Longest, ..all().into() }).await, [own.id]);
    assert!(ids(TESS, at_least(Technician::User(omar)).into()).await.is_empty());
    assert_eq!(ids(TESS, all().into()).await.len(), 2, "by anything else they find all");
    assert_eq!(ids(MARA, HistoryQuery { order: Order::Longest, ..all().into() }).await, [omars.id, own.id]);
    let flags = [SessionFilter { parked: true, ..all() }, SessionFilter { away: true, ..all() }];
    for filter in flags {
        assert!(!ids(TESS, filter.into()).await.contains(&omars.id));
    }
}

#[tokio::test]
async fn a_link_for_the_account_and_the_bill_of_a_ticket_have_no_times_of_colleagues_either() {
    let app = TestApp::start().await;
    let (omars, said) = walked(&app).await;
    let cookie = app.sign_in(OMAR).await.share(omars.id, ShareId(Uuid::now_v7()), Offer::Account, false, Expiry::Week).await.unwrap();
    let address = format!("/shared/{}", value(&cookie));
    let own = Walker::start_for(app.sign_in(TESS).await, "printer", facts("48213", "Fjord Shipping")).await;
    app.wait(60);
    own.finishes(Outcome::Resolved).await;
    hide(&app).await;
    let link = read(&app, TESS, &address).await;
    assert!(link.contains("without times") && said.iter().all(|said| !link.contains(said.as_str())), "{link}");
    assert!(read(&app, MARA, &address).await.contains(&Seconds(STEPS[0].unsigned_abs()).exact()));
    let page = app.sign_in(TESS).await.session(own.id).await.unwrap();
    assert_eq!((page.bill.parts.len(), page.bill.billed > Seconds(0)), (0, true));
    assert_eq!(app.sign_in(MARA).await.session(own.id).await.unwrap().bill.parts.len(), 2);
    let theirs = app.sign_in(TESS).await.session(omars.id).await.unwrap();
    assert_eq!((theirs.bill.billed, theirs.totals.total, theirs.is_untimed), (Seconds(0), Seconds(0), true));
}
