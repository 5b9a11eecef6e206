use super::{PATH, draft, page, shows, small};
use crate::support::fixtures::user;
use crate::support::{Fake, visit};
use app::backend::views::Person;
use app::backend::views::drafts::DraftPage;
use resolutionflow::tree::TreeDocument;
use serde_json::json;

#[tokio::test]
async fn a_technician_sees_nothing_of_a_draft() {
    for path in [PATH.to_owned(), format!("{PATH}/text"), format!("{PATH}/changes"), "/trees/new".to_owned()] {
        let page = visit(&path).over(Fake { draft: Ok(small()), ..Fake::default() }).answer().await;
        assert_eq!(page.status, 403, "{path}");
        assert!(!page.html.says("Is it on?") && !page.html.contains("form", &[("id", "step-form")]));
    }
}

#[tokio::test]
async fn the_top_says_what_the_draft_is_and_what_can_be_done() {
    let draft = DraftPage {
        undo: Some("The title of step “ask”".to_owned()),
        newer: Some(5),
        present: vec![Person { id: user(2), name: "Tess".to_owned() }],
        ..small()
    };
    let page = shows(PATH, draft).await;
    assert_eq!((page.status, page.html.element("h1", &[]).text().as_str()), (200, "VPN"));
    for said in [
        "Draft on version 4",
        "by Mara",
        "problems",
        "Also here now: Tess",
        "Undo takes back: The title of step “ask”",
        "Version 5 of this tree",
    ] {
        assert!(page.html.says(said), "{said} in {}", page.html.text());
    }
    let buttons = page.html.elements("button", &[("form", "head-form")]);
    let deeds: Vec<_> = buttons.iter().filter_map(|button| button.attr("value")).collect();
    // Enter presses the first one.
    assert_eq!(deeds, ["save", "undo", "preview", "publish", "discard"]);
}

#[tokio::test]
async fn steps_stand_in_the_trees_order_and_those_that_nothing_leads_to_under_a_heading() {
    let page = shows(PATH, small()).await;
    let lists = page.html.elements("ol", &[("class", "tree-outline")]);
    assert_eq!(lists.iter().map(|list| list.count("li", &[("class", "outline-node")])).collect::<Vec<_>>(), [3, 1]);
    let first = lists[0].text();
    assert!(first.contains("1. Is it on?") && first.contains("2. It works") && first.contains("3. Switch it on"), "{first}");
    assert!(first.contains("Odd → “Call the ISP”, which is not there yet"), "{first}");
    assert!(first.contains("→ see 1. Is it on?"));
    assert!(page.html.says("Nothing leads here yet") && lists[1].says("4. Alone"));
    assert!(page.html.leads_to(&format!("{PATH}?step=do")) && lists[0].says("1 problem"));
}

#[tokio::test]
async fn the_script_finds_its_keys_rows_and_folds() {
    let page = shows(&format!("{PATH}?step=ask"), small()).await;
    assert!(
        page.html.contains("script", &[("src", "/editor.js")]) && page.html.contains("p", &[("id", "editor-state"), ("role", "status")])
    );
    // What nothing stands below of is not folded.
    assert_eq!(page.html.elements("button", &[("class", "folds")]).len(), 1);
    let keys: Vec<_> = page.html.elements("li", &[("class", "outline-node")]).iter().filter_map(|row| row.attr("data-key")).collect();
    assert_eq!(keys, ["ask", "end", "do", "alone"]);
    // Which of them change places: the answers of a decision, and what nothing leads to.
    let groups: Vec<_> = page.html.elements("li", &[("class", "outline-node")]).iter().map(|row| row.attr("data-group")).collect();
    assert_eq!(groups, [None, Some("1"), Some("1"), Some("0")]);
    assert_eq!(page.html.elements("legend", &[("draggable", "true")]).len(), 3, "of the new one there is nothing to drag");
    let answers: Vec<_> = page.html.elements("fieldset", &[]).iter().filter_map(|row| row.attr("data-key")).collect();
    assert_eq!(answers, ["yes", "no", "odd", ""]);
    let list = page.html.element("dl", &[("class", "keys-list")]);
    for (name, kept, value) in [
        ("Enter", "data-goal", "#form-title"),
        ("Alt+2", "data-kind", "action"),
        ("Delete", "data-deed", "remove"),
        ("v", "data-deed", "preview-here"),
    ] {
        assert_eq!(list.element("dt", &[("data-keys", name)]).attr(kept), Some(value), "{name}");
    }
}

#[tokio::test]
async fn a_step_is_gone_to_by_its_number_or_title() {
    for step in ["2", "It+works", "it+WORKS", "end", "2.+It+works+%5Bend%5D"] {
        let page = shows(&format!("{PATH}?step={step}"), small()).await;
        assert_eq!(page.html.element("form", &[("id", "step-form")]).value("step").as_deref(), Some("end"), "{step}");
    }
    let page = shows(&format!("{PATH}?step=nothing"), small()).await;
    assert!(page.html.says("There is no such step"));
}

#[tokio::test]
async fn a_draft_without_steps_offers_the_first_one() {
    let empty = TreeDocument { format: "resolutionflow.tree/1".into(), name: String::new(), ..TreeDocument::default() };
    let page = shows(PATH, page(empty)).await;
    assert!(page.html.says("There is no step yet.") && page.html.says("Tree without a name"));
    let form = page.html.form("/api/save_head");
    assert!(form.contains("button", &[("value", "add-step")]) && form.contains("input", &[("name", "form[below]")]));
}

#[tokio::test]
async fn ten_thousand_steps_are_shown_in_part_around_the_chosen_one() {
    let node =
        |at: usize| json!({"id": format!("n{at}"), "type": "action", "title": format!("T{at}"), "next_node_id": format!("n{}", at + 1)});
    let nodes: Vec<_> = (0..9_999).map(node).chain([json!({"id": "n9999", "type": "solution", "title": "End"})]).collect();
    let page = shows(&format!("{PATH}?step=n5000"), draft(json!(nodes))).await;
    assert_eq!(page.html.count("li", &[("class", "outline-node")]), 200);
    assert!(page.html.says("5001. T5000") && page.html.says("Steps 4701 to 4900 of 10000"));
    assert!(page.html.count("option", &[]) < 600 && page.html.source().len() < 600_000, "{}", page.html.source().len());
}

#[tokio::test]
async fn the_head_has_a_form_of_its_own_and_its_key_only_until_it_is_published() {
    let page = shows(PATH, small()).await;
    let form = page.html.form("/api/save_head");
    assert_eq!((form.value("form[name]").as_deref(), form.value("form[root]").as_deref()), (Some("VPN"), Some("1. Is it on? [ask]")));
    assert!(form.contains("input", &[("name", "form[key]"), ("type", "hidden")]));
    let mut new = small();
    new.card.base = None;
    let page = shows(PATH, new).await;
    assert_eq!(page.html.field("Key").attr("value"), Some("vpn"));
    assert!(page.html.says("Draft of a new tree"));
}
