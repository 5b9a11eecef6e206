use app::api::drafts::ReplaceInDraft;
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use serde_json::json;

use super::{PATH, draft};
use crate::support::fixtures::{HOSTILE, manager, technician};
use crate::support::{Answer, Fake, visit};

fn over() -> Fake {
    let page = draft(json!([
        {"id": "ask", "type": "decision", "title": "Does Outlook open?", "body": "Start outlook.\n\nOutlooks", "options": [
            {"id": "yes", "label": "Outlook opens", "next_node_id": "do"}, {"id": "no", "label": "No", "next_node_id": "do"}]},
        {"id": "do", "type": "action", "title": HOSTILE, "next_node_id": "ask", "commands": [
            {"label": "End Outlook", "shell": "cmd", "text": "taskkill /im OUTLOOK.EXE"}]},
    ]));
    Fake { draft: Ok(page), ..Fake::default() }
}

async fn asks(query: &str) -> Answer {
    visit(&format!("{PATH}/replace{query}")).by(manager()).over(over()).answer().await
}

#[tokio::test]
async fn each_place_is_shown_in_its_line_with_a_tick_and_a_way_to_its_step() {
    let empty = asks("").await;
    assert!(!empty.html.offers(ReplaceInDraft::url()) && empty.html.says("no sign in it means anything else"));
    let page = asks("?find=outlook&with=Mail&words=1").await;
    assert!(page.html.says("Found in 5 places"));
    let form = page.html.form(ReplaceInDraft::url());
    let ticks = form.elements("input", &[("type", "checkbox")]);
    assert!(ticks.len() == 5 && ticks.iter().all(|tick| tick.is("checked")));
    assert_eq!(
        (form.value("form[find]"), form.value("form[with]"), form.value("form[words]")),
        (Some("outlook".into()), Some("Mail".into()), Some("1".into()))
    );
    assert_eq!(form.value("base_revision").as_deref(), Some("7"));
    assert!(form.says("Step 1: Does Outlook open?") && form.says("answer 1") && form.says("purpose of command 1"));
    assert!(form.leads_to(&format!("{PATH}?step=do")));
    assert_eq!(asks("?find=outlook&case=1").await.html.count("mark", &[]), 1, "one is written in small letters");
    assert!(asks("?find=xyzzy").await.html.says("Not found"));
    let none = asks("?find=outlook&tick=none").await;
    assert!(none.html.form(ReplaceInDraft::url()).elements("input", &[("type", "checkbox")]).iter().all(|tick| !tick.is("checked")));
}

#[tokio::test]
async fn what_is_too_long_is_said_and_a_refusal_keeps_ticks_and_texts() {
    let page = asks(&format!("?find={}", "x".repeat(201))).await;
    assert!(page.html.says("Find is 201 characters long; at most 200 fit"));
    let typed = [("form[find]", "outlook"), ("form[with]", "Mail"), ("form[hits][h2]", "1"), ("base_revision", "7")];
    let refuse = async |error: AppError, typed: &[(&str, &str)]| {
        visit(&format!("{PATH}/replace")).by(manager()).over(over()).refused(ReplaceInDraft::url(), error, typed).answer().await
    };
    let again = refuse(AppError::Busy, &typed).await;
    let ticked = |page: &Answer| {
        let form = page.html.form(ReplaceInDraft::url());
        form.elements("input", &[("type", "checkbox")]).iter().map(|tick| tick.is("checked")).collect::<Vec<_>>()
    };
    assert_eq!(ticked(&again), [false, false, true, false, false, false]);
    assert_eq!(again.html.form(ReplaceInDraft::url()).value("form[with]").as_deref(), Some("Mail"));
    let moved = refuse(AppError::BadEdit("x".into()), &[typed[0], typed[1], typed[2], ("base_revision", "5")]).await;
    assert!(!ticked(&moved).contains(&true), "a place of another revision may be another one");
    let none = refuse(AppError::invalid("form[hits]", Fault::NotChosen), &typed[..2]).await;
    assert!(none.html.says("What is to be replaced must be chosen"));
}

#[tokio::test]
async fn it_is_for_those_who_write() {
    assert_eq!(visit(&format!("{PATH}/replace?find=x")).by(technician()).over(over()).answer().await.status, 403);
}
