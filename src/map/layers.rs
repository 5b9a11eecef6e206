//! Ways back, and the layer of each step.

use super::{Line, Way};

/// Layers of steps.
pub(super) struct Layers {
    /// Layer of each step, from 0.
    pub(super) of: Vec<usize>,
    /// Number of layers.
    pub(super) number: usize,
    /// Steps in the order in which a walk that takes the first answer first meets them.
    pub(super) met: Vec<usize>,
    /// Ways that leave each step, in their order.
    pub(super) out: Vec<Vec<usize>>,
    /// Kind of the line of each way.
    pub(super) lines: Vec<Line>,
}

impl Layers {
    /// Layers of so many steps: each below all that lead to it, ways back apart, by the longest way from a step that nothing leads to.
    pub(super) fn of(steps: usize, root: usize, ways: &[Way]) -> Self {
        let mut out = vec![Vec::new(); steps];
        for (at, way) in ways.iter().enumerate() {
            out[way.from].push(at);
        }
        let mut search = Search { is_back: vec![false; ways.len()], seen: vec![Seen::Not; steps], met: Vec::new(), done: Vec::new() };
        for start in std::iter::once(root).filter(|root| *root < steps).chain(0..steps) {
            search.from(start, &out, ways);
        }
        let mut of = vec![0; steps];
        // Of ways that are not back, whatever leads to a step was done after it.
        for step in search.done.iter().rev() {
            for way in out[*step].iter().filter(|way| !search.is_back[**way]) {
                let to = ways[*way].to;
                of[to] = of[to].max(of[*step] + 1);
            }
        }
        let line = |(at, way): (usize, &Way)| match search.is_back[at] {
            true => Line::Back,
            false if of[way.to] - of[way.from] > super::FAR => Line::Beside,
            false => Line::Down,
        };
        let lines = ways.iter().enumerate().map(line).collect();
        Self { number: of.iter().max().map_or(0, |last| last + 1), of, met: search.met, out, lines }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Not,
    /// On the way that is being followed.
    Open,
    Done,
}

/// Search in depth. Iterative: a tree may be as deep as it has steps.
struct Search {
    is_back: Vec<bool>,
    seen: Vec<Seen>,
    met: Vec<usize>,
    done: Vec<usize>,
}

impl Search {
    fn from(&mut self, start: usize, out: &[Vec<usize>], ways: &[Way]) {
        if self.seen[start] != Seen::Not {
            return;
        }
        let mut followed = vec![(start, 0)];
        self.meet(start);
        while let Some((step, next)) = followed.last_mut() {
            let Some(way) = out[*step].get(*next).copied() else {
                self.seen[*step] = Seen::Done;
                self.done.push(*step);
                followed.pop();
                continue;
            };
            *next += 1;
            let to = ways[way].to;
            match self.seen[to] {
                Seen::Not => {
                    self.meet(to);
                    followed.push((to, 0));
                }
                Seen::Open => self.is_back[way] = true,
                Seen::Done => {}
            }
        }
    }

    fn meet(&mut self, step: usize) {
        self.seen[step] = Seen::Open;
        self.met.push(step);
    }
}
