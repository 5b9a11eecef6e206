use super::*;
use crate::tree::edit::tests::draft;
use crate::tree::edit::{apply, units};
use crate::tree::{NodeKind, TreeOption};

fn after(edits: &[Edit]) -> TreeDocument {
    let mut document = draft();
    apply_all(&mut document, edits).unwrap();
    document
}

fn title(node: &str, title: &str) -> Edit {
    Edit::Title { node: node.into(), title: title.into() }
}

fn body(node: &str, body: &str) -> Edit {
    Edit::Body { node: node.into(), body: body.into() }
}

/// Merges edits of two people, which do not meet: whoever comes first.
#[track_caller]
fn both(theirs: &[Edit], mine: &[Edit]) -> TreeDocument {
    let merged = merge(&draft(), &after(theirs), &after(mine));
    assert_eq!(merged.conflicts, []);
    assert_eq!(merge(&draft(), &after(mine), &after(theirs)), merged);
    assert!(merged.document.is_draft());
    merged.document
}

/// The one conflict of edits of two people, kept as I have it.
#[track_caller]
fn disputed(theirs: &[Edit], mine: &[Edit]) -> (Conflict, TreeDocument) {
    let Merged { mut document, mut conflicts } = merge(&draft(), &after(theirs), &after(mine));
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    let conflict = conflicts.remove(0);
    apply_all(&mut document, &conflict.keep_mine).unwrap();
    (conflict, document)
}

fn options(document: &TreeDocument) -> Vec<(&str, &str)> {
    match &document.nodes[0].kind {
        NodeKind::Decision { options } => options.iter().map(|option| (option.label.as_str(), option.next_node_id.0.as_str())).collect(),
        _ => Vec::new(),
    }
}

fn option(id: &str, label: &str) -> TreeOption {
    TreeOption { id: id.into(), label: label.into(), next_node_id: NodeId::default() }
}

#[test]
fn whoever_keeps_all_of_theirs_after_two_names_for_one_step_has_all_of_it() {
    let rename = |to: &str| Edit::Rename { node: "do".into(), to: to.into() };
    let theirs = [rename("did"), title("did", "Theirs"), body("did", "Theirs")];
    let mine = [rename("done"), title("done", "Mine"), body("done", "Mine")];
    let Merged { mut document, conflicts } = merge(&draft(), &after(&theirs), &after(&mine));
    assert_eq!(conflicts.len(), 3, "{conflicts:?}");
    let keep_mine: Vec<Edit> = conflicts.into_iter().flat_map(|conflict| conflict.keep_mine).collect();
    apply_all(&mut document, &keep_mine).unwrap();
    assert_eq!(document, after(&mine));
}

#[test]
fn different_units_merge() {
    let merged = both(&[title("do", "Theirs"), Edit::Name("T".into())], &[body("do", "Mine"), Edit::Category("M".into())]);
    assert_eq!((merged.nodes[1].title.as_str(), merged.nodes[1].body.as_str()), ("Theirs", "Mine"));
    assert_eq!((merged.name.as_str(), merged.category.as_str()), ("T", "M"));
    let label = Edit::Label { node: "ask".into(), option: "yes".into(), label: "It is".into() };
    let target = Edit::Target { node: "ask".into(), option: "yes".into(), target: "end".into() };
    let new = Edit::AddOption { node: "ask".into(), after: Some("yes".into()), option: option("maybe", "Maybe") };
    let merged = both(&[label, Edit::RemoveOption { node: "ask".into(), option: "no".into() }], &[target, new]);
    assert_eq!(options(&merged), [("It is", "end"), ("Maybe", "")]);
}

#[test]
fn a_text_merges_line_by_line() {
    let mut origin = draft();
    origin.nodes[0].body = "one\ntwo\nthree\nfour".into();
    let with = |body: &str| {
        let mut document = origin.clone();
        document.nodes[0].body = body.into();
        document
    };
    let merged = merge(&origin, &with("ONE\ntwo\nthree\nfour"), &with("one\ntwo\nthree\nfour\nfive"));
    assert_eq!((merged.document.nodes[0].body.as_str(), merged.conflicts.len()), ("ONE\ntwo\nthree\nfour\nfive", 0));
    let merged = merge(&origin, &with("one\n2\nthree\nfour"), &with("one\nII\nthree\nfour"));
    assert_eq!(merged.document.nodes[0].body, "one\n2\nthree\nfour");
    let conflict = &merged.conflicts[0];
    assert_eq!(conflict.unit, Unit::Body("ask".into()));
    assert_eq!((conflict.theirs.as_deref(), conflict.mine.as_deref()), (Some("one\n2\nthree\nfour"), Some("one\nII\nthree\nfour")));
    assert_eq!(conflict.keep_mine, [body("ask", "one\nII\nthree\nfour")]);
}

#[test]
fn the_same_unit_with_another_value_is_a_conflict_with_both_texts() {
    let (conflict, kept) = disputed(&[title("do", "Theirs")], &[title("do", "Mine")]);
    assert_eq!((conflict.theirs.as_deref(), conflict.mine.as_deref()), (Some("Theirs"), Some("Mine")));
    assert_eq!(kept.nodes[1].title, "Mine");
    both(&[title("do", "Same")], &[title("do", "Same")]);
    let kind = |outcome| Edit::Outcome { node: "end".into(), outcome };
    assert_eq!(disputed(&[kind(None)], &[kind(Some(crate::outcome::Outcome::Workaround))]).0.mine.as_deref(), Some("workaround"));
    let solution = Edit::Kind { node: "ask".into(), kind: NodeKind::Solution { suggested_outcome: None } };
    let label = Edit::Label { node: "ask".into(), option: "yes".into(), label: "It is".into() };
    let (conflict, kept) = disputed(&[solution], &[label]);
    assert_eq!((conflict.theirs.as_deref(), conflict.unit), (Some("=>"), Unit::Kind("ask".into())));
    assert_eq!(conflict.mine.as_deref(), Some("+ [yes] It is -> do\n+ [no] No -> end"));
    assert_eq!(options(&kept), [("It is", "do"), ("No", "end")]);
    let remove = |at| Edit::RemoveCommand { node: "do".into(), at };
    let (conflict, kept) = disputed(&[remove(0)], &[remove(1)]);
    assert_eq!(conflict.unit, Unit::Commands("do".into()));
    assert_eq!(conflict.mine.as_deref(), Some("```cmd Ping\nping a\n```"));
    assert_eq!(kept, after(&[remove(1)]));
}

