//! Categories and clients: renamed and merged, and nothing lost.

use ::app::backend::admin::ClientQuery;
use ::app::backend::history::SessionFilter;
use ::app::backend::views::TreeQuery;
use ::app::error::{AppError, Fault};
use resolutionflow::id::ClientId;
use resolutionflow::text::{ClientName, Name};
use serde_json::json;
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, OMAR, TESS, Walker, choose, facts, tree};

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn client(text: &str) -> ClientName {
    ClientName::parse(text).unwrap()
}

async fn client_id(app: &TestApp, name: &str) -> ClientId {
    ClientId(sqlx::query_scalar("select id from clients where name = $1").bind(name).fetch_one(&app.superuser).await.unwrap())
}

#[tokio::test]
async fn a_category_keeps_the_accounts_name_whatever_documents_say() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    mara.rename_category(name("Network"), name("Networking")).await.unwrap();
    let listed = async || -> Vec<(String, u32)> { mara.categories().await.unwrap().into_iter().map(|row| (row.name, row.trees)).collect() };
    assert_eq!(listed().await, [("Networking".to_owned(), 2)]);
    // Published under the old name, in another case.
    let mut document = tree("wifi");
    document["category"] = json!("NETWORK");
    mara.import_tree(document.to_string().as_bytes()).await.unwrap();
    assert_eq!(listed().await, [("Networking".to_owned(), 3)]);
    let found = mara.trees(TreeQuery { category: "Networking".to_owned(), ..TreeQuery::default() }).await.unwrap();
    assert_eq!((found.trees.len(), found.categories), (3, vec!["Networking".to_owned()]));
    assert_eq!(app.sign_in(BEN).await.categories().await.unwrap()[0].name, "Network", "another account's stays");

    document["key"] = json!("laptop");
    document["category"] = json!("Hardware");
    mara.import_tree(document.to_string().as_bytes()).await.unwrap();
    mara.rename_category(name("Hardware"), name("networking")).await.unwrap();
    assert_eq!(listed().await, [("Networking".to_owned(), 4)], "merged under the name that was there");
    assert_eq!(mara.rename_category(name("Hardware"), name("x")).await.err(), Some(AppError::NotFound));
    mara.rename_category(name("Networking"), name("NETWORKING")).await.unwrap();
    assert_eq!(listed().await, [("NETWORKING".to_owned(), 4)]);
}

#[tokio::test]
async fn a_merged_clients_sessions_go_along_and_are_found_by_either_name() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", "Fjord Shipping")).await;
    let other = Walker::start_for(app.sign_in(OMAR).await, "vpn", facts("2", "Fjord AS")).await;
    let mara = app.sign_in(MARA).await;
    let (from, into) = (client_id(&app, "Fjord Shipping").await, client_id(&app, "Fjord AS").await);
    assert_eq!(mara.merge_clients(from, client("fjord as")).await, Ok(into));
    assert_eq!(walker.session().await.facts.client.as_str(), "Fjord AS");
    assert_eq!(app.count("clients").await, 1);
    for text in ["Shipping", "AS"] {
        let query = SessionFilter { text: text.to_owned(), ..SessionFilter::of_anyone() }.into();
        let rows = mara.history(query).await.unwrap().rows;
        assert!(rows.iter().any(|row| row.id == walker.id && row.client == "Fjord AS"), "{text}");
    }
    walker.does(choose("yes")).await;
    assert_eq!(walker.session().await.facts.client.as_str(), "Fjord AS", "the next step does not bring the old one back");
    other.does(choose("yes")).await;
    assert_eq!(mara.merge_clients(from, client("Fjord AS")).await.err(), Some(AppError::NotFound), "it is gone");
    let wrong = mara.merge_clients(into, client("nobody")).await.unwrap_err();
    assert_eq!(wrong.fault("into"), Some(Fault::Unknown));
    let itself = mara.merge_clients(into, client("Fjord AS")).await.unwrap_err();
    assert_eq!(itself.fault("into"), Some(Fault::Unknown));
}

