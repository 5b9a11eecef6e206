use super::{PATH, draft, small};
use crate::support::fixtures::manager;
use crate::support::{Fake, visit};
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
