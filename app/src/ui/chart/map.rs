//! Map of a tree: its steps as boxes that lead somewhere, and the ways between them. Its lines and answers are for eyes; whoever listens has
//! the steps as links, and the outline, which says the same in words.

use leptos::prelude::*;
use resolutionflow::insights::figures::tree::SESSIONS;
use resolutionflow::map::{Extract, Line, MOST_DRAWN, Map, Point, Rect, Route, Way};

use crate::ui::{Icon, Query, Segment, Segments};

/// Step, as the map shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct MapStep {
    /// Icon of its type.
    pub icon: Icon,
    /// Its type in words.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Address of the map around it, for a tree of which only a part is drawn.
    pub around: String,
    /// What is said of it below its title: the id of a figure, and its words.
    pub says: Vec<(&'static str, String)>,
    /// Whole, part and lost part of the bar at its lower edge; none without one.
    pub bar: Option<[i64; 3]>,
}

/// Way between two steps, as the map shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct MapWay {
    /// The answer; empty where there is none.
    pub answer: String,
    /// What is said below it: the id of a figure, and its words.
    pub says: Option<(&'static str, String)>,
    /// How heavy the line is, from 0 to 1.
    pub weight: f64,
}

/// Steps of a tree and the ways between them, by their positions.
pub struct TreeGraph {
    /// The steps; walks begin at the first.
    pub steps: Vec<MapStep>,
    /// The ways.
    pub ways: Vec<(Way, MapWay)>,
}

/// Sizes of a map in percent, with their words; the first is that of an address without one.
const ZOOMS: [(&str, i32); 3] = [("100 %", 100), ("70 %", 70), ("45 %", 45)];

/// The map, which scrolls by itself where it is wider than the page: the whole tree, or the steps nearest to one. Ways that lead to a step
/// which is not drawn, or to which many lead, end at a flag.
#[component]
pub fn TreeMap(
    /// Its name.
    label: String,
    graph: TreeGraph,
    /// Position of the step around which a part is drawn of a tree that is too large.
    around: usize,
    /// Fields of the page's address, of which `zoom` is one.
    query: Query,
    /// Path of the page.
    path: String,
) -> impl IntoView {
    let TreeGraph { steps, ways } = graph;
    let around = if around < steps.len() { around } else { 0 };
    let all: Vec<Way> = ways.iter().map(|(way, _)| *way).collect();
    let extract = Extract::of(steps.len(), &all, around, MOST_DRAWN);
    let between: Vec<Way> = extract.ways.iter().map(|(_, way)| *way).collect();
    let drawn_ways = extract.ways.iter().map(|(at, _)| ways[*at].1.clone()).collect();
    let cut = (extract.steps.len() < steps.len()).then(|| {
        let title = steps[around].title.clone();
        view! {
            <p class="hint mb-3" dir="auto">
                {format!("{} of {} steps, those nearest to ", extract.steps.len(), steps.len())} <bdi>{format!("“{title}”")}</bdi>
                ". Flags lead on: the map around their step opens."
            </p>
        }
    });
    let flag = |step: &usize| {
        let is_drawn = extract.steps.binary_search(step).is_ok();
        let step = steps[*step].clone();
        MapStep {
            icon: Icon::Flag,
            kind: "Leads to",
            href: if is_drawn { step.href } else { step.around.clone() },
            says: Vec::new(),
            bar: None,
            ..step
        }
    };
    let boxes: Vec<MapStep> = extract.steps.iter().map(|step| steps[*step].clone()).chain(extract.flags.iter().map(flag)).collect();
    let root = extract.steps.binary_search(&0).unwrap_or(0);
    let zoom = ZOOMS.iter().map(|(_, zoom)| *zoom).find(|zoom| zoom.to_string() == query.get("zoom")).unwrap_or(ZOOMS[0].1);
    let sizes = ZOOMS.map(|(word, size)| {
        let value = if size == ZOOMS[0].1 { String::new() } else { size.to_string() };
        Segment { word, href: query.with("zoom", &value).href(&path), present: size == zoom }
    });
    let drawing = Map::of(boxes.len(), root, &between)
        .ok()
        .map(|map| view! { <Drawing label zoom map boxes flags=extract.flags.len() ways=drawn_ways /> });
    view! {
        {cut}
        <div class="mb-4 print:hidden">
            <Segments label="Size of the map" views=sizes.to_vec() />
        </div>
        {drawing}
    }
}

