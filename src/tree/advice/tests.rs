use super::*;
use crate::tree::edit::apply_all;
use crate::tree::edit::tests::draft;
use crate::tree::{DocumentNode, Edit, NodeKind, Shell, TreeOption, check, check_with_fixes};

fn told(document: &TreeDocument) -> Vec<(WarningKind, String)> {
    advise(document, &Evidence::default(), &[]).first.into_iter().map(|warning| (warning.kind, warning.problem.to_string())).collect()
}

/// The draft after an edit, with the one warning that it brings, and the draft after its first fix.
#[track_caller]
fn warned(edits: &[Edit]) -> (WarningKind, String, TreeDocument) {
    let mut document = draft();
    apply_all(&mut document, edits).unwrap();
    let mut found = advise(&document, &Evidence::default(), &[]);
    assert_eq!((found.count, found.first.len()), (1, 1), "{found:?}");
    let warning = found.first.remove(0);
    if let Some(fix) = warning.fixes.first() {
        apply_all(&mut document, &fix.edits).unwrap();
        assert_eq!(told(&document), [], "{fix:?}");
        assert_eq!(check(&document).first, [], "{fix:?}");
    }
    (warning.kind, warning.problem.to_string(), document)
}

fn command(label: &str, text: &str) -> Edit {
    let command = crate::tree::Command { label: label.into(), shell: Shell::Powershell, text: text.into(), places: String::new() };
    Edit::AddCommand { node: "do".into(), at: 0, command }
}

#[test]
fn a_sound_draft_has_none() {
    assert_eq!(told(&draft()), []);
}

#[test]
fn steps_are_looked_at_one_by_one() {
    let (kind, words, fixed) = warned(&[Edit::RemoveOption { node: "ask".into(), option: "no".into() }]);
    assert_eq!(
        (kind, words.as_str()),
        (WarningKind::OneAnswer, "Node “ask”: “Yes” is its only answer; a step without a choice is an action.")
    );
    assert!(matches!(fixed.nodes[0].kind, NodeKind::Action { .. }));
    let (kind, _, fixed) = warned(&[Edit::Outcome { node: "end".into(), outcome: None }]);
    assert_eq!((kind, fixed), (WarningKind::NoOutcome, draft()));
    let (kind, words, _) = warned(&[Edit::Title { node: "do".into(), title: "is  it ON?".into() }]);
    assert_eq!(kind, WarningKind::SameTitle);
    assert!(words.starts_with("Node “do”: Step “ask” has the same title"), "{words}");
}

#[test]
fn a_loop_that_is_left_by_one_answer_alone_gets_another_way_out() {
    let (kind, words, fixed) = warned(&[Edit::Next { node: "do".into(), target: "ask".into() }]);
    assert_eq!(kind, WarningKind::Loop);
    assert!(words.starts_with("Node “ask”: This is the only way out of a loop of 2 steps"), "{words}");
    assert_eq!(fixed.nodes.len(), 4);
}

#[test]
fn a_placeholder_that_is_spelt_in_two_ways_is_spelt_in_one() {
    let twice = [command("Ping", "ping {{computer}}; ping {{computer}}"), command("Ping", "ping {{ Computer }}")];
    let (kind, words, fixed) = warned(&twice);
    assert_eq!(kind, WarningKind::Placeholder);
    assert!(words.contains("{{Computer}} is called {{computer}} elsewhere"), "{words}");
    let NodeKind::Action { commands, .. } = &fixed.nodes[1].kind else { panic!("an action") };
    assert_eq!(commands[0].text, "ping {{computer}}");
    let labelled = command("Ping", "ping {{Computer|Name of the PC|NB-0123}}");
    let NodeKind::Action { commands, .. } = &warned(&[twice[0].clone(), labelled]).2.nodes[1].kind else { panic!("an action") };
    assert_eq!(commands[0].text, "ping {{computer|Name of the PC|NB-0123}}");
}

