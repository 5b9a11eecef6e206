//! One way to say when two names are the same, and one order of names; and what was there before.

use ::app::backend::admin::ClientQuery;
use ::app::backend::history::{HistoryQuery, NewView, SessionFilter};
use ::app::backend::views::TreeQuery;
use ::app::error::{AppError, Fault};
use resolutionflow::access::Role;
use resolutionflow::id::{UserId, ViewId};
use resolutionflow::text::{ClientName, Email, Name};
use serde_json::json;
use server::service::{Found, Newcomer};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, OMAR, PASSWORD, SVEN, TESS, Walker, facts, tree};

async fn execute(app: &TestApp, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&app.superuser).await.unwrap();
}

/// Takes every key away, as they were before there were keys.
async fn without_keys(app: &TestApp) {
    let tables = ["clients", "categories", "saved_views", "login_emails"];
    let all: String = tables.iter().map(|table| format!("update {table} set same_key = null;")).collect();
    execute(app, &format!("{all} update account_keys set same_keys_filled = false;")).await;
}

async fn clients(app: &TestApp) -> Vec<String> {
    let page = app.sign_in(MARA).await.clients(ClientQuery::default()).await.unwrap();
    page.rows.into_iter().map(|row| row.name).collect()
}

async fn audited(app: &TestApp, action: &str) -> i64 {
    sqlx::query_scalar("select count(*) from audit where action = $1 and user_id is null")
        .bind(action)
        .fetch_one(&app.superuser)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_client_is_found_however_its_name_is_written() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", "Müller & Straße")).await;
    for written in ["MÜLLER & STRASSE", "Mu\u{308}ller  &\u{a0}Straße", "\u{200b}müller & strasse", "Ｍüller & Straße"] {
        Walker::start_for(app.sign_in(OMAR).await, "vpn", facts("2", written)).await;
        assert_eq!(clients(&app).await, ["Müller & Straße"], "{written}");
        let filter = SessionFilter { client: written.to_owned(), ..SessionFilter::of_anyone() };
        let rows = app.sign_in(MARA).await.history(filter.into()).await.unwrap().rows;
        assert!(rows.iter().any(|row| row.id == walker.id), "{written}");
        let query = ClientQuery { text: written.to_owned(), after: None };
        assert_eq!(app.sign_in(MARA).await.clients(query).await.unwrap().rows.len(), 1, "{written}");
    }
    Walker::start_for(app.sign_in(OMAR).await, "vpn", facts("2", "Muller & Straße")).await;
    assert_eq!(clients(&app).await.len(), 2, "an accent is no way of writing");
}

#[tokio::test]
async fn clients_that_turn_out_the_same_are_merged_and_the_oldest_stays() {
    let app = TestApp::start().await;
    let first = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", "Acme Dental")).await;
    let alone = Walker::start_for(app.sign_in(OMAR).await, "vpn", facts("2", "Fjord")).await;
    without_keys(&app).await;
    execute(&app, "update clients set name = E'Mu\\u0308ller' where name = 'Fjord'").await;
    for name in ["Acme  Dental", "Acme\u{a0}Dental", "Acme\u{200b} Dental", "ＡＣＭＥ dental"] {
        sqlx::query("insert into clients (account_id, id, name) values ($1, $2, $3)")
            .bind(app.north.0)
            .bind(Uuid::now_v7())
            .bind(name)
            .execute(&app.superuser)
            .await
            .unwrap();
    }
    execute(&app, "update sessions set client_id = (select id from clients where name = 'Acme  Dental') where ticket = '1'").await;

    assert_eq!(app.service.accounts_without_same_keys().await.unwrap(), ["north", "south"]);
    let found = app.service.fill_same_keys(app.north).await.unwrap();
    assert_eq!(found.len(), 4);
    assert!(found.contains(&Found::Client { from: "Acme  Dental".into(), into: "Acme Dental".into(), sessions: 1 }), "{found:?}");
    assert_eq!(clients(&app).await, ["Acme Dental", "Mu\u{308}ller"], "a name that is alone stays as it is");
    assert_eq!(first.session().await.facts.client.as_str(), "Acme Dental");
    assert_eq!(alone.session().await.facts.client.as_str(), "Mu\u{308}ller");
    assert_eq!(audited(&app, "merge_clients").await, 4);

    assert_eq!(app.service.accounts_without_same_keys().await.unwrap(), ["south"], "an account at a time");
    assert_eq!(app.service.fill_same_keys(app.north).await.unwrap(), []);
    Walker::start_for(app.sign_in(OMAR).await, "printer", facts("3", "müller")).await;
    assert_eq!(clients(&app).await.len(), 2);
}

