//! Inviting people, changing what they may do, and keeping them out.

use ::app::backend::admin::{Linked, UserStatus};
use ::app::backend::logins::LinkPage;
use ::app::error::{AppError, Fault};
use resolutionflow::access::Role;
use resolutionflow::id::{LoginId, UserId};
use resolutionflow::login::Ended;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::{Email, Name};
use resolutionflow::time::Seconds;
use server::service::Newcomer;
use uuid::Uuid;

use crate::app::{TestApp, value};
use crate::fixtures::{ADA, BEN, MARA, OMAR, PASSWORD, SVEN, TESS, Walker, choose, complete};

const NEW: &str = "nils@north.example";
const CHOSEN: &str = "a roof and four walls";
const DAY: i64 = 24 * 3600;

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

async fn invited(app: &TestApp) -> Linked {
    app.sign_in(ADA).await.invite(email(NEW), name("Nils Berg"), Role::Technician).await.unwrap()
}

#[tokio::test]
async fn somebody_invited_chooses_a_password_by_a_link_that_works_once() {
    let app = TestApp::start().await;
    let ada = app.sign_in(ADA).await;
    let linked = ada.invite(email(NEW), name("Nils Berg"), Role::Technician).await.unwrap();
    let link = value(&linked.cookie);
    assert!(linked.cookie.starts_with("link=") && linked.cookie.contains("HttpOnly; SameSite=Lax"));
    let user = ada.user(linked.user).await.unwrap();
    assert_eq!((user.user.standing, user.user.role, user.user.last_used_at), (UserStatus::Invited, Role::Technician, None));
    assert_eq!(app.nobody().sign_in(NEW, "").await.err(), Some(AppError::WrongPassword), "no password is not an empty one");

    let nils = app.nobody();
    let LinkPage { name, email, account, invitation, expires_at, .. } = nils.link(link).await.unwrap();
    assert_eq!((name.as_str(), email.as_str(), account.as_str(), invitation), ("Nils Berg", NEW, "North IT", true));
    assert_eq!(expires_at, app.now().plus(7 * DAY));
    let unfit = async |password: &str| nils.use_link(link, password).await.unwrap_err().fault("password");
    assert_eq!(unfit("short").await, Some(Fault::TooShort { least: 12 }));
    assert_eq!(unfit("password1234").await, Some(Fault::Common));
    assert_eq!(unfit("nils@north.example").await, Some(Fault::Common));
    let cookie = nils.use_link(link, CHOSEN).await.unwrap();
    assert_eq!(app.holding(value(&cookie)).viewer().await.unwrap().name, "Nils Berg");
    assert_eq!(nils.use_link(link, "another roof and walls").await.err(), Some(AppError::DeadLink));
    assert_eq!(nils.link(link).await.err(), Some(AppError::DeadLink));
    assert!(app.nobody().sign_in(NEW, CHOSEN).await.is_ok());
    assert_eq!(ada.user(linked.user).await.unwrap().user.standing, UserStatus::Active);
    assert_eq!(app.count("audit where action = 'use_link' and user_id = subject_id").await, 1);
}

#[tokio::test]
async fn a_link_ends_with_time_when_taken_back_or_by_a_newer_one() {
    let app = TestApp::start().await;
    let linked = invited(&app).await;
    let first = value(&linked.cookie);
    let ada = app.sign_in(ADA).await;
    let second = ada.make_link(linked.user).await.unwrap().cookie;
    assert_eq!(app.nobody().link(first).await.err(), Some(AppError::DeadLink));
    assert!(app.nobody().link(value(&second)).await.is_ok());
    ada.revoke_link(linked.user).await.unwrap();
    assert_eq!(app.nobody().link(value(&second)).await.err(), Some(AppError::DeadLink));
    let third = ada.make_link(linked.user).await.unwrap().cookie;
    app.wait(7 * DAY);
    assert_eq!(app.nobody().link(value(&third)).await.err(), Some(AppError::DeadLink));
    let tess = app.user(TESS).await;
    let ada = app.sign_in(ADA).await;
    let reset = ada.make_link(tess).await.unwrap().cookie;
    app.wait(DAY);
    assert_eq!(app.nobody().link(value(&reset)).await.err(), Some(AppError::DeadLink), "for a new password a day must do");
}