#[test]
fn a_placeholder_whose_label_cannot_be_one_asks_for_nothing_and_is_told() {
    let (kind, words, _) = warned(&[command("Ping", "ping {{computer|name of the PC}}")]);
    assert!(kind == WarningKind::Placeholder && words.contains("{{computer|name of the PC}} asks for nothing"), "{words}");
    for harmless in ["ping {{computer|Name of the PC|NB-0123}}", "echo {{.Name|upper}} {{a}|b}"] {
        let mut document = draft();
        apply_all(&mut document, &[command("Do it", harmless)]).unwrap();
        assert_eq!(told(&document), [], "{harmless}");
    }
}

#[test]
fn what_deletes_or_restarts_says_so() {
    let (kind, words, fixed) = warned(&[command("Spooler", "Remove-Item C:\\x\\*")]);
    assert_eq!((kind, words.contains("deletes something")), (WarningKind::Unannounced, true), "{words}");
    assert_eq!(fixed.nodes[1].body, "**This deletes something that does not come back.**");
    for harm in ["sudo rm -rf /tmp/x", "reg delete HKCU\\x", "cd x && DEL *.*", "C:\\Windows\\System32\\shutdown.exe /r"] {
        assert_eq!(warned(&[command("Do it", harm)]).0, WarningKind::Unannounced, "{harm}");
    }
    for harmless in ["shutdown /a", "Get-Item format", "echo rm", "terraform plan", "Clear-DnsClientCache"] {
        let mut document = draft();
        apply_all(&mut document, &[command("Do it", harmless)]).unwrap();
        assert_eq!(told(&document), [], "{harmless}");
    }
    let mut told_so = draft();
    apply_all(&mut told_so, &[command("Drucker entfernen", "Remove-Printer x"), command("Restart it", "Restart-Computer")]).unwrap();
    assert_eq!(told(&told_so), []);
}

#[test]
fn a_long_way_is_told_once() {
    let mut document = draft();
    let node = |number: usize| DocumentNode {
        id: NodeId(format!("n{number}")),
        kind: NodeKind::Action {
            commands: Vec::new(),
            next_node_id: if number < 13 { NodeId(format!("n{}", number + 1)) } else { "end".into() },
        },
        title: format!("Part {number}"),
        body: String::new(),
    };
    document.nodes.extend((0..14).map(node));
    document.nodes[0].kind = NodeKind::Decision {
        options: ["n0", "n1"].map(|to| TreeOption { id: to.into(), label: to.into(), next_node_id: to.into() }).to_vec(),
    };
    document.nodes.remove(1);
    assert_eq!(told(&document), []);
    if let NodeKind::Decision { options } = &mut document.nodes[0].kind {
        options[1].next_node_id = "n0".into();
    }
    let found = told(&document);
    assert_eq!(found.len(), 1);
    assert!(found[0].1.contains("The shortest way here has 16 steps"), "{found:?}");
}

#[test]
fn links_to_trees_that_cannot_be_walked_are_warned_of_where_the_trees_are_known() {
    let mut document = draft();
    let end = document.nodes.len() - 1;
    document.nodes[end].body =
        "> [One](/trees/gone), [it again](/trees/gone), **[two](/trees/there)** or\n\n- `[three](/trees/code)`".into();
    let evidence = |trees: &[&str]| Evidence { trees: Some(trees.iter().map(|key| (*key).to_owned()).collect()), ..Evidence::default() };
    let found = advise(&document, &evidence(&["there"]), &[]);
    let told: Vec<_> = found.first.iter().map(|warning| (warning.kind, warning.problem.message.as_str())).collect();
    assert_eq!(told, [(WarningKind::MissingTree, "It links to the tree “gone”, which is not there or is archived.")]);
    assert_eq!(found.first[0].problem.node.as_ref(), Some(&document.nodes[end].id));
    assert_eq!(advise(&document, &evidence(&["there", "gone"]), &[]).count, 0);
    assert_eq!(advise(&document, &Evidence::default(), &[]).count, 0, "nobody knows");
}