#[tokio::test]
async fn what_the_version_before_writes_is_found_and_gets_its_key_later() {
    let app = TestApp::start().await;
    Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", "Acme")).await;
    // Renamed and added without keys.
    execute(&app, "update clients set name = 'Zenith'").await;
    sqlx::query("insert into clients (account_id, id, name) values ($1, $2, 'Fjord')")
        .bind(app.north.0)
        .bind(Uuid::now_v7())
        .execute(&app.superuser)
        .await
        .unwrap();
    for name in ["ZENITH", "fjord", "Acme"] {
        Walker::start_for(app.sign_in(OMAR).await, "vpn", facts("2", name)).await;
    }
    assert_eq!(clients(&app).await, ["Acme", "Fjord", "Zenith"]);
    assert_eq!(app.service.fill_same_keys(app.north).await.unwrap(), []);
    Walker::start_for(app.sign_in(OMAR).await, "vpn", facts("2", "Ｚｅｎｉｔｈ")).await;
    assert_eq!(clients(&app).await.len(), 3);
    // A client that the server named before the older one got its key is merged into that one.
    sqlx::query("insert into clients (account_id, id, name) values ($1, $2, 'Fjord\u{200b}')")
        .bind(app.north.0)
        .bind(Uuid::nil())
        .execute(&app.superuser)
        .await
        .unwrap();
    let found = app.service.fill_same_keys(app.north).await.unwrap();
    assert_eq!(found, [Found::Client { from: "Fjord".into(), into: "Fjord\u{200b}".into(), sessions: 1 }]);
}

#[tokio::test]
async fn categories_that_turn_out_the_same_are_merged() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    for (key, category) in [("one", "Straße"), ("two", "Straße"), ("three", "Audio")] {
        let mut document = tree(key);
        document["category"] = json!(category);
        mara.import_tree(document.to_string().as_bytes()).await.unwrap();
    }
    without_keys(&app).await;
    execute(
        &app,
        "insert into categories (account_id, key, name) select account_id, 'strasse', 'STRASSE' from account_keys where key = 'north';
         update trees set category = 'STRASSE' where key = 'two'; update trees set category = 'Straße' where key = 'printer'",
    )
    .await;
    let found = app.service.fill_same_keys(app.north).await.unwrap();
    assert_eq!(found, [Found::Category { from: "STRASSE".into(), into: "Straße".into(), trees: 1 }]);
    assert_eq!(audited(&app, "rename_category").await, 1);
    assert_eq!(app.service.fill_same_keys(app.north).await.unwrap(), []);

    let mut document = tree("four");
    document["category"] = json!("ＳＴＲＡＳＳＥ");
    mara.import_tree(document.to_string().as_bytes()).await.unwrap();
    let listed: Vec<_> = mara.categories().await.unwrap().into_iter().map(|row| (row.name, row.trees)).collect();
    assert_eq!(listed, [("Audio".to_owned(), 1), ("Network".to_owned(), 1), ("Straße".to_owned(), 4)]);
    let found = mara.trees(TreeQuery { category: "strasse".to_owned(), ..TreeQuery::default() }).await.unwrap();
    assert_eq!(found.trees.len(), 4);
    mara.rename_category(Name::parse("STRASSE").unwrap(), Name::parse("Roads").unwrap()).await.unwrap();
    assert_eq!(mara.categories().await.unwrap().pop().unwrap().name, "Roads");
}

