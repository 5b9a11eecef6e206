//! What the maps of a tree, of a draft and of Insights have in common: their steps and ways, with what walks did there.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use resolutionflow::id::DraftId;
use resolutionflow::insights::figures::overview::WALKS;
use resolutionflow::insights::figures::tree::{DROP_OFF, SESSIONS};
use resolutionflow::insights::{count, percent, sessions};
use resolutionflow::map::Way;
use resolutionflow::stats::{NodeFigures, is_enough};
use resolutionflow::tree::{NodeId, NodeKind};

use crate::backend::Backend;
use crate::backend::views::Viewer;
use crate::backend::views::insights::{Asked, MapFigures, StepFigures};
use crate::error::AppError;
use crate::ui::chart::{MapStep, MapWay, TreeGraph};
use crate::ui::{Query, kind_of};

/// Step to be drawn.
pub(super) struct Drawn<'n> {
    pub(super) id: &'n NodeId,
    pub(super) kind: &'n NodeKind,
    pub(super) title: String,
    /// Where it leads.
    pub(super) href: String,
    /// Address of the map around it.
    pub(super) around: String,
    /// What the page says of it besides figures.
    pub(super) says: Vec<String>,
}

/// Steps and the ways between them. With figures each says how many came and how many were given up there, each answer how many chose it,
/// and lines are as heavy as they were taken; steps and answers that the version of the figures does not have say nothing.
pub(super) fn graph(steps: Vec<Drawn<'_>>, figures: Option<&MapFigures>) -> TreeGraph {
    let places: HashMap<&NodeId, usize> = steps.iter().enumerate().map(|(at, step)| (step.id, at)).collect();
    let whole = figures.map_or(0, MapFigures::most_sessions);
    let mut graph = TreeGraph { steps: Vec::new(), ways: Vec::new() };
    for (from, step) in steps.iter().enumerate() {
        let walked = figures.and_then(|figures| figures.step(step.id));
        for (answer, target, taken) in ways(step.kind, walked.as_ref()) {
            let Some(to) = places.get(target) else { continue };
            let weight = if whole > 0 { taken.unwrap_or(0) as f64 / whole as f64 } else { 0.0 };
            let says = answer.and(taken).map(|taken| (SESSIONS.id, if taken == 0 { "nobody".to_owned() } else { sessions(taken) }));
            let way = Way { from, to: *to, is_answer: answer.is_some() };
            graph.ways.push((way, MapWay { answer: answer.unwrap_or_default().to_owned(), says, weight }));
        }
        graph.steps.push(boxed(step, walked.as_ref().map(|walked| &*walked.figures), whole));
    }
    graph
}

/// Ways out of a step: the answer, the target, and how often it was taken, where that is known: by how many sessions an answer, and at how
/// many steps a continuation.
fn ways<'n>(kind: &'n NodeKind, walked: Option<&StepFigures<'_>>) -> Vec<(Option<&'n str>, &'n NodeId, Option<i64>)> {
    match kind {
        NodeKind::Decision { options } => {
            let chosen = |option: &str| walked.and_then(|walked| walked.chosen(option));
            options.iter().map(|option| (Some(option.label.as_str()), &option.next_node_id, chosen(&option.id))).collect()
        }
        NodeKind::Action { next_node_id, .. } => vec![(None, next_node_id, walked.and_then(StepFigures::continued))],
        NodeKind::Solution { .. } => Vec::new(),
    }
}

fn boxed(step: &Drawn<'_>, walked: Option<&NodeFigures>, whole: i64) -> MapStep {
    let (icon, kind, _) = kind_of(step.kind);
    let given_up = walked.map_or(0, given_up);
    let said = walked.map(|walked| said(walked, given_up)).unwrap_or_default();
    MapStep {
        icon,
        kind,
        title: step.title.clone(),
        href: step.href.clone(),
        around: step.around.clone(),
        says: said.into_iter().chain(step.says.iter().map(|words| ("", words.clone()))).collect(),
        bar: walked.map(|walked| [whole, walked.sessions, given_up]),
    }
}

