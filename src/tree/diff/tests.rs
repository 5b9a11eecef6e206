use super::*;
use crate::tree::edit::tests::draft;
use crate::tree::{NodeKind, TreeOption};

/// Sentences of the changes from the draft to what becomes of it, which make the one of the other.
#[track_caller]
fn told(change: impl FnOnce(&mut TreeDocument)) -> Vec<String> {
    let before = draft();
    let mut after = before.clone();
    change(&mut after);
    for (one, other) in [(&before, &after), (&after, &before)] {
        assert_eq!(patch(one, &diff(one, other)).as_ref(), Ok(other));
    }
    diff(&before, &after).into_iter().map(|change| change.sentence).collect()
}

fn options(document: &mut TreeDocument) -> &mut Vec<TreeOption> {
    match &mut document.nodes[0].kind {
        NodeKind::Decision { options } => options,
        _ => panic!("a decision"),
    }
}

fn rename(document: &mut TreeDocument, from: &str, to: &str) {
    let edit = Edit::Rename { node: from.into(), to: to.into() };
    crate::tree::apply(document, &edit).unwrap();
}

#[test]
fn nothing_has_changed_in_the_same() {
    assert_eq!(told(|_| {}), [""; 0]);
}

#[test]
fn one_change_is_one_sentence() {
    assert_eq!(told(|tree| tree.name = "VPN".into()), ["The name is “VPN”; it was “N”."]);
    assert_eq!(told(|tree| tree.tags = vec!["a".into(), "b".into()]), ["Tags are new: “a”, “b”."]);
    assert_eq!(told(|tree| tree.description = "When.".into()), ["The description is new."]);
    assert_eq!(told(|tree| tree.root = "do".into()), ["Walks begin at “Ping it”; they began at “Is it on?”."]);
    assert_eq!(told(|tree| tree.nodes[0].title = "On?".into()), ["Step “Is it on?” is called “On?” now."]);
    assert_eq!(told(|tree| tree.nodes[0].body = "Lamp.".into()), ["Step “Is it on?”: its text is changed."]);
    assert_eq!(told(|tree| options(tree)[0].label = "It is".into()), ["Step “Is it on?”: answer “Yes” reads “It is” now."]);
    assert_eq!(
        told(|tree| options(tree)[0].next_node_id = "end".into()),
        ["Step “Is it on?”: answer “Yes” leads to “It works” now; it led to “Ping it”."]
    );
    assert_eq!(
        told(|tree| options(tree)[0].next_node_id = "later".into()),
        ["Step “Is it on?”: answer “Yes” leads to “later”, which is not there now; it led to “Ping it”."]
    );
    assert_eq!(told(|tree| options(tree).swap(0, 1)), ["Step “Is it on?”: answer “No” stands first now."]);
    assert_eq!(told(|tree| drop(options(tree).remove(0))), ["Step “Is it on?”: answer “Yes” is gone."]);
    let maybe = TreeOption { id: "maybe".into(), label: "Maybe".into(), next_node_id: NodeId::default() };
    assert_eq!(told(|tree| options(tree).push(maybe)), ["Step “Is it on?”: answer “Maybe” is new and leads to nowhere."]);
    assert_eq!(told(|tree| tree.nodes.swap(1, 2)), ["Step “It works” stands behind “Is it on?” now."]);
    assert_eq!(told(|tree| drop(tree.nodes.remove(1))), ["Step “Ping it” is gone."]);
    let kind = NodeKind::Solution { suggested_outcome: None };
    assert_eq!(told(|tree| tree.nodes[0].kind = kind.clone()), ["Step “Is it on?” is a solution now; it was a decision."]);
    assert_eq!(told(|tree| tree.nodes[2].kind = kind), ["Step “It works” suggests nothing now; it suggested resolved."]);
    let commands = |tree: &mut TreeDocument, change: fn(&mut Vec<crate::tree::Command>)| match &mut tree.nodes[1].kind {
        NodeKind::Action { commands, .. } => change(commands),
        _ => panic!("an action"),
    };
    assert_eq!(told(|tree| commands(tree, |all| all.swap(0, 1))), ["Step “Ping it”: command “Ping” stands elsewhere now."]);
    assert_eq!(told(|tree| commands(tree, |all| drop(all.remove(0)))), ["Step “Ping it”: command “Ping” is gone."]);
    assert_eq!(told(|tree| commands(tree, |all| all[1].text.push('b'))), ["Step “Ping it”: command “Trace” is changed."]);
    assert_eq!(told(|tree| commands(tree, |all| all[1].label = "T".into())), ["Step “Ping it”: command “Trace” is “T” now."]);
}

#[test]
fn one_rename_is_one_change() {
    assert_eq!(told(|tree| rename(tree, "end", "solved")), ["Step “It works”: id end → solved."]);
    assert_eq!(told(|tree| rename(tree, "ask", "question")), ["Step “Is it on?”: id ask → question."]);
}

