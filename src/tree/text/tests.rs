//! Tree text as people write it, and what they are told.

use super::*;
use crate::tree::{Faults, MAX_BYTES, NodeKind, NotADocument, TreeDocument, TreeFile};

const TREE: &str = r#"---
format: resolutionflow.tree/1
key: no-sound
name: No sound
category: Audio
tags: sound, headset
---

When nothing is heard.

## [muted] Is it muted?

Look at the **speaker**.

+ [yes] Yes -> unmute
+ [no] No ->

## [unmute] Unmute it

```powershell Show the devices
Get-PnpDevice -Class AudioEndpoint
```

-> driver

## [driver] Install the driver

=> resolved

## [more] What else?

?
"#;

fn read(text: &str) -> Result<TreeDocument, String> {
    TreeDocument::read(text.as_bytes()).map_err(|error| error.to_string())
}

fn faults(text: &str) -> Faults {
    match parse(text) {
        Err(NotADocument::Faulty(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

/// The faults of the tree once `from` is `to` in it.
#[track_caller]
fn refusal(from: &str, to: &str) -> String {
    assert!(TREE.contains(from), "{from}");
    faults(&TREE.replacen(from, to, 1)).to_string()
}

#[test]
fn a_tree_is_written_as_it_is_read() {
    let document = read(TREE).unwrap();
    assert_eq!(document.to_text(), TREE);
    assert_eq!((document.key.as_str(), document.root.0.as_str()), ("no-sound", "muted"));
    assert_eq!((document.tags.len(), document.description.as_str()), (2, "When nothing is heard."));
    assert_eq!(document.nodes[0].body, "Look at the **speaker**.");
    assert!(
        matches!(&document.nodes[0].kind, NodeKind::Decision { options } if options[1].label == "No" && options[1].next_node_id.0.is_empty())
    );
    assert!(matches!(&document.nodes[1].kind, NodeKind::Action { commands, .. } if commands[0].label == "Show the devices"));
    assert_eq!(TreeDocument::from_json(document.to_json().as_bytes()), Ok(document));
}

#[test]
fn what_would_be_read_otherwise_is_quoted_or_takes_a_backslash() {
    let mut document = read(TREE).unwrap();
    document.name = " \"No\" sound\t".into();
    document.root = "nowhere".into();
    document.nodes[0].id = "a]b".into();
    document.nodes[0].title = "[x] -> y".into();
    document.nodes[0].body = "\n+ one\n\\-> two\n\\\\server\\share\n###\n".into();
    if let NodeKind::Decision { options } = &mut document.nodes[0].kind {
        options[0].label = "File -> Save".into();
        options[0].id = String::new();
    }
    let text = document.to_text();
    for line in [
        r#"name: " \"No\" sound\t""#,
        "root: nowhere",
        r#"## ["a]b"] "[x] -> y""#,
        "\\\n\\+ one\n\\\\-> two\n\\\\server\\share\n###\n\\\n",
        r#"+ [""] "File -> Save" -> unmute"#,
    ] {
        assert!(text.contains(&format!("\n{line}\n")) || text.contains(line), "{line} not in {text}");
    }
    assert_eq!(read(&text).unwrap(), document);
}

#[test]
fn a_text_is_read_in_whatever_shape_it_is_pasted() {
    let right = read(TREE).unwrap();
    let fenced = |before: &str, after: &str| format!("{before}````markdown\n{TREE}````\n{after}");
    for text in [
        format!("\u{feff}{TREE}"),
        TREE.replace('\n', "\r\n"),
        TREE.replace('\n', "\r"),
        TREE.replace("->", "→").replace("=>", "⇒"),
        TREE.replace("[muted] ", "").replace("Is it muted?", "Muted"),
        TREE.replace("[yes] ", "").replace("[no] ", ""),
        TREE.replace("\n\n", "\n\n\n  \n"),
        TREE.replace(" -> ", "->"),
        TREE.replace("format: resolutionflow.tree/1\n", "\nKEY:no-sound\n").replace("key: no-sound\n", ""),
        format!("Here is your tree:\n\n+ short\n\n{TREE}"),
        fenced("Sure! For example:\n\n```json\n{}\n```\n\n", "Shall I add more?\n"),
        fenced("", "").replace("````", "```"),
        fenced("", "").trim_end().trim_end_matches('`').to_owned(),
        TREE.replace("-> driver", "-> \"driver\""),
    ] {
        let mut document = read(&text).expect(&text);
        if document.nodes[0].title == "Muted" {
            document.nodes[0].title = "Is it muted?".into();
        }
        assert_eq!(document, right, "{text}");
    }
}

#[test]
fn an_answer_has_words_of_its_own_on_either_side_of_the_fence() {
    // Its last step is one to which anything could be added.
    let tree = TREE.replace("\n## [more] What else?\n\n?\n", "");
    let right = read(&tree).unwrap();
    let befores = [
        "",
        "## Your tree\n\n",
        "## Summary\n\nIn short: ```Get-Item``` asks.\n\n```sh\ndate\n```\n\n## Your tree\n\n+ short\n\n",
        "```json\n{}\n```\n\n## Your tree\n",
    ];
    let afters = [
        "",
        "Save it and run:\n\n```sh\nresolutionflow tree check x\n```\n",
        "```bash\nresolutionflow tree check x\n```\n\nand\n\n````markdown\n```\n````\n```\nx\n```\n",
        "## How to use it\n\n-> Upload it.\n\n```\nx\n```\n",
        "+ It has a step for drivers.\n+ Yes -> go\n\n```cmd Try\nx\n```\n",
        "-> Upload it.\n\n```sh\nx\n",
        "=> resolved\n\n```\n",
    ];
    for fence in ["```", "````"] {
        for (before, after) in befores.iter().flat_map(|before| afters.map(|after| (before, after))) {
            let answer = format!("{before}{fence}markdown\n{tree}{fence}\n\n{after}");
            assert!(is_text(&answer), "{answer}");
            assert_eq!(read(&answer).as_ref(), Ok(&right), "{answer}");
        }
    }
    // A fence inside that is never closed, and a head in the instructions of a step.
    let open = tree.replace("=> resolved", "```text\nx\n\n=> resolved");
    let answer = format!("```markdown\n{open}```\nSave it:\n\n```sh\nx\n```\n");
    assert!(read(&answer).is_err() || !read(&answer).unwrap().to_text().contains("Save it"), "{answer}");
    let steps = "## [a] A\n\n-> b\n\n## [b] Write\n\n```yaml\n---\nname: x\n---\n```\n\n=> resolved\n";
    assert_eq!(read(steps).unwrap().nodes.len(), 2);
}

#[test]
fn steps_without_ids_are_named_by_their_titles() {
    let text = "---\nkey: k\n---\n## Größe: OK?\n+ Yes -> x\n+ yes! -> y\n+ … ->\n## größe – ok\n->\n## [größe-ok-2] X\n=>\n## Größe ok\n=>\n## \n=>\n";
    let document = read(text).unwrap();
    let ids: Vec<&str> = document.nodes.iter().map(|node| node.id.0.as_str()).collect();
    assert_eq!(ids, ["größe-ok", "größe-ok-3", "größe-ok-2", "größe-ok-4", "step"]);
    let NodeKind::Decision { options } = &document.nodes[0].kind else { panic!("{document:?}") };
    assert_eq!(options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>(), ["yes", "yes-2", "answer"]);
    assert_eq!(document.root.0, "größe-ok");
}

#[test]
fn text_on_either_side_of_a_mark_is_one_body() {
    let document = read("---\nkey: k\n---\n## [a] A\none\n```cmd C\n```\n\n\n-> b\n\ntwo\n\n\n").unwrap();
    assert_eq!(document.nodes[0].body, "one\n\ntwo");
    assert!(matches!(&document.nodes[0].kind, NodeKind::Action { commands, .. } if commands[0].text.is_empty()));
}

#[test]
fn a_fault_has_its_line_its_step_and_the_line_that_would_be_right() {
    for (from, to, words) in [
        ("-> driver", "", "line 18, column 1: step “unmute”: it has no exit"),
        ("-> driver", "=>", "line 20, column 1: step “unmute”: only an action"),
        ("-> driver", "-> driver\n-> more", "line 25, column 1: step “unmute”: this is a second exit"),
        ("-> driver", "-> [driver]", "an id behind an arrow has no brackets; write “-> driver”"),
        ("-> driver", "-> a -> b", "write “-> \"a -> b\"”"),
        ("=> resolved", "=> fixed", "line 28, column 3: step “driver”: “fixed” is no outcome"),
        ("Yes -> unmute", "Yes", "line 15, column 9: step “muted”: an answer has an arrow behind its words"),
        ("Yes -> unmute", "File -> Save -> unmute", "write “+ [yes] \"File -> Save\" -> unmute”"),
        ("Yes -> unmute", "\"Yes -> unmute", "line 15, column 9: the text that begins here has no closing quote on its line"),
        ("Yes -> unmute", "\"Yes\" or so", "an answer has an arrow"),
        ("[yes] Yes", "[yes Yes", "line 15, column 3: step “muted”: the id that begins here has no “]”"),
        ("Is it muted?", "\"Is it\" muted?", "write “## [muted] \"\\\"Is it\\\" muted?\"”"),
        ("Is it muted?", "[Is] it muted?", "write “## [muted] \"[Is] it muted?\"”"),
        ("\n```\n", "\n", "line 20, column 1: step “unmute”: the command that begins here is not closed; write “```”"),
        ("When", "+ When", "line 9, column 1: this stands before the first step; as text it has a backslash in front; write “\\+ When"),
        ("tags: sound, headset\n---", "", "line 1, column 1: the head that begins here is not closed"),
        ("category", "kategorie", "line 5, column 1: a tree has no field “kategorie”; it has format, key, name, category, tags, root"),
        ("category: Audio", "Audio", "line 5, column 1: “Audio” in the head is no field"),
        ("category: Audio", "name: Audio", "line 5, column 1: “name” stands twice"),
        ("sound, headset", "[sound, headset]", "write “tags: sound, headset”"),
        ("sound, headset", "\"sound\" x, headset", "line 6, column 15: a comma is missing behind the closing quote"),
    ] {
        let told = refusal(from, to);
        assert!(told.contains(words), "{to}: {told}");
    }
}

#[test]
fn every_fault_is_told_at_once_and_of_thousands_the_first_hundred() {
    let broken = TREE.replace("=> resolved", "=> fixed").replace("Yes ->", "Yes").replace("-> driver", "").replace("\n?\n", "");
    assert_eq!(faults(&broken).count, 4);
    let many = faults(&format!("{TREE}{}", "=>\n".repeat(5_000)));
    assert_eq!((many.first.len(), many.count), (100, 5_000));
    assert!(many.to_string().ends_with("and 4900 more"));
}

#[test]
fn hostile_texts_have_an_answer_soon() {
    // In a time that grows with its square each would take minutes.
    let many = |line: &str| line.repeat(500_000 / line.len());
    let started = std::time::Instant::now();
    let fences: String = (3..3_000).rev().map(|backticks| format!("{}cmd x\n", "`".repeat(backticks))).collect();
    for text in [
        many("## a\n"),
        many("+ a -> b\n"),
        many("```cmd a\n"),
        many("```\n"),
        many("`"),
        many("\\"),
        many("->"),
        many("---\nkey: x\n"),
        many("key: [\"\n"),
        many("\n"),
        many("\u{feff}"),
        format!("---\nkey: x\n---\n## a\n{fences}"),
    ] {
        assert!(parse(&text).is_ok_and(|file| file.is_text) || !faults(&text).first.is_empty(), "{:?}", &text[..20]);
    }
    assert!(started.elapsed().as_secs() < 60);
    assert!(faults(&"## a\n=>\n".repeat(10_001)).to_string().contains("a tree has at most 10000 steps"));
}

#[test]
fn a_text_has_the_limit_of_json_as_it_is_sent_and_in_utf_8() {
    let of = |length: usize, piece: &str| format!("{TREE}{}", piece.repeat((length - TREE.len()) / piece.len()));
    assert!(TreeDocument::read(of(MAX_BYTES, "x").as_bytes()).is_ok());
    assert_eq!(TreeDocument::read(of(MAX_BYTES + 1, "x").as_bytes()), Err(NotADocument::TooLarge(MAX_BYTES + 1)));
    let large = of(MAX_BYTES + 3, "音");
    let sent: Vec<u8> = std::iter::once(0xfeff).chain(large.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert!(sent.len() < MAX_BYTES);
    for told in [TreeDocument::read(&sent), TreeDocument::from_json(&sent)] {
        assert_eq!(told, Err(NotADocument::TooLarge(large.len())));
    }
}

#[test]
fn problems_stand_at_the_line_of_their_step() {
    let lines = |bytes: &[u8]| {
        let file = TreeFile::read(bytes).unwrap();
        let problems = crate::tree::check(&file.document);
        problems.first.iter().map(|problem| file.line(problem)).collect::<Vec<_>>()
    };
    // The answer that leads nowhere, the decision without answers, which leads nowhere and is not reached.
    assert_eq!(lines(TREE.as_bytes()), [30, 11, 30, 30]);
    let json = read(TREE).unwrap().to_json();
    let line = |id: &str| json.lines().position(|line| line.contains(&format!("\"id\": \"{id}\""))).unwrap();
    assert_eq!(lines(json.as_bytes()), [line("more"), line("muted"), line("more"), line("more")]);
}

#[test]
fn tree_text_is_known_by_its_beginning() {
    for text in [
        "---\nkey: x\n---\n",
        "```\n---\nformat: x\n---\n```",
        "## [a] A\n=>\n",
        "## A\n\n-> b",
        "For VPN.\n\n## A\n\n+ Yes -> b\n\n## B\n=> resolved",
    ] {
        assert!(is_text(text), "{text}");
    }
    for text in
        ["{\"a\": \"\\n---\\nkey: x\"}", "{\n\"---\": 1}\n", "---\ntitle: VPN\n---\n# VPN", "# VPN\n\n## Restart\n\n1. Now", "", "## A"]
    {
        assert!(!is_text(text), "{text}");
    }
    assert!(read("---\ntitle: VPN\n---\n").unwrap_err().contains("Markdown or YAML"));
}
