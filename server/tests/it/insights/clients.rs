use ::app::backend::Backend;
use ::app::backend::history::SessionFilter;
use ::app::backend::views::insights::{ClientReport, ClientsAsked, ClientsReport};
use ::app::error::AppError;
use ::app::query::Query;
use resolutionflow::id::ClientId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::stats::{COUNTED, SessionFigures};
use resolutionflow::text::ClientName;
use uuid::Uuid;

use super::links::{links, listed, walked};
use super::{asked, ready};
use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, OMAR, TESS, Walker, facts};

async fn list(app: &TestApp, query: &str) -> ClientsReport {
    let question = ClientsAsked::read(asked(app, query).await, &Query::parse(query));
    ready(app.sign_in(MARA).await.clients_report(question).await.unwrap()).page
}

async fn one(app: &TestApp, client: ClientId, query: &str) -> ClientReport {
    ready(app.sign_in(MARA).await.client_report(asked(app, query).await, client).await.unwrap()).page
}

async fn client(app: &TestApp, name: &str) -> ClientId {
    let id: Uuid = sqlx::query_scalar("select id from clients where account_id = $1 and name = $2")
        .bind(app.north.0)
        .bind(name)
        .fetch_one(&app.superuser)
        .await
        .unwrap();
    ClientId(id)
}

/// Random walks, a third of them for another client than they began for.
async fn walked_for_clients() -> TestApp {
    let app = walked().await;
    let mara = app.sign_in(MARA).await;
    let all = mara.history_rows(SessionFilter::of_anyone().into()).await.unwrap().0;
    for row in all.iter().step_by(3) {
        let walker = Walker { backend: mara.clone(), id: row.id };
        let ticket = walker.session().await.facts.ticket;
        let changed = facts(ticket.as_str(), "Alder & Söhne");
        let _ = walker.try_to(Action::EditFacts { facts: changed }).await;
    }
    app
}

#[tokio::test]
async fn every_link_of_a_client_leads_to_exactly_its_sessions() {
    let app = walked_for_clients().await;
    let mara = app.sign_in(MARA).await;
    let mut sum = SessionFigures::default();
    for address in ["", "period=year", "from=2026-02-13&to=2026-03-05", "tree=vpn&period=quarter", "category=Network&period=year"] {
        let report = list(&app, address).await;
        assert_eq!(report.clients.len(), 2, "{address}");
        let mut tables = report.tables();
        for row in &report.clients {
            let found = one(&app, row.id, address).await;
            let figures = &found.overview.now.figures;
            assert_eq!(
                (row.walks, row.resolution, row.came_back),
                (found.overview.now.walks(), figures.resolution(), found.overview.now.came_back)
            );
            assert_eq!(row.spent, figures.active(&COUNTED).sum(), "{address}");
            assert_eq!(found.trees.iter().map(|tree| tree.figures.walks()).sum::<i64>(), row.walks);
            assert_eq!(found.overview.trend.iter().map(|(_, headline)| headline.walks()).sum::<i64>(), row.walks);
            let open = listed(&mara, &found.overview.asked.open().href("/sessions")).await;
            assert_eq!(open, u64::try_from(found.overview.open.sessions).unwrap());
            tables.extend(found.tables());
            if address == "period=year" {
                sum += figures;
            }
        }
        let links = links(&tables);
        assert!(links.len() > 20, "{address}: {} links", links.len());
        for (href, number, words) in links {
            assert_eq!(listed(&mara, &href).await, number, "{address}: {words}");
        }
        if address == "period=year" {
            // All clients, and the walks without one, are everybody's.
            let whole = ready(mara.overview(asked(&app, address).await).await.unwrap()).page.now;
            assert_eq!((report.walks, sum.walks(&COUNTED) + report.without), (whole.walks(), whole.walks()));
            assert!(report.without > 0);
        }
    }
}

#[tokio::test]
async fn chains_of_clients_and_those_without_one_are_all_chains() {
    let app = walked_for_clients().await;
    sqlx::query("update sessions set client_id = $1 where account_id = $2")
        .bind(client(&app, "Alder & Söhne").await.0)
        .bind(app.north.0)
        .execute(&app.superuser)
        .await
        .unwrap();
    for fold in [false, true] {
        if fold {
            app.service.fold(app.north).await.unwrap();
        }
        let found = one(&app, client(&app, "Alder & Söhne").await, "period=year").await.overview;
        let whole = ready(app.sign_in(MARA).await.overview(asked(&app, "period=year").await).await.unwrap()).page;
        assert!(whole.now.came_back.is_some_and(|rate| rate.part() > 0));
        assert_eq!((found.now, found.before), (whole.now, whole.before), "folded: {fold}");
        assert_eq!((found.split, found.open), (whole.split, whole.open));
    }
}

