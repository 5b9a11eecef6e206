use crate::support::fixtures::{HOSTILE, admin, link, login, longest, now, user, user_page, user_row};
use crate::support::{Fake, Visit, visit};
use app::api::admin::{ChangeUser, DeactivateUser, EndLoginsOf, InviteUser, LetAuthor, MakeLink, ReactivateUser, RevokeLink};
use app::backend::admin::{Address, OpenLink, SameAddresses, UserPage, UserRow, UserStatus};
use app::backend::views::Person;
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::access::Role;

fn list(users: Vec<UserRow>) -> Fake {
    Fake { users: Ok(users), ..Fake::default() }
}

fn one(page: UserPage) -> Visit {
    at("", page)
}

fn at(query: &str, page: UserPage) -> Visit {
    visit(&format!("/admin/users/{}{query}", page.user.id)).by(admin()).over(Fake { user: Ok(page), ..Fake::default() })
}

fn tess() -> UserPage {
    user_page(user_row(1, "Tess Okafor"))
}

fn linked() -> UserPage {
    let open = OpenLink { id: link(1), created_at: now().plus(-60), expires_at: now().plus(86_400) };
    UserPage {
        user: UserRow { standing: UserStatus::Invited, last_used_at: None, ..tess().user },
        link: Some(open),
        logins: Vec::new(),
        ..tess()
    }
}

fn token(number: u128) -> String {
    format!("link={}.{}.s3cret", user(9), link(number))
}

#[tokio::test]
async fn everybody_is_listed_with_role_and_standing() {
    let users = vec![
        UserRow { role: Role::Admin, ..user_row(3, "Ada Berg") },
        UserRow { standing: UserStatus::Invited, last_used_at: None, ..user_row(4, &longest()) },
        UserRow { standing: UserStatus::Deactivated, last_used_at: None, ..user_row(5, HOSTILE) },
    ];
    let page = visit("/admin/users").by(admin()).over(list(users)).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("Ada Berg user3@example.com Admin Active") && page.html.says("1 hour ago"));
    assert!(page.html.says("Technician Invited Last used: never") && page.html.says("Deactivated not signed in"));
    assert!(page.html.leads_to(&format!("/admin/users/{}", user(3))) && !page.html.has("<script>alert"));
    let form = page.html.form(InviteUser::url());
    assert!(form.says("Make invitation link") && form.says("Walks trees"));
    assert_eq!(form.value("role").as_deref(), Some("technician"));
}

#[tokio::test]
async fn addresses_that_are_the_same_are_listed_until_somebody_settles_it() {
    let address =
        |number, name: &str, email: &str| Some(Address { person: Person { id: user(number), name: name.into() }, email: email.into() });
    let same = vec![
        SameAddresses {
            holder: address(3, "Jürgen Alt", "jürgen@north.example"),
            other: address(4, "Jürgen Neu", "ju\u{308}rgen@north.example"),
        },
        SameAddresses { holder: None, other: address(5, HOSTILE, "strasse@north.example") },
    ];
    let page = visit("/admin/users").by(admin()).over(Fake { same_addresses: same, ..list(vec![user_row(3, "Ada Berg")]) }).answer().await;
    let section = page.html.element("section", &[("aria-labelledby", "same-heading")]);
    assert!(section.says("Jürgen Alt , jürgen@north.example; Jürgen Neu , ju\u{308}rgen@north.example"));
    assert!(section.says("an address of another account;") && section.says("Deactivate the one that is not needed"));
    assert!(section.leads_to(&format!("/admin/users/{}", user(4))) && !page.html.has("<script>alert"));
    let page = visit("/admin/users").by(admin()).over(list(vec![user_row(3, "Ada Berg")])).answer().await;
    assert!(!page.html.says("Addresses that are the same"), "nothing where there are none");
}

#[tokio::test]
async fn an_admin_alone_is_told_who_will_be_here() {
    let page = visit("/admin/users").by(admin()).over(list(vec![user_row(3, "Ada Berg")])).answer().await;
    assert!(page.html.says("No other users yet."));
}

#[tokio::test]
async fn a_refused_invitation_stays_typed() {
    let typed = [("email", "tess@example.com"), ("name", "Tess"), ("role", "manager")];
    let error = AppError::invalid("email", Fault::Taken);
    let page = visit("/admin/users").by(admin()).over(list(Vec::new())).refused(InviteUser::url(), error, &typed).answer().await;
    assert!(page.html.says("E-mail is taken already."));
    for (name, value) in typed {
        assert_eq!(page.html.form(InviteUser::url()).value(name).as_deref(), Some(value), "{name}");
    }
}

