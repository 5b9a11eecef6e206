//! Settings of an account, and their effects.

use ::app::backend::history::{HistoryQuery, SessionFilter, Technician};
use ::app::error::AppError;
use export::Format;
use resolutionflow::account::{Reading, Settings, TicketLink};
use resolutionflow::billing::{Per, Rounding, Rule};
use resolutionflow::insights::WeekBegins;
use resolutionflow::login::{Ended, Lifetimes};
use resolutionflow::session::{Action, Facts};
use resolutionflow::sync::Batch;
use resolutionflow::text::{Name, Reason};
use resolutionflow::time::Seconds;

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, OMAR, SVEN, TESS, Walker, choose, export, facts, id};

async fn narrowed(app: &TestApp) {
    let ada = app.sign_in(ADA).await;
    let settings = ada.settings().await.unwrap();
    ada.save_settings(Settings { reading: Reading::Own, ..settings }).await.unwrap();
}

#[tokio::test]
async fn an_account_says_how_it_works_and_no_other_one_notices() {
    let app = TestApp::start().await;
    let ada = app.sign_in(ADA).await;
    let theirs = app.sign_in(SVEN).await.settings().await.unwrap();
    let settings = Settings {
        name: Name::parse("Northern Lights IT").unwrap(),
        zone: "America/Chicago".parse().unwrap(),
        week: WeekBegins::Sunday,
        idle_threshold: Seconds(900),
        lifetimes: Lifetimes::new(Seconds(8 * 3600), Seconds(2 * 86_400)).unwrap(),
        reading: Reading::Own,
        ticket_link: Some(TicketLink::parse("https://psa.example/{ticket}").unwrap()),
        billing: Rule::new(6, 30, Rounding::Nearest, Per::Ticket).unwrap(),
        shows_usual: false,
        hides_times: true,
        needs_approval: true,
        takes_proposals: true,
    };
    ada.save_settings(settings.clone()).await.unwrap();
    ada.save_settings(settings.clone()).await.unwrap();
    assert_eq!(ada.settings().await.unwrap(), settings);
    let tess = app.sign_in(TESS).await.viewer().await.unwrap();
    assert_eq!((tess.account.as_str(), tess.zone, tess.idle_threshold), ("Northern Lights IT", settings.zone, Seconds(900)));
    assert_eq!((tess.ticket_link, tess.week), (settings.ticket_link.clone(), WeekBegins::Sunday));
    assert_eq!(app.sign_in(SVEN).await.settings().await.unwrap(), theirs);
    assert_eq!(app.count("audit where action = 'change_settings'").await, 1, "what changes nothing is not written down");
}

#[tokio::test]
async fn the_lifetimes_of_an_account_count_for_the_logins_that_there_are() {
    let app = TestApp::start().await;
    let (cookie, ada) = (app.cookie_of(TESS).await, app.sign_in(ADA).await);
    let settings = ada.settings().await.unwrap();
    let lifetimes = Lifetimes::new(Seconds(3600), Seconds(2 * 3600)).unwrap();
    ada.save_settings(Settings { lifetimes, ..settings }).await.unwrap();
    let ends = app.holding(&cookie).viewer().await.unwrap().ends;
    assert_eq!((ends.idle_at, ends.absolute_at), (app.now().plus(3600), app.now().plus(7200)));
    app.wait(3600);
    assert_eq!(app.holding(&cookie).signed_out().await, Some(Ended::Idle));
}

#[tokio::test]
async fn a_page_that_asks_by_itself_keeps_no_login_alive() {
    let app = TestApp::start().await;
    let cookie = app.cookie_of(TESS).await;
    let walker = Walker::start(app.holding(&cookie), "vpn").await;
    let session = walker.session().await;
    let ask = |active_at| Batch { known_revision: session.revision, commands: Vec::new(), active_at, by: None };
    let last_used = async || -> i64 {
        sqlx::query_scalar("select extract(epoch from last_used_at)::bigint from logins").fetch_one(&app.superuser).await.unwrap()
    };
    let before = last_used().await;
    app.wait(600);
    app.holding(&cookie).send(walker.id, ask(None)).await.unwrap();
    app.holding(&cookie).tree_version(session.version).await.unwrap();
    assert_eq!(last_used().await, before, "asking how things stand");
    app.holding(&cookie).send(walker.id, ask(Some(app.now()))).await.unwrap();
    assert_eq!(last_used().await, before + 600, "a sign of somebody");
    app.wait(600);
    app.holding(&cookie).stay().await.unwrap();
    assert_eq!(last_used().await, before + 1200, "whoever says so");
}

