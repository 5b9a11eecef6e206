//! Map: where the steps of a tree and the ways between them are drawn. Laid out anew each time, from the graph alone, so that the same graph
//! has the same map, and nothing of it is stored.
//!
//! Steps stand in layers, each below all that lead to it (ways back apart), and the answer of each way in a row between two layers. Ways go
//! down through the rows; ways back and ways over very many layers go up or down beside the map, in lanes. No line crosses a box. In the
//! manner of K. Sugiyama, S. Tagawa, M. Toda, IEEE Transactions on Systems, Man, and Cybernetics 11 (1981), 109–125.

mod extract;
mod layers;
mod order;
mod place;
mod route;
#[cfg(test)]
mod tests;

pub use extract::{Extract, HUB};
use layers::Layers;
use order::Rows;

/// Most steps that a map is drawn of; more nobody could read. Of a larger graph, those nearest to one ([`Extract`]).
pub const MOST_DRAWN: usize = 300;
/// Width and height of the box of a step.
pub const STEP: (i32, i32) = (192, 76);
/// Width and height of the box of an answer.
pub const ANSWER: (i32, i32) = (132, 40);
/// Most layers that a way goes through; a longer one goes beside the map.
const FAR: usize = 12;

/// Way from one step to another, by their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Step that it leaves.
    pub from: usize,
    /// Step that it leads to.
    pub to: usize,
    /// True if it has an answer, for which room is left.
    pub is_answer: bool,
}

/// Place on the map, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// Rectangle on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// Kind of the line of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Down through the rows, curved between them.
    Down,
    /// Down beside the map, with corners.
    Beside,
    /// Back to a step that leads to this one, or to itself; beside the map, with corners.
    Back,
}

/// Line of a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its kind.
    pub line: Line,
    /// From the lower edge of the one box to the upper edge of the other.
    pub points: Vec<Point>,
    /// Box of its answer, which the line passes behind; none without one.
    pub answer: Option<Rect>,
}

/// Map of some steps and ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// Box of each step.
    pub steps: Vec<Rect>,
    /// Line of each way.
    pub ways: Vec<Route>,
}

impl Map {
    /// Map of so many steps, of which walks begin at `root`. Any graph has one: steps that nothing leads to, several ways between two steps,
    /// loops.
    ///
    /// # Errors
    /// [`NoSuchStep`] if a way leads to or from a step that does not exist.
    pub fn of(steps: usize, root: usize, ways: &[Way]) -> Result<Self, NoSuchStep> {
        if ways.iter().any(|way| way.from >= steps || way.to >= steps) {
            return Err(NoSuchStep);
        }
        let layers = Layers::of(steps, root, ways);
        let rows = Rows::of(&layers, ways);
        let places = place::places(&rows);
        Ok(route::drawn(&layers, &rows, &places, ways))
    }
}

/// Error: a way leads to or from a step that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a way leads to or from a step that does not exist")]
pub struct NoSuchStep;

impl Rect {
    /// Its right edge.
    pub fn right(self) -> i32 {
        self.x + self.width
    }

    /// Its lower edge.
    pub fn bottom(self) -> i32 {
        self.y + self.height
    }

    /// True if the inside of the two has a place in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}
