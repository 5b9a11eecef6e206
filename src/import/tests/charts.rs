//! Flowcharts of Mermaid, diagrams of draw.io, bots.

use super::{brought, entries, refused, steps, titles};
use crate::Fate;

#[test]
fn a_flowchart_has_its_steps_answers_loop_and_parts() {
    let chart = brought(include_str!("../samples/printer.mmd"), "printer.mmd");
    assert_eq!(chart.document.name, "Printer does not print");
    let text = chart.document.to_text();
    for line in [
        "## [is-it-switched-on-look-at-the-lamp] Is it switched on? Look at the lamp",
        "+ [no] No -> switch-it-on",
        "+ [yes] Yes -> does-it-answer-a-ping",
        "+ [yes] yes -> clear-the-print-queue-net-stop-spooler",
        "Part: Network checks",
        "+ [no-first-time] No, first time -> is-it-switched-on-look-at-the-lamp",
        "=> resolved",
        "=> escalated",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let left = entries(&chart, Fate::LeftOut);
    for line in
        ["line 4: %% Help desk, second floor", "line 10: direction LR", "line 18: classDef bad fill:#f66", "line 19: style done fill:#6f6"]
    {
        assert!(left.contains(&line.to_owned()), "{line}: {left:?}");
    }
    assert_eq!(left.len(), 5, "{left:?}");
}

#[test]
fn charts_of_every_style_are_read() {
    for head in ["graph TD", "graph LR;", "flowchart TB", "flowchart-elk LR", "```mermaid\nflowchart TD"] {
        let text = steps(format!("{head}\nA[One?] -->|x| B & C\nB --> D[End]; C --> D\n"), "");
        let read = "## [one] One?\n\n+ [b] B -> b";
        assert!(text.starts_with("## [one] One?") && text.contains("-> end"), "{head}: {text} {read}");
    }
    let text = steps("graph TD; A[On?]-->|Yes|B[Done]; A-->|No|C[Plug in]; C-->A;", "");
    assert_eq!(
        text,
        "## [on] On?\n\n+ [yes] Yes -> done\n+ [no] No -> plug-in\n\n## [done] Done\n\n=> resolved\n\n## [plug-in] Plug in\n\n-> on"
    );
}

#[test]
fn links_of_parts_lead_into_them_and_out_of_them() {
    let chart = "flowchart TD\nA[Start] --> two\nsubgraph two\nB[First] --> C[Last]\nend\ntwo --> D[Done]\n";
    assert_eq!(titles(&brought(chart, "").document), ["Start", "First", "Last", "Done"]);
    let text = steps(chart, "");
    assert!(text.contains("## [start] Start\n\n-> first") && text.contains("## [last] Last\n\n-> done"), "{text}");
}

#[test]
fn a_chart_in_a_page_of_markdown_is_the_tree() {
    let page = "# Readme\n\nSome words.\n\n```mermaid\ngraph TD\nA-->B\n```\n\nMore.\n";
    let read = brought(page, "README.md");
    assert_eq!(titles(&read.document), ["A", "B"]);
    assert_eq!(entries(&read, Fate::LeftOut).len(), 2);
}

#[test]
fn other_diagrams_are_named() {
    assert_eq!(
        refused("sequenceDiagram\nA->>B: hi\n", ""),
        "This cannot be brought in: it is a Mermaid sequence diagram; of Mermaid only flowcharts are read."
    );
    assert_eq!(refused("flowchart TD\n%% nothing\n", "x.mmd"), "This is a Mermaid flowchart, but there are no steps in it.");
}

#[test]
fn a_line_that_is_not_understood_is_told() {
    let chart = brought("graph TD\nA --> B\n((( what\nB --> C --> \nC[open --> D\n", "");
    assert_eq!(titles(&chart.document), ["A", "B", "C"]);
    let left = entries(&chart, Fate::LeftOut);
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn a_drawing_has_its_shapes_and_arrows() {
    let drawing = brought(include_str!("../samples/lift.drawio"), "lift.drawio");
    assert_eq!(drawing.document.name, "Slow PC");
    assert_eq!(titles(&drawing.document), ["Is it slow since today?", "Restart the PC", "Escalate"]);
    let text = drawing.document.to_text();
    assert!(text.contains("+ [yes] Yes -> restart-the-pc") && text.contains("+ [no] No -> escalate"), "{text}");
    let left = entries(&drawing, Fate::LeftOut);
    assert_eq!(left, ["page 1, element “t”: Drawn by Mara", "page 1, element “e3”: "]);
}

#[test]
fn a_compressed_drawing_is_the_same() {
    use base64::Engine;
    let plain = include_str!("../samples/lift.drawio");
    let (start, end) = (plain.find("<mxGraphModel>").unwrap(), plain.find("</diagram>").unwrap());
    let encoded = percent_encoding::utf8_percent_encode(&plain[start..end], percent_encoding::NON_ALPHANUMERIC).to_string();
    let packed = miniz_oxide::deflate::compress_to_vec(encoded.as_bytes(), 6);
    let text = format!("{}{}{}", &plain[..start], base64::engine::general_purpose::STANDARD.encode(packed), &plain[end..]);
    assert_eq!(brought(&text, "x.drawio").document.nodes, brought(plain, "x.drawio").document.nodes);
    let broken = format!("{}!!!{}", &plain[..start], &plain[end..]);
    assert!(refused(&broken, "").contains("a page of it cannot be unpacked"));
}

#[test]
fn a_bot_begins_where_its_start_leads() {
    let bot = brought(include_str!("../samples/bot.json"), "bot.json");
    assert_eq!(bot.document.name, "Reset bot");
    assert_eq!(bot.document.root.0, "is-the-account-locked");
    let text = bot.document.to_text();
    assert!(text.contains("+ [yes] Yes -> unlock-the-account") && text.contains("+ [otherwise] Otherwise -> "), "{text}");
    assert_eq!(entries(&bot, Fate::LeftOut), ["group “Group #1”, block 2: image: https://example.com/x.png"]);
}

#[test]
fn words_between_angle_brackets_stay() {
    let text =
        super::steps("flowchart TD\n  A[\"Run ping <server> <b>now</b>\"] -->|\"user <name>\"| B[a < b]\n  A -->|no| C\n", "ping.mmd");
    assert!(text.contains("Run ping <server> now") && text.contains("user <name>") && text.contains("a < b"), "{text}");
}
