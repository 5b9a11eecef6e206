//! One step of the timeline.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::VisitId;
use resolutionflow::session::{Deeds, Session};
use resolutionflow::text::{Note, Reason};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::NodeType;

use crate::api::sessions::{AWAY_MINUTES, AWAY_SECONDS, EditNotes, SetIdle};
use crate::backend::views::{SessionStep, Viewer};
use crate::posted::Posted;
use crate::ui::{CommandFields, Hidden, Icon, TextArea, TextField, Ticking};

/// Row of a step in the timeline: number, title, answer, notes and output, a bar as long as its share of the session's `total`, its
/// duration, and the way to change it.
#[component]
pub(super) fn StepRow(
    step: SessionStep,
    now: Timestamp,
    total: Seconds,
    /// Result of [`edit`] for the step.
    edit: Option<AnyView>,
    /// Its times are not shown.
    is_untimed: bool,
) -> impl IntoView {
    let SessionStep { step, output, in_progress } = step;
    let class = if step.superseded { "timeline-row timeline-row-left" } else { "timeline-row" };
    let zone = use_context::<Viewer>().map(|viewer| viewer.zone);
    let span = zone.map(|zone| format!("{} to {}", zone.exact(step.entered_at), zone.exact(step.exited_at)));
    let time = move |time: Seconds| {
        if in_progress { view! { <Ticking elapsed=time now /> }.into_any() } else { time.to_string().into_any() }
    };
    let active = (step.active != step.duration).then(|| view! { <span class="hint">{time(step.active)} " active"</span> });
    view! {
        <li class=class id=format!("step-{}", step.number)>
            <span class="timeline-number" aria-hidden="true">
                {step.number}
            </span>
            <div class="min-w-0">
                <h3 class="timeline-title" dir="auto">{step.title}</h3>
                {step.superseded.then(|| view! { <p class="mark">"Superseded: left for another answer"</p> })}
                {(step.node_type == NodeType::Custom).then(|| view! { <p class="mark">"Not in the tree"</p> })}
                {in_progress.then(|| view! { <p class="mark text-accent">"In progress"</p> })}
                {step.answer.map(|answer| view! { <p class="timeline-answer">{Icon::ArrowRight.view()} <span class="min-w-0" dir="auto">{answer}</span></p> })}
                {(!step.notes.is_empty()).then(|| view! { <p class="typed mt-2" dir="auto">{step.notes}</p> })}
                <div class="timeline-folds">
                    <OutputFold output />
                    {edit}
                </div>
            </div>
            {(!is_untimed)
                .then(|| {
                    view! {
                        <div class="timeline-time" title=span>
                            <span>{time(step.duration)}</span>
                            {active}
                            <Share part=step.duration whole=total />
                        </div>
                    }
                })}
        </li>
    }
}

/// A bar as long as the share; the duration beside it says the same in words.
#[component]
fn Share(part: Seconds, whole: Seconds) -> impl IntoView {
    let share = (part.0 * 1_000).checked_div(whole.0).unwrap_or(0).min(1_000);
    view! {
        <svg class="share" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">
            <rect class="share-whole" width="1000" height="1"></rect>
            <rect class="share-part" width=share.to_string() height="1"></rect>
        </svg>
    }
}

#[component]
fn OutputFold(output: String) -> impl IntoView {
    let lines = output.lines().count();
    (!output.is_empty()).then(|| {
        view! {
            <details>
                <summary class="summary-link">
                    {Icon::Terminal.view()} {format!("Output, {lines} {}", if lines == 1 { "line" } else { "lines" })}
                </summary>
                <pre class="code mt-2 max-h-96 overflow-y-auto" tabindex="0" dir="auto">
                    {output}
                </pre>
            </details>
        }
    })
}

/// Way to change a step: a link to the page with its forms, or the forms where the page was `asked` for them. None where the viewer may
/// change nothing about it. Forms at every step would take a browser half a minute to lay out at 1,000 steps.
pub(super) fn edit(step: &SessionStep, session: &Session, may: &Deeds, asked: bool) -> Option<AnyView> {
    let SessionStep { step, in_progress, .. } = step;
    // Notes of the open visit are written in the walk.
    let finished = step.visits.len() - usize::from(*in_progress);
    let notes = step.visits.iter().take(finished).filter(|_| may.note.is_ok()).map(|visit| (EditNotes::url(), *visit));
    let idle = step.visits.iter().filter(|_| may.edit.is_ok()).map(|visit| (SetIdle::url(), *visit));
    let forms: Vec<(&str, VisitId)> = notes.chain(idle).collect();
    let first = forms.first()?.1;
    // Names the link, and where the forms are open the field to begin with: what leads to the field leads back to the link once it is saved.
    let place = format!("edit-{first}");
    let page = format!("/sessions/{}", session.id);
    if !asked {
        let href = format!("{page}?edit={first}#{place}");
        return Some(view! { <EditLink href id=place number=step.number /> }.into_any());
    }
    let focused = forms.iter().position(|(action, visit)| refused(action) == Some(*visit)).unwrap_or(0);
    let form = |(position, (action, visit)): (usize, &(&str, VisitId))| {
        let id = if position == focused { place.clone() } else { format!("{place}-{position}") };
        if *action == SetIdle::url() {
            let part = step.visits.iter().position(|other| other == visit).filter(|_| step.visits.len() > 1);
            idle_form(session, *visit, part, id, &place)
        } else {
            notes_form(session, *visit, id, &place)
        }
    };
    let forms = forms.iter().enumerate().map(form).collect_view();
    let forms = view! {
        <div class="grid min-w-0 basis-full gap-4">
            {forms}
            <a class="link justify-self-start" href=format!("{page}#{place}")>
                "Discard changes"
            </a>
        </div>
    };
    Some(forms.into_any())
}

