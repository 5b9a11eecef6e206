//! What walks say of a draft's steps: problems that were reported, ad-hoc steps that were taken, and other words that were suggested.

use leptos::prelude::*;
use resolutionflow::text::{Key, Title, brief};
use resolutionflow::tree::{DocumentNode, NodeId, NodeKind};

use super::Shown;
use super::bar::counted;
use super::controls::small_button;
use crate::backend::views::StepReport;
use crate::backend::views::proposals::ProposalCard;
use crate::backend::views::walked_steps::AddedStep;
use crate::ui::{Icon, Instant};

/// Number of each at a step, for its row of the outline; nothing where there is none.
pub fn counted_at(shown: &Shown<'_>, id: &NodeId) -> Option<AnyView> {
    let (reports, added, proposals) = shown.walked.count_at(id);
    let words: Vec<String> = [(reports, "report"), (added, "added step"), (proposals, "suggestion")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    (!words.is_empty()).then(|| {
        view! {
            <span class="ml-auto inline-flex shrink-0 items-center gap-1 text-muted">
                {Icon::Pencil.view()}
                {words.join(", ")}
            </span>
        }
        .into_any()
    })
}

/// Reports, ad-hoc steps and suggestions at the chosen step, with the buttons of its form that settle and adopt the first two.
pub fn at(shown: &Shown<'_>, node: &DocumentNode) -> AnyView {
    let reports: Vec<AnyView> = shown.walked.reports.iter().filter(|report| report.node == node.id).map(report).collect();
    let added: Vec<AnyView> = shown.walked.added.iter().filter(|added| added.node == node.id).map(|added| adopted(shown, added)).collect();
    part("From walks of this step", reports, added, shown.walked.proposals.iter().filter(|proposal| proposal.node == node.id))
}

/// Reports and suggestions of steps that are not in the draft.
pub fn elsewhere(shown: &Shown<'_>) -> AnyView {
    let gone = shown.walked.reports.iter().filter(|report| shown.steps.position(&report.node).is_none());
    let proposals = shown.walked.proposals.iter().filter(|proposal| shown.steps.position(&proposal.node).is_none());
    part("From walks, of steps that are not in this draft", gone.map(report).collect(), Vec::new(), proposals)
}

fn part<'p>(title: &'static str, reports: Vec<AnyView>, added: Vec<AnyView>, proposals: impl Iterator<Item = &'p ProposalCard>) -> AnyView {
    let proposals: Vec<AnyView> = proposals.map(suggested).collect();
    if reports.is_empty() && added.is_empty() && proposals.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="notice" role="group" aria-labelledby="walked-title">
            <h3 class="mb-1" id="walked-title">
                {title}
            </h3>
            {(!reports.is_empty()).then(|| view! { <ul class="divide-y divide-line" aria-label="Reported problems">{reports}</ul> })}
            {(!added.is_empty())
                .then(|| {
                    view! {
                        <p class="mt-2 font-medium">"Steps that technicians added here"</p>
                        <ul class="divide-y divide-line" aria-label="Added steps">
                            {added}
                        </ul>
                    }
                })}
            {(!proposals.is_empty())
                .then(|| {
                    view! {
                        <p class="mt-2 font-medium">"Other words that technicians suggest"</p>
                        <ul class="divide-y divide-line" aria-label="Suggestions">
                            {proposals}
                        </ul>
                    }
                })}
        </div>
    }
    .into_any()
}

/// Suggestion, with a link to its page, where it is compared and taken or declined.
fn suggested(proposal: &ProposalCard) -> AnyView {
    view! {
        <li class="py-2">
            <p class="typed" dir="auto">{proposal.note.clone()}</p>
            <p class="hint my-1">
                <bdi>{proposal.by.name.clone()}</bdi> ", " <Instant at=proposal.at aged=true /> {format!(", version {}. ", proposal.version)}
                <a class="link" href=format!("/proposals/{}", proposal.id)>
                    "Look at it, take or decline it" <span class="sr-only">{format!(": {}", brief(&proposal.note))}</span>
                </a>
            </p>
        </li>
    }
    .into_any()
}

fn report(report: &StepReport) -> AnyView {
    let version = format!(", version {}. ", report.version);
    view! {
        <li class="py-2">
            <p class="typed" dir="auto">{report.problem.clone()}</p>
            <p class="hint my-1">
                <bdi>{report.by.name.clone()}</bdi> ", " <Instant at=report.at aged=true /> {version}
                <a class="link" href=format!("/sessions/{}", report.session)>
                    "Read the session"
                </a>
            </p>
            {small_button(format!("settle:{}", report.id), "Settled", format!(": {}", brief(&report.problem)))}
        </li>
    }
    .into_any()
}

fn adopted(shown: &Shown<'_>, added: &AddedStep) -> AnyView {
    let words = Key::of(&added.words);
    let is_step = shown.steps.rows.iter().any(|row| matches!(row.node.kind, NodeKind::Action { .. }) && Key::of(&row.node.title) == words);
    let said =
        format!("In {}, {} of them resolved.", counted(usize::try_from(added.sessions).unwrap_or(usize::MAX), "session"), added.solved);
    let fits = added.words.chars().count() <= Title::LIMIT;
    let button = if is_step {
        view! { <p class="hint">"It is a step of this draft by now."</p> }.into_any()
    } else {
        fits.then(|| small_button(format!("adopt:{}", added.words), "Make it a step", format!(": {}", added.words))).into_any()
    };
    view! {
        <li class="py-2">
            <p class="wrap-anywhere" dir="auto">{added.words.clone()}</p>
            <p class="hint my-1">{said}</p>
            {button}
        </li>
    }
    .into_any()
}
