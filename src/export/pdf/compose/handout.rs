//! Figures of a client: title, answer, bars, tables, and how they are counted.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag};
use resolutionflow::stats::{COUNTED, is_enough};

use super::super::flow::{Piece, Strip, paper};
use super::super::look;
use super::super::setter::{Line, Style};
use super::super::tags::TagId;
use super::{Block, Composer, piece};
use crate::{Handout, HandoutBar, HandoutCell, HandoutTable};

const PADDING: f32 = 12.0;
const BAR_HEIGHT: f32 = 16.0;
/// Room between two parts of a bar, which keeps them apart without colour.
const BAR_GAP: f32 = 1.0;
/// Share of the measure that names of rows have.
const NAMES: f32 = 0.3;
const CELL_GAP: f32 = 10.0;
const ROW_PADDING: f32 = 3.0;
const NUMBER_GUTTER: f32 = 28.0;

/// A cell of a table, set.
struct Set {
    lines: Vec<Line>,
    beside: Vec<Line>,
}

impl Composer<'_> {
    pub(super) fn handout(&mut self, handout: &Handout) {
        self.name(handout);
        self.numbers(&handout.numbers);
        self.bars(&handout.bars);
        handout.tables.iter().filter(|table| !table.rows.is_empty()).for_each(|table| self.figures_table(table));
        self.counted(&handout.counted);
    }

    /// The client's name, what the document is, and the answer.
    fn name(&mut self, handout: &Handout) {
        let heading = Tag::Hn(NonZeroU16::MIN, Some(handout.client.clone()));
        let part_of = self.tags.root(heading);
        self.words(&handout.client, look::TITLE, look::INK, part_of, true);
        for line in &handout.subtitle {
            let part_of = self.tags.root(Tag::P);
            self.words(line, look::BODY, look::MUTED, part_of, true);
        }
        self.flow.space(12.0);
        let part_of = self.tags.root(Tag::P);
        self.words(&handout.answer, look::SUBTITLE, look::INK, part_of, false);
        self.flow.space(10.0 + PADDING);
    }

    /// A text across the page.
    fn words(&mut self, text: &str, style: Style, colour: super::Colour, part_of: TagId, keep: bool) {
        let (x, width) = (paper::LEFT, paper::MEASURE);
        self.block(Block { text, x, width, style, colour, part_of, frame: None, beside: Vec::new(), keep });
    }

    /// Numbers side by side in a box, each below its label.
    fn numbers(&mut self, numbers: &[(String, String)]) {
        let frame = Some(self.frame(paper::LEFT, PADDING, look::PANEL, look::RULE));
        let list = self.tags.root(Tag::L(ListNumbering::None));
        let (mut pieces, mut x) = (Vec::new(), paper::LEFT + PADDING);
        for (label, number) in numbers {
            let (of_label, body) = self.item(list);
            let line = self.setter.line(number, look::OUTCOME);
            let width = line.width.max(self.setter.line(label, look::LABEL).width);
            pieces.push(self.label(label, x, of_label));
            let y = look::LABEL.leading + look::OUTCOME.baseline();
            pieces.push(Piece::Text { x, y, line, style: look::OUTCOME, colour: look::INK, part_of: Some(body) });
            x += width + NUMBER_GUTTER;
        }
        if !pieces.is_empty() {
            self.flow.push(Strip { height: look::LABEL.leading + look::OUTCOME.leading, pieces, frame, ..Strip::default() });
        }
        self.flow.space(PADDING);
    }

    /// How sessions ended, as bars of 100 % that only decorate: the table below has their numbers.
    fn bars(&mut self, bars: &[HandoutBar]) {
        let enough = |bar: &&HandoutBar| is_enough(bar.sessions.iter().sum());
        let bars: Vec<&HandoutBar> = bars.iter().filter(enough).collect();
        if bars.is_empty() {
            return;
        }
        self.flow.space(16.0);
        for bar in bars {
            let part_of = self.tags.root(Tag::P);
            let label = self.label(&bar.label, paper::LEFT, part_of);
            self.flow.push(Strip { height: look::LABEL.leading, pieces: vec![label], keep: true, ..Strip::default() });
            let pieces = self.parts(bar);
            self.flow.push(Strip { height: BAR_HEIGHT + 8.0, pieces, ..Strip::default() });
        }
    }

    /// Parts of a bar in the colours of their outcomes, each with its words where they fit.
    fn parts(&mut self, bar: &HandoutBar) -> Vec<Piece> {
        let all = bar.sessions.iter().sum::<i64>() as f32;
        let (mut pieces, mut x) = (Vec::new(), paper::LEFT);
        for (outcome, sessions) in COUNTED.iter().zip(bar.sessions).filter(|(_, sessions)| *sessions > 0) {
            let (width, tint) = (paper::MEASURE * sessions as f32 / all, look::tint(Some(*outcome)));
            pieces.push(Piece::Bar { x, y: 0.0, width: (width - BAR_GAP).max(0.5), height: BAR_HEIGHT, colour: tint.text });
            let percent = (100.0 * sessions as f32 / all).round();
            for words in [format!("{} {percent} %", outcome.word()), format!("{percent} %")] {
                let line = self.setter.line(&words, look::LABEL);
                if line.width + 8.0 < width {
                    let y = BAR_HEIGHT / 2.0 + look::LABEL.size * 0.36;
                    pieces.push(Piece::Text { x: x + 5.0, y, line, style: look::LABEL, colour: look::PAPER, part_of: None });
                    break;
                }
            }
            x += width;
        }
        pieces
    }

    /// A table: names at the left, numbers at the right edges of their columns. Its head stands on each of its pages.
    fn figures_table(&mut self, table: &HandoutTable) {
        self.section(&table.title);
        let element = self.tags.root(Tag::Table);
        let heads: Vec<HandoutCell> = table.heads.iter().map(|head| HandoutCell { text: head.clone(), beside: String::new() }).collect();
        let head = self.row(element, &heads, true);
        self.flow.push(head.clone());
        for (number, row) in table.rows.iter().enumerate() {
            self.rule_of_row();
            let row = self.row(element, row, false);
            self.flow.push(row);
            if number == 0 {
                self.flow.begin_table(&head);
            }
        }
        self.flow.end_table();
    }

    fn row(&mut self, table: TagId, cells: &[HandoutCell], is_head: bool) -> Strip {
        let row = self.tags.within(table, Tag::TR);
        let (style, colour) = if is_head { (look::LABEL, look::MUTED) } else { (look::BODY, look::INK) };
        let (mut pieces, mut height) = (Vec::new(), style.leading);
        for (column, cell) in cells.iter().enumerate() {
            let part_of = match (is_head, column) {
                (true, _) => self.tags.within(row, Tag::TH(TableHeaderScope::Column)),
                (false, 0) => self.tags.within(row, Tag::TH(TableHeaderScope::Row)),
                (false, _) => self.tags.within(row, Tag::TD),
            };
            let (left, width) = place(column, cells.len());
            let Set { lines, beside } = self.cell(cell, style, width);
            let mut top = 0.0;
            for (lines, style, colour) in [(lines, style, colour), (beside, look::FOOT, look::MUTED)] {
                for line in lines {
                    let x = if column == 0 { left } else { left + width - line.width - line.indent };
                    let y = top + style.baseline();
                    pieces.push(Piece::Text { x, y, line, style, colour, part_of: Some(part_of) });
                    top += style.leading;
                }
            }
            height = height.max(top);
        }
        Strip { height, pieces, keep: is_head, ..Strip::default() }
    }

    fn cell(&mut self, cell: &HandoutCell, style: Style, width: f32) -> Set {
        let lines = self.setter.paragraph(&cell.text, style, Some(width));
        let beside = if cell.beside.is_empty() { Vec::new() } else { self.setter.paragraph(&cell.beside, look::FOOT, Some(width)) };
        Set { lines, beside }
    }

    fn rule_of_row(&mut self) {
        let line = Piece::Bar { x: paper::LEFT, y: ROW_PADDING, width: paper::MEASURE, height: 0.5, colour: look::RULE };
        self.flow.push(Strip { height: 2.0 * ROW_PADDING, pieces: vec![line], keep: true, ..Strip::default() });
    }

    /// How it is counted: a word and what it means.
    fn counted(&mut self, counted: &[(String, String)]) {
        self.section("How this is counted");
        let list = self.tags.root(Tag::L(ListNumbering::None));
        for (word, meaning) in counted {
            let (label, body) = self.item(list);
            let beside = {
                let line = self.setter.line(word, look::LABEL);
                vec![piece(line, paper::LEFT, look::LABEL, look::INK, label)]
            };
            let (x, width, style) = (paper::LEFT + 96.0, paper::MEASURE - 96.0, look::LABEL);
            self.block(Block { text: meaning, x, width, style, colour: look::MUTED, part_of: body, frame: None, beside, keep: false });
            self.flow.space(2.0);
        }
    }
}

/// Left edge and width of a column among so many.
fn place(column: usize, columns: usize) -> (f32, f32) {
    let names = paper::MEASURE * NAMES;
    if column == 0 {
        return (paper::LEFT, names - CELL_GAP);
    }
    let width = (paper::MEASURE - names) / (columns.saturating_sub(1).max(1)) as f32;
    (paper::LEFT + names + width * (column - 1) as f32, width - if column + 1 == columns { 0.0 } else { CELL_GAP })
}
