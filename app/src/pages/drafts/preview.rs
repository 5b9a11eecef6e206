//! `/drafts/:draft/preview`: a walk through a draft that nobody records.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::{Name, Title, brief};
use resolutionflow::tree::{DeadEnd, NodeKind};
use walk_view::{Refill, StepCard, Trail, TrailRow, rows};

use super::{command, draft};
use crate::api::previews::{BeginPreview, CreateStep, KeepTest, StepPreview};
use crate::backend::views::drafts::DraftCard;
use crate::backend::views::previews::{PreviewPage, PreviewWalk};
use crate::posted::Posted;
use crate::ui::{Done, FormFault, Frame, Hidden, Icon, Query, Section, TextField};

/// Id of the form of the walk, by which buttons elsewhere belong to it.
const FORM: &str = "preview-form";

/// The reader's preview of a draft, or the offer to begin one.
#[component]
pub fn DraftPreview() -> impl IntoView {
    let from = Query::of_page().get("from").to_owned();
    draft(|backend, id| async move { backend.draft_preview(id).await }, move |page: PreviewPage| show(page, from.clone()))
}

fn show(page: PreviewPage, from: String) -> AnyView {
    let name = if page.card.name.trim().is_empty() { "Tree without a name".to_owned() } else { page.card.name.clone() };
    let banner = banner(&page, &name);
    let body = match page.walk.clone() {
        Some(walk) => walking(&page.card, walk),
        None => offer(&page.card, &name, from),
    };
    view! {
        <Frame title=format!("{name} · Preview") section=Section::Trees>
            <Done />
            <FormFault action=BeginPreview::url() />
            <FormFault action=StepPreview::url() />
            <FormFault action=CreateStep::url() />
            <FormFault action=KeepTest::url() />
            {banner}
            {body}
        </Frame>
    }
    .into_any()
}

/// What makes it different from a walk, and the ways out of it.
fn banner(page: &PreviewPage, name: &str) -> AnyView {
    let id = page.card.id;
    let walk = page.walk.as_ref();
    let step = walk.filter(|walk| walk.dead_end.is_none()).map(|walk| walk.node.id.0.clone()).unwrap_or_default();
    let edit = Query::default().with("step", &step).href(&format!("/drafts/{id}"));
    let start = walk.and_then(|walk| walk.start.clone());
    let is_moved = walk.is_some_and(|walk| walk.revision != page.revision);
    let again = walk.map(|walk| {
        let from = walk.session.records.first().and_then(|record| record.node_id.clone()).or_else(|| walk.session.node_id().cloned());
        let from = from.filter(|_| walk.start.is_some()).map(|from| from.0).unwrap_or_default();
        begin(&page.card, from, "Start again", "button")
    });
    view! {
        <section class="notice preview-banner mb-4" aria-labelledby="preview-title">
            <div class="min-w-0 grow wrap-anywhere">
                <p class="font-medium" id="preview-title">"Preview: nothing is recorded"</p>
                <p>
                    <bdi>{name.to_owned()}</bdi>
                    {start.map(|start| view! { ", from “" <bdi>{brief(&start).into_owned()}</bdi> "”" })}
                </p>
                {is_moved
                    .then(|| {
                        view! { <p>"The draft has changed since this preview began. “Start again” walks it as it is now."</p> }
                    })}
            </div>
            <div class="flex flex-wrap gap-2">
                {again} <a class="button" href=edit>
                    {Icon::Pencil.view()}
                    {if step.is_empty() { "Edit the draft" } else { "Edit this step" }}
                </a>
            </div>
        </section>
    }
    .into_any()
}

/// Form that begins a preview.
fn begin(card: &DraftCard, from: String, word: &'static str, class: &'static str) -> AnyView {
    view! {
        <form method="post" action=BeginPreview::url()>
            <Hidden name="draft" value=card.id.to_string() />
            <Hidden name="command_id" value=command() />
            <Hidden name="from" value=from />
            <button class=class>{Icon::Play.view()} {word}</button>
        </form>
    }
    .into_any()
}

fn offer(card: &DraftCard, name: &str, from: String) -> AnyView {
    let begin = begin(card, from, "Start preview", "button button-primary");
    view! {
        <section class="card mx-auto max-w-xl p-6">
            <h1 class="wrap-anywhere">"Preview of " <bdi>{name.to_owned()}</bdi></h1>
            <p class="mb-4 mt-2 text-muted">
                "Walk the draft as technicians will, problems and all. A preview is yours alone, counts nowhere and goes a day after its last step."
            </p>
            {begin}
        </section>
    }
    .into_any()
}