#[tokio::test]
async fn steps_and_starts_go_on_while_their_client_is_merged() {
    let app = TestApp::start().await;
    for round in 0..8 {
        let [one, two] = ["a", "b"].map(|letter| format!("Client {round}{letter}"));
        let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", &one)).await;
        Walker::start_for(app.sign_in(OMAR).await, "vpn", facts("2", &two)).await;
        let mara = app.sign_in(MARA).await;
        let from = client_id(&app, &one).await;
        let ben = app.sign_in(MARA).await;
        let (merged, stepped, started) = tokio::join!(
            mara.merge_clients(from, client(&two)),
            walker.try_to(choose("yes")),
            Walker::start_for(ben, "printer", facts("3", &one)),
        );
        merged.unwrap();
        stepped.unwrap();
        assert_eq!(walker.session().await.facts.client.as_str(), two);
        let theirs = started.session().await.facts.client;
        assert!([one, two].contains(&theirs.as_str().to_owned()));
    }
}

#[tokio::test]
async fn a_client_is_renamed_unless_another_one_has_the_name() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", "Fjord")).await;
    Walker::start_for(app.sign_in(OMAR).await, "vpn", facts("2", "Alder")).await;
    let (mara, id) = (app.sign_in(MARA).await, client_id(&app, "Fjord").await);
    let taken = mara.rename_client(id, client("ALDER")).await.unwrap_err();
    assert_eq!(taken.fault("name"), Some(Fault::Taken));
    mara.rename_client(id, client("Fjörd")).await.unwrap();
    assert_eq!(walker.session().await.facts.client.as_str(), "Fjörd");
    let rows = mara.clients(ClientQuery { text: "FJÖ".to_owned(), after: None }).await.unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Fjörd"]);
    assert_eq!(rows[0].last_session_at, Some(app.now()));
}

#[tokio::test]
async fn clients_are_listed_by_name_to_the_last_page() {
    let app = TestApp::start().await;
    sqlx::query("insert into clients (account_id, id, name) select $1, gen_random_uuid(), 'Client ' || lpad(n::text, 3, '0') from generate_series(1, 250) n")
        .bind(app.north.0)
        .execute(&app.superuser)
        .await
        .unwrap();
    let mara = app.sign_in(MARA).await;
    let (mut query, mut names) = (ClientQuery::default(), Vec::new());
    loop {
        let page = mara.clients(query.clone()).await.unwrap();
        names.extend(page.rows.into_iter().map(|row| row.name));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    let expected: Vec<String> = (1..=250).map(|number| format!("Client {number:03}")).collect();
    assert_eq!(names, expected);
    assert_eq!(mara.clients(ClientQuery { after: Some("x".to_owned()), ..query }).await.err(), Some(AppError::Malformed));
}

#[tokio::test]
async fn another_accounts_clients_are_not_there() {
    let app = TestApp::start().await;
    Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", "Fjord")).await;
    Walker::start_for(app.sign_in(BEN).await, "vpn", facts("2", "Theirs")).await;
    let (ben, fjord) = (app.sign_in(BEN).await, client_id(&app, "Fjord").await);
    for id in [fjord, ClientId(Uuid::now_v7())] {
        assert_eq!(ben.client(id).await.err(), Some(AppError::NotFound));
        assert_eq!(ben.rename_client(id, client("x")).await.err(), Some(AppError::NotFound));
        assert_eq!(ben.merge_clients(id, client("Theirs")).await.err(), Some(AppError::NotFound));
    }
    let into_foreign = ben.merge_clients(client_id(&app, "Theirs").await, client("Fjord")).await.unwrap_err();
    assert_eq!(into_foreign.fault("into"), Some(Fault::Unknown));
    let tess = app.sign_in(TESS).await;
    assert_eq!(tess.clients(ClientQuery::default()).await.err(), Some(AppError::Forbidden));
    assert_eq!(tess.rename_client(fjord, client("x")).await.err(), Some(AppError::Forbidden));
    assert_eq!(tess.rename_category(name("Network"), name("x")).await.err(), Some(AppError::Forbidden));
}