/// Visit that a refused form was about, if it went to this server function.
pub(super) fn refused(action: &str) -> Option<VisitId> {
    Posted::to(action)?.field("visit")?.parse().ok()
}

#[component]
fn EditLink(href: String, id: String, number: usize) -> impl IntoView {
    view! {
        <a class="summary-link" href=href id=id>
            {Icon::Pencil.view()}
            <span>"Edit" <span class="sr-only">{format!(" step {number}")}</span></span>
        </a>
    }
}

/// Form for the notes of a finished visit. Its field has the `id`; what comes after it is at the `place` of the page.
fn notes_form(session: &Session, visit: VisitId, id: String, place: &str) -> AnyView {
    let notes = session.records.iter().find(|record| record.id == visit).map(|record| record.notes.to_string()).unwrap_or_default();
    // Only the form that was refused shows again what was typed into it.
    let action = if refused(EditNotes::url()) == Some(visit) { EditNotes::url() } else { "" };
    let needs_reason = session.note_needs_reason(visit, session.holder);
    view! {
        <form class="space-y-2" method="post" action=format!("{}#{place}", EditNotes::url())>
            <CommandFields session=session.id revision=session.revision />
            <Hidden name="visit" value=visit.to_string() />
            <TextArea action name="notes" label="Notes" id value=notes limit=Note::LIMIT />
            {needs_reason.then(|| view! { <ReasonField id=format!("notes-reason-{visit}") action needed=true /> })}
            <button class="button">"Save notes"</button>
        </form>
    }
    .into_any()
}

/// Form for the time of a visit that was not work. A reason is required where the time may have been read already.
fn idle_form(session: &Session, visit: VisitId, part: Option<usize>, id: String, place: &str) -> AnyView {
    let idle = session.idle(visit).unwrap_or_default();
    let action = if refused(SetIdle::url()) == Some(visit) { SetIdle::url() } else { "" };
    let needs_reason = use_context::<Viewer>().is_some_and(|viewer| session.idle_needs_reason(visit, viewer.user_id));
    view! {
        <form class="grid gap-2 sm:grid-cols-[16rem_minmax(0,1fr)]" method="post" action=format!("{}#{place}", SetIdle::url())>
            <CommandFields session=session.id revision=session.revision />
            <Hidden name="visit" value=visit.to_string() />
            <IdleFields id idle action part=part.map(|part| part + 1) />
            <ReasonField id=format!("reason-{visit}") action needed=needs_reason />
            <button class="button justify-self-start">"Save active time"</button>
            <p class="hint sm:col-span-2">"Active time is elapsed time less what was not work. Elapsed time itself never changes."</p>
        </form>
    }
    .into_any()
}

/// Time of a visit that was not work. Minutes and seconds, so that saving what is shown changes nothing.
#[component]
fn IdleFields(
    /// The id of the first of the two fields.
    id: String,
    idle: Seconds,
    action: &'static str,
    /// Number of the visit, where the step had several.
    part: Option<usize>,
) -> impl IntoView {
    view! {
        <fieldset class="grid grid-cols-2 gap-2">
            {part.map(|part| view! { <legend class="label">{format!("Part {part}")}</legend> })}
            <TextField
                action
                name="minutes"
                label="Minutes away"
                id=id.clone()
                value=(idle.0 / 60).to_string()
                range=AWAY_MINUTES
            />
            <TextField
                action
                name="seconds"
                label="Seconds away"
                id=format!("{id}-seconds")
                value=(idle.0 % 60).to_string()
                range=AWAY_SECONDS
            />
        </fieldset>
    }
}

#[component]
fn ReasonField(id: String, action: &'static str, needed: bool) -> impl IntoView {
    let reason = Posted::to(action).and_then(|posted| posted.field("reason").map(str::to_owned)).unwrap_or_default();
    view! {
        <div>
            <label class="label" for=id.clone()>
                {if needed { "Why, for the audit trail" } else { "Why, if that needs saying" }}
            </label>
            <input class="control" dir="auto" id=id name="reason" value=reason data-limit=Reason::LIMIT required=needed autocomplete="off" />
        </div>
    }
}
