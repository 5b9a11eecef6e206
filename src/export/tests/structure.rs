//! Documents keep their structure and their users' words, whatever was typed.

use super::*;
use crate::facts::{Fact, shown};
use crate::first_plane::written_out;
use crate::{Format, Options};

/// The words, however they are spaced.
fn words(text: &str) -> String {
    shown(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything that the document says, header first.
fn all_facts(report: &Report) -> Vec<Fact> {
    report.facts().into_iter().chain(report.summary()).chain(step_facts(report)).collect()
}

fn step_facts(report: &Report) -> impl Iterator<Item = Fact> {
    report.steps.iter().flat_map(|step| step.facts(report.zone))
}

/// Number of sections below the document's title.
fn sections(report: &Report) -> usize {
    usize::from(!report.summary().is_empty()) + usize::from(!report.steps.is_empty())
}

fn labels(facts: impl IntoIterator<Item = Fact>) -> Vec<String> {
    facts.into_iter().map(|fact| fact.label.to_owned()).collect()
}

/// Texts that begin at a margin, up to the first colon or dot.
fn at_margin(written: &str, margin: &str) -> Vec<String> {
    let lines =
        written.lines().filter_map(|line| line.strip_prefix(margin)).filter(|line| !line.is_empty() && !line.starts_with([' ', '\t']));
    lines.map(|line| line.split([':', '.']).next().unwrap().to_owned()).collect()
}

/// Number of times that the document contains the text.
fn occurrences(text: &str, rendered: &str) -> usize {
    words(rendered).matches(words(text).as_str()).count()
}

/// Tree, technician, ticket, client, notes, next steps and scratchpad; title, answer, notes and output of two steps.
const FIELDS: usize = 7 + 2 * 4;

mod rendered_markdown {
    use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

    use super::*;

    /// Rendered Markdown: its words, and the number of headings, list items, quotations and emphasised words. Anything
    /// else that could have come from a user fails.
    #[derive(Debug, Default, PartialEq)]
    struct Rendered {
        words: String,
        outputs: Vec<String>,
        headings: usize,
        items: usize,
        quotes: usize,
        strong: usize,
    }

    fn render(markdown: &str) -> Rendered {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM
            | Options::ENABLE_MATH
            | Options::ENABLE_DEFINITION_LIST;
        let mut rendered = Rendered::default();
        let mut output: Option<String> = None;
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Start(Tag::Heading { .. }) => rendered.headings += 1,
                Event::Start(Tag::Item) => rendered.items += 1,
                Event::Start(Tag::BlockQuote(None)) => rendered.quotes += 1,
                Event::Start(Tag::Strong) => rendered.strong += 1,
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    assert_eq!(&*info, "text", "{markdown}");
                    output = Some(String::new());
                }
                Event::End(TagEnd::CodeBlock) => rendered.outputs.extend(output.take()),
                Event::Start(Tag::Paragraph | Tag::List(None)) | Event::End(_) | Event::SoftBreak | Event::HardBreak => {}
                Event::Text(text) => {
                    rendered.words.push_str(&text);
                    if let Some(output) = &mut output {
                        output.push_str(&text);
                    }
                    continue;
                }
                other => panic!("{other:?} in\n{markdown}"),
            }
            // Strong labels end in the middle of a line, everything else ends one.
            rendered.words.push('\n');
        }
        rendered
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn markdown_shows_any_text_literally(text in nasty()) {
            let report = report_with(&text);
            let facts = all_facts(&report);
            let rendered = render(&report.text(Format::Markdown).unwrap());
            prop_assert_eq!(rendered.headings, 1 + sections(&report) + report.steps.len());
            prop_assert_eq!(rendered.items, facts.iter().filter(|fact| !fact.verbatim).count());
            prop_assert_eq!(rendered.quotes, facts.iter().filter(|fact| !fact.verbatim && fact.text.contains('\n')).count());
            prop_assert_eq!(rendered.strong, facts.len());
            let outputs: Vec<_> = facts.iter().filter(|fact| fact.verbatim).map(|fact| format!("{}\n", fact.text)).collect();
            prop_assert_eq!(&rendered.outputs, &outputs);
            if !words(&text).is_empty() {
                prop_assert!(occurrences(&text, &rendered.words) >= FIELDS, "{:?} in {}", text, rendered.words);
            }
        }
    }
}