#[tokio::test]
async fn where_technicians_read_their_own_sessions_the_others_are_not_there_for_any_method() {
    let app = TestApp::start().await;
    let tess = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord")).await;
    tess.does(choose("yes")).await;
    narrowed(&app).await;
    let omar = app.sign_in(OMAR).await;
    let before = tess.session().await;
    assert_eq!(omar.session(tess.id).await.err(), Some(AppError::NotFound));
    assert_eq!(omar.walk(tess.id).await.err(), Some(AppError::NotFound));
    for format in Format::ALL {
        assert_eq!(export(&*omar, tess.id, format).await.err(), Some(AppError::NotFound));
    }
    let ask = Batch { known_revision: 0, commands: Vec::new(), active_at: None, by: None };
    assert_eq!(omar.send(tess.id, ask).await.err(), Some(AppError::NotFound));
    for action in [Action::PARK, Action::Resume, Action::TakeOver, Action::EditFacts { facts: facts("1", "") }] {
        let command = crate::fixtures::command(&before, action);
        assert_eq!(omar.command(tess.id, command.clone()).await, Err(AppError::NotFound));
        assert_eq!(omar.switch_tree(tess.id, command, "vpn").await.err().map(|error| error.status() >= 400), Some(true));
    }
    assert_eq!(omar.start(id(), "vpn", Facts::default(), Some(tess.id)).await.err(), Some(AppError::NotFound));
    let everyone = |text: &str| HistoryQuery::from(SessionFilter { text: text.to_owned(), ..SessionFilter::of_anyone() });
    for text in ["", "48213", "fjord"] {
        assert_eq!(omar.history(everyone(text)).await.unwrap().rows, [], "{text}");
    }
    let of_tess = SessionFilter { technician: Technician::User(app.user(TESS).await), ..SessionFilter::default() }.into();
    assert_eq!(omar.history(of_tess).await.unwrap().rows, []);
    assert_eq!(tess.session().await, before);
    for wide in [MARA, ADA, TESS] {
        assert!(app.sign_in(wide).await.session(tess.id).await.is_ok(), "{wide}");
    }

    let reason = Some(Reason::parse("End of shift.").unwrap());
    tess.does(Action::Park { reason, for_someone_else: true }).await;
    assert!(omar.session(tess.id).await.is_ok(), "the queue is for everybody");
    assert_eq!(omar.history(everyone("")).await.unwrap().rows.len(), 1);
    let walker = Walker { backend: omar, id: tess.id };
    walker.does(Action::TakeOver).await;
    assert!(walker.backend.session(tess.id).await.is_ok());
    assert_eq!(app.sign_in(TESS).await.session(tess.id).await.err(), Some(AppError::NotFound), "it is his now");
}

#[tokio::test]
async fn nobody_but_admins_reads_or_changes_how_an_account_works() {
    let app = TestApp::start().await;
    let settings = app.sign_in(ADA).await.settings().await.unwrap();
    for email in [TESS, MARA, BEN] {
        let backend = app.sign_in(email).await;
        assert_eq!(backend.settings().await.err(), Some(AppError::Forbidden));
        assert_eq!(backend.save_settings(settings.clone()).await.err(), Some(AppError::Forbidden));
        assert_eq!(backend.users().await.err(), Some(AppError::Forbidden));
        assert_eq!(backend.audit(::app::backend::admin::AuditQuery::default()).await.err(), Some(AppError::Forbidden));
    }
}