#[test]
fn a_step_that_one_changed_and_the_other_removed_stays() {
    let remove = Edit::Remove { nodes: vec!["do".into()], heal: false };
    let (conflict, kept) = disputed(&[title("do", "Theirs")], std::slice::from_ref(&remove));
    assert!(conflict.theirs.is_some_and(|text| text.starts_with("## [do] Theirs\n\n```cmd Ping\n") && text.ends_with("\n-> end")));
    assert_eq!((conflict.mine, conflict.unit), (None, Unit::Node("do".into())));
    assert_eq!(kept.nodes.len(), 2);
    let (conflict, kept) = disputed(std::slice::from_ref(&remove), &[title("do", "Mine")]);
    assert!(conflict.theirs.is_none() && conflict.mine.is_some_and(|text| text.starts_with("## [do] Mine\n")));
    assert_eq!((kept.nodes.len(), kept.nodes[1].title.as_str()), (3, "Mine"));
    let gone = Edit::RemoveOption { node: "ask".into(), option: "no".into() };
    let label = Edit::Label { node: "ask".into(), option: "no".into(), label: "Never".into() };
    let (conflict, kept) = disputed(&[label], &[gone]);
    assert_eq!((conflict.theirs.as_deref(), options(&kept)), (Some("Never → end"), vec![("Yes", "do")]));
    assert_eq!(both(&[remove], &[title("end", "Done")]).nodes.len(), 2);
}

#[test]
fn what_the_other_changed_in_a_renamed_step_finds_it() {
    let rename = |to: &str| Edit::Rename { node: "do".into(), to: to.into() };
    let label = Edit::Target { node: "ask".into(), option: "no".into(), target: "do".into() };
    let merged = both(&[rename("ping")], &[title("do", "Mine"), label]);
    assert_eq!((merged.nodes[1].id.0.as_str(), merged.nodes[1].title.as_str()), ("ping", "Mine"));
    assert_eq!(options(&merged), [("Yes", "ping"), ("No", "ping")]);
    let (conflict, kept) = disputed(&[rename("theirs")], &[rename("mine")]);
    assert_eq!((conflict.theirs.as_deref(), conflict.mine.as_deref()), (Some("theirs"), Some("mine")));
    assert_eq!(kept, after(&[rename("mine")]));
}

#[test]
fn new_steps_of_both_stand_where_they_were_put() {
    let add = |id: &str, behind: &str| {
        let kind = NodeKind::Solution { suggested_outcome: None };
        let node = DocumentNode { id: id.into(), kind, title: format!("{id} is something of its own"), body: String::new() };
        Edit::Add { after: Some(behind.into()), nodes: vec![node] }
    };
    let merged = both(&[add("zebra", "ask")], &[add("ant", "ask"), add("bee", "end")]);
    let ids = |document: &TreeDocument| document.nodes.iter().map(|node| node.id.0.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&merged), ["ask", "ant", "zebra", "do", "end", "bee"]);
    let up = |node: &str| Edit::Move { node: node.into(), after: None };
    let merged = both(&[up("end")], &[add("ant", "end")]);
    assert_eq!(ids(&merged), ["end", "ant", "ask", "do"]);
    let (conflict, kept) = disputed(&[up("end")], &[up("do")]);
    assert_eq!((conflict.unit, ids(&kept)), (Unit::Order, vec!["do".into(), "ask".into(), "end".into()]));
    let first = |option: &str| Edit::MoveOption { node: "ask".into(), option: option.into(), after: None };
    let third = Edit::AddOption { node: "ask".into(), after: Some("no".into()), option: option("maybe", "Maybe") };
    assert_eq!(options(&both(&[first("no")], &[third])), [("No", "end"), ("Maybe", ""), ("Yes", "do")]);
}

#[test]
fn edits_of_an_outdated_draft_are_made_in_the_present_one() {
    let current = after(&[title("do", "Theirs"), Edit::Remove { nodes: vec!["end".into()], heal: false }]);
    let (edits, conflicts) = rebase(&draft(), &current, &[body("do", "Mine")]).unwrap();
    assert_eq!((edits.as_slice(), conflicts.as_slice()), (&[body("do", "Mine")][..], &[][..]));
    let (_, conflicts) = rebase(&draft(), &current, &[title("do", "Mine")]).unwrap();
    assert_eq!(conflicts.len(), 1);
    assert!(rebase(&draft(), &draft(), &[title("gone", "?")]).is_err());
    let mut made = draft();
    apply(&mut made, &edits[0]).unwrap();
    assert_eq!(edits.iter().flat_map(units).collect::<Vec<_>>(), [Unit::Body("do".into())]);
}

#[test]
fn documents_with_an_id_twice_are_one_unit() {
    let (mut twice, mut other) = (draft(), draft());
    twice.nodes[1].id = "ask".into();
    other.name = "Mine".into();
    let merged = merge(&draft(), &twice, &other);
    assert_eq!((merged.document, merged.conflicts[0].unit.clone()), (twice, Unit::Document));
}
