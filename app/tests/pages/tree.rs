use super::insights::trees::tree as report_of;
use crate::support::figures::ready;
use crate::support::fixtures::{built, demo_tree, longest, manager, now, session, tree_page, user};
use crate::support::{Fake, visit};
use app::api::trees::ArchiveTree;
use app::backend::views::{Person, StepReport, TreePage};
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::id::CommandId;
use resolutionflow::tree::Tree;
use uuid::Uuid;

fn with(tree: Tree) -> Fake {
    Fake { tree: Ok(tree_page(tree)), ..Fake::default() }
}

#[tokio::test]
async fn the_outline_shows_every_node_once_with_its_answer_and_its_commands() {
    let tree = demo_tree("vpn-does-not-connect");
    let nodes = tree.nodes().len();
    let page = visit("/trees/vpn-does-not-connect").over(with(tree)).answer().await;
    assert_eq!(page.status, 200);
    assert_eq!(page.html.count("*", &[("class", "outline-node")]), nodes);
    let copied = page.html.elements("*", &[]).into_iter().filter_map(|part| part.attr("data-copy"));
    let mut commands = copied.filter(|id| id.starts_with("command-")).peekable();
    assert!(commands.peek().is_some() && commands.all(|id| page.html.contains("*", &[("id", id)])));
    assert!(page.html.says("PowerShell") && page.html.says("→ see"));
    assert!(page.html.leads_to("/start?tree=vpn-does-not-connect") && page.html.leads_to("/trees/vpn-does-not-connect/tree.json"));
    assert_eq!(page.html.count("h1", &[]), 1);
}

#[tokio::test]
async fn links_of_the_outline_lead_to_nodes_that_are_there() {
    let page = visit("/trees/wifi-drops").over(with(demo_tree("wifi-drops"))).answer().await;
    let links = page.html.elements("a", &[]).into_iter().filter_map(|link| link.attr("href")?.strip_prefix('#'));
    let links: Vec<&str> = links.filter(|id| id.starts_with("node-")).collect();
    assert!(!links.is_empty());
    for id in links {
        assert_eq!(page.html.count("*", &[("id", id)]), 1, "{id}");
    }
}

#[tokio::test]
async fn ten_thousand_nodes_are_cut_with_an_honest_note() {
    let mut nodes: Vec<_> = (0..9_999)
        .map(|id| serde_json::json!({"id": format!("n{id}"), "type": "action", "title": format!("Step {id}"), "next_node_id": format!("n{}", id + 1)}))
        .collect();
    nodes.push(serde_json::json!({"id": "n9999", "type": "solution", "title": "End"}));
    let page = visit("/trees/built").over(with(built(nodes.into()))).answer().await;
    assert_eq!(page.html.count("*", &[("class", "outline-node")]), 500);
    assert!(page.html.says("the first 500 of 10000 nodes"));
}

#[tokio::test]
async fn only_a_manager_archives_and_restores() {
    let technician = visit("/trees/wifi-drops").over(with(demo_tree("wifi-drops"))).answer().await;
    assert!(!technician.html.has(ArchiveTree::url()));
    let manager_sees = visit("/trees/wifi-drops").by(manager()).over(with(demo_tree("wifi-drops"))).answer().await;
    assert!(manager_sees.html.form(ArchiveTree::url()).contains("*", &[("value", "true")]));

    let mut archived = tree_page(demo_tree("wifi-drops"));
    archived.card.archived = true;
    let page = visit("/trees/wifi-drops").by(manager()).over(Fake { tree: Ok(archived), ..Fake::default() }).answer().await;
    assert!(page.html.says("Restore") && page.html.says("This tree is archived") && !page.html.says("Start walk"));
}

#[tokio::test]
async fn a_tree_that_is_not_there_is_a_problem_page_with_a_next_step() {
    let page = visit("/trees/nothing").answer().await;
    assert_eq!(page.status, 404);
    assert!(page.html.says("There is nothing here") && page.html.leads_to("/trees"));
}

#[tokio::test]
async fn a_refused_archiving_says_why_on_the_same_page() {
    let page = visit("/trees/wifi-drops")
        .by(manager())
        .over(with(demo_tree("wifi-drops")))
        .refused(ArchiveTree::url(), AppError::Unexpected, &[])
        .answer()
        .await;
    assert!(page.html.element("div", &[("class", "notice-fault")]).says("Something went wrong on our side"));
}

