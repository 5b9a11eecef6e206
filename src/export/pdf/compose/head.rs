//! Title, the card with the outcome, and the table of all other facts.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag};

use super::super::flow::{Frame, Piece, Strip, paper};
use super::super::look::{self, Tint};
use super::super::setter::Line;
use super::super::tags::TagId;
use super::{Block, Composer, piece, take};
use crate::Report;
use crate::facts::Fact;

/// The labels of what is set apart, in its order; all other facts are in the table.
const SUBTITLE: &str = "Tree";
const HEADLINES: [&str; 2] = ["State", "Outcome"];
const FIGURES: [&str; 3] = ["Total", "Active", "Parked"];
const REMARKS: [&str; 2] = ["Outcome notes", "Next steps"];

const CARD_PADDING: f32 = 12.0;
const CARD_LEFT: f32 = paper::LEFT + CARD_PADDING;
const LABEL_HEIGHT: f32 = 12.0;
const GUTTER: f32 = 24.0;
const HALF: f32 = (paper::MEASURE - GUTTER) / 2.0;
const LABEL_WIDTH: f32 = 78.0;
const ROW_PADDING: f32 = 2.5;

impl Composer<'_> {
    pub(super) fn head(&mut self, report: &Report) {
        let mut facts = report.facts();
        self.title(&report.title(), take(&mut facts, SUBTITLE));
        self.card(&look::tint(report.header.outcome), &mut facts);
        self.table(facts);
    }

    fn title(&mut self, title: &str, subtitle: Option<Fact>) {
        let part_of = self.tags.root(Tag::Hn(NonZeroU16::MIN, Some(title.to_owned())));
        let line = self.setter.line(title, look::TITLE);
        let pieces = vec![piece(line, paper::LEFT, look::TITLE, look::INK, part_of)];
        self.flow.push(Strip { height: look::TITLE.leading, pieces, keep: true, bookmark: Some(title.to_owned()), frame: None });
        if let Some(Fact { text, .. }) = subtitle {
            let (style, part_of) = (look::SUBTITLE, self.tags.root(Tag::P));
            let (x, width) = (paper::LEFT, paper::MEASURE);
            self.block(Block { text: &text, x, width, style, colour: look::MUTED, part_of, frame: None, beside: Vec::new(), keep: false });
        }
        self.flow.space(14.0 + CARD_PADDING);
    }

    /// The card with the outcome, the times and the notes on the outcome.
    fn card(&mut self, tint: &Tint, facts: &mut Vec<Fact>) {
        let frame = Some(self.frame(paper::LEFT, CARD_PADDING, tint.surface, tint.border));
        let list = self.tags.root(Tag::L(ListNumbering::None));
        for fact in taken(facts, &HEADLINES) {
            let part_of = self.labelled(list, &fact, frame);
            let style = look::OUTCOME;
            let line = self.setter.line(tint.sign, style);
            let x = if tint.sign.is_empty() { CARD_LEFT } else { CARD_LEFT + line.width + 6.0 };
            let beside = vec![Piece::Text { x: CARD_LEFT, y: style.baseline(), line, style, colour: tint.text, part_of: None }];
            let width = paper::RIGHT - CARD_PADDING - x;
            self.block(Block { text: &fact.text, x, width, style, colour: tint.text, part_of, frame, beside, keep: true });
        }
        self.figures(list, frame, facts);
        for fact in taken(facts, &REMARKS) {
            self.gap(8.0, frame);
            let part_of = self.labelled(list, &fact, frame);
            let (x, width) = (CARD_LEFT, paper::MEASURE - 2.0 * CARD_PADDING);
            let (style, colour) = (look::BODY, look::INK);
            self.block(Block { text: &fact.text, x, width, style, colour, part_of, frame, beside: Vec::new(), keep: false });
        }
        self.flow.space(CARD_PADDING + 12.0);
    }

    /// A label above its text, which is to follow.
    fn labelled(&mut self, list: TagId, fact: &Fact, frame: Option<Frame>) -> TagId {
        let (label, body) = self.item(list);
        let pieces = vec![self.label(fact.label, CARD_LEFT, label)];
        self.flow.push(Strip { height: LABEL_HEIGHT, pieces, frame, keep: true, bookmark: None });
        body
    }

    /// Times side by side, each below its label.
    fn figures(&mut self, list: TagId, frame: Option<Frame>, facts: &mut Vec<Fact>) {
        let mut pieces = Vec::new();
        let mut x = CARD_LEFT;
        for fact in taken(facts, &FIGURES) {
            let (label, body) = self.item(list);
            pieces.push(self.label(fact.label, x, label));
            let line = self.setter.line(&fact.text, look::FIGURE);
            let width = line.width;
            let y = LABEL_HEIGHT + look::FIGURE.baseline();
            pieces.push(Piece::Text { x, y, line, style: look::FIGURE, colour: look::INK, part_of: Some(body) });
            x += width + GUTTER;
        }
        if !pieces.is_empty() {
            self.gap(4.0, frame);
            self.flow.push(Strip { height: LABEL_HEIGHT + look::FIGURE.leading, pieces, frame, keep: false, bookmark: None });
        }
    }

    /// Short facts in two columns, and below them the long ones across both.
    fn table(&mut self, facts: Vec<Fact>) {
        if facts.is_empty() {
            return;
        }
        let table = self.tags.root(Tag::Table);
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for fact in facts {
            let line = (!fact.text.contains('\n')).then(|| self.setter.line(&fact.text, look::BODY));
            match line.filter(|line| line.width <= HALF - LABEL_WIDTH) {
                Some(line) => short.push((fact, line)),
                None => long.push(fact),
            }
        }
        let mut right = short.split_off(short.len().div_ceil(2)).into_iter();
        for left in short {
            self.short(table, left, right.next());
        }
        for fact in long {
            self.long(table, &fact);
        }
        self.rule();
    }

    fn short(&mut self, table: TagId, left: (Fact, Line), right: Option<(Fact, Line)>) {
        self.rule();
        let row = self.tags.within(table, Tag::TR);
        let is_alone = right.is_none();
        let mut pieces = Vec::new();
        for (column, (fact, line)) in [paper::LEFT, paper::LEFT + HALF + GUTTER].into_iter().zip([Some(left), right].into_iter().flatten())
        {
            let (label, body) = self.cells(row, is_alone);
            pieces.push(self.label(fact.label, column, label));
            pieces.push(piece(line, column + LABEL_WIDTH, look::BODY, look::INK, body));
        }
        self.flow.push(Strip { height: look::BODY.leading, pieces, ..Strip::default() });
    }

    fn long(&mut self, table: TagId, fact: &Fact) {
        self.rule();
        let row = self.tags.within(table, Tag::TR);
        let (label, part_of) = self.cells(row, true);
        let beside = vec![self.label(fact.label, paper::LEFT, label)];
        let (x, width) = (paper::LEFT + LABEL_WIDTH, paper::MEASURE - LABEL_WIDTH);
        let (style, colour) = (look::BODY, look::INK);
        self.block(Block { text: &fact.text, x, width, style, colour, part_of, frame: None, beside, keep: false });
    }

    /// A label's cell and its text's, which takes the rest of the row if it is alone there.
    fn cells(&mut self, row: TagId, is_alone: bool) -> (TagId, TagId) {
        let span = NonZeroU32::new(3).filter(|_| is_alone);
        (self.tags.within(row, Tag::TH(TableHeaderScope::Row)), self.tags.within(row, Tag::TD.with_col_span(span)))
    }

    fn rule(&mut self) {
        let line = Piece::Bar { x: paper::LEFT, y: ROW_PADDING, width: paper::MEASURE, height: 0.5, colour: look::RULE };
        self.flow.push(Strip { height: 2.0 * ROW_PADDING, pieces: vec![line], keep: true, ..Strip::default() });
    }
}

/// The facts with those labels, in that order, taken out of the list.
fn taken(facts: &mut Vec<Fact>, labels: &[&str]) -> Vec<Fact> {
    labels.iter().filter_map(|label| take(facts, label)).collect()
}
