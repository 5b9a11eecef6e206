//! Figures of a client, to hand over.

use proptest::prelude::*;
use resolutionflow::text::ClientName;
use resolutionflow::time::Timestamp;

use super::{poppler, text};
use crate::pdf::Fonts;
use crate::tests::nasty;
use crate::{Handout, HandoutBar, HandoutCell, HandoutTable};

fn cell(text: &str, beside: &str) -> HandoutCell {
    HandoutCell { text: text.to_owned(), beside: beside.to_owned() }
}

fn handout(client: &str) -> Handout {
    let pair = |word: &str, meaning: &str| (word.to_owned(), meaning.to_owned());
    let rows = (0..40).map(|number| {
        vec![cell(&format!("VPN does not connect {number}"), ""), cell("210", ""), cell("74 %", "70 to 78 %"), cell("3 h 05 min", "")]
    });
    Handout {
        client: client.to_owned(),
        id: "a client".to_owned(),
        subtitle: vec!["Support by Northwind IT".to_owned(), "1 to 30 Nov 2026, compared with 1 to 31 Oct 2026.".to_owned()],
        as_of: Timestamp::from_unix(1_770_000_000),
        date: "2026-02-02".to_owned(),
        answer: "74 % of 412 sessions solved the problem. None is open at present.".to_owned(),
        numbers: vec![pair("Sessions", "412"), pair("Solved", "74 %"), pair("Hours worked", "92 h 10 min"), pair("Open at present", "0")],
        bars: vec![
            HandoutBar { label: "1 to 30 Nov 2026: 412 sessions".to_owned(), sessions: [300, 60, 30, 12, 10] },
            HandoutBar { label: "1 to 31 Oct 2026: 9 sessions".to_owned(), sessions: [9, 0, 0, 0, 0] },
        ],
        tables: vec![
            HandoutTable {
                title: "What it was about".to_owned(),
                heads: ["Problem", "Sessions", "Solved", "Hours worked"].map(str::to_owned).to_vec(),
                rows: rows.collect(),
            },
            HandoutTable { title: "Nothing".to_owned(), heads: vec!["Never".to_owned()], rows: Vec::new() },
        ],
        counted: vec![pair("Session", "one piece of work on one problem, from its first step to its last. Cancelled ones are left out.")],
    }
}

fn written(handout: &Handout) -> Vec<u8> {
    handout.pdf(&Fonts::default()).unwrap()
}

#[test]
fn figures_read_as_they_were_counted() {
    let pdf = written(&handout("Müller & Söhne"));
    let read = text(&pdf);
    for words in [
        "Müller & Söhne\nSupport by Northwind IT\n1 to 30 Nov 2026, compared with 1 to 31 Oct 2026.\n74 % of 412 sessions",
        "Sessions\n412\nSolved\n74 %\n",
        "1 to 30 Nov 2026: 412 sessions\nResolved 73 %",
        "What it was about\nProblem Sessions Solved Hours worked",
        "VPN does not connect 39",
        "How this is counted\nSession one piece of work on one problem",
    ] {
        assert!(read.contains(words), "{words} in {read}");
    }
    assert!(!read.contains("9 sessions") && !read.contains("Nothing"), "a bar of few sessions, and a table of none, are left out: {read}");
    assert_eq!(written(&handout("Müller & Söhne")), pdf, "the same figures are the same bytes");
    let facts = poppler("pdfinfo", &["-"], &pdf);
    for fact in ["Title:           Müller & Söhne", "Tagged:          yes", "Pages:           3"] {
        assert!(facts.contains(fact), "{fact} in {facts}");
    }
    assert!(!facts.contains("Author"), "nobody at work is named");
}

#[test]
fn each_page_of_a_table_says_what_its_columns_are() {
    let read = poppler("pdftotext", &["-raw", "-", "-"], &written(&handout("Müller & Söhne")));
    let pages: Vec<&str> = read.split('\u{c}').collect();
    let with_rows: Vec<_> = pages.iter().filter(|page| page.contains("VPN does not connect")).collect();
    assert!(with_rows.len() > 1, "{read}");
    for page in with_rows {
        let heads: Vec<_> = page.match_indices("Problem Sessions Solved Hours worked").collect();
        assert!(heads.len() == 1 && heads[0].0 < page.find("VPN does not connect").unwrap(), "{page}");
    }
    assert!(!pages.last().unwrap().contains("Problem Sessions"), "the table is over: {read}");
}

#[test]
fn a_client_of_any_script_and_length_has_its_name_on_the_document() {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{202a}'..='\u{202e}')).collect::<String>();
    for name in ["\u{ffff}", "\u{fdd0} \u{1ffff}"] {
        assert!(text(&written(&handout(name))).starts_with("Client\n"), "a name of which nothing can be shown");
    }
    for name in ["משרד רואי חשבון (HP 4015)", "هل الطابعة متصلة", "w".repeat(200).as_str(), "Über-GmbH <script>"]
    {
        let read = letters(&text(&written(&handout(name))));
        assert!(read.starts_with(&letters(name)), "{name} in {read}");
    }
    assert_eq!(handout("Müller & Söhne").file_name(), "M-ller-S-hne_figures_2026-02-02.pdf");
    assert_eq!(handout("株式会社").file_name(), "client_figures_2026-02-02.pdf");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]
    #[test]
    fn any_name_can_be_written(text in nasty()) {
        let Ok(name) = ClientName::parse(&text) else { return Ok(()) };
        prop_assume!(!name.is_empty());
        let mut handout = handout(name.as_str());
        handout.tables[0].rows[0][0].text = text;
        prop_assert!(handout.pdf(&Fonts::default()).is_ok());
    }
}
