//! Random graphs, written as each format, lose nothing on the way.

use std::fmt::Write;

use proptest::prelude::*;
use resolutionflow::tree::{NodeKind, TreeDocument};

use super::brought;
use crate::{Fate, bring};

/// Steps with words of their own, and links between them with words.
#[derive(Debug, Clone)]
struct Graph {
    count: usize,
    links: Vec<(usize, usize, String)>,
}

fn graph() -> impl Strategy<Value = Graph> {
    (1..12_usize).prop_flat_map(|count| {
        let link = (0..count, 0..count, prop_oneof![Just(String::new()), "[a-z]{1,6}"]);
        (Just(count), proptest::collection::vec(link, 0..25)).prop_map(|(count, links)| Graph { count, links })
    })
}

impl Graph {
    fn title(at: usize) -> String {
        format!("Step number {at}?")
    }

    fn mermaid(&self) -> String {
        let mut text = "flowchart TD\n".to_owned();
        (0..self.count).for_each(|at| writeln!(text, "s{at}[\"{}\"]", Self::title(at)).unwrap());
        for (from, to, label) in &self.links {
            let label = if label.is_empty() { String::new() } else { format!("|{label}|") };
            writeln!(text, "s{from} -->{label} s{to}").unwrap();
        }
        text
    }

    fn csv(&self) -> String {
        let mut text = "from;answer;to\n".to_owned();
        (0..self.count).for_each(|at| writeln!(text, "{};;", Self::title(at)).unwrap());
        self.links.iter().for_each(|(from, to, label)| writeln!(text, "{};{label};{}", Self::title(*from), Self::title(*to)).unwrap());
        text
    }

    fn nodes_and_edges(&self) -> String {
        let nodes: Vec<_> = (0..self.count).map(|at| serde_json::json!({"id": at, "label": Self::title(at)})).collect();
        let edges: Vec<_> =
            self.links.iter().map(|(from, to, label)| serde_json::json!({"source": from, "target": to, "label": label})).collect();
        serde_json::json!({"nodes": nodes, "edges": edges}).to_string()
    }

    fn by_id(&self) -> String {
        let node = |at: usize| {
            let answers: Vec<_> = self
                .links
                .iter()
                .filter(|link| link.0 == at)
                .map(|(_, to, label)| serde_json::json!({"label": label, "next": to}))
                .collect();
            serde_json::json!({"id": at, "question": Self::title(at), "answers": answers})
        };
        serde_json::json!({"nodes": (0..self.count).map(node).collect::<Vec<_>>()}).to_string()
    }
}

/// Every step is there once, and every link leads from its step to its step.
fn assert_whole(graph: &Graph, document: &TreeDocument, what: &str) {
    for at in 0..graph.count {
        let title = Graph::title(at);
        assert_eq!(document.nodes.iter().filter(|node| node.title == title).count(), 1, "{what}: {title}");
    }
    for (from, to, label) in &graph.links {
        let named = |at: usize| document.nodes.iter().find(|node| node.title == Graph::title(at)).unwrap();
        let (from, to) = (named(*from), named(*to));
        let found = match &from.kind {
            NodeKind::Decision { options } => {
                options.iter().any(|option| option.next_node_id == to.id && option.label.starts_with(label.as_str()))
            }
            NodeKind::Action { next_node_id, .. } => *next_node_id == to.id,
            NodeKind::Solution { .. } => false,
        };
        assert!(found, "{what}: {label} from {} to {}: {}", from.title, to.title, document.to_text());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_step_and_no_link_of_a_graph_is_lost(graph in graph()) {
        for (what, text) in [("x.mmd", graph.mermaid()), ("x.csv", graph.csv()), ("x.json", graph.by_id())] {
            assert_whole(&graph, &brought(&text, what).document, what);
        }
        if !graph.links.is_empty() {
            assert_whole(&graph, &brought(graph.nodes_and_edges(), "flow.json").document, "flow.json");
        }
    }

    #[test]
    fn any_words_are_answered(words in "(graph TD|1\\.|\\{\"a\":|<ol>|from,to|- Yes|\n|-->|\\[|\\]|\\||\"|[a-z ?;&@#`]|→|\\\\){0,60}", name in "x\\.(mmd|md|csv|json|html|drawio)") {
        if let Ok(read) = bring(words.as_bytes(), &name) {
            prop_assert!(read.document.is_draft());
            prop_assert!(read.report.is_none_or(|report| report.count(Fate::Taken) > 0));
        }
    }

    #[test]
    fn every_numbered_line_is_a_step_or_words_of_one(lines in proptest::collection::vec("[A-Z][a-z]{2,8}( [a-z]{2,6}){0,3}", 1..15)) {
        let text: String = lines.iter().enumerate().map(|(at, line)| format!("{}. {line} {at}\n", at + 1)).collect();
        let read = brought(&text, "x.md").document.to_text();
        for (at, line) in lines.iter().enumerate() {
            let kept = format!("{line} {at}");
            assert!(read.contains(&kept), "{kept}: {read}");
        }
    }
}
