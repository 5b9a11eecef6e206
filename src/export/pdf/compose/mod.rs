//! Composition of a document from its parts.

mod handout;
mod head;
mod steps;
mod summary;

use std::num::NonZeroU16;

use krilla::tagging::Tag;

use super::flow::{Colour, Flow, Frame, Piece, Placed, Strip, paper};
use super::look;
use super::setter::{Line, Setter, Style};
use super::tags::{TagId, Tags};
use crate::facts::Fact;
use crate::{Handout, Report};

/// The most lines of a document in full, some 350 pages. From there on each text is cut and says so: a session may hold two
/// thousand outputs of a thousand lines.
pub(super) const LINES: usize = 20_000;
/// The most pages: a step that begins on a later one is left out with all that follow, and the document says so.
pub(super) const PAGES: usize = 500;
/// Lines that are left of a text once the lines are used up.
const CUT_LINES: usize = 3;
/// More characters than fit in a line of any measure, unless they have no width.
const LINE_CHARS: usize = 400;
/// The most characters that are set at once. Spaces at the end of a line hang over it, however many they are, and PDF/A has limits.
const PIECE_CHARS: usize = 4_000;
/// Characters at the end of a piece among which a space is looked for.
const LAST_WORD_CHARS: usize = 200;
pub(super) const LEFT_OUT: &str = "Further steps are left out, for this document is long. The JSON export has them all.";
pub(super) const CUT: &str = "Cut here, for this document is long. The JSON export has the whole.";

const SECTION_LEVEL: NonZeroU16 = NonZeroU16::MIN.saturating_add(1);

/// A composed document: its pages with what stands on each, and the structure elements that its texts belong to.
pub(super) struct Composed {
    pub(super) pages: Vec<Vec<Placed>>,
    pub(super) tags: Tags,
}

/// Sets a whole report on pages. Once `lines` lines of text are set, every further text is cut to its first few and says so; steps that
/// would begin behind the last of so many `pages` are left out.
pub(super) fn compose(report: &Report, setter: &mut Setter, lines: usize, pages: usize) -> Composed {
    let mut composer = Composer { setter, flow: Flow::new(), tags: Tags::default(), frames: 0, lines_left: lines, pages };
    composer.head(report);
    composer.summary(report);
    composer.steps(report);
    Composed { pages: composer.flow.finish(), tags: composer.tags }
}

/// Sets figures of a client on pages.
pub(super) fn compose_handout(handout: &Handout, setter: &mut Setter) -> Composed {
    let mut composer = Composer { setter, flow: Flow::new(), tags: Tags::default(), frames: 0, lines_left: LINES, pages: PAGES };
    composer.handout(handout);
    Composed { pages: composer.flow.finish(), tags: composer.tags }
}

struct Composer<'a> {
    setter: &'a mut Setter,
    flow: Flow,
    tags: Tags,
    frames: usize,
    lines_left: usize,
    /// The most pages.
    pages: usize,
}

/// A text and where it goes.
struct Block<'a> {
    text: &'a str,
    x: f32,
    width: f32,
    style: Style,
    colour: Colour,
    part_of: TagId,
    frame: Option<Frame>,
    /// Text beside the first line.
    beside: Vec<Piece>,
    /// True if the last line must not be the last on its page.
    keep: bool,
}