#[tokio::test]
async fn a_client_is_found_by_its_name_and_after_a_merger_by_its_old_address() {
    let app = TestApp::start().await;
    for name in ["Fjord Shipping", "Fjord", "Alder Dental"] {
        Walker::start_for(app.sign_in(TESS).await, "vpn", facts("", name)).await.finishes(Outcome::Resolved).await;
    }
    let names = |report: ClientsReport| report.clients.into_iter().map(|client| (client.name, client.walks)).collect::<Vec<_>>();
    let part = list(&app, "client=FJORD+s").await;
    assert_eq!((names(part.clone()), part.exact), (vec![("Fjord Shipping".to_owned(), 1)], None));
    let fjord = client(&app, "Fjord").await;
    assert_eq!(list(&app, "client=fjord").await.exact, Some(fjord));
    assert_eq!(names(list(&app, "client=nobody").await), []);

    let shipping = client(&app, "Fjord Shipping").await;
    app.sign_in(MARA).await.merge_clients(fjord, ClientName::parse("Fjord Shipping").unwrap()).await.unwrap();
    let found = one(&app, fjord, "").await;
    assert_eq!((found.id, found.name.as_str(), found.overview.now.walks()), (shipping, "Fjord Shipping", 2));
    // And again: the first one's address leads to the last.
    app.sign_in(MARA).await.merge_clients(shipping, ClientName::parse("Alder Dental").unwrap()).await.unwrap();
    assert_eq!(one(&app, fjord, "").await.overview.now.walks(), 3);
    assert_eq!(names(list(&app, "").await), [("Alder Dental".to_owned(), 3)]);
}

#[tokio::test]
async fn a_client_is_for_managers_of_its_account() {
    let app = TestApp::start().await;
    Walker::start_for(app.sign_in(TESS).await, "vpn", facts("", "Fjord")).await.finishes(Outcome::Resolved).await;
    let fjord = client(&app, "Fjord").await;
    let question = asked(&app, "").await;
    let of = async |backend: std::sync::Arc<dyn Backend>| {
        let page = backend.client_report(question.clone(), fjord).await.err();
        let document = backend.client_document(question.clone(), fjord).await.err();
        let list = backend.clients_report(ClientsAsked { asked: question.clone(), text: String::new() }).await;
        (page, document, list.map(|found| ready(found).page.walks))
    };
    let (page, document, list) = of(app.sign_in(BEN).await).await;
    assert_eq!((page, document, list), (Some(AppError::NotFound), Some(AppError::NotFound), Ok(0)));
    let (page, document, list) = of(app.sign_in(OMAR).await).await;
    assert_eq!((page, document, list), (Some(AppError::Forbidden), Some(AppError::Forbidden), Err(AppError::Forbidden)));
    assert_eq!(of(app.nobody()).await.0, Some(AppError::NotSignedIn));
    assert_eq!(of(app.sign_in(MARA).await).await.2, Ok(1));
    let unknown = app.sign_in(MARA).await.client_report(question, ClientId(Uuid::now_v7())).await.err();
    assert_eq!(unknown, Some(AppError::NotFound));
}

#[tokio::test]
async fn the_document_names_the_client_and_nobody_at_work() {
    let app = TestApp::start().await;
    for number in 0..12 {
        let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts(&format!("INC-{number}"), "משרד רואי חשבון")).await;
        app.wait(60);
        walker.finishes(if number < 9 { Outcome::Resolved } else { Outcome::Escalated }).await;
    }
    let mara = app.sign_in(MARA).await;
    let id = client(&app, "משרד רואי חשבון").await;
    let exported = mara.client_document(asked(&app, "").await, id).await.unwrap();
    assert_eq!(exported.file_name, "client_figures_2026-02-10.pdf");
    let text = pdf_text(&exported.content);
    let letters: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{202a}'..='\u{202e}')).collect();
    for words in ["משרדרואיחשבון", "SupportbyNorthIT", "75%of12sessionssolvedtheproblem", "Resolved975%", "Thevpntree12"] {
        assert!(letters.contains(words), "{words} in {text}");
    }
    for word in ["Tess", "Mara", "INC-", "drop", "Drop", "generation", "walk", "Walk", "technician"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

/// Text of a PDF, in the order in which it was written.
fn pdf_text(content: &::app::backend::exports::Content) -> String {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut bytes = Vec::new();
    content.copy_to(&mut bytes).unwrap();
    let mut child = Command::new("pdftotext").args(["-raw", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&bytes).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}