#[test]
fn use_is_taken_from_outside_and_a_warning_is_silenced_with_a_reason() {
    let evidence = Evidence {
        unvisited: HashSet::from(["do".into()]),
        reports: HashMap::from([("ask".into(), 2), ("end".into(), 1)]),
        ..Evidence::default()
    };
    let found = advise(&draft(), &evidence, &[]);
    let kinds: Vec<_> = found.first.iter().map(|warning| warning.kind).collect();
    assert_eq!(kinds, [WarningKind::OpenReports, WarningKind::NeverVisited, WarningKind::OpenReports]);
    let reason = Reason::parse("Once a year.").unwrap();
    let silence = Silence { kind: WarningKind::NeverVisited, node: Some("do".into()), reason: reason.clone() };
    let found = advise(&draft(), &evidence, &[silence]);
    assert_eq!((found.count, found.silenced.len(), &found.silenced[0].1), (2, 1, &reason));
}

/// Problems of the draft after an edit, and what is left of them after the first fix of the first.
#[track_caller]
fn fixed(change: impl FnOnce(&mut TreeDocument)) -> (String, Vec<String>) {
    let mut document = draft();
    change(&mut document);
    let (problems, fixes) = check_with_fixes(&document);
    assert_eq!((&problems, fixes.len()), (&check(&document), problems.first.len()));
    let fix = fixes[0].first().unwrap_or_else(|| panic!("no fix of {:?}", problems.first[0]));
    apply_all(&mut document, &fix.edits).unwrap();
    (fix.words.clone(), check(&document).first.iter().map(ToString::to_string).collect())
}

#[test]
fn fifty_steps_of_one_id_have_one_fix_which_mends_all() {
    let mut document = draft();
    let same = vec![document.nodes[0].clone(); 50];
    document.nodes.extend(same);
    let (problems, fixes) = check_with_fixes(&document);
    assert_eq!((problems.first.len(), fixes.iter().flatten().count()), (50, 1));
    apply_all(&mut document, &fixes[0][0].edits).unwrap();
    assert!(document.is_draft());
}

#[test]
fn problems_have_fixes_that_put_them_right() {
    let good = |words: &str| (words.to_owned(), Vec::<String>::new());
    let target = |tree: &mut TreeDocument, id: &str| match &mut tree.nodes[0].kind {
        NodeKind::Decision { options } => options[1].next_node_id = id.into(),
        _ => panic!("a decision"),
    };
    assert_eq!(fixed(|tree| target(tree, "ends")), good("Lead to “end”"));
    assert_eq!(fixed(|tree| target(tree, "call-isp")), good("Create step “call-isp”"));
    assert_eq!(fixed(|tree| tree.root = "gone".into()), good("Begin at the first step"));
    assert_eq!(fixed(|tree| tree.format = "x".into()), good("Make it “resolutionflow.tree/1”"));
    assert_eq!(fixed(|tree| tree.key = "VPN  on!".into()), good("Make it “vpn-on”"));
    assert_eq!(fixed(|tree| tree.nodes[1].title = "word ".repeat(60)), good("Move the rest into its text"));
    assert_eq!(fixed(|tree| tree.nodes[2].kind = NodeKind::Decision { options: Vec::new() }), good("Make it a solution"));
    assert_eq!(fixed(|tree| tree.nodes[1].id = "ask".into()).0, "Give every step an id of its own");
    let outcome = Some(crate::outcome::Outcome::Cancelled);
    assert_eq!(fixed(|tree| tree.nodes[2].kind = NodeKind::Solution { suggested_outcome: outcome }), good("Suggest no outcome"));
    let island = DocumentNode { id: "island".into(), ..draft().nodes[2].clone() };
    assert_eq!(fixed(|tree| tree.nodes.push(island)), good("Remove it"));
    let unlabelled = |tree: &mut TreeDocument| match &mut tree.nodes[0].kind {
        NodeKind::Decision { options } => options.push(TreeOption { id: "x".into(), label: " ".into(), next_node_id: "end".into() }),
        _ => panic!("a decision"),
    };
    assert_eq!(fixed(unlabelled), good("Remove the answer"));
    let empty = |tree: &mut TreeDocument| match &mut tree.nodes[1].kind {
        NodeKind::Action { commands, .. } => commands[0].text = " \n".into(),
        _ => panic!("an action"),
    };
    assert_eq!(fixed(empty), good("Remove the command"));
}