#[tokio::test]
async fn the_longest_texts_and_what_looks_like_html_stay_text() {
    let tree = built(serde_json::json!([
        {"id": "a", "type": "decision", "title": longest(), "body": "<img src=x onerror=alert(1)> [x](javascript:alert(1))",
         "options": [{"id": "1", "label": "L".repeat(120), "next_node_id": "b"}]},
        {"id": "b", "type": "action", "title": "</textarea><script>", "next_node_id": "c",
         "commands": [{"label": "L".repeat(120), "shell": "bash", "text": format!("echo '</pre><script>' {}", "x".repeat(400))}]},
        {"id": "c", "type": "solution", "title": "End", "suggested_outcome": "escalated"},
    ]));
    let page = visit("/trees/built").over(with(tree)).answer().await;
    assert!(!page.html.has("<img src=x") && !page.html.has("href=\"javascript:") && !page.html.has("</pre><script>"));
    assert!(page.html.says("</textarea><script>") && page.html.says("Escalated"));
}

#[tokio::test]
async fn reported_problems_stand_before_the_outline_until_somebody_has_seen_to_them() {
    let tree = demo_tree("vpn-does-not-connect");
    let report = |number: u128, node: &str| StepReport {
        id: CommandId(Uuid::from_u128(number)),
        session: session(1),
        version: 2,
        node: node.into(),
        problem: "<b>There is no such menu.</b>".into(),
        by: Person { id: user(1), name: "Tess Okafor".into() },
        at: now(),
    };
    let reports = vec![report(7, &tree.root().0), report(8, "gone")];
    let page = TreePage { reports, ..tree_page(tree) };
    let page = visit("/trees/vpn-does-not-connect").by(manager()).over(Fake { tree: Ok(page), ..Fake::default() }).answer().await;
    let shown = page.html.element("section", &[("aria-labelledby", "reports")]);
    assert!(shown.says("<b>There is no such menu.</b>") && shown.says("Tess Okafor"), "{}", shown.text());
    assert!(shown.says("The latest version has no such step.") && shown.leads_to(&format!("/sessions/{}", session(1))));
    assert_eq!(shown.text().matches("Seen to").count(), 2);
}

#[tokio::test]
async fn those_who_keep_trees_read_which_placeholders_cannot_take_every_value() {
    let commands = serde_json::json!([{"label": "Look", "shell": "bash", "text": "echo \"$(dig {{host}})\""}, {"label": "Ask", "shell": "bash", "text": "dig {{host}}"}]);
    let nodes = serde_json::json!([
        {"id": "a", "type": "action", "title": "Do", "commands": commands, "next_node_id": "end"},
        {"id": "end", "type": "solution", "title": "End"},
    ]);
    let words = "The command “Look”: {{host}} can take letters, digits and";
    let page = visit("/trees/built").by(manager()).over(with(built(nodes.clone()))).answer().await;
    assert!(page.html.says("1 place in commands that cannot take every value") && page.html.says(words));
    let page = visit("/trees/built").over(with(built(nodes))).answer().await;
    assert!(!page.html.says("cannot take every value"));
}

#[tokio::test]
async fn the_map_of_a_tree_leads_to_each_step_of_its_outline() {
    let tree = demo_tree("vpn-does-not-connect");
    let nodes = tree.nodes().len();
    let page = visit("/trees/vpn-does-not-connect/map").over(with(tree.clone())).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    let steps = page.html.elements("a", &[("class", "map-step")]);
    let hrefs: Vec<_> = steps.iter().filter_map(|step| step.attr("href").map(str::to_owned)).collect();
    let outline: Vec<_> = (1..=nodes).map(|number| format!("/trees/vpn-does-not-connect#node-{number}")).collect();
    assert_eq!(hrefs, outline, "in the order of the outline");
    assert!(
        page.html.leads_to("/trees/vpn-does-not-connect/map?figures=yes") && page.html.count("rect", &[("class", "flow-bar-whole")]) == 0
    );
    assert!(visit("/trees/vpn-does-not-connect").over(with(tree)).answer().await.html.leads_to("/trees/vpn-does-not-connect/map"));
}

#[tokio::test]
async fn the_map_of_a_tree_says_what_walks_did_as_the_map_of_insights_does() {
    let (tree, report) = (demo_tree("vpn-does-not-connect"), report_of("", 140));
    let fake = || Fake { map_figures: Ok(Some(report.map())), tree_report: Ok(ready(report.clone())), ..with(tree.clone()) };
    let page = visit("/trees/vpn-does-not-connect/map?figures=yes").over(fake()).answer().await;
    let insights = visit("/insights/trees/vpn?view=map").over(fake()).answer().await;
    let said =
        |html: &crate::support::Html| html.elements("a", &[("class", "map-step")]).iter().map(|step| step.text()).collect::<Vec<_>>();
    assert_eq!(said(&page.html), said(&insights.html));
    assert!(page.html.says("140 sessions") && page.html.says("14 given up (10"), "{}", page.html.text());
    assert!(page.html.leads_to("/insights/trees/vpn-does-not-connect?version=3&view=map"));
    assert!(page.html.leads_to("/trees/vpn-does-not-connect/map") && page.html.count("rect", &[("class", "flow-bar-whole")]) > 0);
}
