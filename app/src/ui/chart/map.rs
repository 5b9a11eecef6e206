//! Map of a tree: its steps as boxes that lead somewhere, and the ways between them. Its lines and answers are for eyes; whoever listens has
//! the steps as links, and the outline, which says the same in words.

use leptos::prelude::*;
use resolutionflow::map::{Line, Map, Point, Rect, Route};

use crate::ui::Icon;

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

/// The map, which scrolls by itself where it is wider than the page.
#[component]
pub fn TreeMap(
    /// Its name.
    label: String,
    /// How large it is drawn, in percent.
    zoom: i32,
    map: Map,
    /// Steps and ways in the order of the map's.
    steps: Vec<MapStep>,
    ways: Vec<MapWay>,
) -> impl IntoView {
    let view = format!("0 0 {} {}", map.width, map.height);
    let [width, height] = [map.width, map.height].map(|length| (length * zoom / 100).to_string());
    let lines = map.ways.iter().zip(&ways).map(|(route, way)| view! { <WayLine route=route.clone() weight=way.weight /> }).collect_view();
    let answers = map.ways.iter().zip(ways).filter_map(|(route, way)| Some((route.answer?, route.line, way)));
    let answers = answers.map(|(rect, line, way)| view! { <Answer rect line way /> }).collect_view();
    let steps = map.steps.into_iter().zip(steps).map(|(rect, step)| view! { <Step rect step /> }).collect_view();
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
fn Step(rect: Rect, step: MapStep) -> impl IntoView {
    let bar = step.bar.map(|bar| view! { <Bar rect bar /> });
    view! {
        <Words rect>
            <StepLink step />
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
fn StepLink(step: MapStep) -> impl IntoView {
    let says = step.says.into_iter().enumerate().map(|(at, (figure, words))| {
        view! {
            {(at > 0).then_some(", ")}
            <span class=(at > 0).then_some("flow-dropped") data-figure=figure>
                {words}
            </span>
        }
    });
    view! {
        <a class="map-step" href=step.href title=step.title.clone()>
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
