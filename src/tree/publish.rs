//! From a document to a published tree: the one place where Markdown is parsed.

use std::collections::HashMap;

use super::{DocumentNode, Node, NodeId, NodeKind, Problems, Published, Tree, TreeDocument, check};
use crate::markdown::{self, Block, MOST_WORK, plain_text, work};
use crate::text::{brief, composed, normalise, one_line};

/// Step that reads differently by other rules of Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Id of its node.
    pub node: NodeId,
    /// Its title.
    pub title: String,
    /// The first words that differ; none where all are the same, in other lines or with links, tables or struck words.
    pub words: Option<Words>,
}

/// Words as they read before and as they read now, with some around them on one line, no longer than people read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words before.
    pub before: String,
    /// The words now.
    pub after: String,
}

/// The words that are told before the first that differs.
const WORDS_BEFORE: usize = 4;
/// The words that are told from the first that differs on.
const WORDS_FROM: usize = 12;

impl Tree {
    /// Published tree of a document, not stored yet. Name, category, tags, titles and labels are one-line texts as people type
    /// them, bodies are parsed Markdown. Description and commands have LF as line ends, and no white space at the end. Key and ids stay,
    /// and so does every character of a command.
    ///
    /// # Errors
    /// The [`Problems`] that the checker finds.
    pub fn publish(document: &TreeDocument) -> Result<Tree, Problems> {
        let problems = check(document);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self::of(document, document.nodes.iter().map(publish_node).collect()))
    }

    /// The tree of a draft as it will read, whatever is wrong with it: for trying it out, and for replaying walks on it. Links may lead
    /// nowhere. Instructions with more markup than a tree may have are shown as they were typed.
    pub fn preview(document: &TreeDocument) -> Tree {
        let mut work_left = MOST_WORK;
        let nodes = document.nodes.iter().map(|node| match work_left.checked_sub(work(&node.body)) {
            Some(left) => {
                work_left = left;
                publish_node(node)
            }
            None => {
                let bare = publish_node(&DocumentNode { body: String::new(), ..node.clone() });
                Node { body: vec![Block::Code(node.body.clone())], ..bare }
            }
        });
        Self::of(document, nodes.collect())
    }

    pub(super) fn of(document: &TreeDocument, nodes: Vec<Node>) -> Tree {
        Published {
            key: document.key.clone(),
            name: one_line(&document.name),
            category: one_line(&document.category),
            tags: document.tags.iter().map(|tag| one_line(tag)).collect(),
            description: composed(normalise(&document.description).trim()).into_owned(),
            root: document.root.clone(),
            nodes,
            is_structure: false,
        }
        .into()
    }

    /// The same version by today's rules of Markdown, with the steps that read differently, in the author's order. Only bodies change: what
    /// sessions have recorded of it (titles, labels) and what they copy (commands) stay as they were published.
    #[must_use]
    pub fn read_again(mut self, document: &TreeDocument) -> (Tree, Vec<Difference>) {
        let bodies: HashMap<&NodeId, &str> = document.nodes.iter().map(|node| (&node.id, node.body.as_str())).collect();
        let mut differences = Vec::new();
        for node in &mut self.published.nodes {
            let Some(body) = bodies.get(&node.id).map(|body| markdown::parse(&composed(body))) else { continue };
            if body != node.body {
                let words = first_difference(&plain_text(&node.body), &plain_text(&body));
                differences.push(Difference { node: node.id.clone(), title: node.title.clone(), words });
                node.body = body;
            }
        }
        (self, differences)
    }

    /// The tree with its bodies as text without markup, which programs can show that do not know every kind of block.
    #[must_use]
    pub fn without_markup(&self) -> Tree {
        let mut tree = self.clone();
        for node in tree.published.nodes.iter_mut().filter(|node| !node.body.is_empty()) {
            node.body = vec![Block::Code(plain_text(&node.body))];
        }
        tree
    }
}

