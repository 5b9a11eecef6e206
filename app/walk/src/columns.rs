//! The columns of the walk page, and the foot of the step.

use leptos::prelude::*;
use resolutionflow::session::Session;
use resolutionflow::text::Title;
use resolutionflow::tree::{CommandValues, Node, NodeKind};

use super::side_panel::SidePanel;
use super::step::StepCard;
use super::trail::Trail;
use super::{Icon, Key, Now, Refill, Row};

/// Open step of a session, with the texts that the walk page shows beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenStep {
    /// Node of the tree at which the session stands, also during an ad-hoc step.
    pub node: Node,
    /// Title of the ad-hoc step (detour) that is open in the node's place; none while the step of the node itself is open.
    pub detour: Option<Title>,
    /// Values of placeholders in commands, as the session remembers them.
    pub values: CommandValues,
    /// Notes of the open visit.
    pub notes: String,
    /// Notes of the step from before the user went back to it; empty where there are none to take over.
    pub before: String,
    /// Output of the step's commands, pasted by the technician, as last saved.
    pub output: String,
    /// Scratchpad: one text for the whole session.
    pub scratchpad: String,
    /// True if Back leads to an earlier step.
    pub can_go_back: bool,
}

impl OpenStep {
    /// Open step of a session that stands at `node`. `output` is that of the step's commands, as saved.
    pub fn of(session: &Session, node: Node, output: String) -> Self {
        let visit = session.open_visit();
        Self {
            node,
            detour: visit.and_then(|visit| visit.detour.clone()),
            values: session.values.clone(),
            notes: visit.map(|visit| visit.notes.to_string()).unwrap_or_default(),
            before: session.notes_before().unwrap_or_default(),
            output,
            scratchpad: session.facts.scratchpad.to_string(),
            can_go_back: session.back_target().is_some(),
        }
    }
}

/// Columns of the walk page: the card of the open step with its buttons, the texts beside it, and the trail.
#[component]
pub fn Columns(
    /// The open step.
    open: OpenStep,
    /// The steps of the trail.
    rows: Vec<Row>,
    /// The list of them: a [`TrailRow`](super::TrailRow) each.
    trail: AnyView,
    /// The folds below the notes.
    asides: AnyView,
    /// Words on time, below the answers.
    pace: AnyView,
    /// A refused form's texts.
    #[prop(optional)]
    refill: Refill,
) -> impl IntoView {
    let here = rows.iter().find(|row| row.here).map(|row| (row.step.number, row.step.notes.clone()));
    let (number, earlier) = here.unwrap_or_default();
    let OpenStep { node, detour, values, notes, before, output, scratchpad, can_go_back } = open;
    let before = if earlier.contains(&before) { String::new() } else { before };
    let aside = detour.is_some().then_some("");
    let is_end = detour.is_none() && matches!(node.kind, NodeKind::Solution { .. });
    view! {
        <div class="walk-columns" data-detour=aside>
            <StepCard node number values detour refill=refill.clone() is_walk=true>
                {pace}
                <Foot can_go_back is_end />
            </StepCard>
            <SidePanel notes before output scratchpad earlier refill asides />
            <Trail count=rows.len() list=trail />
        </div>
    }
}

/// The buttons of every step. On a phone they stay under the thumb.
#[component]
fn Foot(
    can_go_back: bool,
    /// True at a solution, where the tree ends.
    is_end: bool,
) -> impl IntoView {
    let opens = use_context::<Now>().map(|_| "dialog");
    view! {
        <div class="walk-foot">
            <button class="button" name="act" value="back" disabled=!can_go_back>
                {Icon::ArrowLeft.view()}
                "Back"
                <Key key="b" />
            </button>
            <button class="button button-quiet" name="act" value="park">
                {Icon::Pause.view()}
                <span class="max-sm:sr-only md:max-lg:sr-only">"Park"</span>
                <Key key="p" />
            </button>
            <button class="button button-quiet" name="act" value="leave">
                {Icon::Tree.view()}
                <span class="max-sm:sr-only md:max-lg:sr-only">"Wrong tree?"</span>
            </button>
            <span class="flex-1"></span>
            <button
                class=if is_end { "button button-primary" } else { "button" }
                name="act"
                value="finish"
                aria-haspopup=opens
            >
                "Complete session"
                <Key key="f" />
            </button>
        </div>
    }
}
