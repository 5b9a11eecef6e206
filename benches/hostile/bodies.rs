//! Trees whose bodies are full of one piece of Markdown: few long bodies, many short ones, and as many nodes as there may be.

use resolutionflow::tree::{DocumentNode, FORMAT, MAX_BYTES, MAX_NODES, NodeKind, TreeDocument};

use super::File;

/// What bodies are filled with.
const PIECES: [&str; 64] = [
    "a word ",
    "a",
    "ä",
    "a\n",
    "a\n\n",
    "\n",
    "a  \n",
    "*a* ",
    "*a* b ",
    "**a** ",
    "***a*** ",
    "_a_ ",
    "__a__ ",
    "~~a~~ ",
    "*a **b ~~c~~ b** a* ",
    "_*",
    "*",
    "**a ",
    "*a _b ",
    "~~",
    "~~a ",
    "`a` ",
    "`",
    "`` a ",
    "[a](b) ",
    "[a](http://b) ",
    "![a](http://b) ",
    "[a][b] ",
    "[",
    "![",
    "](",
    "[a](",
    "[a]: b\n",
    "[a]: http://b\n\n[a] ",
    "[^a]: b\n\n[^a] ",
    "<http://a>",
    "<http://a> ",
    "<a@b.c> ",
    "http://a ",
    "http://a",
    "www.a.b ",
    "a@b.c ",
    "a-",
    "a.",
    "a@",
    "<b>a</b> ",
    "<!-- a -->",
    "<div>\na\n</div>\n\n",
    "<a b='",
    "&amp;",
    "&#65;",
    "\\*",
    "\\\\a\\b ",
    "C:\\a ",
    "- a\n",
    "- [x] a\n",
    "1. a\n",
    "# a\n",
    "a\n=\n",
    "---\n\n",
    "> a\n\n",
    "    a\n\n",
    "```\na\n```\n",
    "| a | b |\n|---|---|\n| c | d |\n\n",
];

/// Bodies that are more than one piece many times over.
fn shaped(length: usize) -> Vec<(&'static str, String)> {
    let filled = |head: &str, piece: &str| format!("{head}{}", piece.repeat((length - head.len()) / piece.len()));
    let part = |piece: &str, of: usize| piece.repeat(length / of / piece.len());
    vec![
        ("quotes in quotes", filled("", ">")),
        ("items in items", filled("", "- ")),
        ("quotes and items", filled("", "> - 1. ")),
        ("quotes above lazy lines", filled(&part(">", 8), "\na")),
        ("items above lines", filled(&part("- ", 8), "\n  a")),
        ("quotes above blank lines", filled(&part(">", 8), "\n>")),
        ("emphases in emphases", format!("{}a{}", part("*a ", 2), part(" a*", 2))),
        ("links in links", format!("{}{}", part("[a", 4), part("](http://b)", 2))),
        ("a wide table", format!("{}\n{}\n{}", part("|a", 4), part("|-", 4), part("|b", 4))),
        ("a table of short rows", format!("{}\n{}\n{}", part("|", 4), part("|-", 4), part("a\n", 3))),
        ("a table of long rows", filled("|a|\n|-|\n", "|a|b|c|d|e|f|g|h\n")),
        ("a table of links", filled("|a|b|\n|-|-|\n", "|http://a|a@b.c|\n")),
        ("short references to a long address", filled(&format!("[a]: http:{}\n\n", part("x", 2)), "[a] ")),
        ("many references to many addresses", {
            let count = length / 24;
            let defined: String = (0..count).map(|n| format!("[{n}]: http:b\n")).collect();
            let used: String = (0..count).map(|n| format!("[{n}] ")).collect();
            format!("{defined}\n{used}")
        }),
        ("an address that goes on", filled("http://a", "/a(")),
        ("brackets behind addresses", filled("", "http://a)]).).")),
        ("code without an end in items", filled(&part("- ", 8), "```\n\n")),
        (
            "backticks of every length",
            (1..)
                .map(|n| format!("{} ", "`".repeat(n)))
                .scan(0, |sum, run: String| {
                    *sum += run.len();
                    (*sum <= length).then_some(run)
                })
                .collect(),
        ),
        ("combining marks", filled("a", "\u{301}")),
        ("letters in two parts", filled("", "u\u{308}")),
        ("stand-ins", filled("", "\u{10a50}")),
    ]
}

/// A chain of nodes with these bodies.
fn chain(nodes: usize, body: &str) -> Vec<u8> {
    let node = |position: usize| DocumentNode {
        id: format!("n{position}").as_str().into(),
        kind: if position + 1 == nodes {
            NodeKind::Solution { suggested_outcome: None }
        } else {
            NodeKind::Action { commands: Vec::new(), next_node_id: format!("n{}", position + 1).as_str().into() }
        },
        title: "T".into(),
        body: body.to_owned(),
    };
    let document = TreeDocument {
        format: FORMAT.into(),
        key: "k".into(),
        name: "N".into(),
        category: "C".into(),
        tags: Vec::new(),
        description: String::new(),
        root: "n0".into(),
        nodes: (0..nodes).map(node).collect(),
    };
    document.to_json().into_bytes()
}

/// Files with bodies of so many characters, which fill them up.
fn filled(name: &str, body: &str) -> File {
    let one = chain(2, body).len() - chain(1, body).len() + 4;
    let nodes = (MAX_BYTES / one).min(MAX_NODES - 1);
    File { name: format!("{nodes} × {name}"), bytes: chain(nodes, body) }
}

pub(super) fn files() -> impl Iterator<Item = File> {
    [20_000, 1_000, 150].into_iter().flat_map(|length| {
        let named = |piece: &str| piece.escape_debug().to_string();
        let pieces = PIECES.iter().map(move |piece| (named(piece), piece.repeat(length / piece.chars().count())));
        let shapes = shaped(length).into_iter().map(|(name, body)| (name.to_owned(), body));
        pieces.chain(shapes.filter(move |_| length > 150)).map(move |(name, body)| filled(&format!("{length} of {name}"), &body))
    })
}