#[tokio::test]
async fn views_of_one_owner_that_turn_out_the_same_are_merged_and_their_filters_kept_in_the_trail() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let view = |name: &str, query: &str, shared| NewView {
        id: ViewId(Uuid::now_v7()),
        name: Name::parse(name).unwrap(),
        query: query.to_owned(),
        shared,
    };
    tess.save_view(view("Übergaben", "sort=longest", false)).await.unwrap();
    let taken = tess.save_view(view("U\u{308}BERGABEN", "", false)).await;
    assert_eq!(taken, Err(AppError::invalid("name", Fault::Taken)));
    app.wait(1);
    tess.save_view(view("Later", "sort=shortest", true)).await.unwrap();
    app.sign_in(OMAR).await.save_view(view("Übergaben", "", false)).await.unwrap();
    without_keys(&app).await;
    execute(&app, "update saved_views set name = E'U\\u0308bergaben' where name = 'Later'").await;
    let found = app.service.fill_same_keys(app.north).await.unwrap();
    assert_eq!(found, [Found::View { name: "U\u{308}bergaben".into() }]);
    let views = tess.history(HistoryQuery::default()).await.unwrap().views;
    let mine: Vec<_> = views.iter().filter(|view| view.mine).map(|view| (view.name.as_str(), view.query.as_str(), view.shared)).collect();
    assert_eq!(mine, [("Übergaben", "sort=longest", true)]);
    let kept: String =
        sqlx::query_scalar("select before ->> 'query' from audit where action = 'merge_views'").fetch_one(&app.superuser).await.unwrap();
    assert_eq!(kept, "sort=shortest");
}

/// A user of an account, and their id.
async fn add(app: &TestApp, account: resolutionflow::id::AccountId, email: &str, name: &str) -> UserId {
    let (email, name) = (Email::parse(email).unwrap(), Name::parse(name).unwrap());
    app.service.add_user(account, &Newcomer { email: &email, name: &name, role: Role::Technician, password: PASSWORD }).await.unwrap()
}

#[tokio::test]
async fn an_address_is_one_users_however_it_is_written() {
    let app = TestApp::start().await;
    add(&app, app.north, "jürgen@north.example", "Jürgen").await;
    for written in ["JU\u{308}RGEN@north.example", " jürgen@NORTH.example\u{a0}", "ｊürgen@north.example", "j\u{ad}ürgen@north.example"]
    {
        assert!(app.nobody().sign_in(written, PASSWORD).await.is_ok(), "{written}");
        let taken = app.sign_in(ADA).await.invite(Email::parse(written).unwrap(), Name::parse("Other").unwrap(), Role::Technician).await;
        assert_eq!(taken.err(), Some(AppError::invalid("email", Fault::Taken)), "{written}");
    }
    assert_eq!(app.nobody().sign_in("jurgen@north.example", PASSWORD).await.err(), Some(AppError::WrongPassword));
}

#[tokio::test]
async fn of_two_addresses_that_are_the_same_the_older_has_the_key_until_somebody_settles_it() {
    let app = TestApp::start().await;
    let older = add(&app, app.north, "jürgen@north.example", "Jürgen Alt").await;
    let newer = add(&app, app.north, "other@north.example", "Jürgen Neu").await;
    let elsewhere = add(&app, app.south, "third@south.example", "Jürgen Süd").await;
    let spelt = "ju\u{308}rgen@north.example";
    without_keys(&app).await;
    for (email, id) in [(spelt, newer), ("jürgen\u{200b}@north.example", elsewhere)] {
        for sql in ["update users set email = $1 where id = $2", "update login_emails set email = $1 where user_id = $2"] {
            sqlx::query(sql).bind(email).bind(id.0).execute(&app.superuser).await.unwrap();
        }
    }
    // The account of the youngest comes first.
    assert_eq!(app.service.fill_same_keys(app.south).await.unwrap(), []);
    let mut found = app.service.fill_same_keys(app.north).await.unwrap();
    found.sort_by_key(ToString::to_string);
    assert_eq!(found, [Found::Address { email: spelt.into() }, Found::Address { email: "jürgen\u{200b}@north.example".into() }]);

    let signs_in = async |email: &str| app.nobody().sign_in(email, PASSWORD).await.is_ok();
    assert!(signs_in("jürgen@north.example").await && signs_in("JÜRGEN@north.example").await && signs_in(spelt).await);
    let whose = async |email: &str| app.service.user(&Email::as_spelt(email).unwrap()).await.unwrap().1;
    assert_eq!((whose("JÜRGEN@north.example").await, whose(spelt).await), (older, newer));

    let same = async |email: &str| app.sign_in(email).await.same_addresses().await.unwrap();
    let pairs = same(ADA).await;
    assert_eq!(pairs.len(), 2);
    assert!(pairs.iter().all(|pair| pair.holder.as_ref().unwrap().person.id == older));
    assert!(pairs.iter().any(|pair| pair.other.as_ref().is_some_and(|newest| newest.person.id == newer && newest.email == spelt)));
    assert!(pairs.iter().any(|pair| pair.other.is_none()), "nothing of the other account's user");
    let theirs = same(SVEN).await;
    assert_eq!((theirs.len(), theirs[0].holder.is_none(), theirs[0].other.as_ref().unwrap().person.id), (1, true, elsewhere));
    assert_eq!(app.sign_in(MARA).await.same_addresses().await, Err(AppError::Forbidden));

    app.sign_in(ADA).await.set_active(older, false).await.unwrap();
    assert_eq!(whose("JÜRGEN@north.example").await, newer, "the oldest of those who are left");
    assert!(same(ADA).await.iter().all(|pair| pair.other.is_none()), "only the other account's is left to settle");
    app.sign_in(ADA).await.set_active(older, true).await.unwrap();
    assert_eq!((whose("jürgen@north.example").await, whose("ｊürgen@north.example").await), (older, newer), "now the other way round");
}

