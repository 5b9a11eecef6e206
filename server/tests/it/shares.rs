//! Read-only links to sessions: who makes them and takes them back, how many there are, and what is counted.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::shares::Shared;
use ::app::error::AppError;
use resolutionflow::account::Reading;
use resolutionflow::id::{SessionId, ShareId};
use resolutionflow::outcome::Outcome;
use resolutionflow::share::{Expiry, MOST, Offer, ShareStatus};
use resolutionflow::time::Seconds;
use server::service::Caller;
use uuid::Uuid;

use crate::app::{TestApp, value};
use crate::fixtures::{ADA, BEN, MARA, OMAR, TESS, Walker, choose, facts, text_in};

const DAY: i64 = 24 * 3600;

fn id() -> ShareId {
    ShareId(Uuid::now_v7())
}

/// A session of Tess's, and her at it.
async fn walked(app: &TestApp) -> Walker {
    Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord Shipping")).await
}

/// Makes a link; its secret part and all.
async fn link(backend: &Arc<dyn Backend>, session: SessionId, offer: Offer, expiry: Expiry) -> String {
    value(&backend.share(session, id(), offer, true, expiry).await.unwrap()).to_owned()
}

fn id_in(link: &str) -> ShareId {
    link.split('.').nth(1).unwrap().parse().unwrap()
}

async fn opens(backend: &Arc<dyn Backend>, link: &str) -> bool {
    match backend.follow_share(link, true).await {
        Ok(Shared::Session(html)) => text_in(&html).contains("48213"),
        Ok(Shared::Ended { .. }) | Err(AppError::DeadLink) => false,
        Err(error) => panic!("{error:?}"),
    }
}

/// The page behind a link, for a stranger.
async fn shown(app: &TestApp, link: &str) -> String {
    match app.nobody().follow_share(link, true).await {
        Ok(Shared::Session(html)) => text_in(&html),
        other => panic!("{other:?}"),
    }
}

async fn read_own_only(app: &TestApp) {
    let ada = app.sign_in(ADA).await;
    let settings = ada.settings().await.unwrap();
    ada.save_settings(resolutionflow::account::Settings { reading: Reading::Own, ..settings }).await.unwrap();
}

#[tokio::test]
async fn whoever_reads_a_session_shares_it_inside_and_its_holder_and_managers_outside() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    for (who, offers) in [(TESS, 3), (OMAR, 1), (MARA, 3), (ADA, 3)] {
        let backend = app.sign_in(who).await;
        assert_eq!(backend.shares(walker.id).await.unwrap().offers.len(), offers, "{who}");
        for offer in Offer::ALL {
            let made = backend.share(walker.id, id(), offer, false, Expiry::Day).await;
            let expected = offers == 3 || offer == Offer::Account;
            assert_eq!(made.err(), if expected { None } else { Some(AppError::Forbidden) }, "{who} {offer:?}");
        }
    }
    let ben = app.sign_in(BEN).await;
    assert_eq!(ben.shares(walker.id).await.err(), Some(AppError::NotFound));
    assert_eq!(ben.share(walker.id, id(), Offer::Account, false, Expiry::Day).await.err(), Some(AppError::NotFound));
    let nobody = app.nobody();
    assert_eq!(nobody.share(walker.id, id(), Offer::Account, false, Expiry::Day).await.err(), Some(AppError::NotSignedIn));
    read_own_only(&app).await;
    let omar = app.sign_in(OMAR).await;
    assert_eq!(omar.shares(walker.id).await.err(), Some(AppError::NotFound), "what cannot be read cannot be shared");
    assert_eq!(omar.share(walker.id, id(), Offer::Account, false, Expiry::Day).await.err(), Some(AppError::NotFound));
}

