//! Forms that are refused: the right status, clear words, nothing half-written, nothing lost that was typed.

use super::browser::Browser;
use crate::app::TestApp;
use crate::database::proxy::{Proxy, Weather};
use crate::fixtures::{MARA, OMAR, PASSWORD, TESS, Walker, choose, complete, tree};
use resolutionflow::outcome::Outcome;
use server::store;

#[tokio::test]
async fn what_does_not_fit_is_marked_and_kept() {
    let app = TestApp::start().await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/start?tree=vpn").await;
    let long = "x".repeat(65);
    let form = browser.form("/api/start_walk", "ticket").with("ticket", &long).with("client", "Fjord & <Sons>");
    browser.submits(form).await;
    assert_eq!(browser.status, 422);
    assert!(browser.text().contains("is 65 characters long; at most 64 fit"), "{}", browser.text());
    let again = browser.form("/api/start_walk", "ticket");
    assert_eq!((again.value("ticket"), again.value("client")), (long.as_str(), "Fjord & <Sons>"));
    assert_eq!(app.count("sessions").await + app.count("clients").await, 0);
    browser.submits(again.with("ticket", "48213")).await;
    assert_eq!((browser.status.as_u16(), app.count("sessions").await), (200, 1));
}

#[tokio::test]
async fn completing_without_an_outcome_or_with_an_unknown_one_is_refused() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}/complete", walker.id)).await;
    let form = browser.form("/api/complete_walk", "outcome").with("outcome_notes", "Nearly </textarea><script>alert(1)</script>");
    browser.submits(form.clone()).await;
    assert_eq!(browser.status, 422);
    let again = browser.form("/api/complete_walk", "outcome");
    assert_eq!(again.value("outcome_notes"), "Nearly </textarea><script>alert(1)</script>");
    browser.submits(again.with("outcome", "solved")).await;
    assert_eq!(browser.status, 422);
    let again = browser.form("/api/complete_walk", "outcome");
    browser.submits(again.with("outcome", "cancelled")).await;
    assert_eq!(browser.status, 422);
    assert!(walker.session().await.completion().is_none());
}

#[tokio::test]
async fn a_stale_tab_is_told_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}/walk", walker.id)).await;
    let stale = browser.form("/api/take_step", "base_revision").with("act", "choose:no").with("notes", "typed in the other tab");
    let after = walker.does(choose("yes")).await;
    browser.submits(stale).await;
    assert_eq!(browser.status, 409);
    assert!(browser.text().contains("This session has moved on"), "{}", browser.text());
    assert!(browser.html.contains("typed in the other tab"), "{}", browser.text());
    assert_eq!(walker.session().await, after);
}

#[tokio::test]
async fn completing_twice_is_a_conflict() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}/complete", walker.id)).await;
    let form = browser.form("/api/complete_walk", "outcome").with("outcome", "escalated");
    let completed = walker.does(complete(Outcome::Resolved)).await;
    browser.submits(form).await;
    assert_eq!(browser.status, 409);
    assert_eq!(walker.session().await, completed);
}

#[tokio::test]
async fn another_technicians_walk_cannot_be_walked() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut tess = Browser::of(&app, TESS).await;
    tess.goes_to(&format!("/sessions/{}/walk", walker.id)).await;
    let form = tess.form("/api/take_step", "base_revision").with("act", "choose:yes");
    let before = walker.session().await;
    let mut omar = Browser::of(&app, OMAR).await;
    omar.goes_to(&format!("/sessions/{}/walk", walker.id)).await;
    assert_eq!(omar.status, 200);
    omar.submits(form).await;
    assert_eq!(omar.status, 403);
    assert!(omar.text().contains("Another technician holds this session."), "{}", omar.text());
    assert_eq!(walker.session().await, before);
}

#[tokio::test]
async fn a_login_that_ended_does_not_take_along_what_was_typed() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}/walk", walker.id)).await;
    let form = browser.form("/api/take_step", "base_revision").with("act", "choose:yes");
    sqlx::query("delete from logins").execute(&app.superuser).await.unwrap();
    browser.submits(form.clone().with("notes", "The lamp <blinks>")).await;
    assert_eq!(browser.status, 401);
    assert!(browser.text().contains("Your login has ended") && browser.text().contains("The lamp <blinks>"), "{}", browser.text());
    let sign_in = browser.form("/api/sign_in", "email").with("email", TESS).with("password", PASSWORD);
    browser.submits(sign_in).await;
    assert_eq!((browser.status.as_u16(), browser.address.as_str()), (200, format!("/sessions/{}/walk", walker.id).as_str()));
    assert_eq!(walker.session().await.revision, 0);
    sqlx::query("delete from logins").execute(&app.superuser).await.unwrap();
    browser.submits(form.with("notes", "")).await;
    assert_eq!(browser.status, 200, "nothing was typed, so the way to the sign-in page is enough");
}

#[tokio::test]
async fn a_login_that_ended_does_not_take_along_a_long_text_either() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}/walk", walker.id)).await;
    let long = "ä".repeat(30_000);
    let form = browser.form("/api/take_step", "base_revision").with("act", "choose:yes").with("output", &long);
    app.wait(15 * 24 * 3600);
    browser.submits(form).await;
    assert_eq!(browser.status, 401);
    assert!(browser.html.contains(&long), "{}", browser.text());
}

