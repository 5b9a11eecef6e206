//! No account sees another one's rows, whatever the queries forget.

use ::app::backend::drafts::{DraftChange, DraftSource};
use ::app::backend::history::NewView;
use ::app::backend::reviews::Care;
use ::app::backend::views::insights::About;
use sqlx::{AssertSqlSafe, PgConnection};

use crate::app::TestApp;
use crate::catalogue::account_tables;
use crate::fixtures::{ADA, BEN, MARA, OMAR, SVEN, TESS, Walker, choose, entry, export, facts, id};
use resolutionflow::account::Settings;
use resolutionflow::budget::{Budget, BudgetClock};
use resolutionflow::hours::{DayHours, Holidays, Hours};
use resolutionflow::id::{ProposalId, ShareId};
use resolutionflow::insights::{Currency, DrawAnswer, HourlyRate, Share};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::share::{Expiry, Offer};
use resolutionflow::text::{Name, Problem, ProposalNote, Reason, ReviewNote};
use resolutionflow::tree::{Edit, StepWords, WarningKind};
use uuid::Uuid;

/// Rows in every table of both accounts.
async fn both_at_work() -> TestApp {
    let app = TestApp::start().await;
    for email in [TESS, BEN] {
        let walker = Walker::start_for(app.sign_in(email).await, "vpn", facts("48213", "Fjord Shipping")).await;
        let visit_id = walker.writes("Behind the desk.", "Reply from 10.10.0.1", choose("yes")).await;
        walker.does(Action::ReportProblem { visit_id, problem: Problem::parse("There is no desk.").unwrap() }).await;
        let admin = app.sign_in(if email == TESS { ADA } else { SVEN }).await;
        admin.save_settings(Settings { takes_proposals: true, ..admin.settings().await.unwrap() }).await.unwrap();
        let words = StepWords { title: "Is it on?".to_owned(), ..StepWords::default() };
        let (form, note) = (ProposalId(id().0), ProposalNote::parse("Short.").unwrap());
        app.sign_in(email).await.propose(form, walker.id, "s1".into(), words, note).await.unwrap();
        walker.backend.share(walker.id, ShareId(Uuid::now_v7()), Offer::Public, false, Expiry::Week).await.unwrap();
        export(&*walker.backend, walker.id, export::Format::Text).await.unwrap();
        let other = Walker::start(walker.backend.clone(), "printer").await;
        other.finishes(Outcome::Resolved).await;
        app.service.fold(if email == TESS { app.north } else { app.south }).await.unwrap();
        other.does(Action::CorrectOutcome { outcome: Outcome::Escalated, reason: Reason::parse("It came back.").unwrap() }).await;
        let view = NewView { id: id().0.into(), name: Name::parse("Long ones").unwrap(), query: "sort=longest".into(), shared: true };
        walker.backend.save_view(view).await.unwrap();
    }
    let share = Share::try_from(50).unwrap();
    for (manager, technician) in [(MARA, OMAR), (BEN, SVEN)] {
        let manager = app.sign_in(manager).await;
        manager.enter_baseline(id(), About::Tree("vpn".to_owned()), entry(20, 30)).await.unwrap();
        manager.set_hourly_rate(HourlyRate::parse("85", Currency::parse("EUR").unwrap()).ok()).await.unwrap();
        manager.start_measurement(id(), "Network", share).await.unwrap();
        let draft = manager.begin_draft(id(), DraftSource::Tree { key: "vpn".to_owned() }).await.unwrap();
        manager.change_draft(draft, id(), 0, DraftChange::Edits(vec![Edit::Name("VPN".to_owned())])).await.unwrap();
        manager.change_draft(draft, id(), 1, DraftChange::Text("No tree.".to_owned())).await.unwrap_err();
        manager.draft(draft).await.unwrap();
        manager.silence_warning(draft, (WarningKind::Loop, None), Reason::parse("It ends.").ok()).await.unwrap();
        manager.approve_draft(draft, 1, true).await.unwrap();
        let report = manager.gate(draft).await.unwrap().reports[0].report.id;
        manager.tick_reports(draft, vec![report], vec![report]).await.unwrap();
        let note = ReviewNote::parse("All as it should be.").unwrap();
        manager.care_for_tree(id(), "vpn", Care::Reviewed { due: None, note }).await.unwrap();
        let published = manager.begin_draft(id(), DraftSource::Tree { key: "printer".to_owned() }).await.unwrap();
        manager.change_draft(published, id(), 0, DraftChange::Edits(vec![Edit::Name("Printer".to_owned())])).await.unwrap();
        manager.publish_draft(published, id(), 1).await.unwrap();
        manager.begin_preview(draft, id(), Some("s1".into())).await.unwrap();
        manager.keep_test(draft, id(), 0, Name::parse("It works").unwrap()).await.unwrap();
        manager.begin_draft(id(), DraftSource::File(b"graph TD\nA-->B\n".to_vec())).await.unwrap();
        let technician = app.sign_in(technician).await;
        technician.start_drawn(id(), "vpn", facts("7", ""), None, DrawAnswer::Decline).await.unwrap();
        // Every second ticket is drawn, of which its form is told.
        let mut tickets = 8..;
        while technician.start(id(), "vpn", facts(&tickets.next().unwrap().to_string(), ""), None).await.is_ok() {}
    }
    // As a server of the version before leaves it.
    sqlx::query("insert into walks_due select account_id, id from sessions where outcome is not null")
        .execute(&app.superuser)
        .await
        .unwrap();
    for (admin, user) in [(ADA, TESS), (SVEN, BEN)] {
        let backend = app.sign_in(admin).await;
        backend.make_link(app.user(user).await).await.unwrap();
        let mut hours = Hours::default();
        hours.week[0] = DayHours::parse("9-17").unwrap();
        hours.holidays = Holidays::parse("2026-12-25 Christmas Day").unwrap();
        backend.save_hours(hours).await.unwrap();
        backend.set_budget("vpn", None, Budget::of_session(30, BudgetClock::Business, 90).unwrap()).await.unwrap();
    }
    app
}

