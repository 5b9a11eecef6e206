use std::ops::Range;

use regex::{Captures, Regex};

use super::{Kind, Unredactable, value};

/// Bytes looked at before a match: a command line up to its flag.
const TAIL: usize = 300;

/// Kind of secret, the expression that finds candidates and the judge that decides on each. The candidate is the first capture
/// group that took part; where that is empty, the value that begins there. The judge gives the range of [`Found::secret`] to mask,
/// or none.
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

pub(super) struct Detector {
    kind: Kind,
    regex: Regex,
    judge: fn(&Found) -> Option<Range<usize>>,
}

impl Detector {
    pub(super) fn new(pattern: &Pattern) -> Result<Self, Unredactable> {
        let regex = Regex::new(pattern.expression).map_err(|_| Unredactable)?;
        Ok(Self { kind: pattern.kind, regex, judge: pattern.judge })
    }

    /// Text with every secret of this kind masked; none if there is nothing to mask.
    pub(super) fn mask(&self, text: &str) -> Option<String> {
        let mut masked = String::new();
        let (mut copied, mut position, mut is_masked) = (0, 0, false);
        while let Some(group) = self.regex.captures_at(text, position).and_then(|captures| secret(&captures)) {
            masked.push_str(&text[copied..group.start]);
            let (secret, is_quoted) = if group.is_empty() { value_at(&masked, text, group.start) } else { (group.clone(), false) };
            masked.push_str(&text[group.start..secret.start]);
            copied = secret.start;
            // The context is the masked text, so that another pass over the result judges alike.
            let found = Found { before: tail(&masked), secret: &text[secret.clone()], after: &text[secret.end..], is_quoted };
            let part = (self.judge)(&found).filter(|part| !part.is_empty() && !is_mask(&found.secret[part.clone()]));
            if let Some(part) = part {
                masked.push_str(&text[secret.start..secret.start + part.start]);
                masked.push_str(self.kind.mask());
                copied = secret.start + part.end;
                position = copied;
                is_masked = true;
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
        is_masked.then(|| masked + &text[copied..])
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
