//! Recall and false alarms of redaction over files of lines: what people write down, what services give out, and ordinary notes.

use crate::{Kind, redact};

/// A line of a file as it stands in a note: escapes become what they stand for.
fn unescaped(line: &str) -> String {
    [("\\n", "\n"), ("\\t", "\t"), ("\\xa0", "\u{a0}"), ("\\zw", "\u{200b}"), ("\\u0303", "\u{303}")]
        .into_iter()
        .fold(line.to_owned(), |line, (escape, c)| line.replace(escape, c))
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with("# "))
}

/// The text of a line, its secrets, and the rest of it with `…` in place of each.
fn marked(line: &str) -> (String, Vec<String>, String) {
    let line = unescaped(line);
    let (mut secrets, mut rest) = (Vec::new(), String::new());
    for (part, piece) in line.split(['‹', '›']).enumerate() {
        if part % 2 == 1 {
            secrets.push(piece.to_owned());
        }
        rest.push_str(if part % 2 == 1 { "…" } else { piece });
    }
    (line.replace(['‹', '›'], ""), secrets, rest)
}

/// A redacted text with `…` in place of each mask; what nobody sees is gone from it.
fn redacted(text: &str) -> String {
    Kind::ALL.into_iter().fold(redact(text).unwrap().0, |text, kind| text.replace(kind.mask(), "…"))
}

/// Lines whose secrets are not all masked, or which lose more than their secrets.
fn missed<'l>(lines: impl Iterator<Item = &'l str>) -> (usize, Vec<String>, Vec<String>) {
    let (mut total, mut missed, mut excessive) = (0, Vec::new(), Vec::new());
    for line in lines {
        let (text, secrets, rest) = marked(line);
        let masked = redacted(&text);
        total += secrets.len();
        if secrets.iter().any(|secret| masked.contains(secret.as_str())) || !masked.contains('…') {
            missed.push(format!("{line}  BECAME  {masked}"));
        } else if masked != rest.replace('\u{200b}', "") {
            excessive.push(format!("{line}  BECAME  {masked}"));
        }
    }
    (total, missed, excessive)
}

#[test]
fn every_way_to_write_a_secret_is_masked_and_nothing_beside_it() {
    let (total, missed, excessive) = missed(lines(include_str!("redaction/secrets.txt")));
    println!("ways to write a secret: {total} secrets, {} lines missed, {} with too much masked", missed.len(), excessive.len());
    assert!(total > 250 && missed.is_empty() && excessive.is_empty(), "missed: {missed:#?}\ntoo much: {excessive:#?}");
}

#[test]
fn the_tokens_of_public_rules_are_masked() {
    let rules: Vec<_> = lines(include_str!("redaction/tokens.txt")).map(|line| line.split_once('\t').unwrap().1).collect();
    let (total, missed, excessive) = missed(rules.into_iter());
    println!("tokens of public rules: {total} tokens, {} missed, {} with too much masked", missed.len(), excessive.len());
    assert!(total > 80 && missed.is_empty() && excessive.is_empty(), "missed: {missed:#?}\ntoo much: {excessive:#?}");
}

#[test]
fn ordinary_notes_stay_readable() {
    let notes: Vec<_> = lines(include_str!("redaction/plain.txt")).map(unescaped).collect();
    let alarms: Vec<_> = notes.iter().filter(|note| redacted(note) != **note).map(|note| (note, redacted(note))).collect();
    println!("ordinary notes: {} lines, {} false alarms", notes.len(), alarms.len());
    assert!(notes.len() > 150 && alarms.is_empty(), "{alarms:#?}");
    // One below the other they say nothing else.
    let all = notes.iter().filter(|note| !note.contains(['|', '\t', '\n'])).cloned().collect::<Vec<_>>().join("\n\n");
    assert_eq!(redacted(&all), all);
}
