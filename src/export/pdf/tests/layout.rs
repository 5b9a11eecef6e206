//! Nothing runs off a page, and nothing is torn apart.

use super::*;
use crate::pdf::compose::{CUT, Composed, LEFT_OUT, compose};
use crate::pdf::flow::{Piece, paper};
use crate::pdf::setter::Setter;

fn composed(report: &Report, lines: usize) -> Composed {
    compose(report, &mut Setter::new(&Fonts::default()).unwrap(), lines, usize::MAX)
}

/// Every line of text, page after page.
fn lines(composed: &Composed) -> Vec<&str> {
    let pieces = composed.pages.iter().flatten().flat_map(|placed| &placed.strip.pieces);
    let lines = pieces.filter_map(|piece| match piece {
        Piece::Text { line, .. } => Some(line.text.trim()),
        Piece::Bar { .. } => None,
    });
    lines.collect()
}

#[test]
fn long_words_are_broken_and_long_output_goes_on_on_the_next_page() {
    let word = "ж".repeat(900);
    let output: String = (0..780).map(|number| format!("{number:04} {}\n", "columns ".repeat(9))).collect();
    let mut report = session(vec![step(&word[..400], &word, &word, &word, 1), step("Long", "", "", &output, 1)]);
    report.shown.summary = false;
    let pdf = write(&report).unwrap();
    let boxes = poppler("pdftotext", &["-bbox", "-", "-"], &pdf);
    let right = boxes.split("xMax=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse::<f32>().unwrap()).fold(0.0, f32::max);
    assert!(right <= paper::RIGHT + 0.5, "{right}");
    let read = text(&pdf);
    assert_eq!(read.chars().filter(|c| *c == 'ж').count(), 200 + 3 * 900);
    for number in 0..780 {
        assert!(read.contains(&format!("{number:04} columns")), "{number}");
    }
}

#[test]
fn no_heading_and_no_first_or_last_line_is_left_alone() {
    let composed = composed(&long(), usize::MAX);
    assert!(composed.pages.len() > 15, "{}", composed.pages.len());
    for page in &composed.pages {
        let (first, last) = (page.first().unwrap(), page.last().unwrap());
        assert!(!last.strip.keep);
        assert!(first.top == paper::TOP && last.top + last.strip.height <= paper::BOTTOM);
    }
}

#[test]
fn a_text_is_cut_where_the_document_would_have_no_end_and_says_so() {
    let report = session(vec![
        step("One", "", "", &"a\n".repeat(50), 1),
        step("Two", "", &"b ".repeat(10_000), "", 1),
        step("Three", "", "c", "", 1),
    ]);
    let count = |lines: &[&str], text: &str| lines.iter().filter(|line| **line == text).count();
    let whole = composed(&report, 20_000);
    assert_eq!((count(&lines(&whole), "a"), count(&lines(&whole), CUT)), (50, 0));
    let cut = composed(&report, 30);
    let cut = lines(&cut);
    assert_eq!(count(&cut, CUT), 2);
    assert!((10..30).contains(&count(&cut, "a")), "{cut:?}");
    assert_eq!((count(&cut, "Three"), count(&cut, "c")), (1, 1));
}

#[test]
fn a_document_ends_after_so_many_pages_and_says_what_is_left_out() {
    let steps = (0..200).map(|number| step(&format!("Step {number}"), "", "a\nb\nc\nd\ne\nf", "", 1)).collect();
    let composed = compose(&session(steps), &mut Setter::new(&Fonts::default()).unwrap(), usize::MAX, 3);
    assert_eq!(composed.pages.len(), 4);
    let lines = lines(&composed);
    assert_eq!(lines.last(), Some(&LEFT_OUT));
    assert!(lines.contains(&"Step 5") && !lines.contains(&"Step 199"), "{lines:?}");
}
