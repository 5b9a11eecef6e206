use crate::support::fixtures::{HOSTILE, now, session, user};
use crate::support::walks::walk;
use crate::support::{Fake, Visit, visit};
use app::api::shares::{RevokeShare, ShareSession};
use app::backend::shares::{ShareRow, SharesPage};
use app::backend::views::Person;
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::id::ShareId;
use resolutionflow::session::Deeds;
use resolutionflow::share::{Audience, MOST, Offer, ShareStatus};

fn share(number: u128) -> ShareId {
    ShareId(uuid::Uuid::from_u128(0x5a_0000 + number))
}

fn row(number: u128) -> ShareRow {
    ShareRow {
        id: share(number),
        audience: Audience::Public,
        redacted: true,
        with_output: true,
        by: Person { id: user(2), name: HOSTILE.into() },
        created_at: now().plus(-7_200),
        expires_at: now().plus(86_400),
        standing: ShareStatus::Living,
        views: 0,
        last_viewed_at: None,
        may_take_back: true,
    }
}

fn with(shares: SharesPage) -> Visit {
    at("", shares)
}

fn at(query: &str, shares: SharesPage) -> Visit {
    let page = walk().choose("one").session_page(Deeds::NONE);
    visit(&format!("/sessions/{}{query}", session(1))).over(Fake { session: Ok(page), shares: Ok(shares), ..Fake::default() })
}

fn offering(offers: &[Offer]) -> SharesPage {
    SharesPage { offers: offers.to_vec(), fits: true, ..SharesPage::default() }
}

fn page_of_session() -> String {
    format!("/sessions/{}#share", session(1))
}

#[tokio::test]
async fn a_link_for_the_account_is_chosen_at_first_and_public_ones_say_what_they_mask() {
    let page = with(offering(&Offer::ALL)).answer().await;
    let form = page.html.form(&page_of_session());
    assert_eq!(form.value("offer").as_deref(), Some("account"));
    assert!(page.html.says("People of Northwind IT They sign in first."));
    assert!(page.html.says("Anyone with the link, redacted") && page.html.says("Anyone with the link, not redacted"));
    assert!(form.value("expiry").as_deref() == Some("7") && form.value("output").is_none(), "output is asked for or left out");
    assert!(!page.html.says("past link") && !page.html.has(ShareSession::url()), "it is looked at before it is made");
}

#[tokio::test]
async fn a_public_link_is_made_below_what_its_readers_will_see() {
    let page = at("?offer=public&expiry=30", offering(&Offer::ALL)).answer().await;
    assert!(page.html.says("Anyone with the link, redacted , for 30 days, without the output of commands"));
    assert!(page.html.says("public false [password]"));
    assert_eq!(page.html.element("mark", &[]).content(), "[password]");
    let form = page.html.form(ShareSession::url());
    assert!(form.value("session") == Some(session(1).to_string()) && form.value("command_id").is_some());
    let said = |name: &str| form.value(name).unwrap_or_default();
    assert_eq!((said("offer"), said("output"), said("expiry")), ("public".into(), String::new(), "30".into()));

    let whole = at("?offer=public_whole&output=1", offering(&Offer::ALL)).answer().await;
    assert!(whole.html.says("for 7 days, with the output of commands") && whole.html.says("public_whole true [password]"));
    assert!(!whole.html.contains("mark", &[]) && whole.html.form(ShareSession::url()).value("output").as_deref() == Some("1"));

    let inside = at("?offer=account", offering(&Offer::ALL)).answer().await;
    assert!(!inside.html.says("What its readers will see") && inside.html.has(ShareSession::url()));
    for (query, offers) in
        [("?offer=everyone", &Offer::ALL[..]), ("?offer=public&expiry=365", &Offer::ALL), ("?offer=public", &[Offer::Account])]
    {
        let page = at(query, offering(offers)).answer().await;
        assert!(!page.html.has(ShareSession::url()) && page.html.says("Make a link"), "{query}");
    }
}

