//! Fills pages from top to bottom.

use super::setter::{Line, Style};
use super::tags::TagId;

/// Area for text on an A4 page, in points from its upper left corner.
pub(super) mod paper {
    pub(crate) const WIDTH: f32 = 595.28;
    pub(crate) const HEIGHT: f32 = 841.89;
    pub(crate) const LEFT: f32 = 54.0;
    pub(crate) const RIGHT: f32 = WIDTH - 54.0;
    pub(crate) const TOP: f32 = 54.0;
    pub(crate) const BOTTOM: f32 = HEIGHT - 66.0;
    pub(crate) const MEASURE: f32 = RIGHT - LEFT;
}

/// Colour: red, green and blue, each from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// Part of a strip that is drawn. Lengths are in points: `x` from the left edge of the page, `y` down from the top of the strip.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// A line of text whose baseline is at `y`. Screen readers read it as part of that element; of none, if it only decorates.
    Text { x: f32, y: f32, line: Line, style: Style, colour: Colour, part_of: Option<TagId> },
    /// A filled rectangle, which only decorates.
    Bar { x: f32, y: f32, width: f32, height: f32, colour: Colour },
}

/// A box around neighbouring strips, closed at the end of a page and opened anew on the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) number: usize,
    pub(super) left: f32,
    /// Room between the border and the strips, above and below, in points.
    pub(super) padding: f32,
    pub(super) fill: Colour,
    pub(super) border: Colour,
}

/// Horizontal strip of the text area, `height` points high. No page break divides it.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip {
    pub(super) height: f32,
    pub(super) pieces: Vec<Piece>,
    pub(super) frame: Option<Frame>,
    /// True if it stays on one page with the next strip, unless together they are higher than a page.
    pub(super) keep: bool,
    /// Title of its entry in the PDF's outline; none for most strips.
    pub(super) bookmark: Option<String>,
}

/// A strip with its distance from the upper edge of its page, in points.
pub(super) struct Placed {
    pub(super) top: f32,
    pub(super) strip: Strip,
}

/// Pages in the making, filled with strips from top to bottom.
pub(super) struct Flow {
    pages: Vec<Vec<Placed>>,
    top: f32,
    together: Vec<Strip>,
    /// Strip at the top of each page that begins; none but within a table.
    head: Option<Strip>,
}

impl Flow {
    pub(super) fn new() -> Self {
        Self { pages: vec![Vec::new()], top: paper::TOP, together: Vec::new(), head: None }
    }

    /// Number of pages so far.
    pub(super) fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Adds a strip below the last. Strips that stay together are placed once the last of them comes, on a new page if this one has
    /// no room.
    pub(super) fn push(&mut self, strip: Strip) {
        let goes_on = strip.keep;
        self.together.push(strip);
        if !goes_on {
            self.place();
        }
    }

    /// Leaves `height` points free below the last strip; none at the top of a page, and it never begins a page.
    pub(super) fn space(&mut self, height: f32) {
        self.place();
        if self.top > paper::TOP {
            self.top = (self.top + height).min(paper::BOTTOM);
        }
    }

    /// Begins each page from here on with the head of a table, which decorates there: its element is where the table begins.
    pub(super) fn begin_table(&mut self, head: &Strip) {
        let mut head = Strip { keep: false, ..head.clone() };
        for piece in &mut head.pieces {
            if let Piece::Text { part_of, .. } = piece {
                *part_of = None;
            }
        }
        self.place();
        self.head = Some(head);
    }

    /// Begins pages without a head again.
    pub(super) fn end_table(&mut self) {
        self.place();
        self.head = None;
    }

    /// Places what is left and returns the pages, each with its strips.
    pub(super) fn finish(mut self) -> Vec<Vec<Placed>> {
        self.place();
        self.pages
    }

    fn place(&mut self) {
        let height: f32 = self.together.iter().map(|strip| strip.height).sum();
        let head = self.head.as_ref().map_or(0.0, |head| head.height);
        // A block that is higher than a page is divided all the same.
        if self.top + height > paper::BOTTOM && height <= paper::BOTTOM - paper::TOP - head {
            self.turn();
        }
        for strip in std::mem::take(&mut self.together) {
            if self.top + strip.height > paper::BOTTOM {
                self.turn();
            }
            let is_space = strip.pieces.is_empty() && strip.frame.is_none();
            if is_space && self.top == paper::TOP {
                continue;
            }
            let top = self.top;
            self.top += strip.height;
            if let Some(page) = self.pages.last_mut() {
                page.push(Placed { top, strip });
            }
        }
    }

    fn turn(&mut self) {
        let head = self.head.clone();
        self.top = paper::TOP + head.as_ref().map_or(0.0, |head| head.height);
        self.pages.push(head.into_iter().map(|strip| Placed { top: paper::TOP, strip }).collect());
    }
}
