//! Every step once, no box on another, every line from its one box to its other and across none, and the same each time.

use proptest::prelude::*;

use super::{Extract, HUB, Line, Map, NoSuchStep, Rect, Way};

fn way(from: usize, to: usize) -> Way {
    Way { from, to, is_answer: true }
}

fn map(steps: usize, ways: &[Way]) -> Map {
    Map::of(steps, 0, ways).unwrap()
}

/// All boxes, of steps and answers.
fn boxes(map: &Map) -> Vec<Rect> {
    map.steps.iter().copied().chain(map.ways.iter().filter_map(|way| way.answer)).collect()
}

/// What is wrong with a map of some ways.
fn faults(map: &Map, steps: usize, ways: &[Way]) -> Vec<String> {
    let mut faults = Vec::new();
    let all = boxes(map);
    if map.steps.len() != steps || map.ways.len() != ways.len() {
        faults.push("not every step and way is drawn once".to_owned());
    }
    for (at, one) in all.iter().enumerate() {
        if one.x < 0 || one.y < 0 || one.right() > map.width || one.bottom() > map.height {
            faults.push(format!("{one:?} is outside"));
        }
        faults.extend(all[at + 1..].iter().filter(|other| one.overlaps(**other)).map(|other| format!("{one:?} is on {other:?}")));
    }
    for (route, way) in map.ways.iter().zip(ways) {
        let (from, to) = (map.steps[way.from], map.steps[way.to]);
        let (first, last) = (route.points[0], route.points[route.points.len() - 1]);
        let is_on = |rect: Rect, x: i32| rect.x < x && x < rect.right();
        if first.y != from.bottom() || !is_on(from, first.x) || last.y != to.y || !is_on(to, last.x) {
            faults.push(format!("{way:?} does not end at its boxes"));
        }
        for pair in route.points.windows(2) {
            let (x, y) = (pair[0].x.min(pair[1].x), pair[0].y.min(pair[1].y));
            // Curves bend within the rectangle of their ends; a pixel for the line itself.
            let line = Rect { x, y, width: (pair[0].x - pair[1].x).abs().max(1), height: (pair[0].y - pair[1].y).abs().max(1) };
            let crossed = all.iter().filter(|one| Some(**one) != route.answer && one.overlaps(line));
            // Where it begins and ends it touches its own boxes.
            let touches = |one: &Rect| *one == from && y >= from.bottom() || *one == to && line.bottom() <= to.y + 1;
            let crossed = crossed.filter(|one| !touches(one));
            faults.extend(crossed.map(|one| format!("{way:?} crosses {one:?} by {line:?}")));
            if line.right() > map.width || x < 0 || y < 0 || line.bottom() > map.height {
                faults.push(format!("{way:?} leaves the map"));
            }
        }
        // A way is back exactly if its step is not below the one that it leaves.
        if (to.y <= from.y) != (route.line == Line::Back) {
            faults.push(format!("{way:?} is {:?}", route.line));
        }
    }
    faults
}

#[test]
fn a_chain_stands_one_below_the_other() {
    let map = map(3, &[way(0, 1), way(1, 2)]);
    assert!(map.steps.windows(2).all(|pair| pair[0].x == pair[1].x && pair[0].bottom() < pair[1].y));
    assert!(map.ways.iter().all(|way| way.line == Line::Down));
}

#[test]
fn answers_stand_from_left_to_right_as_the_author_has_them() {
    let map = map(4, &[way(0, 1), way(0, 2), way(0, 3)]);
    assert!(map.steps[1].right() < map.steps[2].x && map.steps[2].right() < map.steps[3].x);
    let answers: Vec<_> = map.ways.iter().filter_map(|way| way.answer).collect();
    assert!(answers.windows(2).all(|pair| pair[0].right() < pair[1].x));
    let middle = map.steps[2].x + map.steps[2].width / 2;
    assert_eq!(map.steps[0].x + map.steps[0].width / 2, middle, "the question is above the middle of its answers");
}

#[test]
fn loops_go_back_and_what_has_two_parents_stands_below_both() {
    let ways = [way(0, 1), way(0, 2), way(1, 3), way(2, 3), way(3, 0), way(2, 2)];
    let map = map(4, &ways);
    let lines: Vec<_> = map.ways.iter().map(|way| way.line).collect();
    assert_eq!(lines, [Line::Down, Line::Down, Line::Down, Line::Down, Line::Back, Line::Back]);
    assert_eq!(map.steps[1].y, map.steps[2].y);
    assert!(map.steps[3].y > map.steps[1].bottom());
    assert_eq!(faults(&map, 4, &ways), Vec::<String>::new());
}

