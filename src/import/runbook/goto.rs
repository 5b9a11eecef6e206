//! Words that lead to another step: "go to step 3", "continue with step 2", "back to the beginning".

/// Where such words lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Goto {
    /// To the step with a number.
    Number(u64),
    /// To the first step.
    First,
    /// To the step that follows.
    Next,
}

/// Words that say that somebody goes elsewhere.
const VERBS: [&str; 13] =
    ["go", "goto", "jump", "skip", "proceed", "continue", "return", "move", "see", "back", "follow", "repeat", "restart"];
/// Words between those and the step.
const BETWEEN: [&str; 14] = ["to", "on", "with", "at", "from", "then", "and", "the", "please", "down", "up", "forward", "ahead", "step"];

/// Finds where a text leads, and what it says without that; none where it leads nowhere.
pub(super) fn goto(text: &str) -> Option<(Goto, String)> {
    let words = words(text);
    let lower: Vec<String> =
        words.iter().map(|(from, to)| text[*from..*to].trim_matches(|c: char| !c.is_alphanumeric() && c != '#').to_lowercase()).collect();
    for (at, word) in lower.iter().enumerate() {
        let (goto, last) = match word.as_str() {
            "step" | "steps" | "section" | "question" | "#" => match lower.get(at + 1).map(|next| next.trim_start_matches('#').parse()) {
                Some(Ok(number)) => (Goto::Number(number), at + 1),
                _ => continue,
            },
            "beginning" | "start" | "top" => (Goto::First, at),
            "next" if lower.get(at + 1).is_some_and(|next| next == "step") => (Goto::Next, at + 1),
            number => match number.trim_start_matches('#').parse() {
                Ok(parsed) if number.starts_with('#') || words.len() == 1 || at > 0 && ["to", "goto"].contains(&&*lower[at - 1]) => {
                    (Goto::Number(parsed), at)
                }
                _ => continue,
            },
        };
        let mut first = at;
        let mut has_verb = false;
        let ends = |at: usize| text[..words[at].1].ends_with([',', '.', ';', ':', '!', '?']);
        while first > 0 && !ends(first - 1) && (VERBS.contains(&&*lower[first - 1]) || BETWEEN.contains(&&*lower[first - 1])) {
            first -= 1;
            has_verb |= VERBS.contains(&&*lower[first]);
        }
        let is_alone = first == 0 && last + 1 == words.len() && !matches!(goto, Goto::First);
        if !has_verb && !is_alone {
            continue;
        }
        let before = text[..words[first].0].trim_end().trim_end_matches([',', ';', ':', '(', '-', '–', '—']);
        let after = text[words[last].1..].trim_start_matches(['.', ')', ',', ';', ':', '!', ' ']);
        let rest = [before.trim(), after.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        return Some((goto, rest));
    }
    None
}

/// Where each word begins and ends.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_where_people_mean() {
        assert_eq!(goto("go to step 2"), Some((Goto::Number(2), String::new())));
        assert_eq!(goto("Restart it, then go back to step 10."), Some((Goto::Number(10), "Restart it".into())));
        assert_eq!(goto("Step 4"), Some((Goto::Number(4), String::new())));
        assert_eq!(goto("continue with #3"), Some((Goto::Number(3), String::new())));
        assert_eq!(goto("return to the beginning"), Some((Goto::First, String::new())));
        assert_eq!(goto("(goto 3)"), Some((Goto::Number(3), String::new())));
        assert_eq!(goto("Turn it on, then go to step 3."), Some((Goto::Number(3), "Turn it on".into())));
        assert_eq!(goto("7"), Some((Goto::Number(7), String::new())));
        assert_eq!(goto("Unlike step 4 this takes a while"), None);
        assert_eq!(goto("Restart the PC from the start menu"), None);
        assert_eq!(goto("Set the MTU to 1400"), None);
    }
}
