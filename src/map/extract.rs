//! Part of a graph that is drawn: what is near to a step, and flags in place of ways that nobody could follow with their eyes.

use std::collections::VecDeque;

use super::Way;

/// Ways that lead to a step from which on all but the first are flags.
pub const HUB: usize = 4;

/// Part of a graph: steps, and behind them flags, each of which stands for a step at the end of one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extract {
    /// Drawn steps, by their positions among all, ascending.
    pub steps: Vec<usize>,
    /// Steps that the flags stand for, by their positions among all.
    pub flags: Vec<usize>,
    /// Drawn ways: the position among all, and the same way between positions of the extract.
    pub ways: Vec<(usize, Way)>,
}

impl Extract {
    /// At most so many steps, those nearest to one of them by ways in either direction. A way is drawn as a line to its step; as one to a
    /// flag where its step is not drawn, or where three others or more lead to that step before it. There are at most as many flags as steps;
    /// ways beyond that are left out, as are ways of steps that do not exist.
    pub fn of(steps: usize, ways: &[Way], around: usize, most: usize) -> Self {
        let drawn = nearest(steps, ways, around, most);
        let mut places = vec![None; steps];
        drawn.iter().enumerate().for_each(|(place, step)| places[*step] = Some(place));
        let place = |step: usize| places.get(step).copied().flatten();
        let mut leading = vec![0; steps];
        ways.iter().filter(|way| place(way.from).is_some() && way.to < steps).for_each(|way| leading[way.to] += 1);
        let (mut flags, mut extract) = (Vec::new(), Vec::new());
        let mut has_line = vec![false; steps];
        for (at, way) in ways.iter().enumerate() {
            let Some(from) = place(way.from).filter(|_| way.to < steps) else { continue };
            let line = place(way.to).filter(|_| leading[way.to] < HUB || !has_line[way.to]);
            let to = match line {
                Some(to) => to,
                None if flags.len() >= most => continue,
                None => {
                    flags.push(way.to);
                    drawn.len() + flags.len() - 1
                }
            };
            has_line[way.to] |= line.is_some();
            extract.push((at, Way { from, to, ..*way }));
        }
        Self { steps: drawn, flags, ways: extract }
    }

    /// Number of boxes.
    pub fn boxes(&self) -> usize {
        self.steps.len() + self.flags.len()
    }
}

/// Steps by their distance from one, at most so many, in ascending order; then, while there is room, those that no way connects with it.
fn nearest(steps: usize, ways: &[Way], around: usize, most: usize) -> Vec<usize> {
    let mut neighbours = vec![Vec::new(); steps];
    for way in ways.iter().filter(|way| way.from < steps && way.to < steps) {
        neighbours[way.from].push(way.to);
        neighbours[way.to].push(way.from);
    }
    let (mut near, mut is_met, mut waiting) = (Vec::new(), vec![false; steps], VecDeque::new());
    let begins = std::iter::once(around).chain(0..steps).filter(|step| *step < steps);
    for begin in begins {
        if near.len() == most {
            break;
        }
        if is_met[begin] {
            continue;
        }
        is_met[begin] = true;
        waiting.push_back(begin);
        while let Some(step) = waiting.pop_front().filter(|_| near.len() < most) {
            near.push(step);
            for next in &neighbours[step] {
                if !is_met[*next] {
                    is_met[*next] = true;
                    waiting.push_back(*next);
                }
            }
        }
    }
    near.sort_unstable();
    near
}
