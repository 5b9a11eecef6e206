use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{PATH, draft, small};
use crate::support::fixtures::{built, manager};
use crate::support::{Fake, visit};
use app::backend::views::insights::MapFigures;
use resolutionflow::insights::{Period, day};
use resolutionflow::stats::{NodeFigures, NodeKey, OptionFigures, OptionKey};
use serde_json::{Value, json};

async fn steps(page: app::backend::views::drafts::DraftPage, query: &str) -> (crate::support::Answer, Vec<String>) {
    let fake = Fake { draft: Ok(page), ..Fake::default() };
    let answer = visit(&format!("{PATH}/map{query}")).by(manager()).over(fake).answer().await;
    let hrefs = answer.html.elements("a", &[("class", "map-step")]).into_iter().filter_map(|step| step.attr("href").map(str::to_owned));
    let hrefs = hrefs.collect();
    (answer, hrefs)
}

#[tokio::test]
async fn each_step_of_the_map_opens_its_form_and_says_what_is_wrong_with_it() {
    let (page, hrefs) = steps(small(), "").await;
    assert_eq!(page.status, 200);
    let expected: Vec<String> = ["ask", "end", "do", "alone"].map(|step| format!("{PATH}?step={step}")).into();
    assert_eq!(hrefs, expected, "in the order of the outline");
    assert!(page.html.says("1 way to nowhere yet"), "{}", page.html.text());
    assert!(page.html.leads_to(PATH) && page.html.leads_to(&format!("{PATH}/map?zoom=45")));
}

#[tokio::test]
async fn of_a_large_draft_the_steps_around_one_are_drawn_and_flags_lead_on() {
    let node = |at: usize| json!({"id": format!("s{at}"), "type": "action", "title": format!("Step {at}"), "next_node_id": format!("s{}", at + 1)});
    let nodes: Vec<Value> = (0..1_000).map(node).collect();
    let (page, hrefs) = steps(draft(json!(nodes)), "?step=s500").await;
    assert_eq!(hrefs.len(), 300);
    assert!(hrefs.contains(&format!("{PATH}?step=s500")) && !hrefs.contains(&format!("{PATH}?step=s0")));
    assert!(page.html.says("300 of 1000 steps, those nearest to “Step 500”"), "{}", page.html.text());
    assert!(
        page.html.leads_to(&format!("{PATH}/map?step=s650")) || page.html.leads_to(&format!("{PATH}/map?step=s651")),
        "a flag leads on"
    );
}

#[tokio::test]
async fn a_draft_without_steps_has_nothing_to_draw() {
    let mut page = small();
    page.document = std::sync::Arc::new(resolutionflow::tree::TreeDocument { nodes: Vec::new(), ..(*page.document).clone() });
    let (page, hrefs) = steps(page, "").await;
    assert!(hrefs.is_empty() && page.html.says("There is nothing to draw yet"));
}

/// Figures of a version with `ask` under its former name, without `end`, walked so often.
fn figures(walks: i64) -> MapFigures {
    let nodes = json!([
        {"id": "asked", "type": "decision", "title": "Is it on?", "options": [
            {"id": "no", "label": "No", "next_node_id": "do"}, {"id": "yes", "label": "Yes", "next_node_id": "done"}]},
        {"id": "do", "type": "action", "title": "Reboot it", "next_node_id": "asked"},
        {"id": "done", "type": "solution", "title": "Done"},
    ]);
    let mut of_step = NodeFigures { sessions: walks, ..NodeFigures::default() };
    of_step.exits.drop = walks / 5;
    let chosen = OptionFigures { sessions: walks / 2, ..OptionFigures::default() };
    of_step.options.insert(OptionKey::of(&"asked".into(), "no"), chosen);
    MapFigures {
        version: 4,
        tree: Arc::new(built(nodes)),
        days: Period::ending(day("2026-02-10").unwrap(), 30),
        walks,
        nodes: BTreeMap::from([(NodeKey::of(&"asked".into()), of_step)]),
        names: HashMap::from([("ask".into(), "asked".into())]),
    }
}

async fn with_figures(page: app::backend::views::drafts::DraftPage, figures: Option<MapFigures>, query: &str) -> crate::support::Answer {
    let fake = Fake { draft: Ok(page), map_figures: Ok(figures), ..Fake::default() };
    visit(&format!("{PATH}/map{query}")).by(manager()).over(fake).answer().await
}

#[tokio::test]
async fn the_map_of_a_draft_says_what_walks_of_its_tree_did_at_steps_that_were_there() {
    let page = with_figures(small(), Some(figures(40)), "?figures=yes&zoom=45").await;
    assert_eq!(page.status, 200);
    let steps: Vec<String> = page.html.elements("a", &[("class", "map-step")]).iter().map(|step| step.text()).collect();
    assert!(steps[0].contains("40 sessions") && steps[0].contains("8 given up (20"), "renamed since: {steps:?}");
    assert!(!steps[1].contains("session") && !steps[1].contains("Nobody"), "not in that version: {steps:?}");
    assert!(steps[2].contains("Nobody came here"), "{steps:?}");
    let answers: Vec<String> = page.html.elements("div", &[("class", "map-answer")]).iter().map(|answer| answer.text()).collect();
    assert!(answers.iter().any(|answer| answer.contains("No") && answer.contains("20 sessions")), "{answers:?}");
    assert!(page.html.says("40 walks of version 4 that ended 12 Jan to 10 Feb 2026"), "{}", page.html.text());
    assert!(page.html.leads_to(&format!("{PATH}/map?zoom=45")), "hides them");
    assert!(page.html.leads_to(&format!("{PATH}/map?figures=yes")), "another size keeps them");
}

#[tokio::test]
async fn figures_are_off_at_first_and_of_few_walks_or_while_sessions_are_counted_there_are_none() {
    let page = with_figures(small(), Some(figures(40)), "").await;
    assert!(page.html.leads_to(&format!("{PATH}/map?figures=yes")) && !page.html.says("40 sessions"));
    let page = with_figures(small(), Some(figures(9)), "?figures=yes").await;
    assert!(page.html.says("There are only 9 walks of version 4") && page.html.says("not enough data"), "{}", page.html.text());
    assert!(
        !page.html.says("9 sessions")
            && !page.html.says("Nobody came here")
            && page.html.count("rect", &[("class", "flow-bar-whole")]) == 0
    );
    let page = with_figures(small(), None, "?figures=yes").await;
    assert!(page.html.says("Sessions are still being counted") && page.html.leads_to(&format!("{PATH}/map")));
}

#[tokio::test]
async fn a_draft_of_no_tree_yet_has_no_figures_to_show() {
    let mut page = small();
    page.card.base = None;
    let page = with_figures(page, Some(figures(40)), "?figures=yes").await;
    assert!(page.status == 200 && !page.html.says("figures") && !page.html.says("40 sessions"));
}