#[tokio::test]
async fn a_link_is_taken_back_by_its_maker_the_holder_and_managers_alone() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let (tess, omar, mara) = (app.sign_in(TESS).await, app.sign_in(OMAR).await, app.sign_in(MARA).await);
    let of_tess = id_in(&link(&tess, walker.id, Offer::Public, Expiry::Week).await);
    let of_omar = id_in(&link(&omar, walker.id, Offer::Account, Expiry::Week).await);
    let of_mara = id_in(&link(&mara, walker.id, Offer::Public, Expiry::Week).await);
    for foreign in [of_tess, of_mara] {
        assert_eq!(omar.revoke_share(walker.id, foreign).await.err(), Some(AppError::Forbidden));
    }
    let ben = app.sign_in(BEN).await;
    assert_eq!(ben.revoke_share(walker.id, of_tess).await.err(), Some(AppError::NotFound));
    let other = Walker::start(app.sign_in(MARA).await, "printer").await;
    assert_eq!(mara.revoke_share(other.id, of_tess).await.err(), Some(AppError::NotFound), "it is no link to that session");
    let shown = omar.shares(walker.id).await.unwrap().living;
    assert_eq!(shown.iter().map(|row| row.may_take_back).collect::<Vec<_>>(), [false, true, false]);
    omar.revoke_share(walker.id, of_omar).await.unwrap();
    tess.revoke_share(walker.id, of_mara).await.unwrap();
    mara.revoke_share(walker.id, of_tess).await.unwrap();
    mara.revoke_share(walker.id, of_tess).await.unwrap();
    let page = tess.shares(walker.id).await.unwrap();
    assert!(page.living.is_empty() && page.past.iter().all(|row| row.standing == ShareStatus::Revoked) && page.past.len() == 3);
    assert_eq!(app.count("audit where action = 'revoke_share'").await, 3, "doing it again is nothing new");
}

#[tokio::test]
async fn the_same_form_sent_again_makes_one_link_and_says_the_same() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let cookie = app.cookie_of(TESS).await;
    let (one, two) = (app.holding(&cookie), app.holding(&cookie));
    let id = id();
    let send = async |backend: &Arc<dyn Backend>| backend.share(walker.id, id, Offer::Public, false, Expiry::Week).await;
    let (first, second) = tokio::join!(send(&one), send(&two));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first, second);
    app.wait(60);
    assert_eq!(send(&one).await.unwrap(), first);
    assert_eq!(app.count("shares").await + app.count("audit where action = 'share'").await, 2);
    assert!(opens(&app.nobody(), value(&first)).await);

    let other_content = one.share(walker.id, id, Offer::Public, false, Expiry::Day).await;
    assert_eq!(other_content.err(), Some(AppError::DifferentContent));
    let elsewhere = app.sign_in(TESS).await;
    assert_eq!(send(&elsewhere).await.err(), Some(AppError::DifferentContent), "another login cannot say what the link was");
    let other = Walker::start(app.sign_in(OMAR).await, "vpn").await;
    let taken = app.sign_in(OMAR).await.share(other.id, id, Offer::Public, false, Expiry::Week).await;
    assert_eq!(taken.err(), Some(AppError::DifferentContent));
    assert_eq!(app.count("shares").await, 1);
}

#[tokio::test]
async fn twenty_links_work_at_a_time_also_for_two_who_make_the_last_one_at_once() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let (tess, mara) = (app.sign_in(TESS).await, app.sign_in(MARA).await);
    let first = link(&tess, walker.id, Offer::Public, Expiry::Day).await;
    for _ in 2..MOST {
        link(&tess, walker.id, Offer::Account, Expiry::Week).await;
    }
    assert!(tess.shares(walker.id).await.unwrap().fits);
    let make = async |backend: &Arc<dyn Backend>| backend.share(walker.id, id(), Offer::Account, false, Expiry::Week).await;
    let (one, two) = tokio::join!(make(&tess), make(&mara));
    let refused = Some(AppError::TooManyLinks { most: MOST });
    assert!(one.is_ok() != two.is_ok() && (one.err() == refused || two.err() == refused));
    assert!(!tess.shares(walker.id).await.unwrap().fits);
    tess.revoke_share(walker.id, id_in(&first)).await.unwrap();
    make(&tess).await.unwrap();
    assert_eq!(make(&tess).await.err(), refused);
    app.wait(7 * DAY);
    let tess = app.sign_in(TESS).await;
    make(&tess).await.unwrap();
    assert_eq!(tess.shares(walker.id).await.unwrap().living.len(), 1);
}

#[tokio::test]
async fn a_link_for_the_account_lets_in_whoever_is_signed_in_there_also_those_who_read_their_own_alone() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let inside = link(&walker.backend, walker.id, Offer::Account, Expiry::Week).await;
    read_own_only(&app).await;
    let omar = app.sign_in(OMAR).await;
    assert_eq!(omar.session(walker.id).await.err(), Some(AppError::NotFound));
    assert!(opens(&omar, &inside).await, "that is what it is for");
    assert!(!opens(&app.sign_in(BEN).await, &inside).await && !opens(&app.nobody(), &inside).await);
    walker.backend.revoke_share(walker.id, id_in(&inside)).await.unwrap();
    assert_eq!(omar.follow_share(&inside, true).await.err(), Some(AppError::DeadLink), "of what they may not read they hear nothing");
    let ended = app.sign_in(MARA).await.follow_share(&inside, true).await;
    assert!(matches!(ended, Ok(Shared::Ended { session, expired: false }) if session == walker.id));
}