#[tokio::test]
async fn a_link_of_another_account_or_with_another_secret_is_none() {
    let app = TestApp::start().await;
    let linked = invited(&app).await;
    let link = value(&linked.cookie);
    let last = if link.ends_with('0') { "1" } else { "0" };
    let guessed = format!("{}{last}", &link[..link.len() - 1]);
    let moved = link.replace(&app.north.to_string(), &app.south.to_string());
    for wrong in [guessed.as_str(), &moved, "", "x", &link[1..], "a.b.c"] {
        assert_eq!(app.nobody().link(wrong).await.err(), Some(AppError::DeadLink), "{wrong}");
        assert_eq!(app.nobody().use_link(wrong, CHOSEN).await.err(), Some(AppError::DeadLink), "{wrong}");
    }
    assert!(app.nobody().link(link).await.is_ok());
}

#[tokio::test]
async fn a_new_password_by_link_ends_what_was_given_out_before() {
    let app = TestApp::start().await;
    let before = app.cookie_of(TESS).await;
    let reset = app.sign_in(ADA).await.make_link(app.user(TESS).await).await.unwrap().cookie;
    let after = app.nobody().use_link(value(&reset), CHOSEN).await.unwrap();
    assert_eq!(app.holding(&before).viewer().await.err(), Some(AppError::NotSignedIn));
    assert_eq!(app.holding(&before).signed_out().await, Some(Ended::PasswordChanged));
    assert!(app.holding(value(&after)).viewer().await.is_ok());
    assert_eq!(app.nobody().sign_in(TESS, PASSWORD).await.err(), Some(AppError::WrongPassword));
}

#[tokio::test]
async fn an_address_of_anybody_else_cannot_be_invited() {
    let app = TestApp::start().await;
    let ada = app.sign_in(ADA).await;
    for taken in [TESS, BEN] {
        let refused = ada.invite(email(taken), name("Somebody"), Role::Admin).await.unwrap_err();
        assert_eq!(refused.fault("email"), Some(Fault::Taken));
    }
    assert_eq!(app.count("users").await, 6, "nothing half-written");
    assert_eq!(app.count("audit where action = 'invite'").await, 0);
    assert_eq!(app.count("audit where action = 'invite_refused' and after is null").await, 2, "who looks for addresses is seen");
}

#[tokio::test]
async fn another_role_counts_at_once_and_ends_the_other_logins() {
    let app = TestApp::start().await;
    let (omar, ada) = (app.cookie_of(OMAR).await, app.sign_in(ADA).await);
    let id = app.user(OMAR).await;
    ada.change_user(id, name("Omar Haddad"), Role::Manager).await.unwrap();
    assert_eq!(app.holding(&omar).signed_out().await, Some(Ended::RoleChanged));
    let again = app.cookie_of(OMAR).await;
    assert_eq!(app.holding(&again).viewer().await.unwrap().role, Role::Manager);
    ada.change_user(id, name("Omar H."), Role::Manager).await.unwrap();
    assert_eq!(app.holding(&again).viewer().await.unwrap().name, "Omar H.", "a name ends nothing");

    let mine = app.cookie_of(ADA).await;
    ada.change_user(id, name("Omar H."), Role::Admin).await.unwrap();
    app.holding(&mine).change_user(app.user(ADA).await, name("Ada Okafor"), Role::Technician).await.unwrap();
    assert_eq!(app.holding(&mine).viewer().await.unwrap().role, Role::Technician, "the browser that asks stays");
    assert_eq!(app.holding(&mine).users().await.err(), Some(AppError::Forbidden), "and may no more");
}

#[tokio::test]
async fn an_account_keeps_an_admin() {
    let app = TestApp::start().await;
    let (ada, id) = (app.sign_in(ADA).await, app.user(ADA).await);
    assert!(ada.user(id).await.unwrap().is_last_admin);
    assert_eq!(ada.change_user(id, name("Ada"), Role::Manager).await.err(), Some(AppError::LastAdmin));
    assert_eq!(ada.set_active(id, false).await.err(), Some(AppError::LastAdmin));
    let linked = ada.invite(email(NEW), name("Nils"), Role::Admin).await.unwrap();
    assert_eq!(ada.set_active(id, false).await.err(), Some(AppError::LastAdmin), "somebody invited cannot sign in yet");
    app.nobody().use_link(value(&linked.cookie), CHOSEN).await.unwrap();
    assert!(!ada.user(id).await.unwrap().is_last_admin);
    let nils = app.sign_in(NEW).await;
    // At one moment, each of the other.
    let (one, two) = tokio::join!(ada.set_active(linked.user, false), nils.set_active(id, false));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!(app.count("users where role = 'admin' and deactivated_at is null and account_id = (select account_id from account_keys where key = 'north')").await, 1);
}

