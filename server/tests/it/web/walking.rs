//! A whole walk without JavaScript, and what is to be read of it afterwards.

use export::Format;
use serde_json::Value;

use super::browser::{Browser, Form};
use crate::app::TestApp;
use crate::fixtures::TESS;

/// The form beside the open step, with a button pressed.
fn press(browser: &Browser, act: &str) -> Form {
    browser.form("/api/take_step", "base_revision").with("act", act)
}

#[tokio::test]
async fn a_walk_from_start_to_outcome_history_and_exports() {
    let app = TestApp::start().await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/start?tree=vpn&ticket=48213&client=Fjord").await;
    let form = browser.form("/api/start_walk", "ticket");
    assert_eq!((form.value("ticket"), form.value("client")), ("48213", "Fjord"));
    browser.submits(form).await;
    assert_eq!(browser.status, 200);
    let walk = browser.address.clone();
    assert!(walk.ends_with("/walk") && browser.text().contains("Is it plugged in?"), "{walk}");

    app.wait(30);
    let form = press(&browser, "choose:yes").with("notes", "Behind the desk.\r\nDusty.").with("output", "Reply from 10.10.0.1");
    browser.submits(form).await;
    assert!(browser.text().contains("Ping the gateway") && browser.text().contains("Test-Connection {{gateway}}"));
    let form = press(&browser, "save").with("values[gateway]", "10.10.0.1").with("scratchpad", "Jotted down.");
    browser.submits(form).await;
    assert!(browser.text().contains("Test-Connection 10.10.0.1"));
    app.wait(61);
    let form = press(&browser, "park");
    browser.submits(form).await;
    app.wait(600);
    browser.goes_to(&walk).await;
    let form = press(&browser, "resume");
    browser.submits(form).await;
    app.wait(9);
    for act in ["continue", "back", "continue", "choose:done"] {
        let form = press(&browser, act);
        browser.submits(form).await;
        assert_eq!(browser.status, 200, "{act}: {}", browser.text());
        app.wait(5);
    }
    browser.goes_to(&walk.replace("/walk", "/complete")).await;
    let form = browser.form("/api/complete_walk", "outcome").with("outcome", "resolved").with("outcome_notes", "Plugged in.");
    browser.submits(form).await;
    assert_eq!(browser.status, 200);
    assert!(browser.text().contains("Resolved") && browser.text().contains("Plugged in."), "{}", browser.text());

    let session = walk.trim_end_matches("/walk").to_owned();
    browser.goes_to("/sessions").await;
    assert!(browser.text().contains("48213") && browser.text().contains("Fjord") && browser.text().contains("Resolved"));
    // 30 + 61 + 9 before the steps that took 5 each, four of them with the solution.
    for format in Format::ALL {
        browser.fetches(&format!("{session}/export.{}", format.ending())).await;
        assert_eq!(browser.status, 200);
        if format == Format::Pdf {
            continue;
        }
        assert!(browser.html.contains(if format == Format::Json { "120" } else { "2 min 00 s (120 s)" }), "{}", browser.html);
        assert!(browser.html.contains("Dusty."), "{}", browser.html);
    }
    browser.fetches(&format!("{session}/export.json")).await;
    let export: Value = serde_json::from_str(&browser.html).unwrap();
    let records: Value = sqlx::query_scalar("select decisions from sessions").fetch_one(&app.superuser).await.unwrap();
    assert_eq!(export["decisions"], records);
}

#[tokio::test]
async fn a_double_submit_of_any_form_does_it_once() {
    let app = TestApp::start().await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/start?tree=vpn").await;
    let start = browser.form("/api/start_walk", "ticket");
    let mut other = browser.another();
    tokio::join!(browser.submits(start.clone()), other.submits(start));
    assert_eq!((app.count("sessions").await, &browser.address), (1, &other.address));
    let step = press(&browser, "choose:yes");
    tokio::join!(browser.submits(step.clone()), other.submits(step));
    assert_eq!((browser.status.as_u16(), other.status.as_u16()), (200, 200));
    assert_eq!(app.count("commands").await, 2);
}
