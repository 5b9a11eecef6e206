//! Sessions that somebody came back to with the same problem.

use resolutionflow::insights::figures::overview::CAME_BACK;
use resolutionflow::outcome::Outcome;
use resolutionflow::stats::Rate;

use ::app::backend::history::SessionFilter;
use ::app::backend::views::insights::{TreesAsked, TreesReport, Value};
use ::app::query::Query;

use super::links::listed;
use super::{asked, ready};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, facts};

const DAY: i64 = 24 * 3600;

async fn trees(app: &TestApp) -> TreesReport {
    let query = "period=quarter";
    let question = TreesAsked::read(asked(app, query).await, &Query::parse(query));
    ready(app.sign_in(MARA).await.trees_report(question).await.unwrap()).page
}

#[tokio::test]
async fn trees_say_how_often_somebody_came_back_and_lead_to_those_sessions() {
    let app = TestApp::start().await;
    let walk = async |ticket: &str, client: &str| {
        let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts(ticket, client)).await;
        app.wait(60);
        walker.finishes(Outcome::Resolved).await;
        walker.id
    };
    let mut came_back = vec![walk("INC-1", "Fjord Shipping").await];
    for number in 2..=10 {
        walk(&format!("INC-{number}"), "").await;
    }
    app.wait(5 * DAY);
    // For the same ticket; this one is young for longer.
    walk("INC-1", "").await;
    let follow_up = app.sign_in(TESS).await.start(crate::fixtures::id(), "vpn", facts("INC-77", ""), Some(came_back[0])).await.unwrap();
    Walker { backend: app.sign_in(TESS).await, id: follow_up }.finishes(Outcome::Resolved).await;
    app.wait(25 * DAY - 900);
    let rate = async || trees(&app).await.trees.into_iter().find(|tree| tree.key == "vpn").unwrap().figures.came_back;
    assert_eq!(rate().await, Rate::new(0, 0), "nobody can say of chains of less than 30 days");
    app.wait(900);
    assert_eq!(rate().await, Rate::new(1, 10));

    let mara = app.sign_in(MARA).await;
    let report = trees(&app).await;
    let table = report.effectiveness();
    let column = table.columns.iter().position(|column| column.figure == Some(CAME_BACK)).unwrap();
    let cell = table.rows.iter().find(|row| row[1].value == Value::Text("vpn".into())).unwrap()[column].clone();
    assert_eq!(listed(&mara, &cell.sessions.unwrap()).await, 1);
    let overview = ready(mara.overview(asked(&app, "period=quarter").await).await.unwrap()).page;
    let links: Vec<_> = overview.lasting().rows.into_iter().filter_map(|row| row[1].sessions.clone()).collect();
    assert!(links.iter().any(|href| href.contains("came_back=yes")), "{links:?}");

    // Alone, with words, and with the days of a filter; before what changed is counted anew, too.
    walk("INC-2", "").await;
    let filter = || SessionFilter { came_back: true, ..SessionFilter::of_anyone() };
    let found =
        async |filter: SessionFilter| mara.history_rows(filter.into()).await.unwrap().0.into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(found(filter()).await, came_back, "35 days later is no coming back");
    assert_eq!(found(SessionFilter { text: "fjord".into(), ..filter() }).await, came_back);
    assert_eq!(found(SessionFilter { text: "alder".into(), ..filter() }).await, []);
    came_back.clear();
    let early = SessionFilter { ended_to: ::app::backend::history::Day::parse("2026-02-09"), ..filter() };
    assert_eq!(found(early).await, came_back);
}