fn walking(card: &DraftCard, walk: PreviewWalk) -> AnyView {
    let rows = rows(&walk.session, &walk.node, walk.now);
    let number = rows.iter().find(|row| row.here).map_or(1, |row| row.step.number);
    let count = rows.len();
    let now = walk.now;
    let list = rows.into_iter().map(|row| view! { <TrailRow row now /> }).collect_view();
    let trail = view! {
        <Trail count list=view! { <ol class="trail-list">{list}</ol> }.into_any() />
    };
    let hidden = hidden(card, &walk);
    let foot = foot(walk.session.back_target().is_some());
    let beside = beside(card, &walk);
    let step = match &walk.dead_end {
        Some(dead) => {
            let card = dead_card(card, &walk, dead, number, foot);
            view! {
                {card}
                <form class="contents" id=FORM method="post" action=StepPreview::url()>
                    {hidden}
                    {trail}
                </form>
            }
            .into_any()
        }
        None => {
            let refill =
                Posted::to(StepPreview::url()).map(|posted| Refill { texts: posted.fields.into_iter().collect(), ..Refill::default() });
            view! {
                <form class="contents" id=FORM method="post" action=StepPreview::url()>
                    // Enter in a field presses a form's first button.
                    <button name="act" value="enter" hidden>
                        "Keep values"
                    </button>
                    {hidden}
                    <StepCard node=walk.node number values=walk.session.values detour=None refill=refill.unwrap_or_default()>
                        {foot}
                    </StepCard>
                    {trail}
                </form>
            }
            .into_any()
        }
    };
    view! {
        <div class="walk-columns draft-walk">
            {step} <div class="beside">{beside}</div>
        </div>
    }
    .into_any()
}

fn hidden(card: &DraftCard, walk: &PreviewWalk) -> AnyView {
    let visit = walk.session.open_visit().map(|visit| visit.id.to_string()).unwrap_or_default();
    view! {
        <Hidden name="draft" value=card.id.to_string() />
        <Hidden name="command_id" value=command() />
        <Hidden name="base_revision" value=walk.session.revision.to_string() />
        <Hidden name="visit" value=visit />
    }
    .into_any()
}

fn foot(can_go_back: bool) -> AnyView {
    view! {
        <div class="walk-foot">
            <button class="button" form=FORM name="act" value="back" disabled=!can_go_back>
                {Icon::ArrowLeft.view()}
                "Back"
            </button>
        </div>
    }
    .into_any()
}

/// Where a link leads to no step: what it is, and a form that creates the step.
fn dead_card(card: &DraftCard, walk: &PreviewWalk, dead: &DeadEnd, number: usize, foot: AnyView) -> AnyView {
    let last = walk.session.records.iter().rev().find(|record| record.node_id == dead.from && !record.superseded);
    let said = match (last, &dead.option) {
        (Some(record), Some(_)) => {
            let answer = record.answer.as_deref().unwrap_or_default();
            format!("The answer “{}” of “{}” leads to no step.", brief(answer), brief(&record.title))
        }
        (Some(record), None) => format!("“{}” leads to no step.", brief(&record.title)),
        (None, _) => "Walks begin at a step that is not there.".to_owned(),
    };
    let target = dead.target.0.clone();
    // Words are the title of what they mean; of an id the answer says more.
    let words = if target.contains(' ') { Some(target.as_str()) } else { last.and_then(|record| record.answer.as_deref()) };
    let title: String = words.unwrap_or(&target).chars().take(Title::LIMIT).collect();
    view! {
        <section class="step" aria-labelledby="step-title">
            <div class="step-text">
                <p class="step-kind">{format!("Step {number} · Not there yet")}</p>
                <h1 class="step-title" id="step-title" tabindex="-1" autofocus>
                    "Leads nowhere yet"
                </h1>
                <div class="step-body wrap-anywhere">
                    <p dir="auto">{said}</p>
                    {(!target.is_empty()).then(|| view! { <p>"It names “" <bdi>{brief(&target).into_owned()}</bdi> "”."</p> })}
                </div>
            </div>
            <div class="step-answers">
                <form class="space-y-3" method="post" action=CreateStep::url()>
                    <Hidden name="draft" value=card.id.to_string() />
                    <Hidden name="command_id" value=command() />
                    <Hidden name="from" value=dead.from.as_ref().map(|from| from.0.clone()).unwrap_or_default() />
                    <Hidden name="option" value=dead.option.clone().unwrap_or_default() />
                    <TextField
                        action=CreateStep::url()
                        name="title"
                        label="Title of the step"
                        value=title
                        hint="It is added to the draft, and opened there."
                        limit=Title::LIMIT
                        required=true
                    />
                    <button class="button button-primary">"Create step"</button>
                </form>
            </div>
            {foot}
        </section>
    }
    .into_any()
}

/// At an end: the form that keeps the walk as a test.
fn beside(card: &DraftCard, walk: &PreviewWalk) -> AnyView {
    if walk.dead_end.is_some() || !matches!(walk.node.kind, NodeKind::Solution { .. }) {
        return view! {
            <p class="hint">
                "At an end the walk can be kept as a test, which says when a change of the draft leads these answers elsewhere."
            </p>
        }
        .into_any();
    }
    let suggested: String = walk.node.title.chars().take(Name::LIMIT).collect();
    view! {
        <section class="card p-4" aria-labelledby="keep-title">
            <h2 class="text-base" id="keep-title">
                "Keep as a test"
            </h2>
            <p class="hint mb-3 mt-1">
                "These answers have to lead to this end with its outcome. Words, and actions in between, may change."
            </p>
            <form class="space-y-3" method="post" action=KeepTest::url()>
                <Hidden name="draft" value=card.id.to_string() />
                <Hidden name="command_id" value=command() />
                <Hidden name="base_revision" value=walk.session.revision.to_string() />
                <TextField action=KeepTest::url() name="name" label="Name of the test" value=suggested limit=Name::LIMIT required=true />
                <button class="button">{Icon::Check.view()} "Keep as a test"</button>
            </form>
        </section>
    }
    .into_any()
}
