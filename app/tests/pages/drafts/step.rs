use super::{PATH, draft, shows, small};
use crate::support::fixtures::{HOSTILE, manager};
use crate::support::{Fake, visit};
use app::api::drafts::SaveStep;
use app::error::{AppError, Fault, FieldError};
use leptos::server_fn::ServerFn;
use serde_json::json;

const LONG: &str = "One \"two\" 'three' <four> &amp;\r\n\r\n\u{5d0}\u{5d1} 🦊\r\nend";

#[tokio::test]
async fn every_button_of_a_step_sends_all_of_its_fields() {
    let page = shows(&format!("{PATH}?step=ask"), small()).await;
    let form = page.html.element("form", &[("id", "step-form")]);
    assert_eq!(form.attr("action"), Some(SaveStep::url()));
    for (name, value) in [
        ("draft", &PATH["/drafts/".len()..]),
        ("base_revision", "7"),
        ("step", "ask"),
        ("form[title]", "Is it on?"),
        ("form[body]", "Look at the lamp."),
        ("form[kind]", "decision"),
        ("form[answers][0][id]", "yes"),
        ("form[answers][0][label]", "Yes"),
        ("form[answers][0][to]", "2. It works [end]"),
        ("form[answers][2][to]", "Call the ISP"),
        ("form[answers][3][id]", ""),
    ] {
        assert_eq!(form.value(name).as_deref(), Some(value), "{name}");
    }
    // A button with a name of its own form would leave the fields behind.
    let own: Vec<_> = form.elements("button", &[]);
    assert!(
        own.iter()
            .all(|button| button.attr("form").is_none() && button.attr("formaction").is_none() && button.attr("name") == Some("deed"))
    );
    let deeds: Vec<_> = own.iter().filter_map(|button| button.attr("value")).collect();
    for deed in ["save", "add-row", "create:2", "remove-row:0", "move-row:1.0", "add-step", "down", "remove", "remove-branch", "paste"] {
        assert!(deeds.contains(&deed), "{deed} in {deeds:?}");
    }
    for deed in ["create:0", "move-row:0.0", "up", "root"] {
        assert!(!deeds.contains(&deed), "{deed}");
    }
    assert!(form.leads_to(&format!("{PATH}/tree.md?branch=ask")) && form.contains("textarea", &[("name", "form[branch]")]));
    // All commands of the page have ids of their own.
    assert_ne!(form.value("command_id"), form.value("then_id"));
}

#[tokio::test]
async fn what_a_step_has_depends_on_its_type() {
    let page = shows(&format!("{PATH}?step=do"), small()).await;
    let form = page.html.element("form", &[("id", "step-form")]);
    assert_eq!(form.value("form[commands][0][text]").as_deref(), Some("ping -c 1 gateway\necho done"));
    assert_eq!(
        (form.value("form[commands][0][shell]").as_deref(), form.value("form[next]").as_deref()),
        (Some("bash"), Some("1. Is it on? [ask]"))
    );
    let page = shows(&format!("{PATH}?step=end"), small()).await;
    assert_eq!(page.html.element("form", &[("id", "step-form")]).value("form[outcome]").as_deref(), Some("resolved"));
    assert!(page.html.says("Reached from: 1. Is it on? by “Yes”") && page.html.says("1 link to this step will lead to nothing"));
    let page = shows(&format!("{PATH}?step=alone"), small()).await;
    assert!(page.html.says("Nothing leads here yet.") && page.html.says("Nothing leads to this step."));
}

#[tokio::test]
async fn problems_stand_at_their_step_with_what_puts_them_right() {
    let page = shows(&format!("{PATH}?step=ask"), small()).await;
    let here = page.html.element("div", &[("aria-labelledby", "problems-here")]);
    assert!(here.says("Call the ISP"), "{}", here.text());
    let fix = here.element("button", &[("name", "deed")]);
    assert!(fix.attr("value").unwrap().starts_with("fix:"), "the fix is named by its place alone");
    assert!(!shows(&format!("{PATH}?step=end"), small()).await.html.contains("div", &[("aria-labelledby", "problems-here")]));
}

