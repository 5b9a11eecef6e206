//! Answers of a question in a runbook: "Yes → go to step 2", "No: replace the cable", "If it is off, switch it on".

use super::goto::{Goto, goto};

/// Answer, and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub label: String,
    /// What is to be done then; empty where nothing is said.
    pub rest: String,
    pub goto: Option<Goto>,
}

/// Arrows between an answer and what follows; the last is Word's own, which is in no other font.
const ARROWS: [&str; 8] = ["->", "→", "=>", "⇒", "➜", "➔", "-->", "\u{f0e0}"];
/// Words that are answers by themselves.
const WORDS: [&str; 26] = [
    "yes",
    "no",
    "y",
    "n",
    "true",
    "false",
    "ok",
    "okay",
    "pass",
    "passed",
    "fail",
    "failed",
    "fails",
    "success",
    "failure",
    "otherwise",
    "else",
    "if yes",
    "if no",
    "if not",
    "if so",
    "if ok",
    "if true",
    "if false",
    "on success",
    "on failure",
];
/// Beginnings of a condition.
const CONDITIONS: [&str; 4] = ["if ", "when ", "in case of ", "in case "];
/// The most characters of an answer.
const LONGEST: usize = 120;

/// The answer that an item is, by its words; none where it is none.
pub(super) fn answer(text: &str) -> Option<Answer> {
    let text = text.trim();
    let arrow = ARROWS.iter().filter_map(|arrow| text.find(arrow).map(|at| (at, arrow.len()))).min();
    if let Some((at, length)) = arrow {
        return labelled(&text[..at], &text[at + length..]);
    }
    let lower = text.to_ascii_lowercase();
    let word = WORDS.iter().filter(|word| lower.starts_with(**word)).max_by_key(|word| word.len());
    if let Some(word) = word {
        let rest = &text[word.len()..];
        if rest.is_empty()
            || rest.starts_with([',', ':', '.', ';', '-', '–', '—', ')', '='])
            || [" –", " -", " (", " >", " à "].iter().any(|mark| rest.starts_with(mark))
        {
            return labelled(&text[..word.len()], rest);
        }
    }
    let condition = CONDITIONS.iter().find(|condition| lower.starts_with(**condition))?;
    let words = &text[condition.len()..];
    let (at, length) = [", then ", " then ", ", ", ": "].iter().filter_map(|mark| words.find(mark).map(|at| (at, mark.len()))).min()?;
    labelled(&words[..at], &words[at + length..])
}

fn labelled(label: &str, rest: &str) -> Option<Answer> {
    let label = capital(label.trim_matches(|c: char| c.is_whitespace() || ".,:;-–—=*()".contains(c)));
    if label.is_empty() || label.chars().count() > LONGEST {
        return None;
    }
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || ",:;-–—=>)".contains(c));
    // What is in brackets, or behind an arrow of Word's that has lost its font.
    let rest = rest.strip_prefix('(').or_else(|| rest.strip_prefix("à ")).unwrap_or(rest);
    let lower = rest.to_ascii_lowercase();
    let rest = if lower.starts_with("then ") { &rest[5..] } else { rest };
    Some(match goto(rest) {
        Some((to, rest)) => Answer { label, rest: capital(&rest), goto: Some(to) },
        None => Answer { label, rest: capital(rest), goto: None },
    })
}

/// Sentences and lines of a text that are answers and lead to a step, or hand over, and the text without them.
pub(super) fn sentences(text: &str) -> (String, Vec<String>) {
    let (mut rest, mut answers) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let mut kept = Vec::new();
        for sentence in split(line) {
            let plain = super::plain(sentence);
            let is_answer = answer(&plain).is_some_and(|answer| answer.goto.is_some() || is_handed_over(&answer.rest));
            if is_answer {
                answers.push(plain.trim_end_matches('.').to_owned());
            } else {
                kept.push(sentence);
            }
        }
        rest.push(kept.concat());
    }
    (rest.join("\n").trim().to_owned(), answers)
}

