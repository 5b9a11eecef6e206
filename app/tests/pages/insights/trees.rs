use std::collections::BTreeMap;
use std::sync::Arc;

use crate::support::figures::{asked, figures, ready};
use crate::support::fixtures::{HOSTILE, demo_tree, manager, technician};
use crate::support::{Fake, visit};
use app::backend::views::Viewer;
use app::backend::views::insights::{TreeAsked, TreeReport, TreeRow, TreeVersion, TreesAsked, TreesReport, UnusedOfTree, UnusedSteps};
use app::query::Query;
use resolutionflow::account::Reading;
use resolutionflow::insights::{Detour, Detours, Effectiveness, Path, Paths, Unused, day};
use resolutionflow::stats::{
    AdHoc, Endings, FrequencyTable, Mark, NodeFigures, NodeKey, OptionFigures, OptionKey, Rate, WalkStep, Way, final_path,
};
use resolutionflow::time::Seconds;
use resolutionflow::tree::{NodeKind, NodeType};

fn row(key: &str, name: &str, outcomes: [u64; 5]) -> TreeRow {
    let mut sessions = figures(outcomes);
    sessions.counts.lost = (outcomes[2] + outcomes[3]) as i64 * 600;
    let walks: u64 = outcomes.iter().sum();
    let figures = Effectiveness { sessions, came_back: Rate::new(walks.cast_signed() / 8, walks.cast_signed()) };
    TreeRow { key: key.into(), name: name.into(), category: "Network".into(), archived: key == "hostile", figures }
}

pub fn trees(query: &str) -> TreesReport {
    let question = TreesAsked::read(asked(query), &Query::parse(query));
    let mut trees = vec![row("vpn", "VPN does not connect", [120, 30, 20, 9, 2]), row("hostile", HOSTILE, [3, 0, 1, 0, 0])];
    question.order.sort(&mut trees, question.is_turned, |tree| &tree.figures);
    TreesReport { question, trees, unused: None }
}

/// A demo tree at whose first step so many arrived and one in ten was given up.
pub fn tree(query: &str, sessions: i64) -> TreeReport {
    let tree = demo_tree("vpn-does-not-connect");
    let node = |at: i64| {
        let n = sessions / (at + 1);
        let times: FrequencyTable = (1..=n.unsigned_abs()).map(|second| Seconds(second * 3)).collect();
        let mut node = NodeFigures { sessions: n, active: times.clone(), elapsed: times, parks: n / 7, ..NodeFigures::default() };
        node.trail.starts = n;
        node.exits = Endings { end: 0, early: n / 20, drop: n / 10, other: 0 };
        node.trail.exits = node.exits.count();
        node.ad_hoc = AdHoc { sessions: n / 9, ..AdHoc::default() };
        node
    };
    let mut nodes = BTreeMap::new();
    for (at, one) in tree.nodes().iter().take(4).enumerate() {
        let mut figures = node(at as i64);
        if let NodeKind::Decision { options } = &one.kind {
            let option = OptionFigures { sessions: figures.sessions / 2, ..OptionFigures::default() };
            figures.options.insert(OptionKey::of(&one.id, &options[0].id), option);
        }
        nodes.insert(NodeKey::of(&one.id), figures);
    }
    let first = NodeKey::of(&tree.nodes()[0].id);
    let question = TreeAsked::read(asked(query), "vpn", &Query::parse(query));
    let days = question.asked.scope.period;
    let walks = u64::try_from(sessions).unwrap();
    let of = |number, outcomes| TreeVersion {
        number,
        published: day("2026-01-05").unwrap(),
        figures: Effectiveness { sessions: figures(outcomes), ..Effectiveness::default() },
    };
    let path = Path { mark: Mark(7), steps: Vec::new(), walks: walks / 2, endings: Endings { end: sessions / 2, ..Endings::default() } };
    let words = Detour { node: first, words: HOSTILE.into(), sessions: 5, solved: 4 };
    TreeReport {
        question,
        name: "VPN does not connect".into(),
        archived: false,
        versions: vec![of(3, [walks, 0, 0, 0, 0]), of(2, [4, 0, 0, 0, 0])],
        version: 3,
        tree: Arc::new(tree),
        days,
        nodes,
        reports: BTreeMap::from([(first, 2)]),
        paths: Paths { top: vec![path], others: 3, on_others: walks / 2, walks },
        paths_of: days,
        detours: BTreeMap::from([(first, Detours { sessions: 6, visitors: walks, words: vec![words], others: 1 })]),
        detours_read: 6,
        detours_of: days,
    }
}

