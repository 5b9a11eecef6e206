//! One step of the timeline.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::VisitId;
use resolutionflow::session::Session;
use resolutionflow::text::{Note, Reason};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::NodeType;

use crate::api::sessions::{EditNotes, SetIdle};
use crate::backend::views::{SessionStep, Viewer};
use crate::posted::Posted;
use crate::ui::{CommandFields, FieldFault, Hidden, Icon, TextArea, Ticking};

/// Row of a step in the timeline: number, title, answer, notes and output, a bar as long as its share of the session's `total`, and its
/// duration.
#[component]
pub(super) fn StepRow(
    step: SessionStep,
    session: Session,
    now: Timestamp,
    total: Seconds,
    may_edit: bool,
    /// True where the active time can be changed: the viewer may, and it differs from the elapsed time or was asked for.
    sets_idle: bool,
) -> impl IntoView {
    let SessionStep { step, output, in_progress } = step;
    let class = if step.superseded { "timeline-row timeline-row-left" } else { "timeline-row" };
    let zone = use_context::<Viewer>().map(|viewer| viewer.zone);
    let span = zone.map(|zone| format!("{} to {}", zone.exact(step.entered_at), zone.exact(step.exited_at)));
    let editable: Vec<_> = session.records.iter().filter(|record| may_edit && step.visits.contains(&record.id)).cloned().collect();
    let active = (step.active != step.duration).then(|| format!("{} active", step.active));
    view! {
        <li class=class id=format!("step-{}", step.number)>
            <span class="timeline-number" aria-hidden="true">
                {step.number}
            </span>
            <div class="min-w-0">
                <h3 class="timeline-title">{step.title.clone()}</h3>
                {step.superseded.then(|| view! { <p class="mark">"Superseded: left for another answer"</p> })}
                {(step.node_type == NodeType::Custom).then(|| view! { <p class="mark">"Not in the tree"</p> })}
                {in_progress.then(|| view! { <p class="mark text-accent">"In progress"</p> })}
                {step.answer.map(|answer| view! { <p class="timeline-answer">{Icon::ArrowRight.view()} <span class="min-w-0">{answer}</span></p> })}
                {(!step.notes.is_empty()).then(|| view! { <p class="typed mt-2">{step.notes.clone()}</p> })}
                <div class="timeline-folds">
                    <OutputFold output />
                {(!editable.is_empty()).then(|| view! { <NotesForms session=session.clone() records=editable number=step.number /> })}
                {sets_idle.then(|| view! { <IdleForms session visits=step.visits number=step.number /> })}
                </div>
            </div>
            <div class="timeline-time" title=span>
                <span>
                    {if in_progress {
                        view! { <Ticking elapsed=step.duration now /> }.into_any()
                    } else {
                        step.duration.to_string().into_any()
                    }}
                </span>
                {active.map(|active| view! { <span class="hint">{active}</span> })}
                <Share part=step.duration whole=total />
            </div>
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
                <pre class="code mt-2 max-h-96 overflow-y-auto" tabindex="0">
                    {output}
                </pre>
            </details>
        }
    })
}

/// The notes of each visit that the step had; mostly it is one.
#[component]
fn NotesForms(session: Session, records: Vec<DecisionRecord>, number: usize) -> impl IntoView {
    let action = EditNotes::url();
    let refused = Posted::to(action).and_then(|posted| posted.field("visit").map(str::to_owned));
    let open = records.iter().any(|record| refused.as_deref() == Some(record.id.to_string().as_str()));
    let word = if records.iter().all(|record| record.notes.is_empty()) { "Add notes" } else { "Edit notes" };
    view! {
        <details open=open>
            <summary class="summary-link">
                {Icon::Pencil.view()} <span>{word} <span class="sr-only">{format!(" of step {number}")}</span></span>
            </summary>
            {records
                .into_iter()
                .map(|record| {
                    let visit = record.id.to_string();
                    // Only the form that was refused shows again what was typed into it.
                    let action = if refused.as_deref() == Some(visit.as_str()) { action } else { "" };
                    view! {
                        <form class="mt-2 space-y-2" method="post" action=EditNotes::url()>
                            <CommandFields session=session.id revision=session.revision />
                            <Hidden name="visit" value=visit.clone() />
                            <TextArea
                                action
                                name="notes"
                                label="Notes"
                                id=format!("notes-{visit}")
                                value=record.notes.to_string()
                                limit=Note::LIMIT
                            />
                            <button class="button">"Save notes"</button>
                        </form>
                    }
                })
                .collect_view()}
        </details>
    }
}

/// Time of each visit that was not work. A reason is required where the time may have been read already.
#[component]
fn IdleForms(session: Session, visits: Vec<VisitId>, number: usize) -> impl IntoView {
    let action = SetIdle::url();
    let refused = Posted::to(action).and_then(|posted| posted.field("visit").map(str::to_owned));
    let open = visits.iter().any(|visit| refused.as_deref() == Some(visit.to_string().as_str()));
    let several = visits.len() > 1;
    let forms = visits.into_iter().enumerate().map(|(index, visit)| {
        let idle = session.idle(visit).unwrap_or_default();
        let own = if refused.as_deref() == Some(visit.to_string().as_str()) { action } else { "" };
        view! {
            <form class="mt-2 grid gap-2 sm:grid-cols-[12rem_minmax(0,1fr)]" method="post" action=action>
                <CommandFields session=session.id revision=session.revision />
                <Hidden name="visit" value=visit.to_string() />
                <IdleField visit minutes=idle.0.div_ceil(60) action=own label=if several { format!("Minutes away, part {}", index + 1) } else { "Minutes away".to_owned() } />
                <ReasonField visit action=own needed=session.completion().is_some() />
                <button class="button justify-self-start">"Save active time"</button>
            </form>
        }
    });
    view! {
        <details open=open>
            <summary class="summary-link">
                {Icon::Clock.view()} <span>"Active time" <span class="sr-only">{format!(" of step {number}")}</span></span>
            </summary>
            <p class="hint">"Elapsed less the minutes that were not work. Elapsed time itself never changes."</p>
            {forms.collect_view()}
        </details>
    }
}

#[component]
fn IdleField(visit: VisitId, minutes: u64, action: &'static str, label: String) -> impl IntoView {
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("minutes"));
    let value = posted.as_ref().and_then(|posted| posted.field("minutes")).map_or_else(|| minutes.to_string(), str::to_owned);
    let id = format!("minutes-{visit}");
    view! {
        <div>
            <label class="label" for=id.clone()>
                {label}
            </label>
            <input class="control" id=id.clone() name="minutes" type="number" min="0" max="100000" value=value aria-invalid=fault.map(|_| "true") />
            <FieldFault name=id label="Minutes away" fault />
        </div>
    }
}

#[component]
fn ReasonField(visit: VisitId, action: &'static str, needed: bool) -> impl IntoView {
    let reason = Posted::to(action).and_then(|posted| posted.field("reason").map(str::to_owned)).unwrap_or_default();
    let id = format!("reason-{visit}");
    view! {
        <div>
            <label class="label" for=id.clone()>
                {if needed { "Why, for the audit trail" } else { "Why, if that needs saying" }}
            </label>
            <input class="control" id=id name="reason" value=reason maxlength=Reason::LIMIT required=needed autocomplete="off" />
        </div>
    }
}