#[tokio::test]
async fn whoever_is_deactivated_is_out_at_once_and_what_they_had_running_is_parked_since_its_last_activity() {
    let app = TestApp::start().await;
    let cookie = app.cookie_of(TESS).await;
    let tess = Walker::start(app.holding(&cookie), "vpn").await;
    app.wait(60);
    tess.does(choose("yes")).await;
    app.wait(3600);
    let (ada, id) = (app.sign_in(ADA).await, app.user(TESS).await);
    let link = ada.make_link(id).await.unwrap().cookie;
    ada.set_active(id, false).await.unwrap();

    assert_eq!(app.holding(&cookie).viewer().await.err(), Some(AppError::NotSignedIn));
    assert_eq!(app.holding(&cookie).signed_out().await, Some(Ended::Deactivated));
    assert_eq!(app.nobody().sign_in(TESS, PASSWORD).await.err(), Some(AppError::WrongPassword));
    assert_eq!(app.nobody().link(value(&link)).await.err(), Some(AppError::DeadLink));
    assert_eq!(ada.make_link(id).await.err(), Some(AppError::DeadLink));
    let page = ada.session(tess.id).await.unwrap();
    assert!(page.session.open_visit().is_none() && page.session.completion().is_none());
    assert_eq!(page.totals.total, Seconds(60), "the hour without a sign of them is nobody's work");
    let mara = app.sign_in(MARA).await;
    let other = Walker::start(app.sign_in(OMAR).await, "vpn").await;
    let page = mara.session(other.id).await.unwrap();
    assert!(!page.colleagues.iter().any(|person| person.id == id), "work cannot be given to them");
    let reassign = crate::fixtures::command(&page.session, Action::Reassign { holder: id });
    assert_eq!(mara.command(other.id, reassign).await.unwrap_err().fault("holder"), Some(Fault::Unknown));

    ada.set_active(id, true).await.unwrap();
    assert!(app.nobody().sign_in(TESS, PASSWORD).await.is_ok());
    assert_eq!(app.holding(&cookie).viewer().await.err(), Some(AppError::NotSignedIn), "an ended login stays ended");
    Walker { backend: app.sign_in(TESS).await, id: tess.id }.does(Action::Resume).await;
}