#[tokio::test]
async fn every_showing_is_counted_and_no_other_look_is() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let public = link(&walker.backend, walker.id, Offer::Public, Expiry::Day).await;
    let views = async || {
        let page = app.sign_in(TESS).await.shares(walker.id).await.unwrap();
        page.living.into_iter().chain(page.past).map(|row| (row.views, row.last_viewed_at)).collect::<Vec<_>>()
    };
    assert_eq!(views().await, [(0, None)]);
    app.nobody().follow_share(&public, false).await.unwrap();
    assert_eq!(views().await, [(0, None)], "what was not sent was not seen");
    app.wait(60);
    assert!(opens(&app.nobody(), &public).await && opens(&app.sign_in(OMAR).await, &public).await);
    let last = Some(app.now());
    assert_eq!(views().await, [(2, last)]);
    let exports = app.count("audit where action = 'export'").await;
    assert_eq!((exports, app.count("audit where action = 'share'").await), (0, 1), "views are counted, not audited one by one");
    app.wait(DAY);
    assert!(!opens(&app.nobody(), &public).await && !opens(&app.sign_in(TESS).await, &public).await);
    assert_eq!(views().await, [(2, last)]);
}

#[tokio::test]
async fn whoever_is_reading_while_a_link_is_taken_back_is_counted_or_refused() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let reader = app.nobody();
    for _ in 0..3 {
        let public = link(&walker.backend, walker.id, Offer::Public, Expiry::Day).await;
        let reads = || opens(&reader, &public);
        let (a, b, revoked, c, d) =
            tokio::join!(reads(), reads(), walker.backend.revoke_share(walker.id, id_in(&public)), reads(), reads());
        revoked.unwrap();
        let shown = [a, b, c, d].into_iter().filter(|shown| *shown).count();
        let page = walker.backend.shares(walker.id).await.unwrap();
        let row = page.past.iter().find(|row| row.id == id_in(&public)).unwrap();
        assert_eq!(usize::try_from(row.views).unwrap(), shown);
        assert!(!reads().await);
    }

    // It works when the reading begins, and works no longer when it ends.
    let public = link(&walker.backend, walker.id, Offer::Public, Expiry::Day).await;
    let mut taking = app.superuser.begin().await.unwrap();
    let taken_back =
        sqlx::query("update shares set revoked_at = $1, revoked_by = created_by where revoked_at is null").bind(app.now().utc());
    taken_back.execute(&mut *taking).await.unwrap();
    let once_it_waits = async {
        let waiting = "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while app.count(waiting).await == 0 {
            tokio::task::yield_now().await;
        }
        taking.commit().await.unwrap();
    };
    let (shown, ()) = tokio::join!(opens(&reader, &public), once_it_waits);
    assert!(!shown);
    assert_eq!(walker.backend.shares(walker.id).await.unwrap().past[0].views, 0);
}

#[tokio::test]
async fn a_link_outlives_the_login_and_the_access_of_who_made_it() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let public = link(&walker.backend, walker.id, Offer::Public, Expiry::Week).await;
    app.sign_in(ADA).await.set_active(app.user(TESS).await, false).await.unwrap();
    assert!(opens(&app.nobody(), &public).await);
    let mara = app.sign_in(MARA).await;
    assert_eq!(mara.shares(walker.id).await.unwrap().living[0].by.name, "Tess Tanaka");
    mara.revoke_share(walker.id, id_in(&public)).await.unwrap();
    assert!(!opens(&app.nobody(), &public).await);
}

#[tokio::test]
async fn a_link_shows_the_session_as_it_then_stands() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let public = link(&walker.backend, walker.id, Offer::PublicWhole, Expiry::Quarter).await;
    assert!(shown(&app, &public).await.contains("IN PROGRESS"));
    walker.finishes(Outcome::Escalated).await;
    let html = shown(&app, &public).await;
    assert!(!html.contains("IN PROGRESS") && html.contains("Escalated"));
}

#[tokio::test]
async fn what_a_stranger_should_not_learn_is_masked_unless_the_maker_says_otherwise() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    walker.writes("Mailed to ann@fjord.example.", "Reply from 10.20.30.40: bytes=32", choose("yes")).await;
    let redacted = link(&walker.backend, walker.id, Offer::Public, Expiry::Week).await;
    let whole = link(&walker.backend, walker.id, Offer::PublicWhole, Expiry::Week).await;
    let (redacted, whole) = (shown(&app, &redacted).await, shown(&app, &whole).await);
    for secret in ["ann@fjord.example", "10.20.30.40"] {
        assert!(!redacted.contains(secret) && whole.contains(secret), "{secret}");
    }
    assert!(redacted.contains("48213") && redacted.contains("Fjord Shipping"));
    let rows = walker.backend.shares(walker.id).await.unwrap().living;
    assert_eq!(rows.iter().map(|row| row.redacted).collect::<Vec<_>>(), [false, true]);
}

