//! Markdown of any shape: its nesting and its work have bounds, and no word of it is lost. Work is counted in steps.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use pulldown_cmark::{Event, Parser, Tag};
use resolutionflow::markdown::{Block, Inline, MOST_WORK, parse, plain_text, work, written};
use resolutionflow::tree::{MAX_BYTES, MAX_NODES, check};

use crate::cases;
use crate::tree_limits::chain;

/// Pieces of lines, some of them many times, in the shapes that parsers take long for: quotes and lists inside of each other, lines that go
/// on lazily, headings by a line below, delimiters without an end.
fn hostile() -> impl Strategy<Value = String> {
    let short = [
        "> ", ">", "- ", "+ ", "-", "1. ", "2) ", "  ", "    ", "\t", "a", "a\n", "\n", "\n\n", "=\n", "---\n", "# ", "```\n", "~~~",
        "<!--", "<div>\n", "*", "_*", "**a", "`", "``", "[", "](", "![", "[a]: b\n", "\\\n", "&", "<a b='", "|", "|-", "a|b\n", "|-|-\n",
        "~~", "a@b.c ", "[ ] ", "__a",
    ];
    let addresses = ["http://a ", "www.a.b ", "\\\\a\\b"];
    let piece = select([short.as_slice(), &addresses].concat());
    vec((vec(piece, 1..4), 1..40_usize), 1..6)
        .prop_map(|parts| parts.into_iter().map(|(pieces, times)| pieces.concat().repeat(times)).collect())
}

/// Lines of quotes and list items inside of each other, with a word that no other line has.
fn nested() -> impl Strategy<Value = String> {
    let head = vec(select(vec!["> ", "- ", "1. ", "    ", "**", "> > > - "]), 0..30);
    vec((head, select(vec!["\n", "\n\n"])), 1..12)
        .prop_map(|lines| lines.iter().enumerate().map(|(number, (head, end))| format!("{}w{number}w{end}", head.concat())).collect())
}

/// What authors write around a word, which stands for `#`.
const AUTHORED: [&str; 32] = [
    "#",
    "<#>",
    "</#>",
    "<!-- # -->",
    "<# a=b>",
    "\\\\#\\x$",
    "C:\\_#\\*",
    "*#*",
    "**#**",
    "_#_",
    "__#__",
    "~~#~~",
    "[#]",
    "[#]: now",
    "[#]: https://x.example",
    "![#](https://x.example)",
    "[#](javascript:x)",
    "[x](\\\\srv\\#)",
    "`#`",
    "| # | b |",
    "|---|---|",
    "- #",
    "1. #",
    "1986. #",
    "> #",
    "+ #",
    "    #",
    "https://#.example/a",
    "#@b.example",
    "*.#",
    "&#;",
    "<https://#.example>",
];

/// Text of an author who knows some Markdown, with a word that no other place has at each.
fn authored() -> impl Strategy<Value = String> {
    vec((select(AUTHORED.as_slice()), select(vec![" ", "\n", "\n\n", ""])), 1..12).prop_map(|parts| {
        let parts = parts.iter().enumerate();
        parts.map(|(number, (written, end))| format!("{}{end}", written.replace('#', &format!("w{number}w")))).collect()
    })
}

/// Visits of the parser to open quotes and list items: those that it found, in every line that they have.
fn visits(markdown: &str) -> usize {
    let found = Parser::new(markdown).into_offset_iter();
    let lines = found.map(|(event, range)| match event {
        Event::Start(Tag::BlockQuote(_) | Tag::Item) => markdown[range].trim_end_matches('\n').matches('\n').count() + 1,
        _ => 0,
    });
    lines.sum()
}

fn depth(blocks: &[Block]) -> usize {
    let inside = |block: &Block| match block {
        Block::Paragraph(line) | Block::Heading(line) => depth_of_line(line),
        // A list and its item.
        Block::List { items, .. } => 1 + items.iter().map(|item| depth(item)).max().unwrap_or(0),
        Block::Quote(blocks) => depth(blocks),
        // A table, its row and its cell.
        Block::Table(rows) => 2 + rows.iter().flatten().map(|cell| depth_of_line(cell)).max().unwrap_or(0),
        Block::Code(_) | Block::Rule => 0,
    };
    blocks.iter().map(|block| 1 + inside(block)).max().unwrap_or(0)
}

