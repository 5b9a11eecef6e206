use crate::support::fixtures::{full_library, library, session};
use crate::support::walks::walk;
use crate::support::{Fake, visit};
use app::api::walk::LeaveTree;
use app::backend::views::TreeLibrary;
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
