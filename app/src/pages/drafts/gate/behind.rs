//! The version that was published meanwhile: what it and the draft have both changed, and bringing the draft up to it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::super::disputes;
use super::{section as gate_section, typed};
use crate::api::gate::{GateFields, PublishDraft};
use crate::backend::views::gate::{Behind, GatePage};
use crate::error::Dispute;
use crate::posted::Posted;
use crate::ui::{Hidden, Instant};

/// The section of the newer version; none if the draft stands on the latest.
pub(super) fn section(gate: &GatePage) -> Option<AnyView> {
    let behind = gate.behind.as_ref()?;
    let parts: Vec<AnyView> = behind.disputes.iter().enumerate().map(|(at, dispute)| decision(behind, at, dispute)).collect();
    let by = behind.by.clone();
    let words = if behind.disputes.is_empty() {
        "Nothing of it is in the way of what was written here: the draft keeps all of its own changes."
    } else {
        "Both changed the following. Decide for each of them which text the draft has from now on; all else is merged by itself."
    };
    let body = view! {
        <p>
            "It was published " <Instant at=behind.at aged=true /> {by.map(|by| view! { " by " <bdi>{by}</bdi> })}
            ". Nothing here is lost. " {words}
        </p>
        {(!behind.note.is_empty())
            .then(|| {
                view! {
                    <blockquote class="typed mt-2" dir="auto">
                        {behind.note.clone()}
                    </blockquote>
                }
            })}
        <Hidden name="form[version]" value=behind.version.to_string() />
        <div class="mt-4 space-y-4">{parts}</div>
        <button class="button button-primary mt-4" name="deed" value="rebase" formnovalidate=true>
            {format!("Bring the draft up to version {}", behind.version)}
        </button>
    };
    Some(gate_section("behind", format!("Version {} was published meanwhile", behind.version), body.into_any()))
}

fn decision(behind: &Behind, at: usize, dispute: &Dispute) -> AnyView {
    let name = format!("form[keep][{}]", GateFields::dispute(at));
    // Of another version it would be another decision.
    let chosen = typed(&name).filter(|_| typed("form[version]").is_some_and(|version| version == behind.version.to_string()));
    let is_open = Posted::to(PublishDraft::url()).is_some_and(|posted| posted.field("deed") == Some("rebase")) && chosen.is_none();
    let choice = |value: &'static str, words: String| {
        view! {
            <label class="flex min-h-10 items-center gap-2">
                <input type="radio" name=name.clone() value=value checked=chosen.as_deref() == Some(value) />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="editor-part">
            <legend class="wrap-anywhere" dir="auto">
                {dispute.part.clone()}
            </legend>
            <div class="col-span-full">{disputes::texts(dispute, format!("Version {}", behind.version), "This draft".to_owned())}</div>
            {is_open.then(|| view! { <p class="fault">"Choose one of them."</p> })}
            {choice("theirs", format!("Take what version {} has", behind.version))}
            {choice("mine", "Keep what the draft has".to_owned())}
        </fieldset>
    }
    .into_any()
}