#[tokio::test]
async fn a_refused_form_keeps_everything_that_was_typed() {
    let errors = vec![FieldError { field: "form[answers][1][to]".to_owned(), fault: Fault::Unclear }];
    let typed = [
        ("draft", &PATH["/drafts/".len()..]),
        ("step", "ask"),
        ("base_revision", "3"),
        ("form[title]", "\u{5d0} “new” 'title' 🦊"),
        ("form[body]", LONG),
        ("form[kind]", "action"),
        ("form[was]", "decision"),
        ("form[answers][0][id]", "yes"),
        ("form[answers][0][label]", HOSTILE),
        ("form[answers][0][to]", "2"),
        ("form[answers][1][id]", ""),
        ("form[answers][1][label]", "New"),
        ("form[answers][1][to]", "It works"),
        ("form[below]", "Later"),
        ("form[seen]", "abc"),
    ];
    let page = visit(&format!("{PATH}?step=ask"))
        .by(manager())
        .over(Fake { draft: Ok(small()), ..Fake::default() })
        .refused(SaveStep::url(), AppError::Invalid(errors), &typed)
        .answer()
        .await;
    let form = page.html.element("form", &[("id", "step-form")]);
    for (name, value) in typed {
        // HTML has one kind of line end; a browser sends CRLF again.
        assert_eq!(form.value(name).map(|sent| sent.replace('\n', "\r\n")).as_deref(), Some(value), "{name}");
    }
    assert!(page.html.says("Leads to could be several steps"));
    assert!(!page.html.has("<script>alert(1)"));
}

#[tokio::test]
async fn a_step_that_somebody_deleted_gives_back_what_was_typed_for_it() {
    let typed = [("step", "gone"), ("form[title]", "My title"), ("form[body]", "My text")];
    let page = visit(&format!("{PATH}?step=gone"))
        .by(manager())
        .over(Fake { draft: Ok(small()), ..Fake::default() })
        .refused(SaveStep::url(), AppError::BadEdit("There is no step “gone”.".to_owned()), &typed)
        .answer()
        .await;
    assert!(page.html.says("There is no such step") && page.html.says("My title") && page.html.says("My text"));
}

#[tokio::test]
async fn a_draft_that_has_ended_gives_back_what_was_typed_for_it_and_what_the_browser_keeps() {
    for (published, words) in [(Some(2), "published meanwhile, as version 2"), (None, "Bring it back")] {
        let ended = AppError::DraftEnded(published);
        let typed = [("step", "ask"), ("form[title]", "My title"), ("form[body]", "My text")];
        let page = visit(&format!("{PATH}?step=ask"))
            .by(manager())
            .over(Fake { draft: Err(ended.clone()), ..Fake::default() })
            .refused(SaveStep::url(), ended, &typed)
            .answer()
            .await;
        assert_eq!(page.status, 409);
        assert!(page.html.says(words) && page.html.says("My title") && page.html.says("My text"));
        // A discarded one may be brought back, and goes on then.
        assert_eq!(page.html.contains("script", &[("src", "/editor.js")]), published.is_some());
        assert!(page.html.leads_to("/trees"));
    }
}

#[tokio::test]
async fn hostile_texts_are_texts() {
    let nodes = json!([{"id": HOSTILE, "type": "decision", "title": HOSTILE, "body": HOSTILE, "options": [
        {"id": HOSTILE, "label": HOSTILE, "next_node_id": HOSTILE}, {"id": "b", "label": "\u{5d0}\u{5d1}", "next_node_id": format!("{HOSTILE}2")}]}]);
    let step: String = form_urlencoded(HOSTILE);
    for path in [PATH.to_owned(), format!("{PATH}?step={step}"), format!("{PATH}/text")] {
        let page = shows(&path, draft(nodes.clone())).await;
        assert_eq!(page.status, 200);
        assert!(!page.html.has("<script>alert(1)"), "{path}");
        assert!(page.html.undirected().is_empty(), "{path}: {:?}", page.html.undirected());
    }
    let page = shows(&format!("{PATH}?step={step}"), draft(nodes)).await;
    let form = page.html.element("form", &[("id", "step-form")]);
    assert_eq!(form.value("form[body]").as_deref(), Some(HOSTILE));
}

fn form_urlencoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}
