//! Files that are hostile elsewhere than in the bodies of nodes: in their JSON, ids, options, commands, or by having very many faults.

use resolutionflow::tree::MAX_BYTES;

use super::File;

fn file(name: &str, text: String) -> File {
    File { name: name.to_owned(), bytes: text.into_bytes() }
}

/// A tree around nodes.
fn tree(nodes: &str) -> String {
    format!(r#"{{"format": "resolutionflow.tree/1", "key": "k", "name": "N", "category": "C", "root": "0", "nodes": [{nodes}]}}"#)
}

/// So many times a piece as a file has room for.
fn many(piece: &str) -> String {
    piece.repeat((MAX_BYTES - 2_000) / piece.len())
}

/// Texts in a row, numbered, as many as a file has room for, at most `most`.
fn numbered(most: usize, text: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for number in 0..most {
        let next = text(number);
        if all.len() + next.len() + 2_000 > MAX_BYTES {
            break;
        }
        all.push_str(if all.is_empty() { "" } else { "," });
        all.push_str(&next);
    }
    all
}

fn action(id: &str, commands: &str, next: &str) -> String {
    format!(r#"{{"id": "{id}", "type": "action", "title": "T", "commands": [{commands}], "next_node_id": "{next}"}}"#)
}

/// Trees whose commands are full of a piece: a hundred nodes, of which each has two long ones.
fn of_commands(piece: &str) -> impl Iterator<Item = File> {
    ["bash", "cmd", "powershell"].into_iter().map(move |shell| {
        let text = piece.repeat(18_000 / piece.len());
        let text = serde_json::to_string(&text).unwrap_or_default();
        let command = format!(r#"{{"label": "L", "shell": "{shell}", "text": {text}}}"#);
        let chain = numbered(9_999, |n| action(&n.to_string(), &command, &(n + 1).to_string()));
        let last = chain.matches(r#""type""#).count();
        let nodes = format!(r#"{chain}, {{"id": "{last}", "type": "solution", "title": "T"}}"#);
        file(&format!("{shell}: {}", piece.escape_debug()), tree(&nodes))
    })
}

/// What commands are filled with.
const COMMANDS: [&str; 14] = [
    "a {{b}} ",
    "{{b}}",
    "{{b",
    "\"{{b}}\" ",
    "$(",
    "${a",
    "a\\\n{{b}} ",
    "a | {{b}} ",
    "(({{b}} ",
    "{{b}}; ",
    "'{{b}}",
    "`{{b}}",
    "a'\n",
    "sh -c {{b}}\n",
];

pub(super) fn files() -> impl Iterator<Item = File> {
    let options = |count: usize, next: &str| numbered(count, |n| format!(r#"{{"id": "{n}", "label": "{n}", "next_node_id": "{next}"}}"#));
    let decision = |id: usize, options: &str| format!(r#"{{"id": "{id}", "type": "decision", "title": "T", "options": [{options}]}}"#);
    let solution = r#"{"id": "end", "type": "solution", "title": "T"}"#;
    let hundred = options(100, "end");
    let whole = [
        file("brackets in brackets", many("[")),
        file("braces in braces", many("{\"a\":")),
        file("names twice", format!("{{{}}}", many("\"a\":1,"))),
        file("names", format!("{{{}}}", numbered(usize::MAX, |n| format!("\"{n}\":1")))),
        file("values that nobody asks for", format!("{{\"x\":[{}]}}", many("1,"))),
        file("comments", format!("{{{}}}", many("/**/"))),
        file("lines of comments", many("#\n")),
        file("commas", format!("[{}]", many(","))),
        file("escapes", tree(&format!("\"{}\"", many("\\u0041")))),
        file("escapes that mean nothing", tree(&format!("\"{}\"", many("\\x")))),
        file("half of characters", tree(&format!("\"{}\"", many("\\ud800")))),
        file("control characters", tree(&format!("\"{}\"", many("\u{1}")))),
        file("a text without an end", format!("{{\"key\": \"{}", many("a"))),
        file("a diagram", format!("graph TD\n{}", many("a --> b\n"))),
        file("remarks of a diagram", many("%% a\n")),
        file("front matter", format!("---\n{}", many("a: b\n"))),
        file("nodes of no type", tree(&many("{},").replace(",]", "]"))),
        file("nodes that are numbers", tree(&format!("{}1", many("1,")))),
        file("an unknown type", tree(&format!("{{\"id\": \"0\", \"type\": \"{}\"}}", many("a")))),
        file("a long title", tree(&format!(r#"{{"id": "0", "type": "solution", "title": "{}"}}"#, many("a")))),
        file("a long title of marks", tree(&format!(r#"{{"id": "0", "type": "solution", "title": "{}"}}"#, many("\u{301}")))),
        file("a long body", tree(&format!(r#"{{"id": "0", "type": "solution", "title": "T", "body": "{}"}}"#, many("> - *a* ")))),
        file("a long command", tree(&action("0", &format!(r#"{{"label": "L", "shell": "bash", "text": "{}"}}"#, many("{{a}} ")), "0"))),
        file("tags", tree("").replace("\"root\"", &format!("\"tags\": [{}], \"root\"", numbered(usize::MAX, |n| format!("\"{n}\""))))),
        file("ids that are all the same", tree(&numbered(usize::MAX, |_| solution.replace("end", "0")))),
        file("ids of 30 KB", tree(&numbered(usize::MAX, |n| solution.replace("end", &format!("{n}{}", "x".repeat(30_000)))))),
        file("nodes that lead nowhere", tree(&numbered(usize::MAX, |n| action(&n.to_string(), "", "")))),
        file("nodes that lead elsewhere", tree(&numbered(usize::MAX, |n| action(&n.to_string(), "", &format!("x{n}"))))),
        file("a loop without an end", tree(&numbered(9_999, |n| action(&n.to_string(), "", &((n + 1) % 8_000).to_string())))),
        file("options of one node", tree(&format!("{}, {solution}", decision(0, &options(usize::MAX, "end"))))),
        file("a hundred options a node", tree(&format!("{}, {solution}", numbered(9_998, |n| decision(n, &hundred))))),
        file("options that read the same", tree(&decision(0, &numbered(usize::MAX, |_| r#"{"id": "a", "label": "a"}"#.to_owned())))),
        file("empty commands", tree(&action("0", &numbered(usize::MAX, |_| r#"{"label": "", "shell": "cmd"}"#.to_owned()), "0"))),
        file("nodes beyond the limit", tree(&numbered(usize::MAX, |n| action(&n.to_string(), "", &(n + 1).to_string())))),
    ];
    whole.into_iter().chain(COMMANDS.into_iter().flat_map(of_commands))
}