#[test]
fn a_way_over_very_many_layers_goes_beside_the_map() {
    let mut ways: Vec<Way> = (0..29).map(|step| Way { is_answer: false, ..way(step, step + 1) }).collect();
    ways.extend([way(0, 29), way(28, 29)]);
    let map = map(30, &ways);
    assert_eq!((map.ways[29].line, map.ways[30].line), (Line::Beside, Line::Down));
    assert_eq!(faults(&map, 30, &ways), Vec::<String>::new());
}

#[test]
fn nothing_one_step_and_a_way_to_nowhere() {
    assert_eq!(map(0, &[]).steps, []);
    assert_eq!(map(1, &[]).steps.len(), 1);
    assert_eq!(Map::of(1, 0, &[way(0, 1)]), Err(NoSuchStep));
}

#[test]
fn a_step_to_which_many_lead_has_one_line_and_flags() {
    let ways = [way(0, 1), way(0, 2), way(0, 3), way(0, 4), way(1, 5), way(2, 5), way(3, 5), way(4, 5)];
    let extract = Extract::of(6, &ways, 0, 300);
    assert_eq!((extract.steps.len(), &extract.flags[..]), (6, &[5, 5, 5][..]));
    let ends: Vec<usize> = extract.ways.iter().map(|(_, way)| way.to).collect();
    assert_eq!(ends, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert!(Extract::of(6, &ways[..7], 0, 300).flags.is_empty(), "three can be followed");
}

#[test]
fn of_a_large_graph_the_nearest_steps_are_drawn_and_flags_lead_on() {
    let ways: Vec<Way> = (0..9_999).map(|step| Way { is_answer: false, ..way(step, step + 1) }).collect();
    let extract = Extract::of(10_000, &ways, 5_000, 5);
    assert_eq!(extract.steps, [4_998, 4_999, 5_000, 5_001, 5_002]);
    assert_eq!(extract.flags, [5_003]);
    assert_eq!(Extract::of(3, &[], 7, 2).steps, [0, 1], "around a step that does not exist");
    assert_eq!(Extract::of(0, &ways, 0, 5), Extract { steps: vec![], flags: vec![], ways: vec![] });
}

/// Steps, the first of them, and ways between any two.
fn graphs() -> impl Strategy<Value = (usize, usize, Vec<Way>)> {
    (1_usize..40).prop_flat_map(|steps| {
        let ways = (0..steps, 0..steps, any::<bool>()).prop_map(|(from, to, is_answer)| Way { from, to, is_answer });
        (Just(steps), 0..steps, prop::collection::vec(ways, 0..80))
    })
}

proptest! {
    #[test]
    fn any_graph_has_a_map_in_which_no_box_is_on_another_and_every_line_ends_at_its_boxes((steps, root, ways) in graphs()) {
        let map = Map::of(steps, root, &ways).unwrap();
        prop_assert_eq!(faults(&map, steps, &ways), Vec::<String>::new());
        prop_assert_eq!(Map::of(steps, root, &ways), Ok(map), "the same graph has the same map");
    }

    #[test]
    fn an_extract_has_each_way_of_its_steps_once_and_has_a_map((steps, around, ways) in graphs(), most in 1..50_usize) {
        let extract = Extract::of(steps, &ways, around, most);
        prop_assert_eq!(extract.steps.len(), most.min(steps));
        prop_assert!(extract.steps.contains(&around) && extract.steps.is_sorted());
        prop_assert!(extract.flags.len() <= most);
        let mut lines = vec![0; steps];
        for (at, way) in &extract.ways {
            let end = extract.steps.get(way.to).copied();
            if let Some(end) = end {
                lines[end] += 1;
            }
            prop_assert_eq!((extract.steps[way.from], end.unwrap_or_else(|| extract.flags[way.to - extract.steps.len()])), (ways[*at].from, ways[*at].to));
        }
        prop_assert!(lines.iter().all(|lines| *lines < HUB));
        let mut of_steps = ways.iter().enumerate().filter(|(_, way)| extract.steps.contains(&way.from)).map(|(at, _)| at);
        let drawn: Vec<usize> = extract.ways.iter().map(|(at, _)| *at).collect();
        prop_assert!(extract.flags.len() == most || of_steps.by_ref().eq(drawn.iter().copied()));
        let between: Vec<Way> = extract.ways.iter().map(|(_, way)| *way).collect();
        let map = Map::of(extract.boxes(), 0, &between).unwrap();
        prop_assert_eq!(faults(&map, extract.boxes(), &between), Vec::<String>::new());
    }
}