#[tokio::test]
async fn who_may_not_share_publicly_is_told_who_may() {
    let page = with(offering(&[Offer::Account])).answer().await;
    assert_eq!(page.html.count("*", &[("name", "offer")]), 1);
    assert!(page.html.says("Links for anyone are made by the holder of the session or a manager."));
}

#[tokio::test]
async fn links_say_for_whom_they_are_until_when_and_how_often_they_were_opened() {
    let living = vec![
        ShareRow { with_output: false, ..row(1) },
        ShareRow {
            audience: Audience::Account,
            redacted: false,
            may_take_back: false,
            views: 1,
            last_viewed_at: Some(now().plus(-3_600)),
            ..row(2)
        },
    ];
    let past = vec![
        ShareRow { standing: ShareStatus::Expired, expires_at: now().plus(-60), views: 12, ..row(3) },
        ShareRow { standing: ShareStatus::Revoked, ..row(4) },
    ];
    let page = with(SharesPage { living, past, ..offering(&Offer::ALL) }).answer().await;
    assert!(page.html.says("Anyone with the link Redacted Without output Made by") && page.html.says("Not opened yet"));
    assert!(page.html.says("Opened once , last") && page.html.says("1 hour ago"));
    assert!(page.html.says("2 past links") && page.html.says("Opened 12 times") && page.html.says("· Taken back"));
    assert_eq!(page.html.count("form", &[("action", RevokeShare::url())]), 1, "only what works, and what one may");
    assert!(page.html.form(RevokeShare::url()).mentions(&share(1).to_string()));
    assert!(!page.html.has("<script>alert") && !page.html.contains("*", &[("id", "link")]));
}

#[tokio::test]
async fn a_link_is_shown_to_whom_made_it_only_now() {
    let shares = || SharesPage { living: vec![row(1), row(2)], ..offering(&Offer::ALL) };
    let token = format!("{}.{}.s3cret", user(9), share(1));
    for cookie in [format!("link={token}"), format!("a=b; __Host-link={token}")] {
        let page = at("?done=shared", shares()).with_cookie(&cookie).answer().await;
        assert!(page.html.says("Link made. Copy it now"));
        let address = format!("https://flow.example.com/shared/{token}");
        assert!(page.html.contains("input", &[("id", "link"), ("value", &address)]));
        assert_eq!(page.html.count("*", &[("id", "link")]), 1);
    }
    let other = format!("link={}.{}.s3cret", user(9), share(3));
    for (query, cookie) in [("", format!("link={token}")), ("?done=invited", format!("link={token}")), ("?done=shared", other)] {
        let page = at(query, shares()).with_cookie(&cookie).answer().await;
        assert!(!page.html.has("s3cret"), "{query} {cookie}");
    }
}

#[tokio::test]
async fn where_no_more_fit_it_says_so() {
    let page = with(SharesPage { fits: false, living: vec![row(1)], ..offering(&Offer::ALL) }).answer().await;
    assert!(page.html.says(&format!("{MOST} links work, and no more fit.")) && !page.html.has(ShareSession::url()));
}

#[tokio::test]
async fn a_refused_form_stays_open_with_what_was_chosen() {
    let error = AppError::invalid("expiry", Fault::Unknown);
    let typed = [("offer", "public_whole"), ("expiry", "365")];
    let page = with(offering(&Offer::ALL)).refused(ShareSession::url(), error, &typed).answer().await;
    assert!(page.html.says("How long it works is not one of the choices."));
    assert_eq!(page.html.form(&page_of_session()).value("offer").as_deref(), Some("public_whole"));
    let page = with(offering(&Offer::ALL)).refused(ShareSession::url(), AppError::TooManyLinks { most: MOST }, &typed).answer().await;
    assert!(page.html.says("At most 20 links to a session work at a time."));
}
