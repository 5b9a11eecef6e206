//! Five files in the style of public ones: each is brought in, put right by the buttons of its problems, and could be published.

use resolutionflow::tree::{NodeKind, check};

use super::{brought, fixed, report};
use crate::Fate;

const SAMPLES: [(&str, &str, usize); 5] = [
    ("printer.mmd", include_str!("../samples/printer.mmd"), 8),
    ("outlook.md", include_str!("../samples/outlook.md"), 10),
    ("wifi.json", include_str!("../samples/wifi.json"), 5),
    ("vpn.json", include_str!("../samples/vpn.json"), 5),
    ("scanner.csv", include_str!("../samples/scanner.csv"), 6),
];

#[test]
fn each_is_published_after_the_fixes_that_its_problems_offer() {
    for (name, text, steps) in SAMPLES {
        let brought = brought(text, name);
        let document = &brought.document;
        assert!(document.nodes.len() >= steps, "{name}: {}", document.to_text());
        assert!(document.is_draft(), "{name}");
        let fixed = fixed(document);
        assert!(check(&fixed).is_empty(), "{name}");
        assert!(fixed.nodes.len() >= document.nodes.len(), "{name}: nothing was thrown away");
        assert!(report(&brought).count(Fate::Taken) >= steps, "{name}");
    }
}

#[test]
fn every_answer_and_every_step_of_a_sample_is_where_its_report_says() {
    for (name, text, _) in SAMPLES {
        let brought = brought(text, name);
        let nodes = &brought.document.nodes;
        for entry in &report(&brought).entries {
            let Some(id) = &entry.step else { continue };
            assert!(nodes.iter().any(|node| node.id == *id), "{name}: {entry:?}");
        }
        for node in nodes {
            let listed = report(&brought).entries.iter().any(|entry| entry.step.as_ref() == Some(&node.id));
            assert!(listed, "{name}: {}", node.title);
            let NodeKind::Decision { options } = &node.kind else { continue };
            assert!(options.iter().all(|option| !option.label.is_empty()), "{name}: {}", node.title);
        }
    }
}
