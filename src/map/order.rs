//! Rows of a map, and the order of what stands in each: steps in every other row, answers and bends of lines between them.

use super::layers::Layers;
use super::{ANSWER, Line, STEP, Way};

/// Times that the rows are put in order, down and up again.
const SWEEPS: usize = 6;
/// Room for a line that goes through a row.
const BEND: i32 = 8;

/// Something in a row.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Its row. Steps of layer n stand in row 2n.
    pub(super) row: usize,
    pub(super) width: i32,
    /// What it is joined with, in the row above.
    pub(super) above: Vec<usize>,
    /// The same in the row below.
    pub(super) below: Vec<usize>,
}

/// Rows of items.
pub(super) struct Rows {
    /// Items; the first ones are the steps.
    pub(super) items: Vec<Item>,
    /// Items of each row, from left to right.
    pub(super) rows: Vec<Vec<usize>>,
    /// Items that each way goes through, from its answer on, without its steps.
    pub(super) through: Vec<Vec<usize>>,
}

impl Rows {
    pub(super) fn of(layers: &Layers, ways: &[Way]) -> Self {
        let item = |row, width| Item { row, width, above: Vec::new(), below: Vec::new() };
        let items = layers.of.iter().map(|layer| item(2 * layer, STEP.0)).collect();
        let mut rows = Self { items, rows: vec![Vec::new(); 2 * layers.number], through: vec![Vec::new(); ways.len()] };
        // First in the order in which a walk meets them, so that what needs no crossing has none.
        for step in &layers.met {
            rows.rows[2 * layers.of[*step]].push(*step);
            for at in &layers.out[*step] {
                rows.lead(*at, ways[*at], layers.lines[*at]);
            }
        }
        for _ in 0..SWEEPS {
            for row in 1..rows.rows.len() {
                rows.sort(row, |item| &item.above);
            }
            for row in (0..rows.rows.len().saturating_sub(1)).rev() {
                rows.sort(row, |item| &item.below);
            }
        }
        rows
    }

    /// Adds what a way goes through: the row below its step, and of one that goes down all rows to the other step.
    fn lead(&mut self, at: usize, way: Way, line: Line) {
        let first = self.items[way.from].row + 1;
        let last = if line == Line::Down { self.items[way.to].row - 1 } else { first };
        let mut before = way.from;
        for row in first..=last {
            let width = if row == first && way.is_answer { ANSWER.0 } else { BEND };
            let next = self.items.len();
            self.items.push(Item { row, width, above: vec![before], below: Vec::new() });
            self.items[before].below.push(next);
            self.rows[row].push(next);
            self.through[at].push(next);
            before = next;
        }
        if line == Line::Down {
            self.items[before].below.push(way.to);
            self.items[way.to].above.push(before);
        }
    }

    /// Puts a row in the order of the middles of what its items are joined with; those that are joined with nothing keep their place.
    fn sort(&mut self, row: usize, joined: impl Fn(&Item) -> &Vec<usize>) {
        let mut position = vec![0; self.items.len()];
        for beside in [row.checked_sub(1), Some(row + 1)].into_iter().flatten() {
            for (at, item) in self.rows.get(beside).into_iter().flatten().enumerate() {
                position[*item] = at;
            }
        }
        let lengths = |row: usize| self.rows.get(row).map_or(1, Vec::len).max(1) as f64;
        let own = self.rows[row].len().max(1) as f64;
        let middle = |(at, item): (usize, &usize)| {
            let neighbours = joined(&self.items[*item]);
            let sum: usize = neighbours.iter().map(|neighbour| position[*neighbour]).sum();
            let middle = match neighbours.first() {
                Some(first) => (sum as f64 / neighbours.len() as f64 + 0.5) / lengths(self.items[*first].row),
                None => (at as f64 + 0.5) / own,
            };
            (middle, *item)
        };
        let mut sorted: Vec<(f64, usize)> = self.rows[row].iter().enumerate().map(middle).collect();
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
        self.rows[row] = sorted.into_iter().map(|(_, item)| item).collect();
    }
}
