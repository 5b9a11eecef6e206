//! Searches of sessions and trees that a version before stored, made anew beside others' work.

use std::process::Command;
use std::time::Duration;

use ::app::backend::admin::ClientQuery;
use ::app::backend::history::SessionFilter;
use ::app::backend::views::TreeQuery;
use resolutionflow::id::SessionId;
use resolutionflow::session::Action;
use resolutionflow::text::ClientName;
use server::service::Pace;
use sqlx::ConnectOptions;

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, TESS, Walker, choose, facts};

async fn found(app: &TestApp, text: &str) -> Vec<SessionId> {
    let filter = SessionFilter { text: text.to_owned(), ..SessionFilter::of_anyone() };
    app.sign_in(MARA).await.history(filter.into()).await.unwrap().rows.into_iter().map(|row| row.id).collect()
}

async fn execute(app: &TestApp, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&app.superuser).await.unwrap();
}

async fn make(app: &TestApp) -> u64 {
    app.service.make_searches(app.north, Pace::Full, |_| Ok(())).await.unwrap()
}

/// Three sessions with an umlaut in their notes and output, as the version before stored them.
async fn stored_before(app: &TestApp) -> Vec<Walker> {
    let mut walkers = Vec::new();
    for ticket in ["INC-48213", "INC-2", "INC-3"] {
        let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts(ticket, "Brückner")).await;
        walker.writes("Ärger with it", "The capacitor: 0x80070005", choose("yes")).await;
        walker.does(Action::Continue).await;
        app.wait(60);
        walkers.push(walker);
    }
    execute(
        app,
        "update sessions set search_revision = null, search = to_tsvector('simple', 'Ärger Brückner capacitor 0x80070005 vpn '
             || replace(ticket, '-', ' '));
         update trees set search = to_tsvector('simple', 'nothing');
         update account_keys set search_is_made = false",
    )
    .await;
    walkers
}

#[tokio::test]
async fn older_sessions_are_found_as_before_until_they_are_made_anew_and_better_then() {
    let app = TestApp::start().await;
    let walkers = stored_before(&app).await;
    let ids: Vec<_> = walkers.iter().rev().map(|walker| walker.id).collect();
    for text in ["Brückner", "ärger capac", "0x80070005"] {
        assert_eq!(found(&app, text).await, ids, "{text}");
    }
    assert_eq!((found(&app, "8213").await, found(&app, "bruckner").await), (vec![], vec![]));
    // A step adds to what is there.
    walkers[2].writes("A rheostat", "", choose("again")).await;
    assert_eq!((found(&app, "rheostat").await, found(&app, "capacitor").await), (vec![ids[0]], ids.clone()));

    let page = app.sign_in(MARA).await.history(SessionFilter { text: "capacitor".into(), ..SessionFilter::of_anyone() }.into()).await;
    assert!(!page.unwrap().is_search_made);

    assert!(app.service.accounts_without_searches().await.unwrap().contains(&"north".to_owned()));
    assert_eq!(make(&app).await, 3);
    assert_eq!(app.service.accounts_without_searches().await.unwrap(), ["south"]);
    for text in ["bruckner", "Brückner", "arger capac", "80070005", "rheostat"] {
        let expected = if text == "rheostat" { &ids[..1] } else { &ids };
        assert_eq!(found(&app, text).await, expected, "{text}");
    }
    assert_eq!(found(&app, "8213").await, ids[2..]);
    app.service.make_tree_searches(app.north).await.unwrap();
    let library = app.sign_in(TESS).await.trees(TreeQuery { text: "gatew".into(), ..TreeQuery::default() }).await.unwrap();
    assert_eq!(library.trees.len(), 2, "trees are made anew, too");
    assert_eq!(make(&app).await, 0, "there is nothing to do a second time");
}

#[tokio::test]
async fn a_session_that_a_version_before_changed_is_made_anew_again() {
    let app = TestApp::start().await;
    let walkers = stored_before(&app).await;
    make(&app).await;
    execute(&app, "update sessions set revision = revision + 1, search = search || to_tsvector('simple', 'ampère') where ticket = 'INC-2'")
        .await;
    assert_eq!(make(&app).await, 1);
    // What this version changes keeps its tokens, whether or not they change.
    walkers[2].writes("A diode", "", choose("again")).await;
    walkers[2].does(Action::PARK).await;
    assert_eq!(make(&app).await, 0);
}

#[tokio::test]
async fn nobody_who_changes_a_session_is_waited_for_and_it_is_made_in_the_end() {
    let app = TestApp::start().await;
    stored_before(&app).await;
    let mut change = app.superuser.begin().await.unwrap();
    sqlx::query("select from sessions where ticket = 'INC-2' for update").execute(&mut *change).await.unwrap();
    let made = {
        let (service, account) = (app.service.clone(), app.north);
        tokio::spawn(async move { service.make_searches(account, Pace::Half, |_| Ok(())).await.unwrap() })
    };
    let others = "select count(*) from sessions where search_revision = revision";
    while sqlx::query_scalar::<_, i64>(others).fetch_one(&app.superuser).await.unwrap() < 2 {
        tokio::task::yield_now().await;
    }
    assert!(app.service.accounts_without_searches().await.unwrap().contains(&"north".to_owned()));
    change.commit().await.unwrap();
    assert_eq!(made.await.unwrap(), 3);
}

