//! The steps, one below the other, each with its share of the time.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag};

use super::super::flow::{Piece, Strip, paper};
use super::super::look;
use super::super::tags::TagId;
use super::{Block, Composer, LEFT_OUT, piece, take};
use crate::facts::Fact;
use crate::{Report, ReportStep};
use resolutionflow::time::Seconds;

const DURATION: &str = "Duration";
const LEGEND: &str = "The bar above a step is its share of the total.";

const BOX_PADDING: f32 = 6.0;
const LABEL_WIDTH: f32 = 54.0;
const NUMBER_WIDTH: f32 = 24.0;
const DURATION_WIDTH: f32 = 116.0;
const SUPERSEDED_INDENT: f32 = 14.0;

const STEP_LEVEL: NonZeroU16 = NonZeroU16::MIN.saturating_add(2);

impl Composer<'_> {
    pub(super) fn steps(&mut self, report: &Report) {
        if report.steps.is_empty() {
            return;
        }
        self.section("Steps");
        let legend = self.tags.root(Tag::P);
        let mut pieces = vec![self.label(LEGEND, paper::LEFT, legend)];
        let width = self.setter.line(DURATION, look::LABEL).width;
        pieces.push(self.label(DURATION, paper::RIGHT - width, legend));
        self.flow.push(Strip { height: look::LABEL.leading, pieces, keep: true, ..Strip::default() });
        for step in &report.steps {
            if self.flow.pages() > self.pages {
                let part_of = self.tags.root(Tag::P);
                self.flow.space(18.0);
                let pieces = vec![self.label(LEFT_OUT, paper::LEFT, part_of)];
                self.flow.push(Strip { height: look::LABEL.leading, pieces, ..Strip::default() });
                break;
            }
            self.step(report, step);
        }
    }

    fn step(&mut self, report: &Report, step: &ReportStep) {
        let mut facts = step.facts(report.zone);
        let duration = take(&mut facts, DURATION);
        let indent = if step.step.superseded { SUPERSEDED_INDENT } else { 0.0 };
        let section = self.tags.root(Tag::Section);
        self.flow.space(9.0);
        self.share(step, report.header.totals.total, indent);
        self.heading(step, section, indent, duration, !facts.is_empty());
        if facts.is_empty() {
            return;
        }
        let list = self.tags.within(section, Tag::L(ListNumbering::None));
        let count = facts.len();
        for (position, fact) in facts.into_iter().enumerate() {
            let is_last = position + 1 == count;
            let left = paper::LEFT + indent + NUMBER_WIDTH;
            if fact.verbatim {
                self.output(list, &fact, left);
            } else {
                let colour = if step.step.superseded { look::MUTED } else { look::INK };
                self.fact(list, &fact, left, LABEL_WIDTH, colour);
            }
            if !is_last {
                self.flow.space(2.0);
            }
        }
    }

    /// A line across the page, thick for as much of it as the step took of the total.
    fn share(&mut self, step: &ReportStep, total: Seconds, indent: f32) {
        let (x, measure) = (paper::LEFT + indent, paper::MEASURE - indent);
        let share = if total == Seconds(0) { 0.0 } else { (step.step.duration.0 as f32 / total.0 as f32).min(1.0) };
        let colour = if step.step.superseded { look::FAINT } else { look::ACCENT };
        let pieces = vec![
            Piece::Bar { x, y: 0.9, width: measure, height: 0.5, colour: look::RULE },
            Piece::Bar { x, y: 0.0, width: measure * share, height: 2.2, colour },
        ];
        self.flow.push(Strip { height: 7.0, pieces, keep: true, ..Strip::default() });
    }

    /// Number, marks and title, with the duration at the right edge.
    fn heading(&mut self, step: &ReportStep, section: TagId, indent: f32, duration: Option<Fact>, keep: bool) {
        let (number, title) = (format!("{}.", step.step.number), format!("{}{}", step.marks(), step.title()));
        let spoken = format!("{number} {title}");
        let is_superseded = step.step.superseded;
        let colour = if is_superseded { look::MUTED } else { look::INK };
        let part_of = self.tags.within(section, Tag::Hn(STEP_LEVEL, Some(spoken.chars().take(200).collect())));
        let number = self.setter.line(&number, look::STEP);
        let left = paper::LEFT + indent;
        let x = left + NUMBER_WIDTH.max(number.width + 4.0);
        let (lines, _) = self.lines(&title, look::STEP, paper::RIGHT - DURATION_WIDTH - x);
        let marks = step.marks().len();

        let mut bookmark = Some(spoken.chars().take(200).collect());
        let mut beside = vec![piece(number, left, look::STEP, colour, part_of)];
        let count = lines.len();
        for (position, line) in lines.into_iter().enumerate() {
            let is_last = position + 1 == count;
            let struck = if position == 0 { line.offset(marks, look::STEP) } else { 0.0 };
            let (indent_of_text, width, y) = (line.indent, line.width - struck, look::STEP.baseline() - look::STEP.size * 0.3);
            let mut pieces = std::mem::take(&mut beside);
            pieces.push(piece(line, x, look::STEP, colour, part_of));
            if is_superseded && width > 0.0 {
                pieces.push(Piece::Bar { x: x + indent_of_text + struck, y, width, height: 0.7, colour });
            }
            // In line with the first line, but read after the last.
            if let Some(duration) = duration.as_ref().filter(|_| is_last) {
                let line = self.setter.line(&duration.text, look::BODY);
                let part_of = self.tags.within(section, Tag::P);
                let y = look::STEP.baseline() - position as f32 * look::STEP.leading;
                pieces.push(Piece::Text { x: paper::RIGHT - line.width, y, line, style: look::BODY, colour, part_of: Some(part_of) });
            }
            self.flow.push(Strip { height: look::STEP.leading, pieces, keep: keep || !is_last, bookmark: bookmark.take(), frame: None });
        }
    }

    /// In a box, and letters of one width.
    fn output(&mut self, list: TagId, fact: &Fact, left: f32) {
        let (label, body) = self.item(list);
        let part_of = self.tags.within(body, Tag::Code);
        let pieces = vec![self.label(fact.label, left, label)];
        self.flow.push(Strip { height: look::LABEL.leading, pieces, keep: true, ..Strip::default() });
        self.gap(BOX_PADDING, None);
        let frame = Some(self.frame(left, BOX_PADDING, look::PANEL, look::RULE));
        let (x, width) = (left + BOX_PADDING + 2.0, paper::RIGHT - left - 2.0 * BOX_PADDING - 4.0);
        let (style, colour) = (look::OUTPUT, look::INK);
        self.block(Block { text: &fact.text, x, width, style, colour, part_of, frame, beside: Vec::new(), keep: false });
        self.flow.space(BOX_PADDING);
    }
}
