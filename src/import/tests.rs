//! Files in the style of public ones, and hostile ones.

mod charts;
mod hostile;
mod jsons;
mod random;
mod runbooks;
mod samples;
mod tables;

use resolutionflow::tree::{TreeDocument, apply_all, check_with_fixes};

use crate::{Brought, Fate, Report, bring};

fn brought(bytes: impl AsRef<[u8]>, name: &str) -> Brought {
    bring(bytes.as_ref(), name).unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

fn refused(bytes: impl AsRef<[u8]>, name: &str) -> String {
    bring(bytes.as_ref(), name).map(|brought| brought.document.to_text()).unwrap_err().to_string()
}

/// The tree as text without its head: what people compare.
fn steps(bytes: impl AsRef<[u8]>, name: &str) -> String {
    let text = brought(bytes, name).document.to_text();
    text.split_once("\n---\n").map(|(_, steps)| steps.trim().to_owned()).unwrap_or(text)
}

fn report(brought: &Brought) -> &Report {
    brought.report.as_ref().expect("a foreign file has one")
}

/// Entries of a fate as `place: what`.
fn entries(brought: &Brought, fate: Fate) -> Vec<String> {
    report(brought).entries.iter().filter(|entry| entry.fate == fate).map(|entry| format!("{}: {}", entry.place, entry.what)).collect()
}

/// Presses the first button of each problem, as an author does, until nothing is wrong or nothing helps.
fn fixed(document: &TreeDocument) -> TreeDocument {
    let mut document = document.clone();
    for _ in 0..50 {
        let (problems, fixes) = check_with_fixes(&document);
        let Some(fix) = fixes.iter().flatten().next() else {
            assert!(problems.is_empty(), "no button for {problems:?}");
            return document;
        };
        apply_all(&mut document, &fix.edits).expect("a fix fits");
    }
    panic!("the fixes do not end");
}

fn titles(document: &TreeDocument) -> Vec<&str> {
    document.nodes.iter().map(|node| node.title.as_str()).collect()
}