#[tokio::test]
async fn a_client_that_is_renamed_meanwhile_is_found_by_its_new_name() {
    let app = TestApp::start().await;
    let walkers = stored_before(&app).await;
    // The lock of the sessions waits with what it sees until a lock is free.
    execute(
        &app,
        "create function waits() returns boolean language plpgsql as $$ begin
             if current_query() like '%skip locked%' then perform pg_advisory_xact_lock_shared(1); end if;
             return true;
         end $$;
         create policy waits on sessions as restrictive for select using (waits())",
    )
    .await;
    let mut lock = app.superuser.begin().await.unwrap();
    sqlx::query("select pg_advisory_xact_lock(1)").execute(&mut *lock).await.unwrap();
    let made = {
        let (service, account) = (app.service.clone(), app.north);
        tokio::spawn(async move { service.make_searches(account, Pace::Full, |_| Ok(())).await.unwrap() })
    };
    let waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())";
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&app.superuser).await.unwrap() < 1 {
        tokio::task::yield_now().await;
    }
    let admin = app.sign_in(ADA).await;
    let client = admin.clients(ClientQuery::default()).await.unwrap().rows[0].id;
    admin.rename_client(client, ClientName::parse("Søndergård").unwrap()).await.unwrap();
    lock.commit().await.unwrap();
    made.await.unwrap();
    assert_eq!(found(&app, "sondergard").await, walkers.iter().rev().map(|walker| walker.id).collect::<Vec<_>>());
}

#[tokio::test]
async fn trees_of_every_account_are_made_before_any_session_is() {
    let app = TestApp::start().await;
    stored_before(&app).await;
    // Any command of the program brings the database up to date, as a server does before it serves.
    let database = app.pool.connect_options().to_url_lossy().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_resolutionflow"));
    let list = command.args(["account", "list"]).env_remove("DATABASE_OWNER_URL").env("DATABASE_URL", database);
    let said = list.output().unwrap();
    assert!(said.status.success(), "{said:?}");
    for login in [TESS, BEN] {
        let library = app.sign_in(login).await.trees(TreeQuery { text: "gatew".into(), ..TreeQuery::default() }).await.unwrap();
        assert_eq!(library.trees.len(), 2, "{login}");
    }
    assert_eq!(app.service.accounts_without_searches().await.unwrap(), ["north", "south"], "sessions are not");
}

#[tokio::test]
async fn what_fails_in_one_account_holds_up_no_other_and_is_tried_again() {
    let app = TestApp::start().await;
    stored_before(&app).await;
    execute(
        &app,
        "create function fails() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
         create trigger fails before update on sessions for each row execute function fails()",
    )
    .await;
    let made = {
        let service = app.service.clone();
        tokio::spawn(async move { service.make_all_searches(Duration::from_millis(5)).await })
    };
    while app.service.accounts_without_searches().await.unwrap() != ["north"] {
        tokio::task::yield_now().await;
    }
    assert!(!made.is_finished());
    execute(&app, "drop trigger fails on sessions").await;
    made.await.unwrap();
    assert_eq!(app.service.accounts_without_searches().await.unwrap(), Vec::<String>::new());
    assert_eq!(found(&app, "8213").await.len(), 1);
}

#[tokio::test]
async fn large_sessions_are_not_all_locked_until_the_last_is_made() {
    let app = TestApp::start().await;
    stored_before(&app).await;
    execute(
        &app,
        "create table saves (transaction bigint);
         create function saves() returns trigger language plpgsql security definer as $$ begin
             insert into saves values (txid_current());
             return new;
         end $$;
         update sessions set decisions =
             (select jsonb_agg(record) from (
                 select jsonb_set(decisions -> 0, '{notes}', to_jsonb(repeat('letter ', 1000))) as record from generate_series(1, 200)
             ) as records);
         create trigger saves after update on sessions for each row execute function saves()",
    )
    .await;
    make(&app).await;
    let transactions = "select count(distinct transaction) from saves";
    assert_eq!(sqlx::query_scalar::<_, i64>(transactions).fetch_one(&app.superuser).await.unwrap(), 2);
}

#[tokio::test]
async fn sessions_that_a_version_before_gave_another_client_are_found_by_it_after_another_migration() {
    let app = TestApp::start().await;
    let walkers = stored_before(&app).await;
    make(&app).await;
    execute(
        &app,
        "update clients set name = 'Søndergård';
         update sessions set search = search || to_tsvector('simple', 'Søndergård') where ticket <> 'INC-2'",
    )
    .await;
    let expected: Vec<_> = walkers.iter().rev().map(|walker| walker.id).collect();
    assert_eq!((make(&app).await, found(&app, "sondergard").await), (0, vec![]));
    app.service.make_renamed_due(app.north).await.unwrap();
    assert_eq!((make(&app).await, found(&app, "sondergard").await), (3, expected));
    app.service.make_renamed_due(app.north).await.unwrap();
    assert_eq!(make(&app).await, 0, "what is found is not made again");
}