#[test]
fn a_step_with_another_id_is_the_same_by_its_content_its_title_or_most_of_its_words() {
    let all = |tree: &mut TreeDocument| ["ask", "do", "end"].into_iter().for_each(|id| rename(tree, id, &format!("new-{id}")));
    assert_eq!(told(all).len(), 3);
    let titled = |tree: &mut TreeDocument| {
        rename(tree, "do", "ping");
        tree.nodes[1].body = "Something else entirely.".into();
    };
    assert_eq!(told(titled), ["Step “Ping it”: id do → ping.", "Step “Ping it”: its text is new."]);
    let worded = |tree: &mut TreeDocument| {
        rename(tree, "do", "ping");
        tree.nodes[1].title = "Ping it now".into();
    };
    assert_eq!(told(worded), ["Step “Ping it now”: id do → ping.", "Step “Ping it” is called “Ping it now” now."]);
    let other = |tree: &mut TreeDocument| {
        rename(tree, "do", "call");
        tree.nodes[1].title = "Call the provider and wait".into();
        tree.nodes[1].kind = NodeKind::Solution { suggested_outcome: None };
    };
    let sentences = told(other);
    assert!(sentences.contains(&"Step “Ping it” is gone.".to_owned()), "{sentences:?}");
    assert!(sentences.contains(&"Solution “Call the provider and wait” is new.".to_owned()), "{sentences:?}");
}

#[test]
fn words_are_compared_one_by_one() {
    let (before, mut after) = (draft(), draft());
    after.nodes[0].title = "Is the router on?".into();
    let change = &diff(&before, &after)[0];
    let (same, gone, new) =
        (|text: &str| Word::Same(text.into()), |text: &str| Word::Gone(text.into()), |text: &str| Word::New(text.into()));
    assert_eq!(change.words().unwrap(), [same("Is "), gone("it"), new("the router"), same(" on?")]);
    assert_eq!(diff(&draft(), &TreeDocument { root: "do".into(), ..draft() })[0].words(), None);
    let text = unified(("a", &before), ("b", &after));
    assert!(text.starts_with("--- a\n+++ b\n@@"), "{text}");
    assert!(text.contains("\n-## [ask] Is it on?\n+## [ask] Is the router on?\n"), "{text}");
    assert_eq!(unified(("a", &before), ("b", &before)), "");
}

#[test]
fn documents_with_an_id_twice_are_compared_as_a_whole() {
    let mut twice = draft();
    twice.nodes[1].id = "ask".into();
    let changes = diff(&twice, &draft());
    assert_eq!(changes.len(), 1);
    assert_eq!(patch(&twice, &changes), Ok(draft()));
}

fn form_of(tree: &TreeDocument, at: usize) -> StepForm {
    let node = tree.nodes[at].clone();
    StepForm { title: node.title, body: node.body.replace('\n', "\r\n"), kind: node.kind }
}

#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    let mut tree = draft();
    tree.nodes[0].body = "Look:\n\n- at the lamp\n".into();
    tree.nodes[0].title = " Is it\non? ".into();
    options(&mut tree)[0].label = "Yes\n".into();
    for at in 0..3 {
        let mut form = form_of(&tree, at);
        form.title = form.title.replace('\n', "");
        assert_eq!(form_edits(&tree, &tree.nodes[at].id, form), Ok(vec![]));
    }
    assert_eq!(form_edits(&tree, &"gone".into(), form_of(&tree, 0)), Err(EditError::NoSuchNode("gone".into())));
}

#[test]
fn a_form_makes_edits_of_what_differs_and_gives_new_answers_ids() {
    let tree = draft();
    let mut form = form_of(&tree, 0);
    form.title = " On? ".into();
    let row = |id: &str, label: &str, target: &str| TreeOption { id: id.into(), label: label.into(), next_node_id: target.into() };
    form.kind =
        NodeKind::Decision { options: vec![row("no", "No", "end"), row("", "Yes", " later "), row("", " ", ""), row("no", "Never", "")] };
    let edits = form_edits(&tree, &"ask".into(), form).unwrap();
    let mut after = tree.clone();
    apply_all(&mut after, &edits).unwrap();
    assert_eq!(after.nodes[0].title, "On?");
    assert_eq!(*options(&mut after), [row("no", "No", "end"), row("yes-2", "Yes", "later"), row("never", "Never", "")]);
    let mut action = form_of(&tree, 1);
    action.body = "One\r\ntwo".into();
    if let NodeKind::Action { commands, .. } = &mut action.kind {
        commands[0].text = "ping a\r\nping b".into();
        commands.push(crate::tree::Command {
            label: " ".into(),
            shell: crate::tree::Shell::Cmd,
            text: String::new(),
            places: String::new(),
        });
    }
    apply_all(&mut after, &form_edits(&tree, &"do".into(), action).unwrap()).unwrap();
    let NodeKind::Action { commands, .. } = &after.nodes[1].kind else { panic!("an action") };
    assert_eq!((after.nodes[1].body.as_str(), commands.len(), commands[0].text.as_str()), ("One\ntwo", 2, "ping a\nping b"));
}