#[tokio::test]
async fn a_form_of_megabytes_is_shown_again_and_a_larger_one_is_refused_in_words() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}/walk", walker.id)).await;
    let form = browser.form("/api/take_step", "base_revision").with("act", "choose:yes");
    let long = "ä".repeat(1_500_000);
    browser.submits(form.clone().with("notes", &long)).await;
    assert_eq!(browser.status, 422);
    assert!(browser.html.contains(&long) && browser.text().contains("is 1500000 characters long; at most 8000 fit"));
    browser.submits(form.with("notes", &long.repeat(2))).await;
    assert_eq!(browser.status, 413);
    assert!(browser.text().contains("Too much was sent"), "{}", browser.text());
    assert_eq!(walker.session().await.revision, 0);
}

#[tokio::test]
async fn a_file_with_very_many_or_very_long_problems_is_refused_with_the_first_hundred() {
    let app = TestApp::start().await;
    let mut manager = Browser::of(&app, MARA).await;
    manager.goes_to("/trees/upload").await;
    let whole = tree("vpn").to_string();
    let long = "ü".repeat(550_000);
    let lost: String = (0..25_000).map(|id| format!(r#"{{"id":"{id}","type":"action","title":"x","next_node_id":"{id}"}},"#)).collect();
    let loops: String =
        (0..8_000).map(|id| format!(r#"{{"id":"{id}","type":"action","title":"x","next_node_id":"{}"}},"#, (id + 1) % 8_000)).collect();
    let wordy: String = (0..100).map(|id| format!(r#"{{"id":"{id}{}","type":"action","title":""}},"#, &long[..30_000])).collect();
    for (rest, told) in [(lost, "50001 problems"), (loops, "16000 problems"), (wordy, "problems")] {
        manager.uploads("/api/upload_tree", "document", whole.replacen("\"nodes\":[", &format!("\"nodes\":[{rest}"), 1).as_bytes()).await;
        assert_eq!(manager.status, 422);
        assert!(
            manager.text().contains(told) && manager.page().elements("ol", &[("class", "problems")])[0].count("li", &[]) == 100,
            "{told}"
        );
        assert!(manager.html.len() < 400_000, "{}", manager.html.len());
    }
    manager.uploads("/api/upload_tree", "document", whole.replacen("\"action\"", &format!("\"{long}\""), 1).as_bytes()).await;
    assert_eq!(manager.status, 422);
    assert!(manager.text().contains("This file cannot be read: line ") && manager.html.len() < 50_000, "{}", manager.text());
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_in_words() {
    let app = TestApp::start().await;
    let mut manager = Browser::of(&app, MARA).await;
    for length in [resolutionflow::tree::MAX_BYTES + 1, 6_000_000] {
        manager.goes_to("/trees/upload").await;
        manager.uploads("/api/upload_tree", "document", &vec![b' '; length]).await;
        assert_eq!(manager.status, 413);
        assert!(manager.text().contains("Too much was sent.") && manager.text().contains("at most 4 MB"), "{}", manager.text());
    }
}

#[tokio::test]
async fn an_upload_that_is_no_form_of_several_parts_is_malformed_and_nobody_has_to_panic() {
    let app = TestApp::start().await;
    let mut manager = Browser::of(&app, MARA).await;
    manager.goes_to("/trees/upload").await;
    let form = manager.form("/api/upload_tree", "document");
    manager.submits(form).await;
    assert_eq!(manager.status, 400);
}

#[tokio::test]
async fn a_session_closed_from_a_filtered_list_can_be_taken_back_there() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut manager = Browser::of(&app, MARA).await;
    manager.goes_to("/sessions?state=active&technician=anyone").await;
    let close = manager.form("/api/close_session", "Close session as").with("outcome", "unresolved");
    manager.submits(close).await;
    assert!(manager.text().contains("No session matches"), "{}", manager.text());
    let undo = manager.form("/api/undo_close", "Take it back");
    manager.submits(undo).await;
    assert!(manager.text().contains("Session reopened"), "{}", manager.text());
    assert!(walker.session().await.completion().is_none());
}

#[tokio::test]
async fn the_ticket_is_corrected_in_passing_and_the_walk_goes_on() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}?edit=facts&from=walk", walker.id)).await;
    let form = browser.form("/api/edit_facts", "ticket").with("ticket", "48213");
    browser.submits(form).await;
    assert_eq!(browser.address, format!("/sessions/{}/walk", walker.id));
    assert!(browser.text().contains("48213"), "{}", browser.text());
}

#[tokio::test]
async fn a_form_of_which_nobody_knows_whether_it_was_saved_comes_back_filled_in_and_says_so() {
    let mut app = TestApp::start().await;
    let proxy = Proxy::before(&app).await;
    app.service = app.server_on(store::pool().connect_with(proxy.options()).await.unwrap());
    let mut browser = Browser::of(&app, MARA).await;
    browser.goes_to("/admin/categories").await;
    let form = browser.form("/api/rename_category", "name").with("name", "Cables & <plugs>");
    proxy.set(Weather::LosesTheCommit);
    browser.submits(form).await;
    assert!(proxy.is_fair());
    assert_eq!((browser.status.as_u16(), browser.headers["retry-after"].as_bytes()), (503, &b"5"[..]));
    assert!(browser.text().contains("that is unknown. Look before you try again."), "{}", browser.text());
    let again = browser.form("/api/rename_category", "name");
    assert_eq!(again.value("name"), "Cables & <plugs>");
    browser.submits(again).await;
    assert_eq!(browser.status, 200);
    assert!(browser.text().contains("Cables & <plugs>"), "{}", browser.text());
}
