use std::ops::Range;

use regex::{Captures, Regex};

use super::fold::fold;
use super::{Kind, Unredactable, names, value};

/// Bytes looked at before a match: a command line up to its flag.
const TAIL: usize = 300;

/// Kind of secret, the expression that finds candidates and the judge that decides on each. `{password}` and the like stand for the
/// lists of [`names`]. The candidate is the first capture group that took part; where that is empty, the value that begins there. The
/// judge gives the range to mask, counted from the beginning of [`Found::secret`], or none.
pub(super) struct Pattern {
    pub(super) kind: Kind,
    pub(super) expression: &'static str,
    pub(super) judge: fn(&Found) -> Option<Range<usize>>,
}

/// Candidate for masking, with its surroundings.
pub(super) struct Found<'t> {
    /// Up to 300 bytes of text before it, in which secrets of this kind are masked already.
    pub(super) before: &'t str,
    /// The candidate itself, without its quotes.
    pub(super) secret: &'t str,
    /// All of the text behind it.
    pub(super) after: &'t str,
    /// True if the candidate is a value with quotes around it.
    pub(super) is_quoted: bool,
}

/// Finder of one kind of secret.
pub(super) struct Detector {
    pub(super) kind: Kind,
    regex: Regex,
    judge: fn(&Found) -> Option<Range<usize>>,
}

impl Detector {
    pub(super) fn new(pattern: &Pattern) -> Result<Self, Unredactable> {
        // Names of passwords are folded as the text is that they are looked for in.
        let regex = Regex::new(&fold(&names::filled(pattern.expression)).0).map_err(|_| Unredactable)?;
        Ok(Self { kind: pattern.kind, regex, judge: pattern.judge })
    }

    /// Places of the secrets of this kind, in order.
    pub(super) fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        // What stands before a candidate, with the secrets masked that were found so far, so that another pass over the result judges
        // alike.
        let mut masked = String::new();
        let (mut copied, mut position) = (0, 0);
        while let Some(group) = self.regex.captures_at(text, position).and_then(|captures| secret(&captures)) {
            masked.push_str(&text[copied..group.start]);
            let (secret, is_quoted) = if group.is_empty() { value_at(&masked, text, group.start) } else { (group.clone(), false) };
            masked.push_str(&text[group.start..secret.start]);
            copied = secret.start;
            let found = Found { before: tail(&masked), secret: &text[secret.clone()], after: &text[secret.end..], is_quoted };
            let place = (self.judge)(&found).map(|part| secret.start + part.start..secret.start + part.end);
            if let Some(place) = place.filter(|place| !place.is_empty() && !is_mask(&text[place.clone()])) {
                masked.push_str(&text[copied..place.start]);
                masked.push_str(self.kind.mask());
                copied = place.end;
                position = place.end;
                places.push(place);
            } else {
                // The text behind it may belong to the next match.
                position = secret.end;
            }
            // An expression that found nothing at all would find it here for ever.
            if secret.is_empty() {
                position += text[position..].chars().next().map_or(1, char::len_utf8);
            }
            if position > text.len() {
                break;
            }
        }
        places
    }
}

/// The value that begins at a place behind what is masked of it, and whether it has quotes.
fn value_at(masked: &str, text: &str, start: usize) -> (Range<usize>, bool) {
    let value = value::at(tail(masked), &text[start..]);
    (start + value.start..start + value.end, value.is_quoted)
}

/// The end of a text: however much stands before each of many places, a look at it takes no longer.
fn tail(text: &str) -> &str {
    let cut = text.len().saturating_sub(TAIL);
    &text[(cut..).find(|&position| text.is_char_boundary(position)).unwrap_or(text.len())..]
}

fn secret(captures: &Captures) -> Option<Range<usize>> {
    captures.iter().skip(1).flatten().next().map(|group| group.range())
}

/// True for the mask of any kind, also one that is escaped for Markdown.
pub(super) fn is_mask(text: &str) -> bool {
    let text = text.replace('\\', "");
    Kind::ALL.iter().any(|kind| kind.mask() == text)
}