#[component]
fn Drawing(
    label: String,
    zoom: i32,
    map: Map,
    /// Steps, and flags behind them, in the order of the map's.
    boxes: Vec<MapStep>,
    /// Number of the flags.
    flags: usize,
    /// Ways in the order of the map's.
    ways: Vec<MapWay>,
) -> impl IntoView {
    let first_flag = boxes.len() - flags;
    let view = format!("0 0 {} {}", map.width, map.height);
    let [width, height] = [map.width, map.height].map(|length| (length * zoom / 100).to_string());
    let lines = map.ways.iter().zip(&ways).map(|(route, way)| view! { <WayLine route=route.clone() weight=way.weight /> }).collect_view();
    let answers = map.ways.iter().zip(ways).filter_map(|(route, way)| Some((route.answer?, route.line, way)));
    let answers = answers.map(|(rect, line, way)| view! { <Answer rect line way /> }).collect_view();
    let steps = map.steps.into_iter().zip(boxes).enumerate();
    let steps = steps.map(|(at, (rect, step))| view! { <Step rect step is_flag={at >= first_flag} /> }).collect_view();
    view! {
        <div class="map" role="region" tabindex="0" aria-label=label.clone()>
            <svg class="map-drawing" role="group" aria-label=label.clone() width=width height=height viewBox=view>
                <defs>
                    <marker id="map-arrow" class="map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
                        <path d="M 0 0 L 8 4 L 0 8 z" />
                    </marker>
                </defs>
                <g aria-hidden="true">{lines} {answers}</g>
                {steps}
            </svg>
        </div>
    }
}

/// Line of a way with an arrow at its end.
#[component]
fn WayLine(route: Route, weight: f64) -> impl IntoView {
    let class = match route.line {
        Line::Down => "map-way",
        Line::Beside => "map-way map-way-beside",
        Line::Back => "map-way map-way-back",
    };
    let width = format!("{:.1}", 1.25 + 4.75 * weight.clamp(0.0, 1.0));
    view! { <path class=class d=path(&route) stroke-width=width marker-end="url(#map-arrow)" /> }
}

/// Path of a line: curved between rows, straight beside the map.
fn path(route: &Route) -> String {
    let mut path = String::new();
    let mut before: Option<Point> = None;
    for point in &route.points {
        let Point { x, y } = *point;
        path += &match before {
            None => format!("M {x} {y}"),
            Some(from) if from.x != x && from.y != y => {
                let middle = i32::midpoint(from.y, y);
                format!(" C {} {middle} {x} {middle} {x} {y}", from.x)
            }
            Some(_) => format!(" L {x} {y}"),
        };
        before = Some(*point);
    }
    path
}

/// Answer on its line. One that leads back says so by a sign, too.
#[component]
fn Answer(rect: Rect, line: Line, way: MapWay) -> impl IntoView {
    let sign = (line == Line::Back).then_some("↩ ");
    view! {
        <Words rect>
            <div class="map-answer" title=way.answer.clone()>
                <p class="map-answer-words">{sign} <bdi>{way.answer.clone()}</bdi></p>
                {way.says.map(|(figure, words)| view! { <p class="map-says" data-figure=figure>{words}</p> })}
            </div>
        </Words>
    }
}

/// Box of a step.
#[component]
fn Step(rect: Rect, step: MapStep, is_flag: bool) -> impl IntoView {
    let bar = step.bar.map(|bar| view! { <Bar rect bar /> });
    view! {
        <Words rect>
            <StepLink step is_flag />
        </Words>
        {bar}
    }
}

/// HTML in the drawing, which breaks its lines by itself.
#[component]
fn Words(rect: Rect, children: Children) -> impl IntoView {
    let [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height].map(|number| number.to_string());
    view! {
        <foreignObject x=x y=y width=width height=height>
            {children()}
        </foreignObject>
    }
}

#[component]
fn StepLink(step: MapStep, is_flag: bool) -> impl IntoView {
    let says = step.says.into_iter().enumerate().map(|(at, (figure, words))| {
        view! {
            {(at > 0).then_some(", ")}
            <span class=(figure != SESSIONS.id).then_some("flow-dropped") data-figure=figure>
                {words}
            </span>
        }
    });
    view! {
        <a class=if is_flag { "map-flag" } else { "map-step" } href=step.href title=step.title.clone()>
            <span class="map-step-title">
                {step.icon.view()}
                <span class="sr-only">{step.kind} ": "</span>
                <bdi>{step.title.clone()}</bdi>
            </span>
            <span class="map-says">{says.collect_view()}</span>
        </a>
    }
}

/// Bar at the lower edge of a box: as long as a part of a whole, with what was lost at its end.
#[component]
fn Bar(rect: Rect, bar: [i64; 3]) -> impl IntoView {
    const INSET: i32 = 8;
    let [whole, part, lost] = bar;
    let room = f64::from(rect.width - 2 * INSET);
    let length = |number: i64| if whole > 0 { room * (number as f64 / whole as f64).clamp(0.0, 1.0) } else { 0.0 };
    let (part, lost) = (length(part), length(lost.min(part)));
    let (left, y) = (f64::from(rect.x + INSET), (rect.bottom() - 8).to_string());
    let one = |class: &'static str, x: f64, width: f64| {
        view! { <rect class=class x=format!("{x:.1}") y=y.clone() width=format!("{width:.1}") height="4" /> }
    };
    view! {
        <g aria-hidden="true">
            {one("flow-bar-whole", left, room)}
            {one("flow-bar", left, part)}
            {(lost > 0.0).then(|| one("flow-bar-lost", left + part - lost, lost))}
        </g>
    }
}
