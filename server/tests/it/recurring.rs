//! Recurrence: the same tree for the same ticket or client, within 30 days.

use ::app::backend::Backend;
use ::app::backend::views::{Occasion, Recurrence, SessionState};
use resolutionflow::account::{Reading, Settings};
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, OMAR, TESS, Walker, facts, id};

const DAY: i64 = 24 * 3600;

fn occasion(ticket: &str, client: &str) -> Occasion {
    Occasion { tree: "vpn".into(), ticket: ticket.into(), client: client.into() }
}

async fn before(backend: &dyn Backend, ticket: &str, client: &str) -> Vec<Recurrence> {
    backend.start_page(occasion(ticket, client)).await.unwrap().recurring
}

fn ids(walks: &[Recurrence]) -> Vec<SessionId> {
    walks.iter().map(|walk| walk.session.id).collect()
}

#[tokio::test]
async fn the_start_form_and_the_session_say_what_happened_for_the_same_client_or_ticket() {
    let app = TestApp::start().await;
    let walk = async |ticket: &str, client: &str, tree: &str| {
        let tess = app.sign_in(TESS).await;
        let started = tess.start(id(), tree, facts(ticket, client), None).await.unwrap();
        Walker { backend: tess, id: started }.finishes(Outcome::Workaround).await;
        app.wait(DAY);
        started
    };
    let acme = walk("1", "Acme", "vpn").await;
    let ticket = walk("2", "Bolt", "vpn").await;
    walk("2", "Acme", "printer").await;
    walk("3", "Bolt", "vpn").await;

    let omar = app.sign_in(OMAR).await;
    let found = before(&*omar, "2", "ACME").await;
    assert_eq!(ids(&found), [ticket, acme], "newest first, of this tree alone");
    assert_eq!(found.iter().map(|walk| walk.same_ticket).collect::<Vec<_>>(), [true, false]);
    assert_eq!(found[0].session.state, SessionState::Completed(Outcome::Workaround));
    assert_eq!(found[0].technician.name, "Tess Tanaka");
    assert_eq!(before(&*omar, "", "").await, []);
    assert_eq!(before(&*omar, "", "Nobody").await, []);
    assert_eq!(before(&*omar, &"x".repeat(65), &"x".repeat(201)).await, []);

    let again = omar.start(id(), "vpn", facts("9", "Acme"), None).await.unwrap();
    assert_eq!(ids(&omar.session(again).await.unwrap().recurring), [acme]);
    assert_eq!(omar.session(acme).await.unwrap().recurring, [], "what came later is none of its past");

    app.wait(30 * DAY);
    let omar = app.sign_in(OMAR).await;
    assert_eq!(ids(&before(&*omar, "", "Acme").await), [again], "a month is enough");
    assert_eq!(ids(&omar.session(again).await.unwrap().recurring), [acme], "which is counted from the session's start");
}

#[tokio::test]
async fn what_somebody_may_not_read_did_not_happen() {
    let app = TestApp::start().await;
    let (tess, omar) = (app.sign_in(TESS).await, app.sign_in(OMAR).await);
    let walk = tess.start(id(), "vpn", facts("1", "Acme"), None).await.unwrap();
    app.wait(60);
    assert_eq!(ids(&before(&*omar, "1", "Acme").await), [walk]);
    assert_eq!(before(&*app.sign_in(BEN).await, "1", "Acme").await, []);

    let ada = app.sign_in(ADA).await;
    let settings = ada.settings().await.unwrap();
    ada.save_settings(Settings { reading: Reading::Own, ..settings }).await.unwrap();
    assert_eq!(before(&*app.sign_in(OMAR).await, "1", "Acme").await, []);
    assert_eq!(ids(&before(&*app.sign_in(TESS).await, "1", "Acme").await), [walk]);
}
