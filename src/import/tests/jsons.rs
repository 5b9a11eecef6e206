//! JSON of other programs.

use super::{brought, entries, refused, steps, titles};
use crate::{Fate, Mapping, bring_by};

#[test]
fn steps_nested_in_answers_are_found() {
    let read = brought(include_str!("../samples/wifi.json"), "wifi.json");
    assert_eq!(read.document.name, "No Wi-Fi");
    assert_eq!(
        titles(&read.document),
        [
            "Is the adapter switched on?",
            "Is the network listed?",
            "Forget the network, and join it again.",
            "Move closer to the access point.",
            "Switch the adapter on."
        ]
    );
    let fields = read.fields.unwrap();
    assert_eq!(
        (&*fields.mapping.question, &*fields.mapping.answers, &*fields.mapping.label, &*fields.mapping.target),
        ("question", "options", "answer", "next")
    );
    assert!(entries(&brought(include_str!("../samples/wifi.json"), ""), Fate::LeftOut).contains(&"image: image".to_owned()));
    let other = r#"{"text": "On?", "children": [{"label": "Yes", "text": "Done"}, {"label": "No", "text": "Plug it in", "children": []}]}"#;
    assert!(steps(other, "").contains("+ [yes] Yes -> done\n+ [no] No -> plug-it-in"), "{}", steps(other, ""));
    let named = r#"{"question": "On?", "yes": {"question": "Warm?", "yes": "Call Mara", "no": "Wait"}, "no": "Plug it in"}"#;
    assert_eq!(titles(&brought(named, "").document), ["On?", "Warm?", "Plug it in", "Call Mara", "Wait"]);
}

#[test]
fn steps_by_id_are_linked_by_numbers_and_gone_ones_stay() {
    let read = brought(include_str!("../samples/vpn.json"), "vpn.json");
    assert_eq!(read.document.name, "VPN");
    assert_eq!(read.document.root.0, "is-the-pc-online");
    let text = read.document.to_text();
    assert!(text.contains("+ [another-one] Another one -> 99"), "{text}");
    assert!(text.contains("## [reset-the-password] Reset the password\n\n-> which-error-is-shown"), "{text}");
    let list = r#"[{"id": "a", "title": "On?", "answers": [{"label": "Yes", "goto": "b"}]}, {"id": "b", "title": "Done"}]"#;
    assert!(steps(list, "").contains("+ [yes] Yes -> done"), "{}", steps(list, ""));
}

#[test]
fn charts_of_nodes_and_edges_are_read() {
    let chart = r#"{"nodes": [{"id": "1", "data": {"label": "On?"}}, {"id": "2", "data": {"label": "Done"}}, {"id": "3", "position": {}}],
        "edges": [{"source": "1", "target": "2", "label": "Yes"}, {"source": "1", "target": "9", "label": "No"}, {"source": "7", "target": "1"}]}"#;
    let read = brought(chart, "flow.json");
    assert_eq!(titles(&read.document)[1..], ["On?", "Done", "3"]);
    assert_eq!(entries(&read, Fate::LeftOut), ["edges[2]: 7 → 1"]);
}

#[test]
fn somebody_who_knows_better_chooses_the_fields() {
    let text = r#"{"items": [{"nr": 1, "frage": "Ein?", "titel": "A", "wege": [{"wort": "Ja", "ziel": 2}]}, {"nr": 2, "frage": "Fertig", "titel": "B"}]}"#;
    let mapping = Mapping {
        question: "frage".into(),
        answers: "wege".into(),
        label: "wort".into(),
        target: "ziel".into(),
        id: "nr".into(),
        body: "titel".into(),
    };
    let read = bring_by(text, "x.json", &mapping).unwrap();
    assert!(read.document.to_text().contains("## [ein] Ein?\n\nA\n\n+ [ja] Ja -> fertig"), "{}", read.document.to_text());
    assert_eq!(read.fields.unwrap().mapping, mapping);
    let nothing = bring_by(text, "x.json", &Mapping { question: "gone".into(), ..Mapping::default() }).unwrap_err();
    assert_eq!(nothing.to_string(), "This is JSON of another program, but nothing in it has a field “gone” with words.");
}

#[test]
fn broken_json_is_refused_in_words() {
    assert_eq!(refused("{\"a\": [1, 2", ""), "This is JSON of another program, but it ends too early, at line 1, column 11.");
    assert!(refused("{\"a\": tru}", "x.rfflow").starts_with("This is an .rfflow file, but it is not written as JSON must be"));
    assert!(refused("{\"a\": 1}", "").contains("no field of it looks like the words of a step"));
    assert!(refused("[]", "").starts_with("This is JSON of another program"));
}

#[test]
fn answers_keep_their_order_whatever_they_lead_to() {
    let json = r#"{"question": "Which?", "answers": [
        {"label": "A", "next": {"question": "A?", "answers": [{"label": "x", "next": "End of A"}]}},
        {"label": "B", "next": "End of B"},
        {"label": "C", "next": {"question": "C?", "answers": [{"label": "x", "next": "End of C"}]}},
        {"label": "D", "next": "End of D"}]}"#;
    let text = super::steps(json, "which.json");
    let labels: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("+ [")).map(|line| &line[..1]).take(4).collect();
    assert_eq!(labels, ["a", "b", "c", "d"], "{text}");
}