#[tokio::test]
async fn somebody_sees_and_ends_their_own_logins_and_nobody_elses() {
    let app = TestApp::start().await;
    let (here, there) = (app.cookie_of(TESS).await, app.cookie_of(TESS).await);
    let omar = app.cookie_of(OMAR).await;
    let tess = app.holding(&here);
    let rows = tess.my_logins().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.present).collect::<Vec<_>>(), [true, false]);
    let of_omar = app.holding(&omar).my_logins().await.unwrap()[0].id;
    for foreign in [of_omar, LoginId(Uuid::now_v7())] {
        assert_eq!(tess.end_login(foreign).await.err(), Some(AppError::NotFound));
    }
    tess.end_login(rows[1].id).await.unwrap();
    assert_eq!(app.holding(&there).signed_out().await, Some(Ended::Elsewhere));
    assert!(app.holding(&omar).viewer().await.is_ok());
    let third = app.cookie_of(TESS).await;
    tess.end_other_logins().await.unwrap();
    assert!(app.holding(&third).viewer().await.is_err() && tess.viewer().await.is_ok());
    assert_eq!(tess.my_logins().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_admin_ends_a_users_logins() {
    let app = TestApp::start().await;
    let (one, two) = (app.cookie_of(TESS).await, app.cookie_of(TESS).await);
    let (ada, id) = (app.sign_in(ADA).await, app.user(TESS).await);
    let logins = ada.user(id).await.unwrap().logins;
    assert_eq!(logins.len(), 2);
    ada.end_logins_of(id, Some(logins[0].id)).await.unwrap();
    assert_eq!(ada.end_logins_of(id, Some(logins[0].id)).await.err(), Some(AppError::NotFound), "once is all");
    ada.end_logins_of(id, None).await.unwrap();
    for cookie in [one, two] {
        assert_eq!(app.holding(&cookie).signed_out().await, Some(Ended::ByAdmin));
    }
    ada.end_logins_of(app.user(ADA).await, None).await.unwrap();
    assert!(ada.viewer().await.is_ok(), "not the one that asks");
}

#[tokio::test]
async fn another_accounts_people_are_not_there() {
    let app = TestApp::start().await;
    let (sven, tess) = (app.sign_in(SVEN).await, app.user(TESS).await);
    let nobody = UserId(Uuid::now_v7());
    for id in [tess, nobody] {
        assert_eq!(sven.user(id).await.err(), Some(AppError::NotFound));
        assert_eq!(sven.make_link(id).await.err(), Some(AppError::NotFound));
        assert_eq!(sven.revoke_link(id).await.err(), Some(AppError::NotFound));
        assert_eq!(sven.change_user(id, name("x"), Role::Admin).await.err(), Some(AppError::NotFound));
        assert_eq!(sven.set_active(id, false).await.err(), Some(AppError::NotFound));
        assert_eq!(sven.end_logins_of(id, None).await.err(), Some(AppError::NotFound));
    }
    let people = sven.users().await.unwrap();
    assert_eq!(people.iter().map(|user| user.email.as_str()).collect::<Vec<_>>(), [BEN, SVEN]);
    let walker = Walker::start(app.sign_in(BEN).await, "vpn").await;
    let reassign = Action::Reassign { holder: tess };
    assert_eq!(walker.try_to(reassign).await.unwrap_err().fault("holder"), Some(Fault::Unknown));
    walker.does(complete(Outcome::Resolved)).await;
}

#[tokio::test]
async fn a_changed_password_ends_the_other_logins_and_gives_this_browser_a_new_one() {
    let app = TestApp::start().await;
    let (here, there) = (app.cookie_of(TESS).await, app.cookie_of(TESS).await);
    let tess = app.holding(&here);
    let fault = async |current: &str, password: &str, field: &str| tess.change_password(current, password).await.unwrap_err().fault(field);
    assert_eq!(fault("not it at all", CHOSEN, "current_password").await, Some(Fault::WrongPassword));
    assert_eq!(fault(PASSWORD, "tess tanaka", "password").await, Some(Fault::TooShort { least: 12 }));
    let set = tess.change_password(PASSWORD, CHOSEN).await.unwrap();
    for old in [&here, &there] {
        assert_eq!(app.holding(old).viewer().await.err(), Some(AppError::NotSignedIn));
    }
    assert!(app.holding(value(&set)).viewer().await.is_ok());
    assert!(app.nobody().sign_in(TESS, CHOSEN).await.is_ok());
}

#[tokio::test]
async fn signing_in_never_goes_on_with_a_login_that_was_there_before() {
    let app = TestApp::start().await;
    let planted = app.cookie_of(OMAR).await;
    let set = app.holding(&planted).sign_in(TESS, PASSWORD).await.unwrap();
    assert_ne!(value(&set), planted);
    assert_eq!(app.holding(value(&set)).viewer().await.unwrap().name, "Tess Tanaka");
    assert_eq!(app.holding(&planted).viewer().await.err(), Some(AppError::NotSignedIn), "what it replaces has ended");
    let foreign = app.cookie_of(BEN).await;
    app.holding(&foreign).sign_in(TESS, PASSWORD).await.unwrap();
    assert_eq!(app.holding(&foreign).viewer().await.err(), Some(AppError::NotSignedIn), "in another account, too");
    assert_eq!(app.holding(value(&set)).sign_out().await.is_ok(), app.holding(value(&set)).viewer().await.is_err());
}

#[tokio::test]
async fn users_are_added_together_or_not_at_all() {
    let app = TestApp::start().await;
    let emails = ["nils@north.example", "nora@north.example", TESS].map(email);
    let someone = name("Nils Berg");
    let newcomer = |email| Newcomer { email, name: &someone, role: Role::Technician, password: CHOSEN };
    let before = app.count("users").await;
    let taken = app.service.add_users(app.north, &emails.each_ref().map(newcomer)).await.unwrap_err();
    assert_eq!(taken.to_string(), "tess@north.example belongs to a user already.");
    let short = Newcomer { password: "short", ..newcomer(&emails[1]) };
    let unfit = app.service.add_users(app.north, &[newcomer(&emails[0]), short]).await.unwrap_err();
    assert_eq!(unfit.to_string(), "nora@north.example: A password needs at least 12 characters.");
    assert_eq!(app.count("users").await, before);

    app.service.add_users(app.north, &[newcomer(&emails[0]), newcomer(&emails[1])]).await.unwrap();
    assert_eq!(app.count("users").await, before + 2);
    assert!(app.nobody().sign_in("nora@north.example", CHOSEN).await.is_ok());
    assert_eq!(app.count("audit where action = 'add_user'").await, app.count("users").await, "each is in the trail");
}