fn reading_own() -> Viewer {
    Viewer { reading: Reading::Own, ..technician() }
}

#[tokio::test]
async fn trees_are_listed_with_heads_that_sort_and_numbers_that_lead_to_their_sessions() {
    let fake = Fake { trees_report: Ok(ready(trees(""))), ..Fake::default() };
    let page = visit("/insights/trees").by(manager()).over(fake).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("VPN does not connect lost most time"));
    assert!(page.html.leads_to("/insights/trees?sort=name") && page.html.leads_to("/insights/trees?turned=yes"));
    assert!(page.html.leads_to("/insights/trees/vpn") && page.html.leads_to("/insights/trees.csv?table=trees"));
    let walks = "/sessions?technician=anyone&counted=yes&ended_from=2026-01-12&ended_to=2026-02-10&tree=vpn";
    assert!(page.html.leads_to(walks));
    for filter in ["dropped", "came_back"] {
        assert!(page.html.leads_to(&format!("{walks}&{filter}=yes")), "{filter}");
    }
    assert!(page.html.says("not enough data"), "four walks");
}

#[tokio::test]
async fn whoever_may_not_read_all_sessions_sees_numbers_alone() {
    for (viewer, leads) in [(technician(), true), (reading_own(), false)] {
        let fake = Fake { trees_report: Ok(ready(trees(""))), tree_report: Ok(ready(tree("", 140))), ..Fake::default() };
        let page = visit("/insights/trees").by(viewer.clone()).over(fake).answer().await;
        let to_sessions = |page: &crate::support::Html| {
            page.elements("a", &[]).into_iter().filter_map(|a| a.attr("href")).any(|href| href.contains("counted=yes"))
        };
        assert_eq!((page.status, to_sessions(&page.html)), (200, leads));
        let fake = Fake { tree_report: Ok(ready(tree("", 140))), ..Fake::default() };
        let page = visit("/insights/trees/vpn").by(viewer).over(fake).answer().await;
        assert_eq!((page.status, to_sessions(&page.html)), (200, leads));
        assert!(page.html.says("140 sessions"));
    }
}

#[tokio::test]
async fn the_outline_says_what_walks_did_at_each_step() {
    let fake = Fake { tree_report: Ok(ready(tree("", 140))), ..Fake::default() };
    let page = visit("/insights/trees/vpn?version=3").by(manager()).over(fake).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("Most walks are given up at") && page.html.says("14 of 140 sessions"));
    assert!(page.html.says("Nobody came here"));
    let walks = "/sessions?technician=anyone&counted=yes&ended_from=2026-01-12&ended_to=2026-02-10&tree=vpn&version=3";
    let first = Mark::from(NodeKey::of(&demo_tree("vpn-does-not-connect").nodes()[0].id));
    for filter in ["visited", "ad_hoc"] {
        assert!(page.html.leads_to(&format!("{walks}&{filter}={first}")), "{filter}");
    }
    assert!(
        page.html.leads_to(&format!("{walks}&exit={first}&dropped=yes")) && page.html.leads_to(&format!("{walks}&path=0000000000000007"))
    );
    assert!(page.html.says("3 others, 70 walks.") && page.html.says("5 of 140 leave here for") && page.html.says("and 1 other words"));
    assert!(
        page.html.leads_to("/insights/trees/vpn?version=2") && page.html.leads_to("/insights/trees/vpn/tree.csv?version=3&table=steps")
    );
    let words = page.html.elements("a", &[]).into_iter().filter_map(|link| link.attr("href")?.strip_prefix("#node-"));
    for id in words.map(|number| format!("node-{number}")) {
        assert_eq!(page.html.count("*", &[("id", &id)]), 1, "{id}");
    }
}

