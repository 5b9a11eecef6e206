//! Sets text in lines: which glyphs, how far apart, and where a line ends.

use std::borrow::Cow;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use krilla::surface::Location;
use krilla::text::GlyphId;
use parley::style::{FontFamily, FontFeature, FontFeatures, OverflowWrap, StyleProperty};
use parley::{FontContext, Layout, LayoutContext};

use super::faces::{Face, Faces};
use super::folder::Fonts;
use super::printable::{Reach, printable};

/// Letters as they were typed: no `->` drawn as an arrow, and digits of one width.
const FEATURES: [FontFeature; 4] = [feature(b"calt", 0), feature(b"liga", 0), feature(b"dlig", 0), feature(b"tnum", 1)];
/// Letters that take their shapes from their neighbours: as their font has it.
const SHAPED: [FontFeature; 0] = [];

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
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
    /// Width in points, without the space at its end.
    pub(super) width: f32,
    /// Distance of the text from the beginning of the line, in points: a text that runs from right to left ends at the right edge.
    pub(super) indent: f32,
}

/// Neighbouring glyphs of a line in one face and of one direction; of a text that runs from right to left, those of a word.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) face: Face,
    is_rtl: bool,
    /// True for the space between two words that run from right to left.
    is_space: bool,
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
    /// With the program's own fonts, and those for what they lack.
    pub(super) fn new(fonts: &Fonts) -> Option<Self> {
        let (faces, fonts) = Faces::read(fonts)?;
        Some(Self { faces, fonts, scratch: LayoutContext::new(), layout: Layout::new() })
    }

    /// A text in one line, however long it gets.
    pub(super) fn line(&mut self, text: &str, style: Style) -> Line {
        self.paragraph(text, style, None).pop().unwrap_or_default()
    }

    /// Breaks a text without line ends into lines of at most `width` points; without a width there is one line. A word that is
    /// longer than a line is broken. A text whose first letter is of a script that runs from right to left does so; between the edges of
    /// its lines, unless it is output.
    pub(super) fn paragraph(&mut self, text: &str, style: Style, width: Option<f32>) -> Vec<Line> {
        // A font may still lack the glyph of characters that stand together; then they print as their numbers.
        self.shaped(text, style, width).or_else(|| self.set(text, style, width, Reach::Plain)).unwrap_or_default()
    }

    /// The lines of a text in all fonts; none where a glyph is missing, or where the typesetter itself fails: parley 0.12 panics at some
    /// sequences of letters and marks that no language has, and no text may keep a document from being written.
    fn shaped(&mut self, text: &str, style: Style, width: Option<f32>) -> Option<Vec<Line>> {
        catch_unwind(AssertUnwindSafe(|| self.set(text, style, width, Reach::All))).unwrap_or_else(|_| {
            (self.scratch, self.layout) = (LayoutContext::new(), Layout::new());
            None
        })
    }

    /// The lines of a text in some of the fonts; none where a glyph is missing.
    fn set(&mut self, text: &str, style: Style, width: Option<f32>, reach: Reach) -> Option<Vec<Line>> {
        let mut shown = printable(text, style.face, &mut self.faces, reach);
        shown.faces.iter().for_each(|(_, face)| self.faces.register(*face, &mut self.fonts));
        // A space keeps the words apart for screen readers: a line break alone is not read.
        shown.text.push(' ');
        let mut builder = self.scratch.ranged_builder(&mut self.fonts, &shown.text, 1.0, false);
        builder.push_default(family(&self.faces, style.face));
        builder.push_default(StyleProperty::Brush(style.face));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(features(&FEATURES));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        for (range, face) in shown.faces.iter().filter(|(_, face)| *face != style.face) {
            builder.push(family(&self.faces, *face), range.clone());
            builder.push(StyleProperty::Brush(*face), range.clone());
            if !face.is_plain() {
                builder.push(features(&SHAPED), range.clone());
            }
        }
        builder.build_into(&mut self.layout, &shown.text);
        self.layout.break_all_lines(width);
        let is_rtl = self.layout.is_rtl();
        let edge = width.filter(|_| is_rtl && style.face != Face::Mono);
        self.layout.lines().map(|line| Some(Line::new(&line, &shown.text, is_rtl, &self.faces)?.up_to(edge))).collect()
    }
}

