use super::*;

/// A question with a repair that is tried again, and an end.
const PUBLISHABLE: &str = r#"{
"format": "resolutionflow.tree/1", "key": "no-sound", "name": "No sound", "category": "Audio", "root": "muted",
"nodes": [
    {"id": "muted", "type": "decision", "title": "Is it muted?", "options": [
        {"id": "yes", "label": "Yes", "next_node_id": "unmute"}, {"id": "no", "label": "No", "next_node_id": "driver"}]},
    {"id": "unmute", "type": "action", "title": "Unmute it", "next_node_id": "muted"},
    {"id": "driver", "type": "solution", "title": "Install the driver"}
]}"#;

fn problems(from: &str, to: &str) -> Vec<String> {
    assert!(PUBLISHABLE.contains(from));
    let document = TreeDocument::from_json(PUBLISHABLE.replacen(from, to, 1).as_bytes()).unwrap();
    check(&document).first.iter().map(ToString::to_string).collect()
}

#[test]
fn a_problem_names_its_node_and_says_what_would_be_right() {
    assert_eq!(problems("", ""), [""; 0]);
    assert_eq!(
        problems(r#""next_node_id": "driver""#, r#""next_node_id": "drivers""#),
        [
            "Node “muted”: It leads to “drivers”, but there is no such node.",
            "Node “muted”: No path from here leads to a solution.",
            "Node “unmute”: No path from here leads to a solution.",
            "Node “driver”: No path from the root leads here.",
        ]
    );
}

#[test]
fn a_node_without_a_next_node_is_a_problem_and_not_an_unreadable_file() {
    let nowhere = "Node “unmute”: It leads nowhere yet: a next node is missing.".to_owned();
    assert!(problems(r#", "next_node_id": "muted""#, "").contains(&nowhere));
    assert!(problems(r#", "next_node_id": "muted""#, r#", "next_node_id": """#).contains(&nowhere));
    assert!(problems(r#", "next_node_id": "driver""#, "").contains(&nowhere.replace("unmute", "muted")));
    assert_eq!(problems(r#", "root": "muted""#, ""), ["The root is “”, but there is no such node."]);
}

#[test]
fn labels_that_differ_in_white_space_alone_read_the_same() {
    assert_eq!(problems(r#""Yes""#, r#""Not  sure""#), [""; 0]);
    let two = PUBLISHABLE.replace(r#""Yes""#, r#""Not  sure""#).replace(r#""No""#, r#""not sure""#);
    let found = check(&TreeDocument::from_json(two.as_bytes()).unwrap()).first;
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Node “muted”: Two options read “not sure”."]);
}

#[test]
fn labels_that_are_only_written_differently_read_the_same() {
    let reads_the_same = |one: &str, other: &str| {
        let two = PUBLISHABLE.replace("\"Yes\"", &format!("\"{one}\"")).replace("\"No\"", &format!("\"{other}\""));
        !check(&TreeDocument::from_json(two.as_bytes()).unwrap()).is_empty()
    };
    for (one, other) in [
        ("Yes", "Yes\u{200b}"),
        ("Yes", "YES\u{feff}"),
        ("Menü", "Menu\u{308}"),
        ("Straße", "STRASSE"),
        ("İptal", "iptal"),
        ("ＯＫ", "ok"),
        ("Not\u{a0}sure", "Not\u{2009}sure"),
        ("می\u{200c}خواهم", "میخواهم"),
    ] {
        assert!(reads_the_same(one, other), "{one:?} {other:?}");
    }
    for (one, other) in [("Yes", "Yes, it is"), ("Menü", "Menu"), ("1", "10")] {
        assert!(!reads_the_same(one, other), "{one:?} {other:?}");
    }
}

#[test]
fn what_nobody_sees_is_no_title_and_no_label() {
    for unseen in ["\u{2800}", "\u{3164}", "\u{200b}", "\u{ad}\u{2060}", "\u{115f}\u{1160}"] {
        assert_eq!(problems("\"Yes\"", &format!("\"{unseen}\"")), ["Node “muted”: The option “yes” has no label."], "{unseen:?}");
        let untitled = problems("\"Is it muted?\"", &format!("\"{unseen}\""));
        assert_eq!(untitled, ["Node “muted”: Its title must not be empty."], "{unseen:?}");
    }
}

#[test]
fn an_unreachable_node_without_a_way_out_has_both_problems() {
    let island = r#", {"id": "island", "type": "action", "title": "Lost", "next_node_id": "island"}]}"#;
    assert_eq!(
        problems("\n]}", island),
        ["Node “island”: No path from the root leads here.", "Node “island”: No path from here leads to a solution."]
    );
}

#[test]
fn a_missing_root_hides_no_dead_end_and_makes_no_node_look_lost() {
    let document = PUBLISHABLE.replace(r#""root": "muted""#, r#""root": "mute""#).replace("solution", "decision");
    let found = check(&TreeDocument::from_json(document.as_bytes()).unwrap()).first;
    let count = |words: &str| found.iter().filter(|problem| problem.message.contains(words)).count();
    assert_eq!((count("The root is “mute”"), count("leads to a solution"), count("from the root")), (1, 3, 0));
}

#[test]
fn a_second_node_of_one_id_makes_no_neighbour_look_lost() {
    let twin = r#", {"id": "muted", "type": "solution", "title": "Twin"}]}"#;
    assert_eq!(problems("\n]}", twin), ["Node “muted”: Another node has the same id; ids must be unique in the tree."]);
}

#[test]
fn an_id_has_no_control_characters() {
    assert_eq!(
        problems(r#""id": "yes""#, r#""id": "y\tes""#),
        ["Node “muted”: The id of an option must be 1 to 120 characters on one line."]
    );
}

#[test]
fn nul_and_windows_line_ends_are_gone_once_a_file_is_read() {
    let windows = PUBLISHABLE.replace("Unmute it", "Un\\u0000mute\\r\\nit").replace("muted\"", "mu\\u0000ted\"");
    let document = TreeDocument::from_json(&[b"\xef\xbb\xbf", windows.as_bytes()].concat()).unwrap();
    assert_eq!(check(&document).first, []);
    assert!(!document.to_json().contains("\\u0000") && document.nodes[1].title == "Unmute\nit");
}

/// Problems by the thousand, and texts by the kilobyte in every place of a document.
#[test]
fn the_first_hundred_problems_are_told_each_short_enough_to_read_and_how_many_there_are() {
    let long = "ü".repeat(30_000);
    let mut lost = PUBLISHABLE.replace("\n]}", "").replace("resolutionflow.tree/1", &long).replace("Audio", &long);
    lost.push_str(
        &(0..9_999).map(|id| format!(r#", {{"id": "{id}", "type": "action", "title": "x", "next_node_id": "0"}}"#)).collect::<String>(),
    );
    lost.push_str("]}");
    let options = format!(r#"[{{"id": "{long}", "label": "", "next_node_id": "{long}"}}, {{"id": "{long}", "label": "{long}"}}]"#);
    let commands =
        format!(r#"[{{"label": "{long}", "shell": "cmd", "text": ""}}, {{"label": "{long}", "shell": "cmd", "text": "{long}"}}]"#);
    let wordy = format!(
        r#"{{"format": "{long}", "key": "{long}", "name": "{long}", "category": "{long}", "tags": ["{long}"], "description": "{long}",
            "root": "{long}", "nodes": [
                {{"id": "{long}x", "type": "decision", "title": "{long}", "body": "{long}", "options": {options}}},
                {{"id": "{long}y", "type": "action", "title": "{long}", "commands": {commands}}}]}}"#
    );
    for (document, least) in [(lost, 20_000), (wordy, 20)] {
        let problems = check(&TreeDocument::from_json(document.as_bytes()).unwrap());
        assert!(problems.count >= least && problems.first.len() == problems.count.min(100), "{}", problems.count);
        assert_eq!(problems.unlisted(), problems.count - problems.first.len());
        for problem in problems.first.iter().map(ToString::to_string) {
            assert!(problem.chars().count() < 600, "{problem}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_told_as_shortly() {
    let long = "ü".repeat(550_000);
    let nodes = vec![r#"{"id": 1}"#; 25_000].join(",");
    let unread = [
        PUBLISHABLE.replacen("action", &long, 1),
        PUBLISHABLE.replacen(r#""type": "action""#, &format!(r#""{long}": "", "type": """#), 1),
        PUBLISHABLE.replacen(r#""name""#, &format!(r#""{long}""#), 1),
        format!(r#"{{"format": "{FORMAT}", "key": "k", "name": "N", "nodes": [{nodes}]}}"#),
    ];
    for document in unread {
        let told = TreeDocument::from_json(document.as_bytes()).unwrap_err().to_string();
        assert!(told.chars().count() < 100 * 200, "{told:.300}");
        assert!(!document.contains(&nodes) || told.ends_with("; and 24900 more."), "{told}");
    }
    let unknown = TreeDocument::from_json(PUBLISHABLE.replacen("action", &long, 1).as_bytes()).unwrap_err().to_string();
    assert!(unknown.contains("“type” of node “unmute” is “üüü") && unknown.contains("“solution”"), "{unknown}");
}
