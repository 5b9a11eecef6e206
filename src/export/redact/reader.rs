//! Reading on from the name of a secret to its value: `the password for bob is now Hunter22`, `PIN 482913`, `Passwort lautet …`, and the
//! same in the next line.

use std::ops::Range;

use super::detector::Found;
use super::{look, value};

/// Words between a name and its value.
const WORDS: usize = 6;

/// Signs between a name and its value.
const SIGNS: [&str; 9] = ["->", "=>", ":=", ":", "=", "|", "\t", "- ", "~ "];

/// Words that lead from a name to its value, folded.
const IS: [&str; 20] = [
    "is", "was", "are", "were", "ist", "war", "lautet", "lautete", "heisst", "sind", "est", "etait", "es", "era", "e", "e'", "luidt",
    "sera", "son", "sao",
];
/// The same where something was changed.
const TO: [&str; 8] = ["to", "auf", "zu", "en", "a", "in", "naar", "para"];
/// Beginnings of words that say that something was changed.
const CHANGES: [&str; 17] = [
    "chang",
    "set",
    "reset",
    "updat",
    "modif",
    "geander",
    "gesetzt",
    "zuruckge",
    "reiniti",
    "defini",
    "cambi",
    "restabl",
    "reimpost",
    "gewijzig",
    "ingesteld",
    "alter",
    "redefin",
];
/// Words between those and a value.
const FILLERS: [&str; 22] = [
    "now",
    "currently",
    "still",
    "just",
    "set",
    "changed",
    "reset",
    "temporarily",
    "jetzt",
    "nun",
    "derzeit",
    "aktuell",
    "maintenant",
    "ahora",
    "adesso",
    "nu",
    "agora",
    "again",
    "following",
    "updated",
    "wieder",
    "as",
];
/// Words that say whose or which secret it is.
const OF: [&str; 20] =
    ["for", "of", "on", "from", "fur", "von", "vom", "am", "der", "des", "pour", "du", "de", "del", "di", "per", "voor", "van", "do", "da"];

/// Looks of the values that are searched for.
pub(super) struct Wanted {
    /// True for a word that looks like one.
    pub(super) fits: fn(&str) -> bool,
    /// True if a plain word is one too where the text says so, as in `the password is swordfish`.
    pub(super) takes_words: bool,
}

/// Place of the value that a name announces, counted from the beginning of the name.
pub(super) fn read(found: &Found, wanted: &Wanted) -> Option<Range<usize>> {
    let text = value::head(found.after);
    let is_name = text.starts_with("->") || !text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, ']' | '_' | '-'));
    // The end of a name in quotes or in Markdown: `"pin": 4829`, `**PIN**: 4829`.
    let behind = text.trim_start_matches(['"', '\'', '*', '`', '\\']);
    let at = if behind.trim_start_matches(' ').starts_with([':', '=']) { text.len() - behind.len() } else { 0 };
    // "The password's Hunter22."
    let (at, cue) = if text.starts_with("'s ") { (2, Cue::Is) } else { (at, Cue::None) };
    let reader = Reader { found, text, wanted, at, skipped: 0, cue, is_of: false };
    let place = if is_name { reader.value() } else { None }?;
    Some(found.secret.len() + place.start..found.secret.len() + place.end)
}

/// Way to a value, so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cue {
    None,
    Is,
    Assigned,
    To,
}

enum Step {
    On,
    Over,
    Value(Range<usize>),
}

struct Reader<'f> {
    found: &'f Found<'f>,
    text: &'f str,
    wanted: &'f Wanted,
    at: usize,
    /// Words between the name and this place.
    skipped: usize,
    cue: Cue,
    /// True if one of them says whose secret it is.
    is_of: bool,
}

/// Word of the text, with its place.
struct Word<'f> {
    text: &'f str,
    place: Range<usize>,
    is_quoted: bool,
    /// True with a colon behind it: a label.
    is_label: bool,
    /// True where a clause ends behind it.
    is_last: bool,
}

