//! Boxes and lines.

use super::layers::Layers;
use super::order::Rows;
use super::{ANSWER, Line, Map, Point, Rect, Route, STEP, Way};

/// Room between two rows, in which lines bend.
const CHANNEL: i32 = 26;
/// Height of a row in which lines alone are.
const LOW: i32 = 8;
/// Room around the map.
const MARGIN: i32 = 28;
/// Room between two lines beside the map.
const LANE: i32 = 12;

/// Heights in a channel at which lines to and from lanes go, so that few lie on one another.
fn level(at: usize) -> i32 {
    5 + 4 * i32::try_from(at % 5).unwrap_or(0)
}

/// Upper and lower edge of each row.
fn edges(rows: &Rows) -> Vec<(i32, i32)> {
    let mut top = MARGIN;
    let edges = rows.rows.iter().enumerate().map(|(row, items)| {
        let has_answers = items.iter().any(|item| rows.items[*item].width == ANSWER.0);
        let height = match row % 2 {
            0 => STEP.1,
            _ if has_answers => ANSWER.1,
            _ => LOW,
        };
        let edges = (top, top + height);
        top += height + CHANNEL;
        edges
    });
    edges.collect()
}

/// The map: where everything is drawn.
pub(super) fn drawn(layers: &Layers, rows: &Rows, places: &[i32], ways: &[Way]) -> Map {
    let edges = edges(rows);
    let rect = |item: usize| {
        let (top, bottom) = edges[rows.items[item].row];
        let width = rows.items[item].width;
        Rect { x: MARGIN + places[item] - width / 2, y: top, width, height: bottom - top }
    };
    let boxes: Vec<Rect> = (0..rows.items.len()).map(rect).collect();
    let steps = boxes[..layers.of.len()].to_vec();
    let right = boxes.iter().map(|place| place.right()).max().unwrap_or(0);
    let lanes = lanes(layers, ways, &steps);
    let lane = |at: usize| right + LANE * (i32::try_from(lanes[at]).unwrap_or(0) + 1);
    let (leaving, arriving) = ports(layers, rows, &boxes, ways, &lane);
    let routes: Vec<Route> = ways
        .iter()
        .enumerate()
        .map(|(at, way)| {
            let (from, to) = (steps[way.from], steps[way.to]);
            let mut points = vec![Point { x: leaving[at], y: from.bottom() }];
            for item in &rows.through[at] {
                let through = boxes[*item];
                let x = through.x + through.width / 2;
                points.extend([Point { x, y: through.y }, Point { x, y: through.bottom() }]);
            }
            if layers.lines[at] != Line::Down {
                let last = points[points.len() - 1];
                let (low, high) = (last.y + level(at), to.y - level(at));
                let corners = [(last.x, low), (lane(at), low), (lane(at), high), (arriving[at], high)];
                points.extend(corners.map(|(x, y)| Point { x, y }));
            }
            points.push(Point { x: arriving[at], y: to.y });
            let answer = way.is_answer.then(|| boxes[rows.through[at][0]]);
            Route { line: layers.lines[at], points, answer }
        })
        .collect();
    let width = routes.iter().flat_map(|route| &route.points).map(|point| point.x).fold(right, i32::max) + MARGIN;
    let height = edges.last().map_or(0, |(_, bottom)| *bottom) + MARGIN;
    Map { width, height, steps, ways: routes }
}

/// Lane of each way beside the map, from the left; ways that are at different heights share one.
fn lanes(layers: &Layers, ways: &[Way], steps: &[Rect]) -> Vec<usize> {
    let span = |way: &Way| {
        let (from, to) = (steps[way.from].y, steps[way.to].y);
        // With the row below the one, and the channel above the other.
        (from.min(to) - CHANNEL, from.max(to) + STEP.1 + ANSWER.1 + 2 * CHANNEL)
    };
    let mut beside: Vec<usize> = (0..ways.len()).filter(|at| layers.lines[*at] != Line::Down).collect();
    // Short ones are inside.
    beside.sort_by_key(|at| (span(&ways[*at]).1 - span(&ways[*at]).0, *at));
    let mut taken: Vec<Vec<(i32, i32)>> = Vec::new();
    let mut lanes = vec![0; ways.len()];
    for at in beside {
        let (top, bottom) = span(&ways[at]);
        let is_free = |lane: &Vec<(i32, i32)>| lane.iter().all(|(from, to)| *to <= top || bottom <= *from);
        let lane = taken.iter().position(is_free).unwrap_or(taken.len());
        if lane == taken.len() {
            taken.push(Vec::new());
        }
        taken[lane].push((top, bottom));
        lanes[at] = lane;
    }
    lanes
}

/// Places at which each way leaves its step and arrives at the other, spread over their edges in the order of where the lines go on.
fn ports(layers: &Layers, rows: &Rows, boxes: &[Rect], ways: &[Way], lane: &dyn Fn(usize) -> i32) -> (Vec<i32>, Vec<i32>) {
    let middle = |item: usize| boxes[item].x + boxes[item].width / 2;
    let mut by_step: [Vec<Vec<(i32, usize)>>; 2] = [vec![Vec::new(); layers.of.len()], vec![Vec::new(); layers.of.len()]];
    for (at, way) in ways.iter().enumerate() {
        let first = rows.through[at].first().map_or(0, |item| middle(*item));
        let last = match layers.lines[at] {
            Line::Down => rows.through[at].last().map_or(0, |item| middle(*item)),
            Line::Beside | Line::Back => lane(at),
        };
        by_step[0][way.from].push((first, at));
        by_step[1][way.to].push((last, at));
    }
    let spread = |sides: &mut Vec<Vec<(i32, usize)>>| {
        let mut ports = vec![0; ways.len()];
        for (step, side) in sides.iter_mut().enumerate() {
            side.sort_unstable();
            let parts = i32::try_from(side.len()).unwrap_or(i32::MAX).saturating_add(1);
            for (port, (_, at)) in (1..).zip(side.iter()) {
                ports[*at] = boxes[step].x + boxes[step].width * port / parts;
            }
        }
        ports
    };
    let [mut leaving, mut arriving] = by_step;
    (spread(&mut leaving), spread(&mut arriving))
}