#[tokio::test]
async fn a_password_is_the_same_composed_or_not() {
    let app = TestApp::start().await;
    let email = Email::parse(TESS).unwrap();
    app.service.set_password(&email, "schöne grüne Wiese").await.unwrap();
    assert!(app.nobody().sign_in(TESS, "scho\u{308}ne gru\u{308}ne Wiese").await.is_ok());
    assert!(app.nobody().sign_in(TESS, "schöne grüne Wiese").await.is_ok());
    assert_eq!(app.nobody().sign_in(TESS, "schone grune Wiese").await.err(), Some(AppError::WrongPassword));
}

#[tokio::test]
async fn names_have_one_order_everywhere() {
    let app = TestApp::start().await;
    let order = ["2 Fast", "10 Downing", "Äpfel", "apple", "Banana", "banana 2", "Banana 10", "éclair", "zebra", "Zürich"];
    let mixed = [7, 1, 9, 3, 0, 8, 4, 6, 2, 5].map(|position: usize| order[position]);
    let (mara, tess) = (app.sign_in(MARA).await, app.sign_in(TESS).await);
    for (number, name) in mixed.into_iter().enumerate() {
        Walker::start_for(app.sign_in(OMAR).await, "vpn", facts("", name)).await;
        let mut document = tree(&format!("tree-{number}"));
        (document["name"], document["category"]) = (json!(name), json!(name));
        mara.import_tree(document.to_string().as_bytes()).await.unwrap();
        let view = NewView { id: ViewId(Uuid::now_v7()), name: Name::parse(name).unwrap(), query: String::new(), shared: false };
        tess.save_view(view).await.unwrap();
        sqlx::query("insert into users (account_id, id, email, name, role, created_at) values ($1, $2, $3, $4, 'technician', now())")
            .bind(app.north.0)
            .bind(Uuid::now_v7())
            .bind(format!("{number}@north.example"))
            .bind(name)
            .execute(&app.superuser)
            .await
            .unwrap();
    }
    let ours = |names: Vec<String>| -> Vec<String> { names.into_iter().filter(|name| order.contains(&name.as_str())).collect() };
    assert_eq!(clients(&app).await, order);
    assert_eq!(ours(mara.categories().await.unwrap().into_iter().map(|row| row.name).collect()), order);
    assert_eq!(ours(mara.trees(TreeQuery::default()).await.unwrap().categories), order);
    assert_eq!(ours(app.sign_in(ADA).await.users().await.unwrap().into_iter().map(|row| row.name).collect()), order);
    let history = tess.history(HistoryQuery::default()).await.unwrap();
    assert_eq!(history.views.into_iter().map(|view| view.name).collect::<Vec<_>>(), order);
    assert_eq!(history.clients, order);
    assert_eq!(ours(history.trees.iter().map(|tree| tree.name.clone()).collect()), order);
    let mut ranked = history.trees.clone();
    ranked.sort_by_key(|tree| tree.category_rank);
    assert_eq!(ours(ranked.into_iter().map(|tree| tree.category).collect()), order);
    assert_eq!(ours(history.technicians.into_iter().map(|person| person.name).collect()), order);
    let client = ClientName::parse("ZU\u{308}RICH").unwrap();
    let query = ClientQuery { text: client.to_string(), after: None };
    assert_eq!(mara.clients(query).await.unwrap().rows[0].name, "Zürich");
}