impl<'f> Reader<'f> {
    fn value(mut self) -> Option<Range<usize>> {
        while self.skipped <= WORDS {
            let rest = self.text[self.at..].trim_start_matches(' ');
            self.at = self.text.len() - rest.len();
            let step = match SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
                Some(sign) => self.sign(sign),
                None if rest.is_empty() => Step::Over,
                None if rest.starts_with('\n') => self.next_line().map_or(Step::Over, Step::Value),
                None => self.word(),
            };
            match step {
                Step::On => {}
                Step::Over => return None,
                Step::Value(place) => return Some(place),
            }
        }
        None
    }

    fn sign(&mut self, sign: &str) -> Step {
        // The second one is a part of something else, such as the time of a day.
        if self.skipped > 0 && self.cue == Cue::Assigned {
            return Step::Over;
        }
        if sign != "- " || self.skipped == 0 {
            self.cue = Cue::Assigned;
        }
        self.at += sign.len();
        Step::On
    }

    fn word(&mut self) -> Step {
        let rest = &self.text[self.at..];
        let word = self.next_word();
        if !word.is_label && self.takes(&word) {
            let core = if word.is_quoted { 0..word.text.len() } else { look::core(word.text) };
            return Step::Value(word.place.start + core.start..word.place.start + core.end);
        }
        let is_announced = self.cue != Cue::None;
        let pieces = match self.wanted.takes_words {
            true if is_announced => value::spelled(rest),
            false if is_announced || self.skipped == 0 => in_groups(rest),
            _ => 0,
        };
        if pieces > 0 { Step::Value(self.at..self.at + pieces) } else { self.pass(&word) }
    }

    fn next_word(&self) -> Word<'f> {
        let text = self.text;
        let rest = &text[self.at..];
        let quoted = value::at("", rest);
        let is_quoted = quoted.is_quoted && quoted.start > 0;
        let length = rest.find([' ', '\t', '\n', '|']).unwrap_or(rest.len());
        let place = if is_quoted { self.at + quoted.start..self.at + quoted.end } else { self.at..self.at + length };
        let whole = &text[place.clone()];
        let label = whole.strip_suffix([':', '=']).filter(|_| !is_quoted);
        let is_last = ends_clause(&text[place.end..]) || whole.ends_with(['.', ',', ';']);
        Word { text: label.unwrap_or(whole), place, is_quoted, is_label: label.is_some(), is_last }
    }

    /// True for a word that is the value, by its looks and by what leads to it.
    fn takes(&self, word: &Word) -> bool {
        let Wanted { fits, takes_words } = *self.wanted;
        let is_number = look::digits(word.text) >= 4;
        let is_open = takes_words && !look::said(word.text) && !look::describes(word.text);
        let is_plain = is_open && word.is_last && (look::plain(word.text) || word.is_quoted);
        match self.cue {
            Cue::None if self.skipped == 0 => fits(word.text) || (takes_words && word.is_last && is_number && !is_year(word.text)),
            Cue::None => takes_words && look::strong(word.text),
            Cue::Is | Cue::Assigned => {
                let is_said = is_plain || (takes_words && word.is_last && look::announced(word.text));
                fits(word.text) || is_number || (is_said && (self.skipped == 0 || self.is_of)) || (is_open && word.is_quoted)
            }
            Cue::To => fits(word.text) || is_plain || (takes_words && word.is_last && is_number),
        }
    }

    /// Goes on behind a word that is not the value, unless one had to stand there.
    fn pass(&mut self, word: &Word) -> Step {
        let said = word.text[look::core(word.text)].to_lowercase();
        let said = said.as_str();
        if !word.text.contains(char::is_alphanumeric) && !word.is_quoted {
            self.at = word.place.end;
            return Step::On;
        }
        if self.cue == Cue::None && IS.contains(&said) {
            self.cue = Cue::Is;
        } else if self.cue != Cue::Assigned && TO.contains(&said) && self.says_changed() {
            self.cue = Cue::To;
        } else if self.cue == Cue::None {
            self.is_of |= OF.contains(&said);
            self.skipped += 1;
        } else if !FILLERS.contains(&said) {
            return Step::Over;
        }
        let whole = &self.text[word.place.clone()];
        if word.is_label {
            self.cue = Cue::Assigned;
        } else if whole.ends_with(['.', ';', '?', '!']) {
            return Step::Over;
        }
        self.at = word.place.end + usize::from(word.is_quoted && word.place.end < self.text.len());
        Step::On
    }

    /// True where the line says that something was changed.
    fn says_changed(&self) -> bool {
        let before = self.found.before.rsplit('\n').next().unwrap_or_default();
        let after = self.text.split('\n').next().unwrap_or_default();
        let says = |text: &str| text.to_lowercase().split_whitespace().any(|word| CHANGES.iter().any(|change| word.starts_with(change)));
        says(before) || says(after)
    }

    /// The word that the next line consists of, behind a label that ends its line.
    fn next_line(&self) -> Option<Range<usize>> {
        let label = self.found.before.rsplit('\n').next().unwrap_or_default();
        let is_alone = self.skipped == 0 && label.split_whitespace().count() <= 3;
        let rest = self.text[self.at..].strip_prefix('\n')?;
        let rest = rest.strip_prefix('\n').unwrap_or(rest).trim_start_matches([' ', '\t', ':', '=', '>']);
        let start = self.text.len() - rest.len();
        let line = rest.split('\n').next().unwrap_or_default().trim_end();
        let is_prompt = line.ends_with(['$', '#', '>', ':', '%']) || line.starts_with(['-', '#', '|', '/']);
        let is_word = !line.contains([' ', '\t']) && !is_prompt && !is_year(line);
        let is_named = self.cue == Cue::Assigned || (self.cue == Cue::None && is_alone);
        let is_plain = look::plain(line) && !look::said(line) && !look::describes(line);
        let is_value =
            (self.wanted.fits)(line) || look::digits(line) >= 4 || (self.wanted.takes_words && self.cue == Cue::Assigned && is_plain);
        let core = look::core(line);
        (is_named && is_word && is_value).then(|| start + core.start..start + core.end)
    }
}

/// True where a clause ends.
pub(super) fn ends_clause(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['"', '\'', '`', '*', ')', ']', ' ', '\t']);
    rest.is_empty() || rest.starts_with(['\n', '.', ',', ';', '!', '?', '|', '(', '-'])
}

/// Length of digits in groups that a text begins with: `482 913`.
fn in_groups(text: &str) -> usize {
    let line = text.split('\n').next().unwrap_or_default();
    let groups = line.split(' ').map(|word| word.trim_end_matches(['.', ',', ';']));
    let groups: Vec<_> = groups.take(5).take_while(|group| (2..=4).contains(&look::digits(group))).collect();
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    if groups.len() < 2 || digits < 5 { 0 } else { groups.join(" ").len() }
}

fn is_year(word: &str) -> bool {
    let core = &word[look::core(word)];
    core.len() == 4 && (core.starts_with("19") || core.starts_with("20"))
}