fn depth_of_line(line: &[Inline]) -> usize {
    let inside = |inline: &Inline| match inline {
        Inline::Strong(line) | Inline::Emphasis(line) | Inline::Struck(line) | Inline::Link { text: line, .. } => 1 + depth_of_line(line),
        Inline::Text(_) | Inline::Code(_) | Inline::Break => 0,
    };
    line.iter().map(inside).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn the_parser_visits_no_more_than_was_told_beforehand(text in hostile()) {
        prop_assert!(text.len() + visits(&text) <= work(&text), "{} of {}", visits(&text), work(&text));
    }

    #[test]
    fn a_text_is_kept_in_no_more_than_was_told_beforehand(text in prop_oneof![hostile(), nested()]) {
        let kept = serde_json::to_string(&parse(&text)).unwrap().len();
        prop_assert!(kept <= 2 * work(&text), "{kept} of {}", work(&text));
    }

    #[test]
    fn nesting_ends_at_twelve_levels(text in prop_oneof![hostile(), nested()]) {
        // Tight items have their words in a paragraph that nobody wrote, and bare addresses are links.
        prop_assert!(depth(&parse(&text)) <= 14, "{:?}", parse(&text));
    }

    #[test]
    fn no_word_of_an_author_vanishes(text in authored()) {
        let read = written(&parse(&text));
        for number in 0..12 {
            let word = format!("w{number}w");
            prop_assert!(!text.contains(&word) || read.contains(&word), "{word} of {text:?} is not in {read:?}");
        }
    }

    #[test]
    fn no_word_is_lost_however_deep_it_is(text in nested()) {
        let plain = plain_text(&parse(&text));
        let mut rest = plain.as_str();
        for number in 0..text.matches('w').count() / 2 {
            let found = rest.split_once(&format!("w{number}w"));
            prop_assert!(found.is_some(), "w{number}w of {text:?} is not in {rest:?}");
            rest = found.unwrap().1;
        }
    }
}

#[test]
fn references_that_repeat_a_long_address_count_as_what_they_repeat() {
    for (length, times) in [(100, 300), (500, 300), (10_000, 3_000)] {
        let text = format!("[a]: http:{}\n\n{}", "x".repeat(length), "[a] ".repeat(times));
        let kept = serde_json::to_string(&parse(&text)).unwrap().len();
        assert!(kept > 3 * text.len() && kept <= 2 * work(&text), "{kept} of {}", work(&text));
    }
}

/// Nodes with bodies as long as they may be, of which a tree has room for.
const NODES: usize = 100;

#[test]
fn a_tree_full_of_hostile_bodies_is_refused_where_its_work_ends() {
    let (quotes, items) = (">".repeat(8_000), "- ".repeat(4_000));
    let refused = [
        format!("{quotes}a\n{}", "a\n".repeat(5_000)),
        format!("{quotes}a\n{}", "=\n".repeat(5_000)),
        format!("{quotes}[a]: b\n{}", "[a]: b\n".repeat(1_500)),
        format!("{items}```\n{}", "\n".repeat(10_000)),
        format!("{items}<!--\n{}", "\n".repeat(10_000)),
        format!("{items}    a\n{}", "\n".repeat(10_000)),
        format!("{items}a\n{}", "1\n".repeat(5_000)),
        "_*".repeat(10_000),
        "a\n\n".repeat(6_600),
        format!("{}\n{}\n{}", "|".repeat(4_000), "|-".repeat(4_000), "a\n".repeat(3_000)),
    ];
    // Short ones, a little of everything.
    let ordinary =
        "Look at the **lamp** of `eth0`, then [read](https://example.com/x) on:\n\n- one\n- two\n  - _inner_\n\n> It says so.\n\n";
    let taken = [ordinary.repeat(120), "_*".repeat(1_000), "`".repeat(2_000), "> - ".repeat(500), "a@b.c ".repeat(3_300)];
    let problems = |body: &str| {
        let mut document = chain(NODES);
        document.nodes.iter_mut().for_each(|node| node.body = body.to_owned());
        check(&document)
    };
    for body in refused {
        let problems = problems(&body);
        assert!(problems.first[0].message.starts_with("With its body the tree has too much markup"), "{:?}", problems.first[0]);
        assert!((NODES - problems.count) * work(&body) <= MOST_WORK, "{} of {:.20}", problems.count, body);
    }
    for body in taken {
        assert_eq!(problems(&body).first, [], "{body:.20}");
    }
}

#[test]
fn a_tree_as_large_as_it_may_be_is_taken_with_ordinary_instructions() {
    let prose =
        "Restart the service, then ask the user to sign in again and to wait for a minute.\n- If it works, say so.\n- If not, go on.\n\n";
    let dense = "Look at the **lamp** of `eth0`, then [read](https://example.com/x) on:\n\n- one\n- two\n  - _inner_\n\n";
    for (nodes, body) in [(200, prose.repeat(150)), (MAX_NODES, dense.repeat(2))] {
        let mut document = chain(nodes);
        document.nodes.iter_mut().for_each(|node| node.body = body.clone());
        let bytes = document.to_json().len();
        assert!(bytes > MAX_BYTES * 3 / 4, "{bytes}");
        assert_eq!(check(&document).first, []);
    }
}
