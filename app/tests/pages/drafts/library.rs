use super::card;
use crate::support::fixtures::{demo_tree, full_library, manager, technician, tree_page};
use crate::support::{Fake, visit};
use app::api::drafts::{BeginDraft, DiscardDraft};
use app::api::trees::ArchiveTree;
use app::backend::views::Viewer;
use app::backend::views::drafts::{DraftCard, Drafts};
use leptos::server_fn::ServerFn;

fn fake() -> Fake {
    let drafts = Drafts { open: vec![card("", 1), card("VPN", 12)], discarded: vec![DraftCard { base: None, ..card("Old", 3) }] };
    Fake { trees: Ok(full_library()), drafts: Ok(drafts), ..Fake::default() }
}

#[tokio::test]
async fn a_manager_finds_drafts_and_can_bring_back_discarded_ones() {
    let page = visit("/trees").by(manager()).over(fake()).answer().await;
    assert!(page.html.says("2 drafts") && page.html.says("On version 4") && page.html.says("12 steps") && page.html.says("by Mara"));
    assert!(page.html.leads_to("/trees/new") && page.html.says("Tree without a name"));
    let back = page.html.form(DiscardDraft::url());
    assert_eq!((back.value("discarded").as_deref(), page.html.count("form", &[("action", DiscardDraft::url())])), (Some("false"), 1));
}

#[tokio::test]
async fn a_technician_sees_no_draft_in_the_library_and_no_button_at_a_tree() {
    let page = visit("/trees").over(fake()).answer().await;
    assert!(!page.html.says("drafts") && !page.html.leads_to("/trees/new"));
    let tree = || Fake { tree: Ok(tree_page(demo_tree("vpn-does-not-connect"))), ..Fake::default() };
    assert!(!visit("/trees/vpn-does-not-connect").over(tree()).answer().await.html.offers(BeginDraft::url()));
    let page = visit("/trees/vpn-does-not-connect").by(manager()).over(tree()).answer().await;
    assert_eq!(page.html.form(BeginDraft::url()).value("tree").as_deref(), Some("vpn-does-not-connect"));
}

#[tokio::test]
async fn a_technician_who_may_write_finds_drafts_and_edits_trees_and_keeps_none() {
    let author = || Viewer { may_author: true, ..technician() };
    let page = visit("/trees").by(author()).over(fake()).answer().await;
    assert!(page.html.says("2 drafts") && page.html.leads_to("/trees/new") && !page.html.leads_to("/trees/upload"));
    let tree = Fake { tree: Ok(tree_page(demo_tree("vpn-does-not-connect"))), ..Fake::default() };
    let page = visit("/trees/vpn-does-not-connect").by(author()).over(tree).answer().await;
    assert!(page.html.offers(BeginDraft::url()) && !page.html.offers(ArchiveTree::url()));
    assert_eq!(visit("/trees/new").by(author()).over(fake()).answer().await.status, 200);
}