/// Sentences of a line, with the space behind each.
fn split(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let end = rest.as_bytes().windows(2).position(|pair| matches!(pair, [b'.' | b'?' | b'!', b' '])).map_or(rest.len(), |at| at + 2);
        let (sentence, after) = rest.split_at(end);
        rest = after;
        Some(sentence).filter(|sentence| !sentence.is_empty())
    })
}

/// What an item says without its sentences that lead elsewhere, and those. Where it says nothing else, it asks for the first of them.
pub(super) fn asked(text: &str) -> (String, Vec<String>) {
    let (rest, answers) = sentences(text);
    match answers.first() {
        None => (text.to_owned(), answers),
        Some(first) if rest.is_empty() => {
            let label = answer(first).map(|answer| answer.label).unwrap_or_default();
            (format!("{label}?"), answers)
        }
        Some(_) => (rest.trim_end_matches('.').to_owned(), answers),
    }
}

/// True for a step that hands the ticket over to somebody else.
pub(super) fn is_handed_over(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    lower.starts_with("escalat")
        || lower.starts_with("hand over")
        || lower.contains(" escalate to ")
        || lower.contains("escalate the ticket")
}

/// True for a step that says that all is well.
pub(super) fn is_end(text: &str) -> bool {
    let lower = text.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    const ENDS: [&str; 15] = [
        "done",
        "end",
        "the end",
        "finish",
        "finished",
        "resolved",
        "solved",
        "fixed",
        "problem solved",
        "problem resolved",
        "issue resolved",
        "issue solved",
        "close the ticket",
        "close ticket",
        "stop",
    ];
    ENDS.contains(&&*lower)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(String, String, Option<Goto>)> {
        answer(text).map(|answer| (answer.label, answer.rest, answer.goto))
    }

    #[test]
    fn answers_are_read_as_people_write_them() {
        let said = |label: &str, rest: &str, goto: Option<Goto>| Some((label.to_owned(), rest.to_owned(), goto));
        assert_eq!(of("Yes → go to step 2"), said("Yes", "", Some(Goto::Number(2))));
        assert_eq!(of("no: replace the cable"), said("No", "Replace the cable", None));
        assert_eq!(of("If the lamp is off, switch it on"), said("The lamp is off", "Switch it on", None));
        assert_eq!(of("If not, go to step 4."), said("If not", "", Some(Goto::Number(4))));
        assert_eq!(of("No"), said("No", "", None));
        for lead in ["No (go to 3)", "No > step 3", "No à step 3", "No \u{f0e0} goto 3", "No: (see step 3)"] {
            assert_eq!(of(lead), said("No", "", Some(Goto::Number(3))), "{lead}");
        }
        assert_eq!(of("No (the lamp is off)"), said("No", "The lamp is off", None));
        assert_eq!(of("Only Outlook -> step 7"), said("Only Outlook", "", Some(Goto::Number(7))));
        assert_eq!(of("Note the serial number"), None);
        assert_eq!(of("Yesterday's backup"), None);
    }

    #[test]
    fn sentences_that_lead_elsewhere_are_answers() {
        let (rest, answers) = sentences("Look at the lamp. If it is red, go to step 3. If it is off, escalate to the site.");
        assert_eq!(rest, "Look at the lamp.");
        assert_eq!(answers, ["If it is red, go to step 3", "If it is off, escalate to the site"]);
        assert_eq!(sentences("If it is red, wait.").1, Vec::<String>::new());
        let lamp = ["If yes, go to step 3", "If no, go to step 2"].map(str::to_owned).to_vec();
        assert_eq!(asked("Is the lamp on? If yes, go to step 3. If no, go to step 2."), ("Is the lamp on?".to_owned(), lamp));
        let otherwise = ["If the lamp is on, go to step 3", "Otherwise, go to step 2"].map(str::to_owned).to_vec();
        assert_eq!(asked("If the lamp is on, go to step 3. Otherwise, go to step 2."), ("The lamp is on?".to_owned(), otherwise));
        assert_eq!(asked("Wait. Then go to step 3."), ("Wait. Then go to step 3.".to_owned(), Vec::new()));
    }
}
