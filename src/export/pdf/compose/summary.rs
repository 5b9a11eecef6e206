//! The summary: what was wrong and what fixed it, in a few lines.

use krilla::tagging::{ListNumbering, Tag};

use super::super::flow::paper;
use super::super::look;
use super::Composer;
use crate::Report;

const LABEL_WIDTH: f32 = 98.0;

impl Composer<'_> {
    pub(super) fn summary(&mut self, report: &Report) {
        let facts = report.summary();
        if facts.is_empty() {
            return;
        }
        self.section("Summary");
        let list = self.tags.root(Tag::L(ListNumbering::None));
        for fact in facts {
            self.flow.space(2.0);
            self.fact(list, &fact, paper::LEFT, LABEL_WIDTH, look::INK);
        }
    }
}