#[tokio::test]
async fn no_walks_one_and_nine_are_a_clear_page_each() {
    for (sessions, says) in
        [(0, "No walks in these days"), (1, "not enough data to say where walks get stuck"), (9, "not enough data to say")]
    {
        let fake = Fake { tree_report: Ok(ready(tree("", sessions))), ..Fake::default() };
        let page = visit("/insights/trees/vpn").by(manager()).over(fake).answer().await;
        assert!(page.status == 200 && page.html.says(says), "{sessions}");
    }
    let none = TreesReport { trees: Vec::new(), ..trees("") };
    let page = visit("/insights/trees").by(manager()).over(Fake { trees_report: Ok(ready(none)), ..Fake::default() }).answer().await;
    assert!(page.html.says("No trees here"));
}

#[tokio::test]
async fn a_path_of_two_thousand_steps_names_the_first_and_the_last_ones() {
    let mut report = tree("", 140);
    let node = NodeKey::of(&report.tree.nodes()[0].id);
    let none = Seconds(0);
    let (left_by, node_type) = (Some(Way::Continue), NodeType::Action);
    let step = WalkStep { node, node_type, left_by, superseded: false, elapsed: none, active: none, by_browser: none, parks: 0 };
    report.paths.top[0].steps = final_path(&vec![step; 2_000]);
    assert!(report.most_frequent().records().next().unwrap()[1].len() < 3_000);
    let fake = Fake { tree_report: Ok(ready(report)), ..Fake::default() };
    let page = visit("/insights/trees/vpn?version=3").by(manager()).over(fake).answer().await;
    assert!(page.html.says("… 1,970 more steps …"));
    assert!(page.html.source().len() < 300_000, "{} bytes", page.html.source().len());
}

#[tokio::test]
async fn steps_that_nobody_takes_are_listed_by_tree() {
    let unused = |step: &str, answer: Option<&str>| Unused { step: step.into(), answer: answer.map(str::to_owned) };
    let of = |key: &str, unused| UnusedOfTree {
        key: key.into(),
        name: HOSTILE.into(),
        version: 3,
        since: day("2025-11-13").unwrap(),
        walks: 41,
        unused,
    };
    let found = vec![of("vpn", vec![unused("Restart it", None), unused("Is it on?", Some("No"))]), of("printer", Vec::new())];
    let report = TreesReport { unused: Some(UnusedSteps { trees: found, looked_at: 2, all: 3 }), ..trees("show=unused") };
    let fake = Fake { trees_report: Ok(ready(report)), ..Fake::default() };
    let page = visit("/insights/trees?show=unused").by(manager()).over(fake).answer().await;
    assert!(page.html.says("Nobody took 2 steps and answers of one tree") && page.html.says("It was not walked."));
    assert!(page.html.says("The first 2 of 3 trees by name were looked at."));
    assert!(page.html.leads_to("/insights/trees.csv?show=unused&table=unused"));
}

#[tokio::test]
async fn the_map_has_each_step_once_and_leads_to_its_place_in_the_outline() {
    let fake = Fake { tree_report: Ok(ready(tree("view=map", 140))), ..Fake::default() };
    let page = visit("/insights/trees/vpn?version=3&view=map").by(manager()).over(fake).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    let steps = page.html.elements("a", &[("class", "map-step")]);
    let nodes = demo_tree("vpn-does-not-connect").nodes().len();
    assert_eq!(steps.len(), nodes);
    let hrefs: Vec<_> = steps.iter().filter_map(|step| step.attr("href")).collect();
    let outline: Vec<_> = (1..=nodes).map(|number| format!("/insights/trees/vpn?version=3#node-{number}")).collect();
    assert_eq!(hrefs, outline, "in the order of the outline");
    assert!(page.html.says("140 sessions") && page.html.says("14 given up (10 %)") && page.html.says("Nobody came here"));
    assert!(page.html.leads_to("/insights/trees/vpn?version=3#outline") && page.html.leads_to("/insights/trees/vpn?version=3"));
    assert!(page.html.leads_to("/insights/trees/vpn?view=map&version=2"), "another version as a map, too");
    assert_eq!(page.html.count("ol", &[("class", "tree-outline flow-outline card")]), 0);
    let few = Fake { tree_report: Ok(ready(tree("view=map", 9))), ..Fake::default() };
    let few = visit("/insights/trees/vpn?view=map").by(manager()).over(few).answer().await;
    assert!(few.html.says("9 sessions") && !few.html.says("given up ("), "not enough to say more");
}
