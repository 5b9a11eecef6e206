//! The document as screen readers get it.

use super::*;

#[test]
fn the_document_says_what_it_is() {
    let pdf = write(&demo()).unwrap();
    let info = poppler("pdfinfo", &["-isodates", "-"], &pdf);
    let field = |name: &str| info.lines().find_map(|line| line.strip_prefix(name)).map(str::trim).unwrap_or_default().to_owned();
    assert_eq!((field("Title:").as_str(), field("Author:").as_str()), ("Session 456789ab", "Ada Lovelace, Bob Ng"));
    assert_eq!((field("Creator:").as_str(), field("Tagged:").as_str()), ("ResolutionFlow", "yes"));
    assert_eq!(field("CreationDate:"), "2026-02-10T09:17:00Z");
    let raw = String::from_utf8_lossy(&pdf);
    for claim in ["<pdfaid:part>2</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", "<rdf:li>en</rdf:li>"] {
        assert!(raw.contains(claim), "{claim}");
    }
    assert_eq!(write(&demo()).unwrap(), pdf);
}

#[test]
fn headings_tables_and_lists_are_tagged_and_page_numbers_are_not_read_out() {
    let pdf = write(&long()).unwrap();
    let structure = poppler("pdfinfo", &["-struct-text", "-"], &pdf);
    let count = |element: &str| structure.lines().filter(|line| line.trim_start().split([' ', ':']).next() == Some(element)).count();
    assert_eq!((count("H1"), count("H2"), count("H3"), count("Table")), (1, 2, 200, 1));
    assert_eq!((count("TR"), count("TH"), count("TD"), count("Code")), (4, 6, 6, 50));
    assert_eq!(count("Lbl"), count("LBody"));
    assert!(!structure.contains("Page 1 of"), "{structure}");
    let pages = poppler("pdfinfo", &["-"], &pdf).lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim().to_owned();
    let read = poppler("pdftotext", &["-raw", "-", "-"], &pdf);
    let feet: Vec<_> = read.split('\u{c}').filter_map(|page| page.trim_end().lines().last()).collect();
    let expected: Vec<_> = (1..=feet.len()).map(|number| format!("Session 456789ab Page {number} of {pages}")).collect();
    assert_eq!(feet[..feet.len() - 1], expected[..expected.len() - 1]);
}