#[tokio::test]
async fn a_person_can_be_changed_signed_out_and_kept_out() {
    let page = one(tess()).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    for action in [ChangeUser::url(), MakeLink::url(), DeactivateUser::url()] {
        assert!(page.html.form(action).mentions(&user(1).to_string()), "{action}");
    }
    assert!(page.html.says("Another role ends their logins") && page.html.says("what they have running is parked"));
    assert_eq!(page.html.count("form", &[("action", EndLoginsOf::url())]), 3, "each, and all");
    assert!(page.html.contains("*", &[("value", &login(3).to_string())]) && page.html.says("End : Safari on iOS, 203.0.113.7, since"));
    assert!(page.html.says("End all") && page.html.says("Make a link for a new password") && !page.html.has(ReactivateUser::url()));
    assert!(page.html.leads_to(&format!("/admin/audit?subject={}", user(1))));
}

#[tokio::test]
async fn a_technician_is_let_write_trees_and_managers_need_not_be() {
    let page = one(tess()).answer().await;
    assert_eq!(page.html.form(LetAuthor::url()).value("may").as_deref(), Some("true"));
    let page = one(UserPage { user: UserRow { may_author: true, ..tess().user }, ..tess() }).answer().await;
    assert_eq!(page.html.form(LetAuthor::url()).value("may").as_deref(), Some("false"));
    let page = one(UserPage { user: UserRow { role: Role::Manager, ..tess().user }, ..tess() }).answer().await;
    assert!(!page.html.offers(LetAuthor::url()) && page.html.says("Managers and admins write drafts of trees"));
}

#[tokio::test]
async fn oneself_and_the_last_admin_are_not_kept_out() {
    let you = UserPage { is_you: true, user: UserRow { role: Role::Admin, ..user_row(3, "Ada Berg") }, ..tess() };
    let page = one(you.clone()).answer().await;
    assert!(page.html.says("You cannot deactivate yourself.") && !page.html.has(DeactivateUser::url()));
    let page = one(UserPage { is_last_admin: true, ..you }).answer().await;
    assert!(page.html.says("An account needs an admin.") && !page.html.has(DeactivateUser::url()));
    assert!(
        !page.html.contains("input", &[("type", "radio")])
            && page.html.contains("input", &[("type", "hidden"), ("name", "role"), ("value", "admin")])
    );
}

#[tokio::test]
async fn who_is_kept_out_can_be_let_in_and_gets_no_link() {
    let page =
        one(UserPage { user: UserRow { standing: UserStatus::Deactivated, ..tess().user }, logins: Vec::new(), ..tess() }).answer().await;
    assert!(page.html.offers(ReactivateUser::url()) && !page.html.has(MakeLink::url()) && page.html.says("Signed in nowhere."));
}

#[tokio::test]
async fn a_link_is_shown_to_whom_made_it_only_now() {
    for (done, cookie) in [("invited", token(1)), ("linked", format!("a=b; __Host-{}", token(1)))] {
        let page = at(&format!("?done={done}"), linked()).with_cookie(&cookie).answer().await;
        let address = format!("https://flow.example.com/link?link={}.{}.s3cret", user(9), link(1));
        assert!(page.html.contains("input", &[("id", "link"), ("value", &address)]), "{done}");
        assert!(
            page.html.says("it is shown only now and works once, until 11 Feb 2026, 10:15")
                && page.html.contains("*", &[("data-copy", "link")])
        );
    }
}

#[tokio::test]
async fn another_links_token_is_not_shown() {
    let closed = UserPage { link: None, ..linked() };
    for (query, cookie, page) in [
        ("?done=invited", token(2), linked()),
        ("", token(1), linked()),
        ("?done=linked", "link=x".into(), linked()),
        ("?done=linked", token(1), closed),
    ] {
        let page = at(query, page).with_cookie(&cookie).answer().await;
        assert!(!page.html.has("s3cret") && !page.html.contains("*", &[("id", "link")]), "{query} {cookie}");
    }
}

#[tokio::test]
async fn an_open_link_can_be_taken_back_or_made_anew() {
    let page = one(linked()).answer().await;
    assert!(page.html.says("1 minute ago") && page.html.says("It cannot be shown again."));
    assert!(page.html.says("Take it back") && page.html.says("Make a new link") && page.html.offers(RevokeLink::url()));
}

#[tokio::test]
async fn what_was_done_is_said_and_what_was_refused_stays() {
    for (done, said) in [
        ("saved", "Saved."),
        ("revoked", "Link taken back."),
        ("deactivated", "Deactivated. Their logins have ended."),
        ("reactivated", "Reactivated."),
        ("ended", "Login ended."),
        ("ended-all", "All of their logins have ended."),
    ] {
        assert!(at(&format!("?done={done}"), tess()).answer().await.html.says(said), "{done}");
    }
    let page = one(tess()).refused(ChangeUser::url(), AppError::LastAdmin, &[("name", HOSTILE), ("role", "manager")]).answer().await;
    assert!(page.html.says("An account needs an admin. Make another user an admin first.") && !page.html.has("<script>alert"));
    assert_eq!(page.html.form(ChangeUser::url()).value("role").as_deref(), Some("manager"));
}
