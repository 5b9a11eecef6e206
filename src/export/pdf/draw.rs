//! Puts pages on paper.

use krilla::Document;
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};

use super::compose::Composed;
use super::flow::{Colour, Frame, Piece, Placed, Strip, paper};
use super::look;
use super::setter::{Line, Setter, Style};
use super::tags::Tags;

/// Draws the composed pages into the document, with its outline and its structure. `foot` stands at the foot of every page, beside
/// the page's number. None if the paper has no valid size.
pub(super) fn draw(document: &mut Document, composed: Composed, foot: &str, setter: &mut Setter) -> Option<()> {
    let Composed { pages, mut tags } = composed;
    let count = pages.len();
    let mut outline = Outline::new();
    for (index, placed) in pages.iter().enumerate() {
        let mut page = document.start_page_with(PageSettings::from_wh(paper::WIDTH, paper::HEIGHT)?);
        let mut surface = page.surface();
        let number = format!("Page {} of {count}", index + 1);
        let mut pen = Pen { surface: &mut surface, setter, tags: &mut tags };
        pen.frames(placed);
        for Placed { top, strip } in placed {
            if let Some(text) = &strip.bookmark {
                let target = XyzDestination::new(index, Point::from_xy(paper::LEFT, top - 8.0));
                outline.push_child(OutlineNode::new(text.clone(), target));
            }
            pen.strip(*top, strip);
        }
        pen.foot(foot, &number);
        surface.finish();
        page.finish();
    }
    document.set_outline(outline);
    document.set_tag_tree(tags.finish());
    Some(())
}

struct Pen<'a, 'b> {
    surface: &'a mut Surface<'b>,
    setter: &'a mut Setter,
    tags: &'a mut Tags,
}

impl Pen<'_, '_> {
    fn strip(&mut self, top: f32, strip: &Strip) {
        for piece in &strip.pieces {
            match piece {
                Piece::Text { x, y, line, style, colour, part_of: Some(element) } => {
                    let content = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                    self.line(*x, top + y, line, *style, *colour);
                    self.surface.end_tagged();
                    self.tags.content(*element, content);
                }
                Piece::Text { x, y, line, style, colour, part_of: None } => {
                    self.decoration(ArtifactType::Layout, |pen| pen.line(*x, top + y, line, *style, *colour));
                }
                Piece::Bar { x, y, width, height, colour } => {
                    self.decoration(ArtifactType::Layout, |pen| pen.rectangle(*x, top + y, *width, *height, *colour, None));
                }
            }
        }
    }

    /// A box around each row of strips that share one.
    fn frames(&mut self, placed: &[Placed]) {
        for group in placed.chunk_by(|one, next| one.strip.frame == next.strip.frame) {
            if let (Some(Frame { left, padding, fill, border, .. }), [first, ..], [.., last]) = (group[0].strip.frame, group, group) {
                let (top, bottom) = (first.top - padding, last.top + last.strip.height + padding);
                self.decoration(ArtifactType::Layout, |pen| {
                    pen.rectangle(left, top, paper::RIGHT - left, bottom - top, fill, Some(border));
                });
            }
        }
    }

    /// The foot of a page, marked as an artifact so that screen readers do not repeat it.
    fn foot(&mut self, text: &str, number: &str) {
        let y = paper::HEIGHT - 36.0;
        let (text, number) = (self.setter.line(text, look::FOOT), self.setter.line(number, look::FOOT));
        self.decoration(ArtifactType::Footer, |pen| {
            pen.line(paper::LEFT, y, &text, look::FOOT, look::MUTED);
            pen.line(paper::RIGHT - number.width, y, &number, look::FOOT, look::MUTED);
        });
    }

    fn decoration(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        draw(self);
        self.surface.end_tagged();
    }

    fn line(&mut self, x: f32, y: f32, line: &Line, style: Style, colour: Colour) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(colour)));
        for run in &line.runs {
            let Some(font) = self.setter.faces.font(run.face) else { continue };
            self.surface.draw_glyphs(Point::from_xy(x + run.x, y), &run.glyphs, font, &line.text, style.size, false);
        }
    }

    fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour, border: Option<Colour>) {
        let Some(rectangle) = Rect::from_xywh(x, y, width, height) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(rectangle);
        let Some(path) = path.finish() else { return };
        self.surface.set_fill(Some(fill(colour)));
        self.surface.set_stroke(border.map(|colour| Stroke { paint: paint(colour).into(), width: 0.75, ..Stroke::default() }));
        self.surface.draw_path(&path);
    }
}

fn fill(colour: Colour) -> Fill {
    Fill { paint: paint(colour).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn paint(Colour(red, green, blue): Colour) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}
