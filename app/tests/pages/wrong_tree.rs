use crate::support::fixtures::{demo_tree, full_library, library, session, tree_page};
use crate::support::walks::walk;
use crate::support::{Fake, visit};
use app::api::walk::LeaveTree;
use app::backend::views::TreeLibrary;
use app::error::AppError;
use leptos::server_fn::ServerFn;

fn over(trees: TreeLibrary) -> Fake {
    Fake { walk: Ok(walk().page()), trees: Ok(trees), ..Fake::default() }
}

#[tokio::test]
async fn the_walk_is_cancelled_or_goes_on_in_another_tree() {
    let page = visit(&format!("/sessions/{}/wrong-tree", session(1))).over(over(full_library())).answer().await;
    assert_eq!(page.status, 200);
    assert_eq!(page.html.count("form", &[("action", LeaveTree::url())]), 2);
    assert!(page.html.says("Cancel this walk") && page.html.says("Keep walking"));
    assert!(page.html.element("button", &[("value", "wifi-drops")]).says("Switch to this tree"));
    assert!(!page.html.contains("*", &[("name", "tree"), ("value", "vpn-does-not-connect")]), "that is the wrong one");
    assert_eq!(page.backend.commands.load(std::sync::atomic::Ordering::Relaxed), 2, "two forms, two ids");
}

#[tokio::test]
async fn trees_are_searched_in_the_address() {
    let path = format!("/sessions/{}/wrong-tree?q=fax+%26+scan", session(1));
    let page = visit(&path).over(over(library(vec![]))).answer().await;
    assert_eq!(page.backend.asked_trees.lock().unwrap().as_ref().unwrap().text, "fax & scan");
    assert!(page.html.says("No other tree speaks of “fax & scan”") && page.html.contains("input", &[("value", "fax & scan")]));
    let first = TreeLibrary { next: Some("n1".into()), ..full_library() };
    let page = visit(&path).over(over(first)).answer().await;
    assert!(page.html.leads_to(&format!("{path}&after=n1")));
}

#[tokio::test]
async fn the_tree_that_an_end_names_stands_first_and_one_that_is_gone_is_said() {
    let path = format!("/sessions/{}/wrong-tree?tree=slow-computer", session(1));
    let named = |archived| {
        let mut page = tree_page(demo_tree("slow-computer"));
        page.card.archived = archived;
        Fake { tree: Ok(page), ..over(library(vec![])) }
    };
    let page = visit(&path).over(named(false)).answer().await;
    assert!(page.status == 200 && page.html.element("h1", &[]).says("Go on in another tree?"));
    assert!(page.html.element("button", &[("name", "tree"), ("value", "slow-computer")]).says("Go on in this tree"));
    assert!(page.html.says("This walk ends as cancelled"));
    for fake in [named(true), Fake { tree: Err(AppError::NotFound), ..over(library(vec![])) }] {
        let page = visit(&path).over(fake).answer().await;
        assert!(page.status == 200 && page.html.says("name the tree “slow-computer”, of which no walk can be started"));
        assert!(!page.html.contains("button", &[("name", "tree")]));
    }
    let own = visit(&path.replace("slow-computer", "vpn-does-not-connect")).over(named(false)).answer().await;
    assert!(own.html.element("h1", &[]).says("Wrong tree?"), "the walk is there already");
}