impl Composer<'_> {
    /// Sets a text line by line. Neither its first line nor its last is alone on a page.
    fn block(&mut self, block: Block<'_>) {
        let Block { text, x, width, style, colour, part_of, frame, mut beside, keep } = block;
        let (lines, is_cut) = self.lines(text, style, width);
        let count = lines.len();
        for (position, line) in lines.into_iter().enumerate() {
            let mut pieces = std::mem::take(&mut beside);
            pieces.push(piece(line, x, style, colour, part_of));
            let keep = if position + 1 == count { keep || is_cut } else { position == 0 || position + 2 == count };
            self.flow.push(Strip { height: style.leading, pieces, frame, keep, bookmark: None });
        }
        if is_cut {
            let line = self.setter.line(CUT, look::LABEL);
            let pieces = vec![piece(line, x, look::LABEL, look::MUTED, part_of)];
            self.flow.push(Strip { height: look::LABEL.leading, pieces, frame, keep, bookmark: None });
        }
    }

    /// The lines of a text, and whether there were more.
    fn lines(&mut self, text: &str, style: Style, width: f32) -> (Vec<Line>, bool) {
        let room = self.lines_left.max(CUT_LINES);
        let (mut lines, mut is_cut) = (Vec::new(), false);
        for paragraph in text.split('\n') {
            let fits = (room - lines.len()).saturating_mul(LINE_CHARS);
            let fitting = paragraph.char_indices().nth(fits).map_or(paragraph, |(end, _)| &paragraph[..end]);
            for piece in pieces(fitting) {
                lines.extend(self.setter.paragraph(piece, style, Some(width)));
            }
            is_cut |= lines.len() > room || fitting.len() < paragraph.len();
            if lines.len() >= room {
                is_cut |= text.len() > offset_after(text, paragraph);
                break;
            }
        }
        lines.truncate(room);
        self.lines_left = self.lines_left.saturating_sub(lines.len());
        (lines, is_cut)
    }

    /// A small word that stands on the line of the text beside it.
    fn label(&mut self, text: &str, x: f32, part_of: TagId) -> Piece {
        let (line, style, y) = (self.setter.line(text, look::LABEL), look::LABEL, look::BODY.baseline());
        Piece::Text { x, y, line, style, colour: look::MUTED, part_of: Some(part_of) }
    }

    /// The heading of a part of the document.
    fn section(&mut self, title: &str) {
        self.flow.space(18.0);
        let part_of = self.tags.root(Tag::Hn(SECTION_LEVEL, Some(title.to_owned())));
        let line = self.setter.line(title, look::SECTION);
        let pieces = vec![piece(line, paper::LEFT, look::SECTION, look::INK, part_of)];
        self.flow.push(Strip { height: look::SECTION.leading, pieces, frame: None, keep: true, bookmark: Some(title.to_owned()) });
    }

    /// A label and its text beside it.
    fn fact(&mut self, list: TagId, fact: &Fact, left: f32, label_width: f32, colour: Colour) {
        let (label, part_of) = self.item(list);
        let beside = vec![self.label(fact.label, left, label)];
        let (x, width, style) = (left + label_width, paper::RIGHT - left - label_width, look::BODY);
        self.block(Block { text: &fact.text, x, width, style, colour, part_of, frame: None, beside, keep: false });
    }

    /// An entry of a list: its label and its body.
    fn item(&mut self, list: TagId) -> (TagId, TagId) {
        let item = self.tags.within(list, Tag::LI);
        (self.tags.within(item, Tag::Lbl), self.tags.within(item, Tag::LBody))
    }

    /// A box, not the same as any before.
    fn frame(&mut self, left: f32, padding: f32, fill: Colour, border: Colour) -> Frame {
        self.frames += 1;
        Frame { number: self.frames, left, padding, fill, border }
    }

    /// Room that is not left at the end of a page.
    fn gap(&mut self, height: f32, frame: Option<Frame>) {
        self.flow.push(Strip { height, frame, keep: true, ..Strip::default() });
    }
}

/// A paragraph in pieces of a bounded length, which end behind a space where there is one.
fn pieces(paragraph: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(paragraph);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut starts = text.char_indices().map(|(start, _)| start).skip(PIECE_CHARS - LAST_WORD_CHARS);
        let (Some(last_word), Some(end)) = (starts.next(), starts.nth(LAST_WORD_CHARS - 1)) else { return rest.take() };
        let end = text[last_word..end].rfind(' ').map_or(end, |space| last_word + space + 1);
        rest = Some(&text[end..]);
        Some(&text[..end])
    })
}

/// Offset in the text behind one of its paragraphs.
fn offset_after(text: &str, paragraph: &str) -> usize {
    paragraph.as_ptr() as usize - text.as_ptr() as usize + paragraph.len()
}

fn piece(line: Line, x: f32, style: Style, colour: Colour, part_of: TagId) -> Piece {
    Piece::Text { x, y: style.baseline(), line, style, colour, part_of: Some(part_of) }
}

/// The fact with that label, taken out of the list.
fn take(facts: &mut Vec<Fact>, label: &str) -> Option<Fact> {
    let position = facts.iter().position(|fact| fact.label == label)?;
    Some(facts.remove(position))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_set_in_pieces_that_end_behind_a_space() {
        assert_eq!(pieces("").collect::<Vec<_>>(), [""]);
        assert_eq!(pieces(&"ä".repeat(PIECE_CHARS)).count(), 1);
        for text in ["ä".repeat(10_000), " ".repeat(10_000), "word, ".repeat(2_000), format!("{} {}", "ä".repeat(3_900), "b".repeat(4_500))]
        {
            let pieces: Vec<&str> = pieces(&text).collect();
            assert_eq!(pieces.concat(), text);
            let (_, all_but_last) = pieces.split_last().unwrap();
            for piece in all_but_last {
                assert!(piece.chars().count() <= PIECE_CHARS && (piece.ends_with(' ') || !piece.contains(' ')), "{piece}");
            }
        }
    }
}
