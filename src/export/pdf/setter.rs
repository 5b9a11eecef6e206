//! Sets text in lines: which glyphs, how far apart, and where a line ends.

use std::borrow::Cow;
use std::ops::Range;

use krilla::surface::Location;
use krilla::text::GlyphId;
use parley::style::{FontFamily, FontFeature, FontFeatures, OverflowWrap, StyleProperty};
use parley::{FontContext, Layout, LayoutContext};

use super::faces::{Face, Faces};
use super::printable::printable;

/// Letters as they were typed: no `->` drawn as an arrow, and digits of one width.
const FEATURES: [FontFeature; 4] = [feature(b"calt", 0), feature(b"liga", 0), feature(b"dlig", 0), feature(b"tnum", 1)];

const fn feature(tag: &[u8; 4], value: u16) -> FontFeature {
    FontFeature::new(parley::setting::Tag::new(tag), value)
}

/// Style of a text. Lengths are in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size: f32,
    /// Distance from one baseline to the next.
    pub(super) leading: f32,
}

impl Style {
    /// Distance of the baseline from the top of its line, such that capitals are in the middle.
    pub(super) fn baseline(&self) -> f32 {
        self.leading / 2.0 + self.size * 0.36
    }
}

/// A line of text with its glyphs, ready to be drawn.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
    /// Width in points, without the space at its end.
    pub(super) width: f32,
}

/// Neighbouring glyphs of a line in one face.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) face: Face,
    /// Distance from the beginning of the line, in points.
    pub(super) x: f32,
    pub(super) glyphs: Vec<Glyph>,
}

/// A glyph with the part of the line's text that it stands for. Measures are shares of the font's size.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    id: u32,
    start: u32,
    end: u32,
    advance: f32,
    x: f32,
    y: f32,
}

impl krilla::text::Glyph for Glyph {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.id)
    }
    fn text_range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }
    fn x_offset(&self, size: f32) -> f32 {
        self.x * size
    }
    fn y_offset(&self, size: f32) -> f32 {
        self.y * size
    }
    fn y_advance(&self, _size: f32) -> f32 {
        0.0
    }
    fn location(&self) -> Option<Location> {
        None
    }
}

/// Typesetter: the fonts, and working memory that is reused from text to text.
pub(super) struct Setter {
    pub(super) faces: Faces,
    fonts: FontContext,
    scratch: LayoutContext<Face>,
    layout: Layout<Face>,
}

impl Setter {
    pub(super) fn new() -> Option<Self> {
        let (faces, fonts) = Faces::read()?;
        Some(Self { faces, fonts, scratch: LayoutContext::new(), layout: Layout::new() })
    }

    /// A text in one line, however long it gets.
    pub(super) fn line(&mut self, text: &str, style: Style) -> Line {
        self.paragraph(text, style, None).pop().unwrap_or_default()
    }

    /// Breaks a text without line ends into lines of at most `width` points; without a width there is one line. A word that is
    /// longer than a line is broken.
    pub(super) fn paragraph(&mut self, text: &str, style: Style, width: Option<f32>) -> Vec<Line> {
        let mut shown = printable(text, style.face, &self.faces);
        // A space keeps the words apart for screen readers: a line break alone is not read.
        shown.text.push(' ');
        let mut builder = self.scratch.ranged_builder(&mut self.fonts, &shown.text, 1.0, false);
        builder.push_default(family(style.face));
        builder.push_default(StyleProperty::Brush(style.face));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontFeatures(FontFeatures::List(Cow::Borrowed(&FEATURES))));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        for (range, face) in shown.faces.iter().filter(|(_, face)| *face != style.face) {
            builder.push(family(*face), range.clone());
            builder.push(StyleProperty::Brush(*face), range.clone());
        }
        builder.build_into(&mut self.layout, &shown.text);
        self.layout.break_all_lines(width);
        self.layout.lines().map(|line| Line::new(&line, &shown.text)).collect()
    }
}

fn family(face: Face) -> StyleProperty<'static, Face> {
    StyleProperty::FontFamily(FontFamily::named(face.family()))
}

impl Line {
    /// Distance in points from the beginning of the line to the letter at that byte of its text.
    pub(super) fn offset(&self, byte: usize, style: Style) -> f32 {
        let before = self.runs.iter().flat_map(|run| &run.glyphs).filter(|glyph| (glyph.start as usize) < byte);
        before.map(|glyph| glyph.advance * style.size).sum()
    }

    fn new(line: &parley::Line<'_, Face>, text: &str) -> Self {
        let Range { start, end } = line.text_range();
        let mut set = Self { text: text[start..end].to_owned(), ..Self::default() };
        let mut x = 0.0;
        for run in line.runs() {
            let size = run.font_size();
            for cluster in run.clusters() {
                let face = cluster.style().brush;
                if set.runs.last().is_none_or(|run| run.face != face) {
                    set.runs.push(Run { face, x, glyphs: Vec::new() });
                }
                let Some(run) = set.runs.last_mut() else { continue };
                let Range { start: from, end: to } = cluster.text_range();
                let is_blank = text[from..to].trim().is_empty();
                let (from, to) = ((from - start) as u32, (to - start) as u32);
                if cluster.is_ligature_continuation() {
                    run.glyphs.last_mut().into_iter().for_each(|glyph| glyph.end = to);
                }
                for glyph in cluster.glyphs() {
                    let (advance, dx, dy) = (glyph.advance / size, glyph.x / size, glyph.y / size);
                    run.glyphs.push(Glyph { id: glyph.id, start: from, end: to, advance, x: dx, y: dy });
                    x += glyph.advance;
                }
                set.width = if is_blank { set.width } else { x };
            }
        }
        set
    }
}