/// The text of a page, and how often each element occurs. Fails where an element is unknown, unclosed or crosses another.
fn rendered_html(page: &str) -> (String, HashMap<String, usize>) {
    let known = "html head meta title style body main h1 h2 h3 table tbody tr th td ol li dl dt dd pre br s span";
    let (mut text, mut counts, mut open) = (String::new(), HashMap::new(), Vec::new());
    let body = page.strip_prefix("<!doctype html>\n").unwrap();
    for piece in body.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        assert!(known.split(' ').any(|element| element == name), "{tag} in {page}");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{page}");
        } else if !matches!(name, "meta" | "br") {
            open.push(name);
        }
        *counts.entry(name.to_owned()).or_default() += usize::from(!tag.starts_with('/'));
        let separator = if open.last() == Some(&"style") { "" } else { words };
        let plain = separator.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
        assert!(
            !words.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").replace("&quot;", "").replace("&#39;", "").contains('&')
        );
        text.push_str(&plain.replace("&amp;", "&"));
        text.push('\n');
    }
    assert!(open.is_empty(), "{page}");
    (text, counts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn html_shows_any_text_literally(text in nasty()) {
        let report = report_with(&text);
        let (rendered, counts) = rendered_html(&report.text(Format::Html).unwrap());
        let facts = all_facts(&report);
        let steps = report.steps.len();
        prop_assert_eq!((counts["h1"], counts["h2"], counts["h3"], counts["li"]), (1, sections(&report), steps, steps));
        prop_assert_eq!((counts["tr"], counts["th"], counts["td"]), (report.facts().len(), report.facts().len(), report.facts().len()));
        prop_assert_eq!(counts["dt"] + counts["tr"], facts.len());
        prop_assert_eq!(counts.get("pre").copied().unwrap_or(0), facts.iter().filter(|fact| fact.verbatim).count());
        if !words(&text).is_empty() {
            prop_assert!(occurrences(&text, &rendered) >= FIELDS, "{text:?} in {rendered}");
        }
    }

    #[test]
    fn no_text_fakes_a_line_of_plain_text(text in nasty()) {
        let report = report_with(&text);
        let written = report.text(Format::Text).unwrap();
        let mut expected = vec![report.title(), "=".repeat(report.title().len())];
        expected.extend(labels(report.facts()));
        if !report.summary().is_empty() {
            expected.extend(["Summary".to_owned(), "-------".to_owned()].into_iter().chain(labels(report.summary())));
        }
        expected.extend(["Steps".to_owned(), "-----".to_owned(), "1".to_owned(), "2".to_owned()]);
        prop_assert_eq!(at_margin(&written, ""), expected);
        prop_assert_eq!(at_margin(&written, "   "), labels(step_facts(&report)));
        prop_assert!(!written.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
        if !words(&text).is_empty() {
            prop_assert!(occurrences(&text, &written) >= FIELDS, "{text:?} in {written}");
        }
    }

    #[test]
    fn no_text_fakes_a_line_or_a_part_of_the_note(text in nasty()) {
        let report = report_with(&text);
        let written = report.text(Format::Note).unwrap();
        let mut expected = vec!["FOR THE CLIENT".to_owned()];
        expected.extend(labels(report.for_the_client()));
        expected.extend(["INTERNAL TRAIL".to_owned(), report.title()]);
        expected.extend(labels(report.facts()));
        expected.extend(["1".to_owned(), "2".to_owned()]);
        prop_assert_eq!(at_margin(&written, ""), expected.clone());
        prop_assert_eq!(at_margin(&written, "  "), labels(step_facts(&report)));
        prop_assert!(!written.contains(|c: char| c.is_control() && c != '\n'));
        prop_assert!(written.lines().all(|line| line == line.trim_end()));
        let (text, _) = written_out(&shown(&text));
        if !words(&text).is_empty() {
            let unmarked: String = written.lines().map(|line| format!("{}\n", line.strip_prefix("   >").unwrap_or(line))).collect();
            prop_assert!(occurrences(&text, &unmarked) >= FIELDS, "{text:?} in {written}");
        }
        // Where a PSA collapses spaces and drops empty lines.
        let steps = report.steps.iter().flat_map(|step| [step.step.number.to_string()].into_iter().chain(labels(step.facts(report.zone))));
        let mut headings = expected;
        headings.truncate(headings.len() - 2);
        headings.extend(steps);
        let collapsed: Vec<_> = written.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let ours: Vec<_> = collapsed.iter().filter(|line| !line.is_empty() && !line.starts_with('>')).collect();
        prop_assert_eq!(ours.iter().map(|line| line.split([':', '.']).next().unwrap()).collect::<Vec<_>>(), headings, "{}", written);
    }

    #[test]
    fn json_carries_any_text_unchanged(text in nasty()) {
        let report = report_with(&text);
        let json: serde_json::Value = serde_json::from_str(&report.text(Format::Json).unwrap()).unwrap();
        let said = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        for field in ["tree_name", "ticket", "client", "outcome_notes", "next_steps", "scratchpad"] {
            prop_assert_eq!(said(&json["session"][field]), text.as_str(), "{}", field);
        }
        prop_assert_eq!(said(&json["session"]["technicians"][0]), text.as_str());
        for field in ["title", "answer", "notes", "output"] {
            prop_assert_eq!(said(&json["steps"][1][field]), text.as_str(), "{}", field);
        }
        prop_assert_eq!(&json["decisions"], &serde_json::to_value(&report.records).unwrap());
    }
}

#[test]
fn an_empty_field_leaves_no_line_behind() {
    let report = report_with("\u{1b} \n\t").with(&Options::default()).unwrap();
    for format in [Format::Note, Format::Markdown, Format::Text, Format::Html] {
        let written = report.text(format).unwrap();
        for label in [
            "Technician",
            "Ticket",
            "Client",
            "Active",
            "Parked",
            "Outcome notes",
            "Next steps",
            "Scratchpad",
            "Follow-up",
            "State",
            "Answer",
            "Notes",
            "Output",
        ] {
            assert!(!written.contains(label), "{label} in {written}");
        }
    }
    let json: serde_json::Value =
        serde_json::from_str(&report_with("").with(&Options::default()).unwrap().text(Format::Json).unwrap()).unwrap();
    let fields = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        fields(&json["session"]),
        "active_seconds completed_at id outcome parked_seconds started_at state technicians time_zone total_seconds tree_key tree_name tree_version"
    );
    assert_eq!(fields(&json["steps"][0]), "active_seconds duration_seconds entered_at exited_at node_type number superseded title");
}

#[test]
fn an_empty_first_line_of_output_is_not_swallowed_by_pre() {
    assert!(report_with("\n  x").text(Format::Html).unwrap().contains("<pre dir=\"auto\">\n\n  x</pre>"));
}