fn features(features: &'static [FontFeature]) -> StyleProperty<'static, Face> {
    StyleProperty::FontFeatures(FontFeatures::List(Cow::Borrowed(features)))
}

fn family(faces: &Faces, face: Face) -> StyleProperty<'_, Face> {
    StyleProperty::FontFamily(FontFamily::named(faces.family(face)))
}

impl Line {
    /// Distance in points from the beginning of the line to the letter at that byte of its text.
    pub(super) fn offset(&self, byte: usize, style: Style) -> f32 {
        let before = self.runs.iter().flat_map(|run| &run.glyphs).filter(|glyph| (glyph.start as usize) < byte);
        before.map(|glyph| glyph.advance * style.size).sum()
    }

    /// The same line with its end at `edge` points from its beginning, if there is one.
    fn up_to(mut self, edge: Option<f32>) -> Self {
        self.indent = edge.map_or(0.0, |edge| (edge - self.width).max(0.0));
        self.runs.iter_mut().for_each(|run| run.x += self.indent);
        self
    }

    /// The line; none where a glyph is missing. Runs are in the order of the text, in which they are read out and copied; the glyphs of each
    /// from left to right.
    fn new(line: &parley::Line<'_, Face>, text: &str, is_rtl: bool, faces: &Faces) -> Option<Self> {
        let Range { start, end } = line.text_range();
        let mut set = Self { text: text[start..end].to_owned(), ..Self::default() };
        let (mut x, mut begins) = (0.0, None);
        for run in line.runs() {
            let mut glyphs = glyphs(&run, start);
            if run.is_rtl() {
                // From left to right, the last cluster is the first; the glyphs of each stand in their order.
                glyphs = glyphs.chunk_by(|(_, one), (_, next)| one.start == next.start).rev().flatten().cloned().collect();
            }
            for (face, glyph) in glyphs {
                if glyph.id == 0 || !faces.is(face, run.font()) {
                    return None;
                }
                let is_blank = text[start..][glyph.start as usize..glyph.end as usize].trim().is_empty();
                let (is_rtl, is_space) = (run.is_rtl(), run.is_rtl() && is_blank);
                if set.runs.last().is_none_or(|last| (last.face, last.is_rtl, last.is_space) != (face, is_rtl, is_space)) {
                    set.runs.push(Run { face, is_rtl, is_space, x, glyphs: Vec::new() });
                }
                let from = x;
                x += glyph.advance * run.font_size();
                if !is_blank {
                    begins.get_or_insert(from);
                    set.width = x;
                }
                set.runs.last_mut()?.glyphs.push(glyph);
            }
        }
        // Spaces at the end of a text that runs from right to left stand before its left edge.
        if let Some(begins) = begins.filter(|_| is_rtl) {
            set.width -= begins;
            set.runs.iter_mut().for_each(|run| run.x -= begins);
        }
        set.runs.sort_by_key(|run| run.glyphs.iter().map(|glyph| glyph.start).min());
        Some(set)
    }
}

/// The glyphs of a run in the order of its text, each with its face. A ligature stands for all of its letters.
fn glyphs(run: &parley::Run<'_, Face>, start: usize) -> Vec<(Face, Glyph)> {
    let size = run.font_size();
    let mut glyphs: Vec<(Face, Glyph)> = Vec::new();
    for cluster in run.clusters() {
        let Range { start: from, end: to } = cluster.text_range();
        let (from, to) = ((from - start) as u32, (to - start) as u32);
        if cluster.is_ligature_continuation() {
            let ligature = glyphs.last().map(|(_, last)| last.start);
            glyphs.iter_mut().rev().take_while(|(_, glyph)| Some(glyph.start) == ligature).for_each(|(_, glyph)| glyph.end = to);
        }
        let face = cluster.style().brush;
        glyphs.extend(cluster.glyphs().map(|glyph| {
            let (advance, x, y) = (glyph.advance / size, glyph.x / size, glyph.y / size);
            (face, Glyph { id: glyph.id, start: from, end: to, advance, x, y })
        }));
    }
    glyphs
}