/// Sessions that were given up at a step, where enough came there to say so.
fn given_up(walked: &NodeFigures) -> i64 {
    if is_enough(walked.sessions) { walked.exits.drop } else { 0 }
}

fn said(walked: &NodeFigures, given_up: i64) -> Vec<(&'static str, String)> {
    let came = if walked.sessions == 0 { "Nobody came here".to_owned() } else { sessions(walked.sessions) };
    let rate = || walked.drop_off().map(percent).unwrap_or_default();
    let dropped = (given_up > 0).then(|| (DROP_OFF.id, format!("{} given up ({})", count(given_up), rate())));
    std::iter::once((SESSIONS.id, came)).chain(dropped).collect()
}

/// Figures on the map of a tree or a draft, which are there where its address asks for them.
pub(super) enum Figures {
    /// Nobody asked for them.
    Hidden,
    /// Sessions are still being counted.
    Counting,
    /// They are there.
    Shown(MapFigures),
}

/// Question of the figures, where the address of a map asks for them: the days that Insights shows first.
pub(super) fn asked(query: &Query) -> Option<Asked> {
    let viewer = use_context::<Viewer>()?;
    (query.get("figures") == "yes").then(|| Asked::usual(&Query::default(), &viewer))
}

/// The known part of the address of a map.
pub(super) fn known(query: &Query) -> Query {
    ["step", "zoom", "figures"].iter().fold(Query::default(), |known, name| known.with(name, query.get(name)))
}

impl Figures {
    /// Reads the figures of the tree with a key, for its own map or for that of a draft of it.
    pub(super) async fn read(
        backend: &Arc<dyn Backend>,
        asked: Option<Asked>,
        key: &str,
        draft: Option<DraftId>,
    ) -> Result<Self, AppError> {
        let Some(asked) = asked else { return Ok(Self::Hidden) };
        let found = backend.map_figures(Asked { tree: key.to_owned(), ..asked }, draft).await?;
        Ok(found.map_or(Self::Counting, Self::Shown))
    }

    /// Those that are drawn: of enough walks.
    pub(super) fn drawn(&self) -> Option<&MapFigures> {
        if let Self::Shown(figures) = self { Some(figures).filter(|figures| figures.is_enough()) } else { None }
    }

    /// Line above the map: what the figures are of, and the link that shows or hides them.
    pub(super) fn line(&self, known: &Query, path: &str, key: &str) -> AnyView {
        let (word, value) = if matches!(self, Self::Hidden) { ("Show figures", "yes") } else { ("Hide figures", "") };
        let said = match self {
            Self::Hidden => None,
            Self::Counting => Some("Sessions are still being counted. Figures are shown once all of them are in. ".into_any()),
            Self::Shown(figures) => Some(of_walks(figures, key)),
        };
        view! {
            <p class="hint mb-4">
                {said}
                <a class="link print:hidden" href=known.with("figures", value).href(path)>
                    {word}
                </a>
            </p>
        }
        .into_any()
    }
}

/// What the figures of a map are of.
fn of_walks(figures: &MapFigures, key: &str) -> AnyView {
    let walks = view! { <span data-figure=WALKS.id>{count(figures.walks)}</span> };
    let noun = if figures.walks == 1 { " walk" } else { " walks" };
    let of = format!("{noun} of version {} that ended {}", figures.version, figures.days.words());
    if !figures.is_enough() {
        return view! { "There are only " {walks} {of} ": not enough data to show figures. " }.into_any();
    }
    let version = figures.version.to_string();
    let insights = Query::default().with("version", &version).with("view", "map").href(&format!("/insights/trees/{key}"));
    view! {
        "Figures are of "
        {walks}
        {of}
        ": sessions that came to each step, with those that were given up there at the end of the bar. Lines are as heavy as they were often taken. "
        <a class="link" href=insights>
            "The same in Insights"
        </a>
        ". "
    }
    .into_any()
}