async fn see(conn: &mut PgConnection, account: &str) {
    sqlx::query("select set_config('resolutionflow.account_id', $1, true)").bind(account).execute(conn).await.unwrap();
}

async fn rows(conn: &mut PgConnection, table: &str, condition: &str) -> i64 {
    let sql = format!("select count(*) from {table} where {condition}");
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

#[tokio::test]
async fn an_account_sees_its_own_rows_and_no_others_and_without_one_nothing_is_seen() {
    let app = both_at_work().await;
    let (own, other) = (format!("account_id = '{}'", app.north), format!("account_id = '{}'", app.south));
    for table in account_tables(&app.superuser).await {
        let mut all = app.superuser.acquire().await.unwrap();
        let there = (rows(&mut all, &table, &own).await, rows(&mut all, &table, &other).await);
        assert!(there.0 > 0 && there.1 > 0, "{table} was not filled: {there:?}");

        let mut tx = app.pool.begin().await.unwrap();
        assert_eq!(rows(&mut tx, &table, "true").await, 0, "{table} without an account");
        see(&mut tx, "").await;
        assert_eq!(rows(&mut tx, &table, "true").await, 0, "{table} with an empty account");
        see(&mut tx, &app.north.to_string()).await;
        assert_eq!((rows(&mut tx, &table, "true").await, rows(&mut tx, &table, &other).await), (there.0, 0), "{table}");
    }
}

/// Everything that a table holds of an account, as one text.
async fn contents(conn: &mut PgConnection, table: &str, account: &str) -> String {
    let sql =
        format!("select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)), '[]')::text from {table} t where account_id = '{account}'");
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

#[tokio::test]
async fn where_the_application_checks_nothing_the_database_still_refuses() {
    let app = both_at_work().await;
    let (north, south) = (app.north.to_string(), app.south.to_string());
    for table in account_tables(&app.superuser).await {
        let mut all = app.superuser.acquire().await.unwrap();
        let before = contents(&mut all, &table, &north).await;
        // As somebody of South, with statements that name no account, or North's.
        for condition in ["true".to_owned(), format!("account_id = '{north}'")] {
            let mut tx = app.pool.begin().await.unwrap();
            see(&mut tx, &south).await;
            assert!(!contents(&mut tx, &table, &south).await.contains(&north), "{table}");
            assert_eq!(contents(&mut tx, &table, &north).await, "[]", "{table}");
            for change in ["update {} set account_id = account_id", "delete from {}"] {
                let sql = format!("{} where {condition}", change.replace("{}", &table));
                sqlx::query("savepoint change").execute(&mut *tx).await.unwrap();
                // Refused as a whole where the role may not, or done to South's rows alone.
                let changed = sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await;
                if changed.is_err() {
                    sqlx::query("rollback to change").execute(&mut *tx).await.unwrap();
                }
            }
            // Rows of South may now be gone that others refer to; that is theirs to lose.
            let _ = tx.commit().await;
        }
        assert_eq!(contents(&mut all, &table, &north).await, before, "{table}");
    }
    // The same through the pages' own way: a login of South's with North's account in its cookie.
    let cookie = app.cookie_of(SVEN).await.replace(&south, &north);
    assert_eq!(app.holding(&cookie).users().await.err(), Some(::app::error::AppError::NotSignedIn));
}

#[tokio::test]
async fn a_connection_carries_no_account_over_to_its_next_use() {
    let app = both_at_work().await;
    for _ in 0..20 {
        let seen: i64 = sqlx::query_scalar("select count(*) from sessions").fetch_one(&app.pool).await.unwrap();
        assert_eq!(seen, 0);
    }
}

#[tokio::test]
async fn rows_cannot_be_put_into_or_moved_to_another_account() {
    let app = both_at_work().await;
    let refused = async |sql: String| {
        let mut tx = app.pool.begin().await.unwrap();
        see(&mut tx, &app.north.to_string()).await;
        let error = sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await.unwrap_err();
        error.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned))
    };
    let put = format!("insert into clients (account_id, id, name) values ('{}', gen_random_uuid(), 'Theirs')", app.south);
    assert_eq!(refused(put).await.as_deref(), Some("42501"));
    assert_eq!(refused(format!("update clients set account_id = '{}'", app.south)).await.as_deref(), Some("42501"));
}

#[tokio::test]
async fn the_search_runs_as_the_owner_and_still_finds_only_the_accounts_own() {
    let app = both_at_work().await;
    let found = async |account: &str| -> i64 {
        let mut tx = app.pool.begin().await.unwrap();
        see(&mut tx, account).await;
        sqlx::query_scalar("select count(*) from find_sessions(e'''\\x01fjord''', null, 10, null)").fetch_one(&mut *tx).await.unwrap()
    };
    assert_eq!(found(&app.north.to_string()).await, 1);
    assert_eq!(found(&app.south.to_string()).await, 1);
    assert_eq!(found("").await, 0);
}