#[tokio::test]
async fn a_public_link_leaves_output_out_unless_it_is_asked_for_and_older_ones_go_on_showing_it() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    walker.writes("The admin password is Hunter22!x.", "Reply from till-7", choose("yes")).await;
    let made = async |offer, output| value(&walker.backend.share(walker.id, id(), offer, output, Expiry::Day).await.unwrap()).to_owned();
    for (offer, asked, shows) in [
        (Offer::Public, false, false),
        (Offer::Public, true, true),
        (Offer::PublicWhole, false, false),
        (Offer::PublicWhole, true, true),
        (Offer::Account, false, true),
    ] {
        let link = made(offer, asked).await;
        let reader = if offer == Offer::Account { app.sign_in(OMAR).await } else { app.nobody() };
        let Ok(Shared::Session(html)) = reader.follow_share(&link, true).await else { panic!("{offer:?}") };
        let html = text_in(&html);
        assert_eq!(html.contains("till-7"), shows, "{offer:?} {asked}");
        assert_eq!(html.contains("Hunter22"), !offer.redacted());
        let row = walker.backend.shares(walker.id).await.unwrap().living.into_iter().find(|row| row.id == id_in(&link)).unwrap();
        assert_eq!(row.with_output, shows);
        if offer != Offer::Account {
            let reading = walker.backend.preview_share(walker.id, offer, asked).await.unwrap();
            let read: String = reading.parts.iter().map(|part| part.text.as_str()).collect();
            assert_eq!((read.contains("till-7"), read.contains("Hunter22")), (shows, !offer.redacted()), "its maker saw that before");
            assert_eq!(reading.parts.iter().any(|part| part.is_mask), offer.redacted());
            assert_eq!(reading.redacted.as_deref(), offer.redacted().then_some("1 password"));
        }
    }
    // As the version before made them.
    let old = made(Offer::Public, false).await;
    sqlx::query("update shares set with_output = default where id = $1").bind(id_in(&old).0).execute(&app.superuser).await.unwrap();
    assert!(shown(&app, &old).await.contains("till-7"));
    let told: Option<bool> =
        sqlx::query_scalar("select (after ->> 'output')::boolean from audit where action = 'share' order by id limit 1")
            .fetch_one(&app.superuser)
            .await
            .unwrap();
    assert_eq!(told, Some(false));
}

#[tokio::test]
async fn a_link_is_looked_at_before_it_is_made_by_those_alone_who_may_make_it() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    for (who, public) in [(TESS, None), (OMAR, Some(AppError::Forbidden)), (MARA, None), (BEN, Some(AppError::NotFound))] {
        let previewed = app.sign_in(who).await.preview_share(walker.id, Offer::Public, false).await;
        assert_eq!(previewed.err(), public, "{who}");
    }
    assert_eq!(app.nobody().preview_share(walker.id, Offer::Public, false).await.err(), Some(AppError::NotSignedIn));
    assert_eq!(app.count("shares").await + app.count("audit where action = 'share'").await, 0, "looking makes nothing");
}

#[tokio::test]
async fn guessing_is_slowed_down_and_keeps_nobody_out_who_has_a_link() {
    let app = TestApp::start().await;
    let walker = walked(&app).await;
    let public = link(&walker.backend, walker.id, Offer::Public, Expiry::Week).await;
    let inside = link(&walker.backend, walker.id, Offer::Account, Expiry::Week).await;
    let at = |address: &str| app.service.backend(Caller { address: Some(address.parse().unwrap()), ..Caller::default() });
    let office = at("192.0.2.1");
    for round in 0..50 {
        // A right link that does not let them in is no less a try: else there would be a difference.
        let tried = if round % 2 == 0 { "x" } else { &inside };
        assert_eq!(office.follow_share(tried, true).await.err(), Some(AppError::DeadLink));
    }
    for tried in ["x", &inside] {
        assert_eq!(office.follow_share(tried, true).await.err(), Some(AppError::TooMany { retry_after: Seconds(10) }));
    }
    assert!(opens(&office, &public).await);
    assert_eq!(office.link("x").await.err(), Some(AppError::DeadLink), "one-time links are counted apart");
    assert_eq!(at("192.0.2.2").follow_share("x", true).await.err(), Some(AppError::DeadLink));
    app.wait(10);
    assert_eq!(office.follow_share("x", true).await.err(), Some(AppError::DeadLink));
}