/// The first words that differ in two texts, whatever white space is between them.
fn first_difference(before: &str, after: &str) -> Option<Words> {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.split_whitespace().collect(), after.split_whitespace().collect());
    let same = before.iter().zip(&after).take_while(|(before, after)| before == after).count();
    let told = |words: &[&str]| {
        let (from, to) = (same.saturating_sub(WORDS_BEFORE), words.len().min(same + WORDS_FROM));
        let (lead, end) = (if from > 0 { "… " } else { "" }, if to < words.len() { " …" } else { "" });
        brief(&format!("{lead}{}{end}", words[from..to].join(" "))).into_owned()
    };
    (same < before.len() || same < after.len()).then(|| Words { before: told(&before), after: told(&after) })
}

impl DocumentNode {
    /// The node as it will read once it is published, whether or not it can be.
    pub fn reading(&self) -> Node {
        publish_node(self)
    }
}

fn publish_node(node: &DocumentNode) -> Node {
    Node { body: markdown::parse(&composed(&node.body)), ..without_body(node) }
}

/// The node as it will read, without its instructions.
pub(super) fn without_body(node: &DocumentNode) -> Node {
    let mut kind = node.kind.clone();
    match &mut kind {
        NodeKind::Decision { options } => options.iter_mut().for_each(|option| option.label = one_line(&option.label)),
        NodeKind::Action { commands, .. } => commands.iter_mut().for_each(|command| {
            command.label = one_line(&command.label);
            command.text = normalise(&command.text).trim_end().to_owned();
        }),
        NodeKind::Solution { .. } => {}
    }
    Node { id: node.id.clone(), title: one_line(&node.title), body: Vec::new(), kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(body: &str) -> (TreeDocument, Tree) {
        let json = serde_json::json!({
            "format": super::super::FORMAT, "key": "k", "name": "N", "category": "C", "root": "end",
            "nodes": [{"id": "end", "type": "solution", "title": "Done", "body": body}],
        });
        let document = TreeDocument::from_json(json.to_string().as_bytes()).unwrap();
        let tree = Tree::publish(&document).unwrap();
        (document, tree)
    }

    #[test]
    fn a_version_reads_by_the_rules_of_today_and_what_changed_is_told() {
        let (document, today) = tree("Run net user <username> /active:yes\n\nSee https://x.example");
        let mut before = today.clone();
        let text = |words: &str| markdown::Inline::Text(words.to_owned());
        let run = Block::Paragraph(vec![text("Run net user  /active:yes")]);
        before.published.nodes[0].body = vec![run, Block::Paragraph(vec![text("See https://x.example")])];
        let words = Words {
            before: "Run net user /active:yes See https://x.example".into(),
            after: "Run net user <username> /active:yes See https://x.example".into(),
        };
        let difference = Difference { node: "end".into(), title: "Done".into(), words: Some(words) };
        assert_eq!(before.read_again(&document), (today.clone(), vec![difference]));
        assert_eq!(today.clone().read_again(&document), (today, vec![]));
    }

    #[test]
    fn what_differs_far_inside_a_text_is_told_with_the_words_around_it() {
        let text = |word: &str| format!("{} {word} {}", ["a"; 20].join(" "), ["b"; 20].join(" "));
        let told = |word: &str| format!("… a a a a {word} {} …", ["b"; 11].join(" "));
        assert_eq!(first_difference(&text("x"), &text("y")), Some(Words { before: told("x"), after: told("y") }));
        assert_eq!(first_difference("a b", "a\n b "), None);
        assert_eq!(first_difference("a", "a b"), Some(Words { before: "a".into(), after: "a b".into() }));
    }

    #[test]
    fn words_that_only_look_different_are_told_without_them() {
        let (document, today) = tree("See\nhttps://x.example");
        let mut before = today.clone();
        before.published.nodes[0].body = vec![Block::Paragraph(vec![markdown::Inline::Text("See https://x.example".into())])];
        let (_, differences) = before.read_again(&document);
        assert_eq!(differences.iter().map(|step| &step.words).collect::<Vec<_>>(), [&None]);
    }

    #[test]
    fn without_markup_every_word_is_there() {
        let (_, tree) = tree("| a | b |\n|---|---|\n| ~~c~~ | d |");
        assert_eq!(tree.without_markup().nodes()[0].body, [Block::Code("a | b\nc | d".into())]);
    }
}
