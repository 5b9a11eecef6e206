//! Clients are made on first use and are the same whatever their case.

use ::app::backend::Backend;
use resolutionflow::session::{Action, Facts};
use tokio::task::JoinSet;

use crate::app::TestApp;
use crate::fixtures::{OMAR, TESS, Walker, blank, facts, id};

#[tokio::test]
async fn a_client_is_made_once_whatever_its_case() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    for name in ["Österreichische Post", "ÖSTERREICHISCHE POST", " österreichische  post", "Österreichische Post\r\n"] {
        Walker::start_for(tess.clone(), "vpn", facts("", name)).await;
    }
    let page = tess.start_page(blank("vpn")).await.unwrap();
    assert_eq!(page.clients, ["Österreichische Post"]);
}

#[tokio::test]
async fn a_client_can_be_changed_and_taken_away() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", "Fjord")).await;
    let changed = walker.does(Action::EditFacts { facts: facts("1", "Alder Dental") }).await;
    assert_eq!(changed.facts.client.as_str(), "Alder Dental");
    let changed = walker.does(Action::EditFacts { facts: Facts::default() }).await;
    assert_eq!((changed.facts.client.as_str(), changed.facts.ticket.as_str()), ("", ""));
    assert_eq!(walker.backend.start_page(blank("vpn")).await.unwrap().clients, ["Alder Dental", "Fjord"]);
}

#[tokio::test]
async fn two_technicians_with_the_same_new_client_make_one() {
    let app = TestApp::start().await;
    for round in 0..5 {
        let mut starts = JoinSet::new();
        for (email, name) in [(TESS, format!("Fjord {round}")), (OMAR, format!("FJORD {round}"))] {
            let backend: std::sync::Arc<dyn Backend> = app.sign_in(email).await;
            starts.spawn(async move { backend.start(id(), "vpn", facts("", &name), None).await });
        }
        assert!(starts.join_all().await.iter().all(Result::is_ok));
    }
    assert_eq!(app.count("clients").await, 5);
}

#[tokio::test]
async fn the_suggestions_are_in_the_order_of_the_alphabet_and_not_endless() {
    let app = TestApp::start().await;
    sqlx::query("insert into clients (account_id, id, name) select $1, gen_random_uuid(), 'client ' || to_char(n, '000') from generate_series(1, 300) n")
        .bind(app.north.0)
        .execute(&app.superuser)
        .await
        .unwrap();
    let clients = app.sign_in(TESS).await.start_page(blank("vpn")).await.unwrap().clients;
    assert_eq!((clients.len(), clients[0].as_str()), (200, "client  001"));
    assert!(clients.is_sorted());
}
